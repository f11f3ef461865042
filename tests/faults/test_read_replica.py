"""Two real servers: what may be a moment behind comes from the replica, what people do is seen at once."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.api.kernel.db import REPLICA_PAUSE_SECONDS
from services.api.kernel.positions import give_positions
from services.api.main import equip
from services.api.preparing import prepare
from services.contracts.codes import Role
from tests.factories.world import HOME
from tests.support import postgres
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for
from tests.support.replicas import hold_back, let_go, replica_of

MOST_SECONDS = 15


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[postgres.Server, postgres.Server]]:
    """The primary and its replica."""
    primary = postgres.new_server()
    postgres.execute(primary.url(), "CREATE DATABASE product")
    prepare(settings_for(primary.url("product")))
    replica = replica_of(primary)
    yield primary, replica
    replica.discard()
    primary.discard()


@pytest.fixture
async def app(
    wired_app: FastAPI, servers: tuple[postgres.Server, postgres.Server], clock: SetClock, tmp_path: Path
) -> AsyncIterator[FastAPI]:
    """The application with both."""
    primary, replica = (server.url("product") for server in servers)
    equip(wired_app, settings_for(primary, database_read_url=replica, data_dir=tmp_path), clock)
    yield wired_app
    wired_app.state.passwords.close()
    await wired_app.state.database.close()


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def new_school(county: Caller, app: FastAPI, number: int) -> str:
    body = {
        "code": f"21619{number:05d}", "name": f"新建第{number}小学", "county_code": HOME, "kind": "primary",
        "stages": ["primary"], "locality": "rural", "since": "2026-09-01",
    }  # fmt: skip
    made = await county.post("/schools", body)
    assert made.status_code == 201, made.text
    async with app.state.database.writer() as session:
        await give_positions(session, app.state.clock.now())
    return str(body["name"])


async def position(county: Caller) -> int:
    answer = await county.get("/events", params={"newest_first": "true", "limit": 1})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["as_of_position"])


async def ready(api: httpx.AsyncClient, app: FastAPI) -> tuple[int, dict[str, Any]]:
    app.state.readiness = None
    answer = await api.get("/health/ready")
    return answer.status_code, answer.json()["checks"]["replica"]


async def caught_up(api: httpx.AsyncClient, app: FastAPI) -> bool:
    deadline = time.monotonic() + MOST_SECONDS
    while time.monotonic() < deadline:
        if await ready(api, app) == (200, {"ok": True, "positions_behind": 0}):
            return True
        await asyncio.sleep(0.1)
    return False


async def test_a_replica_that_is_behind_says_how_far_it_is_and_people_see_what_they_did(
    app: FastAPI, api: httpx.AsyncClient, county: Caller, servers: tuple[postgres.Server, ...]
) -> None:
    await new_school(county, app, 1)
    assert await caught_up(api, app)
    before = await position(county)
    hold_back(servers[1])
    name = await new_school(county, app, 2)
    assert name in (await county.get("/schools")).text, "people's pages are read from the primary"
    assert await position(county) == before, "the log says the position that the replica has"
    assert name not in (await county.get("/schools.csv")).text
    status, replica = await ready(api, app)
    assert (status, replica["ok"]) == (200, True)
    assert replica["positions_behind"] > 0
    let_go(servers[1])
    assert await caught_up(api, app)
    assert await position(county) > before
    assert name in (await county.get("/schools.csv")).text


async def test_without_its_replica_everything_is_read_from_the_primary(
    app: FastAPI, api: httpx.AsyncClient, county: Caller, servers: tuple[postgres.Server, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await new_school(county, app, 3)
    assert await caught_up(api, app)
    before = await position(county)
    await asyncio.to_thread(servers[1].stop)
    try:
        name, began = await new_school(county, app, 4), time.monotonic()
        assert await position(county) > before
        assert name in (await county.get("/schools.csv")).text
        assert (await county.get("/statistics/S-01")).status_code == 200
        assert time.monotonic() - began < MOST_SECONDS
        assert "replica_gone" in capsys.readouterr().out
        assert await ready(api, app) == (200, {"ok": False})
    finally:
        await asyncio.to_thread(servers[1].start)
    await asyncio.sleep(REPLICA_PAUSE_SECONDS)
    assert await caught_up(api, app), "it is used again by itself"
