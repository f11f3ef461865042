"""The select behind the daily refresh of frozen facts."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, cast, extract, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import Assignment
from services.api.features.persons import service_honours as honours
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.staff import service_dated as staff_dated
from services.api.kernel.periods import SCHOOL_YEAR_START_MONTH
from services.contracts.codes import AssignmentStatus

A: Any = Assignment
TO_BEGIN = (AssignmentStatus.planned, AssignmentStatus.confirmed)
FIRST_DAY_OF_YEAR = SCHOOL_YEAR_START_MONTH * 100 + 1


def _age(birth_on: Any) -> ColumnElement[int]:
    """`rules.age_in` for the database."""
    born_later = extract("month", birth_on) * 100 + extract("day", birth_on) > FIRST_DAY_OF_YEAR
    return cast(A.school_year - extract("year", birth_on) - case((born_later, 1), else_=0), Integer)


def _in_force(decision: Any, school_id: Any) -> ColumnElement[bool]:
    """The decision on a school's locality that holds on the first day of the assignment."""
    runs = or_(decision.end_on.is_(None), decision.end_on >= A.start_on)
    return and_(decision.school_id == school_id, decision.start_on <= A.start_on, runs)


@cache
def _outdated() -> Select[Any]:
    person = staff.directory()
    here, there = schools.locality_periods().alias("here"), schools.locality_periods().alias("there")
    then = staff_dated.facts_columns(A.person_id, A.start_on)
    of_first_day = {name: func.coalesce(then[name], person.c[name]) for name in ("post", "title", "stage")}
    known = {
        A.sex: person.c.sex, A.age: _age(person.c.birth_on), A.post: of_first_day["post"],
        A.title: of_first_day["title"], A.honours: honours.bits_on(A.person_id, A.start_on),
        A.stage: of_first_day["stage"], A.sending_locality: here.c.locality, A.receiving_locality: there.c.locality,
    }  # fmt: skip
    return (
        select(Assignment, *(now.label(f"now_{column.key}") for column, now in known.items()))
        .join(person, person.c.staff_id == A.staff_id)
        .outerjoin(here, _in_force(here.c, A.sending_school_id))
        .outerjoin(there, _in_force(there.c, A.receiving_school_id))
        .where(A.status.in_(TO_BEGIN), A.start_on > bindparam("today"))
        .where(or_(*(column.is_distinct_from(now) for column, now in known.items())))
        .order_by(A.id)
        .limit(bindparam("most"))
        .with_for_update(of=Assignment)
    )


async def outdated(db: AsyncSession, today: date, most: int) -> Any:
    """Assignments that begin after the day and whose facts are not what is known now, locked; `now_…` says what is.

    PostgreSQL looks at a row again when it had to wait for its lock, so that what somebody else has just brought up
    to date is left alone.
    """
    return (await db.execute(_outdated(), {"today": today, "most": most})).all()
