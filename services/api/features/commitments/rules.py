"""How far a commitment is kept on a day, with the arithmetic in words (E-33.7, W-21.5). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.api.kernel.periods import (
    Period,
    month_of,
    month_period,
    school_year_of,
    school_year_period,
    term_period,
    week_period,
)
from services.api.kernel.words import day_words
from services.contracts.codes import CommitmentMeasure, CommitmentPeriod, CommitmentState, PairingStatus

P, M, S = CommitmentPeriod, CommitmentMeasure, CommitmentState
OPEN = frozenset({PairingStatus.decided, PairingStatus.negotiating, PairingStatus.signed, PairingStatus.active,
                  PairingStatus.suspended})  # fmt: skip
"""The states of a pairing in which something can be promised; the same as for goals."""
RUNNING = (PairingStatus.active,)
"""Whose commitments can be behind: a pairing that waits or has ended has nothing to catch up."""
LAGGING = frozenset({S.behind, S.overdue})
WHO = "两校的负责人或报送员，或主管的区县协调人（跨县由市、跨市由省督导）"
_VERBS = {
    M.activities: "应做", M.activity_people: "应有", M.persons_sent: "应派", M.persons_received: "应来",
    M.lessons: "应上", M.lessons_heard: "应听", M.resources: "应共享", M.mentor_pairs: "应结", M.funds: "应给",
    M.goods: "应给",
}  # fmt: skip
UNITS = {
    M.activities: "次", M.activity_people: "人次", M.persons_sent: "人", M.persons_received: "人", M.lessons: "节",
    M.lessons_heard: "节", M.resources: "份", M.mentor_pairs: "对", M.funds: "元", M.goods: "件",
}  # fmt: skip
_THIS = {P.week: "本周", P.month: "本月", P.term: "本学期", P.school_year: "本学年", P.whole: "整个期间"}
_LAST = {P.week: "上周", P.month: "上月", P.term: "上学期", P.school_year: "上学年"}
ONE_DAY = timedelta(days=1)
CENTS = 100


@dataclass(frozen=True, slots=True)
class Promise:
    """What is due; `last_on` is the last day of the commitment or of its pairing, None without an end."""

    measure: CommitmentMeasure
    kinds: frozenset[str]
    unit: str
    minimum: int
    maximum: int | None
    period: CommitmentPeriod
    start_on: date
    last_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing that happened: an amount on a day, or a person (`who`) from a day to a day, both inside.

    Funds are in cents (0.01 yuan), everything else in the unit of its measure.
    """

    kind: str
    from_on: date
    to_on: date
    amount: int
    who: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a promise is kept on a day; see `CommitmentProgress`."""

    promise: Promise
    day: date
    state: CommitmentState
    window: Period
    done: int
    due: int
    elapsed: float | None
    missed: int | None

    @property
    def words(self) -> str:
        """The arithmetic in words."""
        return _words(self)


Counted = tuple[Any, Standing]
"""A stored commitment and how far it is kept."""


def window_of(promise: Promise, day: date) -> Period:
    """The period that holds the day, cut to the commitment's days; before its first day the first, after its last the
    last one."""
    last = None if promise.last_on is None else max(promise.last_on, promise.start_on)
    inside = max(promise.start_on, day if last is None else min(day, last))
    whole = _natural(promise.period, inside) or Period(promise.start_on, last)
    end = whole.end_on if last is None or whole.end_on is None else min(whole.end_on, last)
    return Period(max(whole.start_on, promise.start_on), end)


def window_before(promise: Promise, window: Period) -> Period | None:
    """The period before, when all of it belongs to the commitment."""
    before = _natural(promise.period, window.start_on - ONE_DAY)
    return before if before is not None and before.start_on >= promise.start_on else None


def _natural(period: CommitmentPeriod, day: date) -> Period | None:
    if period is P.week:
        return week_period(day)
    if period is P.month:
        return month_period(month_of(day))
    if period is P.term:
        return term_period(day)
    return school_year_period(school_year_of(day)) if period is P.school_year else None


def done_in(promise: Promise, entries: Iterable[Entry], window: Period, until: date) -> int:
    """What happened in the window up to a day: amounts are added, every person counts once; of funds whole yuan."""
    last = until if window.end_on is None else min(window.end_on, until)
    if last < window.start_on:
        return 0
    fitting = [
        each for each in entries
        if (not promise.kinds or each.kind in promise.kinds) and each.from_on <= last and each.to_on >= window.start_on
    ]  # fmt: skip
    amount = sum(each.amount for each in fitting if each.who is None)
    if promise.measure is M.funds:
        return amount // CENTS
    return amount + len({each.who for each in fitting} - {None})


def due_by(promise: Promise, window: Period, day: date) -> tuple[int, float | None]:
    """What should be done by the day, and the share of the window's days that have gone by, None without an end."""
    if window.end_on is None:
        return 0, None
    days, gone = (window.end_on - window.start_on).days + 1, (day - window.start_on).days
    gone = min(max(gone, 0), days)
    return promise.minimum * gone // days, gone / days


