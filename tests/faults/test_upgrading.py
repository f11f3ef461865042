"""An installation of an earlier release, with rows in every table, is brought up by one command and serves."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.api import cli, migrating
from services.api.main import equip
from services.contracts.codes import Role
from tests.factories.world import PROVINCE
from tests.support.callers import SignIn
from tests.support.databases import SECRETS, settings_for
from tests.support.installations import empty_beside
from tests.support.rows import fill_every_table
from tests.support.schema import count_rows, on

EARLIER = "0014"
MADE_BY_MIGRATE = {"region"}
"""The official regions come with the command."""


@pytest.fixture(params=["sqlite", "postgres"])
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database as that release left it."""
    with empty_beside(request.param, tmp_path) as url:
        migrating.upgrade(url)
        on(url, fill_every_table)
        migrating.downgrade(url, EARLIER)
        yield url


def test_one_command_brings_an_earlier_release_up_and_it_serves(
    wired_app: FastAPI, earlier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = on(earlier, count_rows)
    for name, value in {**SECRETS, "database_url": earlier, "data_dir": str(tmp_path)}.items():
        monkeypatch.setenv(name.upper(), value)
    for _ in range(2):
        cli.migrate()
    found = on(earlier, count_rows)
    assert {name: found[name] for name in rows if name not in MADE_BY_MIGRATE} == {
        name: count for name, count in rows.items() if name not in MADE_BY_MIGRATE
    }
    assert found["region"] > rows["region"]
    asyncio.run(serves(wired_app, earlier))


async def serves(app: FastAPI, url: str) -> None:
    """Ready, and its lists can be read."""
    equip(app, settings_for(url))
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as api:
            ready = await api.get("/health/ready")
            assert ready.status_code == 200, ready.text
            assert ready.json()["checks"]["migrations"]["revision"] == migrating.head_revision()
            caller = await SignIn(app, api)(Role.auditor, PROVINCE)
            for path in ("/me", "/schools", "/assignments", "/events", "/statistics/S-01"):
                answer = await caller.get(path)
                assert answer.status_code == 200, (path, answer.text)
    finally:
        app.state.passwords.close()
        await app.state.database.close()
