"""Shared papers as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

SHARED_RESOURCES = Sheet("shared_resources", "共享材料", columns(
    "日期 shared_on", "种类 kind", "题目 title", "对象 audience", "提供学校代码 giver_school.code",
    "提供学校 giver_school.name", "接受学校代码 receiver_school.code", "接受学校 receiver_school.name",
    "文件数 file_count", "已作废 voided", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
