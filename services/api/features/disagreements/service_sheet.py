"""Disagreements as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

DISAGREEMENTS = Sheet("disagreements", "不同意见", columns(
    "姓名 name", "派出学校代码 sending_school.code", "派出学校 sending_school.name",
    "接收学校代码 receiving_school.code", "接收学校 receiving_school.name", "交流形式 mode", "开始日期 start_on",
    "结束日期 end_on", "提出的一方 raised_by", "提出时间 raised_at", "意见 words", "状态 status", "处理时间 settled_at",
    "处理说明 reason", "任务状态 assignment_status", "派出县区代码 home_county_code",
    "接收县区代码 receiving_county_code", "任务编号 assignment_id", "系统编号 id",
))  # fmt: skip
