"""Freezing a county's staff of a school year, and what is frozen."""

from uuid import UUID

from services.api.features.policy_rules import service as policy_rules
from services.api.features.regions import service as regions
from services.api.features.staff_bases import queries, rules
from services.api.features.staff_bases.filters import StaffBaseFilter
from services.api.features.staff_bases.models import StaffBase, StaffBaseMember
from services.api.features.staff_bases.queries import COLUMNS, directory, frozen
from services.api.features.staff_bases.rules_kinds import KINDS
from services.api.features.staff_bases.service_preview import check_begun, coverage, is_due, preview
from services.api.kernel.bulk import insert_selected
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.periods import school_year_period
from services.api.kernel.problems import Problem, problem_on
from services.contracts.base import Page
from services.contracts.staff_bases import StaffBaseCreate, StaffBaseOut

__all__ = [
    "StaffBaseFilter", "coverage", "detail", "directory", "freeze", "frozen", "is_due", "page", "preview",
]  # fmt: skip


async def freeze(ctx: Ctx, body: StaffBaseCreate) -> StaffBaseOut:
    """Freeze who was employed in a county on the first day of a school year, with the facts of that day.

    Again makes the next revision: the one before stays and is told apart by numbers. Raises 422 `region.not_county`,
    `region.unknown`, `statistics.year_in_future`, `staff_base.reason_missing`; 403 `permission.out_of_region`.
    """
    region = await regions.require_county(ctx.db, body.region_code, "region_code")
    if not ctx.principal.covers(body.region_code):
        raise Problem("permission.out_of_region", region=region.name)
    check_begun(ctx, body.school_year)
    await regions.queue(ctx.db, body.region_code)
    before = await queries.in_force(ctx.db, body.region_code, body.school_year)
    if before is not None and not body.reason:
        raise problem_on("reason", "staff_base.reason_missing", revision=before.revision)
    base = await _insert(ctx, body, before)
    return await detail(ctx, base.id)


async def _insert(ctx: Ctx, body: StaffBaseCreate, before: StaffBase | None) -> StaffBase:
    if before is not None:
        before.superseded_at = ctx.now
        ctx.act(before, "supersede")
        await ctx.db.flush()  # one base is in force: the old one stops before the new one begins
    base = StaffBase(
        county_code=body.region_code, school_year=body.school_year, revision=before.revision + 1 if before else 1,
        frozen_at=ctx.now, frozen_by=ctx.principal.id, reason=body.reason or "", created_at=ctx.now,
    )  # fmt: skip
    ctx.db.add(base)
    ctx.act(base, "freeze")
    await ctx.db.flush()
    day = school_year_period(body.school_year).start_on
    found = await policy_rules.in_force_all(ctx.db, KINDS, body.region_code, day)
    await insert_selected(ctx.db, StaffBaseMember, COLUMNS, queries.members(base, day, rules.eligible(found, day)))
    base.people, base.eligible = await queries.totals(ctx.db, base.id)
    if before is not None:
        base.added, base.gone, base.changed = await queries.differences(ctx.db, base.id, before.id)
    await ctx.db.flush()
    return base


async def page(ctx: Ctx, asked: StaffBaseFilter, paging: PageAsked) -> Page[StaffBaseOut]:
    """The bases in scope, the latest first."""
    statement = queries.visible(ctx.scope, asked)
    found = await page_of(ctx.db, statement, paging, [(queries.B.id, UUID)], descending=True)
    names = await regions.names(ctx.db, {row.county_code for row in found.rows})
    items = [_out(row, names.get(row.county_code, row.county_code)) for row in found.rows]
    return Page(items=items, **found.around())


async def detail(ctx: Ctx, base_id: UUID) -> StaffBaseOut:
    """One base. Raises 404."""
    statement = queries.visible(ctx.scope, StaffBaseFilter()).where(queries.B.id == base_id)
    row = (await ctx.db.execute(statement)).one_or_none()
    if row is None:
        raise Problem("resource.not_found")
    names = await regions.names(ctx.db, [row.county_code])
    return _out(row, names.get(row.county_code, row.county_code))


def _out(row: object, name: str) -> StaffBaseOut:
    found = StaffBaseOut.model_validate(row)
    return found.model_copy(update={"region_name": name})
