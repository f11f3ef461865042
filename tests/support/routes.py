"""Every route of the API, however its routers are nested."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from services.api import wiring_routers
from services.api.kernel import health, metrics
from services.api.kernel.scope import Permission

ROUTERS = (health.router, metrics.router, *wiring_routers.ROUTERS)


def routes_of(router: Any) -> Iterator[APIRoute]:
    """The routes of a router and of the routers it includes."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(getattr(route, "original_router", None), APIRouter):
            yield from routes_of(route.original_router)


@cache
def api_routes() -> dict[tuple[str, str], APIRoute]:
    """Method and path → route."""
    routes = [route for router in ROUTERS for route in routes_of(router)]
    return {(method, route.path): route for route in routes for method in route.methods or ()}


def permissions_of(dependant: Dependant) -> set[Permission]:
    """The permissions that the gates in a dependency tree ask for."""
    found: set[Permission] = set()
    for part in dependant.dependencies:
        permission = getattr(part.call, "permission", None)
        if permission is not None:
            found.add(permission)
        found |= permissions_of(part)
    return found
