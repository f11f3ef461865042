"""What the pages say of an activity whose month is reported already: it counts, and where it shows (W-29, SM-6)."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from services.contracts.activities import ActivityOut, ActivityPerson
from services.contracts.codes import PairSide, ReportStatus
from services.contracts.reports import ReportRow
from services.web.wording import day, money, month_of_year

SENT = frozenset({ReportStatus.submitted, ReportStatus.accepted, ReportStatus.published})
LISTED = 3
"""How many reported months are named one by one."""


class MonthGroup(NamedTuple):
    """The activities of one month; `late` of them do not show in the report that was sent."""

    month: str
    rows: Sequence[ActivityOut]
    late: int


def month_of(activity: ActivityOut) -> str:
    """Return 11月."""
    return month_of_year(f"{activity.held_on:%Y-%m}")


def by_month(rows: Iterable[ActivityOut]) -> list[MonthGroup]:
    """Return a list's rows, which are in the order of their days, by month."""
    groups = [(month, list(group)) for month, group in groupby(rows, lambda row: f"{row.held_on:%Y-%m}")]
    return [MonthGroup(month, group, sum(row.in_report is False for row in group)) for month, group in groups]


def sent_months(reports: Iterable[ReportRow]) -> str:
    """Return 9月、10月 for the months that are reported and not returned; the last ones."""
    months = sorted(row.month for row in reports if row.status in SENT)
    named = "、".join(month_of_year(month) for month in months[-LISTED:])
    return f"{named}等月" if len(months) > LISTED else named


def saved(made: ActivityOut) -> str:
    """Return the receipt of a new record."""
    said = f"已记下{day(made.held_on)}的{made.type.label}"
    if made.in_report is None:
        return f"{said}，月底自动进月报。"
    return f"{said}，算进结对。{month_of(made)}月报已经报送，里面没有这次；月报退回重报时会自动加上。"


def changed(made: ActivityOut) -> str:
    """Return the receipt of a correction."""
    if made.in_report is not False:
        return "活动已改好。"
    return f"活动已改好。{month_of(made)}月报已经报送，里面还是原来的；月报退回重报时会自动更新。"


def before_change(activity: ActivityOut) -> str:
    """Return what to know before correcting it."""
    if activity.in_report is None:
        return ""
    return f"{month_of(activity)}月报已经报送。现在改，结对里马上更新；月报里要等退回重报时才更新。"


def before_void(activity: ActivityOut) -> str:
    """Return what happens to the months' reports."""
    if activity.in_report is None:
        return "记录会保留，标“已作废”，不再算进两边的月报。"
    return f"记录会保留，标“已作废”，不再算进结对。{month_of(activity)}月报已经报送，退回重报时才会去掉。"


def facts(activity: ActivityOut) -> list[tuple[str, object]]:
    """Return what is told of it besides type, day and counts; what is empty is left out."""
    cost = f"{money(activity.cost)}，{activity.payer.label}承担" if activity.cost and activity.payer else ""
    lessons = f"{activity.lessons}节" if activity.lessons else ""
    told: list[tuple[str, object]] = [
        ("主讲人", activity.speaker), ("学科", activity.subject), ("年级", activity.grade), ("上了几节", lessons),
        ("地点", activity.place), ("费用", cost),
    ]  # fmt: skip
    return [(name, value) for name, value in told if value]


def person(each: ActivityPerson) -> str:
    """Return 陈立群（语文）."""
    return f"{each.name}（{each.subject}）" if each.subject else each.name


def people(activity: ActivityOut) -> list[tuple[str, str]]:
    """Return the names of those present by school; schools without names are left out."""
    sides = {PairSide.supporting: activity.supporting_school, PairSide.recipient: activity.recipient_school}
    named = [
        (school.name, "、".join(each.name for each in activity.present if each.side is side))
        for side, school in sides.items()
    ]
    return [(school, names) for school, names in named if names]
