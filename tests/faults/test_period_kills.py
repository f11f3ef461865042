"""A worker that is killed between counting a period and having written it leaves nothing; the next closes it once."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text, update

from services.api.features.periods import rules, service_closing
from services.api.features.periods.models import ClosedPeriod, PeriodProgress, StatDefinition, StatSnapshot
from services.api.features.statistics import service_freezing as freezing
from services.api.kernel.events import Event
from services.api.kernel.leases import WorkerLease
from services.api.main import create_app
from services.contracts.codes import PeriodKind, PeriodStatus
from tests.factories.world import PROVINCE, Make
from tests.support.databases import SECRETS, postgres_database, settings_for
from tests.support.product import ROOT

SECONDS = 180
PERIOD: Any = ClosedPeriod
EVENT: Any = Event


@contextmanager
def process(url: str, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The worker as operators run it; killed at the end."""
    secrets = {name.upper(): value for name, value in SECRETS.items()}
    own = {"APP_ENV": "test", "DATABASE_URL": url, "DATA_DIR": str(folder), "WORKER_TICK_SECONDS": "0.05"}
    command = [sys.executable, "-m", "services.api.cli", "worker"]
    with (folder / "worker.log").open("ab") as log:
        started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **secrets, **own}, stdout=log, stderr=log)
        try:
            yield started
        finally:
            started.send_signal(signal.SIGKILL)
            started.wait(10)


@pytest.fixture
async def app(tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The application on a PostgreSQL, whose locks show where another process stands."""
    with postgres_database() as url:
        app = create_app(settings_for(url, data_dir=tmp_path))
        yield app
        app.state.passwords.close()
        await app.state.database.close()


async def kept(app: FastAPI) -> dict[str, Any]:
    """What there is of the period."""
    async with app.state.database.reader() as db:
        counts = {
            model.__name__: await db.scalar(select(func.count()).select_from(model))
            for model in (StatSnapshot, PeriodProgress)
        }
        told = await db.scalar(select(func.count()).where(EVENT.action == "close-period"))
        return {**counts, "told": told, "status": await db.scalar(select(PERIOD.status))}


async def waits_for_a_lock(app: FastAPI) -> None:
    """Until the worker has counted and stands before what the test holds."""
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    async with asyncio.timeout(SECONDS):
        while True:
            async with app.state.database.fresh_reader() as db:
                if await db.scalar(waiting):
                    return
            await asyncio.sleep(0.05)


async def lease_ran_out(app: FastAPI) -> None:
    """A minute later: nobody holds what the dead process held."""
    async with app.state.database.writer() as db:
        await db.execute(update(WorkerLease).values(until=datetime(2000, 1, 1, tzinfo=UTC)))


def last_definition() -> StatDefinition:
    """The definition that is written last, with the numbers of all other indicators before it."""
    body = freezing.definition(freezing.freezable(PeriodKind.month)[-1]).model_dump(mode="json")
    return StatDefinition(digest=rules.digest(body), indicator=body["id"], body=body)


async def test_a_worker_that_is_killed_before_and_while_it_writes_leaves_nothing_and_the_next_closes_once(
    app: FastAPI, tmp_path: Path
) -> None:
    make, url = Make(app), app.state.settings.database_url
    world = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural, start_on=date(2025, 10, 5))
    await make.add(service_closing.new_period(PROVINCE, PeriodKind.month, "2025-10", datetime.now(UTC)))
    nothing = {"StatSnapshot": 0, "PeriodProgress": 0, "told": 0, "status": PeriodStatus.closing}
    engine = app.state.database.write_engine
    for hold in (
        select(PERIOD.id).with_for_update(),
        StatDefinition.__table__.insert().values(**last_definition().model_dump()),  # type: ignore[attr-defined] # the table of a model
    ):
        async with engine.connect() as holder:
            await holder.execute(hold)
            with process(url, tmp_path):
                await waits_for_a_lock(app)
            await holder.rollback()
        assert await kept(app) == nothing
        await lease_ran_out(app)
    with process(url, tmp_path):
        async with asyncio.timeout(SECONDS):
            while (await kept(app))["status"] is not PeriodStatus.closed:  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.05)
    whole = await kept(app)
    assert whole["StatSnapshot"] > len(freezing.freezable(PeriodKind.month))
    assert (whole["PeriodProgress"], whole["told"]) == (1, 1)
    await service_closing.close_due(app.state.database, app.state.settings, datetime.now(UTC))
    assert await kept(app) == whole
