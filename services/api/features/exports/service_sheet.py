"""Downloads as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

EXPORTS = Sheet("exports", "下载记录", columns(
    "时间 at", "表格 list_label", "格式 format", "行数 row_count", "县区代码 county_code", "县区 county_name",
    "下载人 actor_name", "角色 actor_role", "原因 reason", "系统编号 id",
))  # fmt: skip
