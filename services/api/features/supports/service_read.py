"""Reading funds and goods: pages, sums, one row, the checks of a pairing, and what its timeline tells."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.files import service as files
from services.api.features.pairings import service as pairings
from services.api.features.policy_rules import service as policy_rules
from services.api.features.supports import queries, rules, rules_checks, rules_kinds
from services.api.features.supports.filters import SupportFilter
from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.context import Ctx
from services.api.kernel.history import Moment, Tellers, Told, history
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission, Principal
from services.contracts.codes import PairSide, Role, SupportGiver, SupportStatus
from services.contracts.files import FileKind
from services.contracts.supports import (
    SupportChecks,
    SupportDetail,
    SupportOut,
    SupportPage,
    SupportSum,
)

IN_TIMELINE = 20
SIDES = {SupportGiver.supporting: PairSide.supporting, SupportGiver.recipient: PairSide.recipient}
"""Schools that give → their side."""


def receiver_of(support: Any) -> PairSide:
    """The side that gets it: the other one of the giver's, or the one that an office names."""
    if support.giver is SupportGiver.office:
        side: PairSide = support.receiver
        return side
    return pairings.OTHER_SIDE[SIDES[support.giver]]


def first_side(support: Any) -> PairSide:
    """The side whose county comes first: the giver's, or that of the school which gets the office's money."""
    return receiver_of(support) if support.giver is SupportGiver.office else SIDES[support.giver]


def facts_of(principal: Principal, pairing: Any, support: Any) -> rules.Facts:
    """What the caller is to a row. `pairing` is its own, or a row that carries the columns of it.

    For an office speaks the coordinator or the finance clerk of the county of the school that gets it; that school
    alone says that it has come: an office does not confirm its own money.
    """
    side = receiver_of(support)
    if support.giver is SupportGiver.office:
        county = getattr(pairing, f"{side.value}_county_code")
        pays = coordinates(principal, county) or _keeps_funds(principal, county)
        return rules.Facts(gives=pays, receives=pairings.is_school_of(principal, pairing, side))
    gives = pairings.speaks_for(principal, pairing, SIDES[support.giver])
    return rules.Facts(gives=gives, receives=pairings.speaks_for(principal, pairing, side))


def _keeps_funds(principal: Principal, county_code: str) -> bool:
    """Whether the caller is the finance clerk of the county itself."""
    return principal.role is Role.finance and principal.region_code == county_code


def _out(row: Any, principal: Principal, file_count: int) -> SupportOut:
    words = principal.sees_names
    may = Permission.support_write in principal.permissions
    typed = ("purpose", "voucher_no", "dispute_reason", "answer", "use", "void_reason")
    coded = ("fund_type", "fund_source", "goods_type", "quantity", "condition", "given_on", "confirmed_on")
    giver = None if row.giver is SupportGiver.office else pairings.school_of(row, SIDES[row.giver])
    return SupportOut(
        id=row.id, version=row.version, pairing_id=row.pairing_id, kind=row.kind, status=row.status, giver=row.giver,
        allowed_actions=rules.TABLE.allowed(row.status, facts_of(principal, row, row)) if may else [],
        giver_name=giver.name if giver else f"{row.office_county}教育局",
        giver_school=giver,
        receiver_school=pairings.school_of(row, receiver_of(row)),
        school_year=row.school_year, term=row.term, planned=rules.yuan_of(row.planned_cents),
        given=rules.yuan_of(row.given_cents), unit=row.unit if words else None, file_count=file_count,
        **{name: getattr(row, name) for name in coded},
        **{name: getattr(row, name) if words else None for name in typed},
    )  # fmt: skip


async def _told(ctx: Ctx, rows: Sequence[Any]) -> list[SupportOut]:
    counts = await files.counts(ctx.db, FileKind.support_voucher, [row.id for row in rows])
    return [_out(row, ctx.principal, counts.get(row.id, 0)) for row in rows]


