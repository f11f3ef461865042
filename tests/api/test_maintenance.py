"""Maintenance: everybody reads, nobody writes, in every process from the next request on, until it is switched off."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import typer
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api import cli_maintenance
from services.api.features.reports.models import Report
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.kernel.maintenance import Paused, pause, resume
from services.api.kernel.positions import waiting_events
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import HOME, Make, World
from tests.support.callers import SignIn
from tests.support.databases import settings_for

WORDS = "今晚升级，只能看"
Switch = Callable[..., Awaitable[None]]


@pytest.fixture
def begin(app: FastAPI, clock: SetClock) -> Switch:
    """`await begin(until=…)`."""

    async def switch(until: datetime | None = None) -> None:
        async with app.state.database.writer() as session:
            await pause(session, WORDS, clock.now(), until)

    return switch


async def end(app: FastAPI) -> None:
    async with app.state.database.writer() as session:
        await resume(session)


def school(number: int = 1) -> dict[str, Any]:
    return {
        "code": f"21619{number:05d}", "name": f"新建第{number}小学", "county_code": HOME, "kind": "primary",
        "stages": ["primary"], "locality": "rural", "since": "2026-09-01",
    }  # fmt: skip


async def events(app: FastAPI) -> int:
    async with app.state.database.reader() as session:
        return int(await session.scalar(select(func.count()).select_from(Event)) or 0)


async def reports(app: FastAPI) -> int:
    async with app.state.database.reader() as session:
        return int(await session.scalar(select(func.count()).select_from(Report)) or 0)


async def test_reads_go_on_and_writes_are_refused_with_words_until_it_is_over(
    app: FastAPI, world: World, sign_in: SignIn, begin: Switch
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    await begin()
    before = await events(app)
    refused = await county.post("/schools", school())
    assert (refused.status_code, refused.json()["code"]) == (503, "maintenance.read_only"), refused.text
    assert WORDS in refused.json()["detail"]
    assert refused.headers["Retry-After"] == "300"
    path = f"/schools/{world.urban.id}"
    assert (await county.patch(path, {"name": "别的名字"}, version=1)).status_code == 503
    assert (await county.get(path)).status_code == 200
    assert (await county.get("/schools.csv")).status_code == 200
    shown = (await county.get("/me")).json()["maintenance"]
    assert (shown["message"], shown["until"]) == (WORDS, None)
    assert await events(app) == before + 1, "only who took a list away is noted"
    await end(app)
    assert (await county.post("/schools", school())).status_code == 201
    assert (await county.get("/me")).json()["maintenance"] is None


@pytest.mark.parametrize(("minutes", "seconds"), [(20, "1200"), (300, "3600"), (-5, "30")])
def test_when_to_come_back_is_the_expected_end_within_bounds(clock: SetClock, minutes: int, seconds: str) -> None:
    until = clock.now() + timedelta(minutes=minutes)
    assert Paused(WORDS, clock.now(), until).problem(clock.now()).headers == {"Retry-After": seconds}


async def test_the_same_key_succeeds_once_it_is_over(app: FastAPI, sign_in: SignIn, begin: Switch) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    await begin()
    assert (await county.post("/schools", school(), key="the-same-key-twice")).status_code == 503
    await end(app)
    assert (await county.post("/schools", school(), key="the-same-key-twice")).status_code == 201


async def test_signing_in_and_out_goes_on_and_an_invitation_waits(
    api: httpx.AsyncClient, sign_in: SignIn, begin: Switch
) -> None:
    caller = await sign_in(Role.county_coordinator, HOME)
    await begin()
    form = {"grant_type": "password", "username": "nobody", "password": "wrong-password"}
    refused = await api.post("/api/v1/auth/token", data=form)
    assert refused.json()["code"] == "auth.wrong_credentials"
    accepted = {"link_token": "x" * 43, "new_password": "correct-horse-battery"}
    waits = await api.post("/api/v1/invitations/accept", json=accepted)
    assert waits.json()["code"] == "maintenance.read_only", waits.text
    assert (await caller.request("DELETE", "/auth/token")).status_code != 503


async def test_a_system_is_refused_in_the_same_way(sign_in: SignIn, begin: Switch) -> None:
    client = await sign_in.client([ClientScope.stats_read])
    await begin()
    assert (await client.get("/statistics/S-01")).status_code == 200
    assert (await client.get("/me")).json()["maintenance"]["message"] == WORDS


async def test_the_worker_numbers_what_was_written_and_starts_nothing(
    app: FastAPI, world: World, make: Make, worker: Worker, begin: Switch
) -> None:
    await make.pairing(world.urban, world.neighbour)
    await begin()
    await worker.run_once()
    async with app.state.database.reader() as session:
        assert await waiting_events(session) == 0
    assert await reports(app) == 0, "no month was opened"
    await end(app)
    await worker.run_once()
    assert await reports(app) > 0


def test_an_operator_switches_it_by_one_command(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli_maintenance, "Settings", lambda: settings_for(database_url))
    cli_maintenance.on("今晚升级。", datetime(2126, 12, 3, 22, 0))  # noqa: DTZ001 - as typed, China time
    cli_maintenance.status()
    said = capsys.readouterr().out.splitlines()
    assert said[0] == said[1]
    assert "今晚升级（" in said[0]
    assert "2126-12-03 22:00" in said[0]
    cli_maintenance.off()
    assert "没有在维护" in capsys.readouterr().out


def test_an_end_that_is_over_is_not_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        cli_maintenance.on("升级", datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None))
    assert "已经过了" in capsys.readouterr().err
