"""Uploads as people see them: made, listed, confirmed, cancelled."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from services.api.features.accounts import service as accounts
from services.api.features.imports import queries, rules
from services.api.features.imports.filters import ImportFilter, RowsAsked
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.models import ImportJob, ImportProgress
from services.api.features.imports.said import Said, changes_of, opened
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.holders import holders
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.personal import PersonalData
from services.api.kernel.problems import Problem, invalid
from services.api.kernel.scope import Principal
from services.api.kernel.uploads import Received
from services.api.settings import Settings
from services.contracts.base import Page
from services.contracts.imports import (
    ImportCounts,
    ImportKind,
    ImportOut,
    ImportProblem,
    ImportRowError,
    ImportRowOut,
)

CROSS_COUNTY = frozenset({ImportKind.pairings})
"""What a city or a province may import without naming a county."""


def path_of(settings: Settings, job_id: UUID) -> Path:
    """Where the uploaded file lies."""
    return settings.data_dir / "imports" / f"{job_id}.upload"


def county_for(principal: Principal, kind: ImportKind, county_code: str | None) -> str:
    """The county whose rows are imported: the one named, else the caller's own.

    Raises 403 `permission.denied`, `permission.out_of_region`; 422 on `county_code` when it has to be named.
    """
    if KINDS[kind].permission not in principal.permissions:
        raise Problem("permission.denied", who=holders(KINDS[kind].permission))
    code = county_code or principal.region_code
    if code.endswith("00") and kind not in CROSS_COUNTY:
        raise invalid("county_code", "missing", "请写明是哪个县（区）的数据")
    if not principal.covers(code):
        raise Problem("permission.out_of_region", region=code)
    return code


async def create(
    ctx: Ctx, job_id: UUID, received: Received, kind: ImportKind, county_code: str, *, dry_run: bool, atomic: bool
) -> ImportOut:
    """A new upload, to be checked by the worker. Raises 422 `region.unknown`."""
    await regions.require(ctx.db, county_code, "county_code")
    job = ImportJob(
        id=job_id, kind=kind, county_code=county_code, filename=received.filename, digest=received.digest,
        size=received.size, dry_run=dry_run, atomic=atomic, created_by=ctx.principal.id, created_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(job)
    ctx.act(job, "upload")
    await ctx.db.flush()
    ctx.db.add(ImportProgress(job_id=job.id))
    await ctx.db.flush()
    return await detail(ctx, job.id)


async def listing(ctx: Ctx, asked: ImportFilter, page: PageAsked) -> Page[ImportOut]:
    """One page of uploads, the newest first. Three queries."""
    statement = queries.listed(ctx.principal, asked.kind, asked.state)
    found = await page_of(ctx.db, statement, page, [(queries.J.id, UUID)], descending=True)
    names = await regions.names(ctx.db, {row.county_code for row in found.rows})
    people = await accounts.names(ctx.db, {row.created_by for row in found.rows})
    items = [_out(row, names, people) for row in found.rows]
    return Page(items=items, **found.around())


async def detail(ctx: Ctx, job_id: UUID) -> ImportOut:
    """One upload. Raises 404."""
    row = await queries.one(ctx.db, ctx.principal, job_id)
    if row is None:
        raise Problem("resource.not_found")
    names = await regions.names(ctx.db, [row.county_code])
    return _out(row, names, await accounts.names(ctx.db, [row.created_by]))


async def rows_asked(ctx: Ctx, asked: RowsAsked, page: PageAsked) -> Page[ImportRowOut]:
    """One page of what became of its rows, by number. Raises 404."""
    job = await queries.one(ctx.db, ctx.principal, asked.import_id)
    if job is None:
        raise Problem("resource.not_found")
    found = await page_of(ctx.db, queries.rows_of(asked.import_id, asked.status), page, [(queries.R.number, int)])
    headings, personal = _headings(job.kind), PersonalData(ctx.settings)
    items = [_row_out(row, job.kind, headings, opened(personal, row.said)) for row in found.rows]
    return Page(items=items, **found.around())


async def confirm(ctx: Ctx, job_id: UUID, expected: int) -> ImportOut:
    """Let the worker write what is right. Raises 404; 409 `import.has_errors`, `state.illegal`; 412."""
    job = await _for_change(ctx, job_id, expected)
    progress = await queries.progress_of(ctx.db, job.id, lock=True)
    facts = _facts(progress, atomic=job.atomic)
    after = rules.TABLE.take(job.state, "confirm", facts)
    if job.atomic and facts.faulty:
        raise Problem("import.has_errors", count=facts.faulty)
    progress.position, progress.holder, progress.until = 0, None, None
    job.state = after
    ctx.act(job, "confirm")
    await ctx.db.flush()
    return await detail(ctx, job.id)


async def cancel(ctx: Ctx, job_id: UUID, expected: int) -> ImportOut:
    """Drop it; nothing is written. Raises 404; 409 `state.illegal`; 412."""
    job = await _for_change(ctx, job_id, expected)
    progress = await queries.progress_of(ctx.db, job.id, lock=True)
    job.state = rules.TABLE.take(job.state, "cancel", _facts(progress, atomic=job.atomic))
    ctx.act(job, "cancel")
    await ctx.db.flush()
    return await detail(ctx, job.id)


async def _for_change(ctx: Ctx, job_id: UUID, expected: int) -> ImportJob:
    job = await queries.for_change(ctx.db, ctx.principal, job_id)
    if job is None:
        raise Problem("resource.not_found")
    check_version(job, expected)
    return job


def _facts(row: Any, *, atomic: bool) -> rules.Facts:
    return rules.Facts(row.creating + row.updating, row.faulty, atomic)


def _headings(kind: ImportKind) -> dict[str, str]:
    return {column.field: column.heading for column in KINDS[kind].columns}


def _row_out(row: Any, kind: ImportKind, headings: dict[str, str], told: Said) -> ImportRowOut:
    return ImportRowOut(
        row=row.number, status=row.status, id=row.entity_id,
        errors=[ImportRowError(**error, heading=headings.get(error["field"], "")) for error in row.errors],
        label=told.label, changes=changes_of(KINDS[kind], told),
    )  # fmt: skip


def _out(row: Any, regions_by_code: dict[str, str], people: dict[UUID, str]) -> ImportOut:
    headings = _headings(row.kind)
    total = row.total
    is_over = row.state not in rules.RUNNING
    return ImportOut(
        id=row.id, version=row.version, kind=row.kind, county_code=row.county_code,
        county_name=regions_by_code.get(row.county_code, row.county_code), filename=row.filename, state=row.state,
        dry_run=row.dry_run, atomic=row.atomic, total=total,
        done=total if is_over and total is not None else min(row.position, total or row.position),
        counts=ImportCounts(create=row.creating, update=row.updating, unchanged=row.unchanged, error=row.faulty),
        problems=[ImportProblem(**each, heading=headings.get(each["field"], "")) for each in row.problems],
        remarks=row.remarks, failure=row.failure, created_at=row.created_at, created_by=people.get(row.created_by),
        expires_on=(row.created_at + timedelta(days=rules.DAYS_KEPT)).date(),
        allowed_actions=rules.allowed(row.state, _facts(row, atomic=row.atomic)),
    )  # fmt: skip
