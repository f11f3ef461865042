"""Staff as a downloaded table; the headings are those of the import template."""

from services.api.kernel.exporting import Sheet, columns

STAFF = Sheet("staff", "人员", columns(
    "姓名 name", "性别 sex", "出生日期 birth_on", "证件号（部分隐去） id_number_masked", "学校代码 school.code",
    "学校名称 school.name", "工号 staff_no", "职务 post", "职称 title", "任教学段 stage", "任教学科 subject",
    "在编 in_quota", "专任教师 full_time_teacher", "入职日期 hired_on", "结束日期 ended_on",
    "县区代码 county_code", "人员编号 person_id", "系统编号 id",
))  # fmt: skip
