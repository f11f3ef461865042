"""Behind a real pgbouncer with transaction pooling: many callers over a few connections, and no statement is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.api.main import equip
from services.contracts.codes import Role
from tests.factories.world import HOME, World
from tests.support.bouncer import behind_pgbouncer
from tests.support.callers import SignIn
from tests.support.databases import postgres_database, settings_for

CALLERS, CONNECTIONS = 20, 6


@pytest.fixture
def database_url() -> Iterator[str]:
    with postgres_database() as url, behind_pgbouncer(url, CONNECTIONS) as through:
        yield through


@pytest.fixture
async def app(wired_app: FastAPI, database_url: str, clock: SetClock, tmp_path: Path) -> AsyncIterator[FastAPI]:
    settings = settings_for(
        database_url, data_dir=tmp_path, database_behind_pgbouncer=True, pool_size=CALLERS, pool_timeout_seconds=30.0
    )
    equip(wired_app, settings, clock)
    yield wired_app
    wired_app.state.passwords.close()
    await wired_app.state.database.close()


async def test_reads_writes_and_exports_share_a_few_connections(app: FastAPI, world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)

    async def one(number: int) -> list[int]:
        body = {
            "code": f"21619{number:05d}", "name": f"新建第{number}小学", "county_code": HOME, "kind": "primary",
            "stages": ["primary"], "locality": "rural", "since": "2026-09-01",
        }  # fmt: skip
        made = await county.insist("/schools", body)
        answers = [made, await county.get("/me"), await county.get(f"/schools/{world.urban.id}")]
        if number % 10 == 0:
            answers.append(await county.get("/schools.csv"))
        return [answer.status_code for answer in answers]

    for _ in range(2):  # the second time over connections that others have used
        found = await asyncio.gather(*(one(number) for number in range(1, CALLERS + 1)))
        assert {status for statuses in found for status in statuses} <= {200, 201, 409}, found
    assert (await county.get("/schools", params={"count": "true"})).json()["count"] >= CALLERS
