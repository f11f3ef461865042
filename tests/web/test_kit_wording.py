"""Words and numbers are written as the guide says."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from services.contracts.codes import AssignmentStatus, Code, PairingStatus, PersonState, ReportStatus
from services.web import clock, states, wording


@pytest.fixture(autouse=True)
def third_of_december() -> Iterator[None]:
    """09:40 in Shanghai."""
    clock.set_now(datetime(2026, 12, 3, 1, 40, tzinfo=UTC))
    yield
    clock.set_now(datetime.now(UTC))


def test_a_deadline_at_midnight_is_said_as_24_hours_of_the_day_that_ends() -> None:
    assert wording.deadline(datetime(2026, 12, 5, 16, 0, tzinfo=UTC)) == "12月5日（周六）24:00"
    assert wording.short_deadline(datetime(2026, 12, 5, 15, 59, 59, tzinfo=UTC)) == "12月5日24:00"


def test_a_day_of_another_year_carries_its_year() -> None:
    assert wording.day(date(2026, 12, 5)) == "12月5日"
    assert wording.day(date(2027, 8, 31)) == "2027年8月31日"
    assert wording.day(None) == "–"


def test_an_instant_is_shown_in_shanghai() -> None:
    late = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)
    assert wording.at(late) == "2027年1月1日 01:05"
    assert wording.exactly_at(datetime(2026, 12, 3, 1, 43, tzinfo=UTC)) == "2026年12月3日 09:43"


def test_a_range_names_the_years_as_soon_as_one_is_not_this_year() -> None:
    assert wording.span(date(2026, 9, 1), date(2026, 11, 30)) == "9月1日至11月30日"
    assert wording.span(date(2026, 9, 1), date(2029, 8, 31)) == "2026年9月1日至2029年8月31日"
    assert wording.span(date(2026, 9, 1), None) == "9月1日起"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (datetime(2026, 12, 5, 16, 0, tzinfo=UTC), "还有2天"),
        (datetime(2026, 12, 3, 16, 0, tzinfo=UTC), "今天24:00截止"),
        (datetime(2026, 12, 1, 16, 0, tzinfo=UTC), "逾期2天"),
        (date(2026, 12, 4), "还有1天"),
    ],
)
def test_the_time_left_is_counted_in_calendar_days(due: date | datetime, said: str) -> None:
    assert wording.time_left(due) == said


def test_what_is_left_of_a_period_is_said_in_years_and_months() -> None:
    assert wording.how_long(date(2029, 8, 31)) == "2年8个月"
    assert wording.how_long(date(2026, 12, 20)) == "17天"


def test_a_day_for_mending_says_how_long_it_is_over() -> None:
    assert wording.mending(date(2026, 12, 3)) == "12月3日前改好"
    assert wording.mending(date(2026, 12, 1)) == "改好期限12月1日，已过2天"


def test_numbers_have_commas_and_rates_one_decimal() -> None:
    assert wording.number(3224) == "3,224"
    assert wording.number(0) == "0"
    assert wording.percent(73 / 86) == "84.9%"
    assert wording.percent(None) == "–"
    assert wording.given("") == "没有"


def test_months_and_school_years() -> None:
    assert wording.month("2026-11") == "11月"
    assert wording.month_of_year("2025-12") == "2025年12月"
    assert wording.school_year(2026) == "2026–2027"


def test_dates_units_and_phones_stay_on_one_line_and_markup_is_escaped() -> None:
    said = str(wording.no_break("<b>12月5日（周六）24:00前，6人，电话6210 0123"))
    assert "&lt;b&gt;" in said
    assert '<span class="nb">12月5日（周六）24:00</span>' in said
    assert '<span class="nb">6人</span>' in said
    assert '<span class="nb">6210 0123</span>' in said


@pytest.mark.parametrize(
    "state", [state for kind in (ReportStatus, PairingStatus, AssignmentStatus, PersonState) for state in kind]
)
def test_every_state_has_one_word_colour_and_icon(state: Code) -> None:
    look = states.state_tag(state)
    assert look.text == state.label
    assert look.colour in {"neutral", "todo", "doing", "wait", "done", "bad", "public", "closed"}
    assert look.icon
