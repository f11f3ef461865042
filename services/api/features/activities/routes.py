"""Activities over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.activities import service
from services.api.features.activities.filters import ActivityFilter
from services.api.features.activities.service_sheet import ACTIVITIES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.activities import ActivityCreate, ActivityOut, ActivityPatch, ActivityPeople, ActivityPeoplePut
from services.contracts.base import Page
from services.contracts.pairings import WithReason

router = strict_router("activities", "/api/v1/activities")
Reader = Annotated[Ctx, needs(Permission.activity_read)]
Writer = Annotated[Ctx, needs(Permission.activity_write)]


@router.get("")
async def list_activities(ctx: Reader, page: Paging, asked: Annotated[ActivityFilter, Depends()]) -> Page[ActivityOut]:
    """Activities of the pairings in scope, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, ACTIVITIES, needs(Permission.activity_read), ActivityFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def record_activity(ctx: Writer, body: ActivityCreate, response: Response) -> ActivityOut:
    """Record an activity that was held; the host school does it once for both."""
    made = await service.record(ctx, body)
    response.headers["Location"] = f"/api/v1/activities/{made.id}"
    return made


@router.get("/{activity_id}")
async def get_activity(ctx: Reader, activity_id: UUID) -> ActivityOut:
    """One activity."""
    return await service.one(ctx, activity_id)


@router.patch("/{activity_id}")
async def patch_activity(ctx: Writer, activity_id: UUID, body: ActivityPatch, expected: ExpectedVersion) -> ActivityOut:
    """Put right what was typed; the host school alone, or its county."""
    return await service.edit(ctx, activity_id, expected, body)


@router.post("/{activity_id}/void")
async def void_activity(ctx: Writer, activity_id: UUID, body: WithReason, expected: ExpectedVersion) -> ActivityOut:
    """Take it out of every count; the record stays."""
    return await service.void(ctx, activity_id, expected, body)


@router.post("/{activity_id}/restore")
async def restore_activity(ctx: Writer, activity_id: UUID, expected: ExpectedVersion) -> ActivityOut:
    """Undo a void: it counts again."""
    return await service.restore(ctx, activity_id, expected)


@router.post("/{activity_id}/joined/{pairing_id}/not-there")
async def say_not_there(
    ctx: Writer, activity_id: UUID, pairing_id: UUID, body: WithReason, expected: ExpectedVersion
) -> ActivityOut:
    """A school that a meeting names says that nobody of it was there; it does not count for its pairing then."""
    return await service.not_there(ctx, activity_id, pairing_id, expected, body)


@router.post("/{activity_id}/joined/{pairing_id}/there")
async def say_there(ctx: Writer, activity_id: UUID, pairing_id: UUID, expected: ExpectedVersion) -> ActivityOut:
    """It was there after all."""
    return await service.there(ctx, activity_id, pairing_id, expected)


@router.get("/{activity_id}/people")
async def get_activity_people(ctx: Reader, activity_id: UUID) -> ActivityPeople:
    """Who took part, by name; for who may correct it also who could have."""
    return await service.people(ctx, activity_id)


@router.put("/{activity_id}/people")
async def put_activity_people(
    ctx: Writer, activity_id: UUID, body: ActivityPeoplePut, expected: ExpectedVersion
) -> ActivityPeople:
    """Say who took part; all names at once."""
    return await service.set_people(ctx, activity_id, expected, body)
