"""A centre school reports for teaching points: who for whom, from when to when (architecture §5)."""

from datetime import date
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import queries_history, rules
from services.api.features.schools.filters import DelegationFilter
from services.api.features.schools.hooks import Move
from services.api.features.schools.models import ReportDelegation, School
from services.api.features.schools.rules import SCHOOL_ACTIONS, Decision, state_of
from services.api.features.schools.service_reading import delegation_out, facts_of
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.base import Page
from services.contracts.places import DelegationOut
from services.contracts.school_history import Carried, DelegationCreate, DelegationEnd


async def delegations(ctx: Ctx, asked: DelegationFilter, page: PageAsked) -> Page[DelegationOut]:
    """One page of who reports for whom in scope, newest first. Two queries."""
    day = ctx.today if asked.running else None
    found = await queries_history.delegations_page(ctx.db, ctx.scope, page, asked.school_id, day)
    return Page(
        items=[delegation_out(ctx, row) for row in found.rows],
        **found.around(),
    )


async def delegate(ctx: Ctx, body: DelegationCreate) -> DelegationOut:
    """A school reports for another one from a day on.

    Raises 404 for a school out of scope; 403; 422 on the same school, another county, or a centre that is itself
    reported for; 409 `delegation.taken`, `fact.overlap`, `state.illegal`.
    """
    if body.school_id == body.centre_school_id:
        raise invalid("centre_school_id", "delegation.itself", "不能由本校代报本校，请改选中心校")
    school, centre = await _both(ctx, body.school_id, body.centre_school_id)
    if school.county_code != centre.county_code:
        raise invalid("centre_school_id", "succession.counties", "只能选同一个县区的学校")
    running = await queries_history.open_delegations(ctx.db, centre.id, body.start_on)
    if any(each.school_id == centre.id for each in running):
        raise invalid("centre_school_id", "delegation.chain", "这所学校自己的月报由别的学校代报，请改选")
    earlier = await queries_history.open_delegations(ctx.db, school.id, date.min)
    mine = [Decision("", each.start_on, each.end_on) for each in earlier if each.school_id == school.id]
    if any(each.end_on is None for each in mine):
        raise problem_on("school_id", "delegation.taken", school=school.name)
    rules.check_after(rules.last_decision(mine), body.start_on, "日期要在它之后")
    made = ReportDelegation(county_code=school.county_code, **body.model_dump())
    ctx.db.add(made)
    ctx.act(made, "delegate", on_behalf_of=school.id)
    await _flush(ctx, school.name)
    return await _shown(ctx, made.id)


async def _both(ctx: Ctx, school_id: UUID, centre_id: UUID) -> tuple[School, School]:
    found = {each.id: each for each in await queries_history.for_succession(ctx.db, ctx.scope, [school_id, centre_id])}
    for field, wanted in (("school_id", school_id), ("centre_school_id", centre_id)):
        if wanted not in found:
            raise invalid(field, "resource.not_found", "没有这所学校，请重新选择")
        school = found[wanted]
        SCHOOL_ACTIONS.take(state_of(school.closed_on), "delegate", facts_of(ctx, school.county_code))
    return found[school_id], found[centre_id]


async def _flush(ctx: Ctx, name: str) -> None:
    try:
        async with ctx.db.begin_nested():
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("school_id", "delegation.taken", school=name) from error


async def end_delegation(ctx: Ctx, delegation_id: UUID, body: DelegationEnd, expected: int) -> DelegationOut:
    """Set the last day. Raises 404, 403, 412; 409 when it has ended; 422 `period.order`."""
    row = await queries_history.delegation(ctx.db, ctx.scope, delegation_id)
    if row is None:
        raise Problem("resource.not_found")
    facts = facts_of(ctx, row.county_code)
    if not (facts.may_write and facts.covers):
        raise Problem("permission.denied", who="本县的区县协调人或系统管理员")
    check_version(row, expected)
    if row.end_on is not None and row.end_on <= ctx.today:
        raise Problem("state.illegal", state="已结束", action="结束")
    if body.end_on < row.start_on:
        raise invalid("end_on", "period.order", f"结束日期要在{row.start_on.isoformat()}或之后")
    row.end_on = body.end_on
    ctx.act(row, "end", on_behalf_of=row.school_id)
    await ctx.db.flush()
    return await _shown(ctx, row.id)


async def _shown(ctx: Ctx, delegation_id: UUID) -> DelegationOut:
    return delegation_out(ctx, await queries_history.delegation_row(ctx.db, ctx.scope, delegation_id))


async def report_on_behalf(db: AsyncSession, school_id: UUID, move: Move, county_code: str) -> None:
    """The successor fills in what a school that ended still owes."""
    if move.to_id is not None:
        db.add(
            ReportDelegation(
                county_code=county_code, school_id=school_id, centre_school_id=move.to_id, start_on=move.on,
                basis=move.reason[:80],
            )
        )  # fmt: skip


class DelegationMover:
    """Delegations of a school that ends: as the one reported for they end, as the centre they go along."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Counts of both."""
        if move.staff_ids is not None:
            return []
        rows = await queries_history.open_delegations(ctx.db, move.from_id, move.on)
        goes = [row for row in rows if _goes(row, move)]
        return [
            Carried(what="delegations", happens="move", count=len(goes)),
            Carried(what="delegations", happens="end", count=len(rows) - len(goes)),
        ]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """End or amend each."""
        if move.staff_ids is not None:
            return
        for row in await queries_history.open_delegations(ctx.db, move.from_id, move.on):
            if _goes(row, move) and move.to_id is not None:
                row.centre_school_id = move.to_id
            else:
                row.end_on = max(row.start_on, move.until_on)
            ctx.act(row, "succession", on_behalf_of=row.school_id)
        await ctx.db.flush()


def _goes(row: ReportDelegation, move: Move) -> bool:
    """A centre's goes along inside the county; a school of another county does not report for it."""
    stays_here = move.to_id is not None and move.to_county is None
    return row.centre_school_id == move.from_id and row.school_id not in move.involved and stays_here
