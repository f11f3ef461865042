"""A day's whereabouts as downloaded tables."""

from services.api.kernel.exporting import Sheet, columns

WHEREABOUTS = Sheet("whereabouts", "谁在哪里", columns(
    "姓名 name", "状态 state", "派出学校 sending_school", "接收学校 receiving_school", "交流形式 mode",
    "方向 direction", "工作量 workload", "任教学科 subject", "从哪天 from_on", "到哪天 to_on",
    "当天说好到哪天 agreed_to_on", "人员编号 person_id", "任务编号 assignment_id",
))  # fmt: skip
SCHOOLS = Sheet("school_whereabouts", "各校谁在哪里", columns(
    "学校代码 school.code", "学校 school.name", "乡镇 township", "来校在岗人数 came", "外出在岗人数 away",
    "应来未到人数 came_expected", "应去未到人数 away_expected",
))  # fmt: skip
