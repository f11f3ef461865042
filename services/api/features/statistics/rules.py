"""Pure rules of statistics: how a request is read, how groups are named, how reporting is counted (S-23)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.api.kernel.periods import EARLIEST_SCHOOL_YEAR, month_of, school_year_label, school_year_of
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import month_words
from services.contracts.codes import ReportStatus
from services.contracts.statistics import SMALLEST, Definition

DEFINITION_VERSION = 1
MOST_DIMENSIONS = 4
YEARS_IN_A_SERIES = 5
SENT = (ReportStatus.submitted, ReportStatus.accepted, ReportStatus.published)
"""A returned report is not an actual one until it is sent again."""
REGION_DIMENSIONS = {"province": 2, "city": 4, "county": 6}
REFUSAL_DIMENSIONS = (*REGION_DIMENSIONS, "school_year")
REPORTING_DIMENSIONS = (*REGION_DIMENSIONS, "township", "month")
_YEAR = re.compile(r"^([0-9]{4})(?:-([0-9]{4}))?$")


def read_dimensions(asked: Sequence[str], known: Sequence[str]) -> list[str]:
    """`group_by` as given: repeated, or separated by commas.

    Raises 422 `statistics.dimension` that names the unknown one and the allowed ones, and
    `statistics.too_many_dimensions` above four.
    """
    names = list(dict.fromkeys(name.strip() for part in asked for name in part.split(",") if name.strip()))
    for name in names:
        if name not in known:
            raise problem_on("group_by", "statistics.dimension", name=name[:40], allowed="、".join(known))
    if len(names) > MOST_DIMENSIONS:
        raise problem_on("group_by", "statistics.too_many_dimensions", most=MOST_DIMENSIONS)
    return names


def with_county(dimensions: Sequence[str]) -> list[str]:
    """Townships are told apart by their county, so the county comes along."""
    names = list(dimensions)
    if "township" in names and "county" not in names:
        names.insert(names.index("township"), "county")
    return names


def read_school_year(text: str | None, today: date, field: str = "school_year") -> int:
    """`2026` or `2026-2027` as 2026; the present school year when nothing is given (A-44).

    Raises 422 `school_year.format` or `statistics.year_in_future`.
    """
    latest = school_year_of(today)
    if text is None:
        return latest
    found = _YEAR.match(text.strip())
    if found is None or (found[2] and int(found[2]) != int(found[1]) + 1) or int(found[1]) < EARLIEST_SCHOOL_YEAR:
        raise invalid(field, "school_year.format", "学年写成2026或2026-2027这样")
    year = int(found[1])
    if year > latest:
        labels = {"year": school_year_label(year), "latest": school_year_label(latest)}
        raise problem_on(field, "statistics.year_in_future", **labels)
    return year


def check_month(month: str, today: date) -> str:
    """The month itself. Raises 422 `statistics.month_in_future`."""
    if month > month_of(today):
        labels = {"month": month_words(month, today), "latest": month_words(month_of(today), today)}
        raise problem_on("month", "statistics.month_in_future", **labels)
    return month


def check_one_period(month: str | None, school_year: str | None) -> None:
    """Raises 422 `statistics.period` when both a month and a school year are asked for."""
    if month is not None and school_year is not None:
        raise Problem("statistics.period")


def region_of(county_code: str, dimension: str) -> str:
    """The code of the province, city or county that a county code lies in."""
    kept = REGION_DIMENSIONS[dimension]
    return county_code[:kept] + "0" * (6 - kept)


def value_of(cell: Any, dimension: str) -> str | int:
    """What a county's cell of one school year stands under: the year, or the region that the county lies in."""
    return int(cell.school_year) if dimension == "school_year" else region_of(cell.county_code, dimension)


def label_of(dimension: str, value: Any, region_names: Mapping[str, str]) -> str:
    """The Chinese word of a group's value."""
    if dimension in REGION_DIMENSIONS:
        return region_names.get(str(value), str(value))
    if dimension == "school_year":
        return f"{school_year_label(int(value))}学年"
    return str(value) or "没有填乡镇"


@dataclass(frozen=True, slots=True)
class ReportCount:
    """Reports of one status in one group: all, first sent in time, and due before now."""

    status: ReportStatus
    reports: int
    in_time: int
    past_due: int


def reporting_metrics(counts: Sequence[ReportCount]) -> dict[str, Any]:
    """The five metrics that DHIS2 gives for a data set, and our late, overdue and per-status numbers.

    In time looks at the first submission and at reports that count as actual, so that the rate on time
    never exceeds the rate.
    """
    expected = sum(count.reports for count in counts)
    sent = [count for count in counts if count.status in SENT]
    actual, on_time = sum(count.reports for count in sent), sum(count.in_time for count in sent)
    by_status = {status.value: 0 for status in ReportStatus}
    for count in counts:
        by_status[count.status.value] += count.reports
    return {
        "EXPECTED_REPORTS": expected,
        "ACTUAL_REPORTS": actual,
        "ACTUAL_REPORTS_ON_TIME": on_time,
        "REPORTING_RATE": rate(actual, expected),
        "REPORTING_RATE_ON_TIME": rate(on_time, expected),
        "LATE_REPORTS": actual - on_time,
        "OVERDUE_REPORTS": sum(count.past_due for count in counts if count.status not in SENT),
        "by_status": by_status,
    }


def rate(part: int, whole: int) -> float | None:
    """A fraction 0–1 with six digits; None when nothing was expected (a rate of nothing is not 0)."""
    return round(part / whole, 6) if whole else None


REFUSAL_DEFINITION = Definition(
    indicator="S-37",
    version=DEFINITION_VERSION,
    formula="拒不参加处理数 ＝ 区县已作出处理、处理没有解除的件数",
    counts=[
        "按拒绝的那次交流所在的学年，按教师所在的区县",
        "不作处理、已撤回、已解除和已作废的不算",
        f"一个县区一个学年不足{SMALLEST}件的，只有本县区自己看得到数，别处的数里都不含它",
    ],
    source="某区教师交流办法：不愿参加交流的处理",
)
REPORTING_DEFINITION = Definition(
    indicator="S-23",
    version=DEFINITION_VERSION,
    formula="报送率 ＝ 已报 ÷ 应报；按时率 ＝ 按时 ÷ 应报",
    counts=[
        "应报：当月有在期结对或交流、到了开放日的学校，每校每月一份",
        "已报：已报送、已受理、已公布；迟报算已报，退回的要重新报送后才算",
        "按时：已报里第一次报送在截止时间之前的",
        "逾期：过了截止时间还没有报的",
    ],
    source="月报制度；报送率的算法同DHIS2",
)
