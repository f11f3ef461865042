"""Leading groups as a downloaded table."""

from typing import Any

from services.api.kernel.exporting import Column, Sheet, columns


def _people(row: Any) -> str:
    told = [f"{each.role.label}{each.name}" + (f"（{each.post}）" if each.post else "") for each in row.members or []]
    return "；".join(told)


LEADING_GROUPS = Sheet("leading_groups", "领导小组", (
    *columns("属于 owner", "学校代码 school.code", "地区代码 region_code", "开始日期 from_on", "结束日期 until_on"),
    Column("组长和成员", _people),
    *columns("办公室 office", "办公室负责人 office_head", "电话 phone", "依据文件 basis", "结对编号 pairing_id",
             "系统编号 id"),
))  # fmt: skip
