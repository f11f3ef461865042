"""Words and numbers as people read them (ui guide §7): filters of the templates, usable from Python too."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from markupsafe import Markup, escape

from services.web import clock

WEEKDAYS = "一二三四五六日"
DASH = "–"
GRADES = (
    "一年级", "二年级", "三年级", "四年级", "五年级", "六年级", "七年级", "八年级", "九年级", "高一", "高二", "高三",
)  # fmt: skip
GRADE_CHOICES = [(str(number), words) for number, words in enumerate(GRADES, start=1)]
"""Not applicable; a blank cell is a bug."""

_UNITS = "(?:小时|工作日|人次|万元|个月|所|人|次|项|件|份|天|节|套|对|元|年|岁|行|处|位|名|门|期|条|张)"
_NO_BREAK = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日(?:（周.）)?(?: ?\d{1,2}:\d{2})?"
    r"|\d{1,2}月\d{1,2}日(?:（周.）)?(?: ?\d{1,2}:\d{2})?"
    r"|\d{4}[–-]\d{4}学年?"
    r"|〔\d{4}〕\d+号"
    r"|\d{3,4} \d{4}(?!\d)"
    r"|\d{6,}-[\dA-Z]+"
    r"|\d[\d,.]*(?:%|" + _UNITS + ")"
)


def local(moment: datetime) -> datetime:
    """Return an instant in Shanghai time."""
    return moment.astimezone(clock.SHANGHAI)


def day(value: date | datetime | None) -> str:
    """Return 12月5日; in another year than now 2027年8月31日; a dash for none."""
    if value is None:
        return DASH
    when = local(value).date() if isinstance(value, datetime) else value
    year = "" if when.year == clock.today().year else f"{when.year}年"
    return f"{year}{when.month}月{when.day}日"


def day_of_week(value: date | datetime) -> str:
    """Return 周六."""
    when = local(value).date() if isinstance(value, datetime) else value
    return f"周{WEEKDAYS[when.weekday()]}"


def full_day(value: date | datetime) -> str:
    """Return 12月5日（周六）."""
    return f"{day(value)}（{day_of_week(value)}）"


def dated(value: date) -> str:
    """Return 2026年12月5日, for paper and for what is checked before it is written."""
    return f"{value.year}年{value.month}月{value.day}日"


def iso_day(value: str) -> str:
    """Return 12月5日 for `2026-12-05` of an address; what is no day as it stands."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return value


def at(value: datetime | None) -> str:
    """Return 12月3日 09:43."""
    return DASH if value is None else f"{day(value)} {local(value):%H:%M}"


def exactly_at(value: datetime | None) -> str:
    """Return 2026年12月3日 09:43, with the year always; for receipts and prints."""
    if value is None:
        return DASH
    when = local(value)
    return f"{when.year}年{when.month}月{when.day}日 {when:%H:%M}"


def clock_time(value: datetime) -> str:
    """Return 09:43."""
    return f"{local(value):%H:%M}"


def _deadline_day(value: datetime) -> tuple[date, str]:
    when = local(value)
    if when.time().replace(microsecond=0) in {time(0, 0), time(23, 59, 59)}:
        return (when - timedelta(seconds=1)).date(), "24:00"
    return when.date(), f"{when:%H:%M}"


def deadline(value: datetime) -> str:
    """Return 12月5日（周六）24:00; midnight belongs to the day that ends."""
    when, clock_face = _deadline_day(value)
    return f"{full_day(when)}{clock_face}"


def short_deadline(value: datetime) -> str:
    """Return 12月5日24:00."""
    when, clock_face = _deadline_day(value)
    return f"{day(when)}{clock_face}"


def time_left(value: date | datetime) -> str:
    """Return 还有2天, 今天24:00截止 or 逾期2天, counted in calendar days."""
    when, clock_face = _deadline_day(value) if isinstance(value, datetime) else (value, "24:00")
    days = (when - clock.today()).days
    if days > 0:
        return f"还有{days}天"
    return f"今天{clock_face}截止" if days == 0 else f"逾期{-days}天"


def mending(value: date) -> str:
    """Return 11月20日前改好, or 改好期限11月20日，已过2天."""
    late = (clock.today() - value).days
    return f"改好期限{day(value)}，已过{late}天" if late > 0 else f"{day(value)}前改好"


def span(start: date, end: date | None) -> str:
    """Return 9月1日至11月30日; with both years as soon as one is not this year's; 起 without an end."""
    if end is None:
        return f"{day(start)}起"
    if start.year == end.year == clock.today().year:
        return f"{day(start)}至{day(end)}"
    return f"{start.year}年{start.month}月{start.day}日至{end.year}年{end.month}月{end.day}日"


def how_long(until: date) -> str:
    """Return what is left until a day, both in whole units: 2年8个月, 3个月, 12天."""
    days = (until - clock.today()).days
    if days < 0:
        return f"已过{-days}天"
    months = days * 12 // 365
    if months < 2:
        return f"{days}天"
    years, rest = divmod(months, 12)
    return (f"{years}年" if years else "") + (f"{rest}个月" if rest else "")


def month(value: str) -> str:
    """Return 11月 for `2026-11`."""
    return f"{int(value[5:7])}月"


def month_of_year(value: str) -> str:
    """Return 11月, or 2025年11月 in another year than now."""
    year = "" if int(value[:4]) == clock.today().year else f"{value[:4]}年"
    return f"{year}{month(value)}"


def revision(number_of_it: int) -> str:
    """Return what a submission is called everywhere: 首次报送, 第2次修订."""
    return f"第{number_of_it}次修订" if number_of_it > 1 else "首次报送"


def school_year(first_autumn: int) -> str:
    """Return 2026–2027 for 2026."""
    return f"{first_autumn}–{first_autumn + 1}"


def number(value: float | None) -> str:
    """Return 3,224; a dash for none. 0 is 0."""
    if value is None:
        return DASH
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def money(yuan: Decimal) -> str:
    """Return 10,000元, 10,000.50元: fen are said only where there are some."""
    return f"{yuan:,.0f}元" if yuan == yuan.to_integral_value() else f"{yuan:,.2f}元"


def percent(value: float | None) -> str:
    """Return 84.9% for 0.849; a dash where there is nothing to divide by."""
    return DASH if value is None else f"{value * 100:.1f}%"


def given(value: object) -> str:
    """Return the text, or 没有 where there is none."""
    text = "" if value is None else str(value).strip()
    return text or "没有"


def grades(numbers: list[int]) -> str:
    """Return 三年级、四年级."""
    return "、".join(GRADES[number - 1] for number in sorted(numbers) if 1 <= number <= len(GRADES))


def no_break(value: object) -> Markup:
    """Keep dates, numbers with units, phone and document numbers on one line."""
    text = str(escape(value))
    return Markup(_NO_BREAK.sub(lambda found: f'<span class="nb">{found.group()}</span>', text))  # noqa: S704 - escaped above


FILTERS = {
    "day": day,
    "iso_day": iso_day,
    "day_of_week": day_of_week,
    "full_day": full_day,
    "dated": dated,
    "at": at,
    "exactly_at": exactly_at,
    "clock_time": clock_time,
    "deadline": deadline,
    "short_deadline": short_deadline,
    "time_left": time_left,
    "how_long": how_long,
    "mending": mending,
    "month": month,
    "month_of_year": month_of_year,
    "revision": revision,
    "school_year": school_year,
    "number": number,
    "money": money,
    "percent": percent,
    "given": given,
    "grades": grades,
    "nb": no_break,
}
