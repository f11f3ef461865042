"""The select of schools for the search box."""

from typing import Any

from sqlalchemy import Select, case, or_, select

from services.api.features.schools.queries import former, party, school
from services.api.kernel.scope import Scope
from services.api.kernel.search import spelled_from_start, spelled_like


def found(scope: Scope, q: str) -> Select[Any]:
    """Schools in scope, those that begin so first, closed ones after the open.

    Names are found by any part, as clerks type 中心小学 without the place before it; former names and codes too.
    """
    spelling = {"name": school.name, "pinyin": school.pinyin, "initials": school.initials}
    was = {"name": former.name, "pinyin": former.pinyin, "initials": former.initials}
    before = select(former.school_id).where(spelled_like(q, code=former.code, **was))
    first = case((spelled_from_start(q, **spelling), 0), else_=1)
    return (
        select(school.id, school.code, school.name, school.county_code, school.closed_on)
        .where(scope.rows([party()]))
        .where(or_(spelled_like(q, code=school.code, **spelling), school.id.in_(before)))
        .order_by(first, school.closed_on.is_not(None), school.pinyin, school.id)
    )
