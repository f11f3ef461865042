"""Provincial systems over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response, status

from services.api.features.clients import service, service_secrets, service_views
from services.api.features.clients.filters import ClientFilter, UsageFilter
from services.api.features.clients.service_sheet import CLIENTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.clients import (
    ClientCreate,
    ClientOut,
    ClientPatch,
    ClientRotate,
    ClientSelfOut,
    ClientUsageOut,
    SecretEnd,
)

router = strict_router("clients", "/api/v1/clients")
Reader = Annotated[Ctx, needs(Permission.client_read)]
Manager = Annotated[Ctx, needs(Permission.client_manage)]
Self = Annotated[Ctx, needs(Permission.self_read)]


@router.get("")
async def list_clients(ctx: Reader, page: Paging, asked: Annotated[ClientFilter, Depends()]) -> Page[ClientOut]:
    """The provincial systems of the caller's region."""
    return await service.clients(ctx, asked, page)


offer(router, CLIENTS, needs(Permission.client_read), ClientFilter, service.clients)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_client(ctx: Manager, body: ClientCreate, response: Response) -> ClientOut:
    """A new provincial system; `client_secret` is shown this once."""
    made = await service.create_client(ctx, body)
    response.headers.update({"Location": f"/api/v1/clients/{made.id}", "Cache-Control": "no-store"})
    return made


@router.get("/me")
async def get_own_client(ctx: Self, request: Request, response: Response) -> ClientSelfOut:
    """The provincial system that asks: its scopes, addresses, calls left today and the ends of its secrets."""
    response.headers["Cache-Control"] = "no-store"
    return await service_views.own(ctx, request)


@router.get("/{client_id}")
async def get_client(ctx: Reader, client_id: UUID) -> ClientOut:
    """One provincial system with its secrets, without what they are."""
    return await service.client(ctx, client_id)


@router.patch("/{client_id}")
async def patch_client(ctx: Manager, client_id: UUID, body: ClientPatch, expected: ExpectedVersion) -> ClientOut:
    """Change name, scopes, end, basis, addresses or daily quota; it holds from the next call on."""
    return await service.patch_client(ctx, client_id, body, expected)


@router.get("/{client_id}/usage")
async def get_client_usage(ctx: Reader, client_id: UUID, asked: Annotated[UsageFilter, Depends()]) -> ClientUsageOut:
    """Calls a day and area, at most 366 days at once."""
    return await service.usage(ctx, client_id, asked)


@router.post("/{client_id}/rotate")
async def rotate_client(
    ctx: Manager, client_id: UUID, expected: ExpectedVersion, response: Response, body: ClientRotate | None = None
) -> ClientOut:
    """A new secret, shown this once; the old one stays good for seven days, or as many as `overlap_days` says."""
    response.headers["Cache-Control"] = "no-store"
    return await service_secrets.rotate_client(ctx, client_id, body or ClientRotate(), expected)


@router.post("/{client_id}/end-secret")
async def end_client_secret(ctx: Manager, client_id: UUID, body: SecretEnd, expected: ExpectedVersion) -> ClientOut:
    """End one secret now, and the tokens taken with it."""
    return await service_secrets.end_secret(ctx, client_id, body, expected)


@router.post("/{client_id}/revoke")
async def revoke_client(ctx: Manager, client_id: UUID, expected: ExpectedVersion) -> ClientOut:
    """End a provincial system's access for good."""
    return await service.revoke_client(ctx, client_id, expected)
