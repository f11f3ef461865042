"""The database goes away and comes back: only 503 meanwhile, nothing lost, no restart (architecture §3)."""

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text

from services.api.features.clients.models import ApiClient
from services.api.kernel.clock import SetClock
from services.api.main import create_app, equip
from services.api.preparing import prepare
from services.contracts.codes import Role
from tests.support import postgres
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for
from tests.support.probe import PROBE, probing_app
from tests.support.schema import on

THING: Any = ApiClient
OUTAGE_SECONDS, TRIES_A_SECOND, RECOVERY_SECONDS = 3.0, 10, 5.0


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A PostgreSQL of our own that may be stopped."""
    server = postgres.new_server()
    yield server
    server.discard()


@pytest.fixture
def database_url(server: postgres.Server) -> str:
    """With commits that survive a crash of the server, unlike the other tests' databases."""
    url = postgres.empty_database(server)
    durable = f'ALTER DATABASE "{url.rsplit("/", 1)[1]}" SET synchronous_commit = on'
    on(url, lambda connection: connection.execute(text(durable)))
    prepare(settings_for(url))
    return url


@pytest.fixture(scope="session")
def wired_app() -> FastAPI:
    """The routes of the product and the probe, built once."""
    return probing_app()


@pytest.fixture
async def app(wired_app: FastAPI, database_url: str, clock: SetClock) -> AsyncIterator[FastAPI]:
    """That waits for a connection no longer than a second."""
    equip(wired_app, settings_for(database_url, pool_timeout_seconds=1.0), clock)
    yield wired_app
    wired_app.state.passwords.close()
    await wired_app.state.database.close()


@pytest.fixture
async def user(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, "610000")


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "crashed"])
async def test_an_outage_gives_503_only_and_every_201_is_a_row(
    app: FastAPI, user: Caller, api: httpx.AsyncClient, server: postgres.Server, how: signal.Signals
) -> None:
    statuses: list[int] = []

    async def write_until(end: float) -> None:
        while time.monotonic() < end:
            code = f"t{len(statuses):04}"
            answer = await user.post(PROBE, {"code": code, "name": "甲"}, key=f"key-of-{code}")
            statuses.append(answer.status_code)
            if answer.status_code == 503:
                assert answer.json()["code"] == "storage.busy"
                assert int(answer.headers["retry-after"]) >= 1
            await asyncio.sleep(1 / TRIES_A_SECOND)

    await write_until(time.monotonic() + 0.5)
    assert set(statuses) == {201}
    await asyncio.to_thread(server.stop, how)
    await write_until(time.monotonic() + OUTAGE_SECONDS)
    assert (await api.get("/health/ready")).status_code == 503
    assert (await api.get("/health/live")).status_code == 200
    server.start()  # in this thread: the server ends with the thread that started it
    back = time.monotonic()
    await write_until(back + RECOVERY_SECONDS)
    assert statuses[-1] == 201
    assert set(statuses) == {201, 503}
    async with app.state.database.reader() as session:
        counted = select(func.count()).select_from(THING).where(THING.client_id.startswith("t"))
        assert await session.scalar(counted) == statuses.count(201)
    assert (await api.get("/health/ready")).status_code == 200


async def test_a_database_that_never_was_there_is_a_503_and_not_ready(clock: SetClock, tmp_path: Path) -> None:
    nowhere = create_app(settings_for(f"sqlite+aiosqlite:///{tmp_path}/no/such/folder.db"), clock)
    transport = httpx.ASGITransport(nowhere, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as http:
        ready = await http.get("/health/ready")
        assert ready.status_code == 503
        assert ready.json()["checks"]["database"] == {"ok": False}
        assert int(ready.headers["retry-after"]) >= 1
    nowhere.state.passwords.close()
    await nowhere.state.database.close()
    await _driver_threads_end()


async def _driver_threads_end() -> None:
    """The driver's thread of a connection that never opened answers its last question while the loop still runs."""
    for _ in range(100):
        if not any("_connection_worker_thread" in thread.name for thread in threading.enumerate()):
            return
        await asyncio.sleep(0.02)
