"""Indicators on summaries, goals, funds and goods (S-17, S-27, S-31)."""

from sqlalchemy import ColumnElement, FromClause, func

from services.api.features.goals import service_counting as goals
from services.api.features.statistics.counting import TODAY, Counted, Indicator, LeftOut, Measure, Predicate
from services.api.features.statistics.sources_following import GOALS, SUMMARIES, SUPPORTS
from services.api.features.summaries import service_counting as summaries
from services.api.features.supports import service_counting as supports
from services.contracts.codes import GoalStatus, SummaryStatus, SupportKind, Unit, YearBasis
from services.contracts.indicators import Term

OF_A_DAY = (YearBasis.started,)
PLACE = Term(term="所在县区", meaning="派出学校所在的县区，跨县区的只算一次；学校看自己的，派出和接收都算")


def _at_least(status: SummaryStatus) -> Predicate:
    return lambda rows: summaries.at_least(rows, status)


OWED = "支教教师每学年应交一份：已到岗、在岗或已期满的支教任务，这一学年里有一天在岗"
SUMMARIES_FILED = Indicator(
    id="S-17", name="双重管理总结入档率",
    formula="入档率 ＝ 已入档份数 ÷ 应交份数；提交率、评议率用已交、已评议份数去除",
    numerator=Counted(SUMMARIES, _at_least(SummaryStatus.filed), "已入档", "派出学校已存入个人档案的总结"),
    denominator=Counted(SUMMARIES, summaries.owed, "应交", OWED),
    also={
        "submitted": Counted(SUMMARIES, _at_least(SummaryStatus.submitted_to_recipient), "已交",
                             "已交给接收学校的，评议和入档的也在内"),
        "reviewed": Counted(SUMMARIES, _at_least(SummaryStatus.reviewed), "已评议", "接收学校已评议的，入档的也在内"),
        "overdue": Counted(SUMMARIES, summaries.overdue, "过期未交", "最后一天已过，还没有交；退回重写的也算"),
    },
    terms=(
        Term(term="应交", meaning=f"{OWED}；这一学年还没过完的也算应交", source="ND-44、F-20"),
        Term(term="学年", meaning="总结写的那个学年"),
        PLACE,
    ),
    bases=OF_A_DAY, sources=("S-17", "S0-5b L142"),
)  # fmt: skip


def _due(rows: FromClause) -> ColumnElement[bool]:
    return goals.due(rows, TODAY)


def _with(status: GoalStatus) -> Predicate:
    return lambda rows: goals.has_status(rows, status)


def _extended(rows: FromClause) -> ColumnElement[bool]:
    return goals.has_status(rows, GoalStatus.unmet) & rows.c.is_extended


DUE = "商定了的目标里，已到期或已评定的；改定、取消了的不算"
GOALS_MET = Indicator(
    id="S-27", name="目标完成率", formula="目标完成率 ＝ 已达到的目标数 ÷ 到期的目标数",
    numerator=Counted(GOALS, _with(GoalStatus.met), "已达到", "接收学校评定为已达到的目标"),
    denominator=Counted(GOALS, _due, "到期的目标", DUE),
    also={
        "unmet": Counted(GOALS, _with(GoalStatus.unmet), "没有达到", "接收学校评定为没有达到的目标"),
        "extended": Counted(GOALS, _extended, "延长人数", "有目标没有达到、任务又比原定的延长了的人，同一人只算一次",
                            Measure(Unit.persons, persons=True)),
    },
    left_out=(LeftOut("not_due", "还没到期", lambda rows: goals.not_due(rows, TODAY)),),
    terms=(
        Term(term="到期的目标", meaning=f"{DUE}；到期没有评定的，算没有完成", source="ND-21"),
        Term(term="学年", meaning="目标应完成的那天所在的学年"),
        PLACE,
    ),
    bases=OF_A_DAY, sources=("S-27", "S0-5b L125", "S0-1 L7"),
)  # fmt: skip


def _cents(name: str) -> Measure:
    return Measure(Unit.cents, sum_of=lambda rows: func.coalesce(rows.c[name], 0))


def _given(kind: SupportKind) -> Predicate:
    return lambda rows: supports.given(rows, kind)


MONEY = "已拨付、没有异议的经费，作废的不算"
FUNDS = Indicator(
    id="S-31", name="经费资助与物资捐赠", formula="经费 ＝ 已拨付金额相加（单位是分）；物资 ＝ 已交接件数相加",
    numerator=Counted(SUPPORTS, _given(SupportKind.fund), "已拨付经费", MONEY, _cents("given_cents")),
    also={
        "planned": Counted(SUPPORTS, lambda rows: supports.planned(rows, SupportKind.fund), "计划经费",
                           "计划过的经费，给了没给都算，作废的不算", _cents("planned_cents")),
        "goods": Counted(SUPPORTS, _given(SupportKind.goods), "物资件数", "已交接、没有异议的物资件数相加",
                         Measure(Unit.items, sum_of=lambda rows: rows.c.quantity)),
        "goods_worth": Counted(SUPPORTS, _given(SupportKind.goods), "物资价值", "上面这些物资里填了价值的，价值相加",
                               _cents("given_cents")),
    },
    terms=(
        Term(term="金额", meaning="以分为单位，100分是1元"),
        Term(term="给", meaning="支援学校给的、受援学校给的和教育局给的都算，可以按“谁给的”分开", source="W-24"),
        Term(term="所在县区", meaning="收到的学校所在的县区；学校看自己的，给出和收到都算"),
        Term(term="学年、学期", meaning="登记时写的学年和学期"),
    ),
    bases=OF_A_DAY, small=False, sources=("S-31", "S3-2 L32–34"),
)  # fmt: skip

FOLLOWING_INDICATORS = (SUMMARIES_FILED, GOALS_MET, FUNDS)
