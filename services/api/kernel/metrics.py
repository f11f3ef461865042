"""Prometheus metrics by route template; readable from loopback or with a token."""

import hmac
import ipaddress

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from services.api.kernel.problems import Problem

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("http_requests_total", "Answered requests", labels, registry=self.registry)
        self.seconds = Histogram("http_request_seconds", "Time to answer", ("method", "route"), registry=self.registry)
        self.worker_lag = Gauge("worker_unpositioned_events", "Events without a position", registry=self.registry)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One answered request; `route` is the template, never the path; a made-up method is OTHER."""
        method = method if method in METHODS else "OTHER"
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(method, route).observe(seconds)


router = APIRouter()


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """The exposition text. 404 for anybody else than loopback or the token's holder."""
    token = request.app.state.settings.metrics_token.get_secret_value()
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    by_token = bool(token) and hmac.compare_digest(given.encode(), token.encode())
    if not by_token and not _is_loopback(request):
        raise Problem("route.not_found")
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


def _is_loopback(request: Request) -> bool:
    if request.client is None or "X-Forwarded-For" in request.headers:
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False
