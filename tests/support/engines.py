"""Engines that stay from test to test, for the statements that they have compiled: a seventh of a test's work is that.

A test has an engine for itself: what it took is given back when it is over, without its connections, which belong to
the event loop that is gone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy.ext.asyncio import AsyncEngine

from services.api.kernel import db
from services.api.settings import Settings

SETTINGS = (
    "pool_size", "pool_timeout_seconds", "connect_timeout_seconds", "command_timeout_seconds",
    "database_behind_pgbouncer",
)  # fmt: skip
"""What an engine is made of, beside its address."""
_FREE: dict[tuple[Any, ...], list[AsyncEngine]] = {}
_taken: list[tuple[tuple[Any, ...], AsyncEngine]] = []


@contextmanager
def kept_engines() -> Iterator[None]:
    """Databases that are made inside have engines that an earlier test has used, where there are such."""
    sqlite, postgres = db._sqlite_engine, db._postgres_engine

    def of_sqlite(settings: Settings, *, read_only: bool) -> AsyncEngine:
        return _take(settings, (settings.url, read_only), lambda: sqlite(settings, read_only=read_only))

    def of_postgres(url: str, settings: Settings, connect_seconds: float | None = None) -> AsyncEngine:
        return _take(settings, (url, connect_seconds), lambda: postgres(url, settings, connect_seconds))

    with patch.multiple(db, _sqlite_engine=of_sqlite, _postgres_engine=of_postgres):
        try:
            yield
        finally:
            while _taken:
                key, engine = _taken.pop()
                engine.sync_engine.dispose(close=False)
                _FREE.setdefault(key, []).append(engine)


def _take(settings: Settings, of: tuple[Any, ...], make: Callable[[], AsyncEngine]) -> AsyncEngine:
    key = (*of, *(getattr(settings, name) for name in SETTINGS))
    free = _FREE.get(key)
    engine = free.pop() if free else make()
    _taken.append((key, engine))
    return engine
