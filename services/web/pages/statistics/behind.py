"""The rows behind a number in words, each with a link to the record, and the way back to the same question."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.contracts.accounts import MeOut
from services.contracts.codes import Unit
from services.contracts.indicators import BehindPage, BehindRow, IndicatorOut
from services.web.filters import YEAR, Allowed, Filters
from services.web.months import school_year_of_month
from services.web.pages.statistics import words
from services.web.pages.statistics.asked import NO_GROUP, TIMES, known
from services.web.wording import DASH, iso_day, month_of_year, school_year

PATHS = {
    "assignment": ("/assignments/", "assignment.read"), "person": ("/persons/", "person.read"),
    "staff": ("/staff/", "staff.read"), "pairing": ("/pairings/", "pairing.read"),
    "activity": ("/activities/", "activity.read"), "mentor_pair": ("/mentor-pairs/", "mentor_pair.read"),
    "assignment_goal": ("/assignment-goals/", "assignment.read"), "support": ("/supports/", "support.read"),
    "refusal": ("/refusals/", "refusal.read"), "school": ("/schools/", "school.read"),
}  # fmt: skip
"""Entity → where its page is, and the permission that opens it."""
RECORDS = {
    "assignment": "交流任务", "person": "人员", "staff": "教职工", "pairing": "结对", "activity": "活动",
    "mentor_pair": "师徒结对", "assignment_goal": "目标", "support": "经费物资", "refusal": "处理", "school": "学校",
    "report": "月报", "commitment": "承诺",
}  # fmt: skip
COLUMNS = {
    "school_id": "学校", "supporting_school_id": "支援学校", "recipient_school_id": "受援学校",
    "sending_school_id": "派出学校", "receiving_school_id": "接收学校", "host_school_id": "主办学校",
    "mentor_school_id": "师傅学校", "mentee_school_id": "徒弟学校", "other_school_id": "给出学校", "month": "月份",
    "kind": "种类", "item": "用途或种类", "type": "形式", "mode": "交流形式", "direction": "方向", "post": "职务",
    "title": "职称", "stage": "学段", "held_on": "日期", "due_on": "应完成", "refused_on": "日期", "start_on": "从",
    "end_on": "到", "last_on": "到", "status": "状态", "state": "状态", "people": "到场人次", "approved": "核定编制",
    "in_quota": "在编人数", "amount": "数量", "measure": "承诺内容", "first_on": "从", "minimum": "至少",
    "done": "实有",
}  # fmt: skip
"""Codes that are shown, in this order."""
MOST_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One record: what it is called, its page, and its values in the order of the columns."""

    name: str
    href: str
    cells: Sequence[str]


def known_here(definition: IndicatorOut, parts: Sequence[str]) -> dict[str, Allowed]:
    """What may stand in the address of the rows."""
    return {**known(definition), "part": tuple(parts), "last_of_series": YEAR}


def columns(found: BehindPage) -> list[tuple[str, str]]:
    """Code and heading of what the rows have."""
    held = {name for row in found.items for name, value in row.codes.items() if value is not None}
    shown = [(name, heading) for name, heading in COLUMNS.items() if name in held]
    return shown[:MOST_COLUMNS]


def rows(found: BehindPage, definition: IndicatorOut, me: MeOut) -> list[Row]:
    """Every record of the page."""
    shown = columns(found)
    return [_row(row, [_said(row, name, definition, found.unit) for name, _ in shown], me) for row in found.items]


def _row(row: BehindRow, cells: Sequence[str], me: MeOut) -> Row:
    school = next((text for name, text in row.labels.items() if name.endswith("school_id") and text), "")
    name = row.person_name or (row.labels.get("month") and school) or school or RECORDS.get(row.entity, "记录")
    return Row(str(name), _href(row, me), cells)


def _href(row: BehindRow, me: MeOut) -> str:
    if row.entity == "report":
        if "report.read" not in me.permissions:
            return ""
        return f"/reports/{row.id}" if me.school else f"/reviews/{row.id}"
    path, needs = PATHS.get(row.entity, ("", ""))
    return f"{path}{row.id}" if path and needs in me.permissions else ""


def _said(row: BehindRow, name: str, definition: IndicatorOut, unit: Unit) -> str:
    value = row.codes.get(name)
    if value is None:
        return DASH
    if name == "amount":
        return words.amount(int(value), unit)
    if name == "month":
        return month_of_year(str(value))
    if name.endswith("_on"):
        return iso_day(str(value))
    listed = (each.values or {} for each in definition.dimensions if each.name.endswith(name))
    return next((each[str(value)] for each in listed if str(value) in each), row.labels.get(name) or str(value))


def back(filters: Filters, path: str) -> str:
    """The address of the page with the number: the same question without the value of the group."""
    group = filters.get("group")
    values = {name: value for name, value in filters.values.items() if name not in {"part", "last_of_series", group}}
    if group == "month" and filters.get("month"):
        values["school_year"] = str(school_year_of_month(filters.get("month")))
    if group == "school_year":
        values["school_year"] = filters.get("last_of_series")
    return Filters(path, {**values, "first_school_year": ""}).href()


def about(filters: Filters, found: BehindPage) -> list[str]:
    """Which rows, in words: region, period, filters."""
    year, month = filters.get("school_year"), filters.get("month")
    when = month_of_year(month) if month else f"{school_year(int(year))}学年" if year else ""
    facts = [found.filter_labels.get(name, "") for name in filters.values if name not in {*TIMES, NO_GROUP}]
    return [each for each in (found.region_name, when, *facts) if each]
