"""Handling refusals: each function is one step in one transaction (W-18)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.assignments import service as assignments
from services.api.features.policy_rules import service as policy_rules
from services.api.features.policy_rules.service import Rule
from services.api.features.refusals import queries, rules
from services.api.features.refusals.models import Refusal, RefusalMeasureTaken, RefusalStatement
from services.api.features.refusals.rules_kinds import CAP, WAITING
from services.api.features.refusals.service_read import detail, facts_of, row_of
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.periods import school_year_of
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import AssignmentStatus, Role
from services.contracts.codes_refusals import HearingKind, RefusalMeasure
from services.contracts.pairings import WithReason
from services.contracts.refusals import (
    DecideRefusal,
    DismissRefusal,
    HearRefusal,
    RefusalCreate,
    RefusalDetail,
    RefusalPatch,
    StateRefusal,
)

NO_SUCH_PERSON = "没有找到这名教职工，请重新选择"


async def create(ctx: Ctx, body: RefusalCreate) -> RefusalDetail:
    """Open a case by hand: of a refused assignment, or of somebody named who refuses before there is one (W-18.2).

    Raises 404 for an assignment out of scope; 403 unless the caller leads the school or is the office; 409
    `refusal.open`; 422 on `staff_id`, `refusal.not_refused`, `refusal.not_named`, `refusal.year`, `refusal.day`.
    """
    _check_day(ctx, "refused_on", body.refused_on, None)
    task = await assignments.in_scope_locked(ctx, body.assignment_id) if body.assignment_id else None
    person = await _employed(ctx, body.staff_id)
    if task is None and not body.named_in:
        raise problem_on("named_in", "refusal.not_named")
    if task is not None and (task.staff_id != body.staff_id or task.status is not AssignmentStatus.refused):
        raise problem_on("assignment_id", "refusal.not_refused")
    year = task.school_year if task is not None else body.school_year or school_year_of(body.refused_on)
    if task is None and not rules.fits_year(year, body.refused_on):
        raise problem_on("school_year", "refusal.year")
    made = Refusal(
        county_code=person.county_code, staff_id=body.staff_id, assignment_id=body.assignment_id, school_year=year,
        refused_on=body.refused_on, named_in=body.named_in or "", facts=body.facts, opened_by=ctx.principal.id,
        created_at=ctx.now,
    )  # fmt: skip
    if not await _insert(ctx, made):
        raise Problem("refusal.open")
    return await detail(ctx, made.id)


async def _employed(ctx: Ctx, staff_id: UUID) -> Any:
    """The employment that a case is opened for. Raises 403, 422 on `staff_id` out of scope."""
    denied = Problem("permission.denied", who=rules.RECORDERS)
    if ctx.principal.role is Role.teacher:
        raise denied
    person = await queries.employed(ctx.db, staff_id)
    if person is None or not ctx.scope.has(person.county_code, person.school_id):
        raise invalid("staff_id", "resource.not_found", NO_SUCH_PERSON)
    if not facts_of(ctx.principal, person).records:
        raise denied
    return person


async def _insert(ctx: Ctx, made: Refusal) -> bool:
    """Whether the case is new; False when another one is in hand or is about the assignment."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "open")
            await ctx.db.flush()
    except IntegrityError:
        return False
    return True


async def assignment_refused(ctx: Ctx, assignment: Any, action: str) -> None:
    """Somebody refuses an assignment that all three had confirmed: that opens a case (HG-43).

    The state is still the one before. What was opened for the same school year without an assignment gets it.
    """
    if action != "refuse" or assignment.status is not AssignmentStatus.confirmed:
        return
    made = Refusal(
        county_code=assignment.home_county_code, staff_id=assignment.staff_id, assignment_id=assignment.id,
        school_year=assignment.school_year, refused_on=ctx.today, opened_by=ctx.principal.id, created_at=ctx.now,
    )  # fmt: skip
    if await _insert(ctx, made):
        return
    there = await queries.waiting_of(ctx.db, assignment.staff_id, assignment.school_year)
    if there is not None and there.assignment_id is None:
        there.assignment_id = assignment.id
        ctx.act(there, "attach")
        await ctx.db.flush()


def _check_day(ctx: Ctx, field: str, day: date, first: date | None) -> None:
    """A day that has come, and not before the first one. Raises 422 `refusal.day`."""
    if day > ctx.today or (first is not None and day < first):
        since = f"在{day_words(first, ctx.today)}或之后，" if first is not None else ""
        raise problem_on(field, "refusal.day", since=since)


async def _load(ctx: Ctx, refusal_id: UUID, expected: int, action: str) -> Refusal:
    """The case, locked, in the state after the action. Raises 404, 403, 409, 412."""
    seen = await row_of(ctx, refusal_id)
    row = await queries.locked(ctx.db, refusal_id)
    after = rules.TABLE.take(row.status, action, facts_of(ctx.principal, seen))
    check_version(row, expected)
    row.status = after
    ctx.act(row, action)
    return row


async def _saved(ctx: Ctx, row: Refusal) -> RefusalDetail:
    await ctx.db.flush()
    return await detail(ctx, row.id)


