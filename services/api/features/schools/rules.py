"""Schools: dated decisions, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.api.kernel.periods import Period
from services.api.kernel.problems import Problem, field_problem, invalid
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import Code, Locality

_URBAN, _RURAL = frozenset({"111", "112"}), frozenset({"123", "210", "220"})


class SchoolState(Code):
    """Open until its last day has been decided."""

    open = "open", "在办"
    closed = "closed", "已撤并"


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What decides on a transition: the caller may write schools, and covers this one's county.

    `runs`: the office that decides here besides the county, such as the city for a school it runs itself. `joins`:
    the office above several counties, which joins schools of different ones.
    """

    may_write: bool
    covers: bool
    runs: bool = False
    joins: bool = False


def _manages(facts: SchoolFacts) -> bool:
    return facts.may_write and facts.covers


def _succeeds(facts: SchoolFacts) -> bool:
    return _manages(facts) or (facts.runs and facts.covers)


_WHO = "本县的区县协调人或系统管理员"
_OPEN, _CLOSED, _BOTH = frozenset({SchoolState.open}), frozenset({SchoolState.closed}), frozenset(SchoolState)
SCHOOL_ACTIONS: TransitionTable[SchoolState, SchoolFacts] = TransitionTable(
    "school",
    [
        Transition("update", "修改", _OPEN, None, _WHO, _manages),
        Transition("correct", "改正", _BOTH, None, _WHO, _manages),
        Transition("change", "变更", _OPEN, None, _WHO, _manages),
        Transition("decide-locality", "定城乡", _OPEN, None, _WHO, _manages),
        Transition("set-flag", "定属性", _OPEN, None, _WHO, _manages),
        Transition("set-headcount", "定编制和岗位", _OPEN, None, _WHO, _manages),
        Transition("delegate", "定代报", _OPEN, None, _WHO, _manages),
        Transition("succeed", "办更名撤并", _OPEN, None, _WHO, _succeeds),
        Transition(
            "join",
            "跨县区合并",
            _OPEN,
            None,
            "管着这几个县区的市级或省级督导",
            lambda facts: facts.joins and facts.covers,
        ),
        Transition("reopen", "恢复", _CLOSED, SchoolState.open, _WHO, _succeeds),
        Transition("close", "撤并", _OPEN, SchoolState.closed, _WHO, _manages),
    ],
)


def state_of(closed_on: date | None) -> SchoolState:
    """Closed as soon as its last day is known."""
    return SchoolState.open if closed_on is None else SchoolState.closed


def proposed_locality(urban_rural_code: str | None) -> Locality | None:
    """What 城乡分类 proposes; None for 121 and 122, which can be a county seat or a township (N-02)."""
    if urban_rural_code in _URBAN:
        return Locality.urban
    return Locality.rural if urban_rural_code in _RURAL else None


@dataclass(frozen=True, slots=True)
class Decision:
    """A decided value on a closed range of days; `end_on` None while it runs."""

    value: str
    start_on: date
    end_on: date | None


def last_decision(decisions: Sequence[Decision]) -> Decision | None:
    """The one that starts last."""
    return max(decisions, key=lambda each: each.start_on, default=None)


CORRECT_IT = "定错了，请在“情况”里那一条点“改正”；后来又变了，从第二天起定"


def check_after(last: Decision | None, start_on: date, same_day: str = CORRECT_IT) -> None:
    """A new decision starts after the last one. Raises 409 `fact.overlap`, which on its first day says `same_day`."""
    if last is None:
        return
    if start_on == last.start_on:
        raise _too_early(f"{full_day(start_on)}已经定过。{same_day}")
    latest = last.start_on if last.end_on is None else max(last.start_on, last.end_on)
    if start_on <= latest:
        ends = "从{}开始" if last.end_on is None else "到{}为止"
        raise _too_early(f"最近一条{ends.format(full_day(latest))}，日期要在它之后")


def _too_early(detail: str) -> Problem:
    return Problem("fact.overlap", errors=[field_problem("start_on", "fact.overlap", detail)], detail=detail)


def full_day(day: date) -> str:
    """`2026年12月3日`, where the day of asking is not known."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_apart(one: Decision, others: Sequence[Decision]) -> None:
    """A corrected decision shares no day with another. Raises 422 `period.order`, 409 `fact.overlap`."""
    if one.end_on is not None and one.end_on < one.start_on:
        raise invalid("end_on", "period.order", f"结束日期要在{one.start_on.isoformat()}或之后")
    for other in others:
        if Period(one.start_on, one.end_on).overlaps(Period(other.start_on, other.end_on)):
            raise _too_early(f"和{full_day(other.start_on)}开始的那一条日期重叠，请先核对两条的起止日期")


def ends_before(start_on: date) -> date:
    """The last day of what a decision replaces."""
    return start_on - timedelta(days=1)
