"""Fixtures of the whole suite: the app on a database of its own, an injected clock, callers and rows."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, settings

from services.api.kernel.clock import SetClock
from services.api.main import create_app, equip
from services.api.worker import Worker
from tests.factories.world import Make, World
from tests.support import postgres
from tests.support.callers import SignIn
from tests.support.databases import DATABASES, settings_for
from tests.support.engines import kept_engines

# What is true does not depend on how busy the machine is
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """With several workers start the PostgreSQL they share before them, so that they inherit its address."""
    if getattr(config.option, "numprocesses", None):
        postgres.shared_server()


@pytest.fixture(autouse=True)
def engines() -> Iterator[None]:
    """Engines of earlier tests are used again."""
    with kept_engines():
        yield


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A migrated database of the test's own, once per engine."""
    with DATABASES[request.param]() as url:
        yield url


@pytest.fixture
def clock() -> SetClock:
    """3 December 2026, 09:40 in Shanghai: two days before November's reports are due."""
    return SetClock(datetime(2026, 12, 3, 1, 40, tzinfo=UTC))


@pytest.fixture(scope="session")
def wired_app() -> FastAPI:
    """The routes, built once: that takes longer than most tests."""
    app = create_app(settings_for("sqlite+aiosqlite://"))
    app.state.passwords.close()
    return app


@pytest.fixture
async def app(wired_app: FastAPI, database_url: str, clock: SetClock, tmp_path: Path) -> AsyncIterator[FastAPI]:
    """The real application with everything new but its routes; its worker runs when a test says so."""
    app = wired_app
    equip(app, settings_for(database_url, data_dir=tmp_path), clock)
    yield app
    app.state.passwords.close()
    await app.state.database.close()


@pytest.fixture
async def api(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """An HTTP client straight into the application, without a principal."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50000))
    async with httpx.AsyncClient(transport=transport, base_url="http://api.test") as http:
        yield http


@pytest.fixture
def sign_in(app: FastAPI, api: httpx.AsyncClient) -> SignIn:
    """`await sign_in(Role.…, region_code=… or school=…)` and `await sign_in.client([scopes], region_code)`."""
    return SignIn(app, api)


@pytest.fixture
def make(app: FastAPI) -> Make:
    """Rows: `await make.county_world()`, `.school()`, `.teacher()`, `.pairing()`, `.assignment()`."""
    return Make(app)


@pytest.fixture
async def world(make: Make) -> World:
    """Four schools in three counties and their people; a file that needs another world has a fixture of its own."""
    return await make.county_world()


@pytest.fixture
def worker(app: FastAPI) -> Worker:
    """`await worker.run_once()` does all periodic work that is due now."""
    return Worker(app.state.database, app.state.clock, app.state.settings)
