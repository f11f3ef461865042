"""Arrivals as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

ARRIVALS = Sheet("arrivals", "生活安排", columns(
    "姓名 name", "派出学校代码 sending_school.code", "派出学校 sending_school.name",
    "接收学校代码 receiving_school.code", "接收学校 receiving_school.name", "交流方式 mode", "起 start_on", "止 end_on",
    "任务状态 assignment_status", "到岗日期 arrived_on", "住宿 housing", "用餐 meals", "交通 transport",
    "办公 workplace", "还没安排 missing", "安排好的日期 arranged_on", "交流任务编号 assignment_id",
))  # fmt: skip
