"""Heard lessons as a downloaded table: facts of F-30, without what was written of the teaching."""

from services.api.kernel.exporting import Sheet, columns

LESSON_RECORDS = Sheet("lesson_records", "听课记录", columns(
    "日期 held_on", "第几节 lesson_no", "授课人 teacher.name", "授课学校代码 teacher.school.code",
    "授课学校 teacher.school.name", "听课人 observer.name", "听课学校代码 observer.school.code",
    "听课学校 observer.school.name", "班级 class_name", "学科 subject", "课题 topic", "评价 rating", "状态 status",
    "材料数 file_count", "结对编号 pairing_id", "活动编号 activity_id", "师徒编号 mentor_pair_id",
    "授课人编号 teacher.person_id", "听课人编号 observer.person_id", "系统编号 id",
))  # fmt: skip
