"""The client of the guide for integrators, run as it stands there against a running API (docs/integrators/sync.md)."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import or_, select

from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.features.schools.models import School
from services.api.kernel.passwords import secret_digest
from services.api.kernel.positions import begin_epoch
from services.api.kernel.scope import below, prefix_of
from services.api.wiring_feeds import FEEDS
from services.api.worker import Worker
from services.contracts.codes import ClientScope
from tests.factories.world import HOME, NEIGHBOUR, Make, World
from tests.support.api_process import ApiProcess
from tests.support.product import ROOT

GUIDE = ROOT / "docs" / "integrators"
SECRET = "a-secret-of-a-client-in-a-test-0001"


class Reader:
    """The client of the guide, its copy, and the API that it asks."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url, self._folder = url, folder

    def run(self) -> None:
        """Once, as the guide says."""
        own = {"API_URL": self._url, "CLIENT_ID": "county", "CLIENT_SECRET": SECRET}
        command = [sys.executable, str(GUIDE / "replica.py"), "copy.db"]
        done = subprocess.run(
            command,
            cwd=self._folder,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def rows(self) -> dict[tuple[str, str], int]:
        """What it keeps."""
        with sqlite3.connect(self._folder / "copy.db") as copy:
            return {
                (entity, row_id): version
                for entity, row_id, version in copy.execute("SELECT entity, id, version FROM copy")
            }

    def record(self, row_id: Any) -> dict[str, Any]:
        """What it keeps of one row."""
        with sqlite3.connect(self._folder / "copy.db") as copy:
            found: dict[str, Any] = json.loads(
                copy.execute("SELECT record FROM copy WHERE id = ?", [str(row_id)]).fetchone()[0]
            )
            return found


@pytest.fixture
async def reader(app: FastAPI, make: Make, database_url: str, tmp_path: Path) -> AsyncIterator[Reader]:
    client = ApiClient(
        client_id="county", name="区平台", region_code=HOME, scopes=[ClientScope.changes_read.value], legal_basis=""
    )
    await make.add(client)
    await make.add(ClientSecret(client_id=client.id, digest=secret_digest(SECRET), made_at=app.state.clock.now()))
    process = ApiProcess(database_url, tmp_path / "api.log")
    process.start()
    yield Reader(process.url, tmp_path)
    process.stop()


async def tables(app: FastAPI) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    async with app.state.database.reader() as session:
        for feed in FEEDS:
            model: Any = feed.model
            there = or_(*(below(getattr(model, name), prefix_of(HOME)) for name in feed.counties))
            for row in await session.execute(select(model.id, model.version).where(there)):
                found[feed.entity, str(row.id)] = row.version
    return found


async def test_the_client_of_the_guide_keeps_a_copy_that_equals_the_tables(
    app: FastAPI, make: Make, world: World, worker: Worker, reader: Reader
) -> None:
    await worker.run_once()
    reader.run()
    assert reader.rows() == await tables(app)
    pairing = await make.pairing(world.urban, world.third)
    async with app.state.database.writer(clock=app.state.clock) as session:
        (await session.get_one(School, world.urban.id)).township = "沙坪镇"
        (await session.get_one(School, world.rural.id)).county_code = NEIGHBOUR
    await worker.run_once()
    reader.run()
    kept = reader.rows()
    assert kept == await tables(app)
    assert reader.record(world.urban.id)["township"] == "沙坪镇"
    assert ("pairing", str(pairing.id)) in kept
    assert ("school", str(world.rural.id)) not in kept
    async with app.state.database.writer(clock=app.state.clock) as session:
        await begin_epoch(session, app.state.clock.now())
    reader.run()
    assert reader.rows() == kept


@pytest.mark.parametrize("name", ["sync.md", "sync.en.md"])
def test_the_guide_names_what_there_is(name: str) -> None:
    text = (GUIDE / name).read_text("utf-8")
    for said in ("/api/v1/changes/snapshot.ndjson.gz", "after_position", "changes.resync", "changes.cursor",
                 "changes.entity", "changes.two_places", "tombstone", "next_cursor", "as_of_position"):  # fmt: skip
        assert said in text
