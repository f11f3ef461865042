"""What pages say of a day and of who was where on it."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.contracts.codes import DayState, Role
from services.contracts.whereabouts import WhereaboutRow, WhereaboutsDay
from services.web import clock
from services.web.states import StateTag, state_tag
from services.web.wording import day, span

NOBODY = "没有姓名"
EARLIEST, LATEST = date(1990, 1, 1), date(2099, 12, 31)


def day_asked(text: str) -> date:
    """Return the day of the address, today for anything that is no day of ours."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return clock.today()
    return asked if EARLIEST <= asked <= LATEST else clock.today()


def beside(asked: date) -> tuple[str, str]:
    """Return the days before and after, as addresses say them."""
    return (asked - timedelta(days=1)).isoformat(), (asked + timedelta(days=1)).isoformat()


def title(asked: date) -> str:
    """Return 今天谁在哪里, or 11月5日谁在哪里."""
    return "今天谁在哪里" if asked == clock.today() else f"{day(asked)}谁在哪里"


def numbers(found: WhereaboutsDay) -> str:
    """Return 在岗12人，应到未到1人，待确认2人; what nobody is is left out."""
    said = [f"在岗{found.there}人"] if found.there else ["没有人在岗"]
    said += [f"{expected_label(found.on)}{found.expected}人"] if found.expected else []
    return "，".join([*said, *([f"待确认{found.planned}人"] if found.planned else [])])


def expected_label(on: date) -> str:
    """Return 应到未到; of a day to come 应到."""
    return DayState.expected.label if on <= clock.today() else "应到"


def tag(row: WhereaboutRow, on: date) -> StateTag:
    """Return the state of that day; who is expected on a day to come is not late."""
    look = state_tag(row.state)
    return look if row.state is not DayState.expected else StateTag(expected_label(on), look.colour, look.icon)


def who(row: WhereaboutRow) -> str:
    """Return the person's name."""
    return row.name or NOBODY


def period(row: WhereaboutRow) -> str:
    """Return 9月1日至2027年8月31日, as it is known now."""
    return span(row.from_on, row.to_on)


def agreed(row: WhereaboutRow) -> str:
    """Return what the last day was thought to be on that day, when it came otherwise."""
    return f"那天说好到{day(row.agreed_to_on)}" if row.agreed_to_on != row.to_on else ""


def groups(rows: Sequence[WhereaboutRow], role: Role | None) -> list[tuple[str, list[WhereaboutRow]]]:
    """Return the rows of one school as who came and who is away; of an office by receiving school."""
    if any(row.side for row in rows):
        parts = (("来校", "came"), ("外出", "away"))
        return [(text, found) for text, side in parts if (found := [row for row in rows if row.side == side])]
    if role is Role.teacher:
        return [("", list(rows))]
    by_school: dict[str, list[WhereaboutRow]] = {}
    for row in rows:
        by_school.setdefault(row.receiving_school.name, []).append(row)
    return [(f"在{name}", found) for name, found in by_school.items()]
