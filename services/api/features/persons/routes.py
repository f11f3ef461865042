"""Persons over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response, status

from services.api.features.persons import service
from services.api.features.persons.filters import PersonFilter
from services.api.features.persons.service_sheet import PERSONS
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.personal import PersonalData
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.pairings import WithReason
from services.contracts.person_records import Evidence, RecordCorrection, RecordIn
from services.contracts.persons import (
    HealthIn,
    PersonAims,
    PersonChange,
    PersonCorrection,
    PersonDetail,
    PersonRow,
    UnmaskedOut,
    UnmaskPerson,
)

router = strict_router("persons", "/api/v1/persons")
Reader = Annotated[Ctx, needs(Permission.person_read)]
Writer = Annotated[Ctx, needs(Permission.staff_write)]


def _personal(request: Request) -> PersonalData:
    personal: PersonalData = request.app.state.personal
    return personal


Numbers = Annotated[PersonalData, Depends(_personal)]


@router.get("")
async def list_persons(ctx: Reader, page: Paging, asked: Annotated[PersonFilter, Depends()]) -> Page[PersonRow]:
    """Persons with their present employment by pinyin of their names, former names found too; systems get ids."""
    return await service.listing(ctx, page, asked)


offer(
    router,
    PERSONS,
    needs(Permission.person_read),
    PersonFilter,
    lambda ctx, asked, page: service.listing(ctx, page, asked),
)


@router.get("/me")
async def get_own_person(ctx: Reader, response: Response) -> PersonDetail:
    """What is known of the caller: a teacher's own page."""
    response.headers["Cache-Control"] = "no-store"
    return await service.own(ctx)


@router.get("/{person_id}")
async def get_person(ctx: Reader, person_id: UUID, response: Response) -> PersonDetail:
    """One person with everything dated; 410 names the record that this one went into."""
    response.headers["Cache-Control"] = "no-store"
    return await service.detail(ctx, person_id)


@router.post("/{person_id}/correct")
async def correct_person(
    ctx: Writer, person_id: UUID, body: PersonCorrection, expected: ExpectedVersion, personal: Numbers
) -> PersonDetail:
    """It was wrong: values are replaced where they stand."""
    return await service.correct(ctx, person_id, body, expected, personal)


@router.post("/{person_id}/change")
async def change_person(ctx: Writer, person_id: UUID, body: PersonChange, expected: ExpectedVersion) -> PersonDetail:
    """It is different from a day on: what was so ends the day before."""
    return await service.change(ctx, person_id, body, expected)


@router.post("/{person_id}/describe")
async def describe_person(ctx: Writer, person_id: UUID, body: PersonAims, expected: ExpectedVersion) -> PersonDetail:
    """What a person is meant for: reserve cadre, mentor, the title sought."""
    return await service.describe(ctx, person_id, body, expected)


@router.post("/{person_id}/health")
async def tell_health(
    ctx: Writer, person_id: UUID, body: HealthIn, expected: ExpectedVersion, personal: Numbers
) -> PersonDetail:
    """Whether somebody is fit for service elsewhere; restricted."""
    return await service.tell_health(ctx, person_id, body, expected, personal)


@router.post("/{person_id}/records", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def add_record(ctx: Writer, person_id: UUID, body: RecordIn) -> PersonDetail:
    """Add a dated record: an earlier post or title, an honour, service, a certificate, an education, the spouse."""
    return await service.add_record(ctx, person_id, body)


@router.post("/{person_id}/records/{record_id}/correct")
async def correct_record(
    ctx: Writer, person_id: UUID, record_id: UUID, body: RecordCorrection, expected: ExpectedVersion
) -> PersonDetail:
    """Put a dated record right; posts, titles and teaching beside it move along. The version is the record's."""
    return await service.correct_record(ctx, person_id, record_id, body, expected)


@router.post("/{person_id}/records/{record_id}/void")
async def void_record(
    ctx: Writer, person_id: UUID, record_id: UUID, body: WithReason, expected: ExpectedVersion
) -> PersonDetail:
    """Void a dated record that was entered by mistake; the version is the record's."""
    return await service.void_record(ctx, person_id, record_id, body, expected)


@router.post("/{person_id}/records/{record_id}/verify")
async def verify_record(
    ctx: Writer, person_id: UUID, record_id: UUID, body: Evidence, expected: ExpectedVersion
) -> PersonDetail:
    """The county compared a service record with its papers; the version is the record's."""
    return await service.verify(ctx, person_id, record_id, body, expected)


@router.post("/{person_id}/records/{record_id}/evidence")
async def add_evidence(
    ctx: Writer, person_id: UUID, record_id: UUID, body: Evidence, expected: ExpectedVersion
) -> PersonDetail:
    """Add papers to a service record; the version is the record's."""
    return await service.add_evidence(ctx, person_id, record_id, body, expected)


@router.post("/{person_id}/unmask")
async def unmask_person(
    ctx: Annotated[Ctx, needs(Permission.person_unmask)],
    person_id: UUID,
    body: UnmaskPerson,
    personal: Numbers,
    response: Response,
) -> UnmaskedOut:
    """The whole identity number, this once; who looked and why is kept."""
    response.headers["Cache-Control"] = "no-store"
    return await service.unmask(ctx, person_id, body, personal)
