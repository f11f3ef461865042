"""The dates of a plan against a plain recount, and what becomes of one."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.api.features.activities.rules_plans import Rule, status_of, wrong_fields
from services.contracts.codes import PlannedStatus, PlanRepeat

R = PlanRepeat


def rule(repeat: PlanRepeat, start: str, end: str, **fields: int) -> Rule:
    return Rule(repeat, date.fromisoformat(start), date.fromisoformat(end), **fields)


def said(found: Rule, *except_on: str) -> list[str]:
    return [f"{day:%m-%d}" for day in found.dates({date.fromisoformat(each) for each in except_on})]


def test_every_week_on_a_weekday_without_the_holidays() -> None:
    thursdays = rule(R.weekly, "2026-09-01", "2026-10-15", weekday=4)
    assert said(thursdays, "2026-10-01", "2026-10-08") == ["09-03", "09-10", "09-17", "09-24", "10-15"]


def test_every_month_on_a_day_or_the_last_one_of_a_shorter_month() -> None:
    assert said(rule(R.monthly_day, "2026-10-15", "2027-02-28", day=31)) == [
        "10-31",
        "11-30",
        "12-31",
        "01-31",
        "02-28",
    ]


def test_the_second_friday_and_the_last_friday_of_each_month() -> None:
    assert said(rule(R.monthly_weekday, "2026-09-12", "2026-12-31", weekday=5, nth=2)) == ["10-09", "11-13", "12-11"]
    assert said(rule(R.monthly_weekday, "2026-09-01", "2026-11-30", weekday=5, nth=5)) == ["09-25", "10-30", "11-27"]


def test_once_is_its_first_day() -> None:
    assert said(rule(R.once, "2026-09-12", "2026-09-12")) == ["09-12"]


def _fits(day: date, repeat: PlanRepeat, weekday: int, number: int, nth: int) -> bool:
    length = monthrange(day.year, day.month)[1]
    if repeat is R.weekly:
        return day.isoweekday() == weekday
    if repeat is R.monthly_day:
        return day.day == min(number, length)
    is_last = day.day + 7 > length
    return day.isoweekday() == weekday and (is_last if nth == 5 else (day.day - 1) // 7 + 1 == nth)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([R.weekly, R.monthly_day, R.monthly_weekday]),
    st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    st.integers(0, 366),
    st.integers(1, 7),
    st.integers(1, 31),
    st.integers(1, 5),
    st.sets(st.integers(0, 366), max_size=20),
)
def test_any_plan_has_exactly_the_days_that_fit_it_and_are_not_excepted(
    repeat: PlanRepeat, start: date, days: int, weekday: int, number: int, nth: int, excepted: set[int]
) -> None:
    except_on = {start + timedelta(days=each) for each in excepted}
    found = Rule(repeat, start, start + timedelta(days=days), weekday, number, nth).dates(except_on)
    every = (start + timedelta(days=each) for each in range(days + 1))
    assert found == [day for day in every if _fits(day, repeat, weekday, number, nth) and day not in except_on]


def test_each_repeat_needs_its_own_fields_and_refuses_the_others() -> None:
    assert wrong_fields(R.weekly, {"weekday": 4}) == {}
    assert list(wrong_fields(R.weekly, {"day": 4})) == ["weekday", "day"]
    assert list(wrong_fields(R.monthly_weekday, {})) == ["nth", "weekday"]


@pytest.mark.parametrize(
    ("recorded", "cancelled", "day", "status"),
    [
        (True, True, 1, PlannedStatus.recorded),
        (False, True, 1, PlannedStatus.cancelled),
        (False, False, -1, PlannedStatus.missed),
        (False, False, 0, PlannedStatus.planned),
    ],
)
def test_a_record_outweighs_cancelling_and_a_day_gone_by_is_missed(
    *, recorded: bool, cancelled: bool, day: int, status: PlannedStatus
) -> None:
    today = date(2026, 11, 20)
    found = status_of(today + timedelta(days=day), recorded=recorded, cancelled=cancelled, today=today)
    assert found is status
