"""Regions and their reporting calendars."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.regions import queries, rules
from services.api.features.regions.filters import RegionFilter
from services.api.features.regions.models import Region, RegionCalendar
from services.api.features.regions.official import official_rows
from services.api.features.regions.queries import directory
from services.api.features.regions.rules import CONTACT, Calendar
from services.api.features.regions.service_competence import must_decide
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.pinyin import place_spelling
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.region_codes import is_invented
from services.contracts.accounts import ContactOut
from services.contracts.base import Page
from services.contracts.codes import RegionLevel
from services.contracts.places import RegionCreate, RegionOut, RegionSettings, RegionSettingsPut

__all__ = ["Calendar", "Region", "directory", "must_decide"]


async def load_official(db: AsyncSession) -> int:
    """Insert the regions that ship with the product and put renamed ones right; how many rows were written.

    Safe to repeat: a second run writes nothing.
    """
    known = await queries.spelled(db)
    rows = official_rows()
    new = [row for row in rows if row["code"] not in known]
    changed = [
        row
        for row in rows
        if row["code"] in known and known[row["code"]] != (row["name"], row["pinyin"], row["parent_code"])
    ]
    await queries.write(db, new, changed)
    return len(new) + len(changed)


async def names(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Code → name, 全国 for 000000; unknown codes are left out. One query."""
    wanted = set(codes)
    found = await queries.names(db, wanted) if wanted else {}
    return found | ({rules.NATION: rules.NATION_NAME} if rules.NATION in wanted else {})


def chain(code: str) -> list[str]:
    """The code and those above it, nearest first: 610304, 610300, 610000, 000000."""
    return rules.chain(code)


async def require(db: AsyncSession, code: str, field: str | None = None) -> Region:
    """The region. Raises 404 `resource.not_found`, or with `field` 422 `region.unknown` on that field."""
    found = await queries.one(db, code)
    if found is not None:
        return found
    if field is None:
        raise Problem("resource.not_found")
    raise invalid(field, "region.unknown", "没有这个行政区划代码，请重新选择")


async def queue(db: AsyncSession, code: str) -> None:
    """Let set-based writers of one region come one after the other; others are not held up."""
    await queries.lock(db, code)


async def require_county(db: AsyncSession, code: str, field: str) -> Region:
    """A county or an authority of that level. Raises 422 `region.unknown`, `region.not_county` on the field."""
    found = await require(db, code, field)
    if found.level is not RegionLevel.county:
        raise invalid(field, "region.not_county", "请选到县（市、区）一级")
    return found


async def calendar(db: AsyncSession, code: str) -> Calendar:
    """The calendar in force for a region: its own, or the nearest one up the tree, or the national default."""
    return (await calendars(db, [code]))[code]


async def calendars(db: AsyncSession, codes: Iterable[str]) -> dict[str, Calendar]:
    """Code → calendar in force. One query."""
    wanted = set(codes)
    rows = await queries.own_calendars(db, {upper for code in wanted for upper in rules.chain(code)})
    own = {row.region_code: _as_calendar(row) for row in rows}
    return {code: rules.calendar_in_force(code, own) for code in wanted}


async def contact(db: AsyncSession, code: str) -> ContactOut | None:
    """Whom to call about a region, or None when nobody is named up the tree."""
    found = await calendar(db, code)
    if not found.contact_name and not found.contact_phone:
        return None
    return ContactOut(office=found.contact_office, name=found.contact_name, phone=found.contact_phone)


async def listing(ctx: Ctx, asked: RegionFilter, page: PageAsked) -> Page[RegionOut]:
    """One page of regions by code. Two queries."""
    found = await page_of(ctx.db, queries.listed(asked, ctx.principal.region_code), page, [(queries.region.code, str)])
    return Page(
        items=[RegionOut.model_validate(row) for row in found.rows],
        **found.around(),
    )


async def detail(ctx: Ctx, code: str) -> RegionOut:
    """One region. Raises 404."""
    found = await require(ctx.db, code)
    mine = ctx.principal.region_code
    if is_invented(code) and not ctx.principal.covers(code) and not rules.stands_above(code, mine):
        raise Problem("resource.not_found")
    return RegionOut.model_validate(found)


