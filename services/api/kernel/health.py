"""Liveness and readiness; not rate limited, no principal."""

import time
from contextlib import AsyncExitStack
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.api.kernel.db import Database
from services.api.kernel.positions import head_position, waiting_events

router = APIRouter()
CACHE_SECONDS = 1.0
MOST_WAITING = 10_000
READY, NOT_READY = 200, 503


@router.get("/health/live", include_in_schema=False)
async def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/health/ready", include_in_schema=False)
async def ready(request: Request) -> JSONResponse:
    """Database, migrations, worker lag and replica; the answer is kept for one second.

    Without its replica the API is ready: it reads from the primary.
    """
    state = request.app.state
    kept: tuple[float, int, dict[str, Any]] | None = getattr(state, "readiness", None)
    if kept is None or time.monotonic() - kept[0] > CACHE_SECONDS:
        checks = await _checks(request)
        needed = [check["ok"] for name, check in checks.items() if name != "replica"]
        status = READY if all(needed) else NOT_READY
        kept = (time.monotonic(), status, checks)
        state.readiness = kept
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "2"} if kept[1] == NOT_READY else {})
    return JSONResponse({"status": "ok" if kept[1] == READY else "unavailable", "checks": kept[2]}, kept[1], headers)


async def _checks(request: Request) -> dict[str, dict[str, Any]]:
    state = request.app.state
    down = {"ok": False}
    try:
        async with state.database.reader() as session:
            revision = await session.scalar(text("select version_num from alembic_version"))
            waiting, position = await waiting_events(session), await head_position(session)
    except (SQLAlchemyError, OSError):
        return {"database": down, "migrations": down, "worker": down}
    state.metrics.worker_lag.set(waiting)
    return {
        **await _replica(state.database, position),
        "database": {"ok": True},
        "migrations": {"ok": revision == state.migration_head, "revision": revision},
        "worker": {"ok": waiting < MOST_WAITING, "waiting": waiting},
    }


async def _replica(database: Database, position: int) -> dict[str, dict[str, Any]]:
    """Whether the replica answers, and how many positions of the log it is behind; nothing without one."""
    if database.replica is None:
        return {}
    try:
        async with AsyncExitStack() as stack:
            session = await database.replica.open(stack, {})
            if session is None:
                return {"replica": {"ok": False}}
            return {"replica": {"ok": True, "positions_behind": max(position - await head_position(session), 0)}}
    except (SQLAlchemyError, OSError):
        return {"replica": {"ok": False}}
