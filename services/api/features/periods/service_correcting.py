"""The worker's part: what was changed since a period was closed becomes the next version of its numbers.

Numbers are counted again as of the instant of closing, with the rows of now: what differs was changed by somebody, not
by time going by. Another definition is no correction: it holds for the periods that are closed by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.periods import queries, rules
from services.api.features.periods.models import ClosedPeriod, StatCorrection, StatSnapshot
from services.api.features.periods.rules import MOST_NAMED, Change
from services.api.features.periods.service_closing import counter, snapshot_row, window_of
from services.api.features.statistics import service_freezing as freezing
from services.api.features.statistics.service_freezing import Names, Region
from services.api.kernel.clock import SetClock
from services.api.kernel.db import Database
from services.api.kernel.events import name_action
from services.api.kernel.exporting import snapshot
from services.api.kernel.positions import head_position
from services.api.kernel.scope import prefix_of
from services.api.settings import Settings
from services.contracts.indicators import IndicatorOut

MOST_READ = 20_000
"""Changes that are looked at one by one; after more everything is counted again."""


@dataclass(slots=True)
class Found:
    """What was found about one period between two positions."""

    period: ClosedPeriod
    after: int
    head: int
    rows: list[StatSnapshot | StatCorrection] = field(default_factory=list)


async def correct_due(database: Database, settings: Settings, now: datetime) -> int:
    """Look at what was changed since numbers were frozen; how many periods got a correction.

    Safe to repeat and to kill: what is found about a period is written with how far the log was read.
    """
    async with snapshot(database) as db:
        head = await head_position(db)
        found = await _find(db, settings, head, now)
    corrected = [each for each in found if each.rows]
    for each in corrected:
        await _write(database, each, now)
    unchanged = [each.period.id for each in found if not each.rows]
    if unchanged:
        async with database.writer(clock=SetClock(now)) as db:
            await queries.advance(db, unchanged, head)
    return len(corrected)


async def _find(db: AsyncSession, settings: Settings, head: int, now: datetime) -> list[Found]:
    found = []
    for province, group in groupby(await queries.behind(db, head), lambda row: row[0].region_code):
        waiting = list(group)
        changes = await _changes(db, province, min(position for _, position in waiting), head)
        for period, position in waiting:
            each = Found(period, position, head)
            await _look(db, settings, each, [change for change in changes if change.position > position], now)
            found.append(each)
    return found


async def _changes(db: AsyncSession, province: str, after: int, head: int) -> list[Change]:
    entities = {name for names in freezing.followed().values() for name in names}
    rows = await queries.events_between(db, province, after=after, to=head, entities=entities, most=MOST_READ)
    return [read_change(row) for row in rows]


def read_change(row: Any) -> Change:
    """An event of the log as far as it decides about corrections."""
    counties = (row.county_code, row.other_county_code, row.left_county_code, row.other_left_county_code)
    before = {name: change["from"] for name, change in row.changes.items() if "from" in change}
    after = {name: change["to"] for name, change in row.changes.items() if "to" in change}
    return rules.read_change(row.position, row.entity, counties, (before, after, row.record or {}))


async def _look(db: AsyncSession, settings: Settings, found: Found, changes: Sequence[Change], now: datetime) -> None:
    names = Names()
    for indicator, entities in freezing.followed().items():
        if indicator not in freezing.freezable(found.period.kind):
            continue
        days = freezing.days_of(window_of(found.period), indicator)
        mine = [change for change in changes if change.entity in entities and rules.concerns(change, days)]
        if mine or len(changes) == MOST_READ:
            await _recount(db, settings, found, indicator, mine, names, now)


async def _recount(  # noqa: PLR0917 - one step of a loop
    db: AsyncSession, settings: Settings, found: Found, indicator: str, changes: Sequence[Change], names: Names,
    now: datetime,
) -> None:  # fmt: skip
    period, kept = found.period, await queries.latest(db, found.period.id, indicator)
    definition = freezing.definition(indicator)
    counties = [code for code in kept if freezing.level_of(code) == "county"]
    if not kept or any(row.indicator_version != definition.version for row in kept.values()):
        return
    assert period.closed_at is not None
    ctx = counter(db, settings, period.region_code, period.closed_at)
    for region in await freezing.freeze(ctx, indicator, window_of(period), counties, names):
        found.rows += _next_version(found, definition, region, kept, changes, now)


def _next_version(  # noqa: PLR0917 - what a row is made of
    found: Found, definition: IndicatorOut, region: Region, kept: Mapping[str, Any], changes: Sequence[Change],
    now: datetime,
) -> Iterable[StatSnapshot | StatCorrection]:  # fmt: skip
    """The next version of a region and what differs in it; nothing where it is the same."""
    before = kept.get(region.region_code)
    differences = rules.differences(before.cells if before else None, region.cells)
    if not differences:
        return
    like = before or next(iter(kept.values()))
    version = before.version + 1 if before else 1
    yield snapshot_row(
        found.period, definition, replace(region, threshold=like.threshold), like.definition_digest, version=version,
        computed_at=now, position=found.head,
    )  # fmt: skip
    why = _named(region.region_code, changes)
    for each in differences:
        yield StatCorrection(
            county_code=region.region_code, period_id=found.period.id, indicator=definition.id, version=version,
            dimension=each.dimension, value=each.value, before=each.before, after=each.after, computed_at=now,
            label=freezing.label_of(definition, region.labels, each.dimension, each.value) if each.dimension else "",
            after_position=found.after, position=found.head, event_count=len(why), events=why[:MOST_NAMED],
        )  # fmt: skip


def _named(region: str, changes: Sequence[Change]) -> list[int]:
    prefix = prefix_of(region)
    return [change.position for change in changes if any(code.startswith(prefix) for code in change.counties)]


async def _write(database: Database, found: Found, now: datetime) -> None:
    async with database.writer(clock=SetClock(now)) as db:
        period = await queries.locked(db, found.period.id)
        if period.version != found.period.version:
            return  # another process was faster
        db.add_all(found.rows)
        period.corrections += 1
        period.corrected_at = now
        name_action(db, period, "correct-numbers")
        await queries.advance(db, [period.id], found.head)
