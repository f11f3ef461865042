"""`/health/live` and `/health/ready` for the process manager and the load balancer."""

import httpx
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse

router = APIRouter(prefix="/health")


@router.get("/live")
async def live() -> JSONResponse:
    """Say that the process serves requests."""
    return JSONResponse({"status": "ok"})


@router.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """Say whether the API answers too; 503 when it does not."""
    try:
        answer = await request.app.state.api_connection.http.get("/health/ready", timeout=2)
    except httpx.HTTPError:
        return JSONResponse({"status": "unavailable", "api": "unreachable"}, 503)
    good = answer.is_success
    return JSONResponse({"status": "ok" if good else "unavailable", "api": answer.status_code}, 200 if good else 503)
