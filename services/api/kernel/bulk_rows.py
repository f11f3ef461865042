"""Thousands of new rows at once with their events: COPY on PostgreSQL, one statement a batch on SQLite."""

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy import Dialect, Table, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.clock import Clock
from services.api.kernel.events import Event, plain
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Entity

BATCH = 1000
_AS_THEY_ARE = frozenset({str, int, bool, list, type(None)})
Row = dict[str, Any]
T = TypeVar("T", bound=Entity)


class Clash(Exception):
    """A unique key, a reference or a check stood against the rows; nothing of the statement was written."""


async def insert_rows(session: AsyncSession, model: type[Entity], rows: Sequence[Row], action: str) -> None:
    """Insert new rows with one event each. Every column without a default must be there; the version becomes 1.

    Raises Clash; the caller stands at a savepoint.
    """
    if not rows:
        return
    clock: Clock = session.info.get("clock") or Clock()
    blanks = _defaults(model) | {"version": 1, "created_at": clock.now()}
    whole = [{**blanks, **row} for row in rows]
    await put_rows(session, model, whole)
    await put_rows(session, Event, [_event(session, clock, model, row, action) for row in whole])


async def rows_by(db: AsyncSession, columns: Sequence[Any], by: Any, values: Iterable[Any], *more: Any) -> list[Any]:
    """The rows of one table whose column is one of the values, with more conditions; nothing is asked for no values."""
    wanted = set(values)
    return list((await db.execute(select(*columns).where(by.in_(wanted), *more))).all()) if wanted else []


async def locked_many(db: AsyncSession, model: type[T], ids: Iterable[UUID | None]) -> list[T]:
    """Entities by id, locked in the order of their ids."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return []
    key = model.__table__.c.id  # type: ignore[attr-defined] # every table class has it
    return list((await db.scalars(select(model).where(key.in_(wanted)).order_by(key).with_for_update())).all())


async def put_rows(session: AsyncSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert complete rows of a table whose changes leave no event, or whose events are written beside.

    Raises Clash.
    """
    await session.flush()
    connection = await session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined] # every table class has it
    try:
        if connection.dialect.name == "postgresql":
            await connection.exec_driver_sql("SELECT 1")  # begins the transaction that COPY joins
            driver: Any = (await connection.get_raw_connection()).driver_connection
            names = list(rows[0]) if rows else []
            records = _records(table, connection.dialect, names, rows)
            await driver.copy_records_to_table(table.name, records=records, columns=names)
            return
        for start in range(0, len(rows), BATCH):
            await connection.execute(insert(table), list(rows[start : start + BATCH]))
    except (IntegrityError, asyncpg.IntegrityConstraintViolationError) as error:
        raise Clash(table.name) from error
    except asyncpg.PostgresError as error:
        raise OperationalError(f"COPY {table.name}", None, error) from error


def _records(table: Table, dialect: Dialect, names: Sequence[str], rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    columns = []
    for name in names:
        process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        columns.append([row[name] for row in rows] if process is None else [process(row[name]) for row in rows])
    return list(zip(*columns, strict=True))


def _defaults(model: type[Entity]) -> Row:
    """The model's own plain defaults."""
    fields = model.model_fields.items()
    return {name: field.default for name, field in fields if not field.is_required() and field.default_factory is None}


def _event(session: AsyncSession, clock: Clock, model: type[Entity], row: Mapping[str, Any], action: str) -> Row:
    county, other = row.get("county_code"), None
    if model.event_counties is not Entity.event_counties:
        county, other = model.event_counties(SimpleNamespace(**row))  # type: ignore[arg-type] # reads columns only
    return {
        "county_code": county,
        "other_county_code": other if other != county else None,
        "id": new_id(),
        "entity": model.__tablename__,
        "entity_id": row["id"],
        "entity_version": 1,
        "action": action,
        "actor_kind": session.info.get("actor_kind", "system"),
        "actor_id": session.info.get("actor_id"),
        "on_behalf_of": None,
        "request_id": session.info.get("request_id"),
        "changes": {name: {"to": _plain(row[name])} for name in model.event_fields},
        "at": clock.now(),
    }


def _plain(value: Any) -> Any:
    """`plain`, with the commonest kinds of values first."""
    kind = type(value)
    if kind is UUID:
        return str(value)
    return value if kind in _AS_THEY_ARE else plain(value)
