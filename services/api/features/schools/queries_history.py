"""Selects of what became of schools: names, posts, successions, moved rows, delegations."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools.models import (
    ReportDelegation,
    School,
    SchoolCorrection,
    SchoolFormer,
    SchoolHeadcount,
    SchoolSuccession,
)
from services.api.features.schools.queries import directory, party, runs_on, school
from services.api.kernel.models import Base
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope

_tables = Base.metadata.tables
former = _tables["school_former"].c
posts = _tables["school_headcount"].c
moved = _tables["school_move"].c
followed = _tables["school_succession"].c
delegated = _tables["report_delegation"].c
corrected = _tables["school_correction"].c


async def for_succession(db: AsyncSession, scope: Scope, ids: Collection[UUID]) -> list[School]:
    """Schools in scope, locked in the order of their ids so that two successions never wait for each other."""
    rows = select(School).where(school.id.in_(ids), scope.rows([party()])).order_by(school.id).with_for_update()
    return list((await db.scalars(rows)).all())


async def first_days(db: AsyncSession, school_ids: Iterable[UUID]) -> dict[UUID, date]:
    """Id → the first day that a decision on a school counts from; none for schools without decisions. One query."""
    ids, dated = set(school_ids), ("school_locality", "school_flag", "school_headcount")
    days = union_all(*(
        select(table.c.school_id, table.c.start_on).where(table.c.school_id.in_(ids))
        for table in (_tables[name] for name in dated)
    )).subquery()  # fmt: skip
    rows = select(days.c.school_id, func.min(days.c.start_on).label("first_on")).group_by(days.c.school_id)
    return {row.school_id: row.first_on for row in await db.execute(rows)}


async def formers(db: AsyncSession, school_ids: Iterable[UUID]) -> list[SchoolFormer]:
    """The names and codes that schools had, newest first."""
    rows = select(SchoolFormer).where(former.school_id.in_(set(school_ids)))
    return list((await db.scalars(rows.order_by(former.end_on.desc(), former.id.desc()))).all())


async def former_names(db: AsyncSession, school_ids: Iterable[UUID]) -> list[Any]:
    """(school_id, name) of earlier names, the last one first."""
    rows = select(former.school_id, former.name).where(former.school_id.in_(set(school_ids)))
    return list(await db.execute(rows.order_by(former.end_on.desc(), former.id.desc())))


async def names_on(db: AsyncSession, school_ids: Iterable[UUID], day: date) -> dict[UUID, str]:
    """Id → the name a school had on a day, for schools that have another one since."""
    rows = select(former.school_id, former.name).where(former.school_id.in_(set(school_ids)), former.end_on >= day)
    found: dict[UUID, str] = {}
    for row in await db.execute(rows.order_by(former.end_on, former.id)):
        found.setdefault(row.school_id, row.name)
    return found


async def name_with_former_code(db: AsyncSession, code: str, but: UUID | None = None) -> str | None:
    """The school that had this code before."""
    rows = select(former.name).where(former.code == code)
    rows = rows.where(former.school_id != but) if but is not None else rows
    name: str | None = await db.scalar(rows.limit(1))
    return name


async def headcounts(db: AsyncSession, school_id: UUID) -> list[SchoolHeadcount]:
    """Approved posts of all times, newest first."""
    rows = select(SchoolHeadcount).where(posts.school_id == school_id).order_by(posts.start_on.desc())
    return list((await db.scalars(rows)).all())


def placed_on(entity: str, row_id: Any, side: str, present: Any, day: Any) -> ColumnElement[Any]:
    """The school that one side of a row named on a day: the present one, unless a succession moved it after."""
    was = select(moved.from_school_id).where(
        moved.entity == entity, moved.moved_row == row_id, moved.side == side, moved.until_on >= day
    )
    return func.coalesce(was.order_by(moved.until_on).limit(1).scalar_subquery(), present)


def ever_of(entity: str, school_id: Any, *present: Select[Any]) -> CompoundSelect[Any]:
    """Ids of the rows that name a school now (`present`) or did before a succession moved them.

    An index answers each part; with an OR in the place of this union PostgreSQL reads the whole table.
    """
    once = select(moved.moved_row).where(moved.entity == entity, moved.from_school_id == school_id)
    return union_all(*present, once)


async def successions(db: AsyncSession, school_id: UUID) -> list[SchoolSuccession]:
    """Everything a school came from or went into, newest first."""
    mine = or_(followed.from_school_id == school_id, followed.to_school_id == school_id)
    rows = select(SchoolSuccession).where(mine).order_by(followed.on.desc(), followed.id.desc())
    return list((await db.scalars(rows)).all())


async def corrections(db: AsyncSession, school_id: UUID) -> list[SchoolCorrection]:
    """What was put right, newest first."""
    rows = select(SchoolCorrection).where(corrected.school_id == school_id)
    return list((await db.scalars(rows.order_by(corrected.corrected_at.desc()))).all())


def _delegations(scope: Scope) -> Select[Any]:
    centre, own = directory().alias("centre"), directory().alias("own")
    rows = select(
        *_tables["report_delegation"].c, own.c.code.label("school_code"), own.c.name.label("school_name"),
        centre.c.code.label("centre_code"), centre.c.name.label("centre_name"),
    ).select_from(
        _tables["report_delegation"]
        .join(own, own.c.id == delegated.school_id)
        .join(centre, centre.c.id == delegated.centre_school_id)
    )  # fmt: skip
    sides = (delegated.school_id, delegated.centre_school_id)
    return rows.where(scope.rows([Party(delegated.county_code, side) for side in sides]))


async def delegations_page(
    db: AsyncSession, scope: Scope, paging: PageAsked, school_id: UUID | None, running_on: date | None
) -> Rows:
    """Who reports for whom, newest first."""
    rows = _delegations(scope)
    if school_id is not None:
        rows = rows.where(or_(delegated.school_id == school_id, delegated.centre_school_id == school_id))
    if running_on is not None:
        rows = rows.where(runs_on(delegated, running_on))
    return await page_of(db, rows, paging, [(delegated.id, UUID)], descending=True)


async def delegation_row(db: AsyncSession, scope: Scope, delegation_id: UUID) -> Any:
    """One in scope with both schools."""
    return (await db.execute(_delegations(scope).where(delegated.id == delegation_id))).one_or_none()


async def delegations_of(db: AsyncSession, scope: Scope, school_id: UUID, day: date | None = None) -> list[Any]:
    """All that a school is a side of, or those that run on a day; newest first."""
    rows = _delegations(scope).where(or_(delegated.school_id == school_id, delegated.centre_school_id == school_id))
    rows = rows if day is None else rows.where(runs_on(delegated, day))
    return list(await db.execute(rows.order_by(delegated.start_on.desc(), delegated.id)))


async def delegation(db: AsyncSession, scope: Scope, delegation_id: UUID) -> ReportDelegation | None:
    """One in scope, locked."""
    rows = select(ReportDelegation).where(delegated.id == delegation_id, scope.rows([Party(delegated.county_code)]))
    return (await db.scalars(rows.with_for_update())).one_or_none()


async def open_delegations(db: AsyncSession, school_id: UUID, day: date) -> Sequence[ReportDelegation]:
    """Those of a school, as either side, that run on the day or later, locked."""
    mine = or_(delegated.school_id == school_id, delegated.centre_school_id == school_id)
    later = or_(delegated.end_on.is_(None), delegated.end_on >= day)
    rows = select(ReportDelegation).where(mine, later).order_by(delegated.id).with_for_update()
    return (await db.scalars(rows)).all()


def delegated_to(day: Any) -> Select[Any]:
    """(school_id, centre_school_id) of the delegations that run on a day."""
    running = and_(delegated.start_on <= day, or_(delegated.end_on.is_(None), delegated.end_on >= day))
    return select(delegated.school_id, delegated.centre_school_id).where(running)
