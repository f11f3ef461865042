"""Files and a full disk or a killed process: nothing half, no row without its blob."""

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from services.api.main import create_app
from services.contracts.codes import Role
from tests.factories.world import HOME
from tests.faults.test_storage_faults import rows_of
from tests.support import pictures
from tests.support.api_process import ApiProcess
from tests.support.callers import SignIn
from tests.support.databases import settings_for, sqlite_database

KILLS = 6
MEGABYTE = 1024 * 1024


@pytest.fixture
def sqlite_url() -> Iterator[str]:
    """A migrated SQLite database of the test's own."""
    with sqlite_database() as url:
        yield url


@asynccontextmanager
async def running_on(url: str, log: Path, limit: int | None = None) -> AsyncIterator[tuple[ApiProcess, str]]:
    """The API on this database, and a coordinator's token."""
    app = create_app(settings_for(url))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as http:
        caller = await SignIn(app, http)(Role.county_coordinator, HOME)
    app.state.passwords.close()
    await app.state.database.close()
    api = ApiProcess(url, log, limit)
    api.start()
    try:
        yield api, caller.token
    finally:
        api.stop()


async def upload(http: httpx.AsyncClient, api: ApiProcess, token: str, content: bytes) -> httpx.Response:
    return await http.post(
        f"{api.url}/api/v1/files",
        data={"kind": "decision_basis"},
        files={"file": ("1.pdf", content, "application/pdf")},
        headers={"Authorization": f"Bearer {token}"},
    )


def blobs(folder: Path) -> list[Path]:
    return [path for path in (folder / "files").rglob("*") if path.is_file()]


async def test_a_file_that_finds_no_room_is_a_507_and_leaves_nothing(sqlite_url: str, tmp_path: Path) -> None:
    large = pictures.pdf_of(3 * MEGABYTE)
    limited = running_on(sqlite_url, tmp_path / "api.log", 2 * MEGABYTE)
    async with limited as (api, token), httpx.AsyncClient(timeout=60) as http:
        refused = await upload(http, api, token, large)
        assert (refused.status_code, refused.json()["code"]) == (507, "storage.full"), refused.text
        assert blobs(tmp_path) == []
        small = await upload(http, api, token, pictures.pdf())
        assert small.status_code == 201, small.text
    assert rows_of(sqlite_url, "select count(*) from file") == [(1,)]


async def test_kills_during_uploads_leave_no_row_without_its_blob(sqlite_url: str, tmp_path: Path) -> None:
    async with running_on(sqlite_url, tmp_path / "api.log") as (api, token), httpx.AsyncClient(timeout=30) as http:
        chance = random.Random(11)
        for attempt in range(KILLS):
            killer = threading.Timer(chance.uniform(0, 0.12), api.kill)
            killer.start()
            calls = [upload(http, api, token, pictures.jpeg(400, 300, attempt * 4 + n)) for n in range(4)]
            await asyncio.gather(*calls, return_exceptions=True)
            killer.join()
            await asyncio.to_thread(api.start)
        assert (await upload(http, api, token, pictures.jpeg())).status_code == 201
    rows = rows_of(sqlite_url, "select digest, thumbnail_digest, size from file")
    there = {path.name: path.stat().st_size for path in blobs(tmp_path)}
    assert rows
    for digest, thumbnail, size in rows:
        assert there.get(digest) == size
        assert thumbnail in there
