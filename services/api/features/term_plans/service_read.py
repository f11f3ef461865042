"""Reading term plans: pages, one with its measures and history, the one that a pairing has agreed for a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.commitments import service as commitments
from services.api.features.commitments.service import CommitmentFilter
from services.api.features.pairings import service as pairings
from services.api.features.term_plans import queries, rules
from services.api.features.term_plans.filters import TermPlanFilter
from services.api.kernel.context import Ctx
from services.api.kernel.history import Told, history
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.base import Page
from services.contracts.codes import PairingStatus, PairSide
from services.contracts.commitments import CommitmentOut
from services.contracts.term_plans import PlanMeasureOut, TermPlanDetail, TermPlanRow

CLOSED = frozenset({PairingStatus.ended, PairingStatus.void})
ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
_SAME = (
    "id", "version", "pairing_id", "school_year", "span", "revision", "revises_id", "status", "drafted_by",
    "proposed_on", "agreed_on",
)  # fmt: skip
_TYPED = ("goals", "revise_reason", "return_reason", "void_reason")


def sides_of(principal: Principal, pairing: Any) -> frozenset[PairSide]:
    """The sides of a pairing, or of a row that carries its columns, that the caller speaks for."""
    if Permission.pairing_act not in principal.permissions:
        return frozenset()
    return frozenset(side for side in PairSide if pairings.speaks_for(principal, pairing, side))


def facts_of(principal: Principal, plan: Any, pairing: Any) -> rules.Facts:
    """What the caller is to a plan."""
    has_sent = plan.proposed_by is not None and plan.proposed_by == principal.id
    return rules.Facts(sides_of(principal, pairing), plan.drafted_by, has_sent)


def _fields(row: Any, principal: Principal) -> dict[str, Any]:
    period = rules.period_of(row.school_year, row.span)
    allowed = [] if row.pairing_status in CLOSED else rules.TABLE.allowed(row.status, facts_of(principal, row, row))
    return {
        **{name: getattr(row, name) for name in _SAME},
        **pairings.both_schools(row),
        "allowed_actions": allowed,
        "start_on": period.start_on,
        "end_on": period.end_on,
        "supporting_responsible": row.supporting_responsible if principal.sees_names else None,
        "recipient_responsible": row.recipient_responsible if principal.sees_names else None,
        "measure_count": len(row.measures),
    }


async def page(ctx: Ctx, asked: TermPlanFilter, paging: PageAsked) -> Page[TermPlanRow]:
    """One page of the plans of pairings in the caller's scope, the latest school year first. One query."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    return Page(items=[TermPlanRow(**_fields(row, ctx.principal)) for row in found.rows], **found.around())


async def visible(ctx: Ctx, plan_id: UUID) -> Any:
    """One plan in scope with the names of its schools. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, plan_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def detail(ctx: Ctx, plan_id: UUID) -> TermPlanDetail:
    """One plan with its measures, the commitments they point to, and history. Raises 404 `resource.not_found`."""
    row = await visible(ctx, plan_id)
    promised = await _promised(ctx, row)
    told = [
        Told(m.at, m.action, rules.timeline_text(m.action, m.became), m.user_id, m.action in rules.BAD)
        for m in await history(ctx.db, [plan_id])
    ]
    return TermPlanDetail(
        **_fields(row, ctx.principal),
        **{name: typed(getattr(row, name), ctx.principal) for name in _TYPED},
        measures=[_measure(each, promised, ctx.principal) for each in row.measures],
        timeline=await pairings.timeline(ctx, told),
    )


async def _promised(ctx: Ctx, row: Any) -> Mapping[str, CommitmentOut]:
    """The commitments of the pairing by id, those that were taken back too; none when no measure points to one."""
    if not any(each["commitment_id"] for each in row.measures):
        return {}
    found = await commitments.page(ctx, CommitmentFilter(pairing_id=row.pairing_id, include_void=True), ALL)
    return {str(each.id): each for each in found.items}


def _measure(each: Mapping[str, Any], promised: Mapping[str, CommitmentOut], who: Principal) -> PlanMeasureOut:
    return PlanMeasureOut(
        side=each["side"], what=typed(each["what"], who), when=typed(each["when"], who),
        responsible=each["responsible"] if who.sees_names else None,
        commitment_id=each["commitment_id"], commitment=promised.get(each["commitment_id"] or ""),
    )  # fmt: skip


def typed(text: str, principal: Principal) -> str | None:
    """What people typed, for people only."""
    return None if principal.is_client else text


async def agreed_on(ctx: Ctx, pairing_id: UUID, day: date) -> TermPlanDetail | None:
    """The agreed plan of a pairing that holds a day: that of the term, else that of the school year, else none.

    The caller has checked the scope.
    """
    found = await queries.agreed_on(ctx.db, pairing_id, day)
    return await detail(ctx, found[0]) if found else None
