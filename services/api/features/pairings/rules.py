"""What may happen to a pairing (SM-5, W-20). Pure: plain values in, plain values out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import PairingStatus, PairLevel, PairSide

S = PairingStatus
OFFICE = "主管的区县协调人（跨县由市、跨市由省督导）"
PARTIES = "两校的负责人或报送员，或" + OFFICE


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to this pairing.

    `school` is the side whose school the caller acts for, `offices` the sides whose county the caller
    coordinates, `decides` whether it is the office that decides between the two counties.
    """

    school: PairSide | None
    offices: frozenset[PairSide]
    decides: bool
    signed: frozenset[PairSide]

    def speaks_for(self, side: PairSide) -> bool:
        """Whether the caller may sign and name contacts for a side."""
        return self.decides or self.school is side or side in self.offices

    @property
    def speaks(self) -> bool:
        """For at least one side."""
        return any(self.speaks_for(side) for side in PairSide)

    @property
    def can_sign(self) -> bool:
        """A side is still unsigned that the caller may sign for."""
        return any(side not in self.signed and self.speaks_for(side) for side in PairSide)

    @property
    def is_office(self) -> bool:
        """A county coordinator of either school, or the deciding office."""
        return self.decides or bool(self.offices)

    @property
    def is_concerned(self) -> bool:
        """A school of it or an office of it: who gets the names and phones of the contacts."""
        return self.school is not None or self.is_office

    @property
    def is_party(self) -> bool:
        """One of the two schools, or the deciding office."""
        return self.school is not None or self.decides


def _decides(facts: Facts) -> bool:
    return facts.decides


def _is_party(facts: Facts) -> bool:
    return facts.is_party


BEFORE_ACTIVE = frozenset({S.proposed, S.decided, S.negotiating, S.signed})
RUNNING = frozenset({S.active, S.suspended})
WITH_GOALS = frozenset({S.decided, S.negotiating, S.signed, S.active, S.suspended})
TABLE: TransitionTable[PairingStatus, Facts] = TransitionTable(
    "pairing",
    [
        Transition("decide", "确定", frozenset({S.proposed}), S.decided, "支援学校，或" + OFFICE,
                   lambda f: f.decides or f.school is PairSide.supporting),
        Transition("contacts", "改联系人", BEFORE_ACTIVE | {S.active, S.suspended}, None, PARTIES,
                   lambda f: f.speaks),
        Transition("negotiate", "开始协商", frozenset({S.decided}), S.negotiating, PARTIES, _is_party),
        Transition("agree", "填协议", frozenset({S.decided, S.negotiating}), None, PARTIES, lambda f: f.speaks),
        Transition("correct", "更正协议", frozenset({S.negotiating, S.signed, S.active, S.suspended}), None,
                   "两校所在的区县协调人，或" + OFFICE, lambda f: f.is_office),
        Transition("sign", "签协议", frozenset({S.negotiating}), None, PARTIES, lambda f: f.speaks,
                   {S.negotiating: (S.signed,)}),
        Transition("activate", "开始", frozenset({S.signed}), S.active, OFFICE, _decides),
        Transition("suspend", "暂停", frozenset({S.active}), S.suspended, OFFICE, _decides),
        Transition("resume", "恢复", frozenset({S.suspended}), S.active, OFFICE, _decides),
        Transition("end", "结束", frozenset({S.active, S.suspended}), S.ended, OFFICE, _decides),
        Transition("renew", "续签", frozenset({S.active, S.suspended, S.ended}), None, OFFICE, _decides),
        Transition("void", "作废", BEFORE_ACTIVE, S.void, OFFICE, _decides),
        Transition("add_goal", "定目标", WITH_GOALS, None, PARTIES, _is_party),
    ],
)  # fmt: skip
"""Signing stays in 协商中 until both sides have signed; then the pairing is 已签协议 (QX-01)."""


