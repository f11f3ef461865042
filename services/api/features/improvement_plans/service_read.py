"""Reading improvement plans: pages, one with its schedule and history, weak schools that have none."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.files import service as files
from services.api.features.improvement_plans import queries, rules
from services.api.features.improvement_plans.filters import ImprovementFilter, WithoutPlanFilter
from services.api.features.improvement_plans.models import ImprovementMilestone
from services.api.features.pairings import service as pairings
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import school_year_of
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import ImprovementStatus
from services.contracts.files import FileKind
from services.contracts.improvement_plans import (
    ImprovementPlanDetail,
    ImprovementPlanRow,
    MilestoneDetail,
    MilestoneOut,
    SchoolWithoutPlan,
)

KIND = FileKind.improvement_paper
_SAME = (
    "id", "version", "county_code", "school_year", "status", "result", "weak", "pairing_id", "relation",
    "submitted_on", "milestone_count", "done_count", "overdue_count", "next_due_on",
)  # fmt: skip
_TYPED = ("goals", "measures", "return_reason", "conclusion", "void_reason")


def facts_of(principal: Principal, plan: Any, supporting: Any) -> rules.Facts:
    """What the caller is to a plan; `supporting` carries the school and county of who helps, None for nobody."""
    helps, county = supporting.supporting_school_id, supporting.supporting_county_code
    if Permission.improvement_plan_write not in principal.permissions:
        return rules.Facts(school=False, supporting=False, office=False)
    is_school = principal.is_school and principal.school_id is not None
    return rules.Facts(
        school=is_school and principal.school_id == plan.school_id,
        supporting=(is_school and principal.school_id == helps) or (bool(county) and coordinates(principal, county)),
        office=decides_between(principal, plan.county_code, plan.county_code),
    )


def _fields(row: Any, principal: Principal) -> dict[str, Any]:
    supporting = None
    if row.supporting_school_id is not None:
        supporting = SchoolRef(id=row.supporting_school_id, code=row.supporting_code, name=row.supporting_name)
    allowed = rules.TABLE.allowed(row.status, facts_of(principal, row, row))
    return {
        **{name: getattr(row, name) for name in _SAME},
        "allowed_actions": [action for action in allowed if action != "progress"],
        "school": SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name),
        "supporting_school": supporting,
        "responsible": row.responsible if principal.sees_names else None,
    }


async def page(ctx: Ctx, asked: ImprovementFilter, paging: PageAsked) -> Page[ImprovementPlanRow]:
    """One page of the plans in the caller's scope, the latest school year first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    return Page(
        items=[ImprovementPlanRow(**_fields(row, ctx.principal)) for row in found.rows],
        **found.around(),
    )


async def without_plan(ctx: Ctx, asked: WithoutPlanFilter, paging: PageAsked) -> Page[SchoolWithoutPlan]:
    """Weak schools in scope that have no plan for a school year, the present one when none is named."""
    year = school_year_of(ctx.today) if asked.school_year is None else asked.school_year
    found = await queries.without_plan(ctx.db, ctx.scope, asked, paging, year=year, today=ctx.today)
    return Page(
        items=[
            SchoolWithoutPlan(
                school=SchoolRef(id=row.id, code=row.code, name=row.name), county_code=row.county_code,
                township=row.township,
            )
            for row in found.rows
        ],
        **found.around(),
    )  # fmt: skip


async def detail(ctx: Ctx, plan_id: UUID) -> ImprovementPlanDetail:
    """One plan with its schedule and history. Raises 404 `resource.not_found`."""
    row = await _row(ctx, plan_id)
    rows = await queries.milestones(ctx.db, plan_id)
    counts = await files.counts(ctx.db, KIND, [each.id for each in rows])
    words = {name: _typed(getattr(row, name), ctx.principal) for name in _TYPED}
    return ImprovementPlanDetail(
        **_fields(row, ctx.principal), **words, closed_on=row.closed_on,
        milestones=[_milestone(ctx, each, row, counts) for each in rows],
        timeline=await pairings.timeline(ctx, await _told(ctx, plan_id)),
    )  # fmt: skip


async def milestone(ctx: Ctx, milestone_id: UUID) -> MilestoneDetail:
    """One step with the school and the year of its plan. Raises 404 `resource.not_found`."""
    plan, step = await _step(ctx, milestone_id)
    counts = await files.counts(ctx.db, KIND, [milestone_id])
    school = SchoolRef(id=plan.school_id, code=plan.school_code, name=plan.school_name)
    told = _milestone(ctx, step, plan, counts).model_dump()
    return MilestoneDetail(**told, school=school, school_year=plan.school_year)


async def _step(ctx: Ctx, milestone_id: UUID) -> tuple[Any, ImprovementMilestone]:
    plan_id = await queries.plan_of(ctx.db, milestone_id)
    if plan_id is None:
        raise Problem("resource.not_found")
    plan = await _row(ctx, plan_id)
    step = await queries.milestone(ctx.db, plan_id, milestone_id)
    if step is None:
        raise Problem("resource.not_found")
    return plan, step


def _milestone(ctx: Ctx, step: ImprovementMilestone, plan: Any, counts: Mapping[UUID, int]) -> MilestoneOut:
    who, facts = ctx.principal, facts_of(ctx.principal, plan, plan)
    return MilestoneOut(
        id=step.id, version=step.version, plan_id=step.plan_id, due_on=step.due_on, side=step.side,
        guidance=step.guidance, done_on=step.done_on, file_count=counts.get(step.id, 0),
        allowed_actions=rules.milestone_actions(plan.status, facts, step.side, step.done_on),
        state=rules.milestone_state(step.done_on, step.due_on, ctx.today),
        what=_typed(step.what, who), note=_typed(step.note, who),
        responsible=step.responsible if who.sees_names else None,
    )  # fmt: skip


async def _told(ctx: Ctx, plan_id: UUID) -> Sequence[Told]:
    texts = await queries.texts_of(ctx.db, plan_id)
    return [_moment(each, plan_id, texts, ctx.principal) for each in await history(ctx.db, [plan_id, *texts])]


def _moment(moment: Moment, plan_id: UUID, texts: Mapping[UUID, str], who: Principal) -> Told:
    what = None
    if moment.entity_id != plan_id:
        what = _typed(texts[moment.entity_id], who) or ""
    text = rules.timeline_text(moment.action, moment.became, what)
    return Told(moment.at, moment.action, text, moment.user_id, moment.action in rules.BAD)


def _typed(text: str, principal: Principal) -> str | None:
    """What people typed, for people only."""
    return None if principal.is_client else text


async def _row(ctx: Ctx, plan_id: UUID) -> Any:
    row = await queries.row(ctx.db, ctx.scope, plan_id, ctx.today)
    if row is None:
        raise Problem("resource.not_found")
    return row


async def states(db: AsyncSession, plan_ids: Collection[UUID]) -> dict[UUID, ImprovementStatus]:
    """Where plans stand, for messages about them."""
    return await queries.states(db, plan_ids)


def file_owner(step: ImprovementMilestone) -> files.Owner:
    """The milestone as what its papers belong to."""
    return files.Owner(step.id, step.county_code, step.other_county_code)


async def file_access(ctx: Ctx, milestone_id: UUID) -> files.Access:
    """What the caller is to the papers of a milestone. Raises 404 `resource.not_found`."""
    plan, step = await _step(ctx, milestone_id)
    facts = facts_of(ctx.principal, plan, plan)
    writes = plan.status in rules.UNDER_WAY and facts.does_of(step.side)
    return files.Access(file_owner(step), writes, facts.office)
