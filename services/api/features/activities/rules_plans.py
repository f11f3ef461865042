"""The dates of a plan, and what may happen to one of them. Pure."""

from calendar import monthrange
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.api.kernel.states import Transition, TransitionTable
from services.contracts.codes import PairingStatus, PlannedStatus, PlanRepeat

R, S = PlanRepeat, PlannedStatus
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)
LAST_WEEK = 5
"""`nth` 5 is the last such weekday of a month."""
LONGEST = timedelta(days=366)
OPEN = frozenset({S.planned, S.missed})
RUNNING = frozenset({PairingStatus.signed, PairingStatus.active, PairingStatus.suspended})
"""Pairings whose activities can be planned."""
NEEDED: Mapping[PlanRepeat, Mapping[str, str]] = {
    R.once: {},
    R.weekly: {"weekday": "请选星期几"},
    R.monthly_day: {"day": "请填每月几号"},
    R.monthly_weekday: {"nth": "请选第几个", "weekday": "请选星期几"},
}
HOST = "主办的学校，或主管它的区县协调人"


@dataclass(frozen=True, slots=True)
class Rule:
    """How a plan repeats: `weekday` 1 to 7, `day` 1 to 31, `nth` 1 to 5, each where the repeat needs it."""

    repeat: PlanRepeat
    start_on: date
    end_on: date
    weekday: int | None = None
    day: int | None = None
    nth: int | None = None

    def dates(self, except_on: Collection[date] = ()) -> list[date]:
        """All its days from the first to the last one in their order, without those excepted."""
        return [day for day in self._all() if day not in except_on]

    def _all(self) -> Iterator[date]:
        if self.repeat is R.once:
            yield self.start_on
        elif self.repeat is R.weekly:
            day = self.start_on + timedelta(days=((self.weekday or 1) - self.start_on.isoweekday()) % 7)
            while day <= self.end_on:
                yield day
                day += WEEK
        else:
            for first in _months(self.start_on, self.end_on):
                day = self._in_month(first)
                if self.start_on <= day <= self.end_on:
                    yield day

    def _in_month(self, first: date) -> date:
        length = monthrange(first.year, first.month)[1]
        if self.repeat is R.monthly_day:
            return first.replace(day=min(self.day or 1, length))
        earliest = first + timedelta(days=((self.weekday or 1) - first.isoweekday()) % 7)
        day = earliest + WEEK * ((self.nth or 1) - 1)
        return day if day.month == first.month else day - WEEK


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def wrong_fields(repeat: PlanRepeat, typed: Mapping[str, object]) -> dict[str, str]:
    """Field → what to do: what the repeat needs and has not, or what belongs to another repeat."""
    needed = NEEDED[repeat]
    missing = {name: text for name, text in needed.items() if typed.get(name) is None}
    foreign = {
        name: f"{repeat.label}不填这一项，请去掉"
        for name in ("weekday", "day", "nth")
        if name not in needed and typed.get(name) is not None
    }
    return missing | foreign


def status_of(planned_on: date, *, recorded: bool, cancelled: bool, today: date) -> PlannedStatus:
    """What became of a date: a record outweighs everything, then cancelling, then the day."""
    if recorded:
        return S.recorded
    if cancelled:
        return S.cancelled
    return S.missed if planned_on < today else S.planned


TABLE: TransitionTable[PlannedStatus, bool] = TransitionTable(
    "planned_activity",
    [
        Transition("record", "记下来", OPEN, S.recorded, HOST, bool),
        Transition("move", "改日期", OPEN, None, HOST, bool),
        Transition("cancel", "取消", OPEN, S.cancelled, HOST, bool),
        Transition("restore", "恢复", frozenset({S.cancelled}), S.planned, HOST, bool),
    ],
)
"""The fact is whether the caller speaks for the host. A recorded date is moved by its record alone."""
