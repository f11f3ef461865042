"""Alembic's environment: one chain for SQLite and PostgreSQL, one migration per transaction."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import JSON, Connection, event, pool, text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from services.api.features.models import METADATA
from services.api.kernel.ddl import POSTGRES_CONSTRAINTS
from services.api.kernel.models import Instant
from services.api.settings import Settings

LOCK_TIMEOUT_MS = 10_000


def render_item(kind: str, item: Any, _context: Any) -> Any:
    """Migrations name database types only, never the models' own."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    if type(item).__module__.startswith("sqlmodel"):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


def include_object(_item: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Hand-written constraints are compared by their own test."""
    return not (kind == "index" and name in POSTGRES_CONSTRAINTS)


def run(connection: Connection) -> None:
    """Bring the database to the asked revision; SQLite without foreign keys meanwhile, checked before each commit."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    else:
        connection.execute(text(f"SET lock_timeout = {LOCK_TIMEOUT_MS}"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        render_as_batch=True,
        transaction_per_migration=True,
        render_item=render_item,
        include_object=include_object,
        on_version_apply=_check_foreign_keys if sqlite else None,
    )
    with context.begin_transaction():
        context.run_migrations()
    if sqlite:
        connection.commit()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _check_foreign_keys(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:
    del step, heads, run_args  # Alembic names them in its call
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"migration leaves broken foreign keys: {broken[:3]}")


def _transactional_sqlite(engine: AsyncEngine) -> AsyncEngine:
    """SQLite runs DDL inside the transaction only when we say BEGIN ourselves."""

    @event.listens_for(engine.sync_engine, "connect")
    def connect(connection: Any, _entry: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def online(engine: AsyncEngine) -> None:
    """Run on an engine of our own."""
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


def own_engine(url: str) -> AsyncEngine:
    """An engine without a pool."""
    engine = create_async_engine(url, poolclass=pool.NullPool)
    return _transactional_sqlite(engine) if url.startswith("sqlite") else engine


given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    run(given)
elif isinstance(given, AsyncEngine):
    asyncio.run(online(given))
else:
    asyncio.run(online(own_engine(context.config.get_main_option("sqlalchemy.url") or Settings().url)))
