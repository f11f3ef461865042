"""Closed date ranges, school years and months (architecture §4, A-44)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.api.kernel.clock import shanghai_midnight

SCHOOL_YEAR_START_MONTH = 9
EARLIEST_SCHOOL_YEAR = 1990
SECOND_TERM_START_MONTH = 2


@dataclass(frozen=True, slots=True)
class Period:
    """A closed range of days: both `start_on` and `end_on` are inside; `end_on` None is open-ended."""

    start_on: date
    end_on: date | None

    def __post_init__(self) -> None:
        if self.end_on is not None and self.end_on < self.start_on:
            raise ValueError("a period ends on or after its first day")

    def contains(self, day: date) -> bool:
        """Whether the day is inside."""
        return self.start_on <= day and (self.end_on is None or day <= self.end_on)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two share at least one day."""
        starts_before_other_ends = other.end_on is None or self.start_on <= other.end_on
        other_starts_before_end = self.end_on is None or other.start_on <= self.end_on
        return starts_before_other_ends and other_starts_before_end


def school_year_of(day: date) -> int:
    """The school year a day belongs to, by its first autumn; starts on 1 September."""
    return day.year if day.month >= SCHOOL_YEAR_START_MONTH else day.year - 1


def school_year_period(year: int) -> Period:
    """1 September to 31 August."""
    return Period(
        date(year, SCHOOL_YEAR_START_MONTH, 1), date(year + 1, SCHOOL_YEAR_START_MONTH, 1) - timedelta(days=1)
    )


def term_period(day: date) -> Period:
    """The term a day lies in: 1 September to 31 January, or 1 February to 31 August (E-06.1); holidays belong to it."""
    year = school_year_period(school_year_of(day))
    second = date(year.start_on.year + 1, SECOND_TERM_START_MONTH, 1)
    if day < second:
        return Period(year.start_on, second - timedelta(days=1))
    return Period(second, year.end_on)


def week_period(day: date) -> Period:
    """Monday to Sunday."""
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + timedelta(days=6))


def school_year_label(year: int) -> str:
    """`2026-2027`."""
    return f"{year}-{year + 1}"


def month_of(day: date) -> str:
    """`YYYY-MM` of a day."""
    return f"{day.year:04d}-{day.month:02d}"


def month_period(month: str) -> Period:
    """First to last day of `YYYY-MM`."""
    year, number = int(month[:4]), int(month[5:7])
    return Period(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def next_month(month: str, by: int = 1) -> str:
    """The month `by` months later (negative: earlier)."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def months_of_school_year(year: int) -> list[str]:
    """September to August, twelve months."""
    first = f"{year:04d}-{SCHOOL_YEAR_START_MONTH:02d}"
    return [next_month(first, step) for step in range(12)]


def end_of_day(day: date) -> datetime:
    """24:00 of a day in Asia/Shanghai, as UTC."""
    return shanghai_midnight(day + timedelta(days=1))
