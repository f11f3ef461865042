"""Moves, schools against their posts and surplus measures as downloaded tables."""

from services.api.kernel.exporting import Sheet, columns

STAFF_MOVES = Sheet("staff_moves", "编制内流动", columns(
    "姓名 name", "调出学校代码 from_school.code", "调出学校 from_school.name", "调入学校代码 to_school.code",
    "调入学校 to_school.name", "种类 kind", "原因 reason", "任教学科 subject", "新校职务 post", "状态 status",
    "要审批 needs_approval", "调动日期 planned_on", "决定日期 decided_on", "备案日期 filed_on", "批准日期 approved_on",
    "调入日期 moved_on", "到期没办成 held_on", "人员编号 person_id", "系统编号 id",
))  # fmt: skip
HEADCOUNTS = Sheet("headcounts", "编制余缺", columns(
    "学校代码 school.code", "学校 school.name", "区县代码 county_code", "乡镇 township", "余缺 state",
    "核定编制 approved", "核定起 since", "文件 basis", "在编人数 in_quota", "超出或空缺 gap", "将调出 leaving",
    "将调入 coming", "本学年消化 resolved", "薄弱学校 weak",
))  # fmt: skip
SURPLUS_MEASURES = Sheet("surplus_measures", "超编消化", columns(
    "学校代码 school.code", "学校 school.name", "区县代码 county_code", "办法 method", "人数 people", "日期 done_on",
    "文件 basis", "说明 note", "已作废 is_void", "系统编号 id",
))  # fmt: skip
