"""Vacated posts and who covers them: what the routes and other features call (E-23.5)."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.covers import queries
from services.api.features.covers.filters import CandidateFilter, VacancyFilter
from services.api.features.covers.models import PostCover
from services.api.features.schools import service as schools
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.moving import Moves
from services.api.kernel.paging import PageAsked
from services.api.kernel.periods import Period
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.scope import Permission, Principal
from services.api.kernel.words import day_words, period_words
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import AssignmentStatus, VacancyState
from services.contracts.covers import CoverCandidate, CoverCandidates, CoverCreate, CoverOut, VacancyRow

WHO = "派出学校，或派出县区的协调人"
OPEN = (AssignmentStatus.planned, AssignmentStatus.confirmed, AssignmentStatus.active)


def _may_name(principal: Principal, task: Any) -> bool:
    """Whether the caller says who covers: the school whose post it is, or its offices."""
    if principal.is_school:
        return bool(principal.school_id == task.sending_school_id)
    home = task.home_county_code
    return coordinates(principal, home) or decides_between(principal, home, task.receiving_county_code)


def _cover(ctx: Ctx, row: Any, *, may: bool) -> CoverOut:
    sees = ctx.principal.sees_names
    return CoverOut(
        id=row.id, version=row.version, allowed_actions=["void"] if may else [],
        assignment_id=row.covering_assignment_id, name=row.person_name if sees else None,
        school=SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name), mode=row.mode,
        lessons=None if ctx.principal.is_client else row.lessons, holds=bool(row.holds),
    )  # fmt: skip


def _row(ctx: Ctx, row: Any, named: list[Any]) -> VacancyRow:
    may = Permission.assignment_act in ctx.principal.permissions and _may_name(ctx.principal, row)
    return VacancyRow(
        assignment_id=row.id, name=row.person_name if ctx.principal.sees_names else None, subject=row.subject,
        school=SchoolRef(id=row.sending_school_id, code=row.sending_code, name=row.sending_name),
        county_code=row.home_county_code,
        receiving_school=SchoolRef(id=row.receiving_school_id, code=row.receiving_code, name=row.receiving_name),
        mode=row.mode, workload=row.workload, start_on=row.start_on, end_on=row.end_on, status=row.status,
        school_year=row.school_year, state=VacancyState.covered if row.is_covered else VacancyState.uncovered,
        covers=[_cover(ctx, each, may=may) for each in named], may_cover=may and row.status in OPEN,
    )  # fmt: skip


async def page(ctx: Ctx, asked: VacancyFilter, paging: PageAsked) -> Page[VacancyRow]:
    """One page of the posts that full-time assignments vacate, with who covers each. Always as many queries."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    named: defaultdict[UUID, list[Any]] = defaultdict(list)
    for each in await queries.covers(ctx.db, [row.id for row in found.rows]):
        named[each.assignment_id].append(each)
    return Page(
        items=[_row(ctx, row, named[row.id]) for row in found.rows],
        **found.around(),
    )


async def candidates(ctx: Ctx, asked: CandidateFilter) -> CoverCandidates:
    """Who comes to the school in these days and may be named. Raises 404, and 403 unless the caller names."""
    task = await _vacated(ctx, asked.assignment_id)
    return CoverCandidates(
        items=[
            CoverCandidate(
                assignment_id=row.id, name=row.name,
                words=f"{row.home_name}，{row.mode.label}，{period_words(row.start_on, row.end_on, ctx.today)}",
            )
            for row in await queries.candidates(ctx.db, task)
        ]
    )  # fmt: skip


async def _vacated(ctx: Ctx, assignment_id: UUID) -> Any:
    """The assignment whose post is covered, locked."""
    task = await assignments.in_scope_locked(ctx, assignment_id)
    if not _may_name(ctx.principal, task):
        raise Problem("permission.denied", who=WHO)
    return task


