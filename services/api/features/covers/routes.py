"""Vacated posts over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, status

from services.api.features.covers import service
from services.api.features.covers.filters import CandidateFilter, VacancyFilter
from services.api.features.covers.service_sheet import COVERS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.covers import CoverCandidates, CoverCreate, VacancyRow
from services.contracts.pairings import NoBody

router = strict_router("covers", "/api/v1/covers")
Reader = Annotated[Ctx, needs(Permission.assignment_read)]
Actor = Annotated[Ctx, needs(Permission.assignment_act)]


@router.get("")
async def list_vacancies(ctx: Reader, page: Paging, asked: Annotated[VacancyFilter, Depends()]) -> Page[VacancyRow]:
    """Posts that full-time assignments vacate at schools in scope, with who covers each; the latest start first."""
    return await service.page(ctx, asked, page)


offer(router, COVERS, needs(Permission.assignment_read), VacancyFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def cover_post(ctx: Actor, body: CoverCreate) -> VacancyRow:
    """Say who covers a post; the answer is the post with everybody who does."""
    return await service.create(ctx, body)


@router.get("/candidates")
async def find_candidates(ctx: Actor, asked: Annotated[CandidateFilter, Depends()]) -> CoverCandidates:
    """Who comes to the school by an assignment of these days and may be named."""
    return await service.candidates(ctx, asked)


@router.post("/{cover_id}/void")
async def void_cover(ctx: Actor, cover_id: UUID, _: NoBody, expected: ExpectedVersion) -> VacancyRow:
    """Take a name away; the record stays."""
    return await service.void(ctx, cover_id, expected)
