"""Indicators on assignments (S-01, S-02)."""

from sqlalchemy import ColumnElement, FromClause

from services.api.features.assignments import service as assignments
from services.api.features.statistics.counting import PERSONS, Counted, Indicator, LeftOut, Predicate
from services.api.features.statistics.sources_exchange import EXCHANGED
from services.contracts.codes import Outcome, YearBasis
from services.contracts.indicators import Term


def counted(rows: FromClause) -> ColumnElement[bool]:
    """Who is in post or served to the end."""
    return assignments.has_outcome(rows, Outcome.counted)


def _outcome(outcome: Outcome) -> Predicate:
    return lambda rows: assignments.has_outcome(rows, outcome)


LEFT_OUT = tuple(
    LeftOut(each.value, each.label, _outcome(each))
    for each in (Outcome.retiree, Outcome.not_arrived, Outcome.ended_early)
)
COUNTS = "在岗、已延期或已期满的交流任务，退休返聘支教不算"
EXCHANGE = Term(term="交流", meaning=COUNTS, source="A-19、A-20")
PLACE = Term(term="所在县区", meaning="派出学校所在的县区，跨县区的只算一次；学校看自己的，派出和接收都算")
FACTS = Term(term="职务、职称、荣誉、学段、年龄", meaning="按任务第一天的情况，开始以后只有改正才变")
TIMES = Counted(EXCHANGED, counted, "人次", COUNTS)
PEOPLE = Counted(EXCHANGED, counted, "人数", "上面这些任务里的人，同一人只算一次", PERSONS)

TOTAL = Indicator(
    id="S-01", name="交流总人数", formula="交流人次 ＝ 符合条件的交流任务数；交流人数 ＝ 这些任务里的人数",
    numerator=TIMES, also={"persons": PEOPLE}, left_out=LEFT_OUT, terms=(EXCHANGE, PLACE, FACTS),
    sources=("S-01", "S0-1 L8"),
)  # fmt: skip
CUMULATIVE = Indicator(
    id="S-02", name="累计交流人数", formula="累计 ＝ 各学年交流人次相加；累计人数 ＝ 这几个学年里的人，同一人只算一次",
    numerator=TIMES, also={"persons": PEOPLE}, left_out=LEFT_OUT, terms=(EXCHANGE, PLACE, FACTS), cumulative=True,
    bases=(YearBasis.started,),
    sources=("S-02", "S0-1 L8"),
)  # fmt: skip

EXCHANGE_INDICATORS = (TOTAL, CUMULATIVE)
