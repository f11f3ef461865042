"""What a database's own errors mean to the caller: busy (503), full (507), overtaken (412), conflicting (409)."""

import errno
import sqlite3

import asyncpg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from services.api.kernel.problems import Problem

RETRY_SECONDS = 2
_FULL_WORDS = ("disk is full", "disk i/o error", "file too large")
_FULL_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE_BUSY_WORDS = ("locked", "busy", "unable to open")
_PG_BUSY = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.InterfaceError,
)


def storage_problem(error: BaseException) -> Problem | None:
    """The problem to answer with, or None when the error is not the storage's."""
    for cause in _causes(error):
        if isinstance(cause, StaleDataError):
            return Problem("precondition.stale")
        if _is_full(cause):
            return Problem("storage.full")
        if _is_busy(cause):
            return busy()
    if isinstance(error, IntegrityError):
        return Problem("conflict.constraint")
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return busy()
    return None


def busy() -> Problem:
    """503 with Retry-After."""
    return Problem("storage.busy", headers={"Retry-After": str(RETRY_SECONDS)}, seconds=RETRY_SECONDS)


def _causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        current = todo.pop()
        if current is None or current in found:
            continue
        found.append(current)
        todo += [current.__cause__, current.__context__, getattr(current, "orig", None)]
    return found


def _is_full(error: BaseException) -> bool:
    if isinstance(error, (asyncpg.DiskFullError, asyncpg.OutOfMemoryError)):
        return True
    if isinstance(error, OSError):
        return error.errno in _FULL_NUMBERS
    return isinstance(error, sqlite3.OperationalError) and any(word in str(error).lower() for word in _FULL_WORDS)


def _is_busy(error: BaseException) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return any(word in str(error).lower() for word in _SQLITE_BUSY_WORDS)
    return isinstance(error, (PoolTimeout, ConnectionError, TimeoutError, *_PG_BUSY))
