"""Summaries, and who owes one, as downloaded tables."""

from services.api.kernel.exporting import Sheet, columns

_WHOSE = (
    "姓名 name", "派出学校代码 sending_school.code", "派出学校 sending_school.name",
    "接收学校代码 receiving_school.code", "接收学校 receiving_school.name", "交流方式 mode",
)  # fmt: skip
SUMMARIES = Sheet("summaries", "支教总结", columns(
    *_WHOSE, "学年 school_year", "起 first_on", "止 last_on", "状态 status", "等次 grade", "交出日期 submitted_on",
    "评议日期 reviewed_on", "转送日期 forwarded_on", "入档日期 filed_on", "材料数 file_count",
    "交流任务编号 assignment_id", "系统编号 id",
))  # fmt: skip
DUE = Sheet("summaries_due", "支教总结台账", columns(
    *_WHOSE, "学年 school_year", "应交日期 due_on", "状态 status", "逾期 overdue", "等次 grade",
    "交流任务编号 assignment_id", "总结编号 summary_id",
))  # fmt: skip
