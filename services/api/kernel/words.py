"""Days as people read them in a sentence."""

from datetime import date


def day_words(day: date, today: date) -> str:
    """`9月1日`, with the year when it is not this year's: `2027年8月31日`."""
    short = f"{day.month}月{day.day}日"
    return short if day.year == today.year else f"{day.year}年{short}"


def period_words(start_on: date, end_on: date | None, today: date) -> str:
    """`9月1日至2027年8月31日`, `9月1日起，长期` without an end."""
    start = day_words(start_on, today)
    return f"{start}起，长期" if end_on is None else f"{start}至{day_words(end_on, today)}"
