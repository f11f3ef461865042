"""Months as the API writes them, `2026-11`, and the ones before and after."""

from services.web import clock


def this_month() -> str:
    """Return the present month in Asia/Shanghai."""
    return f"{clock.today():%Y-%m}"


def month_after(month: str, by: int = 1) -> str:
    """Return the month `by` months later, earlier when it is negative."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"
