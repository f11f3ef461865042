"""Vacated posts as a downloaded table."""

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.covers import VacancyRow


def _covering(row: VacancyRow) -> str:
    return "、".join(each.name for each in row.covers if each.holds and each.name)


COVERS = Sheet("covers", "空出的岗位", (
    *columns(
        "学校代码 school.code", "学校 school.name", "外出人员 name", "学科 subject", "去的学校 receiving_school.name",
        "交流形式 mode", "工作量 workload", "开始日期 start_on", "结束日期 end_on", "任务状态 status", "顶岗情况 state",
    ),
    Column("谁在顶", _covering),
    *columns("学年 school_year", "县区代码 county_code", "任务编号 assignment_id"),
))  # fmt: skip