def allowed(status: PairingStatus, facts: Facts) -> list[str]:
    """The actions of the caller; signing only while a side it speaks for is unsigned.

    The words of the agreement are typed until somebody has signed them, and corrected from then on.
    """
    left_out = {"sign"} if not facts.can_sign else set()
    left_out.add("agree" if facts.signed else "correct")
    return [action for action in TABLE.allowed(status, facts) if action not in left_out]


def status_after_signing(signed: frozenset[PairSide]) -> PairingStatus:
    """Both signatures make it 已签协议 (QX-01)."""
    return S.signed if signed == frozenset(PairSide) else S.negotiating


def unsigned_side(status: PairingStatus, signed: frozenset[PairSide]) -> PairSide | None:
    """The side whose signature keeps a pairing from becoming active, None when that is not the reason."""
    if status not in BEFORE_ACTIVE:
        return None
    return next((side for side in PairSide if side not in signed), None)


def level_of(supporting_county: str, recipient_county: str) -> PairLevel:
    """Derived from the two counties, never typed (QX-05)."""
    return PairLevel.intra_county if supporting_county == recipient_county else PairLevel.cross_county


def cardinality(recipients: int, supporters: int) -> str:
    """In words, from the numbers of partners in open pairings (A-23). A closed pairing counts as one to one."""
    one, other = ("多" if supporters > 1 else "一"), ("多" if recipients > 1 else "一")
    return f"{one}对{other}"


def renewal_problem(start_on: date, end_on: date | None, *, is_running: bool, next_start_on: date) -> date | None:
    """The day after which a renewal has to begin, None when it does.

    One that runs ends the day before its renewal begins; one that has ended is over already.
    """
    last = start_on if is_running or end_on is None else end_on
    return last if next_start_on <= last else None


def day_before(day: date) -> date:
    """The day before a day."""
    return day - timedelta(days=1)


def last_day_before(next_start_on: date, end_on: date | None) -> date:
    """The last day of a pairing that is renewed: the day before, or the agreed one when that is earlier."""
    last_day = day_before(next_start_on)
    return last_day if end_on is None else min(last_day, end_on)


def end_problem(start_on: date, planned_end_on: date | None, end_on: date, today: date) -> str | None:
    """Why a pairing cannot end on that day, None when it can."""
    if end_on < start_on:
        return "before_start"
    if end_on > today:
        return "in_future"
    if planned_end_on is not None and end_on > planned_end_on:
        return "after_agreed"
    return None


_TEXTS = {
    "propose": "拟结对",
    "decide": "已确定结对",
    "contacts": "更新了负责领导和联络人",
    "negotiate": "开始协商协议",
    "draft": "填了协议内容",
    "correct": "更正了协议",
    "renew": "续签，拟定新一期",
    "renewed": "新一期开始，这一期结束",
    "activate": "协议生效，结对开始",
    "suspend": "结对暂停",
    "resume": "结对恢复",
    "end": "结对结束",
    "void": "结对已作废",
    "add_goal": "定了一项目标",
    "void_goal": "取消了一项目标",
    "report_goal": "目标进度有更新",
}
_LABELS = {status.value: status.label for status in PairingStatus}
BAD = frozenset({"suspend", "void"})


def timeline_text(action: str, became: Mapping[str, Any]) -> str:
    """What a person reads of one event: 支援学校签了协议. `became` holds the changed fields."""
    if action == "sign":
        sides = [side.label for side in PairSide if became.get(f"{side.value}_signed_on")]
        return "和".join(sides) + "签了协议"
    if action not in _TEXTS and "status" in became:
        return f"登记为“{_LABELS.get(became['status'], '')}”"
    return _TEXTS.get(action, "有变动")


def sides_signed(supporting: Any, recipient: Any) -> frozenset[PairSide]:
    """The sides that have a signature date."""
    dates: Sequence[tuple[PairSide, Any]] = ((PairSide.supporting, supporting), (PairSide.recipient, recipient))
    return frozenset(side for side, signed_on in dates if signed_on is not None)
