"""Days as people read them in a sentence."""

from datetime import date


def day_words(day: date, today: date) -> str:
    """`9月1日`, with the year when it is not this year's: `2027年8月31日`."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == today.year else f"{day.year}年{short}"


def whole_day_words(day: date) -> str:
    """`2010年9月1日`: of long ago, so the year is always said."""
    return f"{day.year}年{day.month}月{day.day}日"


def month_words(month: str, today: date) -> str:
    """`12月` for `2026-12`, with the year when it is not this year's: `2027年1月`."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{number}月" if year == today.year else f"{year}年{number}月"


def period_words(start_on: date, end_on: date | None, today: date) -> str:
    """`9月1日至2027年8月31日`, `9月1日起，长期` without an end."""
    start = day_words(start_on, today)
    return f"{start}起，长期" if end_on is None else f"{start}至{day_words(end_on, today)}"
