"""Who helps beside schools: each function is one use case in one transaction (A-65, PX-07)."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.pairings import service as pairings
from services.api.features.partners import queries, rules
from services.api.features.partners.filters import PartnerFilter
from services.api.features.partners.models import OWNERS, Partner
from services.api.features.partners.service_read import detail, page, writes
from services.api.features.schools import service as schools
from services.api.features.schools.service import Move
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import PairingStatus
from services.contracts.pairings import WithReason
from services.contracts.partners import EndPartner, PartnerCreate, PartnerOut, PartnerPatch
from services.contracts.school_history import Carried

CLOSED = (PairingStatus.ended, PairingStatus.void)
NOT_BEGUN = "还没有开始，结对已结束或学校已合并"
__all__ = ["PartnerFilter", "detail", "page"]


async def create(ctx: Ctx, body: PartnerCreate) -> PartnerOut:
    """Record who helps a pairing or a school.

    Raises 403; 404 for a pairing or a school out of scope; 409 `partner.duplicate`; 422 `partner.owner`,
    `period.order`.
    """
    _check_order(ctx, body.start_on, body.end_on)
    if (body.pairing_id is None) == (body.school_id is None):
        raise problem_on("pairing_id", "partner.owner")
    values = body.model_dump() | {"contact": body.contact or ""}
    partner = Partner(**values, county_code="", created_at=ctx.now)
    await _place(ctx, partner)
    await _store(ctx, partner, "create")
    return await detail(ctx, partner.id)


def _check_order(ctx: Ctx, start_on: date, end_on: date | None) -> None:
    if end_on is not None and end_on < start_on:
        raise problem_on("end_on", "period.order", start_on=day_words(start_on, ctx.today))


async def _place(ctx: Ctx, partner: Partner) -> None:
    """The counties of whom it helps, when the caller may write there."""
    row: Any = partner
    if partner.pairing_id is not None:
        row = await pairings.held(ctx, partner.pairing_id)
        partner.county_code, partner.other_county_code = row.supporting_county_code, row.recipient_county_code
        may = pairings.speaks(ctx.principal, row)
    else:
        assert partner.school_id is not None
        partner.county_code = (await schools.require(ctx, partner.school_id)).county_code
        may = writes(ctx.principal, partner)
    if not may:
        raise Problem("permission.denied", who=rules.WRITERS)
    _check_lasts(ctx, partner, row)


def _check_lasts(ctx: Ctx, partner: Partner, pairing: Any) -> None:
    """Who helps a pairing that is over helped it while it lasted. Raises 422 on `pairing_id` or `end_on`."""
    if partner.pairing_id is None or pairing.status not in CLOSED:
        return
    last_day = pairing.end_on
    if pairing.status is PairingStatus.void or last_day is None or partner.start_on > last_day:
        raise invalid("pairing_id", "pairing.closed", "这个结对已结束，请改选")
    if partner.end_on is None or partner.end_on > last_day:
        day = day_words(last_day, ctx.today)
        raise invalid("end_on", "pairing.closed", f"这个结对{day}已结束，结束日期不能晚于那天")


async def _store(ctx: Ctx, partner: Partner, action: str) -> None:
    """One open row of a name for whom it helps: looked up first, and held by a unique index when two come at once."""
    owner = next(name for name in OWNERS if getattr(partner, name) is not None)
    with ctx.db.no_autoflush:
        taken = partner.end_on is None and await queries.is_open(
            ctx.db, owner, getattr(partner, owner), partner.name, partner.id
        )
    if taken:
        raise problem_on("name", "partner.duplicate")
    ctx.act(partner, action)
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(partner)
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("name", "partner.duplicate") from error


async def _load(ctx: Ctx, partner_id: UUID, expected: int, action: str) -> Partner:
    """The row, locked, for somebody who may do this."""
    row = await queries.row(ctx.db, ctx.scope, partner_id)
    partner = await queries.locked(ctx.db, partner_id) if row is not None else None
    if row is None or partner is None:
        raise Problem("resource.not_found")
    if not writes(ctx.principal, row):
        raise Problem("permission.denied", who=rules.WRITERS)
    check_version(partner, expected)
    voided, over = partner.voided_at is not None, rules.is_over(partner.end_on, ctx.today)
    if action not in rules.allowed(writes=True, voided=voided, over=over):
        words = {"edit": "修改", "end": "结束", "void": "作废"}
        raise Problem("state.illegal", state="已作废" if voided else "已结束", action=words[action])
    return partner


async def edit(ctx: Ctx, partner_id: UUID, expected: int, body: PartnerPatch) -> PartnerOut:
    """Put right what was typed. Raises 403, 404, 409, 412, 422 like `create`."""
    changes = body.model_dump(exclude_unset=True)
    if body.start_on is not None:
        _check_order(ctx, body.start_on, body.end_on)
    partner = await _load(ctx, partner_id, expected, "edit")
    kept = {name: value for name, value in changes.items() if value is not None or name in {"end_on", "contact"}}
    _check_order(ctx, kept.get("start_on", partner.start_on), kept.get("end_on", partner.end_on))
    if "contact" in kept:
        kept["contact"] = kept["contact"] or ""
    with ctx.db.no_autoflush:
        partner.sqlmodel_update(kept)
        if partner.pairing_id is not None:
            _check_lasts(ctx, partner, await pairings.held(ctx, partner.pairing_id))
        await _store(ctx, partner, "edit")
    return await detail(ctx, partner_id)


async def end(ctx: Ctx, partner_id: UUID, expected: int, body: EndPartner) -> PartnerOut:
    """The last day it helps. Raises 403, 404, 409, 412; 422 `period.order`."""
    partner = await _load(ctx, partner_id, expected, "end")
    _check_order(ctx, partner.start_on, body.end_on)
    partner.end_on, partner.closed_reason = body.end_on, body.reason
    if partner.pairing_id is not None:
        with ctx.db.no_autoflush:
            _check_lasts(ctx, partner, await pairings.held(ctx, partner.pairing_id))
    ctx.act(partner, "end")
    await ctx.db.flush()
    return await detail(ctx, partner_id)


async def void(ctx: Ctx, partner_id: UUID, expected: int, body: WithReason) -> PartnerOut:
    """It was recorded by mistake; the record stays. Raises 403, 404, 409, 412."""
    partner = await _load(ctx, partner_id, expected, "void")
    partner.voided_at, partner.closed_reason = ctx.now, body.reason
    ctx.act(partner, "void")
    await ctx.db.flush()
    return await detail(ctx, partner_id)


async def pairing_ends(ctx: Ctx, pairing_id: UUID, end_on: date) -> None:
    """Who helps a pairing helps it no longer than it lasts."""
    await _end_all(ctx, "pairing_id", pairing_id, end_on)


async def _end_all(ctx: Ctx, owner: str, value: UUID, last_day: date) -> None:
    """Those that have not begun by then are void."""
    for partner in await queries.going_on(ctx.db, owner, value, last_day):
        if partner.start_on > last_day:
            partner.voided_at, partner.closed_reason = ctx.now, NOT_BEGUN
            ctx.act(partner, "void")
        else:
            partner.end_on = last_day
            ctx.act(partner, "end")
    await ctx.db.flush()


class PartnerMover:
    """Who helps a school that goes into another one is recorded anew by the successor."""

    async def look(self, _ctx: Ctx, _move: Move) -> list[Carried]:
        """Nothing goes along and nothing stands in the way."""
        return []

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """End it on the last day of the old state, unless the school goes on."""
        if move.staff_ids is None and move.from_id != move.to_id:
            await _end_all(ctx, "school_id", move.from_id, move.until_on)
