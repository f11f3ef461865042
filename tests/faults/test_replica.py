"""A copy kept by the feed equals the tables while writers, workers and the API are killed (architecture §7).

Eight processes write with sleeps before their commits, one of them on a machine whose clock is behind; two
processes give positions. Each second one process is killed and started again. On SQLite a pause holds up every
other writer, so it is short there.
"""

import asyncio
import json
import os
import random
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.positions import first_broken_link, waiting_events
from services.api.main import create_app
from services.contracts.codes import ClientScope
from tests.factories.world import HOME, PROVINCE, Make
from tests.support.api_process import ApiProcess
from tests.support.callers import SignIn
from tests.support.copies import Key, Row, apply, tables
from tests.support.databases import settings_for
from tests.support.feed_fire import start_worker, start_writer

SECONDS = int(os.environ.get("REPLICA_FAULT_SECONDS", "60"))
WRITERS, BEHIND_MS, API_KILLS, LONGEST_QUIET = 8, 200, 3, 240


@dataclass
class Copy:
    """What another system keeps of a region, by the recipe of the guide."""

    url: str
    token: str
    rows: dict[Key, Row] = field(default_factory=dict)
    cursor: str = ""
    stones: int = 0

    @property
    def _http(self) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.AsyncClient(base_url=f"{self.url}/api/v1", headers=headers, timeout=20, trust_env=False)

    async def begin(self) -> None:
        """From a snapshot; a file that was cut off is asked for again."""
        while not self.cursor:
            try:
                async with self._http as http:
                    answer = await http.get("/changes/snapshot.ndjson")
                lines = [json.loads(line) for line in answer.text.splitlines()] if answer.is_success else []
            except (httpx.HTTPError, ValueError):
                lines = []
            if len(lines) > 1 and lines[-1] == {"rows": len(lines) - 2}:
                self.rows = {(row["entity"], row["id"]): (row["version"], row["record"]) for row in lines[1:-1]}
                self.cursor = lines[0]["cursor"]
            else:
                await asyncio.sleep(0.2)

    async def poll(self) -> bool:
        """One page; whether it told that there is nothing more."""
        try:
            async with self._http as http:
                answer = await http.get(
                    "/changes", params={"limit": 50, **({"after": self.cursor} if self.cursor else {})}
                )
        except httpx.HTTPError:
            await asyncio.sleep(0.2)
            return False
        if not answer.is_success:
            assert answer.status_code == 503, answer.text
            return False
        page = answer.json()
        for item in page["items"]:
            self.stones += item["tombstone"]
            apply(self.rows, item)
        self.cursor = page["next_cursor"]
        return not page["more"]

    async def keep(self, until: Callable[[], bool]) -> None:
        """Follow until told."""
        while not until():
            if await self.poll():
                await asyncio.sleep(0.1)


@dataclass
class Fire:
    """The processes, and who kills them."""

    url: str
    api: ApiProcess
    chance: random.Random
    processes: list[BaseProcess] = field(default_factory=list)
    kills: int = 0

    @property
    def pause(self) -> float:
        """The longest sleep before a commit, in seconds."""
        return 0.1 if self.url.startswith("sqlite") else 1.0

    def start(self, number: int) -> BaseProcess:
        """Writers first, the last of them with a clock that is behind, then the worker."""
        if number == WRITERS:
            return start_worker(self.url)
        return start_writer(self.url, number, self.pause, BEHIND_MS if number == WRITERS - 1 else 0)

    def kill_one(self) -> None:
        """SIGKILL one and start it again."""
        number = self.chance.randrange(len(self.processes))
        self.processes[number].kill()
        self.processes[number].join(10)
        self.processes[number] = self.start(number)
        self.kills += 1

    async def burn(self) -> None:
        """One kill a second; the API some times in between, once it answers again, and at least once."""
        self.processes = [self.start(number) for number in range(WRITERS + 1)]
        begun, api_kills = time.monotonic(), 0
        while (gone := time.monotonic() - begun) < SECONDS or not api_kills:
            await asyncio.sleep(1)
            self.kill_one()
            if gone > (api_kills + 1) * SECONDS / (API_KILLS + 1) and await self._answers():
                self.api.kill()
                self.api.start(wait=False)
                api_kills += 1

    async def _answers(self) -> bool:
        try:
            async with httpx.AsyncClient(timeout=1, trust_env=False) as http:
                return (await http.get(f"{self.api.url}/health/live")).is_success
        except httpx.HTTPError:
            return False

    def put_out(self) -> None:
        """End the writers; the worker goes on."""
        for process in self.processes[:WRITERS]:
            process.kill()
            process.join(10)

    def end(self) -> None:
        """End what is left."""
        for process in self.processes:
            process.kill()
            process.join(10)
        self.api.kill()


@asynccontextmanager
async def product(url: str, folder: Path) -> AsyncIterator[FastAPI]:
    """The application in this process, to look into the tables."""
    app = create_app(settings_for(url, data_dir=folder))
    yield app
    app.state.passwords.close()
    await app.state.database.close()


@pytest.fixture
def fire(database_url: str, tmp_path: Path) -> Iterator[Fire]:
    """Nothing of it is left afterwards."""
    made = Fire(database_url, ApiProcess(database_url, tmp_path / "api.log"), random.Random(7))
    try:
        yield made
    finally:
        made.end()


async def all_numbered(app: FastAPI) -> None:
    """Until every event has its position."""
    async with asyncio.timeout(LONGEST_QUIET):
        while True:
            async with app.state.database.reader() as session:
                if not await waiting_events(session):
                    return
            await asyncio.sleep(0.2)


async def test_copies_kept_by_the_feed_equal_the_tables_while_everything_is_killed(fire: Fire, tmp_path: Path) -> None:
    async with product(fire.url, tmp_path) as app:
        make, sign_in = Make(app), SignIn(app, None)  # type: ignore[arg-type] # nothing is asked through it
        for _ in range(12):
            await make.school(HOME)
        fire.api.start(wait=False)
        callers = {region: await sign_in.client([ClientScope.changes_read], region) for region in (HOME, PROVINCE)}
        copies = {region: Copy(fire.api.url, caller.token) for region, caller in callers.items()}
        out = asyncio.Event()
        burning = asyncio.create_task(fire.burn())
        await asyncio.sleep(SECONDS / 6)
        async with asyncio.timeout(LONGEST_QUIET):
            await copies[PROVINCE].begin()
        following = [asyncio.create_task(copy.keep(out.is_set)) for copy in copies.values()]
        async with asyncio.timeout(LONGEST_QUIET):
            await burning
        fire.put_out()
        await all_numbered(app)
        out.set()
        await asyncio.gather(*following)
        async with asyncio.timeout(LONGEST_QUIET):
            for copy in copies.values():
                while not await copy.poll():
                    pass
        for region, copy in copies.items():
            assert copy.rows == await tables(app, region), region
        async with app.state.database.reader() as session:
            assert await first_broken_link(session) is None
        rows = copies[PROVINCE].rows
    assert fire.kills >= SECONDS * 0.2
    assert copies[HOME].stones
    assert len(rows) > 12
