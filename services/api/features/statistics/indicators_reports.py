"""Indicators on monthly reports and refusals (S-23, S-37)."""

from sqlalchemy import ColumnElement, FromClause, true

from services.api.features.refusals import service as refusals
from services.api.features.statistics.counting import NOW, Counted, Indicator
from services.api.features.statistics.rules import SENT
from services.api.features.statistics.sources_reports import REFUSALS, REPORTS
from services.contracts.codes import ReportStatus, YearBasis
from services.contracts.indicators import Term

MONTHLY = (YearBasis.started,)


def _sent(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.status.in_(SENT)


def _in_time(rows: FromClause) -> ColumnElement[bool]:
    return _sent(rows) & (rows.c.first_submitted_at <= rows.c.due_at)


def _late(rows: FromClause) -> ColumnElement[bool]:
    return _sent(rows) & (rows.c.first_submitted_at > rows.c.due_at)


def _overdue(rows: FromClause) -> ColumnElement[bool]:
    return ~rows.c.status.in_(SENT) & (rows.c.due_at < NOW)


REPORTING = Indicator(
    id="S-23",
    name="月报报送率",
    formula="报送率 ＝ 已报 ÷ 应报",
    bases=MONTHLY,
    small=False,
    numerator=Counted(REPORTS, _sent, "已报", "已报送、已受理、已公布的；迟报算已报，退回的要重新报送后才算"),
    denominator=Counted(REPORTS, lambda _rows: true(), "应报", "当月有在期结对或交流、到了开放日的学校，每校每月一份"),
    also={
        "on_time": Counted(REPORTS, _in_time, "按时", "已报里第一次报送在截止时间之前的"),
        "late": Counted(REPORTS, _late, "迟报", "已报里第一次报送在截止时间之后的"),
        "overdue": Counted(REPORTS, _overdue, "逾期", "过了截止时间还没有报的"),
        "returned": Counted(REPORTS, lambda rows: rows.c.status == ReportStatus.returned, "退回", "现在退回着的"),
    },
    owed="overdue",
    terms=(Term(term="月份", meaning="按月报是哪个月的，不按报送的日期；学年从9月的月报到次年8月的月报"),),
    sources=("S-23", "S0-1 L7", "DHIS2"),
)
REFUSED = Indicator(
    id="S-37",
    name="拒不参加处理数",
    formula="处理数 ＝ 区县已作出处理、处理没有解除的件数",
    bases=MONTHLY,
    cells_apart=True,
    numerator=Counted(
        REFUSALS, lambda rows: rows.c.status == refusals.HANDLED, "件数", "按拒绝的那次交流所在的学年、教师所在的区县"
    ),
    terms=(
        Term(term="处理", meaning="不作处理、已撤回、已解除和已作废的不算"),
        Term(term="太小的数", meaning="一个县区一个学年不足5件的，只有本县区自己看得到数，别处的数里都不含它"),
    ),
    sources=("S-37", "S2-1 L38"),
)

REPORT_INDICATORS = (REPORTING, REFUSED)
