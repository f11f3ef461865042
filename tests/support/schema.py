"""What a database really looks like: columns, keys, CHECKs, exclusions and indexes, comparable with another one."""

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, Inspector, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from services.api.features.models import METADATA
from services.api.kernel.ddl import POSTGRES_CONSTRAINTS, POSTGRES_EXTENSIONS

T = TypeVar("T")
Schema = dict[str, Any]
_POSTGRES_PARTS = {
    "constraints": "SELECT conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "columns": "SELECT table_name || '.' || column_name, concat_ws(' ', data_type, character_maximum_length, "
    "is_nullable, column_default, is_identity) FROM information_schema.columns WHERE table_schema = 'public'",
    "triggers": "SELECT tgrelid::regclass::text || '.' || tgname, '' FROM pg_trigger WHERE NOT tgisinternal",
}


def on(url: str, work: Callable[[Connection], T]) -> T:
    """Do something on a connection to a database and commit. Not inside a running event loop."""
    return asyncio.run(_on(url, work))


async def _on(url: str, work: Callable[[Connection], T]) -> T:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def create_from_code(connection: Connection) -> None:
    """The schema as the models and the hand-written constraints say, without any migration."""
    if connection.dialect.name == "postgresql":
        for extension in POSTGRES_EXTENSIONS:
            connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {extension}"))
    METADATA.create_all(connection)
    if connection.dialect.name == "postgresql":
        for name, (table, definition) in POSTGRES_CONSTRAINTS.items():
            connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"))


def describe(connection: Connection) -> Schema:
    """Everything that matters, as plain values."""
    found = _postgres(connection) if connection.dialect.name == "postgresql" else _sqlite(connection)
    return {
        part: {name: _same_spelling(value) for name, value in rows.items() if not name.startswith("alembic_version")}
        for part, rows in found.items()
    }


def _postgres(connection: Connection) -> Schema:
    return {
        part: {row[0]: row[1] for row in connection.execute(text(query))} for part, query in _POSTGRES_PARTS.items()
    }


def _sqlite(connection: Connection) -> Schema:
    inspector = inspect(connection)
    schema: Schema = {"columns": {}, "constraints": {}, "indexes": {}, "triggers": {}}
    master = connection.execute(text("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master")).all()
    for kind, name, table, sql in master:
        if kind in {"index", "trigger"} and not name.startswith("sqlite_autoindex"):
            schema["indexes" if kind == "index" else "triggers"][f"{table}.{name}"] = sql
    for table in inspector.get_table_names():
        schema["columns"] |= {
            f"{table}.{column['name']}": f"{column['type']} {column['nullable']} {column['default']}"
            for column in inspector.get_columns(table)
        }
        schema["constraints"] |= {
            f"{table}.{name}": definition for name, definition in _sqlite_constraints(inspector, table)
        }
    return schema


def _sqlite_constraints(inspector: Inspector, table: str) -> Iterator[tuple[str | None, str]]:
    for check in inspector.get_check_constraints(table):
        yield check["name"], check["sqltext"]
    for unique in inspector.get_unique_constraints(table):
        yield unique["name"], f"unique {unique['column_names']}"
    for key in inspector.get_foreign_keys(table):
        yield (
            key["name"],
            f"{key['constrained_columns']} {key['referred_table']} {key['referred_columns']} {key['options']}",
        )
    primary = inspector.get_pk_constraint(table)
    yield primary["name"], f"primary {primary['constrained_columns']}"


def _same_spelling(value: str) -> str:
    return re.sub(r"\s+", " ", value.replace('"', "")).strip()


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows in each table of ours that exists."""
    there = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in sorted(there)}  # noqa: S608 - names from the catalogue
