"""Persons as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

PERSONS = Sheet("persons", "人员名册", columns(
    "姓名 name", "性别 sex", "出生日期 birth_on", "证件号（部分隐去） id_number_masked",
    "学校代码 employment.school.code", "学校名称 employment.school.name", "工号 employment.staff_no",
    "职务 employment.post", "职称 employment.title", "任教学段 employment.stage", "任教学科 employment.subject",
    "在编 employment.in_quota", "专任教师 employment.full_time_teacher", "入职日期 employment.hired_on",
    "结束日期 employment.ended_on", "县区代码 employment.county_code", "系统编号 id",
))  # fmt: skip
