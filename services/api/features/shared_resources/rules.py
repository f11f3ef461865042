"""Who may share what with whom, and when (W-21.6). Pure."""

from dataclasses import dataclass
from datetime import date

from services.contracts.codes import PairingStatus, PairSide

STARTED = frozenset({PairingStatus.active, PairingStatus.suspended, PairingStatus.ended})
"""The states of a pairing in which its schools have shared something."""
WHO = "两校的报送员、学校领导"
GIVERS = "共享它的学校的报送员、学校领导"
OTHER = {PairSide.supporting: PairSide.recipient, PairSide.recipient: PairSide.supporting}


@dataclass(frozen=True, slots=True)
class Facts:
    """`gives`: the caller acts for the school that shared it."""

    gives: bool
    voided: bool


def allowed(facts: Facts) -> list[str]:
    """What the caller may do with it now: the giver takes it back, the other school reads."""
    return ["void"] if facts.gives and not facts.voided else []


def opens(facts: Facts, *, is_school: bool) -> bool:
    """Whether who sees the paper may open its files: what was taken back is for the giver and the offices alone."""
    return facts.gives or not (facts.voided and is_school)


def last_possible_day(end_on: date | None, today: date) -> date:
    """It has been shared: not after today, not after the pairing."""
    return today if end_on is None else min(end_on, today)


_TEXTS = {"record": "共享了材料", "created": "共享了材料", "void": "材料已作废"}


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")
