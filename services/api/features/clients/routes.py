"""Provincial systems over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.clients import service
from services.api.features.clients.filters import ClientFilter
from services.api.features.clients.service_sheet import CLIENTS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.accounts import ClientCreate, ClientOut
from services.contracts.base import Page

router = strict_router("clients", "/api/v1/clients")
Reader = Annotated[Ctx, needs(Permission.client_read)]
Manager = Annotated[Ctx, needs(Permission.client_manage)]


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


@router.get("/{client_id}")
async def get_client(ctx: Reader, client_id: UUID) -> ClientOut:
    """One provincial system."""
    return await service.client(ctx, client_id)


@router.post("/{client_id}/rotate")
async def rotate_client(ctx: Manager, client_id: UUID, expected: ExpectedVersion, response: Response) -> ClientOut:
    """A new secret, shown this once; the old one ends."""
    response.headers["Cache-Control"] = "no-store"
    return await service.rotate_client(ctx, client_id, expected)


@router.post("/{client_id}/revoke")
async def revoke_client(ctx: Manager, client_id: UUID, expected: ExpectedVersion) -> ClientOut:
    """End a provincial system's access for good."""
    return await service.revoke_client(ctx, client_id, expected)
