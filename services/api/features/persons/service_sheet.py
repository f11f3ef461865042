"""Persons as a downloaded table."""

from services.api.kernel.exporting import Sheet, columns

PERSONS = Sheet("persons", "人员名册", columns(
    "姓名 name", "性别 sex", "出生日期 birth_on", "证件号（部分隐去） id_number_masked",
    "学校代码 employment.school.code", "学校名称 employment.school.name", "工号 employment.staff_no",
    "职务 employment.post", "职称 employment.title", "任教学段 employment.stage", "任教学科 employment.subject",
    "在编 employment.in_quota", "专任教师 employment.full_time_teacher", "入职日期 employment.hired_on",
    "结束日期 employment.ended_on", "县区代码 employment.county_code", "系统编号 id",
))  # fmt: skip

DUPLICATES = Sheet("duplicates", "重复记录", columns(
    "第一条姓名 one.name", "第一条性别 one.sex", "第一条出生日期 one.birth_on",
    "第一条证件号（部分隐去） one.id_number_masked", "第一条学校 one.school.name",
    "第一条工号 one.staff_no", "第二条姓名 other.name", "第二条性别 other.sex",
    "第二条出生日期 other.birth_on", "第二条证件号（部分隐去） other.id_number_masked", "第二条学校 other.school.name",
    "第二条工号 other.staff_no",
    "第一条编号 one.id", "第二条编号 other.id",
))  # fmt: skip
MERGES = Sheet("person_merges", "合并记录", columns(
    "留下的记录 kept_name", "并入的记录 merged_name", "原因 reason", "合并时间 merged_at", "合并人 merged_by",
    "撤销时间 undone_at", "撤销人 undone_by", "撤销原因 undo_reason", "留下的编号 kept_person_id",
    "并入的编号 merged_person_id", "系统编号 id",
))  # fmt: skip
