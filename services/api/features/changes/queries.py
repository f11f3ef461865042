"""The selects of the feed and of the snapshot."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.changes.feeds import Feed
from services.api.features.changes.rules import Sight
from services.api.kernel.events import Event
from services.api.kernel.json_rows import as_written
from services.api.kernel.scope import Party, below, prefix_of

_E: Any = Event
_COUNTIES = (_E.county_code, _E.other_county_code, _E.left_county_code, _E.other_left_county_code)


async def between(
    db: AsyncSession, sight: Sight, entities: Sequence[str], *, after: int, until: int, most: int
) -> Sequence[Any]:
    """At most so many changes after a position up to another, of rows that the caller sees or saw.

    `changes` and `record` are JSON as it is written in the database.
    """
    columns = select(
        _E.position, _E.entity, _E.entity_id.label("id"), _E.entity_version.label("version"), _E.action, _E.at,
        _E.county_code, _E.other_county_code, as_written(_E.changes).label("changes"),
        as_written(_E.record).label("record"),
    ).where(_E.position > after, _E.position <= until, _E.entity.in_(entities))  # fmt: skip
    return (await db.execute(columns.where(*_seen(sight, _COUNTIES)).order_by(_E.position).limit(most))).all()


async def counted(db: AsyncSession, sight: Sight, asked: Sequence[Feed]) -> int:
    """How many rows of these kinds are in sight, in one statement."""
    parts = [select(func.count().label("rows")).select_from(feed.model).where(*_present(sight, feed)) for feed in asked]
    together = union_all(*parts).subquery()
    return int(await db.scalar(select(func.sum(together.c.rows))) or 0)


def present(sight: Sight, feed: Feed) -> Select[Any]:
    """The rows of one kind that are in sight: id, version, counties (`county_0`, `county_1`) and public fields."""
    table = _table(feed)
    counties = [table.c[name].label(f"county_{number}") for number, name in enumerate(feed.counties)]
    fields = [table.c[name] for name in feed.model.event_fields]
    return select(table.c.id, table.c.version, *counties, *fields).where(*_present(sight, feed)).order_by(table.c.id)


def _present(sight: Sight, feed: Feed) -> list[ColumnElement[bool]]:
    return _seen(sight, [_table(feed).c[name] for name in feed.counties])


def _table(feed: Feed) -> Table:
    found: Table = feed.model.__table__  # type: ignore[attr-defined] # every table class has it
    return found


def _seen(sight: Sight, counties: Sequence[Any]) -> list[ColumnElement[bool]]:
    """In the caller's scope by one of its counties, and in the region that is asked for."""
    found = [sight.scope.rows([Party(county=column) for column in counties])]
    if sight.region_code is not None:
        found.append(or_(*(below(column, prefix_of(sight.region_code)) for column in counties)))
    return found
