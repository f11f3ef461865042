"""Engines and sessions: one transaction per request, on SQLite and PostgreSQL alike (architecture §3)."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated, Any
from uuid import uuid4

import asyncpg
from fastapi import Depends, Request
from sqlalchemy import event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

from services.api.kernel.events import EventfulSession
from services.api.kernel.logs import log_failure
from services.api.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
BUSY_TIMEOUT_MS = 5000
REPLICA_CONNECT_SECONDS, REPLICA_PAUSE_SECONDS = 2.0, 5.0
_DIRECT: dict[str, Any] = {"server_settings": {"timezone": "UTC", "jit": "off"}}
"""Compiling a statistic took half a second, and running it seven milliseconds: no statement of ours gains by it."""
_BEHIND_PGBOUNCER: dict[str, Any] = {
    "server_settings": {"timezone": "UTC"},  # it refuses `jit`: the role may have it, see its ini file
    "statement_cache_size": 0,
    "prepared_statement_cache_size": 0,
    "prepared_statement_name_func": lambda: f"__asyncpg_{uuid4()}__",
}
"""A statement that one transaction prepared is unknown to the next one's connection, or is another's of that name."""
_GONE = (DBAPIError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Database:
    """The write engine and the read engine of one process.

    SQLite: the write pool has one connection, so it is the first-in-first-out lock that writers pass
    before BEGIN IMMEDIATE; readers have their own read-only connections on the write-ahead log.
    PostgreSQL: both use one pool. With `database_read_url` statistics, exports and the log are read from that replica,
    and everything else from the primary, so that people see what they have just done. Only some of these bulk reads
    run at once in a process, the next ones wait: a province that pulls all day leaves the rest to the schools.
    """

    def __init__(self, settings: Settings) -> None:
        self.is_sqlite = settings.is_sqlite
        if self.is_sqlite:
            self.write_engine = _sqlite_engine(settings, read_only=False)
            self.read_engine = _sqlite_engine(settings, read_only=True)
        else:
            self.write_engine = _postgres_engine(settings.url, settings)
            self.read_engine = self.write_engine
        self._turns = asyncio.Semaphore(settings.bulk_reads_at_once)
        self._longest_wait = settings.command_timeout_seconds
        self.replica = Replica(settings) if settings.database_read_url and not self.is_sqlite else None
        self._writer = async_sessionmaker(
            self.write_engine, class_=AsyncSession, sync_session_class=EventfulSession, expire_on_commit=False
        )
        self._reader = async_sessionmaker(self.read_engine, class_=AsyncSession, autoflush=False)
        # Behind pgbouncer, without a transaction, each step may go elsewhere; on SQLite BEGIN costs no round trip
        self._alone = None if self.is_sqlite or settings.database_behind_pgbouncer else "AUTOCOMMIT"
        engine = self.read_engine.execution_options(isolation_level=self._alone) if self._alone else self.read_engine
        self._fresh_reader = async_sessionmaker(engine, class_=AsyncSession, autoflush=False)

    @asynccontextmanager
    async def writer(self, **info: Any) -> AsyncIterator[AsyncSession]:
        """A session that commits when the block ends well. `info` feeds the events (actor, clock …)."""
        async with self._writer() as session:
            session.info.update(info)
            yield session
            await session.commit()

    @asynccontextmanager
    async def reader(self) -> AsyncIterator[AsyncSession]:
        """A session that reads in one transaction and never commits; on SQLite that is one snapshot."""
        async with self._reader() as session:
            yield session

    @asynccontextmanager
    async def replica_reader(self, isolation_level: str | None = None) -> AsyncIterator[AsyncSession]:
        """A session that reads one snapshot from the replica, which may be behind; from the primary without one.

        A replica that does not answer is left alone for a few seconds, and the primary takes its place.
        """
        options = {"isolation_level": isolation_level} if isolation_level and not self.is_sqlite else {}
        async with AsyncExitStack() as stack:
            session = await self.replica.open(stack, options) if self.replica else None
            if session is None:
                session = await stack.enter_async_context(self._reader())
                _ = await session.connection(execution_options=options) if options else None
            yield session

    @asynccontextmanager
    async def bulk_reader(self) -> AsyncIterator[AsyncSession]:
        """A `replica_reader` in its turn, each statement for itself.

        Raises sqlalchemy.exc.TimeoutError as a pool that is used up does.
        """
        try:
            async with asyncio.timeout(self._longest_wait):
                await self._turns.acquire()
        except TimeoutError as error:
            raise PoolTimeout("too many bulk reads at once") from error
        try:
            async with self.replica_reader(self._alone) as session:
                yield session
        finally:
            self._turns.release()

    @asynccontextmanager
    async def fresh_reader(self) -> AsyncIterator[AsyncSession]:
        """Reads of the newest committed state, never of a replica: for what people ask, sign-in and access checks.

        On PostgreSQL each statement stands for itself, as in READ COMMITTED it sees what is committed when it begins
        anyway: BEGIN and ROLLBACK were two of a page's five round trips. For nothing that streams.
        """
        async with self._fresh_reader() as session:
            yield session

    async def close(self) -> None:
        """Give all connections back."""
        await self.write_engine.dispose()
        await self.read_engine.dispose()
        if self.replica:
            await self.replica.engine.dispose()


class Replica:
    """A copy of the database that reads may go to, and whether it answers."""

    def __init__(self, settings: Settings) -> None:
        self.engine = _postgres_engine(settings.database_read_url, settings, connect_seconds=REPLICA_CONNECT_SECONDS)
        self._sessions = async_sessionmaker(self.engine, class_=AsyncSession, autoflush=False)
        self._not_before = 0.0

    @property
    def answers(self) -> bool:
        """False for a few seconds after it did not."""
        return time.monotonic() >= self._not_before

    async def open(self, stack: AsyncExitStack, options: dict[str, Any]) -> AsyncSession | None:
        """A session with a connection that works, closed with the stack; None when there is none to be had."""
        if not self.answers:
            return None
        session = await stack.enter_async_context(self._sessions())
        try:
            _ = await session.connection(execution_options=options)
        except _GONE as error:
            self._not_before = time.monotonic() + REPLICA_PAUSE_SECONDS
            log_failure("replica_gone", error, reading_from="primary")
            return None
        return session


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    """The request's session: read-only for GET and HEAD, otherwise committed before the answer leaves."""
    database: Database = request.app.state.database
    if request.method in SAFE_METHODS:
        from_replica = getattr(request.scope.get("route"), "from_replica", False)
        async with database.bulk_reader() if from_replica else database.fresh_reader() as session:
            yield session
    else:
        async with database.writer(clock=request.app.state.clock) as session:
            request.state.session = session
            yield session


