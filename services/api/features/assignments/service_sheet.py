"""Assignments as a downloaded table; the headings are those of the import template."""

from datetime import date

from services.api.kernel.clock import SHANGHAI
from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.assignments import AssignmentRow


def _confirmed(by: str) -> Column:
    headings = {"sending": "派出学校确认", "receiving": "接收学校确认", "county": "县区确认"}

    def at(row: AssignmentRow) -> object:
        return next((each.confirmed_at for each in row.confirmations if each.by == by), None)

    return Column(headings[by], at)


def _all_confirmed(row: AssignmentRow) -> date | None:
    """The day in Shanghai on which the last of the three confirmed."""
    found = [each.confirmed_at for each in row.confirmations if each.confirmed_at is not None]
    return max(found).astimezone(SHANGHAI).date() if len(found) == len(row.confirmations) else None


ASSIGNMENTS = Sheet("assignments", "交流支教", (
    *columns(
        "姓名 name", "派出学校代码 sending_school.code", "派出学校 sending_school.name",
        "接收学校代码 receiving_school.code", "接收学校 receiving_school.name", "交流形式 mode", "工作量 workload",
        "任教学科 subject", "开始日期 start_on", "结束日期 end_on", "到岗日期 arrived_on", "学年 school_year",
        "方向 direction", "状态 status", "延期过 extended",
    ),
    Column("三方确认日期", _all_confirmed),
    *(_confirmed(by) for by in ("sending", "receiving", "county")),
    *columns(
        "派出县区代码 home_county_code", "接收县区代码 receiving_county_code", "结对编号 pairing_id",
        "团队编号 team_id", "人员编号 person_id", "系统编号 id",
    ),
))  # fmt: skip
