"""What became of the rows of an upload, as a downloaded table."""

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.imports import ImportRowOut


def _mending(row: ImportRowOut) -> str:
    """身份证号（C5）：18位，再核对一遍; no value is repeated."""
    return "；".join(f"{error.heading or '这一行'}（{error.cell}）：{error.detail}" for error in row.errors)


ROWS = Sheet("import_rows", "导入结果", (
    *columns("行号 row", "结果 status"), Column("要改的地方", _mending), *columns("系统编号 id"),
))  # fmt: skip
