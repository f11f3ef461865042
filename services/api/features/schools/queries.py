"""Selects of schools."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, cast, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.filters import SchoolFilter
from services.api.features.schools.models import School, SchoolFlagPeriod, SchoolLocality
from services.api.kernel.models import Base
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.api.kernel.search import spelled_like
from services.contracts.accounts import SchoolRef
from services.contracts.codes import Locality, SchoolFlag

_tables = Base.metadata.tables
school = _tables["school"].c
decided = _tables["school_locality"].c
flagged = _tables["school_flag"].c
former = _tables["school_former"].c


def party() -> Party:
    """A school is seen by its county and by itself."""
    return Party(county=school.county_code, school=school.id)


def runs_on(row: Any, day: date) -> ColumnElement[bool]:
    """Whether a dated row contains the day."""
    return and_(row.start_on <= day, or_(row.end_on.is_(None), row.end_on >= day))


def flagged_weak_on(school_id: ColumnElement[Any], day: date) -> ColumnElement[bool]:
    """Whether the school in a column is flagged weak on a day; for the queries of other features too."""
    return exists().where(flagged.school_id == school_id, flagged.flag == SchoolFlag.weak, runs_on(flagged, day))


def _shown(scope: Scope, today: date) -> Select[Any]:
    is_weak = flagged_weak_on(school.id, today)
    rows = select(
        school.id, school.version, school.code, school.name, school.pinyin, school.initials, school.county_code,
        school.location_code, school.township, school.kind, school.type_code, school.stages, school.grades,
        school.ownership, school.urban_rural_code, school.aliases, school.closed_on, decided.locality,
        decided.start_on.label("locality_since"),
        is_weak.label("weak"),
    )  # fmt: skip
    joined = _tables["school"].outerjoin(
        _tables["school_locality"], and_(decided.school_id == school.id, runs_on(decided, today))
    )
    return rows.select_from(joined).where(scope.rows([party()]))


def _known_as(q: str) -> ColumnElement[bool]:
    """Schools that had such a name or code, or are called so (E-03.1)."""
    spelling = {"name": former.name, "pinyin": former.pinyin, "initials": former.initials}
    was = exists().where(former.school_id == school.id, spelled_like(q, code=former.code, **spelling))
    return or_(was, school.aliases.contains(q.strip(), autoescape=True))


def listed(scope: Scope, asked: SchoolFilter, today: date) -> Select[Any]:
    """Schools in scope with today's locality and weak flag."""
    rows = _shown(scope, today)
    if asked.q:
        spelling = {"name": school.name, "pinyin": school.pinyin, "initials": school.initials}
        rows = rows.where(or_(spelled_like(asked.q, code=school.code, **spelling), _known_as(asked.q)))
    if asked.county_code:
        rows = rows.where(below(school.county_code, prefix_of(asked.county_code)))
    if asked.stage:
        rows = rows.where(cast(school.stages, String).contains(f'"{asked.stage.value}"'))
    if not asked.include_closed:
        rows = rows.where(or_(school.closed_on.is_(None), school.closed_on >= today))
    if asked.weak is not None:
        is_weak = rows.selected_columns.weak
        rows = rows.where(is_weak if asked.weak else ~is_weak)
    same = {school.township: asked.township, school.kind: asked.kind, decided.locality: asked.locality}
    return rows.where(*(column == value for column, value in same.items() if value))


async def shown(db: AsyncSession, scope: Scope, school_id: UUID, today: date) -> Any:
    """One school in scope as the list shows it, or None."""
    return (await db.execute(_shown(scope, today).where(school.id == school_id))).one_or_none()


async def visible(db: AsyncSession, scope: Scope, school_id: UUID, *, locked: bool = False) -> School | None:
    """The school when it is in scope."""
    rows = select(School).where(school.id == school_id, scope.rows([party()]))
    return (await db.scalars(rows.with_for_update() if locked else rows)).one_or_none()


async def find(db: AsyncSession, school_id: UUID) -> School | None:
    """The school whoever asks."""
    return await db.get(School, school_id)


async def name_with_code(db: AsyncSession, code: str, but: UUID | None = None) -> str | None:
    """The name of the school with this code, other than one."""
    rows = select(school.name).where(school.code == code)
    name: str | None = await db.scalar(rows if but is None else rows.where(school.id != but))
    return name


async def refs(db: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, SchoolRef]:
    """Id → school in one line."""
    rows = await db.execute(select(school.id, school.code, school.name).where(school.id.in_(set(ids))))
    return {row.id: SchoolRef.model_validate(row) for row in rows}


async def closed_among(db: AsyncSession, ids: Iterable[UUID], day: date) -> set[UUID]:
    """Those of the schools that are closed on a day."""
    rows = select(school.id).where(school.id.in_(set(ids)), school.closed_on < day)
    return set((await db.scalars(rows)).all())


async def localities_on(db: AsyncSession, ids: Iterable[UUID], day: date) -> dict[UUID, Locality]:
    """Id → locality on a day, for the schools that have one decided."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = select(decided.school_id, decided.locality).where(decided.school_id.in_(wanted), runs_on(decided, day))
    return {row.school_id: row.locality for row in await db.execute(rows)}


@cache
def locality_periods() -> Subquery:
    """Columns `school_id`, `locality`, `start_on`, `end_on` of every decision, for the joins of other features."""
    return select(decided.school_id, decided.locality, decided.start_on, decided.end_on).subquery()


async def localities(db: AsyncSession, school_id: UUID) -> list[SchoolLocality]:
    """Every decision on the locality, newest first."""
    rows = select(SchoolLocality).where(decided.school_id == school_id).order_by(decided.start_on.desc())
    return list((await db.scalars(rows)).all())


async def flags(db: AsyncSession, school_id: UUID, flag: SchoolFlag | None = None) -> list[SchoolFlagPeriod]:
    """Every period of every flag, or of one, newest first."""
    rows = select(SchoolFlagPeriod).where(flagged.school_id == school_id)
    if flag is not None:
        rows = rows.where(flagged.flag == flag)
    return list((await db.scalars(rows.order_by(flagged.start_on.desc(), flagged.id.desc()))).all())


@cache
def directory() -> Subquery:
    """Columns of every school for the joins of other features."""
    return select(
        school.id, school.code, school.name, school.pinyin, school.initials, school.county_code, school.township,
        school.closed_on,
    ).subquery()  # fmt: skip


async def beginnings(db: AsyncSession) -> dict[str, datetime]:
    """County → when its first school was recorded. One query."""
    rows = select(school.county_code, func.min(school.created_at)).group_by(school.county_code)
    return {row[0]: row[1] for row in await db.execute(rows)}


async def counties_with_schools(db: AsyncSession, region_code: str) -> set[str]:
    """The counties of a region that have an open school. One query."""
    rows = select(school.county_code).where(below(school.county_code, prefix_of(region_code)))
    return set((await db.scalars(rows.where(school.closed_on.is_(None)).distinct())).all())
