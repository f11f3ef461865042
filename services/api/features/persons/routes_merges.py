"""Duplicates and merges over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response, status

from services.api.features.persons import service
from services.api.features.persons.service_sheet import DUPLICATES, MERGES
from services.api.kernel.context import Ctx, needs
from services.api.kernel.etag import ExpectedVersion
from services.api.kernel.exporting import Everything, offer
from services.api.kernel.idempotency import Idempotent
from services.api.kernel.paging import Paging
from services.api.kernel.routing import router as strict_router
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.merges import DistinctPersons, Duplicate, MergeAsked, MergeOut, MergePreview
from services.contracts.pairings import WithReason

duplicates_router = strict_router("persons", "/api/v1/persons")
merges_router = strict_router("person-merges", "/api/v1/person-merges")
Merger = Annotated[Ctx, needs(Permission.person_merge)]


@duplicates_router.get("/duplicates")
async def list_duplicates(ctx: Merger, page: Paging) -> Page[Duplicate]:
    """Pairs of records that may be one person: name, birthday and sex, or staff number and one of the two."""
    return await service.duplicates(ctx, Everything(), page)


offer(duplicates_router, DUPLICATES, needs(Permission.person_merge), Everything, service.duplicates, path="/duplicates")


@duplicates_router.post("/{person_id}/distinct", status_code=status.HTTP_204_NO_CONTENT)
async def tell_persons_apart(ctx: Merger, person_id: UUID, body: DistinctPersons) -> None:
    """Two records are two persons: the pair leaves the worklist."""
    await service.tell_apart(ctx, person_id, body)


@merges_router.get("")
async def list_merges(ctx: Merger, page: Paging) -> Page[MergeOut]:
    """Merges in the caller's counties, the newest first."""
    return await service.merges(ctx, Everything(), page)


offer(merges_router, MERGES, needs(Permission.person_merge), Everything, service.merges)


@merges_router.get("/preview")
async def preview_merge(
    ctx: Merger, kept_person_id: Annotated[UUID, Query()], merged_person_id: Annotated[UUID, Query()]
) -> MergePreview:
    """Two records side by side, what would move, and what stands in the way."""
    return await service.preview(ctx, kept_person_id, merged_person_id)


@merges_router.post("", status_code=status.HTTP_201_CREATED, dependencies=[Idempotent])
async def make_merge(ctx: Merger, body: MergeAsked, response: Response) -> MergeOut:
    """Make two records one; the one that goes stays, marked, and the merge can be undone."""
    made = await service.make(ctx, body)
    response.headers["Location"] = f"/api/v1/person-merges/{made.id}"
    return made


@merges_router.get("/{merge_id}")
async def get_merge(ctx: Merger, merge_id: UUID) -> MergeOut:
    """One merge."""
    return await service.merge_detail(ctx, merge_id)


@merges_router.post("/{merge_id}/undo")
async def undo_merge(ctx: Merger, merge_id: UUID, body: WithReason, expected: ExpectedVersion) -> MergeOut:
    """Put every row back as it was; refused when one of them was changed since."""
    return await service.undo(ctx, merge_id, body, expected)
