"""Support classes as a downloaded table: enrolment and teachers of F-60."""

from services.api.kernel.exporting import Sheet, columns

SUPPORT_CLASSES = Sheet("support_classes", "对口教学支援班", columns(
    "学年 school_year", "年级 grade", "班名 name", "状态 status", "支援学校代码 supporting_school.code",
    "支援学校 supporting_school.name", "受援学校代码 recipient_school.code", "受援学校 recipient_school.name",
    "办在哪所学校 place_school.name", "计划招生 pupils_planned", "实际学生数 pupils_enrolled",
    "班主任 class_teacher", "科任教师 teachers", "已派任岗位数 post_count", "申请日期 applied_on",
    "批准日期 approved_on", "开班日期 started_on", "结束日期 ended_on", "结对编号 pairing_id", "系统编号 id",
))  # fmt: skip
