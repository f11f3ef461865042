"""Mentors offered and needs listed as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

MENTOR_LISTINGS = Sheet("mentor_listings", "师徒供需", columns(
    "供还是需 kind", "状态 status", "支援学校代码 supporting_school.code", "支援学校 supporting_school.name",
    "受援学校代码 recipient_school.code", "受援学校 recipient_school.name", "学科 subject", "学段 stage", "年级 grades",
    "教师 name", "职称 title", "荣誉 honours", "人数 people", "已结成 taken", "还有 left", "为了什么 purpose",
    "说明 note", "从哪天 start_on", "到哪天 end_on", "结对编号 pairing_id", "人员编号 person_id", "系统编号 id",
))  # fmt: skip
