"""Assignments as a downloaded table.

First come the columns of the import template, so that they can be mended and imported again.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.api.features.assignments import queries
from services.api.features.staff import service as staff
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.exporting import Column, Extra, Sheet, columns
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


async def _beside(ctx: Ctx, _asked: Any, rows: Sequence[AssignmentRow]) -> list[Extra]:
    """What the import needs beside the list, to people; staff numbers for the home side. Two queries."""
    if ctx.principal.is_client:
        return [{} for _ in rows]
    told = await queries.told(ctx.db, [row.id for row in rows])
    numbers = await staff.staff_numbers(ctx.db, {row.staff_id for row in rows if row.staff_id is not None})
    return [
        {"basis": told[row.id].basis, "receiving_post": told[row.id].receiving_post,
         "staff_no": numbers.get(row.staff_id) if row.staff_id else None}
        for row in rows
    ]  # fmt: skip


ASSIGNMENTS = Sheet("assignments", "交流支教", (
    *columns(
        "姓名 name", "身份证号 +id_number", "工号 +staff_no", "派出学校 sending_school", "接收学校 receiving_school",
        "交流形式 mode", "工作量 workload", "开始日期 start_on", "结束日期 end_on", "到岗日期 arrived_on",
    ),
    Column("三方确认日期", _all_confirmed),
    *columns(
        "依据文件 +basis", "任教学科 subject", "在接收学校的岗位 +receiving_post", "状态 status", "学年 school_year",
        "方向 direction", "延期过 extended",
    ),
    *(_confirmed(by) for by in ("sending", "receiving", "county")),
    *columns(
        "派出县区代码 home_county_code", "接收县区代码 receiving_county_code", "结对编号 pairing_id",
        "团队编号 team_id", "人员编号 person_id", "系统编号 id",
    ),
), beside=_beside)  # fmt: skip
