"""Thousands of new rows at once with their events: COPY on PostgreSQL, one statement a batch on SQLite."""

import json
from collections.abc import Collection, Iterable, Sequence
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from sqlalchemy import ARRAY, ColumnElement, Dialect, String, Table, any_, literal, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.clock import Clock
from services.api.kernel.events import Event, plain
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Entity

_UNKEYED = frozenset({list, dict})
Row = dict[str, Any]
Columns = dict[str, list[Any]]
"""The rows of a table the other way round: name → the values of all rows."""
T = TypeVar("T", bound=Entity)


class Clash(Exception):
    """A unique key, a reference or a check stood against the rows; nothing of the statement was written."""


async def insert_rows(session: AsyncSession, model: type[Entity], rows: Sequence[Row], action: str) -> None:
    """Insert new rows with one event each. Every column without a default must be there; the version becomes 1.

    Raises Clash; the caller stands at a savepoint.
    """
    await insert_tables(session, [(model, rows)], action)


async def insert_tables(
    session: AsyncSession, tables: Iterable[tuple[type[Entity], Sequence[Row]]], action: str
) -> None:
    """The same for several tables in their order, with the events of all at once. Raises Clash."""
    clock: Clock = session.info.get("clock") or Clock()
    events: Columns = {}
    for model, rows in tables:
        if not rows:
            continue
        columns = _columns(rows, plain_defaults(model) | {"version": 1, "created_at": clock.now()})
        await put_columns(session, model, columns)
        for name, values in _events(session, clock, model, columns).items():
            events.setdefault(name, []).extend(values)
    if events:
        if not any(events["other_county_code"]):
            del events["other_county_code"]
        events["action"] = [action] * len(events["id"])
        await put_columns(session, Event, events, {"changes"})


async def plans_fit(db: AsyncSession) -> None:
    """Let PostgreSQL plan every statement of this transaction for the tables as they are now.

    Else it may keep the plan that was right for empty tables: each lookup of a thousand then goes through every row.
    """
    if not _is_sqlite(db):
        await db.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


async def rows_by(db: AsyncSession, columns: Sequence[Any], by: Any, values: Iterable[Any], *more: Any) -> list[Any]:
    """The rows of one table whose column is one of the values, with more conditions; nothing is asked for no values."""
    wanted = set(values)
    return list((await db.execute(select(*columns).where(one_of(db, by, wanted), *more))).all()) if wanted else []


async def locked_many(db: AsyncSession, model: type[T], ids: Iterable[UUID | None]) -> list[T]:
    """Entities by id, locked in the order of their ids."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return []
    key = model.__table__.c.id  # type: ignore[attr-defined] # every table class has it
    return list((await db.scalars(select(model).where(one_of(db, key, wanted)).order_by(key).with_for_update())).all())


def one_of(db: AsyncSession, column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """One array is one parameter: a thousand of them take longer to send and to plan than to look up."""
    if _is_sqlite(db):
        return column.in_(values)  # type: ignore[no-any-return] # a column of any table
    kind = String() if column.type.python_type is str else column.type  # with its length longer values would be cut off
    return column == any_(literal(list(values), ARRAY(kind)))  # type: ignore[no-any-return] # the same


def _is_sqlite(db: AsyncSession) -> bool:
    return db.get_bind().dialect.name == "sqlite"


async def put_rows(session: AsyncSession, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert complete rows of a table whose changes leave no event, or whose events are written beside.

    Raises Clash.
    """
    if rows:
        await put_columns(session, model, _columns(rows, {}))


async def put_columns(session: AsyncSession, model: type[Base], columns: Columns, ready: Collection[str] = ()) -> None:
    """Insert complete rows by column, past the log; the values of `ready` columns are as the driver takes them.

    Whoever calls it writes the events, or the table is one without. Raises Clash.
    """
    await session.flush()
    connection = await session.connection()
    table: Table = model.__table__  # type: ignore[attr-defined] # every table class has it
    bound = [values if name in ready else _bound(table, name, connection.dialect, values)
             for name, values in columns.items()]  # fmt: skip
    records = list(zip(*bound, strict=True))
    try:
        if connection.dialect.name == "postgresql":
            driver: Any = (await connection.get_raw_connection()).driver_connection
            if not driver.is_in_transaction():
                await connection.exec_driver_sql("SELECT 1")  # begins the one that COPY joins
            await driver.copy_records_to_table(table.name, records=records, columns=list(columns))
            return
        names, places = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        await connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', records)  # noqa: S608 - names of our own columns
    except (IntegrityError, asyncpg.IntegrityConstraintViolationError) as error:
        raise Clash(table.name) from error
    except asyncpg.PostgresError as error:
        raise OperationalError(f"COPY {table.name}", None, error) from error


def _columns(rows: Sequence[Row], blanks: Row) -> Columns:
    """Every column of the rows, with what a row that has none gets."""
    names = [*blanks, *(name for name in rows[0] if name not in blanks)]
    return {name: [row.get(name, blanks[name]) for row in rows] if name in blanks else [row[name] for row in rows]
            for name in names}  # fmt: skip


def _bound(table: Table, name: str, dialect: Dialect, values: list[Any]) -> list[Any]:
    """The values as the driver takes them; the same value is asked for once."""
    process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    if process is None:
        return values
    made: dict[Any, Any] = {}
    found = []
    for value in values:
        if type(value) in _UNKEYED:
            found.append(process(value))
            continue
        if value not in made:
            made[value] = process(value)
        found.append(made[value])
    return found


def plain_defaults(model: type[Base]) -> Row:
    """The model's own plain defaults."""
    fields = model.model_fields.items()
    return {name: field.default for name, field in fields if not field.is_required() and field.default_factory is None}


def _events(session: AsyncSession, clock: Clock, model: type[Entity], columns: Columns) -> Columns:
    """One event of each new row, all but the action and what is null; `changes` is JSON already."""
    count = len(columns["id"])
    counties = counties_of(model, columns)
    said = {
        "entity": model.__tablename__, "entity_version": 1, "actor_kind": session.info.get("actor_kind", "system"),
        "actor_id": session.info.get("actor_id"), "request_id": session.info.get("request_id"),
        "at": clock.now(),
    }  # fmt: skip
    parts = [_fragments(name, columns[name]) for name in model.event_fields]
    return {
        "county_code": [county for county, _ in counties],
        "other_county_code": [other if other != county else None for county, other in counties],
        "id": [new_id() for _ in range(count)],
        "entity_id": columns["id"],
        **{name: [value] * count for name, value in said.items()},
        "changes": [f"{{{', '.join(changes)}}}" for changes in zip(*parts, strict=True)] if parts else ["{}"] * count,
    }


def counties_of(model: type[Entity], columns: Columns) -> Sequence[tuple[Any, Any]]:
    """Of each row the county that owns it and the other one it concerns."""
    if model.event_counties is Entity.event_counties:
        return [(county, None) for county in columns["county_code"]]
    rows = zip(*columns.values(), strict=True)
    return [model.event_counties(SimpleNamespace(**dict(zip(columns, row, strict=True)))) for row in rows]  # type: ignore[arg-type] # reads columns only


def _fragments(name: str, values: list[Any]) -> list[str]:
    """What each event says about one field."""
    head, made = f'"{name}": {{"to": ', {}
    found = []
    for value in values:
        kind = type(value)
        if kind is UUID:
            found.append(f'{head}"{value}"}}')
        elif kind in _UNKEYED:
            found.append(f"{head}{json.dumps(value)}}}")
        else:
            if value not in made:
                made[value] = f"{head}{json.dumps(plain(value))}}}"
            found.append(made[value])
    return found
