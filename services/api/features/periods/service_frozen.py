"""Answering what was frozen, whenever it is asked, and what was corrected since (U-45)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.features.periods import queries, rules, service
from services.api.features.periods.filters import CorrectionsAsked, NumberAsked
from services.api.features.regions import service as regions
from services.api.features.statistics import service_freezing as freezing
from services.api.features.statistics import service_frozen as frozen
from services.api.features.statistics.service_freezing import Region, Window
from services.api.features.statistics.service_frozen import Kept
from services.api.kernel.context import Ctx
from services.api.kernel.etag import body_tag, matches
from services.api.kernel.paging import PageAsked, page_of
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Permission
from services.contracts.base import Page
from services.contracts.indicators import IndicatorOut, IndicatorRow
from services.contracts.periods import (
    CorrectionEvent,
    CorrectionOut,
    FrozenAnswer,
    FrozenIndicator,
    FrozenIndicators,
    FrozenRegion,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A frozen answer and its ETag; no body where the caller has it already."""

    tag: str
    body: FrozenAnswer | None


async def answer(ctx: Ctx, asked: NumberAsked, if_none_match: str | None = None) -> Told:
    """The frozen numbers of an indicator, byte for byte the same whenever a version is asked for.

    Two queries decide about a 304, two more read the numbers. Raises 404; 403 `permission.out_of_region`; 422
    `period.dimension`.
    """
    period = await service.visible(ctx, asked.period_id)
    region = _region(ctx, period, asked.region_code)
    head = await queries.head(ctx.db, period.id, asked.indicator, region, asked.version)
    if head is None:
        raise Problem("resource.not_found")
    tag = _tag(ctx, head, asked, region)
    if if_none_match is not None and matches(if_none_match, tag):
        return Told(tag, None)
    kept = await _kept(ctx, period, asked.indicator, region, head)
    frozen.check_group(kept, asked.group_by)
    found = frozen.answer(ctx.principal, kept, asked.group_by)
    return Told(tag, FrozenAnswer(
        **found.model_dump(), period_id=period.id, dimensions=_dimensions(kept.definition, kept.region.cells),
        version=head.version, position=head.position, digest=head.digest,
    ))  # fmt: skip


def _region(ctx: Ctx, period: Any, code: str | None) -> str:
    """The asked region, by default the caller's own, at most the period's. Raises 403, 404."""
    own = _own(ctx, period)
    if code is None:
        return own
    if not ctx.principal.covers(code):
        raise Problem("permission.out_of_region", region=code)
    return code


def _own(ctx: Ctx, period: Any) -> str:
    own = ctx.principal.region_code
    return own if rules.province_of(own) == period.region_code else str(period.region_code)


def _tag(ctx: Ctx, head: Any, asked: NumberAsked, region: str) -> str:
    """Who sees what differs by who sees small numbers, and then by whose wider table it is."""
    who = ctx.principal
    seen = "all" if frozen.sees_all(who, asked.indicator) else who.region_code
    parts = [head.digest, region, asked.group_by or "", seen, ctx.settings.release, str(asked.period_id)]
    return body_tag("\n".join(parts).encode(), None)


async def _kept(ctx: Ctx, period: Any, indicator: str, region: str, head: Any) -> Kept:
    own = _own(ctx, period)
    wide = frozen.needs_beside(ctx.principal, indicator, own, region)
    bodies = await queries.bodies(
        ctx.db, period.id, indicator, own=own if wide else region, region=region, upto=head.computed_at
    )
    mine = bodies[region]
    window = Window(period.kind, period.key, period.region_code)
    beside = [_frozen(row) for row in bodies.values()] if wide else []
    return Kept(window, IndicatorOut.model_validate(mine.definition), _frozen(mine), beside, head.computed_at)


def _frozen(row: Any) -> Region:
    return Region(row.county_code, row.cells, row.labels, row.threshold)


