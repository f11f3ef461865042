"""The agreement of a pairing (E-31, F-22): its words while both sides negotiate, and corrections afterwards."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from services.api.features.pairings import queries, queries_agreement, rules
from services.api.features.pairings.models import Pairing, PairingAgreement
from services.api.features.pairings.service_checks import Findings, checks, findings
from services.api.features.pairings.service_read import (
    facts_of,
    row_fields,
    sees_contacts,
    surroundings,
    visible_row,
)
from services.api.features.pairings.service_steps import load, take
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words
from services.contracts.agreements import AgreementCorrect, AgreementOut, AgreementPut, AgreementRevision
from services.contracts.codes import AidArea
from services.contracts.leading_groups import LeadingGroupOut
from services.contracts.pairings import PairingRow

WORDS = ("aid_areas", "goals", "supporting_duties", "recipient_duties", "supporting_signatory", "recipient_signatory")
SEEN = ("goals", "supporting_duties", "recipient_duties")
group_sources: list[Callable[[Ctx, Any], Awaitable[list[LeadingGroupOut]]]] = []
"""(ctx, pairing) → who leads it and its two schools; filled by the feature above."""
SIGNATORIES = ("supporting_signatory", "recipient_signatory")


async def agreement(ctx: Ctx, pairing_id: UUID) -> AgreementOut:
    """The agreement with its pairing, ready to be printed. Raises 404 `resource.not_found`."""
    row = await visible_row(ctx, pairing_id)
    revisions = await queries_agreement.revisions(ctx.db, pairing_id)
    near = await queries.around(ctx.db, row)
    pairing = PairingRow(**row_fields(row, await surroundings(ctx, [row]), ctx.principal))
    return AgreementOut(
        version=row.version,
        allowed_actions=[each for each in pairing.allowed_actions if each in {"agree", "correct"}],
        pairing=pairing,
        cardinality=rules.cardinality(near.recipients, near.supporters),
        revision=revisions[0].revision if revisions else 0,
        **_words(ctx, row, revisions[0] if revisions else None),
        corrections=_corrections(ctx, revisions),
        checks=await checks(ctx, row),
        renewed_by_id=near.renewed_by,
        groups=[group for source in group_sources for group in await source(ctx, row)],
    )


def _words(ctx: Ctx, row: Any, words: PairingAgreement | None) -> dict[str, Any]:
    reads = not ctx.principal.is_client
    names = sees_contacts(ctx.principal, facts_of(ctx.principal, row))
    return {
        "aid_areas": [area for area in AidArea if words is not None and area.value in words.aid_areas],
        **{name: (getattr(words, name) if words else "") if reads else None for name in SEEN},
        **{name: (getattr(words, name) if words else "") if names else None for name in SIGNATORIES},
    }


def _corrections(ctx: Ctx, revisions: Sequence[PairingAgreement]) -> list[AgreementRevision]:
    reads = not ctx.principal.is_client
    return [
        AgreementRevision(revision=each.revision, at=each.created_at, reason=each.reason if reads else None)
        for each in revisions
        if each.reason
    ]


async def put_agreement(ctx: Ctx, pairing_id: UUID, expected: int, body: AgreementPut) -> AgreementOut:
    """Write the words while both sides negotiate; a school or an office of either side.

    Raises 403, 404, 412; 409 `state.illegal`, `pairing.agreement_signed`; 422 `period.order`,
    `pairing.renewal_order`.
    """
    _check_order(ctx, body)
    pairing = await load(ctx, pairing_id, expected)
    take(ctx, pairing, "agree")
    signed = next(iter(sorted(facts_of(ctx.principal, pairing).signed)), None)
    if signed is not None:
        raise Problem("pairing.agreement_signed", side=signed.label)
    words = await queries_agreement.latest(ctx.db, pairing.id)
    if words is None:
        words = _row(ctx, pairing, body)
        ctx.db.add(words)
    else:
        words.sqlmodel_update(_values(body))
    ctx.act(pairing, "draft")
    ctx.act(words, "draft")
    return await _saved(ctx, pairing, body)


async def correct_agreement(ctx: Ctx, pairing_id: UUID, expected: int, body: AgreementCorrect) -> AgreementOut:
    """Put right what was written wrong after somebody has signed; the words before stay on record.

    Raises 403, 404, 412; 409 `state.illegal`, `pairing.agreement_unsigned`; 422 `period.order`,
    `pairing.term_fixed` for another term of one that runs.
    """
    _check_order(ctx, body)
    pairing = await load(ctx, pairing_id, expected)
    take(ctx, pairing, "correct")
    if not facts_of(ctx.principal, pairing).signed:
        raise Problem("pairing.agreement_unsigned")
    term = (body.start_on, body.end_on)
    if pairing.status in rules.RUNNING and term != (pairing.start_on, pairing.end_on):
        raise problem_on("end_on" if term[0] == pairing.start_on else "start_on", "pairing.term_fixed")
    before = await queries_agreement.latest(ctx.db, pairing.id)
    words = _row(ctx, pairing, body, revision=before.revision + 1 if before else 1, reason=body.reason)
    ctx.db.add(words)
    ctx.act(words, "correct")
    return await _saved(ctx, pairing, body)


def _check_order(ctx: Ctx, body: AgreementPut) -> None:
    if body.end_on is not None and body.end_on < body.start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(body.start_on, ctx.today))


def _values(body: AgreementPut) -> dict[str, Any]:
    typed = body.model_dump(include=set(WORDS), mode="json")
    return {name: typed[name] or ([] if name == "aid_areas" else "") for name in WORDS}


def _row(ctx: Ctx, pairing: Pairing, body: AgreementPut, **more: Any) -> PairingAgreement:
    return PairingAgreement(
        pairing_id=pairing.id,
        county_code=pairing.supporting_county_code,
        other_county_code=pairing.recipient_county_code,
        created_at=ctx.now,
        **_values(body),
        **more,
    )


async def _saved(ctx: Ctx, pairing: Pairing, body: AgreementPut) -> AgreementOut:
    """Number and term stand on the pairing; its version moves with the words."""
    await _check_renewal(ctx, pairing, body)
    pairing.agreement_no = body.agreement_no or pairing.agreement_no
    if (body.start_on, body.end_on) != (pairing.start_on, pairing.end_on):
        await _set_term(ctx, pairing, body)
    pairing.agreement_edits = (pairing.agreement_edits or 0) + 1
    await ctx.db.flush()
    return await agreement(ctx, pairing.id)


async def _set_term(ctx: Ctx, pairing: Pairing, body: AgreementPut) -> None:
    """Another term is held against the rules of the region once more; what was refused before is no reason.

    Raises 409 `pairing.check_refused`.
    """
    with ctx.db.no_autoflush:
        before = await findings(ctx, pairing, without=pairing.renews_id)
        pairing.start_on, pairing.end_on = body.start_on, body.end_on
        found = await findings(ctx, pairing, without=pairing.renews_id)
    refused = {each.kind.key for each in before.items if each.refuses}
    Findings([each for each in found.items if each.kind.key not in refused]).refuse()
    pairing.warned = found.warned


async def _check_renewal(ctx: Ctx, pairing: Pairing, body: AgreementPut) -> None:
    """A renewal still begins after what it renews."""
    if pairing.renews_id is None or body.start_on == pairing.start_on:
        return
    before = await queries.get(ctx.db, pairing.renews_id)
    if before is None:
        return
    last = rules.renewal_problem(
        before.start_on, before.end_on, is_running=before.status in rules.RUNNING, next_start_on=body.start_on
    )
    if last is not None:
        raise problem_on("start_on", "pairing.renewal_order", day=day_words(last, ctx.today))
