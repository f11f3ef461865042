"""Twenty thousand rows as a file: all of them, and in memory that does not grow with their number."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.api.features.assignments.models import Assignment
from services.api.main import create_app
from services.contracts.codes import Role
from tests.factories.many import Place, add_many, multiply, random_assignments
from tests.factories.world import HOME, Make
from tests.support.api_process import ApiProcess
from tests.support.callers import SignIn
from tests.support.databases import DATABASES, settings_for

ROWS, SEEDS = 20_000, 1000
SPARE_MB = 40.0
"""How much the peak may rise from 1,000 rows to a hundred times as many."""


@dataclass
class Running:
    """The API as a process, and somebody's token."""

    api: ApiProcess
    token: str

    def peak_mb(self) -> float:
        """The most memory that the process ever had, in MB."""
        assert self.api.process is not None
        status = Path(f"/proc/{self.api.process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    async def lines(self, path: str) -> tuple[int, int]:
        """Lines and bytes of a file, read piece by piece."""
        headers = {"Authorization": f"Bearer {self.token}"}
        lines = size = 0
        async with (
            httpx.AsyncClient(base_url=f"{self.api.url}/api/v1", trust_env=False, timeout=240) as http,
            http.stream("GET", path, headers=headers) as answer,
        ):
            assert answer.status_code == 200
            async for piece in answer.aiter_bytes():
                lines, size = lines + piece.count(b"\n"), size + len(piece)
        return lines, size

    async def count(self, path: str) -> int:
        """How many rows the list itself counts."""
        headers = {"Authorization": f"Bearer {self.token}"}
        async with httpx.AsyncClient(base_url=f"{self.api.url}/api/v1", trust_env=False, timeout=60) as http:
            return int((await http.get(path, headers=headers)).json()["count"])


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own, once per engine."""
    with DATABASES[request.param]() as url:
        yield url


@pytest.fixture
async def running(database_url: str, tmp_path: Path) -> AsyncIterator[Running]:
    """The API on twenty thousand assignments, the thousand that began this year among them."""
    app = create_app(settings_for(database_url))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as http:
        caller = await SignIn(app, http)(Role.county_coordinator, HOME)
    api = ApiProcess(database_url, tmp_path / "api.log")
    api.start(wait=False)
    try:
        await _fill(Make(app))
        app.state.passwords.close()
        await app.state.database.close()
        api.wait_until_ready()
        yield Running(api, caller.token)
    finally:
        api.stop()


async def _fill(make: Make) -> None:
    world = await make.county_world()
    places = [Place(world.urban.id, HOME, world.staff[:3]), Place(world.rural.id, HOME, world.staff[3:])]
    old: dict[str, Any] = {"start_on": date(2024, 9, 1), "end_on": date(2025, 6, 30), "school_year": 2024}
    await add_many(make.app, Assignment, random_assignments(1, SEEDS, places, **old))
    await multiply(make.app, Assignment, ROWS // SEEDS - 1)
    new = {"start_on": date(2025, 9, 1), "end_on": date(2025, 9, 1) + timedelta(days=200), "school_year": 2025}
    await add_many(make.app, Assignment, random_assignments(2, SEEDS, places, **new))


async def test_memory_is_flat_and_every_row_comes(running: Running) -> None:
    assert (await running.lines("/assignments.csv?school_year=2025"))[0] == SEEDS + 1
    before = running.peak_mb()
    lines, size = await running.lines("/assignments.csv")
    after = running.peak_mb()
    assert lines == await running.count("/assignments?count=true&limit=1") + 1 == ROWS + 1
    assert size > ROWS * 200
    assert after - before < SPARE_MB, f"{before:.0f} MB → {after:.0f} MB"
