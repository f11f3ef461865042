"""Selects of closed periods, their numbers and corrections, and of the log that corrections are found in."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.periods.filters import CorrectionsAsked, PeriodFilter
from services.api.features.periods.models import (
    ClosedPeriod,
    PeriodProgress,
    StatCorrection,
    StatDefinition,
    StatSnapshot,
)
from services.api.features.periods.rules import province_of
from services.api.kernel.events import Event
from services.api.kernel.region_codes import WHOLE_CODE, below, prefix_of
from services.api.kernel.scope import Scope
from services.contracts.codes import PeriodKind, PeriodStatus

P: Any = ClosedPeriod
S: Any = StatSnapshot
C: Any = StatCorrection
D: Any = StatDefinition
G: Any = PeriodProgress
E: Any = Event
_HEAD = (S.version, S.indicator, S.indicator_version, S.computed_at, S.position, S.digest, S.county_code)
_BODY = (*_HEAD, S.cells, S.labels, S.threshold, D.body.label("definition"))
TOGETHER = 500


def visible(scope: Scope, asked: PeriodFilter) -> Select[Any]:
    """The periods of the caller's province; of all provinces for the nation."""
    own = scope.principal.region_code
    inside = (
        below(P.region_code, scope.principal.prefix)
        if not scope.principal.prefix
        else P.region_code == province_of(own)
    )
    rows = select(*ClosedPeriod.__table__.c).where(inside)  # type: ignore[attr-defined] # the table of a model
    if asked.kind is not None:
        rows = rows.where(P.kind == asked.kind)
    return rows if asked.region_code is None else rows.where(P.region_code == asked.region_code)


async def one(db: AsyncSession, scope: Scope, period_id: UUID) -> Any | None:
    """A period that the caller sees."""
    return (await db.execute(visible(scope, PeriodFilter()).where(P.id == period_id))).one_or_none()


async def locked(db: AsyncSession, period_id: UUID) -> ClosedPeriod:
    """The row, for writing."""
    return (await db.scalars(select(ClosedPeriod).where(P.id == period_id).with_for_update())).one()


async def known(db: AsyncSession) -> set[tuple[str, PeriodKind, str]]:
    """(province, kind, key) of all there are."""
    return {(row[0], row[1], row[2]) for row in await db.execute(select(P.region_code, P.kind, P.key))}


async def known_of(db: AsyncSession, province: str) -> set[tuple[PeriodKind, str]]:
    """(kind, key) of all there are of a province."""
    return {(row[0], row[1]) for row in await db.execute(select(P.kind, P.key).where(P.region_code == province))}


async def closing(db: AsyncSession) -> Sequence[ClosedPeriod]:
    """Those that wait to be counted, the oldest first."""
    rows = select(ClosedPeriod).where(P.status == PeriodStatus.closing).order_by(P.first_on, P.kind, P.id)
    return (await db.scalars(rows)).all()


async def behind(db: AsyncSession, head: int) -> Sequence[Any]:
    """(closed period, position) of those for which the log was not read up to a position."""
    rows = select(ClosedPeriod, G.position).join(PeriodProgress, G.period_id == P.id)
    return (await db.execute(rows.where(G.position < head).order_by(P.region_code, P.first_on, P.id))).all()


async def advance(db: AsyncSession, period_ids: Collection[UUID], head: int) -> None:
    """The log was read up to a position."""
    await db.execute(
        update(PeriodProgress).where(G.period_id.in_(period_ids), G.position < head).values(position=head),
        execution_options={"synchronize_session": False},
    )


async def events_between(
    db: AsyncSession, province: str, *, after: int, to: int, entities: Collection[str], most: int
) -> Sequence[Any]:
    """What was written about a province and some kinds of rows, in the order of the log."""
    prefix = prefix_of(province)
    sides = (E.county_code, E.other_county_code, E.left_county_code, E.other_left_county_code)
    rows = select(E.position, E.entity, *sides, E.changes, E.record).where(
        E.position > after, E.position <= to, E.entity.in_(entities), or_(*(below(side, prefix) for side in sides))
    )
    return (await db.execute(rows.order_by(E.position).limit(most))).all()


async def at_positions(db: AsyncSession, positions: Collection[int]) -> Sequence[Any]:
    """The events at some positions."""
    found: list[Any] = []
    wanted = sorted(positions)
    for start in range(0, len(wanted), TOGETHER):
        rows = select(E.position, E.entity, E.entity_id, E.action, E.at)
        found += (await db.execute(rows.where(E.position.in_(wanted[start : start + TOGETHER])))).all()
    return found


