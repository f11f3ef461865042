"""A province's dashboard pulls all day without slowing a school down.

One process of the API, as the unit file starts it, the worker beside it, PostgreSQL, the large demo with many small
schools. Twenty schools a second send their month, each at its own moment whether the one before has its answer or not
(fewer on a machine that could not take twenty without the province); in every other part of the time the province's
system asks for all statistics each second. Parts alternate, so that what else the machine does falls on both alike.
"""

import asyncio
import math
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.api.demo.scale.accounts import CLIENT_ID
from services.api.demo.scale.plan import Scale
from services.api.demo.scale.telling import tell_large
from services.api.features.accounts.models import User
from services.api.features.clients.models import ApiClient
from services.api.features.reports.models import Report
from services.api.features.statistics.indicators import REGISTRY
from services.api.kernel.ids import new_id
from services.api.main import create_app
from services.contracts.codes import ReportStatus
from tests.bench.load import Call, answer
from tests.support.callers import SignIn
from tests.support.databases import DATABASES, settings_for
from tests.support.later import TOKENS, Later, running
from tests.support.product import free_port

PRESENT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""The day on which November's reports have opened: every school still owes its own."""
MOST_A_SECOND, PART_SECONDS, PARTS, WARM_UP = 20, 5, 4, 30
AT_ONCE, START_SECONDS, MOST_TIMES = 4, 180, 3.0
BUSY = 0.4
"""Part of the time in which one report after the other is being sent, at most."""
WANTED = WARM_UP + MOST_A_SECOND * PART_SECONDS * PARTS
_C: Any = ApiClient
_R: Any = Report
_U: Any = User


class Villages(Scale):
    """Many schools with few people: what counts is how many reports there are."""

    @property
    def schools(self) -> int:
        """Enough for twenty reports a second."""
        return 1000

    @property
    def staff(self) -> int:
        """Three a school."""
        return 3000


class Silent:
    """Nobody looks."""

    def stage(self, name: str, rows: int) -> None:
        """Not told."""

    def wrote(self, rows: int) -> None:
        """Not told."""


@dataclass
class Product:
    """The running API, a report to be sent for each call, and the headers of the province's system."""

    port: int
    submissions: Iterator[Call]
    province: dict[str, str]


def _statistics() -> list[str]:
    """Every number there is, by county where it can be."""
    paths = [
        f"/statistics/{name}" + ("?group_by=county" if "county" in (each.dimensions or ("county",)) else "")
        for name, each in REGISTRY.items()
    ]
    return [*paths, "/statistics/reporting?group_by=county", "/statistics/refusals"]


async def _sign_in(url: str, clock: Later, wanted: int) -> tuple[list[Call], dict[str, str]]:
    app = create_app(settings_for(url, **TOKENS), clock)
    sign_in = SignIn(app, httpx.AsyncClient())
    async with app.state.database.reader() as db:
        client = await db.scalar(select(_C).where(_C.client_id == CLIENT_ID))
        owing = select(_R, _U).join(_U, _U.school_id == _R.school_id).where(_R.status == ReportStatus.due)
        due = list(await db.execute(owing.where(_R.month == "2026-11").order_by(_R.id).limit(wanted)))
    calls = []
    for report, reporter in due:
        token = (await sign_in.existing(reporter)).token
        headers = {"Authorization": f"Bearer {token}", "If-Match": f'"{report.version}"'}
        path = f"/api/v1/reports/{report.id}/submit"
        calls.append(Call(path, "POST", headers | {"Idempotency-Key": new_id().hex}, b"{}", 201))
    token = (await sign_in.existing_client(client)).token
    app.state.passwords.close()
    await app.state.database.close()
    return calls, {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def product() -> AsyncIterator[Product]:
    """API and worker on the demo."""
    ahead, port = (PRESENT - datetime.now(UTC)).total_seconds(), free_port()
    with DATABASES["postgres"]() as url, running("api", url, ahead, port), running("worker", url, ahead):
        await tell_large(settings_for(url), Villages(0.002, "610000", 1, PRESENT), Silent())
        calls, province = await _sign_in(url, Later(ahead), WANTED)
        assert len(calls) == WANTED
        await _wait_for(port)
        yield Product(port, iter(calls), province)


async def _wait_for(port: int) -> None:
    """Until the API answers."""
    for _ in range(START_SECONDS * 5):
        with suppress(OSError):
            await answer(port, Call("/health/live"))
            return
        await asyncio.sleep(0.2)
    raise AssertionError("the API did not start")


async def _asked(port: int, call: Call, since: float) -> float:
    """Seconds until the right answer."""
    status, _, body = await answer(port, call)
    assert status == call.expected, (call.path, status, body[:300])
    return time.monotonic() - since


async def _possible(product: Product) -> int:
    """How many reports a second this machine takes without being busy all the time."""
    took = [await _asked(product.port, next(product.submissions), time.monotonic()) for _ in range(WARM_UP)]
    return max(1, min(MOST_A_SECOND, int(BUSY / statistics.median(took))))


async def _submitted(product: Product, a_second: int) -> list[float]:
    """Reports for some seconds; what each took from the moment when it was due to go."""
    began, sending = time.monotonic(), []
    for number in range(a_second * PART_SECONDS):
        due = began + number / a_second
        await asyncio.sleep(max(due - time.monotonic(), 0))
        sending.append(asyncio.create_task(_asked(product.port, next(product.submissions), due)))
    return list(await asyncio.gather(*sending))


async def _pull(product: Product) -> None:
    """All statistics once, some at a time."""
    todo = iter([Call(f"/api/v1{path}", headers=product.province) for path in _statistics()])

    async def ask() -> None:
        for call in todo:
            await _asked(product.port, call, 0)

    await asyncio.gather(*(ask() for _ in range(AT_ONCE)))


@asynccontextmanager
async def _pulling(product: Product, took: list[float]) -> AsyncIterator[None]:
    """All statistics each second, or as soon as the answers of the last time are all there; the last are waited for."""
    over = False

    async def pull_until_over() -> None:
        while not over:
            began = time.monotonic()
            await _pull(product)
            took.append(time.monotonic() - began)
            await asyncio.sleep(max(1 - took[-1], 0))

    pulling = asyncio.create_task(pull_until_over())
    try:
        yield
    finally:
        over = True
        await pulling


def _p99(seconds: Sequence[float]) -> float:
    return sorted(seconds)[math.ceil(len(seconds) * 0.99) - 1]


@pytest.mark.xfail(reason="not reached yet: 1.8 s beside the pull and 0.1 s alone, see docs/scale.md", strict=False)
async def test_a_province_that_pulls_all_statistics_each_second_does_not_slow_schools_down(product: Product) -> None:
    await _pull(product)
    a_second = await _possible(product)
    alone: list[float] = []
    beside: list[float] = []
    rounds: list[float] = []
    for _ in range(PARTS // 2):
        alone += await _submitted(product, a_second)
        async with _pulling(product, rounds):
            beside += await _submitted(product, a_second)
    found = {"alone": alone, "beside": beside, "rounds": rounds}
    said = {name: [round(1000 * each) for each in (statistics.median(took), _p99(took), max(took))]
            for name, took in found.items()} | {"a_second": a_second}  # fmt: skip
    assert len(rounds) >= PARTS // 2
    assert _p99(beside) <= MOST_TIMES * _p99(alone), said
