"""Moves of people between schools over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.staff_moves import service
from services.api.features.staff_moves.filters import MoveTargetFilter, StaffMoveFilter
from services.api.features.staff_moves.service_sheet import STAFF_MOVES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.staff_moves import (
    ApproveStaffMove,
    MoveTargets,
    PostponeStaffMove,
    StaffMoveCreate,
    StaffMoveDetail,
    StaffMovePatch,
    StaffMoveRow,
)

router = strict_router("staff-moves", "/api/v1/staff-moves")
Reader = Annotated[Ctx, needs(Permission.staff_move_read)]
Writer = Annotated[Ctx, needs(Permission.staff_move_write)]


@router.get("")
async def list_staff_moves(
    ctx: Reader, page: Paging, asked: Annotated[StaffMoveFilter, Depends()]
) -> Page[StaffMoveRow]:  # fmt: skip
    """People who move to another school for good, the latest day first."""
    return await service.page(ctx, asked, page)


offer(router, STAFF_MOVES, needs(Permission.staff_move_read), StaffMoveFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_staff_move(ctx: Writer, body: StaffMoveCreate, response: Response) -> StaffMoveDetail:
    """The school that is left decides a move, or proposes it to the office that has to decide."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/staff-moves/{made.id}"
    return made


@router.get("/schools")
async def list_move_targets(ctx: Writer, asked: Annotated[MoveTargetFilter, Depends()]) -> MoveTargets:
    """Schools of the province that somebody can move to, by name; for a picker."""
    return await service.targets(ctx, asked)


@router.get("/{staff_move_id}")
async def get_staff_move(ctx: Reader, staff_move_id: UUID) -> StaffMoveDetail:
    """One move with both schools beside each other and its history."""
    return await service.detail(ctx, staff_move_id)


@router.patch("/{staff_move_id}")
async def patch_staff_move(
    ctx: Writer, staff_move_id: UUID, body: StaffMovePatch, expected: ExpectedVersion
) -> StaffMoveDetail:
    """Change what is not settled yet."""
    return await service.edit(ctx, staff_move_id, expected, body)


@router.post("/{staff_move_id}/file")
async def file_staff_move(ctx: Writer, staff_move_id: UUID, expected: ExpectedVersion) -> StaffMoveDetail:
    """File with the county what the school has decided; the person moves on the day."""
    return await service.file(ctx, staff_move_id, expected)


@router.post("/{staff_move_id}/propose")
async def propose_staff_move(ctx: Writer, staff_move_id: UUID, expected: ExpectedVersion) -> StaffMoveDetail:
    """Let the county decide what the school could have decided."""
    return await service.propose(ctx, staff_move_id, expected)


@router.post("/{staff_move_id}/approve")
async def approve_staff_move(
    ctx: Writer, staff_move_id: UUID, body: ApproveStaffMove, expected: ExpectedVersion
) -> StaffMoveDetail:
    """The lowest office above both schools approves."""
    return await service.approve(ctx, staff_move_id, expected, body)


@router.post("/{staff_move_id}/reject")
async def reject_staff_move(
    ctx: Writer, staff_move_id: UUID, body: WithReason, expected: ExpectedVersion
) -> StaffMoveDetail:
    """The office does not approve and says why."""
    return await service.reject(ctx, staff_move_id, expected, body)


@router.post("/{staff_move_id}/return")
async def return_staff_move(
    ctx: Writer, staff_move_id: UUID, body: WithReason, expected: ExpectedVersion
) -> StaffMoveDetail:
    """The county returns what was filed, before its day, and says why."""
    return await service.send_back(ctx, staff_move_id, expected, body)


@router.post("/{staff_move_id}/postpone")
async def postpone_staff_move(
    ctx: Writer, staff_move_id: UUID, body: PostponeStaffMove, expected: ExpectedVersion
) -> StaffMoveDetail:
    """Another day for what is filed or approved."""
    return await service.postpone(ctx, staff_move_id, expected, body)


@router.post("/{staff_move_id}/carry-out")
async def carry_out_staff_move(ctx: Writer, staff_move_id: UUID, expected: ExpectedVersion) -> StaffMoveDetail:
    """Try now what could not be done on its day."""
    return await service.carry_out(ctx, staff_move_id, expected)


@router.post("/{staff_move_id}/withdraw")
async def withdraw_staff_move(
    ctx: Writer, staff_move_id: UUID, body: WithReason, expected: ExpectedVersion
) -> StaffMoveDetail:
    """The school does not want it any more."""
    return await service.withdraw(ctx, staff_move_id, expected, body)


@router.post("/{staff_move_id}/void")
async def void_staff_move(
    ctx: Writer, staff_move_id: UUID, body: WithReason, expected: ExpectedVersion
) -> StaffMoveDetail:
    """The office takes it back before it is done; the record stays."""
    return await service.void(ctx, staff_move_id, expected, body)
