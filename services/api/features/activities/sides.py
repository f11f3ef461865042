"""The two sides of a pairing: who speaks for one, which counties a row of it concerns."""

from typing import Any

from services.api.kernel.competence import coordinates
from services.api.kernel.scope import Principal
from services.contracts.accounts import SchoolRef
from services.contracts.codes import PairSide, ResponsibleSide

OTHER = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}
SIDES_OF = {
    ResponsibleSide.supporting: (PairSide.supporting,),
    ResponsibleSide.recipient: (PairSide.recipient,),
    ResponsibleSide.both: tuple(PairSide),
}


def speaks_for(principal: Principal, pairing: Any, side: PairSide) -> bool:
    """Whether the caller is the school of a side, or the coordinator of its county.

    `pairing` is one, or a row that carries its columns.
    """
    school, county = getattr(pairing, f"{side.value}_school_id"), getattr(pairing, f"{side.value}_county_code")
    return (principal.is_school and principal.school_id == school) or coordinates(principal, county)


def counties(pairing: Any, first: PairSide) -> dict[str, Any]:
    """The counties of a row of the pairing, that of one side first."""
    return {
        "county_code": getattr(pairing, f"{first.value}_county_code"),
        "other_county_code": getattr(pairing, f"{OTHER[first].value}_county_code"),
    }


def school_of(row: Any, side: PairSide) -> SchoolRef:
    """The school of a side, from a row with the names of both."""
    named = {name: getattr(row, f"{side.value}_{name}") for name in ("code", "name")}
    return SchoolRef(id=getattr(row, f"{side.value}_school_id"), **named)


def both_schools(row: Any) -> dict[str, SchoolRef]:
    """The two schools as an answer names them."""
    return {f"{side.value}_school": school_of(row, side) for side in PairSide}
