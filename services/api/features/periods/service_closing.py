"""The worker's part: closing what is due, and writing what was counted (architecture §9)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.periods import queries, rules
from services.api.features.periods.models import ClosedPeriod, PeriodProgress, StatDefinition, StatSnapshot
from services.api.features.periods.rules_kinds import MONTH_DAYS, YEAR_DAYS
from services.api.features.policy_rules import service as policy_rules
from services.api.features.schools import service as schools
from services.api.features.statistics import service_freezing as freezing
from services.api.features.statistics.service_freezing import Names, Region, Window
from services.api.kernel.bulk import insert_unless_there
from services.api.kernel.clock import SHANGHAI, SetClock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.events import name_action
from services.api.kernel.exporting import snapshot
from services.api.kernel.positions import head_position
from services.api.kernel.scope import Permission, Principal
from services.api.settings import Settings
from services.contracts.codes import PeriodKind, PeriodStatus
from services.contracts.indicators import IndicatorOut

NOBODY = UUID(int=0)
RULES = {PeriodKind.month: MONTH_DAYS, PeriodKind.school_year: YEAR_DAYS}


@dataclass(frozen=True, slots=True)
class Counted:
    """An indicator of a period as it was counted, for all regions."""

    definition: IndicatorOut
    regions: Sequence[Region]


async def close_due(database: Database, settings: Settings, now: datetime) -> int:
    """Close what is due and what was asked for; how many were closed.

    Safe to repeat and to kill: numbers are counted first and written in one transaction, a period is closed once.
    """
    async with database.reader() as db:
        missing = await _missing(db, SetClock(now))
    for period in missing:
        await _open(database, period, now)
    async with database.reader() as db:
        waiting = await queries.closing(db)
    for period in waiting:
        await _close(database, settings, period, now)
    return len(waiting)


async def _missing(db: AsyncSession, clock: SetClock) -> list[ClosedPeriod]:
    """The periods of every province that are due by its rule and not there yet."""
    began = await beginnings(db)
    waits = await waits_of(db, began, clock.today())
    known = await queries.known(db)
    found = []
    for code, first in sorted(began.items()):
        for kind, key in rules.due(first, clock.today(), waits[code]):
            if (code, kind, key) not in known:
                found.append(new_period(code, kind, key, clock.now()))
    return found


async def waits_of(db: AsyncSession, codes: Collection[str], today: date) -> dict[str, rules.Waits]:
    """Province → how many days after its end each kind closes by itself; None is never. One query a kind."""
    held = {kind: await policy_rules.in_force_of(db, rule, codes, today) for kind, rule in RULES.items()}
    return {
        code: {kind: each[code].least if each[code].is_checked else None for kind, each in held.items()}
        for code in codes
    }  # fmt: skip


async def beginnings(db: AsyncSession) -> dict[str, date]:
    """Province → when its first school was recorded: what ended before is history that nobody was told numbers of."""
    found: dict[str, date] = {}
    for county, at in (await schools.beginnings(db)).items():
        code, day = rules.province_of(county), at.astimezone(SHANGHAI).date()
        found[code] = min(day, found.get(code, day))
    return found


def new_period(code: str, kind: PeriodKind, key: str, now: datetime) -> ClosedPeriod:
    """A period to be closed; the key is one."""
    days = rules.span_of(kind, key)
    assert days is not None
    return ClosedPeriod(
        region_code=code, kind=kind, key=key, first_on=days.start_on, last_on=rules.last_of(days), created_at=now
    )


async def _open(database: Database, period: ClosedPeriod, now: datetime) -> None:
    try:
        async with database.writer(clock=SetClock(now)) as db:
            db.add(period)
            name_action(db, period, "begin-closing")
    except IntegrityError:
        return  # somebody asked for it in between


async def _close(database: Database, settings: Settings, period: ClosedPeriod, now: datetime) -> None:
    async with snapshot(database) as db:
        head = await head_position(db)
        ctx = counter(db, settings, period.region_code, now)
        counted = await count_all(ctx, window_of(period))
    async with database.writer(clock=SetClock(now)) as db:
        row = await queries.locked(db, period.id)
        if row.status is not PeriodStatus.closing:
            return
        for each in counted:
            written = await definition_digest(db, each.definition)
            db.add_all(
                snapshot_row(row, each.definition, region, written, version=1, computed_at=now, position=head)
                for region in each.regions
            )
        row.status, row.closed_at, row.closed_position = PeriodStatus.closed, now, head
        name_action(db, row, "close-period")
        db.add(PeriodProgress(period_id=row.id, position=head))


def window_of(period: ClosedPeriod) -> Window:
    """What is counted for a period."""
    return Window(period.kind, period.key, period.region_code)


def counter(db: AsyncSession, settings: Settings, province: str, at: datetime) -> Ctx:
    """Who counts: nobody, with everything of a province in sight, at an instant."""
    who = Principal("system", NOBODY, None, province, frozenset(Permission))
    return Ctx(db, who, SetClock(at), settings, "")


async def count_all(ctx: Ctx, window: Window) -> list[Counted]:
    """Every indicator that has numbers of such a period."""
    counties, names = await schools.counties_with_schools(ctx.db, window.region_code), Names()
    return [
        Counted(freezing.definition(each), await freezing.freeze(ctx, each, window, counties, names))
        for each in freezing.freezable(window.kind)
    ]


async def definition_digest(db: AsyncSession, definition: IndicatorOut) -> str:
    """Keep a definition once."""
    body = definition.model_dump(mode="json")
    digest = rules.digest(body)
    await insert_unless_there(db, StatDefinition(digest=digest, indicator=definition.id, body=body))
    return digest


def snapshot_row(
    period: ClosedPeriod, definition: IndicatorOut, region: Region, digest: str, *, version: int,
    computed_at: datetime, position: int,
) -> StatSnapshot:  # fmt: skip
    """One version of a region's numbers."""
    content = [region.cells, region.labels, region.threshold, digest, version, computed_at.isoformat(), position]
    return StatSnapshot(
        county_code=region.region_code, period_id=period.id, indicator=definition.id, version=version,
        indicator_version=definition.version, definition_digest=digest, computed_at=computed_at, position=position,
        digest=rules.digest(content), cells=region.cells, labels=region.labels, threshold=region.threshold,
    )  # fmt: skip
