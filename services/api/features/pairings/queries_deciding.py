"""Which pairings an office decides about, as a condition: `competence.decides_between` row by row."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, not_, or_

from services.api.kernel.competence import COUNTIES_WITHOUT_CITY, MUNICIPALITIES
from services.api.kernel.scope import Principal, below
from services.contracts.codes import Role


def decided_by(principal: Principal, one: Any, other: Any) -> ColumnElement[bool]:
    """Whether the caller is the office that decides between the counties of two columns (architecture §5)."""
    in_one_city = and_(
        func.substr(one, 1, 4) == func.substr(other, 1, 4),
        func.substr(one, 1, 2).not_in(sorted(MUNICIPALITIES)),
        func.substr(one, 3, 2) != COUNTIES_WITHOUT_CITY,
    )
    same = one == other
    by_role: dict[Role, ColumnElement[bool]] = {
        Role.county_coordinator: same,
        Role.city_supervisor: or_(and_(same, one.contains("Z")), and_(not_(same), in_one_city)),
        Role.province_supervisor: and_(not_(same), not_(in_one_city)),
    }
    if principal.role is None or principal.role not in by_role:
        return false()
    return and_(by_role[principal.role], below(one, principal.prefix), below(other, principal.prefix))