async def create_authority(ctx: Ctx, body: RegionCreate) -> RegionOut:
    """Add an authority without an official code below a city or a province that the caller covers.

    Raises 422 `region.unknown`, `region.parent_level`; 403 `permission.out_of_region`; 409 `region.code_taken`.
    """
    parent = await queries.one(ctx.db, body.parent_code, locked=True)
    if parent is None:
        raise invalid("parent_code", "region.unknown", "没有这个行政区划代码，请重新选择")
    if not rules.may_have_authorities(parent.level):
        raise invalid("parent_code", "region.parent_level", "上级要选市或省")
    if not ctx.principal.covers(parent.code):
        raise Problem("permission.out_of_region", region=parent.name)
    code = rules.next_authority_code(parent.code, await queries.authority_codes(ctx.db, parent.code))
    if code is None:
        raise Problem("region.code_taken")
    pinyin, initials = place_spelling(body.name)
    region = Region(
        code=code,
        name=body.name,
        full_name=rules.full_name(parent.full_name, body.name),
        level=RegionLevel.county,
        parent_code=parent.code,
        pinyin=pinyin,
        initials=initials[:40],
        official=False,
        valid_from=body.valid_from,
    )
    ctx.db.add(region)
    await ctx.db.flush()
    return RegionOut.model_validate(region)


async def settings(ctx: Ctx, code: str) -> RegionSettings:
    """The calendar in force for a region of the caller's, or one above it. Raises 404.

    Provincial systems see no contact.
    """
    await _require_visible(ctx, code)
    return _as_settings(ctx, await calendar(ctx.db, code))


async def put_settings(ctx: Ctx, code: str, body: RegionSettingsPut, expected: int) -> RegionSettings:
    """Give a region its own calendar, or change it. `expected` is 0 when it has none yet.

    Raises 404; 403 `permission.out_of_region`; 412 `precondition.stale`; 422 `calendar.order` on `grace_day`.
    """
    region = await _require_visible(ctx, code)
    if not ctx.principal.covers(code):
        raise Problem("permission.out_of_region", region=region.name)
    if body.grace_day < body.due_day:
        raise invalid("grace_day", "calendar.order", f"补报截止日要在{body.due_day}日或之后", due_day=body.due_day)
    values = body.model_dump() | {"exempt_months": sorted(set(body.exempt_months))}
    row = await queries.own_calendar_for_change(ctx.db, code)
    if row is None:
        row = await _new_calendar(ctx, code, values, expected)
    else:
        check_version(row, expected)
        row.sqlmodel_update(values)
        ctx.act(row, "set-calendar")
        await ctx.db.flush()
    return _as_settings(ctx, await calendar(ctx.db, code))


async def _new_calendar(ctx: Ctx, code: str, values: dict[str, Any], expected: int) -> RegionCalendar:
    row = RegionCalendar(region_code=code, **values)
    if expected != 0:
        raise Problem("precondition.stale", headers={"ETag": '"0"'})
    ctx.db.add(row)
    ctx.act(row, "set-calendar")
    await ctx.db.flush()
    return row


async def _require_visible(ctx: Ctx, code: str) -> Region:
    region = await require(ctx.db, code)
    mine = ctx.principal.region_code
    if not ctx.principal.covers(code) and not rules.stands_above(code, mine):
        raise Problem("resource.not_found")
    return region


def _as_calendar(row: RegionCalendar) -> Calendar:
    return Calendar(
        region_code=row.region_code,
        source_region_code=row.region_code,
        source=row.source,
        open_day=row.open_day,
        due_day=row.due_day,
        grace_day=row.grace_day,
        review_workdays=row.review_workdays,
        exempt_months=tuple(row.exempt_months),
        contact_office=row.contact_office,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        version=row.version,
    )


def _as_settings(ctx: Ctx, found: Calendar) -> RegionSettings:
    shown = RegionSettings.model_validate(found)
    return shown.model_copy(update=dict.fromkeys(CONTACT, "")) if ctx.principal.is_client else shown


async def require_covered(ctx: Ctx, code: str) -> None:
    """An asked region lies in the caller's own. Raises 404 for an unknown one, 403 `permission.out_of_region`."""
    if ctx.principal.covers(code):
        return
    name = (await names(ctx.db, [code])).get(code)
    if name is None:
        raise Problem("resource.not_found")
    raise Problem("permission.out_of_region", region=name)
