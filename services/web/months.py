"""Months as the API writes them, `2026-11`, and the ones before and after."""

from datetime import date

from services.web import clock

FIRST_MONTH = 9
"""A school year begins on 1 September (A-44)."""


def this_month() -> str:
    """Return the present month in Asia/Shanghai."""
    return f"{clock.today():%Y-%m}"


def month_after(month: str, by: int = 1) -> str:
    """Return the month `by` months later, earlier when it is negative."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def school_year_of(day: date | None = None) -> int:
    """Return the school year that a day belongs to, by its first autumn; today's when no day is given."""
    day = day or clock.today()
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def school_year_of_month(month: str) -> int:
    """Return the school year of `2026-11`."""
    return school_year_of(date(int(month[:4]), int(month[5:7]), 1))