def standing(promise: Promise, entries: Iterable[Entry], day: date) -> Standing:
    """How far it is kept on the day.

    Kept (met) is kept. Overdue: its last day has passed, or the whole period before fell short. Behind: less than is
    due by now.
    """
    entries, window = list(entries), window_of(promise, day)
    done = done_in(promise, entries, window, day)
    due, elapsed = due_by(promise, window, day)
    before = window_before(promise, window)
    earlier = done_in(promise, entries, before, day) if before is not None else promise.minimum
    missed = earlier if earlier < promise.minimum else None
    over = window.end_on is not None and day > window.end_on
    if done >= promise.minimum:
        state = S.met
    elif over or missed is not None:
        state = S.overdue
    else:
        state = S.behind if done < due else S.on_track
    return Standing(promise, day, state, window, done, due, elapsed, missed)


def _words(found: Standing) -> str:
    promise, window, day, done, missed = found.promise, found.window, found.day, found.done, found.missed
    verb, unit = _VERBS[promise.measure], promise.unit
    target = f"{verb}{numbers(promise)}"
    if day < window.start_on:
        often = "" if promise.period is P.whole else promise.period.label
        return f"从{day_words(window.start_on, day)}算起，{often}{target}。"
    said = [] if missed is None else [f"{_LAST[promise.period]}{target}，实有{missed}{unit}，没有做到。"]
    if window.end_on is None:
        said.append(f"{target}，没有定到哪天，实有{done}{unit}。")
    elif day > window.end_on:
        said.append(f"{_days(window, day)}{target}，实有{done}{unit}，期限已过。")
    else:
        said.append(f"{_THIS[promise.period]}（{_days(window, day)}）{target}，{_now(found)}")
    if promise.maximum is not None and done > promise.maximum:
        said.append(f"已超过说好的最多{promise.maximum}{unit}。")
    return "".join(said)


def _now(found: Standing) -> str:
    unit, have = found.promise.unit, f"实有{found.done}{found.promise.unit}。"
    if found.state is S.met:
        return have
    expected = f"现在应有{found.due}{unit}" if found.due else "到期前做到就行"
    return f"时间已过{int((found.elapsed or 0) * 100)}%，{expected}，{have}"


def _days(window: Period, day: date) -> str:
    assert window.end_on is not None
    return f"{day_words(window.start_on, day)}至{day_words(window.end_on, day)}"


def numbers(promise: Promise) -> str:
    """4次, or 1至2次 with a maximum."""
    most = "" if promise.maximum in {None, promise.minimum} else f"至{promise.maximum}"
    return f"{promise.minimum}{most}{promise.unit}"


def reach(promise: Promise, day: date) -> Period:
    """The days whose entries are needed: those of the window and of the period before, up to the day."""
    window = window_of(promise, day)
    before = window_before(promise, window)
    return Period((before or window).start_on, max(day, window.start_on))


def states_asked(state: CommitmentState | None, *, lagging: bool) -> frozenset[CommitmentState]:
    """The states that a list is narrowed to."""
    chosen = frozenset(S) if state is None else frozenset({state})
    return chosen & LAGGING if lagging else chosen


def allowed(*, writes: bool, voided: bool, status: PairingStatus) -> list[str]:
    """What the caller may do with a commitment now: both schools and their office, while the pairing is open."""
    return ["edit", "void"] if writes and not voided and status in OPEN else []


_TEXTS = {"add": "定了一项承诺", "created": "定了一项承诺", "edit": "改了一项承诺", "void": "作废了一项承诺"}


def timeline_text(action: str) -> str:
    """What a person reads of one event."""
    return _TEXTS.get(action, "承诺有变动")
