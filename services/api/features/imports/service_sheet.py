"""Uploads, and what became of the rows of one, as downloaded tables."""

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.imports import ImportRowOut

BLANK = "（空）"


def _mending(row: ImportRowOut) -> str:
    """身份证号（C5）：18位，再核对一遍; no value is repeated."""
    return "；".join(f"{error.heading or '这一行'}（{error.cell}）：{error.detail}" for error in row.errors)


def _changing(row: ImportRowOut) -> str:
    """秦望舒，职称：二级教师→一级教师."""
    told = (f"{each.heading}：{each.before or BLANK}→{each.after or BLANK}" for each in row.changes)
    return "，".join([row.label, "；".join(told)]) if row.changes else ""


ROWS = Sheet("import_rows", "导入结果", (
    *columns("行号 row", "结果 status"), Column("要改的地方", _mending), Column("更新的内容", _changing),
    *columns("系统编号 id"),
))  # fmt: skip

IMPORTS = Sheet("imports", "导入记录", columns(
    "文件 filename", "内容 kind", "县区代码 county_code", "县区 county_name", "状态 state", "行数 total",
    "新增 counts.create", "更新 counts.update", "不变 counts.unchanged", "有错 counts.error", "上传时间 created_at",
    "上传人 created_by", "保留到 expires_on", "系统编号 id",
))  # fmt: skip
