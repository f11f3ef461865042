"""Schools against their approved posts (S-35), and how a surplus is resolved without a move (ND-24)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.staff_moves import queries_headcounts as queries
from services.api.features.staff_moves import rules
from services.api.features.staff_moves.filters import HeadcountFilter, MoveTargetFilter, SurplusMeasureFilter
from services.api.features.staff_moves.models import SurplusMeasure
from services.api.features.staff_moves.service_read import reads_words, room_of, sends
from services.api.kernel.competence import decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.scope import Permission
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import HeadcountState
from services.contracts.pairings import WithReason
from services.contracts.staff_moves import (
    HeadcountPage,
    HeadcountRow,
    HeadcountSums,
    MoveTarget,
    MoveTargets,
    SurplusMeasureCreate,
    SurplusMeasureRow,
)

A_YEAR = timedelta(days=366)
_SAME = ("county_code", "township", "state", "approved", "since", "in_quota", "leaving", "coming", "resolved", "weak")


async def page(ctx: Ctx, asked: HeadcountFilter, paging: PageAsked) -> HeadcountPage:
    """One page of the public, open schools in scope; with the count come the sums. Always as many queries."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging, ctx.today)
    sums = _sums(await queries.sums(ctx.db, ctx.scope, asked, ctx.today)) if paging.with_sums else None
    return HeadcountPage(items=[_row(ctx, each) for each in found.rows], **found.around(), sums=sums)


def _row(ctx: Ctx, row: Any) -> HeadcountRow:
    return HeadcountRow(
        **{name: getattr(row, name) for name in _SAME},
        school=SchoolRef(id=row.id, code=row.code, name=row.name), basis=row.basis,
        gap=None if row.approved is None else row.in_quota - row.approved, allowed_actions=_allowed(ctx, row),
    )  # fmt: skip


def _allowed(ctx: Ctx, row: Any) -> list[str]:
    """What the caller may do about a school: set its posts, open a move out of its surplus, record a measure."""
    who, found = ctx.principal, []
    if Permission.school_write in who.permissions and decides_between(who, row.county_code, row.county_code):
        found.append("set-headcount")
    is_ours = Permission.staff_move_write in who.permissions and sends(who, row.county_code, row.id)
    if is_ours and row.state == HeadcountState.over:
        found += ["redeploy", "resolve"]
    return found


def _sums(rows: Sequence[Any]) -> HeadcountSums:
    by = {state: row for state in HeadcountState for row in rows if row.state == state.value}

    def counted(state: HeadcountState) -> int:
        return by[state].schools if state in by else 0

    def between(state: HeadcountState) -> int:
        return abs(int(by[state].people) - int(by[state].approved)) if state in by else 0

    known = [row for state, row in by.items() if state is not HeadcountState.unknown]
    return HeadcountSums(
        over=counted(HeadcountState.over), under=counted(HeadcountState.under), even=counted(HeadcountState.even),
        unknown=counted(HeadcountState.unknown), approved=sum(int(row.approved) for row in known),
        in_quota=sum(int(row.people) for row in known), people_over=between(HeadcountState.over),
        people_under=between(HeadcountState.under),
    )  # fmt: skip


async def targets(ctx: Ctx, asked: MoveTargetFilter) -> MoveTargets:
    """Schools of the province that somebody could move to and that are called so. Two queries.

    A school sees no others elsewhere; names and codes of schools are in the public register.
    """
    rows = await queries.targets(ctx.db, ctx.principal, asked.q, ctx.today)
    names = await regions.names(ctx.db, {row.county_code for row in rows})
    return MoveTargets(
        items=[
            MoveTarget(
                school=SchoolRef(id=row.id, code=row.code, name=row.name), county_code=row.county_code,
                county_name=names.get(row.county_code, row.county_code), weak=bool(row.weak),
            )
            for row in rows
        ]
    )  # fmt: skip


async def measures(ctx: Ctx, asked: SurplusMeasureFilter, paging: PageAsked) -> Page[SurplusMeasureRow]:
    """One page of the measures in scope, the latest day first. Two queries."""
    found = await queries.measures(ctx.db, ctx.scope, asked, paging)
    return Page(items=[_measure(ctx, row) for row in found.rows], **found.around())


def _measure(ctx: Ctx, row: Any) -> SurplusMeasureRow:
    words = reads_words(ctx.principal)
    may = Permission.staff_move_write in ctx.principal.permissions and sends(
        ctx.principal, row.county_code, row.school_id
    )
    return SurplusMeasureRow(
        id=row.id, version=row.version, county_code=row.county_code, method=row.method, people=row.people,
        school=SchoolRef(id=row.school_id, code=row.school_code, name=row.school_name), done_on=row.done_on,
        basis=row.basis if words else None, note=row.note if words else None,
        void_reason=row.void_reason if words else None, is_void=row.voided_at is not None,
        allowed_actions=["void"] if may and row.voided_at is None else [],
    )  # fmt: skip


async def measure(ctx: Ctx, measure_id: UUID) -> SurplusMeasureRow:
    """One measure. Raises 404 `resource.not_found`."""
    row = await queries.measure(ctx.db, ctx.scope, measure_id)
    if row is None:
        raise Problem("resource.not_found")
    return _measure(ctx, row)


async def record(ctx: Ctx, body: SurplusMeasureCreate) -> SurplusMeasureRow:
    """A school over its establishment, or its county, records how it resolved a part of the surplus.

    Raises 422 `surplus_measure.day`; 404 for a school out of scope; 403; 409 `surplus_measure.not_over`.
    """
    if not ctx.today - A_YEAR <= body.done_on <= ctx.today:
        raise problem_on("done_on", "surplus_measure.day")
    school = await schools.require(ctx, body.school_id)
    if not sends(ctx.principal, school.county_code, school.id):
        raise Problem("permission.denied", who="本校的报送员或学校领导，或主管它的区县协调人")
    room = room_of(await queries.rooms(ctx.db, [school.id], ctx.today), school.id)
    if room.state is not HeadcountState.over:
        raise problem_on("school_id", "surplus_measure.not_over", school=school.name, words=rules.words_of(room))
    made = SurplusMeasure(**body.model_dump(), county_code=school.county_code, created_at=ctx.now)
    ctx.db.add(made)
    ctx.act(made, "record")
    await ctx.db.flush()
    return await measure(ctx, made.id)


async def void_measure(ctx: Ctx, measure_id: UUID, expected: int, body: WithReason) -> SurplusMeasureRow:
    """It was recorded by mistake; it stays and counts nowhere. Raises 404, 403, 412, 409 `state.illegal`."""
    seen = await measure(ctx, measure_id)
    found = await queries.locked_measure(ctx.db, measure_id)
    if not sends(ctx.principal, found.county_code, found.school_id):
        raise Problem("permission.denied", who="本校的报送员或学校领导，或主管它的区县协调人")
    if found.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action="作废")
    check_version(found, expected)
    found.voided_at, found.void_reason = ctx.now, body.reason
    ctx.act(found, "void")
    await ctx.db.flush()
    return await measure(ctx, seen.id)
