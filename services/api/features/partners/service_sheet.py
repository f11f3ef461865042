"""Partners as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

PARTNERS = Sheet("partners", "外部伙伴", columns(
    "单位 name", "类别 kind", "帮谁 helped", "学校代码 school.code", "帮什么 helps_with", "联系人 contact",
    "电话 phone", "开始日期 start_on", "结束日期 end_on", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
