"""Closed periods: which there are, and closing one before its day."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.periods import queries, rules
from services.api.features.periods.filters import PeriodFilter
from services.api.features.periods.service_closing import new_period
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.base import Page
from services.contracts.codes import RegionLevel
from services.contracts.periods import PeriodCreate, PeriodOut


async def page(ctx: Ctx, asked: PeriodFilter, paging: PageAsked) -> Page[PeriodOut]:
    """The periods of the caller's province, the latest first."""
    statement = queries.visible(ctx.scope, asked)
    keys = [(queries.P.last_on, date), (queries.P.id, UUID)]
    found = await page_of(ctx.db, statement, paging, keys, descending=True)
    names = await regions.names(ctx.db, {row.region_code for row in found.rows})
    return Page(items=[period_out(row, names) for row in found.rows], **found.around())


async def detail(ctx: Ctx, period_id: UUID) -> PeriodOut:
    """One period. Raises 404."""
    row = await visible(ctx, period_id)
    return period_out(row, await regions.names(ctx.db, [row.region_code]))


async def visible(ctx: Ctx, period_id: UUID) -> Any:
    """The row of a period in sight. Raises 404."""
    row = await queries.one(ctx.db, ctx.scope, period_id)
    if row is None:
        raise Problem("resource.not_found")
    return row


def period_out(row: Any, names: Mapping[str, str]) -> PeriodOut:
    """A period as it is answered."""
    around = {"name": rules.name_of(row.kind, row.key), "region_name": names.get(row.region_code, row.region_code)}
    said = {name: getattr(row, name) for name in PeriodOut.model_fields if hasattr(row, name)}
    return PeriodOut(**said | around)


async def close(ctx: Ctx, body: PeriodCreate) -> PeriodOut:
    """Have a period that is over closed now instead of on its day; the worker counts it in a moment.

    Raises 422 `region.unknown`, `period.not_province`, `period.key`, `period.not_over`; 403
    `permission.out_of_region`; 409 `period.exists`.
    """
    region = await regions.require(ctx.db, body.region_code, "region_code")
    if region.level is not RegionLevel.province:
        raise problem_on("region_code", "period.not_province")
    if not ctx.principal.covers(body.region_code):
        raise Problem("permission.out_of_region", region=region.name)
    days = rules.span_of(body.kind, body.key)
    if days is None:
        raise invalid("key", "period.key", "月份写成2026-10，学年写成2026")
    name, last_on = rules.name_of(body.kind, body.key), rules.last_of(days)
    if last_on >= ctx.today:
        raise problem_on("key", "period.not_over", name=name, last_on=last_on.isoformat())
    row = new_period(body.region_code, body.kind, body.key, ctx.now)
    row.reason, row.asked_by = body.reason, ctx.principal.id
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(row)
            await ctx.db.flush()
    except IntegrityError as error:
        raise Problem("period.exists", name=name) from error
    ctx.act(row, "begin-closing")
    return period_out(row, {region.code: region.name})
