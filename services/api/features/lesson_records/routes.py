"""Lessons that were heard, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response, status

from services.api.features.lesson_records import service
from services.api.features.lesson_records.filters import ColleaguesFilter, LessonRecordFilter
from services.api.features.lesson_records.service_sheet import LESSON_RECORDS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.lesson_records import (
    LessonColleagues,
    LessonPairings,
    LessonRecordCreate,
    LessonRecordDetail,
    LessonRecordPatch,
    LessonRecordRow,
    Reflect,
)
from services.contracts.pairings import WithReason

router = strict_router("lesson-records", "/api/v1/lesson-records")
Reader = Annotated[Ctx, needs(Permission.lesson_record_read)]
Writer = Annotated[Ctx, needs(Permission.lesson_record_write)]


@router.get("")
async def list_lesson_records(
    ctx: Reader, page: Paging, asked: Annotated[LessonRecordFilter, Depends()]
) -> Page[LessonRecordRow]:
    """Lessons that were heard under the pairings in scope, the latest first."""
    return await service.page(ctx, asked, page)


offer(router, LESSON_RECORDS, needs(Permission.lesson_record_read), LessonRecordFilter, service.page)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def record_lesson(ctx: Writer, body: LessonRecordCreate, response: Response) -> LessonRecordDetail:
    """Record a lesson that was heard."""
    made = await service.record(ctx, body)
    response.headers["Location"] = f"/api/v1/lesson-records/{made.id}"
    return made


@router.get("/pairings")
async def list_lesson_pairings(ctx: Writer) -> LessonPairings:
    """The pairings under which the caller may record."""
    return await service.own_pairings(ctx)


@router.get("/people")
async def find_lesson_people(ctx: Writer, asked: Annotated[ColleaguesFilter, Depends()]) -> LessonColleagues:
    """Who can be chosen: people of the two schools of a pairing; the first few by name."""
    return await service.people(ctx, asked)


@router.get("/{lesson_record_id}")
async def get_lesson_record(ctx: Reader, lesson_record_id: UUID) -> LessonRecordDetail:
    """One record with what was written and what happened."""
    return await service.detail(ctx, lesson_record_id)


@router.patch("/{lesson_record_id}")
async def patch_lesson_record(
    ctx: Writer, lesson_record_id: UUID, body: LessonRecordPatch, expected: ExpectedVersion
) -> LessonRecordDetail:
    """Put right what was typed, before the reflection."""
    return await service.edit(ctx, lesson_record_id, expected, body)


@router.post("/{lesson_record_id}/reflect")
async def reflect_lesson(
    ctx: Writer, lesson_record_id: UUID, body: Reflect, expected: ExpectedVersion
) -> LessonRecordDetail:
    """The taught teacher's reflection, or a better one."""
    return await service.reflect(ctx, lesson_record_id, expected, body)


@router.post("/{lesson_record_id}/void")
async def void_lesson_record(
    ctx: Writer, lesson_record_id: UUID, body: WithReason, expected: ExpectedVersion
) -> LessonRecordDetail:
    """It should never have been recorded; the record stays."""
    return await service.void(ctx, lesson_record_id, expected, body)
