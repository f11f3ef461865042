"""Mentor pairs over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.mentor_pairs import service
from services.api.features.mentor_pairs.filters import MentorPairFilter, PeopleFilter
from services.api.features.mentor_pairs.service_sheet import MENTOR_PAIRS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.mentor_pairs import (
    EndMentorPair,
    MentorPairCreate,
    MentorPairDetail,
    MentorPairPatch,
    MentorPairRow,
    MentorPeople,
    ReviewMentorPair,
    SummariseMentorPair,
)
from services.contracts.pairings import WithReason

router = strict_router("mentor-pairs", "/api/v1/mentor-pairs")
Reader = Annotated[Ctx, needs(Permission.mentor_pair_read)]
Writer = Annotated[Ctx, needs(Permission.mentor_pair_write)]
Ruler = Annotated[Ctx, needs(Permission.region_write)]


@router.get("")
async def list_mentor_pairs(
    ctx: Reader, page: Paging, asked: Annotated[MentorPairFilter, Depends()]
) -> Page[MentorPairRow]:
    """Mentor pairs of the schools and people in scope, the latest start first."""
    return await service.page(ctx, asked, page)


offer(router, MENTOR_PAIRS, needs(Permission.mentor_pair_read), MentorPairFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_mentor_pair(ctx: Writer, body: MentorPairCreate, response: Response) -> MentorPairDetail:
    """Pair a mentor with a mentee in a subject."""
    made = await service.create(ctx, body)
    response.headers["Location"] = f"/api/v1/mentor-pairs/{made.id}"
    return made


@router.get("/people")
async def find_mentor_people(ctx: Writer, asked: Annotated[PeopleFilter, Depends()]) -> MentorPeople:
    """Who can be chosen: own people, and those of a pairing's schools; the first few by name."""
    return await service.people(ctx, asked)


@router.get("/{mentor_pair_id}")
async def get_mentor_pair(ctx: Reader, mentor_pair_id: UUID) -> MentorPairDetail:
    """One pair with summary, review and history."""
    return await service.detail(ctx, mentor_pair_id)


@router.patch("/{mentor_pair_id}")
async def patch_mentor_pair(
    ctx: Writer, mentor_pair_id: UUID, body: MentorPairPatch, expected: ExpectedVersion
) -> MentorPairDetail:
    """Put right what was typed, or change the plan."""
    return await service.edit(ctx, mentor_pair_id, expected, body)


@router.post("/{mentor_pair_id}/summarise")
async def summarise_mentor_pair(
    ctx: Writer, mentor_pair_id: UUID, body: SummariseMentorPair, expected: ExpectedVersion
) -> MentorPairDetail:
    """The mentor's summary, or a better one."""
    return await service.summarise(ctx, mentor_pair_id, expected, body)


@router.post("/{mentor_pair_id}/review")
async def review_mentor_pair(
    ctx: Writer, mentor_pair_id: UUID, body: ReviewMentorPair, expected: ExpectedVersion
) -> MentorPairDetail:
    """What the school finds, and the reward."""
    return await service.review(ctx, mentor_pair_id, expected, body)


@router.post("/{mentor_pair_id}/end")
async def end_mentor_pair(
    ctx: Writer, mentor_pair_id: UUID, body: EndMentorPair, expected: ExpectedVersion
) -> MentorPairDetail:
    """Decide the last day."""
    return await service.end(ctx, mentor_pair_id, expected, body)


@router.post("/{mentor_pair_id}/void")
async def void_mentor_pair(
    ctx: Writer, mentor_pair_id: UUID, body: WithReason, expected: ExpectedVersion
) -> MentorPairDetail:
    """It should never have been recorded; the record stays."""
    return await service.void(ctx, mentor_pair_id, expected, body)
