"""The limit: Starlette and the bare driver, JSON built by the database, no authentication, no log, no checks."""

import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

import aiosqlite
import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from services.api.kernel.ids import new_id

COLUMNS = (
    "id", "version", "mode", "direction", "workload", "exclusive", "subject", "start_on", "end_on", "planned_end_on",
    "school_year", "status", "home_county_code", "receiving_county_code", "person_name", "sending_code",
    "sending_name", "receiving_code", "receiving_name", "sex", "age", "post", "title", "stage",
)  # fmt: skip
PAGE = """SELECT {build} FROM (SELECT a.*, p.name AS person_name, s.code AS sending_code, s.name AS sending_name,
    r.code AS receiving_code, r.name AS receiving_name FROM assignment a JOIN person p ON p.id = a.person_id
    JOIN school s ON s.id = a.sending_school_id JOIN school r ON r.id = a.receiving_school_id
    WHERE a.home_county_code = '610304' ORDER BY a.start_on DESC, a.id DESC LIMIT 50) q"""
COUNT = """SELECT {build} FROM (SELECT direction, count(*) AS assignments, count(DISTINCT person_id) AS persons
    FROM assignment WHERE school_year = 2026 AND home_county_code = '610304' AND status IN ('active', 'completed')
    GROUP BY direction) q"""
SUBMISSION = (
    "CREATE TABLE IF NOT EXISTS bare_submission (id {id} PRIMARY KEY, month TEXT NOT NULL, content {json} NOT NULL)"
)


class Driver(Protocol):
    """What both drivers do here."""

    async def text(self, query: str) -> str:
        """The one text that the database has built."""

    async def submit(self, month: str, content: str) -> str:
        """Insert one row in a transaction of its own; its id."""


class Postgres:
    """asyncpg and a pool."""

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self.page = PAGE.format(build=f"json_agg(json_build_object({_pairs()}))")
        self.count = COUNT.format(build="json_agg(q)")

    async def text(self, query: str) -> str:
        """One round trip."""
        return str(await self._pool.fetchval(query))

    async def submit(self, month: str, content: str) -> str:
        """BEGIN, INSERT, COMMIT."""
        row_id = new_id()
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("INSERT INTO bare_submission VALUES ($1, $2, $3)", row_id, month, content)
        return str(row_id)


class Sqlite:
    """aiosqlite, one connection that writes and one that reads."""

    def __init__(self, reader: aiosqlite.Connection, writer: aiosqlite.Connection) -> None:
        self._reader, self._writer = reader, writer
        self.page = PAGE.format(build=f"json_group_array(json_object({_pairs()}))")
        objects = "json_object('direction', direction, 'assignments', assignments, 'persons', persons)"
        self.count = COUNT.format(build=f"json_group_array({objects})")

    async def text(self, query: str) -> str:
        """One hand-over to the thread."""
        rows = list(await self._reader.execute_fetchall(query))
        return str(rows[0][0])

    async def submit(self, month: str, content: str) -> str:
        """One statement is one transaction."""
        row_id = new_id().hex
        await self._writer.execute_insert("INSERT INTO bare_submission VALUES (?, ?, ?)", (row_id, month, content))
        return row_id


def _pairs() -> str:
    return ", ".join(f"'{name}', {name}" for name in COLUMNS)


@asynccontextmanager
async def _driver(url: str) -> AsyncIterator[Postgres | Sqlite]:
    if url.startswith("postgresql"):
        async with asyncpg.create_pool(url.replace("+asyncpg", ""), min_size=8, max_size=8) as pool:
            await pool.execute(SUBMISSION.format(id="uuid", json="json"))
            yield Postgres(pool)
        return
    path = url.split("///", 1)[1]
    async with aiosqlite.connect(path) as reader, aiosqlite.connect(path, isolation_level=None) as writer:
        await writer.execute("PRAGMA journal_mode=WAL")
        await writer.execute("PRAGMA synchronous=NORMAL")
        await writer.execute(SUBMISSION.format(id="TEXT", json="TEXT"))
        reader.row_factory = sqlite3.Row
        yield Sqlite(reader, writer)


def create_bare(url: str) -> Starlette:
    """Four addresses, as our own are asked for in the bench."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with _driver(url) as driver:
            app.state.driver = driver
            yield

    async def page(request: Request) -> Response:
        driver = request.app.state.driver
        return Response(await driver.text(driver.page), media_type="application/json", headers={"ETag": '"1"'})

    async def count(request: Request) -> Response:
        driver = request.app.state.driver
        body = await driver.text(driver.count)
        if "if-none-match" in request.headers:
            return Response(status_code=304, headers={"ETag": '"1"'})
        return Response(body, media_type="application/json", headers={"ETag": '"1"'})

    async def submit(request: Request) -> Response:
        body = (await request.body()).decode()
        made = await request.app.state.driver.submit("2026-11", body)
        return Response(json.dumps({"id": made}), 201, media_type="application/json")

    routes: list[tuple[str, Callable[[Request], Awaitable[Response]], str]] = [
        ("/page", page, "GET"), ("/count", count, "GET"), ("/submit", submit, "POST"),
    ]  # fmt: skip
    return Starlette(
        routes=[Route(path, endpoint, methods=[verb]) for path, endpoint, verb in routes], lifespan=lifespan
    )
