"""The select of people for the search box."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union

from services.api.features.schools import service as schools
from services.api.features.staff.queries import party, person, staff
from services.api.features.staff.queries_dated import NAME
from services.api.kernel.models import Base
from services.api.kernel.scope import Scope
from services.api.kernel.search import begins, spelled_from_start

_tables = Base.metadata.tables


def found(scope: Scope, q: str, today: date) -> Select[Any]:
    """People in service in scope by name; each way of being found is a range of an index."""
    place, hits = schools.directory(), _hits(scope, q).subquery("hits")
    was = select(func.max(NAME.name)).where(NAME.person_id == person.id, _was_named(q)).scalar_subquery()
    rows = select(
        staff.id, staff.person_id, staff.post, person.name, was.label("former_name"), staff.school_id, place.c.code,
        place.c.name.label("school_name"),
    )  # fmt: skip
    people = hits.join(_tables["person"], person.id == hits.c.id)
    employed = people.join(_tables["staff"], staff.person_id == person.id)
    return (
        rows.select_from(employed.join(place, place.c.id == staff.school_id))
        .where(scope.rows([party()]), staff.merged_at.is_(None), person.merged_at.is_(None))
        .where(or_(staff.ended_on.is_(None), staff.ended_on >= today))
        .order_by(person.sort_key, staff.id)
    )


def _hits(scope: Scope, q: str) -> Any:
    named = spelled_from_start(q, name=person.name, pinyin=person.pinyin, initials=person.initials)
    numbered = select(staff.person_id).where(scope.rows([party()]), begins(staff.staff_no, q.strip()))
    return union(select(person.id).where(named), numbered, select(NAME.person_id).where(_was_named(q)))


def _was_named(q: str) -> ColumnElement[bool]:
    """Names that somebody had before."""
    return and_(
        NAME.voided_at.is_(None), spelled_from_start(q, name=NAME.name, pinyin=NAME.pinyin, initials=NAME.initials)
    )