def _versions(period_id: UUID, indicator: str, columns: Sequence[Any]) -> Select[Any]:
    return select(*columns).where(S.period_id == period_id, S.indicator == indicator)


async def head(db: AsyncSession, period_id: UUID, indicator: str, region: str, version: int | None) -> Any | None:
    """One version without its numbers; None is the latest."""
    rows = _versions(period_id, indicator, _HEAD).where(S.county_code == region)
    if version is not None:
        rows = rows.where(S.version == version)
    return (await db.execute(rows.order_by(S.version.desc()).limit(1))).one_or_none()


async def bodies(
    db: AsyncSession, period_id: UUID, indicator: str, *, own: str, region: str, upto: datetime
) -> dict[str, Any]:
    """Region → its latest numbers at an instant: the region alone, or all of its level in a larger one. One query."""
    rows = _versions(period_id, indicator, _BODY).join(StatDefinition, D.digest == S.definition_digest)
    rows = rows.where(_beside(own, region), S.computed_at <= upto).order_by(S.county_code, S.version)
    return {row.county_code: row for row in await db.execute(rows)}


def _beside(own: str, region: str) -> Any:
    if own == region:
        return S.county_code == region
    inside = below(S.county_code, prefix_of(own))
    if len(prefix_of(region)) == WHOLE_CODE:
        return inside & S.county_code.not_like("____00")
    return inside & S.county_code.like("____00") & S.county_code.not_like("__0000")


async def latest(db: AsyncSession, period_id: UUID, indicator: str) -> dict[str, Any]:
    """Region → its latest numbers of an indicator."""
    columns = (S.county_code, S.version, S.indicator_version, S.definition_digest, S.cells, S.threshold)
    rows = _versions(period_id, indicator, columns).order_by(S.county_code, S.version)
    return {row.county_code: row for row in await db.execute(rows)}


async def latest_total(  # noqa: PLR0917 - what a number is known by
    db: AsyncSession, province: str, kind: PeriodKind, key: str, indicator: str, region: str
) -> Any | None:
    """The total of the latest version of a region's numbers, if its province's period is closed. One query."""
    total, missing = S.cells["total"].label("total"), S.cells["missing"].label("missing")
    rows = (
        select(P.id, P.closed_at, S.version, S.computed_at, total, missing)
        .join(StatSnapshot, S.period_id == P.id)
        .where(P.region_code == province, P.kind == kind, P.key == key, P.status == PeriodStatus.closed)
        .where(S.county_code == region, S.indicator == indicator)
    )
    return (await db.execute(rows.order_by(S.version.desc()).limit(1))).one_or_none()


async def of_region(db: AsyncSession, period_id: UUID, region: str) -> Sequence[Any]:
    """The latest numbers of every indicator of a region, in the order of the indicators. One query."""
    newest = (
        select(S.indicator, func.max(S.version).label("version"))
        .where(S.period_id == period_id, S.county_code == region)
        .group_by(S.indicator)
        .subquery()
    )
    rows = (
        select(*_BODY)
        .join(StatDefinition, D.digest == S.definition_digest)
        .join(newest, (newest.c.indicator == S.indicator) & (newest.c.version == S.version))
        .where(S.period_id == period_id, S.county_code == region)
    )
    return (await db.execute(rows.order_by(S.indicator))).all()


async def regions_of(db: AsyncSession, period_id: UUID, own: str) -> Sequence[str]:
    """The regions inside one, itself too, that have numbers of a period, by code."""
    rows = select(S.county_code).where(S.period_id == period_id, below(S.county_code, prefix_of(own))).distinct()
    return (await db.scalars(rows.order_by(S.county_code))).all()


async def definitions(db: AsyncSession, digests: Collection[str]) -> set[str]:
    """Those that are kept already."""
    return set((await db.scalars(select(D.digest).where(D.digest.in_(digests)))).all())


async def correction(db: AsyncSession, period_id: UUID, correction_id: UUID) -> Any | None:
    """One correction of a period."""
    rows = select(C.indicator, C.county_code, C.after_position, C.position, C.event_count)
    return (await db.execute(rows.where(C.period_id == period_id, C.id == correction_id))).one_or_none()


def corrections(period_id: UUID, region: str, asked: CorrectionsAsked, hidden: Collection[str]) -> Select[Any]:
    """The corrections of a region but those of some indicators."""
    rows = select(*StatCorrection.__table__.c).where(  # type: ignore[attr-defined] # the table of a model
        C.period_id == period_id, C.county_code == region, C.version > asked.after_version
    )
    if hidden:
        rows = rows.where(C.indicator.not_in(hidden))
    return rows if asked.indicator is None else rows.where(C.indicator == asked.indicator)
