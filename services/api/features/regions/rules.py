"""Regions: codes, the tree they form, and which reporting calendar is in force (A-32)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from services.contracts.codes import RegionLevel

NATION, NATION_NAME = "000000", "全国"
MOST_AUTHORITIES = 9
NO_CITY = 90
CONTACT = ("contact_office", "contact_name", "contact_phone")


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a region's monthly reports open and are due, and whom to call.

    `open_day` is a day of the month reported, `due_day` and `grace_day` of the next one; `exempt_months`
    are calendar months 1 to 12 without a report (A-58). `source_region_code` is the region whose row is in
    force; `version` is that of the region's own row, 0 when it has none.
    """

    region_code: str
    source_region_code: str
    source: str
    open_day: int
    due_day: int
    grace_day: int
    review_workdays: int
    exempt_months: tuple[int, ...]
    contact_office: str
    contact_name: str
    contact_phone: str
    version: int


NATIONAL = Calendar(NATION, NATION, "全国默认", 25, 5, 10, 3, (), "", "", "", 0)
"""In force where no region on the way up has a calendar of its own."""


def chain(code: str) -> list[str]:
    """The code and those above it, nearest first: 610304, 610300, 610000, 000000. Some may not exist."""
    return list(dict.fromkeys([code, f"{code[:4]}00", f"{code[:2]}0000", NATION]))


def stands_above(upper: str, lower: str) -> bool:
    """Whether `upper` is the region itself or one on its way up."""
    return upper in chain(lower)


def calendar_in_force(code: str, own_rows: Mapping[str, Calendar]) -> Calendar:
    """The nearest calendar up the tree with the nearest contact; `own_rows` holds the rows by region code."""
    rows = [own_rows[each] for each in chain(code) if each in own_rows]
    nearest = rows[0] if rows else NATIONAL
    contact = next((row for row in rows if row.contact_name or row.contact_phone), nearest)
    named = {field: getattr(contact, field) for field in CONTACT}
    version = nearest.version if nearest.source_region_code == code else 0
    return replace(nearest, region_code=code, version=version, **named)


def next_authority_code(parent_code: str, taken: Iterable[str]) -> str | None:
    """The first free code of an authority without an official one: 6102Z1 to 6102Z9; None when all are taken."""
    used = set(taken)
    codes = (f"{parent_code[:4]}Z{number}" for number in range(1, MOST_AUTHORITIES + 1))
    return next((code for code in codes if code not in used), None)


def next_sandbox_city(taken: Collection[str]) -> str | None:
    """The first free code of the city of a sandbox, 990100 to 909900; None when all are taken.

    Without 9990 and the like: counties there are under no city.
    """
    codes = (f"{province}{city:02d}00" for province in range(99, 89, -1) for city in range(1, 100) if city != NO_CITY)
    return next((code for code in codes if code not in taken), None)


def may_have_authorities(level: RegionLevel) -> bool:
    """Authorities without an official code stand below a city or a province."""
    return level in {RegionLevel.city, RegionLevel.province}


def full_name(upper: str, name: str) -> str:
    """陕西省宝鸡市陈仓区; the name alone when it repeats the one above (东莞市直管)."""
    for length in range(len(upper), 1, -1):
        if name.startswith(upper[-length:]):
            return upper[:-length] + name
    return upper + name
