"""Renewing a pairing: the next term is prepared beside the one that runs, and takes its place on its first day."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.api.features.pairings import queries, queries_agreement, rules
from services.api.features.pairings.models import Pairing, PairingAgreement
from services.api.features.pairings.service_checks import findings
from services.api.features.pairings.service_propose import insert_new, refuse_duplicate
from services.api.features.pairings.service_read import facts_of, one
from services.api.features.pairings.service_steps import close, load, move, refuse_people_after
from services.api.kernel.context import Ctx
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.words import day_words, period_words
from services.contracts.agreements import RenewPairing
from services.contracts.codes import PairingStatus
from services.contracts.pairings import PairingRow

RENEWED = "已续签，转入新一期。"
renewal_followers: list[Callable[[Ctx, UUID, Pairing], Awaitable[None]]] = []
"""(ctx, id of the one renewed, its renewal): what is taken over into the new term; filled by the features above."""
CONTACTS = ("supporting_leader", "supporting_liaison", "supporting_phone", "recipient_leader", "recipient_liaison",
            "recipient_phone")  # fmt: skip
CARRIED = ("supporting_school_id", "recipient_school_id", "supporting_county_code", "recipient_county_code",
           "relation", "level", "category", *CONTACTS)  # fmt: skip
WORDS = ("aid_areas", "goals", "supporting_duties", "recipient_duties", "supporting_signatory",
         "recipient_signatory", "county_code", "other_county_code")  # fmt: skip


async def renew(ctx: Ctx, pairing_id: UUID, expected: int, body: RenewPairing) -> PairingRow:
    """Prepare the next term of a pairing; both sides sign again (QX-01).

    Contacts and the words of the agreement are carried over, and what was promised when asked for. Raises 403, 404,
    412; 409 `state.illegal`, `pairing.duplicate`, `pairing.renewed`, `pairing.check_refused`; 422 `period.order`,
    `pairing.renewal_order`. What warns is noted on the renewal.
    """
    if body.end_on is not None and body.end_on < body.start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(body.start_on, ctx.today))
    before = await load(ctx, pairing_id, expected)
    rules.TABLE.take(before.status, "renew", facts_of(ctx.principal, before))
    last = rules.renewal_problem(
        before.start_on, before.end_on, is_running=before.status in rules.RUNNING, next_start_on=body.start_on
    )
    if last is not None:
        raise problem_on("start_on", "pairing.renewal_order", day=day_words(last, ctx.today))
    renewal = _next_term(ctx, before, body)
    await refuse_duplicate(ctx, renewal)
    following = await queries.renewal_of(ctx.db, before.id)
    if following is not None:
        raise Problem("pairing.renewed", period=period_words(following.start_on, following.end_on, ctx.today))
    found = await findings(ctx, renewal, without=before.id)
    found.refuse()
    renewal.warned = found.warned
    await insert_new(ctx, renewal, "renew")
    await _carry_agreement(ctx, before.id, renewal.id)
    if body.with_commitments:
        for follow in renewal_followers:
            await follow(ctx, before.id, renewal)
    await ctx.db.flush()
    return await one(ctx, renewal.id)


def _next_term(ctx: Ctx, before: Pairing, body: RenewPairing) -> Pairing:
    """With leader and liaison of both sides it can be signed at once; else they are named first (W-20.3)."""
    named = before.supporting_leader and before.recipient_leader
    return Pairing(
        **{name: getattr(before, name) for name in CARRIED},
        start_on=body.start_on,
        end_on=body.end_on,
        batch=body.batch,
        basis=body.basis or before.basis,
        status=PairingStatus.negotiating if named else PairingStatus.decided,
        status_at=ctx.now,
        created_at=ctx.now,
        renews_id=before.id,
    )


async def _carry_agreement(ctx: Ctx, from_id: UUID, to_id: UUID) -> None:
    """The words as they were last, to be changed before both sign again."""
    words = await queries_agreement.latest(ctx.db, from_id)
    if words is not None:
        copy = PairingAgreement(pairing_id=to_id, created_at=ctx.now, **{name: getattr(words, name) for name in WORDS})
        ctx.db.add(copy)
        ctx.act(copy, "renew")


async def end_renewed(ctx: Ctx, renewal: Pairing) -> None:
    """End what a pairing that begins renews, on the day before; nothing to do when that has ended by itself.

    Raises 409 `pairing.renewal_early` before its first day, `pairing.renewal_overlap`, `pairing.people_in_post`.
    """
    before = await queries.locked(ctx.db, renewal.renews_id) if renewal.renews_id is not None else None
    if before is None or before.status is PairingStatus.void:
        return
    if before.status is PairingStatus.ended:
        if before.end_on is not None and before.end_on >= renewal.start_on:
            raise Problem("pairing.renewal_overlap", day=day_words(before.end_on, ctx.today))
        return
    if renewal.start_on > ctx.today:
        raise Problem("pairing.renewal_early", day=day_words(renewal.start_on, ctx.today))
    last_day = rules.last_day_before(renewal.start_on, before.end_on)
    await refuse_people_after(ctx, before.id, last_day)
    move(ctx, before, PairingStatus.ended)
    ctx.act(before, "renewed")
    await close(ctx, before, last_day, RENEWED)
    await ctx.db.flush()
