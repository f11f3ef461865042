"""Activities as a downloaded table."""

from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.activities import ActivityOut


def _host(row: ActivityOut) -> str:
    sides = (row.supporting_school, row.recipient_school)
    return next((school.name for school in sides if school.id == row.host_school_id), "")


ACTIVITIES = Sheet("activities", "活动", (
    *columns(
        "日期 held_on", "类型 type", "主题 topic", "支援学校代码 supporting_school.code",
        "支援学校 supporting_school.name", "受援学校代码 recipient_school.code", "受援学校 recipient_school.name",
    ),
    Column("主办学校", _host),
    *columns(
        "支援学校人数 supporting_count", "受援学校人数 recipient_count", "人次 person_times", "已作废 voided",
        "结对编号 pairing_id", "系统编号 id",
    ),
))  # fmt: skip
