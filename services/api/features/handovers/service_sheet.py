"""Handovers as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

HANDOVERS = Sheet("handovers", "交接与反馈", columns(
    "姓名 name", "派出学校代码 sending_school.code", "派出学校 sending_school.name",
    "接收学校代码 receiving_school.code", "接收学校 receiving_school.name", "交流方式 mode", "起 start_on", "止 end_on",
    "任务状态 assignment_status", "交接 status", "交接日期 handed_over_on", "交接了什么 items", "鉴定等次 grade",
    "没有按时交接 handover_overdue", "反馈 feedback_status", "反馈日期 feedback_filed_on",
    "原校查看日期 feedback_read_on", "向全校传达日期 shared_on", "交流任务编号 assignment_id",
))  # fmt: skip
