"""Which office decides between two counties (architecture §5).

A county decides inside itself, its city what crosses its counties, the province what crosses its cities.
"""

from functools import lru_cache

from services.api.kernel.scope import Principal
from services.contracts.codes import Role

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
COUNTIES_WITHOUT_CITY = "90"


@lru_cache(maxsize=4096)
def deciding_roles(one: str, other: str) -> frozenset[Role]:
    """The roles that decide between two county codes.

    An authority without an official code (`6102Z1`: schools run by the city) is decided by the city as well.
    """
    if one == other:
        is_unofficial = "Z" in one
        return frozenset(
            {Role.county_coordinator, Role.city_supervisor} if is_unofficial else {Role.county_coordinator}
        )
    has_city = one[:2] not in MUNICIPALITIES and one[2:4] != COUNTIES_WITHOUT_CITY
    if one[:4] == other[:4] and has_city:
        return frozenset({Role.city_supervisor})
    return frozenset({Role.province_supervisor})


def decides_between(principal: Principal, one: str, other: str) -> bool:
    """Whether this caller is the office that decides between the two counties."""
    is_role = principal.role in deciding_roles(one, other)
    return is_role and principal.covers(one) and principal.covers(other)


def deciders(one: str, other: str) -> str:
    """The offices in words, for a refusal: 区县协调人."""
    return "或".join(sorted(role.label for role in deciding_roles(one, other)))


def coordinates(principal: Principal, county_code: str) -> bool:
    """Whether this caller is the coordinator of the county."""
    return principal.role is Role.county_coordinator and principal.covers(county_code)
