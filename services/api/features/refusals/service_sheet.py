"""Refusals as a downloaded table: no words of a case."""

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.refusals import RefusalRow


def _measures(row: RefusalRow) -> str:
    return "、".join(each.measure.label for each in row.measures)


def _basis(row: RefusalRow) -> str:
    return "；".join(dict.fromkeys(each.basis for each in row.measures))


REFUSALS = Sheet("refusals", "拒不参加处理", (
    *columns(
        "姓名 name", "学校代码 school.code", "学校 school.name", "学年 school_year", "拒绝日期 refused_on",
        "状态 status", "听取陈述日期 heard_on", "处理日期 decided_on",
    ),
    Column("处理", _measures),
    Column("依据", _basis),
    *columns("县区代码 county_code", "交流任务编号 assignment_id", "系统编号 id"),
))  # fmt: skip
