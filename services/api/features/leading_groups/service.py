"""Who leads from a day on: each function is one use case in one transaction (E-34, W-20.3)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.exc import IntegrityError

from services.api.features.leading_groups import queries, rules
from services.api.features.leading_groups.filters import LeadingGroupFilter
from services.api.features.leading_groups.models import OWNERS, LeadingGroup
from services.api.features.leading_groups.service_read import detail, of_pairing, page, writes
from services.api.features.pairings import service as pairings
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.features.schools.service import Move
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import PairingStatus
from services.contracts.leading_groups import LeadingGroupCreate, LeadingGroupOut
from services.contracts.pairings import WithReason
from services.contracts.school_history import Carried

CLOSED = (PairingStatus.ended, PairingStatus.void)
NOT_BEGUN = "还没有开始，结对已结束或学校已合并"
__all__ = ["LeadingGroupFilter", "detail", "leads_both", "of_pairing", "page"]


async def create(ctx: Ctx, body: LeadingGroupCreate) -> LeadingGroupOut:
    """Say who leads from a day on; the group before ends the day before.

    Raises 404 for a pairing or a school out of scope; 403; 409 `leading_group.clash` when two come at once; 422
    `leading_group.owner`, `leading_group.head`, `leading_group.order`.
    """
    owners = [name for name in OWNERS if getattr(body, name) is not None]
    if len(owners) != 1:
        raise problem_on(owners[-1] if owners else "school_id", "leading_group.owner")
    members = rules.ordered([each.model_dump(mode="json") for each in body.members])
    if not rules.has_one_head(members):
        raise problem_on("members", "leading_group.head")
    group = LeadingGroup(
        **body.model_dump(exclude={"members", "office_head"}), members=members, office_head=body.office_head or "",
        county_code="", created_at=ctx.now,
    )  # fmt: skip
    await _place(ctx, group)
    await _follow(ctx, group, owners[0])
    return await detail(ctx, group.id)


async def _place(ctx: Ctx, group: LeadingGroup) -> None:
    """The counties of the owner, when the caller may write there."""
    row: Any = group
    if group.pairing_id is not None:
        row = await pairings.held(ctx, group.pairing_id)
        group.county_code, group.other_county_code = row.supporting_county_code, row.recipient_county_code
        may = pairings.speaks(ctx.principal, row)
    elif group.school_id is not None:
        group.county_code = (await schools.require(ctx, group.school_id)).county_code
        may = writes(ctx.principal, group)
    else:
        code = str(group.region_code)
        await regions.require(ctx.db, code, "region_code")
        if not ctx.principal.covers(code) and code not in regions.chain(ctx.principal.region_code):
            raise Problem("resource.not_found")
        group.county_code = code
        may = writes(ctx.principal, group)
    if not may:
        raise Problem("permission.denied", who=rules.WRITERS)
    if group.pairing_id is not None and row.status in CLOSED:
        raise invalid("pairing_id", "pairing.closed", "这个结对已结束，请改选")


async def _follow(ctx: Ctx, group: LeadingGroup, owner: str) -> None:
    """The group before ends the day before; one of the same day was typed wrong and is void."""
    value = getattr(group, owner)
    before = await queries.newest(ctx.db, owner, value)
    if before is not None:
        if group.from_on < before.from_on:
            raise problem_on("from_on", "leading_group.order", day=day_words(before.from_on, ctx.today))
        if group.from_on == before.from_on:
            before.voided_at, before.void_reason = ctx.now, "同一天重新登记"
            ctx.act(before, "void")
        elif before.until_on is None or before.until_on >= group.from_on:
            before.until_on = rules.day_before(group.from_on)
            ctx.act(before, "replace")
    try:
        async with ctx.db.begin_nested():
            await ctx.db.flush()
            ctx.db.add(group)
            ctx.act(group, "create")
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("leading_group.clash") from error


async def void(ctx: Ctx, group_id: UUID, expected: int, body: WithReason) -> LeadingGroupOut:
    """It was typed wrong; the record stays, and the group before leads on. Raises 403, 404, 409, 412."""
    row = await queries.row(ctx.db, ctx.scope, group_id)
    group = await queries.locked(ctx.db, group_id) if row is not None else None
    if row is None or group is None:
        raise Problem("resource.not_found")
    if not writes(ctx.principal, row):
        raise Problem("permission.denied", who=rules.WRITERS)
    check_version(group, expected)
    if group.voided_at is not None:
        raise Problem("state.illegal", state="已作废", action="作废")
    group.voided_at, group.void_reason = ctx.now, body.reason
    ctx.act(group, "void")
    await ctx.db.flush()
    owner = next(name for name in OWNERS if getattr(group, name) is not None)
    before = await queries.newest(ctx.db, owner, getattr(group, owner))
    if before is not None and before.until_on == rules.day_before(group.from_on):
        before.until_on = group.until_on
        ctx.act(before, "restore")
        await ctx.db.flush()
    return await detail(ctx, group_id)


def leads_both(pairing: Any, day: date) -> ColumnElement[bool]:
    """Whether a pairing, or each of its schools, has a group on a day: a condition for a select of pairings."""
    return queries.leads_both(pairing, day)


async def pairing_ends(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """The group of a pairing leads no longer than the pairing."""
    await _end(ctx, "pairing_id", pairing_id, end_on)


async def _end(ctx: Ctx, owner: str, value: Any, last_day: date) -> None:
    """Those that have not begun by then are void."""
    group = await queries.newest(ctx.db, owner, value)
    while group is not None and group.from_on > last_day:
        group.voided_at, group.void_reason = ctx.now, NOT_BEGUN
        ctx.act(group, "void")
        await ctx.db.flush()
        group = await queries.newest(ctx.db, owner, value)
    if group is not None and (group.until_on is None or group.until_on > last_day):
        group.until_on = last_day
        ctx.act(group, "end")
        await ctx.db.flush()


class GroupMover:
    """The group of a school that goes into another one ends with it; the successor has its own."""

    async def look(self, _ctx: Ctx, _move: Move) -> list[Carried]:
        """Nothing goes along and nothing stands in the way."""
        return []

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """End it on the last day of the old state, unless the school goes on."""
        if move.staff_ids is None and move.from_id != move.to_id:
            await _end(ctx, "school_id", move.from_id, move.until_on)
