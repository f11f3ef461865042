"""What a pairing on the board lacks next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.boards import BoardGap
from services.contracts.codes import PairingStatus, PairSide

S = PairingStatus
ENDING_DAYS = 30
"""As many as the start page counts for 30天内到期."""
QUIET_DAYS = 60
"""A running pairing without an activity for so long is pointed at: two months, since reports come every month."""
COLUMNS = (S.proposed, S.decided, S.negotiating, S.signed, S.active, S.suspended, S.ended)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a pairing today."""

    status: PairingStatus
    start_on: date
    days_left: int | None
    unsigned: Sequence[PairSide]
    without_contacts: Sequence[PairSide]
    behind: int
    last_activity_on: date | None


def gaps(known: Known, today: date) -> list[BoardGap]:
    """The next things in their order; of a pairing that has ended nothing."""
    before = {
        S.proposed: [BoardGap(kind="decide")],
        S.decided: [_contacts(known) or BoardGap(kind="negotiate")],
        S.negotiating: [BoardGap(kind="signature", sides=list(known.unsigned)), *_list(_contacts(known))],
        S.signed: [BoardGap(kind="activate")],
        S.suspended: [BoardGap(kind="resume")],
    }
    if known.status is S.active:
        return _running(known, today)
    return before.get(known.status, [])


def _list(gap: BoardGap | None) -> list[BoardGap]:
    return [] if gap is None else [gap]


def _contacts(known: Known) -> BoardGap | None:
    sides = list(known.without_contacts)
    return BoardGap(kind="contacts", sides=sides) if sides else None


def _running(known: Known, today: date) -> list[BoardGap]:
    found = []
    if known.days_left is not None and known.days_left <= ENDING_DAYS:
        found.append(BoardGap(kind="ending"))
    if known.behind:
        found.append(BoardGap(kind="behind", count=known.behind))
    if (today - (known.last_activity_on or known.start_on)).days > QUIET_DAYS:
        found.append(BoardGap(kind="no_activity"))
    return found + _list(_contacts(known))


def days_left(end_on: date | None, today: date) -> int | None:
    """Days to the last day, negative after it."""
    return None if end_on is None else (end_on - today).days
