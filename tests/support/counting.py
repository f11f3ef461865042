"""How many statements a call sends to the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


@contextmanager
def counted_reads(app: FastAPI) -> Iterator[list[str]]:
    """The statements that the read engine runs inside the block."""
    with _counted(app.state.database.read_engine) as statements:
        yield statements


@contextmanager
def counted_writes(app: FastAPI) -> Iterator[list[str]]:
    """The statements of the write engine: on PostgreSQL, where it is the read engine too, all of a call."""
    with _counted(app.state.database.write_engine) as statements:
        yield statements


@contextmanager
def _counted(engine: AsyncEngine) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            statements.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", note)
