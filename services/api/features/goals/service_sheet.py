"""Goals and plans as downloaded tables."""

from services.api.kernel.exporting import Sheet, columns

_WHOSE = (
    "姓名 name", "派出学校代码 sending_school.code", "派出学校 sending_school.name",
    "接收学校代码 receiving_school.code", "接收学校 receiving_school.name", "交流方式 mode", "开始日期 start_on",
    "结束日期 end_on",
)  # fmt: skip
GOALS = Sheet("assignment_goals", "交流目标", columns(
    *_WHOSE, "目标 description", "怎么衡量 measure", "数量 target", "单位 unit", "完成期限 due_on", "权重 weight",
    "重点任务 is_key_task", "开始后加的 is_late", "状态 status", "商定日期 agreed_on", "进展 standing",
    "进展日期 standing_on", "完成数 achieved", "评定日期 judged_on", "交流任务编号 assignment_id", "系统编号 id",
))  # fmt: skip
PLANS = Sheet("personal_plans", "个人交流工作计划", columns(
    *_WHOSE, "学年 school_year", "状态 status", "工作目标 goals", "主要措施 measures", "任教任务 teaching_task",
    "每周听课 observed_per_week", "每月公开课 open_per_month", "重点项目 key_project", "交出日期 submitted_on",
    "同意日期 accepted_on", "交流任务编号 assignment_id", "系统编号 id",
))  # fmt: skip