async def page(ctx: Ctx, asked: SupportFilter, paging: PageAsked) -> SupportPage:
    """One page of the rows in the caller's scope, the latest school year first.

    With the count come the sums, for one pairing the checks. The same number of queries for any number of rows.
    """
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    told = paging.with_sums
    return SupportPage(
        items=await _told(ctx, found.rows),
        **found.around(),
        sums=await _sums(ctx, asked) if told else [],
        checks=await _checks(ctx, asked.pairing_id) if told and asked.pairing_id else None,
    )


async def _sums(ctx: Ctx, asked: SupportFilter) -> list[SupportSum]:
    return [
        SupportSum(
            school_year=row.school_year, kind=row.kind, from_office=bool(row.from_office), count=row.count,
            disputed_count=row.disputed,
            **{name: rules.yuan_of(int(getattr(row, name))) for name in ("planned", "given", "confirmed")},
        )
        for row in await queries.sums(ctx.db, ctx.scope, asked)
    ]  # fmt: skip


async def _checks(ctx: Ctx, pairing_id: UUID) -> SupportChecks | None:
    """The checks of the present term (W-24.4); None for a pairing out of scope. Three queries."""
    pairing = await queries.pairing_in(ctx.db, ctx.scope, pairing_id)
    if pairing is None:
        return None
    school_year, term = rules.term_of(ctx.today)
    rows = await queries.funds_of_term(ctx.db, pairing_id, school_year, term)
    funds = [rules_checks.Fund(*found) for found in rows]
    found = await policy_rules.in_force_all(ctx.db, rules_kinds.KINDS, pairing.supporting_county_code, ctx.today)
    items = rules_checks.outcomes(found, term, funds)
    return SupportChecks(school_year=school_year, term=term, items=items)


async def row(ctx: Ctx, support_id: UUID) -> SupportOut:
    """One row. Raises 404 `resource.not_found`."""
    found = await queries.row(ctx.db, ctx.scope, support_id)
    if found is None:
        raise Problem("resource.not_found")
    return (await _told(ctx, [found]))[0]


async def detail(ctx: Ctx, support_id: UUID) -> SupportDetail:
    """One row with what happened to it. Raises 404 `resource.not_found`."""
    found = await row(ctx, support_id)
    what = found.fund_type or found.goods_type
    told = [
        _moment(moment, rules.timeline_text(moment.action, found.kind, what, _cents(moment), found.giver))
        for moment in await history(ctx.db, [support_id])
    ]
    return SupportDetail(**found.model_dump(), timeline=await pairings.timeline(ctx, told))


def _cents(moment: Moment) -> int | None:
    """The amount that an event tells: what was given, or else planned."""
    amount = moment.became.get("given_cents") or moment.became.get("planned_cents")
    return amount if isinstance(amount, int) else None


def _moment(moment: Moment, text: str) -> Told:
    return Told(moment.at, f"support.{moment.action}", text, moment.user_id, moment.action in rules.BAD)


async def pairing_moments(ctx: Ctx, pairing_id: UUID) -> Tellers:
    """The newest funds and goods of a pairing for its timeline; one query."""
    rows = {row.id: row for row in await queries.of_pairing(ctx.db, pairing_id, IN_TIMELINE)}
    return dict.fromkeys(rows, lambda moment: _moment(moment, _text(moment, rows[moment.entity_id])))


def _text(moment: Moment, found: Any) -> str:
    what = found.fund_type or found.goods_type
    return rules.timeline_text(moment.action, found.kind, what, _cents(moment), found.giver)


async def states(db: AsyncSession, support_ids: Collection[UUID]) -> dict[UUID, SupportStatus]:
    """Where rows stand, for messages about them."""
    return await queries.states(db, support_ids)


async def file_access(ctx: Ctx, support_id: UUID) -> files.Access:
    """What the caller is to vouchers and receipts: both sides may add theirs. Raises 404 `resource.not_found`."""
    found = await queries.row(ctx.db, ctx.scope, support_id)
    if found is None:
        raise Problem("resource.not_found")
    facts = facts_of(ctx.principal, found, found)
    counties = (found.county_code, found.other_county_code)
    writes = found.status is not SupportStatus.void and (facts.gives or facts.receives)
    coordinated = any(coordinates(ctx.principal, county) for county in counties)
    return files.Access(
        files.Owner(found.id, *counties), writes, coordinated or decides_between(ctx.principal, *counties)
    )
