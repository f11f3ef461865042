"""Who may say what about a plan, and who reads it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.api.kernel.competence import coordinates, decides_between
from services.api.kernel.scope import Principal
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import AssignmentParty, DisagreementStatus

S = DisagreementStatus
P = AssignmentParty
PARTIES = "派出学校、接收学校，或两边县区的协调人"
OFFICE = "主管的区县协调人（跨县由市、跨市由省督导）"
HOME_SIDE = frozenset({P.sending_school, P.home_county})
RECEIVING_SIDE = frozenset({P.receiving_school, P.receiving_county})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the caller is to a disagreement. `raised`: it speaks for the party that raised it."""

    party: AssignmentParty | None
    raised: bool


def party_of(principal: Principal, row: Any) -> AssignmentParty | None:
    """For whom the caller speaks; `row` has both schools and both counties. Inside a county its coordinator is the
    office that decides."""
    if principal.is_school:
        at = {row.sending_school_id: P.sending_school, row.receiving_school_id: P.receiving_school}
        return at.get(principal.school_id)
    if decides_between(principal, row.home_county_code, row.receiving_county_code):
        return P.office
    if coordinates(principal, row.home_county_code):
        return P.home_county
    return P.receiving_county if coordinates(principal, row.receiving_county_code) else None


def facts_of(principal: Principal, row: Any) -> Facts:
    """What the caller is to a disagreement (a row or an entity)."""
    party = party_of(principal, row)
    return Facts(party, party is not None and party is row.raised_by_party)


TABLE: TransitionTable[DisagreementStatus, Facts] = TransitionTable(
    "disagreement",
    [
        Transition("answer", "回复", frozenset({S.open}), None, PARTIES, lambda f: f.party is not None),
        Transition("keep", "维持原安排", frozenset({S.open}), S.kept, OFFICE, lambda f: f.party is P.office),
        Transition("withdraw", "撤回", frozenset({S.open}), S.withdrawn, "提出意见的一方", lambda f: f.raised),
    ],
)
"""改安排 and 作废 of the assignment settle it as well: see `settled_by_plan`."""

_BY_PLAN = {
    "edit": S.changed, "swap": S.changed,
    "void": S.void, "refuse": S.void, "substitute": S.void,
}  # fmt: skip


def settled_by_plan(action: str) -> DisagreementStatus | None:
    """What becomes of an open disagreement when the office changes or takes back the plan."""
    return _BY_PLAN.get(action)


def reads_answer(principal: Principal, row: Any, party: AssignmentParty, *, own_side_only: bool) -> bool:
    """Whether the caller reads what a party said; the office and who covers both counties read everything."""
    if not own_side_only or party is P.office:
        return True
    if principal.is_school:
        is_home, is_receiving = (
            principal.school_id == school for school in (row.sending_school_id, row.receiving_school_id)
        )  # fmt: skip
    else:
        is_home, is_receiving = (
            principal.covers(code) for code in (row.home_county_code, row.receiving_county_code)
        )  # fmt: skip
    return bool(is_home if party in HOME_SIDE else is_receiving)


_TEXTS = {
    "answer": "回复了不同意见", "keep": "不同意见已处理：按原安排", "withdraw": "撤回了不同意见",
    "change": "不同意见已处理：改了安排", "void": "任务取消，不同意见随之结束",
}  # fmt: skip


def timeline_text(action: str, became: Mapping[str, Any]) -> str:
    """What a person reads of one event: 接收县区提出不同意见."""
    if action == "raise":
        party = next((each.label for each in P if each.value == became.get("raised_by_party")), "一方")
        return f"{party}提出不同意见"
    return _TEXTS.get(action, "不同意见有变动")
