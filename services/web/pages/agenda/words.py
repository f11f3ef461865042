"""What the agenda says of a day."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from services.contracts.agenda import AgendaDay, AgendaItem, AgendaMonth, AgendaPart
from services.contracts.codes import AgendaKind
from services.web import clock
from services.web.wording import WEEKDAYS

HEADINGS = [f"周{name}" for name in WEEKDAYS]
UNITS = {AgendaKind.assignment_begins: "人", AgendaKind.assignment_ends: "人", AgendaKind.activity: "次"}
LATE = "应到未到"
PERSONAL = (AgendaKind.assignment_begins, AgendaKind.assignment_ends)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid; empty ones of the months beside have no day."""

    on: date | None
    today: bool
    parts: list[AgendaPart]


def weeks(found: AgendaMonth) -> list[list[Cell]]:
    """Return the weeks of the month, Monday first."""
    by_day: dict[date, AgendaDay] = {each.on: each for each in found.days}
    year, month = int(found.month[:4]), int(found.month[5:])
    return [
        [_cell(on, month, by_day, found.today) for on in week] for week in Calendar().monthdatescalendar(year, month)
    ]


def _cell(on: date, month: int, by_day: dict[date, AgendaDay], today: date) -> Cell:
    if on.month != month:
        return Cell(None, today=False, parts=[])
    return Cell(on, today=on == today, parts=by_day[on].parts if on in by_day else [])


def heading(part: AgendaPart) -> str:
    """Return 到岗3人, 结对到期2对."""
    return f"{part.kind.label}{part.count}{UNITS.get(part.kind, '对')}"


def text(item: AgendaItem) -> str:
    """Return 陈思远到云坪镇中心小学, or the two schools, with what they did."""
    if item.kind in PERSONAL:
        return f"{item.name or '没有姓名'}，{item.from_school.name}到{item.to_school.name}"
    done = f"{item.activity_type.label}：" if item.activity_type else ""
    return f"{done}{item.from_school.name}和{item.to_school.name}"


def href(item: AgendaItem) -> str:
    """Return the page that a thing leads to."""
    if item.kind in PERSONAL:
        return f"/assignments/{item.id}"
    return f"/pairings/{item.id}" + ("?tab=activities" if item.kind is AgendaKind.activity else "")


def day_asked(typed: str) -> date | None:
    """Return the day of the address, None for anything that is none."""
    try:
        asked = date.fromisoformat(typed)
    except ValueError:
        return None
    return asked if abs(asked.year - clock.today().year) < 60 else None
