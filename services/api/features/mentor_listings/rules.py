"""Mentors offered and needs listed: who may do what, and how much of each is taken (W-22.1, W-22.2). Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import ListingKind, ListingStatus, PairSide

S = ListingStatus
SIDES = {ListingKind.offer: PairSide.supporting, ListingKind.need: PairSide.recipient}
"""Which side of a pairing lists what."""
WHO = {
    ListingKind.offer: "支援学校的报送员或学校领导，或它所在区县的协调人",
    ListingKind.need: "受援学校的报送员或学校领导，或它所在区县的协调人",
}
LISTER = "列出它的学校的报送员或学校领导，或它所在区县的协调人"


@dataclass(frozen=True, slots=True)
class Facts:
    """`speaks`: the caller speaks for the side that listed it."""

    speaks: bool


def _speaks(facts: Facts) -> bool:
    return facts.speaks


TABLE: TransitionTable[ListingStatus, Facts] = TransitionTable(
    "mentor_listing",
    [
        Transition("edit", "修改", frozenset({S.listed}), None, LISTER, _speaks),
        Transition("withdraw", "撤回", frozenset({S.listed}), S.withdrawn, LISTER, _speaks),
    ],
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One offer or need: `person_id` is whom it offers, or whom it is for; `until` when it stopped being listed."""

    id: UUID
    pairing_id: UUID
    kind: ListingKind
    subject: str
    people: int
    person_id: UUID | None
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class LivePair:
    """A mentor pair of a pairing that has not ended."""

    pairing_id: UUID
    subject: str
    mentor_id: UUID
    mentee_id: UUID
    made_at: datetime


def taken(listed: Collection[Listed], pairs: Iterable[LivePair]) -> dict[UUID, int]:
    """How much of each listing the live pairs have taken.

    An offer: the mentor's mentees in the subject under the pairing, however long already. A need for somebody: 1 when
    that person has a mentor in the subject. The other needs are met in the order in which they were listed, by the
    pairs made while they were; no pair meets two.
    """
    live: dict[Topic, list[LivePair]] = {}
    for pair in sorted(pairs, key=lambda each: (each.made_at, each.mentee_id)):
        live.setdefault((pair.pairing_id, pair.subject), []).append(pair)
    offered = [each for each in listed if each.kind is ListingKind.offer]
    found = {each.id: sum(pair.mentor_id == each.person_id for pair in live.get(_of(each), ())) for each in offered}
    for each in sorted(listed, key=lambda need: (need.person_id is None, need.since, need.id)):
        if each.kind is ListingKind.need:
            met = [pair for pair in live.get(_of(each), ()) if _meets(pair, each)][: each.people]
            found[each.id] = len(met)
            live[_of(each)] = [pair for pair in live.get(_of(each), ()) if pair not in met]
    return found


Topic = tuple[UUID, str]
"""A pairing and a subject: what is listed and made in another never counts."""


def _of(each: Listed) -> Topic:
    return each.pairing_id, each.subject


def _meets(pair: LivePair, need: Listed) -> bool:
    if need.person_id is not None:
        return pair.mentee_id == need.person_id
    return need.since <= pair.made_at and (need.until is None or pair.made_at <= need.until)


def is_over(status: ListingStatus, end_on: date, today: date) -> bool:
    """Whether it is still listed and its last day has passed."""
    return status is S.listed and end_on < today


def left(status: ListingStatus, end_on: date, today: date, people: int, used: int) -> int:
    """What is still to be had: nothing once it is over or not listed any more."""
    return max(0, people - used) if status is S.listed and end_on >= today else 0


_TEXTS = {
    "list": "列出",
    "edit": "改了内容",
    "withdraw": "撤回",
    "shorten": "结束日期提前了",
    "pairing_ends": "结对结束，一并结束",
    "staff_ends": "人事关系结束，一并结束",
}
BAD = frozenset({"withdraw"})


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "有变动")