async def numbers(ctx: Ctx, asked: NumberAsked, _page: PageAsked) -> Page[IndicatorRow]:
    """All groups and the total, for a file."""
    found = (await answer(ctx, asked)).body
    assert found is not None
    rows = [*found.rows, found.total]
    return Page(items=rows, count=len(rows))


async def listing(ctx: Ctx, period_id: UUID, region_code: str | None) -> FrozenIndicators:
    """The latest version of every indicator of a region. Raises 404; 403 `permission.out_of_region`."""
    period = await service.visible(ctx, period_id)
    region = _region(ctx, period, region_code)
    rows = await queries.of_region(ctx.db, period.id, region)
    codes = await queries.regions_of(ctx.db, period.id, _own(ctx, period))
    names = await regions.names(ctx.db, [region, period.region_code, *codes])
    return FrozenIndicators(
        period=service.period_out(period, names), region_code=region, region_name=names.get(region, region),
        regions=[FrozenRegion(code=code, name=names.get(code, code)) for code in codes],
        items=[_listed(ctx, row) for row in rows],
    )  # fmt: skip


def _listed(ctx: Ctx, row: Any) -> FrozenIndicator:
    definition = IndicatorOut.model_validate(row.definition)
    return FrozenIndicator(
        indicator=row.indicator, name=definition.name, subject=definition.subject, unit=definition.unit.label,
        unit_code=definition.unit, ratio=definition.ratio, version=row.version,
        indicator_version=row.indicator_version, computed_at=row.computed_at, digest=row.digest,
        dimensions=_dimensions(definition, row.cells), total=frozen.total_of(ctx.principal, definition, _frozen(row)),
    )  # fmt: skip


def _dimensions(definition: IndicatorOut, cells: Mapping[str, Any]) -> list[str]:
    return [each.name for each in definition.dimensions if each.name in cells["by"]]


async def corrections(ctx: Ctx, asked: CorrectionsAsked, paging: PageAsked) -> Page[CorrectionOut]:
    """How the versions of a region's numbers differ, the oldest first; a fixed number of queries.

    Raises 404; 403 `permission.out_of_region`.
    """
    period = await service.visible(ctx, asked.period_id)
    region = _region(ctx, period, asked.region_code)
    statement = queries.corrections(period.id, region, asked, _kept_from(ctx))
    found = await page_of(ctx.db, statement, paging, [(queries.C.id, UUID)])
    events = await _events(ctx, found.rows)
    return Page(items=[_correction(ctx, row, events) for row in found.rows], **found.around())


def _kept_from(ctx: Ctx) -> list[str]:
    """Indicators of which others are not even told that a county's number was corrected."""
    who = ctx.principal
    return [each for each in freezing.followed() if frozen.is_apart(each) and not frozen.sees_all(who, each)]


async def _events(ctx: Ctx, rows: Sequence[Any]) -> dict[int, CorrectionEvent] | None:
    if Permission.event_read not in ctx.principal.permissions:
        return None
    wanted = {position for row in rows for position in row.events}
    return {row.position: CorrectionEvent.model_validate(row) for row in await queries.at_positions(ctx.db, wanted)}


def _correction(ctx: Ctx, row: Any, events: dict[int, CorrectionEvent] | None) -> CorrectionOut:
    definition = freezing.definition(row.indicator)
    told = frozen.sees_all(ctx.principal, row.indicator)
    labels = {each.name: each.label for each in definition.dimensions}
    return CorrectionOut(
        id=row.id, indicator=row.indicator, indicator_name=definition.name, region_code=row.county_code,
        version=row.version, dimension=row.dimension, dimension_label=labels.get(row.dimension, ""), value=row.value,
        label=row.label, before=frozen.figures_kept(row.before) if told else None,
        after=frozen.figures_kept(row.after) if told else None,
        numbers=frozen.differing(definition, row.before, row.after) if told else [],
        suppressed=not told, computed_at=row.computed_at,
        after_position=row.after_position, position=row.position, event_count=row.event_count,
        events=None if events is None else [events[each] for each in row.events if each in events],
    )  # fmt: skip
