"""Selects of regions. They are reference data that everybody signed in may read, so they take no scope."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, Subquery, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.regions.filters import RegionFilter
from services.api.features.regions.models import Region, RegionCalendar
from services.api.features.regions.rules import chain
from services.api.kernel.models import Base
from services.api.kernel.region_codes import INVENTED_FROM, below, is_invented, prefix_of
from services.api.kernel.search import spelled_like

region = Base.metadata.tables["region"].c
own_calendar = Base.metadata.tables["region_calendar"].c


def listed(asked: RegionFilter, mine: str) -> Select[Any]:
    """Regions by search, parent, level and the day on which they exist; of those of sandboxes the caller's own."""
    rows = select(
        region.code, region.name, region.full_name, region.level, region.parent_code, region.pinyin, region.initials,
        region.official, region.valid_from, region.valid_to,
    )  # fmt: skip
    if asked.q:
        spelling = {"name": region.name, "pinyin": region.pinyin, "initials": region.initials}
        rows = rows.where(spelled_like(asked.q, code=region.code, **spelling))
    if asked.parent_code:
        rows = rows.where(region.parent_code == asked.parent_code)
    if asked.level:
        rows = rows.where(region.level == asked.level)
    in_sight = [region.code < INVENTED_FROM]
    if is_invented(mine):
        in_sight += [below(region.code, prefix_of(mine)), region.code.in_(chain(mine))]
    rows = rows.where(or_(*in_sight))
    if asked.on:
        rows = rows.where(region.valid_from <= asked.on, or_(region.valid_to.is_(None), region.valid_to >= asked.on))
    return rows


async def names(db: AsyncSession, codes: Iterable[str]) -> dict[str, str]:
    """Code → name."""
    found = await db.execute(select(region.code, region.name).where(region.code.in_(set(codes))))
    return {row.code: row.name for row in found}


async def one(db: AsyncSession, code: str, *, locked: bool = False) -> Region | None:
    """The region with this code."""
    return await db.get(Region, code, with_for_update=True if locked else None)


async def lock(db: AsyncSession, code: str) -> None:
    """Hold the region's row until the end of the transaction, without standing in the way of references to it."""
    await db.execute(select(region.code).where(region.code == code).with_for_update(key_share=True))


async def authority_codes(db: AsyncSession, parent_code: str) -> list[str]:
    """Codes without official standing that share the parent's first four digits."""
    like = region.code.startswith(f"{parent_code[:4]}Z", autoescape=True)
    return list((await db.scalars(select(region.code).where(like))).all())


async def invented_codes(db: AsyncSession) -> set[str]:
    """Codes of the regions of all sandboxes."""
    return set((await db.scalars(select(region.code).where(region.code >= INVENTED_FROM))).all())


async def spelled(db: AsyncSession) -> dict[str, tuple[str, str, str | None]]:
    """Code → name, pinyin, parent of every region."""
    found = await db.execute(select(region.code, region.name, region.pinyin, region.parent_code))
    return {row.code: (row.name, row.pinyin, row.parent_code) for row in found}


async def own_calendars(db: AsyncSession, codes: Iterable[str]) -> list[RegionCalendar]:
    """The calendars that these regions have of their own."""
    found = await db.scalars(select(RegionCalendar).where(own_calendar.region_code.in_(set(codes))))
    return list(found.all())


async def own_calendar_for_change(db: AsyncSession, code: str) -> RegionCalendar | None:
    """The region's own calendar, locked."""
    rows = select(RegionCalendar).where(own_calendar.region_code == code).with_for_update()
    return (await db.scalars(rows)).one_or_none()


async def write(db: AsyncSession, new: list[dict[str, Any]], changed: list[dict[str, Any]]) -> None:
    """Insert new official regions and put changed ones right, each in one statement."""
    if new:
        await db.execute(insert(Region), new)
    if changed:
        await db.execute(update(Region), changed)


def directory() -> Subquery:
    """Columns of every region for the searches of other features."""
    return select(region.code, region.name, region.pinyin, region.initials, region.level).subquery()
