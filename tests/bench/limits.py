"""What limits an answer: how many queries, how much of its time waits for them, and which code the rest goes to."""

import cProfile
import pstats
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import event

from services.api.kernel.clock import Clock
from services.api.main import create_app
from tests.bench.data import TOKENS
from tests.bench.load import Call
from tests.support.counting import counted_reads
from tests.support.databases import settings_for

TIMES, WARM_UP = 30, 5
CALLS = WARM_UP + 1 + 2 * TIMES
"""Of each kind."""
PARTS = {
    "driver": ("asyncpg",), "SQLAlchemy": ("sqlalchemy",), "pydantic": ("pydantic",), "JSON": ("json",),
    "FastAPI": ("fastapi", "starlette"), "log": ("structlog", "logging"), "token": ("jose", "cryptography"),
    "ours": ("services",),
}  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """Medians of one kind of call; `rest` names the parts of the time outside of SQL, the largest first."""

    name: str
    milliseconds: float
    queries: int
    sql_share: float
    rest: str


async def limits(url: str, calls: Mapping[str, Iterator[Call]]) -> list[Limit]:
    """Each kind of call some dozen times inside this process, one after another."""
    app = create_app(settings_for(url, **TOKENS), Clock())
    transport = httpx.ASGITransport(app)
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as http:
            return [await _limit(app, http, name, call) for name, call in calls.items()]
    finally:
        app.state.passwords.close()
        await app.state.database.close()


async def _limit(app: Any, http: httpx.AsyncClient, name: str, calls: Iterator[Call]) -> Limit:
    async def ask() -> None:
        call = next(calls)
        headers = call.headers if call.method == "GET" else {**call.headers, "Content-Type": "application/json"}
        (await http.request(call.method, call.path, headers=headers, content=call.body)).raise_for_status()

    for _ in range(WARM_UP):
        await ask()
    with counted_reads(app) as statements:
        await ask()
    waited = [0.0]
    engine = app.state.database.read_engine.sync_engine

    def before(context: Any, *_more: Any) -> None:
        context.info["bench_began"] = time.perf_counter()

    def after(context: Any, *_more: Any) -> None:
        waited[0] += time.perf_counter() - context.info["bench_began"]

    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        began = time.perf_counter()
        for _ in range(TIMES):
            await ask()
        took = time.perf_counter() - began
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(TIMES):
        await ask()
    profile.disable()
    return Limit(name, took / TIMES * 1000, len(statements), waited[0] / took, _parts(profile))


def _parts(profile: cProfile.Profile) -> str:
    """Own time of all functions by the package they are in; waiting is none of it."""
    found: dict[str, float] = {}
    for (file, _, function), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined] # untyped
        where = f"{file} {function}"
        if "select.epoll" in where or "_run_until_complete" in where:
            continue
        part = next((name for name, marks in PARTS.items() if any(mark in where for mark in marks)), "other")
        found[part] = found.get(part, 0.0) + own
    whole = sum(found.values())
    largest = sorted(found.items(), key=lambda each: -each[1])[:5]
    return ", ".join(f"{name} {own / whole:.0%}" for name, own in largest)
