"""Meetings that several pairings held together (CI-01): which may, and who says that a school was not there."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.contracts.codes import PairSide

OTHER = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}
SCHOOL = "没到的那所学校，或它所在区县的协调人"
SHARED = "几个结对共同的那所学校，或它所在区县的协调人"


def school_id(pairing: Any, side: PairSide) -> UUID:
    """The school of a side."""
    found: UUID = getattr(pairing, f"{side.value}_school_id")
    return found


def shared_side(own: Any, others: Sequence[Any]) -> PairSide | None:
    """The side of the meeting's own pairing whose school is on that side in all the others; None when there is none.

    No school joins twice.
    """
    for side in PairSide:
        there = [own, *others]
        joined = {school_id(each, OTHER[side]) for each in there}
        if {school_id(each, side) for each in there} == {school_id(own, side)} and len(joined) == len(there):
            return side
    return None


def allowed(*, speaks: bool, absent: bool, voided: bool) -> list[str]:
    """What the school that joined may say of it."""
    if not speaks or voided:
        return []
    return ["there"] if absent else ["not-there"]
