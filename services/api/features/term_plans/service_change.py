"""Drafting, agreeing on and revising the plan of a pairing: each function is one use case in one transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.commitments import service as commitments
from services.api.features.commitments.service import CommitmentFilter
from services.api.features.pairings import service as pairings
from services.api.features.term_plans import queries, rules
from services.api.features.term_plans.models import TermPlan
from services.api.features.term_plans.service_read import ALL, CLOSED, detail, facts_of, sides_of, visible
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.periods import Period, school_year_label
from services.api.kernel.problems import Problem, field_problem, invalid, problem_on
from services.api.kernel.words import period_words
from services.contracts.codes import PairSide, TermPlanStatus
from services.contracts.pairings import WithReason
from services.contracts.term_plans import PlanMeasure, TermPlanCreate, TermPlanDetail, TermPlanPatch, TermPlanRevise

COPIED = ("goals", "measures", "supporting_responsible", "recipient_responsible")


async def create(ctx: Ctx, body: TermPlanCreate) -> TermPlanDetail:
    """Begin the plan of a term or a school year (W-21.1).

    Raises 404 for a pairing out of scope; 403 unless the caller speaks for a side; 409 `term_plan.duplicate`; 422
    `pairing.closed`, `term_plan.outside`, `term_plan.measure_empty`, `term_plan.commitment`.
    """
    pairing = await pairings.held(ctx, body.pairing_id)
    side = _side(ctx, pairing, body.drafted_by)
    _check_open(pairing)
    _check_inside(ctx, pairing, rules.period_of(body.school_year, body.span))
    await _check_measures(ctx, pairing.id, body.measures)
    plan = TermPlan(
        pairing_id=pairing.id, school_year=body.school_year, span=body.span, drafted_by=side, created_at=ctx.now,
        county_code=pairing.supporting_county_code, other_county_code=pairing.recipient_county_code, goals=body.goals,
        measures=_stored(body.measures), supporting_responsible=body.supporting_responsible,
        recipient_responsible=body.recipient_responsible,
    )  # fmt: skip
    agreed = await queries.agreed_like(ctx.db, plan)
    if agreed is not None:
        raise _second(plan)
    plan.revision = await queries.last_revision(ctx.db, plan) + 1
    await _insert(ctx, plan, "create")
    return await detail(ctx, plan.id)


def _side(ctx: Ctx, pairing: Any, asked: PairSide | None) -> PairSide:
    """The side that the caller writes for; who speaks for both may say which."""
    sides = sides_of(ctx.principal, pairing)
    if not sides or (asked is not None and asked not in sides):
        raise Problem("permission.denied", who=rules.EITHER)
    return asked or next(side for side in PairSide if side in sides)


def _check_open(pairing: Any) -> None:
    if pairing.status in CLOSED:
        raise invalid("pairing_id", "pairing.closed", "这个结对已结束，请改选")


def _check_inside(ctx: Ctx, pairing: Any, period: Period) -> None:
    if not period.overlaps(Period(pairing.start_on, pairing.end_on)):
        words = period_words(pairing.start_on, pairing.end_on, ctx.today)
        raise problem_on("span", "term_plan.outside", period=words)


async def _check_measures(ctx: Ctx, pairing_id: UUID, measures: Sequence[PlanMeasure]) -> None:
    """Each says something, and points to a commitment that stands on the pairing."""
    for place, each in enumerate(measures):
        if each.commitment_id is None and not each.what.strip():
            raise problem_on(f"measures.{place}.what", "term_plan.measure_empty")
    asked = {each.commitment_id for each in measures if each.commitment_id is not None}
    if not asked:
        return
    there = await commitments.page(ctx, CommitmentFilter(pairing_id=pairing_id), ALL)
    if not asked <= {each.id for each in there.items}:
        raise problem_on("measures", "term_plan.commitment")


def _stored(measures: Sequence[PlanMeasure]) -> list[dict[str, str | None]]:
    return [each.model_dump(mode="json") for each in measures]


async def _insert(ctx: Ctx, plan: TermPlan, action: str) -> None:
    """The unique index keeps a term from having two drafts when two people begin at once."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(plan)
            ctx.act(plan, action)
            await ctx.db.flush()
    except IntegrityError as error:
        raise _second(plan) from error


def _second(plan: TermPlan) -> Problem:
    what = f"{school_year_label(plan.school_year)}学年{plan.span.label}"
    return problem_on("span", "term_plan.duplicate", what=what)


async def edit(ctx: Ctx, plan_id: UUID, expected: int, body: TermPlanPatch) -> TermPlanDetail:
    """Change what a draft says. Raises as `create` does, and 412."""
    plan = await _load(ctx, plan_id, expected, "edit")
    if body.measures is not None:
        await _check_measures(ctx, plan.pairing_id, body.measures)
        plan.measures = _stored(body.measures)
    for field, value in body.model_dump(exclude_unset=True, exclude_none=True, exclude={"measures"}).items():
        setattr(plan, field, value)
    return await _saved(ctx, plan, "edit")


