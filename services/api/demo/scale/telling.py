"""Writes the large demo stage by stage; while the database takes in one batch, the next one is made."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import func, select, text
from sqlmodel import col

from services.api.demo.accounts import PASSWORD
from services.api.demo.scale.accounts import accounts_batch
from services.api.demo.scale.exchange import Exchange, Memory
from services.api.demo.scale.months import DUE_DAY, EXEMPT, GRACE_DAY, OPEN_DAY, REVIEW_WORKDAYS, Months
from services.api.demo.scale.pairs import make_pairs, pairs_batch
from services.api.demo.scale.people import Crowd, Traveller
from services.api.demo.scale.places import Land, Place, make_land, schools_batch
from services.api.demo.scale.plan import Scale
from services.api.features.regions.models import Region, RegionCalendar
from services.api.features.schools.models import School
from services.api.kernel.bulk_past import Batch, Chain, complete, created, write
from services.api.kernel.db import Database
from services.api.kernel.passwords import Passwords
from services.api.kernel.personal import PersonalData
from services.api.kernel.positions import head_position
from services.api.settings import Settings
from services.contracts.codes import RegionLevel

SCHOOLS_A_BATCH, PEOPLE_A_BATCH, PAIRS_A_BATCH, REPORTS_A_BATCH = 5000, 4000, 5000, 4000
T = TypeVar("T")


class NotEmpty(Exception):
    """The database holds rows already: of people, or of an attempt that was cut off."""


class Watched(Protocol):
    """Who is told how far it is."""

    def stage(self, name: str, rows: int) -> None:
        """A stage of about so many rows begins."""

    def wrote(self, rows: int) -> None:
        """So many rows more are in."""


async def tell_large(settings: Settings, scale: Scale, watched: Watched) -> list[dict[str, Any]]:
    """Fill an empty, migrated database; the accounts and the client to write down. Raises NotEmpty."""
    database, passwords = Database(settings), Passwords(settings)
    try:
        async with database.reader() as session:
            if await session.scalar(select(func.count()).select_from(School)) or await head_position(session):
                raise NotEmpty
            found = await session.scalars(_counties(scale.province))
            land = make_land(scale, list(found))
        hashed = await passwords.hash(PASSWORD)
        teller = Teller(database, settings, scale, land, watched)
        told = await teller.tell(hashed)
        if not database.is_sqlite:
            async with database.write_engine.begin() as connection:
                await connection.execute(text("ANALYZE"))
        return told
    finally:
        passwords.close()
        await database.close()


def _counties(province: str) -> Any:
    below = col(Region.code).startswith(province[:2]), col(Region.level) == RegionLevel.county
    return select(col(Region.code)).where(*below, col(Region.valid_to).is_(None)).order_by(col(Region.code))


class Teller:
    """All stages in the order of time."""

    def __init__(self, database: Database, settings: Settings, scale: Scale, land: Land, watched: Watched) -> None:
        self._database, self._scale, self._land, self._watched = database, scale, land, watched
        self._chain = Chain(0, "", scale.new_id)
        self._personal = PersonalData(settings)

    async def tell(self, hashed: str) -> list[dict[str, Any]]:
        """Schools, accounts, people, pairings, five years of assignments, twelve months of reports."""
        scale, land, chain = self._scale, self._land, self._chain
        in_parts = _parts(land.places, SCHOOLS_A_BATCH)
        await self._write(
            "学校 / schools", len(land.places) * 2, (schools_batch(scale, chain, part) for part in in_parts)
        )
        accounts, coordinators, told = accounts_batch(scale, chain, land, hashed)
        await self._write("账号 / accounts", len(land.places), iter((accounts, self._calendar())))
        travellers: dict[int, list[Traveller]] = {}
        await self._write("教职工 / staff", scale.staff * 5, self._people(travellers))
        pairs = make_pairs(scale, land)
        in_pairs = _parts(pairs, PAIRS_A_BATCH)
        await self._write("结对 / pairings", len(pairs), (pairs_batch(scale, chain, part) for part in in_pairs))
        memory = Memory()
        exchange = Exchange(scale, land, pairs, travellers, memory)
        for year in scale.years:
            made = (exchange.batch(chain, county, year) for county in land.counties)
            await self._write(
                f"交流 / assignments {year}", scale.assignments, (each for each in made if each is not None)
            )
        travellers.clear()
        months = Months(scale, land, pairs, memory, coordinators)
        for month in months.months():
            places = months.taking_part(month)
            parts = _parts(places, REPORTS_A_BATCH)
            batches = (months.batch(chain, month, part) for part in parts)
            await self._write(f"月报 / reports {month}", len(places) * 5, batches)
        return told

    def _people(self, travellers: dict[int, list[Traveller]]) -> Iterator[Batch]:
        crowd = Crowd(self._scale, self._personal)
        for part in _by_people(self._land.places):
            batch, able = crowd.batch(self._chain, part)
            travellers.update(able)
            yield batch

    def _calendar(self) -> Batch:
        moment = self._scale.beginning
        columns = complete(RegionCalendar, {
            "version": [1], "created_at": [moment], "id": self._scale.new_ids(1, moment),
            "region_code": [self._scale.province], "source": ["演示设置：每月20日开放"], "open_day": [OPEN_DAY],
            "due_day": [DUE_DAY], "grace_day": [GRACE_DAY], "review_workdays": [REVIEW_WORKDAYS],
            "exempt_months": [list(EXEMPT)],
        })  # fmt: skip
        step = created(RegionCalendar, columns, "created", [moment])
        return self._chain.batch([(RegionCalendar, columns, ())], [step])

    async def _write(self, name: str, rows: int, batches: Iterator[Batch]) -> None:
        """Write each batch in a transaction while a thread makes the next."""
        self._watched.stage(name, rows)
        upcoming = asyncio.create_task(asyncio.to_thread(next, batches, None))
        while (batch := await upcoming) is not None:
            upcoming = asyncio.create_task(asyncio.to_thread(next, batches, None))
            try:
                async with self._database.writer() as session:
                    await write(session, batch, self._scale.present)
            except BaseException:
                await asyncio.wait({upcoming})
                raise
            self._watched.wrote(batch.rows)


def _parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


def _by_people(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Schools together that have some thousand people."""
    part: list[Place] = []
    for place in places:
        part.append(place)
        if sum(each.people for each in part) >= PEOPLE_A_BATCH:
            yield part
            part = []
    if part:
        yield part
