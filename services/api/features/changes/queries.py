"""The select of the feed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.changes.rules import Sight
from services.api.kernel.events import Event
from services.api.kernel.scope import Party, below, prefix_of

_E: Any = Event
_COUNTIES = (_E.county_code, _E.other_county_code, _E.left_county_code, _E.other_left_county_code)


async def between(
    db: AsyncSession, sight: Sight, entities: Sequence[str], *, after: int, until: int, most: int
) -> Sequence[Any]:
    """At most so many changes after a position up to another, of rows that the caller sees or saw."""
    columns = select(
        _E.position, _E.entity, _E.entity_id, _E.entity_version, _E.action, _E.at, _E.county_code,
        _E.other_county_code, _E.changes, _E.record,
    ).where(_E.position > after, _E.position <= until, _E.entity.in_(entities))  # fmt: skip
    for condition in _seen(sight):
        columns = columns.where(condition)
    return (await db.execute(columns.order_by(_E.position).limit(most))).all()


def _seen(sight: Sight) -> list[ColumnElement[bool]]:
    found = [sight.scope.rows([Party(county=column) for column in _COUNTIES])]
    if sight.region_code is not None:
        found.append(or_(*(below(column, prefix_of(sight.region_code)) for column in _COUNTIES)))
    return found
