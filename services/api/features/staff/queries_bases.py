"""Who was employed in a county on a day, with the facts of that day: one select for set-based readers."""

from datetime import date
from typing import Any

from sqlalchemy import Subquery, and_, func, literal, or_, select

from services.api.features.staff.models import Person, Staff
from services.api.features.staff.models_dated import StaffPosition
from services.api.features.staff.queries_dated import facts_columns, in_force
from services.contracts.codes import Post

S: Any = Staff
P: Any = Person
D: Any = StaffPosition
TEAM = (Post.principal, Post.vice_principal, Post.same_rank, Post.middle)


def employed_on(county_code: str, day: date) -> Subquery:
    """Employments of a county that run on a day, with person, dated facts, and since when they are at the school.

    What is not recorded for that day is as it is now. `leader`: of the leadership team (班子).
    """
    on = literal(day)
    then = facts_columns(S.person_id, on)
    dated = {name: func.coalesce(then[name], getattr(S, name)) for name in ("post", "title", "stage", "subject")}
    at_school = select(D.school_id).where(D.person_id == S.person_id, in_force(D, on), D.school_id.is_not(None))
    leads = select(D.leadership).where(D.person_id == S.person_id, in_force(D, on))
    since = select(func.min(D.start_on)).where(
        D.person_id == S.person_id, D.voided_at.is_(None), D.school_id == S.school_id, D.start_on <= on
    )
    newest = D.start_on.desc()
    rows = select(
        S.id.label("staff_id"), S.person_id, P.sex, P.birth_on, S.in_quota, S.full_time_teacher,
        *(column.label(name) for name, column in dated.items()),
        func.coalesce(at_school.order_by(newest).limit(1).scalar_subquery(), S.school_id).label("school_id"),
        or_(func.coalesce(leads.order_by(newest).limit(1).scalar_subquery(), False), dated["post"].in_(TEAM)).label(
            "leader"
        ),
        func.coalesce(since.scalar_subquery(), S.hired_on).label("at_school_since"),
    )  # fmt: skip
    employed = and_(S.hired_on <= on, or_(S.ended_on.is_(None), S.ended_on >= on), S.merged_at.is_(None))
    return rows.join(Person, P.id == S.person_id).where(S.county_code == county_code, employed).subquery("employed")
