"""Selects of staff bases, and the one that a base is made of."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, Subquery, and_, case, cast, extract, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons import service_honours as honours
from services.api.features.schools import service as schools
from services.api.features.staff import service_dated as staff_dated
from services.api.features.staff_bases.filters import StaffBaseFilter
from services.api.features.staff_bases.models import StaffBase, StaffBaseMember
from services.api.features.staff_bases.rules import LEADERS, Bounds, Eligible
from services.api.kernel.scope import Party, Scope, below, prefix_of

B: Any = StaffBase
M: Any = StaffBaseMember
FACTS = (
    "person_id", "school_id", "sex", "age", "post", "title", "honours", "stage", "subject", "locality", "leader",
    "eligible",
)  # fmt: skip
"""What a member is compared by with the revision before."""
COLUMNS = ("county_code", "base_id", "staff_id", "school_year", *FACTS)


def directory() -> Subquery:
    """The members of the bases in force, for statistics; no scope of its own."""
    rows = select(*StaffBaseMember.__table__.c).join(StaffBase, B.id == M.base_id).where(B.superseded_at.is_(None))  # type: ignore[attr-defined] # the table of a model
    return rows.subquery("staff_base_directory")


async def frozen(db: AsyncSession, region_code: str, years: Collection[int]) -> set[tuple[str, int]]:
    """(county, school year) of the bases in force in a region. One query."""
    rows = select(B.county_code, B.school_year).where(
        below(B.county_code, prefix_of(region_code)), B.school_year.in_(years), B.superseded_at.is_(None)
    )
    return {(row[0], row[1]) for row in await db.execute(rows)}


async def current(db: AsyncSession, county: str, year: int) -> StaffBase | None:
    """The base in force of a county and school year, to read."""
    rows = select(StaffBase).where(B.county_code == county, B.school_year == year, B.superseded_at.is_(None))
    return (await db.scalars(rows)).one_or_none()


async def in_force(db: AsyncSession, county: str, year: int) -> StaffBase | None:
    """The base in force of a county and school year, locked."""
    rows = select(StaffBase).where(B.county_code == county, B.school_year == year, B.superseded_at.is_(None))
    return (await db.scalars(rows.with_for_update())).one_or_none()


def visible(scope: Scope, asked: StaffBaseFilter) -> Select[Any]:
    """The bases of the caller's counties; a school sees its county's."""
    who = scope.principal
    mine = B.county_code == who.region_code if who.is_school else scope.rows([Party(county=B.county_code)])
    rows = select(*StaffBase.__table__.c).where(mine)  # type: ignore[attr-defined] # the table of a model
    if asked.region_code is not None:
        rows = rows.where(below(B.county_code, prefix_of(asked.region_code)))
    if asked.school_year is not None:
        rows = rows.where(B.school_year == asked.school_year)
    return rows.where(B.superseded_at.is_(None)) if asked.current else rows


def members(base: StaffBase, day: date, rule: Eligible) -> Select[Any]:
    """Everybody employed in the county on a day with the facts of that day, in the order of `COLUMNS`."""
    person, on = staff_dated.employed_on(base.county_code, day), literal(day)
    place = schools.locality_periods()
    age = _age(person.c.birth_on, day)
    facts: dict[str, Any] = {
        "county_code": literal(base.county_code), "base_id": literal(base.id, B.id.type),
        "staff_id": person.c.staff_id, "school_year": literal(base.school_year, Integer),
        **{name: person.c[name] for name in ("person_id", "school_id", "sex", "post", "title", "stage", "subject")},
        "age": age, "honours": honours.bits_on(person.c.person_id, on), "locality": place.c.locality,
        "leader": person.c.leader, "eligible": _eligible(person.c, age, rule),
    }  # fmt: skip
    decided = and_(
        place.c.school_id == person.c.school_id, place.c.start_on <= on,
        or_(place.c.end_on.is_(None), place.c.end_on >= on),
    )  # fmt: skip
    return select(*(facts[name].label(name) for name in COLUMNS)).select_from(person.outerjoin(place, decided))


def _age(birth_on: Any, day: date) -> ColumnElement[int]:
    born_later = extract("month", birth_on) * 100 + extract("day", birth_on) > day.month * 100 + day.day
    return cast(literal(day.year, Integer) - extract("year", birth_on) - case((born_later, 1), else_=0), Integer)


def _eligible(person: Any, age: ColumnElement[int], rule: Eligible) -> ColumnElement[bool]:
    leads = person.post.in_(LEADERS)
    of_leader, of_teacher = (_within(person, age, bounds) for bounds in (rule.leaders, rule.teachers))
    teaches = and_(person.full_time_teacher.is_(True), of_teacher)
    return case((person.in_quota.is_(False), False), (leads, of_leader), else_=teaches)


def _within(person: Any, age: ColumnElement[int], bounds: Bounds) -> ColumnElement[bool]:
    long_enough = person.at_school_since <= bounds.since if bounds.since is not None else literal(True)  # noqa: FBT003 - a column
    young = [(person.sex == sex, age <= most) for sex, most in bounds.oldest.items() if most is not None]
    return and_(long_enough, case(*young, else_=True) if young else literal(True))  # noqa: FBT003 - a column


async def totals(db: AsyncSession, base_id: UUID) -> tuple[int, int]:
    """People, and those of them who are eligible."""
    rows = select(func.count(), func.count().filter(M.eligible.is_(True))).where(M.base_id == base_id)
    found = (await db.execute(rows)).one()
    return found[0], found[1]


async def lacking(db: AsyncSession, people: Subquery) -> tuple[int, int, int, int]:
    """Of those who would be frozen: all, eligible, at schools without a decided locality, without a subject."""
    c = people.c
    counts = (
        func.count(),
        *(func.count().filter(each) for each in (c.eligible, c.locality.is_(None), c.subject == "")),
    )
    found = (await db.execute(select(*counts).select_from(people))).one()
    return found[0], found[1], found[2], found[3]


async def differences(db: AsyncSession, new: UUID, old: UUID) -> tuple[int, int, int]:
    """How many were added, are gone, and have other facts than in the revision before."""
    return await differing(db, of_base(new), of_base(old))


def of_base(base_id: UUID) -> Subquery:
    """The members of one base."""
    return select(*StaffBaseMember.__table__.c).where(M.base_id == base_id).subquery()  # type: ignore[attr-defined] # the table of a model


async def differing(db: AsyncSession, now: Subquery, before: Subquery) -> tuple[int, int, int]:
    """How many of `now` were added, how many of `before` are gone, and how many have other facts."""
    both = now.outerjoin(before, before.c.staff_id == now.c.staff_id)
    differs = or_(*(now.c[name].is_distinct_from(before.c[name]) for name in FACTS))
    added = func.count().filter(before.c.staff_id.is_(None))
    changed = func.count().filter(and_(before.c.staff_id.is_not(None), differs))
    fresh = (await db.execute(select(added, changed, func.count()).select_from(both))).one()
    was = await db.scalar(select(func.count()).select_from(before))
    return fresh[0], int(was or 0) - (fresh[2] - fresh[0]), fresh[1]
