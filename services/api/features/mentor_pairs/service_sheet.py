"""Mentor pairs as a downloaded table: the roster of F-38."""

from services.api.kernel.exporting import Sheet, columns

MENTOR_PAIRS = Sheet("mentor_pairs", "师徒结对", columns(
    "师傅 mentor.name", "师傅学校代码 mentor.school.code", "师傅学校 mentor.school.name", "徒弟 mentee.name",
    "徒弟学校代码 mentee.school.code", "徒弟学校 mentee.school.name", "种类 kind", "学科 subject",
    "学科不同 subject_differs", "开始日期 start_on", "计划结束 end_on", "实际结束 ended_on", "目标和计划 goal",
    "状态 status", "考核结果 result", "结对编号 pairing_id", "师傅人员编号 mentor.person_id",
    "徒弟人员编号 mentee.person_id", "系统编号 id",
))  # fmt: skip
