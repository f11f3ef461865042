"""The one place for set-based writes: each writes its events in the same transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, insert
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.clock import Clock
from services.api.kernel.events import EVENTLESS_TABLES, Event, plain
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Entity

BATCH = 1000


async def insert_many(session: AsyncSession, entities: Sequence[Entity], action: str) -> None:
    """Insert new rows in batches with one event each. The rows must be complete; they get version 1."""
    clock: Clock = session.info.get("clock") or Clock()
    for start in range(0, len(entities), BATCH):
        batch = entities[start : start + BATCH]
        for entity in batch:
            entity.version = 1
        rows = [entity.model_dump() for entity in batch]
        await session.execute(insert(type(batch[0])), rows, execution_options={"writes_own_events": True})
        events = [_created_event(session, clock, entity, action) for entity in batch]
        await session.execute(insert(Event), events, execution_options={"writes_own_events": True})


async def insert_selected(session: AsyncSession, model: type[Base], columns: Sequence[str], found: Select[Any]) -> None:
    """Insert what a select finds, inside the database, into a table without events: the rows are parts of an entity
    whose own event says what was done."""
    if model.__tablename__ not in EVENTLESS_TABLES:
        raise RuntimeError(f"{model.__tablename__} leaves events; its rows are not made from a select")
    statement = insert(model).from_select(list(columns), found, include_defaults=False)
    await session.execute(statement, execution_options={"writes_own_events": True})


async def insert_unless_there(session: AsyncSession, row: Base) -> None:
    """Make a row of a table without events, unless its key is taken: also by a transaction that has yet to commit.

    On PostgreSQL the statement waits for that transaction, so that two that begin at once do not clash.
    """
    maker = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    await session.execute(maker(type(row)).values(**row.model_dump()).on_conflict_do_nothing())


async def add_up(session: AsyncSession, rows: Sequence[Base], sums: Sequence[str], latest: Sequence[str] = ()) -> None:
    """Insert rows of one table without events; where the key is there, `sums` are added and `latest` become the later.

    Rows go in the order of their keys, so that two processes that add to the same ones never wait for each other.
    """
    table = type(rows[0]).__table__  # type: ignore[attr-defined]
    keys = [column.name for column in table.primary_key.columns]
    maker = postgres_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    statement = maker(table)
    there, new = table.c, statement.excluded
    changed: dict[str, Any] = {name: there[name] + new[name] for name in sums}
    changed |= {name: case((new[name] > there[name], new[name]), else_=there[name]) for name in latest}
    ordered = sorted((row.model_dump() for row in rows), key=lambda row: [str(row[name]) for name in keys])
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), ordered)


def _created_event(session: AsyncSession, clock: Clock, entity: Entity, action: str) -> dict[str, Any]:
    county, other = entity.event_counties()
    return {
        "county_code": county,
        "other_county_code": other if other != county else None,
        "id": new_id(),
        "entity": entity.__tablename__,
        "entity_id": entity.id,
        "entity_version": 1,
        "action": action,
        "actor_kind": session.info.get("actor_kind", "system"),
        "actor_id": session.info.get("actor_id"),
        "on_behalf_of": None,
        "request_id": session.info.get("request_id"),
        "changes": {name: {"to": plain(getattr(entity, name))} for name in entity.event_fields},
        "at": clock.now(),
    }
