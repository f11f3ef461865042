"""The board of pairings: one column for each state (SM-5), the most pressing first (U-33, S-18, S-19)."""

from datetime import date
from typing import Literal

from services.contracts.base import Out
from services.contracts.codes import PairingStatus, PairSide
from services.contracts.pairings import PairingRow

GapKind = Literal[
    "decide", "contacts", "negotiate", "signature", "activate", "resume", "ending", "behind", "no_activity"
]
"""等确定, 缺联系人, 等开始协商, 缺签字, 等开始, 等恢复, 快到期, 承诺落后, 很久没活动."""


class BoardGap(Out):
    """What a pairing lacks next. `sides` are those it is missing from; `count` of commitments that are behind."""

    kind: GapKind
    sides: list[PairSide] = []
    count: int = 0


class BoardCard(Out):
    """A pairing on the board. `days_left` counts to the last day, negative after it, null without an end.

    `behind` counts its commitments that are behind or overdue today, `last_activity_on` is null before the first one;
    both are for pairings that run.
    """

    pairing: PairingRow
    days_left: int | None
    gaps: list[BoardGap]
    behind: int
    last_activity_on: date | None


class BoardColumn(Out):
    """A state with the number of all its pairings and the first of them; `GET /pairings?status=` lists them all.

    What runs is sorted by its end, what waits by how long it has waited, what has ended by when, the latest first.
    """

    status: PairingStatus
    count: int
    cards: list[BoardCard]


class PairingBoard(Out):
    """Every state of a pairing but void ones; `batches` are the names that a filter can ask for, the latest first."""

    today: date
    columns: list[BoardColumn]
    batches: list[str]
