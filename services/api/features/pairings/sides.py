"""The two sides of a pairing: who speaks for one, which counties a row of it concerns, how its schools are named."""

from typing import Any

from services.api.kernel.competence import coordinates
from services.api.kernel.scope import Principal
from services.contracts.accounts import SchoolRef
from services.contracts.codes import PairSide

OTHER_SIDE = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}


def is_school_of(principal: Principal, pairing: Any, side: PairSide) -> bool:
    """Whether the caller acts for the school of a side. `pairing` is one, or a row that carries its columns."""
    return principal.is_school and principal.school_id == getattr(pairing, f"{side.value}_school_id")


def coordinates_side(principal: Principal, pairing: Any, side: PairSide) -> bool:
    """Whether the caller coordinates the county of a side."""
    return coordinates(principal, getattr(pairing, f"{side.value}_county_code"))


def speaks_for(principal: Principal, pairing: Any, side: PairSide) -> bool:
    """Whether what a side does is the caller's to say: its school, or the coordinator of its county (W-21, W-24).

    Signing and naming contacts are also for the office that decides between both: `rules.Facts.speaks_for`.
    """
    return is_school_of(principal, pairing, side) or coordinates_side(principal, pairing, side)


def counties_of(pairing: Any, first: PairSide) -> dict[str, Any]:
    """The counties of a row of the pairing, that of one side first."""
    return {
        "county_code": getattr(pairing, f"{first.value}_county_code"),
        "other_county_code": getattr(pairing, f"{OTHER_SIDE[first].value}_county_code"),
    }


def school_of(row: Any, side: PairSide) -> SchoolRef:
    """The school of a side, from a row with the names of both."""
    named = {name: getattr(row, f"{side.value}_{name}") for name in ("code", "name")}
    return SchoolRef(id=getattr(row, f"{side.value}_school_id"), **named)


def both_schools(row: Any) -> dict[str, SchoolRef]:
    """The two schools as an answer names them."""
    return {f"{side.value}_school": school_of(row, side) for side in PairSide}
