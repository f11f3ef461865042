"""What the database's own errors mean to the caller."""

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from services.api.kernel.storage_errors import storage_problem


def wrapped(original: BaseException, kind: type[DBAPIError] = OperationalError) -> DBAPIError:
    """As SQLAlchemy hands it on: the driver's error below its own."""
    error = kind("SELECT 1", {}, original)
    error.__cause__ = original
    return error


BUSY = [
    wrapped(sqlite3.OperationalError("database is locked")),
    wrapped(sqlite3.OperationalError("unable to open database file")),
    wrapped(asyncpg.CannotConnectNowError("the database system is starting up")),
    wrapped(asyncpg.AdminShutdownError("terminating connection")),
    wrapped(asyncpg.ConnectionDoesNotExistError("connection was closed")),
    wrapped(asyncpg.TooManyConnectionsError("too many clients")),
    wrapped(asyncpg.DeadlockDetectedError("deadlock detected")),
    wrapped(asyncpg.SerializationError("could not serialize access")),
    wrapped(asyncpg.LockNotAvailableError("lock timeout")),
    wrapped(asyncpg.InterfaceError("connection is closed")),
    PoolTimeout("QueuePool limit reached"),
    ConnectionRefusedError(111, "refused"),
    TimeoutError(),
]


@pytest.mark.parametrize("error", BUSY, ids=lambda error: type(getattr(error, "orig", error)).__name__)
def test_a_busy_or_absent_database_is_a_503_with_retry_after(error: BaseException) -> None:
    problem = storage_problem(error)
    assert problem is not None
    assert (problem.status, problem.code) == (503, "storage.busy")
    assert int(problem.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    "error",
    [
        wrapped(sqlite3.OperationalError("database or disk is full")),
        wrapped(sqlite3.OperationalError("disk I/O error")),
        wrapped(asyncpg.DiskFullError("could not extend file")),
    ],
    ids=["sqlite full", "sqlite file size limit", "postgresql full"],
)
def test_a_full_disk_is_a_507(error: BaseException) -> None:
    problem = storage_problem(error)
    assert problem is not None
    assert (problem.status, problem.code) == (507, "storage.full")


def test_a_clash_is_a_409_that_repeats_no_value_and_an_overtaken_row_a_412() -> None:
    clash = storage_problem(wrapped(asyncpg.UniqueViolationError("Key (code)=(秘密) already exists"), IntegrityError))
    assert clash is not None
    assert (clash.status, clash.code) == (409, "conflict.constraint")
    assert "秘密" not in clash.detail + clash.title
    overtaken = storage_problem(StaleDataError("UPDATE statement matched 0 row(s)"))
    assert overtaken is not None
    assert overtaken.status == 412


def test_an_error_inside_another_is_found_and_a_mistake_of_ours_is_not_the_storages() -> None:
    try:
        try:
            raise wrapped(sqlite3.OperationalError("database is locked"))
        except OperationalError as inner:
            raise RuntimeError("while saving") from inner
    except RuntimeError as outer:
        found = storage_problem(outer)
    assert found is not None
    assert found.status == 503
    assert storage_problem(wrapped(sqlite3.OperationalError("no such column: x"), ProgrammingError)) is None
    assert storage_problem(ValueError("x")) is None