async def propose(ctx: Ctx, plan_id: UUID, expected: int) -> TermPlanDetail:
    """Ask the other side. Raises 422 `term_plan.incomplete` naming what is missing."""
    plan = await _load(ctx, plan_id, expected, "propose")
    parts = rules.missing_parts(plan.goals, plan.measures, plan.supporting_responsible, plan.recipient_responsible)
    if parts:
        named = "、".join(rules.PARTS[name] for name in parts)
        errors = [field_problem(name, "term_plan.incomplete", text) for name, text in parts.items()]
        raise Problem("term_plan.incomplete", errors=errors, parts=named)
    plan.proposed_on, plan.proposed_by = ctx.today, ctx.principal.id
    return await _saved(ctx, plan, "propose")


async def withdraw(ctx: Ctx, plan_id: UUID, expected: int) -> TermPlanDetail:
    """Take it back before the other side has answered."""
    plan = await _load(ctx, plan_id, expected, "withdraw")
    plan.proposed_on = plan.proposed_by = None
    return await _saved(ctx, plan, "withdraw")


async def agree(ctx: Ctx, plan_id: UUID, expected: int) -> TermPlanDetail:
    """The other side agrees: the plan holds, and the revision before is replaced."""
    plan = await _load(ctx, plan_id, expected, "agree")
    plan.agreed_on = ctx.today
    with ctx.db.no_autoflush:
        before = await queries.agreed_like(ctx.db, plan)
    if before is not None:
        await _replace(ctx, plan, before)
    return await _saved(ctx, plan, "agree")


async def _replace(ctx: Ctx, plan: TermPlan, before: TermPlan) -> None:
    """The old revision gives way first: two are never agreed at once."""
    day, plan.status, plan.agreed_on = plan.agreed_on, TermPlanStatus.proposed, None
    before.status = TermPlanStatus.replaced
    ctx.act(before, "replace")
    await ctx.db.flush()
    plan.status, plan.agreed_on = TermPlanStatus.agreed, day


async def send_back(ctx: Ctx, plan_id: UUID, expected: int, body: WithReason) -> TermPlanDetail:
    """The other side says what to change."""
    plan = await _load(ctx, plan_id, expected, "return")
    plan.return_reason = body.reason
    return await _saved(ctx, plan, "return")


async def revise(ctx: Ctx, plan_id: UUID, expected: int, body: TermPlanRevise) -> TermPlanDetail:
    """Begin a new revision of an agreed plan, with its contents; the agreed one holds until this one is agreed.

    Raises 409 `term_plan.duplicate` while another revision is being written.
    """
    plan = await _load(ctx, plan_id, expected, "revise")
    pairing = await pairings.find(ctx.db, plan.pairing_id)
    again = TermPlan(
        **{name: getattr(plan, name) for name in COPIED}, pairing_id=plan.pairing_id, school_year=plan.school_year,
        span=plan.span, county_code=plan.county_code, other_county_code=plan.other_county_code, revises_id=plan.id,
        drafted_by=_side(ctx, pairing, body.drafted_by), revise_reason=body.reason, created_at=ctx.now,
        revision=await queries.last_revision(ctx.db, plan) + 1,
    )  # fmt: skip
    await _insert(ctx, again, "revise")
    return await detail(ctx, again.id)


async def void(ctx: Ctx, plan_id: UUID, expected: int, body: WithReason) -> TermPlanDetail:
    """A draft is not wanted; the record stays."""
    plan = await _load(ctx, plan_id, expected, "void")
    plan.void_reason = body.reason
    return await _saved(ctx, plan, "void")


async def _load(ctx: Ctx, plan_id: UUID, expected: int, action: str) -> TermPlan:
    """The plan in its state after the action. The pairing is held first, as its end locks it before the plans."""
    row = await visible(ctx, plan_id)
    pairing = await pairings.find(ctx.db, row.pairing_id, hold=True)
    plan = await queries.locked(ctx.db, plan_id)
    after = rules.TABLE.take(plan.status, action, facts_of(ctx.principal, plan, pairing))
    check_version(plan, expected)
    _check_open(pairing)
    plan.status = after
    return plan


async def _saved(ctx: Ctx, plan: TermPlan, action: str) -> TermPlanDetail:
    ctx.act(plan, action)
    await ctx.db.flush()
    return await detail(ctx, plan.id)


async def pairing_ends(ctx: Ctx, pairing_id: UUID, _end_on: date) -> None:
    """A pairing ends: what was not agreed is void; what was agreed stays on record."""
    for plan in await queries.open_of(ctx.db, pairing_id):
        plan.status, plan.void_reason = TermPlanStatus.void, "结对结束，没有商定"
        ctx.act(plan, "pairing_ends")
    await ctx.db.flush()
