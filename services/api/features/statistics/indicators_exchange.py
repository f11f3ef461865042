"""Indicators on assignments: how many, for how long, and of which kind (S-01, S-02, S-08, S-12, S-15, S-16)."""

from sqlalchemy import ColumnElement, FromClause, case

from services.api.features.assignments import service as assignments
from services.api.features.statistics.counting import PERSONS, Counted, Indicator, LeftOut, Measure, Predicate
from services.api.features.statistics.rules_kinds import BALANCED
from services.api.features.statistics.sources_exchange import EXCHANGED, PAIRED
from services.contracts.codes import Direction, ExchangeMode, Outcome, YearBasis
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
LENGTH = Term(term="期限", meaning="从第一天到最后一天；365天或366天算1年，730天起算2年", source="S-12")
PAIR = Term(term="结对", meaning="任务属于的那对学校；两校有一方在区域里就算，结对没开始过的不算", source="S-08")
STUDIES = (ExchangeMode.shadow_study, ExchangeMode.attachment, ExchangeMode.external_study)
TIMES = Counted(EXCHANGED, counted, "人次", COUNTS)
PEOPLE = Counted(EXCHANGED, counted, "人数", "上面这些任务里的人，同一人只算一次", PERSONS)

TOTAL = Indicator(
    id="S-01",
    name="交流总人数",
    formula="交流人次 ＝ 符合条件的交流任务数；交流人数 ＝ 这些任务里的人数",
    numerator=TIMES,
    also={"persons": PEOPLE},
    left_out=LEFT_OUT,
    terms=(EXCHANGE, PLACE, FACTS),
    sources=("S-01", "S0-1 L8"),
)
CUMULATIVE = Indicator(
    id="S-02",
    name="累计交流人数",
    formula="累计 ＝ 各学年交流人次相加；累计人数 ＝ 这几个学年里的人，同一人只算一次",
    numerator=TIMES,
    also={"persons": PEOPLE},
    left_out=LEFT_OUT,
    terms=(EXCHANGE, PLACE, FACTS),
    cumulative=True,
    bases=(YearBasis.started,),
    sources=("S-02", "S0-1 L8"),
)


def _of_modes(*modes: ExchangeMode) -> Predicate:
    return lambda rows: counted(rows) & rows.c.mode.in_(modes)


def _moves(direction: Direction) -> Predicate:
    return lambda rows: counted(rows) & (rows.c.direction == direction)


def _either_way(rows: FromClause) -> ColumnElement[bool]:
    return counted(rows) & rows.c.direction.in_((Direction.urban_to_rural, Direction.rural_to_urban))


def _difference(rows: FromClause) -> ColumnElement[int]:
    return case((rows.c.direction == Direction.urban_to_rural, 1), else_=-1)


BALANCE = Indicator(
    id="S-08",
    name="双向对等差额",
    formula="差额 ＝ 下派（城→乡）人次 − 上挂（乡→城）人次，对等时是0",
    numerator=Counted(
        PAIRED, _either_way, "差额", "已开始的结对下，下派的人次减上挂的人次", Measure(sum_of=_difference)
    ),
    also={
        "urban_to_rural": Counted(PAIRED, _moves(Direction.urban_to_rural), "下派", "其中城→乡的"),
        "rural_to_urban": Counted(PAIRED, _moves(Direction.rural_to_urban), "上挂", "其中乡→城的"),
    },
    threshold=BALANCED,
    terms=(EXCHANGE, PAIR),
    small=False,
    sources=("S-08", "S0-1 L4", "S0-4 L97"),
)
IN_POST = Indicator(
    id="S-12",
    name="交流在岗人数、期限分布",
    formula="在岗人次 ＝ 任务期里至少有一天在这个学年里的任务数，可以按期限分",
    numerator=TIMES,
    also={"persons": PEOPLE},
    bases=(YearBasis.in_post, YearBasis.started),
    terms=(EXCHANGE, PLACE, FACTS, LENGTH),
    sources=("S-12", "S0-3 L52"),
)
SUPPORT = Indicator(
    id="S-15",
    name="支教人数",
    formula="支教人次 ＝ 交流形式是支教的任务数",
    numerator=Counted(
        EXCHANGED, _of_modes(ExchangeMode.support_teaching), "人次", "交流形式是支教的，退休返聘支教不算"
    ),
    also={
        "persons": Counted(
            EXCHANGED, _of_modes(ExchangeMode.support_teaching), "人数", "其中的人，同一人只算一次", PERSONS
        )
    },
    threshold=assignments.SUPPORT_PEOPLE,
    threshold_by="sending_school",
    terms=(EXCHANGE, PLACE, FACTS),
    sources=("S-15", "S0-5b L134", "S3-5 L106"),
)
STUDY = Indicator(
    id="S-16",
    name="跟岗学习、挂职、外派人数",
    formula="人次 ＝ 交流形式是跟岗学习、挂职锻炼或外派学习的任务数",
    numerator=Counted(EXCHANGED, _of_modes(*STUDIES), "人次", "这三种形式的任务，可以按交流形式分"),
    also={"persons": Counted(EXCHANGED, _of_modes(*STUDIES), "人数", "其中的人，同一人只算一次", PERSONS)},
    terms=(EXCHANGE, PLACE, FACTS),
    sources=("S-16", "S2-1 L29", "S1 L25"),
)

EXCHANGE_INDICATORS = (TOTAL, CUMULATIVE, BALANCE, IN_POST, SUPPORT, STUDY)
