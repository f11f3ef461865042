"""Handovers over HTTP; each is found by its assignment."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from services.api.features.handovers import service
from services.api.features.handovers.filters import HandoverFilter
from services.api.features.handovers.service_sheet import HANDOVERS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.handovers import (
    EditFeedback,
    GiveFeedback,
    HandOver,
    HandoverDetail,
    HandoverRow,
    ShareFeedback,
)
from services.contracts.pairings import NoBody

router = strict_router("handovers", "/api/v1/handovers")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Writer = Annotated[Ctx, needs(Permission.summary_write)]


@router.get("")
async def list_handovers(ctx: Reader, page: Paging, asked: Annotated[HandoverFilter, Depends()]) -> Page[HandoverRow]:
    """Assignments in scope that end within thirty days or have ended, with handover and feedback, latest end first."""
    return await service.page(ctx, asked, page)


offer(router, HANDOVERS, needs(Permission.assignment_read), HandoverFilter, service.page)


@router.get("/{assignment_id}")
async def get_handover(ctx: Reader, assignment_id: UUID) -> HandoverDetail:
    """The end of one assignment: handover, appraisal, feedback and history; `version` 0 while nothing is written."""
    return await service.detail(ctx, assignment_id)


@router.post("/{assignment_id}/hand-over")
async def hand_over(ctx: Writer, assignment_id: UUID, body: HandOver, expected: ExpectedVersion) -> HandoverDetail:
    """The receiving school hands over and gives its appraisal."""
    return await service.hand_over(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/correct")
async def correct_handover(
    ctx: Writer, assignment_id: UUID, body: HandOver, expected: ExpectedVersion
) -> HandoverDetail:
    """Put right what was handed over or found."""
    return await service.correct(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/give-feedback")
async def give_feedback(
    ctx: Writer, assignment_id: UUID, body: GiveFeedback, expected: ExpectedVersion
) -> HandoverDetail:
    """Tell the home school what was learnt."""
    return await service.give_feedback(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/edit-feedback")
async def edit_feedback(
    ctx: Writer, assignment_id: UUID, body: EditFeedback, expected: ExpectedVersion
) -> HandoverDetail:
    """Change it while it is not read."""
    return await service.edit_feedback(ctx, assignment_id, expected, body)


@router.post("/{assignment_id}/read-feedback")
async def read_feedback(ctx: Writer, assignment_id: UUID, _: NoBody, expected: ExpectedVersion) -> HandoverDetail:
    """The home school has read it."""
    return await service.read_feedback(ctx, assignment_id, expected)


@router.post("/{assignment_id}/share")
async def share_feedback(
    ctx: Writer, assignment_id: UUID, body: ShareFeedback, expected: ExpectedVersion
) -> HandoverDetail:
    """It was told to all teachers of the home school."""
    return await service.share(ctx, assignment_id, expected, body)
