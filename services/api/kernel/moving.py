"""Rows that are moved in a way that can be taken back: what each was before is remembered, and put back exactly."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.events import plain
from services.api.kernel.models import Base, Entity


class Moves:
    """The rows that one decision moves, in order."""

    def __init__(self) -> None:
        self._moved: list[tuple[Entity, dict[str, Any]]] = []

    def move(self, row: Entity, **values: Any) -> None:
        """Give a row new values and remember the old ones; values that stay are left out."""
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not different:
            return
        self._moved.append((row, {name: plain(getattr(row, name)) for name in different}))
        for name, value in different.items():
            setattr(row, name, value)

    def give_person(
        self, row: Entity, sides: Sequence[str], from_id: UUID, to_id: UUID, staff_ids: Mapping[UUID, UUID]
    ) -> None:
        """Give one person's part in a row to another: for each side that is `from_id`, its `<side>_person_id` and
        `<side>_staff_id`. `staff_ids`: employment → the one that stands for it now."""
        for side in sides:
            if getattr(row, f"{side}_person_id") == from_id:
                staff_id = getattr(row, f"{side}_staff_id")
                stands = staff_ids.get(staff_id, staff_id)
                self.move(row, **{f"{side}_person_id": to_id, f"{side}_staff_id": stands})

    def rows(self) -> list[Entity]:
        """The rows that were moved."""
        return [row for row, _ in self._moved]

    def counts(self) -> dict[str, int]:
        """Table → rows moved."""
        found: dict[str, set[UUID]] = {}
        for row, _ in self._moved:
            found.setdefault(str(row.__tablename__), set()).add(row.id)
        return {name: len(ids) for name, ids in found.items()}

    def stored(self) -> list[dict[str, Any]]:
        """What to keep, after the flush: table, id, version since, and the values before. Plain JSON."""
        return [
            {"table": row.__tablename__, "id": str(row.id), "version": row.version, "before": before}
            for row, before in self._moved
        ]


async def moved_rows(db: AsyncSession, stored: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], Entity]:
    """The rows as they are now, locked, by table and id."""
    found: dict[tuple[str, str], Entity] = {}
    for each in stored:
        key = each["table"], each["id"]
        if key not in found:
            row = await db.get(_models()[each["table"]], UUID(each["id"]), with_for_update=True, populate_existing=True)
            assert row is not None, "nothing is deleted"
            found[key] = row
    return found


def changed_since(stored: Sequence[Mapping[str, Any]], rows: Mapping[tuple[str, str], Entity]) -> list[Entity]:
    """The rows that somebody has changed since they were moved."""
    versions = {(each["table"], each["id"]): each["version"] for each in stored}
    return [row for key, row in rows.items() if row.version != versions[key]]


async def move_back(
    db: AsyncSession, stored: Sequence[Mapping[str, Any]], rows: Mapping[tuple[str, str], Entity]
) -> None:
    """Give each row its values back, the last moved first; each is written before the next."""
    for each in reversed(stored):
        row = rows[each["table"], each["id"]]
        for name, value in each["before"].items():
            setattr(row, name, _typed(row, name, value))
        await db.flush()


def _typed(row: Entity, name: str, value: Any) -> Any:
    annotation: Any = type(row).model_fields[name].annotation
    return TypeAdapter(annotation).validate_python(value)


@cache
def _models() -> dict[str, type[Entity]]:
    mappers = Base._sa_registry.mappers  # noqa: SLF001 - the only list of all models
    return {str(each.class_.__tablename__): each.class_ for each in mappers if issubclass(each.class_, Entity)}
