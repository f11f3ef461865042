"""The storage goes away, the process is killed, the disk is full: nothing half, nothing twice, nothing lost."""

import asyncio
import random
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from services.api.kernel.ids import new_id
from services.api.main import create_app
from services.api.preparing import prepare
from services.contracts.codes import Role
from tests.factories.world import HOME
from tests.support import postgres
from tests.support.api_process import ApiProcess
from tests.support.callers import SignIn
from tests.support.databases import settings_for, sqlite_database
from tests.support.full_log import fill_log

KILLS = 50
MEGABYTE = 1024 * 1024


@dataclass
class Running:
    """An API process and a coordinator's token for it."""

    api: ApiProcess
    token: str

    def school(self, number: int) -> dict[str, Any]:
        """A school to create; the number makes its code."""
        return {
            "code": f"2161{number:06d}", "name": f"新建第{number}小学", "county_code": HOME, "kind": "primary",
            "stages": ["primary"], "locality": "rural", "since": "2026-09-01",
        }  # fmt: skip

    async def create(self, http: httpx.AsyncClient, number: int, key: str) -> httpx.Response:
        """One creating POST with its key."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        return await http.post(f"{self.api.url}/api/v1/schools", json=self.school(number), headers=headers)


@asynccontextmanager
async def running_on(url: str, log: Path, limit: int | None = None) -> AsyncIterator[Running]:
    """Sign a coordinator in and start the API on this database."""
    app = create_app(settings_for(url, access_token_seconds=3600))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as http:
        caller = await SignIn(app, http)(Role.county_coordinator, HOME)
    app.state.passwords.close()
    await app.state.database.close()
    api = ApiProcess(url, log, limit)
    api.start()
    try:
        yield Running(api, caller.token)
    finally:
        api.stop()


@pytest.fixture
def sqlite_url() -> Iterator[str]:
    """A migrated SQLite database of the test's own."""
    with sqlite_database() as url:
        yield url


def rows_of(url: str, statement: str) -> list[Any]:
    """What the database file says, read beside the API."""
    connection = sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"), timeout=10)
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


async def test_fifty_kills_during_writes_leave_each_write_whole_or_not_at_all(sqlite_url: str, tmp_path: Path) -> None:
    async with running_on(sqlite_url, tmp_path / "api.log") as running, httpx.AsyncClient(timeout=30) as http:
        chance, sent = random.Random(7), {}
        for attempt in range(KILLS):
            batch = {number: new_id().hex for number in range(attempt * 4 + 1, attempt * 4 + 5)}
            sent.update(batch)
            killer = threading.Timer(chance.uniform(0, 0.06), running.api.kill)
            killer.start()
            calls = [running.create(http, number, key) for number, key in batch.items()]
            await asyncio.gather(*calls, return_exceptions=True)
            killer.join()
            await asyncio.to_thread(running.api.start)
            answers = [await running.create(http, number, key) for number, key in batch.items()]
            assert [answer.status_code for answer in answers] == [201] * len(batch)
    assert rows_of(sqlite_url, "select count(*), count(distinct code) from school") == [(len(sent), len(sent))]
    assert rows_of(sqlite_url, "select count(*) from school_locality") == [(len(sent),)]
    events = "select count(*) from event where entity = 'school'"
    assert rows_of(sqlite_url, events) == [(len(sent),)], "each write has its event"
    assert rows_of(sqlite_url, "pragma integrity_check") == [("ok",)]


async def test_a_full_disk_answers_507_and_the_same_key_succeeds_once_space_is_free(
    sqlite_url: str, tmp_path: Path
) -> None:
    path = sqlite_url.removeprefix("sqlite+aiosqlite:///")
    async with running_on(sqlite_url, tmp_path / "api.log", 20 * MEGABYTE) as running:
        filler = sqlite3.connect(path, isolation_level=None)
        fill_log(filler, Path(f"{path}-wal"), 20 * MEGABYTE)
        async with httpx.AsyncClient(timeout=30) as http:
            key = new_id().hex
            refused = await running.create(http, 1, key)
            assert (refused.status_code, refused.json()["code"]) == (507, "storage.full"), refused.text
            assert "存储空间满了" in refused.json()["detail"]
            assert rows_of(sqlite_url, "pragma integrity_check") == [("ok",)]
            filler.execute("pragma wal_checkpoint(truncate)")
            filler.close()
            again = [await running.create(http, 1, key) for _ in range(2)]
        assert [answer.status_code for answer in again] == [201, 201]
        assert again[0].json() == again[1].json()
    assert rows_of(sqlite_url, "select count(*) from school") == [(1,)]


async def test_postgres_away_for_twenty_seconds_gives_only_503_and_loses_no_confirmed_row(tmp_path: Path) -> None:
    server = postgres.new_server()
    try:
        postgres.create_template(server, _migrate)
        url = postgres.clone(server)
        async with running_on(url, tmp_path / "api.log") as running, httpx.AsyncClient(timeout=30) as http:
            answers, recovered_after = await _load_during_outage(running, http, server)
        statuses = {answer.status_code for answer in answers}
        assert statuses == {201, 503}
        assert all("Retry-After" in answer.headers for answer in answers if answer.status_code == 503)
        assert recovered_after <= 5, f"recovered after {recovered_after:.1f} s"
        connection = await asyncpg.connect(url.replace("+asyncpg", ""))
        stored = await connection.fetchval("select count(*) from school")
        await connection.close()
        assert stored == sum(answer.status_code == 201 for answer in answers)
    finally:
        server.discard()


def _migrate(url: str) -> None:
    prepare(settings_for(url))


async def _load_during_outage(
    running: Running, http: httpx.AsyncClient, server: postgres.Server
) -> tuple[list[httpx.Response], float]:
    """Ten writes a second for 30 s; the server is away from second 4 to second 24."""
    back_at, first_good = 0.0, 0.0
    tasks: list[asyncio.Task[httpx.Response]] = []

    async def one(number: int) -> httpx.Response:
        nonlocal first_good
        answer = await running.create(http, number, new_id().hex)
        if back_at and not first_good and answer.status_code == 201:
            first_good = time.monotonic()
        return answer

    async def outage() -> None:
        nonlocal back_at
        await asyncio.sleep(4)
        await asyncio.to_thread(server.stop)
        await asyncio.sleep(20)
        await asyncio.to_thread(server.start)
        back_at = time.monotonic()

    breaking = asyncio.create_task(outage())
    for number in range(1, 311):
        tasks.append(asyncio.create_task(one(number)))
        await asyncio.sleep(0.1)
    await breaking
    answers = await asyncio.gather(*tasks)
    return list(answers), first_good - back_at