async def create(ctx: Ctx, body: CoverCreate) -> VacancyRow:
    """Say who covers the post.

    Raises 404; 403 unless the caller is the sending school or an office of its county; 409 `cover.not_vacated`,
    `cover.duplicate`; 422 `cover.one_kind`, `cover.other_school`, `cover.other_days`, `cover.self`.
    """
    if (body.covering_assignment_id is None) == (body.covering_staff_id is None):
        raise problem_on("covering_staff_id", "cover.one_kind")
    task = await _vacated(ctx, body.assignment_id)
    if task.status not in OPEN or not task.exclusive:
        raise Problem("cover.not_vacated", state=(task.status if task.exclusive else task.workload).label)
    other = await (_by_assignment(ctx, task, body) if body.covering_assignment_id else _by_colleague(ctx, task, body))
    made = PostCover(**body.model_dump(), county_code=task.home_county_code, other_county_code=other,
                     created_at=ctx.now)  # fmt: skip
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "cover")
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("cover.duplicate") from error
    return await _one(ctx, body.assignment_id)


async def _one(ctx: Ctx, assignment_id: UUID) -> VacancyRow:
    found = await page(ctx, VacancyFilter(assignment_id=assignment_id), PageAsked(limit=1, cursor=None, count=False))
    return found.items[0]


async def _by_assignment(ctx: Ctx, task: Any, body: CoverCreate) -> str:
    """Where who comes by that assignment is from."""
    field = "covering_assignment_id"
    assert body.covering_assignment_id is not None
    found = await queries.coming(ctx.db, ctx.scope, body.covering_assignment_id)
    if found is None:
        raise invalid(field, "resource.not_found", "没有找到这项任务，请重新选择")
    if found.person_id == task.person_id:
        raise problem_on(field, "cover.self")
    if found.receiving_school_id != task.sending_school_id:
        raise await _elsewhere(ctx, task, field)
    shares_days = Period(found.start_on, found.end_on).overlaps(Period(task.start_on, task.end_on))
    if found.status not in OPEN or not shares_days:
        raise _not_there(ctx, task, field)
    return str(found.home_county_code)


async def _by_colleague(ctx: Ctx, task: Any, body: CoverCreate) -> str:
    field = "covering_staff_id"
    assert body.covering_staff_id is not None
    found = await queries.colleague(ctx.db, body.covering_staff_id)
    if found is None or not ctx.scope.has(found.county_code, found.school_id):
        raise invalid(field, "resource.not_found", "没有找到这名教职工，请重新选择")
    if found.person_id == task.person_id:
        raise problem_on(field, "cover.self")
    if found.school_id != task.sending_school_id:
        raise await _elsewhere(ctx, task, field)
    if found.ended_on is not None and found.ended_on < task.end_on:
        raise _not_there(ctx, task, field)
    return str(found.county_code)


async def _elsewhere(ctx: Ctx, task: Any, field: str) -> Problem:
    school = (await schools.refs(ctx.db, [task.sending_school_id]))[task.sending_school_id]
    return problem_on(field, "cover.other_school", school=school.name)


def _not_there(ctx: Ctx, task: Any, field: str) -> Problem:
    days = {"start_on": day_words(task.start_on, ctx.today), "end_on": day_words(task.end_on, ctx.today)}
    return problem_on(field, "cover.other_days", **days)


async def void(ctx: Ctx, cover_id: UUID, expected: int) -> VacancyRow:
    """It was named by mistake, or somebody else covers. Raises 404, 403, 409 `state.illegal`, 412."""
    row = await queries.find(ctx.db, cover_id)
    if row is None:
        raise Problem("resource.not_found")
    await _vacated(ctx, row.assignment_id)
    check_version(row, expected)
    if row.is_void:
        raise Problem("state.illegal", state="已作废", action="作废")
    row.is_void = True
    ctx.act(row, "void")
    await ctx.db.flush()
    return await _one(ctx, row.assignment_id)


async def move_to(db: AsyncSession, moves: Moves, staff_ids: Mapping[UUID, UUID]) -> None:
    """Employments of one person stand for others now: what they cover goes along, once for a post."""
    rows = await queries.of_staff(db, [*staff_ids, *staff_ids.values()])
    named = {(row.assignment_id, row.covering_staff_id) for row in rows if not row.is_void}
    for row in rows:
        if row.covering_staff_id is None or row.covering_staff_id not in staff_ids:
            continue
        stands = staff_ids[row.covering_staff_id]
        is_twice = (row.assignment_id, stands) in named
        moves.move(row, covering_staff_id=stands, is_void=row.is_void or is_twice)
    await db.flush()