async def edit(ctx: Ctx, refusal_id: UUID, expected: int, body: RefusalPatch) -> RefusalDetail:
    """Put the facts right. Raises 404, 403, 409, 412; 422 `refusal.day`."""
    row = await _load(ctx, refusal_id, expected, "edit")
    if body.refused_on is not None:
        _check_day(ctx, "refused_on", body.refused_on, None)
    row.sqlmodel_update(body.model_dump(exclude_unset=True, exclude_none=True))
    return await _saved(ctx, row)


async def state(ctx: Ctx, refusal_id: UUID, expected: int, body: StateRefusal) -> RefusalDetail:
    """The person's own words, while nothing is decided; earlier ones stay."""
    row = await _load(ctx, refusal_id, expected, "state")
    return await _heard(ctx, row, HearRefusal(kind=HearingKind.own, heard_on=ctx.today, words=body.words))


async def hear(ctx: Ctx, refusal_id: UUID, expected: int, body: HearRefusal) -> RefusalDetail:
    """What the person said, or how it was put on record that nothing was to be said.

    Raises 422 `refusal.own_words`, which only the person writes, and `refusal.day`.
    """
    row = await _load(ctx, refusal_id, expected, "hear")
    if body.kind is HearingKind.own:
        raise problem_on("kind", "refusal.own_words")
    _check_day(ctx, "heard_on", body.heard_on, row.refused_on)
    return await _heard(ctx, row, body)


async def _heard(ctx: Ctx, row: Refusal, said: HearRefusal) -> RefusalDetail:
    row.heard_on = max(row.heard_on or said.heard_on, said.heard_on)
    row.statement_count += 1
    ctx.db.add(
        RefusalStatement(
            county_code=row.county_code, refusal_id=row.id, kind=said.kind, heard_on=said.heard_on, said_at=ctx.now,
            said_by=ctx.principal.id, words=said.words,
        )
    )  # fmt: skip
    return await _saved(ctx, row)


async def decide(ctx: Ctx, refusal_id: UUID, expected: int, body: DecideRefusal) -> RefusalDetail:
    """What follows, each with its basis; the employment itself is ended elsewhere, never by this (HG-45).

    Raises 409 `state.illegal` before the person was heard; 422 `refusal.day`, `refusal.no_rule`, `refusal.year`,
    `refusal.document_missing`, `refusal.basis_missing`.
    """
    row = await _load(ctx, refusal_id, expected, "decide")
    _check_day(ctx, "decided_on", body.decided_on, row.heard_on)
    in_force = await policy_rules.in_force_all(ctx.db, (CAP, WAITING), row.county_code, body.decided_on)
    measures = [_measure(row, body, each, in_force) for each in rules.in_order(body.measures)]
    row.decided_on, row.decided_by, row.decision = body.decided_on, ctx.principal.id, body.words
    ctx.db.add_all(measures)
    return await _saved(ctx, row)


def _measure(
    row: Refusal, body: DecideRefusal, measure: RefusalMeasure, in_force: Mapping[str, Rule]
) -> RefusalMeasureTaken:
    made = RefusalMeasureTaken(county_code=row.county_code, refusal_id=row.id, measure=measure, basis=body.basis)
    if measure is RefusalMeasure.employment_ended:
        if not body.document_no.strip():
            raise problem_on("document_no", "refusal.document_missing")
        if not body.basis.strip():
            raise problem_on("basis", "refusal.basis_missing")
        made.document_no = body.document_no
        return made
    rule = in_force[(CAP if measure is RefusalMeasure.appraisal_capped else WAITING).key]
    if not rule.is_checked:
        raise problem_on("measures", "refusal.no_rule", what=measure.label)
    made.basis = rule.source
    if measure is RefusalMeasure.waiting:
        made.until_on = rules.waits_until(row.school_year, rule.least)
        return made
    made.school_year = row.school_year if body.capped_year is None else body.capped_year
    if abs(made.school_year - row.school_year) > 1:
        raise problem_on("capped_year", "refusal.year")
    return made


async def dismiss(ctx: Ctx, refusal_id: UUID, expected: int, body: DismissRefusal) -> RefusalDetail:
    """Nothing follows: the exchange is deferred, or there was a good reason (HG-42)."""
    row = await _load(ctx, refusal_id, expected, "dismiss")
    row.ground, row.decided_on, row.decided_by = body.ground, ctx.today, ctx.principal.id
    row.closed_reason = body.reason
    return await _saved(ctx, row)


async def withdraw(ctx: Ctx, refusal_id: UUID, expected: int, body: WithReason) -> RefusalDetail:
    """It is not so any more, or never was: the person goes after all."""
    return await _close(ctx, refusal_id, expected, body, "withdraw")


async def lift(ctx: Ctx, refusal_id: UUID, expected: int, body: WithReason) -> RefusalDetail:
    """What was decided does not hold any more; it stays readable, and caps nothing."""
    return await _close(ctx, refusal_id, expected, body, "lift")


async def void(ctx: Ctx, refusal_id: UUID, expected: int, body: WithReason) -> RefusalDetail:
    """It should never have been recorded; the record stays."""
    return await _close(ctx, refusal_id, expected, body, "void")


async def _close(ctx: Ctx, refusal_id: UUID, expected: int, body: WithReason, action: str) -> RefusalDetail:
    row = await _load(ctx, refusal_id, expected, action)
    row.closed_reason = body.reason
    return await _saved(ctx, row)
