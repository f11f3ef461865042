"""Closed date ranges, school years, months, days of Shanghai (architecture §4, A-44)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.kernel.clock import SetClock, shanghai_midnight
from services.api.kernel.periods import (
    Period,
    end_of_day,
    month_of,
    month_period,
    months_of_school_year,
    next_month,
    school_year_label,
    school_year_of,
    school_year_period,
)

DAYS = st.dates(date(1995, 1, 1), date(2099, 12, 31))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start = draw(DAYS)
    length = draw(st.one_of(st.none(), st.integers(0, 400)))
    return Period(start, None if length is None else start + timedelta(days=length))


def days_inside(period: Period, limit: date) -> set[date]:
    last = min(period.end_on or limit, limit)
    return {period.start_on + timedelta(days=n) for n in range((last - period.start_on).days + 1)}


@given(periods(), DAYS)
def test_both_ends_of_a_period_are_inside_and_their_neighbours_are_not(period: Period, day: date) -> None:
    assert period.contains(period.start_on)
    assert not period.contains(period.start_on - timedelta(days=1))
    if period.end_on is not None:
        assert period.contains(period.end_on)
        assert not period.contains(period.end_on + timedelta(days=1))
    assert period.contains(day) == (day >= period.start_on and (period.end_on is None or day <= period.end_on))


@given(st.data())
def test_two_periods_overlap_exactly_when_they_share_a_day(data: st.DataObject) -> None:
    base = data.draw(DAYS)
    near = st.integers(0, 60)
    one = Period(base + timedelta(days=data.draw(near)), base + timedelta(days=60 + data.draw(near)))
    start = base + timedelta(days=data.draw(st.integers(0, 150)))
    other = Period(start, data.draw(st.one_of(st.none(), near.map(lambda n: start + timedelta(days=n)))))
    limit = base + timedelta(days=400)
    shared = bool(days_inside(one, limit) & days_inside(other, limit))
    assert one.overlaps(other) is shared
    assert other.overlaps(one) is shared


def test_a_period_that_ends_before_it_starts_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="first day"):
        Period(date(2026, 9, 2), date(2026, 9, 1))


@given(DAYS)
def test_every_day_lies_in_its_own_school_year_and_month_and_in_no_other(day: date) -> None:
    year = school_year_of(day)
    assert school_year_period(year).contains(day)
    assert not school_year_period(year - 1).contains(day)
    assert not school_year_period(year + 1).contains(day)
    assert month_period(month_of(day)).contains(day)
    assert month_of(day) in months_of_school_year(year)


def test_a_school_year_runs_from_1_september_to_31_august() -> None:
    assert school_year_of(date(2026, 8, 31)) == 2025
    assert school_year_of(date(2026, 9, 1)) == 2026
    assert school_year_period(2026) == Period(date(2026, 9, 1), date(2027, 8, 31))
    assert school_year_label(2026) == "2026-2027"
    assert months_of_school_year(2026)[0] == "2026-09"
    assert months_of_school_year(2026)[-1] == "2027-08"


@given(DAYS, st.integers(-300, 300))
def test_months_go_forth_and_back_without_a_gap(day: date, by: int) -> None:
    month = month_of(day)
    assert next_month(next_month(month, by), -by) == month
    following = month_period(next_month(month)).start_on
    assert month_period(month).end_on == following - timedelta(days=1)


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert month_period("2028-02").end_on == date(2028, 2, 29)
    assert month_period("2026-02").end_on == date(2026, 2, 28)


def test_a_day_ends_at_24_00_in_shanghai_which_is_16_00_utc() -> None:
    assert end_of_day(date(2026, 12, 5)) == datetime(2026, 12, 5, 16, tzinfo=UTC)
    assert shanghai_midnight(date(2026, 12, 5)) == datetime(2026, 12, 4, 16, tzinfo=UTC)


def test_the_clock_says_the_day_of_shanghai_not_of_greenwich() -> None:
    clock = SetClock(datetime(2026, 8, 31, 16, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 9, 1)
    clock.forward(timedelta(seconds=-1))
    assert clock.today() == date(2026, 8, 31)
