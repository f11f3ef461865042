"""Staff over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response, status
from fastapi.responses import StreamingResponse

from services.api.features.regions import service as regions
from services.api.features.staff import service
from services.api.features.staff.filters import StaffFilter
from services.api.features.staff.service_sheet import IDENTIFIED, STAFF
from services.api.kernel.context import Ctx, needs, require
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import ANSWERS, Suffix, TableSuffix, export_of, offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import PageAsked, Paging
from services.api.kernel.personal import PersonalData
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.people import EndStaff, StaffCreate, StaffOut, StaffPatch
from services.contracts.persons import UnmaskPerson

router = strict_router("staff", "/api/v1/staff")
Reader = Annotated[Ctx, needs(Permission.staff_read)]
Writer = Annotated[Ctx, needs(Permission.staff_write)]


def _personal(request: Request) -> PersonalData:
    personal: PersonalData = request.app.state.personal
    return personal


@router.get("")
async def list_staff(ctx: Reader, page: Paging, asked: Annotated[StaffFilter, Depends()]) -> Page[StaffOut]:
    """People in service by pinyin of their names; provincial systems see no names and get them by id."""
    return await service.listing(ctx, page, asked)


async def _listed(ctx: Ctx, asked: StaffFilter, page: PageAsked) -> Page[StaffOut]:
    return await service.listing(ctx, page, asked)


offer(router, STAFF, needs(Permission.staff_read), StaffFilter, _listed)


@router.post("/identified.{suffix}", response_class=StreamingResponse, responses=ANSWERS)
async def export_identified_staff(
    request: Request,
    suffix: TableSuffix,
    ctx: Annotated[Ctx, needs(Permission.person_unmask)],
    body: UnmaskPerson,
    asked: Annotated[StaffFilter, Depends()],
) -> Response:
    """The table of staff with whole identity numbers, csv or xlsx; who took it, how many rows and why is kept."""
    require(ctx, Permission.staff_read)
    if asked.county_code is not None:
        await regions.require_covered(ctx, asked.county_code)
    return export_of(request, ctx, IDENTIFIED, Suffix(suffix), asked=asked, listing=_listed, reason=body.reason)


@router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def create_staff(
    ctx: Writer, body: StaffCreate, personal: Annotated[PersonalData, Depends(_personal)], response: Response
) -> StaffOut:
    """Employ a person at a school; a person whose employment elsewhere has ended is recognised by identity number."""
    made = await service.create(ctx, body, personal)
    response.headers["Location"] = f"/api/v1/staff/{made.id}"
    return made


@router.get("/{staff_id}")
async def get_staff(ctx: Reader, staff_id: UUID) -> StaffOut:
    """One employment with its person."""
    return await service.detail(ctx, staff_id)


@router.patch("/{staff_id}")
async def patch_staff(ctx: Writer, staff_id: UUID, body: StaffPatch, expected: ExpectedVersion) -> StaffOut:
    """Change facts of an employment."""
    return await service.update(ctx, staff_id, body, expected)


@router.post("/{staff_id}/end")
async def end_staff(ctx: Writer, staff_id: UUID, body: EndStaff, expected: ExpectedVersion) -> StaffOut:
    """Decide the last day of an employment that has no running assignment."""
    return await service.end(ctx, staff_id, body, expected)
