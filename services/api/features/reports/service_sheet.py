"""Monthly reports as a downloaded table: the queue, the chase list and the months of a school alike."""

from datetime import date, timedelta

from services.api.kernel.clock import SHANGHAI
from services.api.kernel.exporting import Column, Sheet, columns
from services.contracts.reports import ReportRow


def _last_day(row: ReportRow) -> date:
    """The day at whose end it is due: midnight belongs to the day that ends, as on the pages."""
    return (row.due_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


REPORTS = Sheet("reports", "月报", (
    *columns(
        "学校代码 school.code", "学校名称 school.name", "县区代码 county_code", "乡镇 township", "月份 month",
        "状态 status",
    ),
    Column("截止日期", _last_day),
    *columns(
        "逾期天数 overdue_days", "迟报 late", "补建 added_late", "第几次 revision", "回执号 receipt_no",
        "报送时间 submitted_at", "没有变化 no_change", "改好期限 mend_by", "报送员 reporter_name",
        "报送员电话 reporter_phone", "最近提醒 reminded_at", "本学年迟报次数 late_count", "系统编号 id",
    ),
))  # fmt: skip
