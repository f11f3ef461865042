"""Liveness and readiness; not rate limited, no principal."""

import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.api.kernel.positions import waiting_events

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
    """Database, migrations and worker lag; the answer is kept for one second."""
    state = request.app.state
    kept: tuple[float, int, dict[str, Any]] | None = getattr(state, "readiness", None)
    if kept is None or time.monotonic() - kept[0] > CACHE_SECONDS:
        checks = await _checks(request)
        status = READY if all(check["ok"] for check in checks.values()) else NOT_READY
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
            waiting = await waiting_events(session)
    except (SQLAlchemyError, OSError):
        return {"database": down, "migrations": down, "worker": down}
    state.metrics.worker_lag.set(waiting)
    return {
        "database": {"ok": True},
        "migrations": {"ok": revision == state.migration_head, "revision": revision},
        "worker": {"ok": waiting < MOST_WAITING, "waiting": waiting},
    }
