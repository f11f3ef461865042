"""Support classes over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.support_classes import service
from services.api.features.support_classes.filters import ClassPeopleFilter, SupportClassFilter
from services.api.features.support_classes.service_sheet import SUPPORT_CLASSES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.support_classes import (
    AssignClassTeacher,
    ClassPeople,
    EndSupportClass,
    StartSupportClass,
    SupportClassCreate,
    SupportClassDetail,
    SupportClassPatch,
    SupportClassRow,
)

router = strict_router("support-classes", "/api/v1/support-classes")
Reader = Annotated[Ctx, needs(Permission.pairing_read)]
Writer = Annotated[Ctx, needs(Permission.pairing_act)]


@router.get("")
async def list_support_classes(
    ctx: Reader, page: Paging, asked: Annotated[SupportClassFilter, Depends()]
) -> Page[SupportClassRow]:
    """Support classes of the pairings in scope, the latest school year and the newest first."""
    return await service.page(ctx, asked, page)


offer(router, SUPPORT_CLASSES, needs(Permission.pairing_read), SupportClassFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_support_class(ctx: Writer, body: SupportClassCreate, response: Response) -> SupportClassDetail:
    """Propose a class; one of the two schools. The other one joins, then the county decides."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/support-classes/{made.id}"
    return made


@router.get("/{support_class_id}")
async def get_support_class(ctx: Reader, support_class_id: UUID) -> SupportClassDetail:
    """One class with its posts, checks, publicity money and history."""
    return await service.detail(ctx, support_class_id)


@router.get("/{support_class_id}/people")
async def find_class_people(
    ctx: Writer, support_class_id: UUID, asked: Annotated[ClassPeopleFilter, Depends()]
) -> ClassPeople:
    """Who may have a post and is called so; the supporting school alone."""
    return await service.people(ctx, support_class_id, asked)


@router.patch("/{support_class_id}")
async def patch_support_class(
    ctx: Writer, support_class_id: UUID, body: SupportClassPatch, expected: ExpectedVersion
) -> SupportClassDetail:
    """Put a proposal right, or what the county returned; the school that proposed it."""
    return await service.edit(ctx, support_class_id, expected, body)


@router.post("/{support_class_id}/propose")
async def propose_support_class(ctx: Writer, support_class_id: UUID, expected: ExpectedVersion) -> SupportClassDetail:
    """Propose it once more after the county has returned it."""
    return await service.propose(ctx, support_class_id, expected)


@router.post("/{support_class_id}/join")
async def join_support_class(ctx: Writer, support_class_id: UUID, expected: ExpectedVersion) -> SupportClassDetail:
    """The other school joins: both apply to the county."""
    return await service.join(ctx, support_class_id, expected)


@router.post("/{support_class_id}/approve")
async def approve_support_class(ctx: Writer, support_class_id: UUID, expected: ExpectedVersion) -> SupportClassDetail:
    """The county approves; the coordinator of the county where the class is taught."""
    return await service.approve(ctx, support_class_id, expected)


@router.post("/{support_class_id}/return")
async def return_support_class(
    ctx: Writer, support_class_id: UUID, body: WithReason, expected: ExpectedVersion
) -> SupportClassDetail:
    """The county returns it with a reason that both schools see."""
    return await service.send_back(ctx, support_class_id, expected, body)


@router.post("/{support_class_id}/assign")
async def assign_class_teacher(
    ctx: Writer, support_class_id: UUID, body: AssignClassTeacher, expected: ExpectedVersion
) -> SupportClassDetail:
    """Give a post of the class to somebody, or leave it open; the supporting school."""
    return await service.assign(ctx, support_class_id, expected, body)


@router.post("/{support_class_id}/staff")
async def staff_support_class(ctx: Writer, support_class_id: UUID, expected: ExpectedVersion) -> SupportClassDetail:
    """The supporting school has named everybody."""
    return await service.staff(ctx, support_class_id, expected)


@router.post("/{support_class_id}/start")
async def start_support_class(
    ctx: Writer, support_class_id: UUID, body: StartSupportClass, expected: ExpectedVersion
) -> SupportClassDetail:
    """The class begins, with the pupils that were enrolled."""
    return await service.start(ctx, support_class_id, expected, body)


@router.post("/{support_class_id}/end")
async def end_support_class(
    ctx: Writer, support_class_id: UUID, body: EndSupportClass, expected: ExpectedVersion
) -> SupportClassDetail:
    """The class ends."""
    return await service.end(ctx, support_class_id, expected, body)


@router.post("/{support_class_id}/void")
async def void_support_class(
    ctx: Writer, support_class_id: UUID, body: WithReason, expected: ExpectedVersion
) -> SupportClassDetail:
    """It will not be; the record stays."""
    return await service.void(ctx, support_class_id, expected, body)