Db = Annotated[AsyncSession, Depends(get_session, scope="function")]
"""The only way a route gets a session."""


def _sqlite_engine(settings: Settings, *, read_only: bool) -> AsyncEngine:
    engine = create_async_engine(
        settings.url,
        hide_parameters=True,  # an error's text reaches logs, and rows hold names and phones
        poolclass=AsyncAdaptedQueuePool,
        pool_size=4 if read_only else 1,
        max_overflow=4 if read_only else 0,
        pool_timeout=settings.pool_timeout_seconds,
        connect_args={"timeout": BUSY_TIMEOUT_MS / 1000},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"query_only={'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED" if read_only else "BEGIN IMMEDIATE")

    return engine


def _postgres_engine(url: str, settings: Settings, connect_seconds: float | None = None) -> AsyncEngine:
    """With `connect_seconds` one that is looked at before each use, because another takes its place."""
    return create_async_engine(
        make_url(url),
        pool_pre_ping=connect_seconds is not None,
        hide_parameters=True,
        pool_size=settings.pool_size,
        max_overflow=settings.pool_size,
        pool_timeout=settings.pool_timeout_seconds,
        pool_recycle=1800,
        connect_args={
            "timeout": connect_seconds or settings.connect_timeout_seconds,
            "command_timeout": settings.command_timeout_seconds,
            **(_BEHIND_PGBOUNCER if settings.database_behind_pgbouncer else _DIRECT),
        },
    )


async def ping(session: AsyncSession) -> None:
    """One round trip, to see that the database answers."""
    await session.execute(text("select 1"))
