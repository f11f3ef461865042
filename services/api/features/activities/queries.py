"""Selects on activities."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.filters import ActivityFilter
from services.api.features.activities.models import Activity
from services.api.features.activities.queries_joined import among, seen, under
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.periods import Period, month_period
from services.api.kernel.scope import Scope, below, prefix_of

A: Any = Activity
_SCHOOL: Any = bindparam("school", type_=Uuid())
_FIRST: Any = bindparam("first", type_=Date())
_LAST: Any = bindparam("last", type_=Date())
"""Every report that is opened or sent asks these selects: they are made once, for to make them takes longer than to
answer them."""


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    return pairings.beside(A, pairing.supporting_county_code, pairing.recipient_county_code), pairing


async def page(db: AsyncSession, scope: Scope, asked: ActivityFilter, paging: PageAsked) -> Rows:
    """One page of the activities in scope, the latest first."""
    statement, pairing = _rows()
    statement = statement.where(seen(scope, pairing), *_placed(asked))
    if not asked.include_void:
        statement = statement.where(A.voided_at.is_(None))
    if asked.mentor_pair_id:
        statement = statement.where(A.mentor_pair_id == asked.mentor_pair_id)
    if asked.type:
        statement = statement.where(A.type == asked.type)
    if asked.month:
        period = month_period(asked.month)
        statement = statement.where(A.held_on >= period.start_on, A.held_on <= period.end_on)
    return await page_of(db, statement, paging, [(A.held_on, date), (A.id, UUID)], descending=True)


def _placed(asked: ActivityFilter) -> list[ColumnElement[bool]]:
    """Where it was: under a pairing, at a school, in a county; meetings that these joined are among them."""
    found = [under(asked.pairing_id)] if asked.pairing_id else []
    if asked.school_id:
        school = asked.school_id
        found.append(among(lambda _, of: or_(of.supporting_school_id == school, of.recipient_school_id == school)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        sides = ("supporting_county_code", "recipient_county_code")
        found.append(among(lambda _, of: or_(*(below(getattr(of, side), prefix) for side in sides))))
    return found


async def row(db: AsyncSession, scope: Scope, activity_id: UUID) -> Any:
    """One activity in scope with the names of both schools."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(A.id == activity_id, seen(scope, pairing)))).one_or_none()


async def twin(db: AsyncSession, activity: Any) -> UUID | None:
    """The first other record in force of the same pairing, day, type and topic: perhaps the same activity."""
    same = (A.pairing_id == activity.pairing_id, A.held_on == activity.held_on, A.type == activity.type)
    others = select(A.id).where(*same, A.topic == activity.topic, A.id != activity.id, A.voided_at.is_(None))
    found: UUID | None = await db.scalar(others.order_by(A.id).limit(1))
    return found


async def visible(db: AsyncSession, scope: Scope, activity_id: UUID) -> Activity | None:
    """One activity in scope, locked for a change."""
    pairing = pairings.directory()
    statement = select(Activity).join(pairing, pairing.c.id == A.pairing_id)
    statement = statement.where(A.id == activity_id, seen(scope, pairing.c))
    return (await db.execute(statement.with_for_update(of=Activity))).scalar_one_or_none()


def _at(pairing: Any, held_on: Any) -> ColumnElement[bool]:
    """Activities of the pairings that were the school's on the day; the first condition is the one indexes answer."""
    sides = {"supporting": pairing.supporting_school_id, "recipient": pairing.recipient_school_id}
    named = pairings.directory().c
    now = (select(named.id).where(getattr(named, f"{name}_school_id") == _SCHOOL) for name in sides)
    maybe = pairing.id.in_(schools.ever_of("pairing", _SCHOOL, *now))
    then = (schools.placed_on("pairing", pairing.id, name, side, held_on) for name, side in sides.items())
    return and_(maybe, or_(*(place == _SCHOOL for place in then)))


async def of_school(db: AsyncSession, school_id: UUID, period: Period) -> Any:
    """The activities of a school's pairings held in the period, oldest first, void ones left out."""
    return (await db.execute(_of_school(), _values(school_id, period))).all()


@cache
def _of_school() -> Select[Any]:
    return _rows()[0].where(_held_at()).order_by(A.held_on, A.id)


def _values(school_id: UUID, period: Period) -> dict[str, Any]:
    return {"school": school_id, "first": period.start_on, "last": period.end_on}


def _held_at() -> ColumnElement[bool]:
    """Activities in force of the pairings that were the school's on the day, also those it joined and was at."""

    def held(activity: Any, pairing: Any) -> ColumnElement[bool]:
        inside = and_(activity.held_on >= _FIRST, activity.held_on <= _LAST)
        return and_(_at(pairing, activity.held_on), inside, activity.voided_at.is_(None))

    return among(held, there=True)


async def of_pairing(db: AsyncSession, pairing_id: UUID, limit: int) -> Any:
    """The newest activities of a pairing: (id, type, topic)."""
    newest = select(A.id, A.type, A.topic).where(under(pairing_id)).order_by(A.held_on.desc(), A.id.desc())
    return (await db.execute(newest.limit(limit))).all()


async def days_held(db: AsyncSession, school_id: UUID, period: Period) -> list[date]:
    """The days on which the activities of a school's pairings were held."""
    return list((await db.execute(_days_held(), _values(school_id, period))).scalars())


@cache
def _days_held() -> Select[Any]:
    return select(A.held_on).where(_held_at())
