"""Schools: what their codes say, dated decisions, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.api.kernel.problems import Problem
from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import Code, Locality, SchoolKind

_URBAN, _RURAL = frozenset({"111", "112"}), frozenset({"123", "210", "220"})
_OTHER_CATEGORIES = frozenset({"91", "92", "93"})
_CATEGORIES: dict[SchoolKind, frozenset[str]] = {
    SchoolKind.kindergarten: frozenset({"11"}),
    SchoolKind.teaching_point: frozenset({"21"}),
    SchoolKind.village_primary: frozenset({"21"}),
    SchoolKind.centre_primary: frozenset({"21"}),
    SchoolKind.complete_primary: frozenset({"21"}),
    SchoolKind.primary: frozenset({"21"}),
    SchoolKind.junior_secondary: frozenset({"31"}),
    SchoolKind.nine_year: frozenset({"31", "21"}),
    SchoolKind.senior_secondary: frozenset({"34"}),
    SchoolKind.complete_secondary: frozenset({"34", "31"}),
    SchoolKind.special: frozenset({"51"}),
    SchoolKind.vocational: frozenset({"32", "33", "35", "36"}),
}
"""First two digits of a school code by kind (学校（机构）代码管理办法, 2011)."""


class SchoolState(Code):
    """Open until its last day has been decided."""

    open = "open", "在办"
    closed = "closed", "已撤并"


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """What decides on a transition: the caller may write schools, and covers this one's county."""

    may_write: bool
    covers: bool


def _manages(facts: SchoolFacts) -> bool:
    return facts.may_write and facts.covers


_WHO = "本县的区县协调人或系统管理员"
_OPEN = frozenset({SchoolState.open})
SCHOOL_ACTIONS: TransitionTable[SchoolState, SchoolFacts] = TransitionTable(
    "school",
    [
        Transition("update", "修改", _OPEN, None, _WHO, _manages),
        Transition("decide-locality", "定城乡", _OPEN, None, _WHO, _manages),
        Transition("set-flag", "定属性", _OPEN, None, _WHO, _manages),
        Transition("close", "撤并", _OPEN, SchoolState.closed, _WHO, _manages),
    ],
)


def state_of(closed_on: date | None) -> SchoolState:
    """Closed as soon as its last day is known."""
    return SchoolState.open if closed_on is None else SchoolState.closed


def category_fits(code: str, kind: SchoolKind) -> bool:
    """Whether the code's first two digits are a category of this kind; 91 to 93 fit every kind."""
    return code[:2] in _CATEGORIES[kind] | _OTHER_CATEGORIES


def province_fits(code: str, location_code: str) -> bool:
    """Whether digits three and four of the code are the province where the school stands."""
    return code[2:4] == location_code[:2]


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


def check_after(last: Decision | None, start_on: date) -> None:
    """A new decision starts after the last one. Raises 409 `fact.overlap`."""
    if last is None:
        return
    latest = last.start_on if last.end_on is None else max(last.start_on, last.end_on)
    if start_on <= latest:
        raise Problem("fact.overlap", start_on=latest.isoformat())


def ends_before(start_on: date) -> date:
    """The last day of what a decision replaces."""
    return start_on - timedelta(days=1)
