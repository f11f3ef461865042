"""Reading disagreements: the worklist, and one with what was said."""

from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.disagreements import queries, rules
from services.api.features.disagreements.filters import DisagreementFilter
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Tellers, Told
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.disagreements import Answer, DisagreementDetail, DisagreementRow

SAME = (
    "id", "version", "assignment_id", "assignment_status", "home_county_code", "receiving_county_code", "mode",
    "subject", "start_on", "end_on", "raised_at", "status", "settled_at",
)  # fmt: skip


def _fields(ctx: Ctx, row: Any) -> dict[str, Any]:
    who, reads = ctx.principal, ctx.principal.reads_words
    return {
        **{name: getattr(row, name) for name in SAME},
        "allowed_actions": rules.TABLE.allowed(row.status, rules.facts_of(who, row)),
        "name": row.person_name if who.sees_names else None,
        "sending_school": SchoolRef(id=row.sending_school_id, code=row.sending_code, name=row.sending_name),
        "receiving_school": SchoolRef(id=row.receiving_school_id, code=row.receiving_code, name=row.receiving_name),
        "raised_by": row.raised_by_party,
        "words": row.words if reads else None,
        "reason": (row.reason or None) if reads else None,
    }


async def page(ctx: Ctx, asked: DisagreementFilter, paging: PageAsked) -> Page[DisagreementRow]:
    """One page of the disagreements in the caller's scope, the newest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[DisagreementRow(**_fields(ctx, row)) for row in found.rows],
        **found.around(),
    )


async def of_plans(ctx: Ctx, paging: PageAsked) -> list[DisagreementRow]:
    """What was and is disagreed about plans that still wait for confirmations, the newest first. One query."""
    found = await queries.of_plans(ctx.db, ctx.scope, paging)
    return [DisagreementRow(**_fields(ctx, row)) for row in found.rows]


async def detail(ctx: Ctx, disagreement_id: UUID) -> DisagreementDetail:
    """One disagreement with the answers that the caller's side may read. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, disagreement_id)
    if row is None:
        raise Problem("resource.not_found")
    if not ctx.principal.reads_words:
        return DisagreementDetail(**_fields(ctx, row), raised_by_name=None, settled_by_name=None)
    said = [
        each for each in await queries.answers(ctx.db, disagreement_id)
        if rules.reads_answer(ctx.principal, row, each.party, own_side_only=each.own_side_only)
    ]  # fmt: skip
    ids = {row.raised_by, row.settled_by, *(each.said_by for each in said)} - {None}
    names = await accounts.names(ctx.db, sorted(ids))
    return DisagreementDetail(
        **_fields(ctx, row),
        raised_by_name=names.get(row.raised_by),
        settled_by_name=names.get(row.settled_by),
        answers=[
            Answer(
                party=each.party, said_at=each.said_at, said_by=names.get(each.said_by), words=each.words,
                own_side_only=each.own_side_only,
            )
            for each in said
        ],
    )  # fmt: skip


async def assignment_moments(ctx: Ctx, assignment_id: UUID) -> Tellers:
    """What was disagreed about, for the timeline of the assignment; one query. No typed word is in it."""

    def tell(moment: Moment) -> Told:
        text = rules.timeline_text(moment.action, moment.became)
        return Told(moment.at, f"disagreement.{moment.action}", text, moment.user_id, moment.action == "raise")

    return dict.fromkeys(await queries.ids_of(ctx.db, ctx.scope, assignment_id), tell)
