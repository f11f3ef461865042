"""Shares of persons, to those exchanged and to the frozen staff (S-03, S-05, S-06, S-07)."""

from sqlalchemy import ColumnElement, FromClause, or_

from services.api.features.statistics.counting import PERSONS, Counted, Indicator, Predicate
from services.api.features.statistics.dimensions import any_honour
from services.api.features.statistics.indicators_exchange import COUNTS, EXCHANGE, FACTS, PEOPLE, counted
from services.api.features.statistics.rules_kinds import EXCHANGE_SHARE, LEADERS_SHARE, MASTERS_SHARE
from services.api.features.statistics.sources_base import BASE, HEADS
from services.api.features.statistics.sources_exchange import EXCHANGED, SENT
from services.contracts.codes import ExchangeMode, HonourType, Post, Title
from services.contracts.indicators import Term

H = HonourType
MASTERS_TC = any_honour("honours", H.special_grade, H.teaching_expert, H.subject_leader, H.master_teacher)
MASTERS_WC = any_honour("honours", H.master_teacher, H.subject_leader, H.teaching_expert)
MASTERS_HG = any_honour("honours", H.subject_leader, H.backbone_teacher)
SENIOR = (Title.senior, Title.full_senior)
TEAM = (Post.principal, Post.vice_principal, Post.same_rank, Post.middle)
ELIGIBLE = Term(
    term="符合交流条件",
    meaning="登记教职工基数时，在编，专任教师在本校满规定年数且不超龄，正副校长任职满规定年数且不超龄；年数和年龄按本地规则",
    source="TC-09 … TC-16、E-14",
)
BASE_TERM = Term(
    term="教职工基数", meaning="区县登记的这个学年第一天在职的人，每人一行；区域里还有县区没登记时，不给比例，不当作0"
)
WHICH = Term(
    term="哪些算交流",
    meaning="支教、跟岗学习、挂职锻炼都算；外派学习（一个月左右）和退休返聘支教不算；另给不含跟岗学习的数",
    source="A-19、A-20、TC-03",
)


def _for_ratio(rows: FromClause) -> ColumnElement[bool]:
    return counted(rows) & (rows.c.mode != ExchangeMode.external_study)


def _without_shadow(rows: FromClause) -> ColumnElement[bool]:
    return _for_ratio(rows) & (rows.c.mode != ExchangeMode.shadow_study)


def _titled(masters: Predicate, *titles: Title) -> Predicate:
    return lambda rows: counted(rows) & or_(masters(rows), rows.c.title.in_(titles))


def _leading(rows: FromClause) -> ColumnElement[bool]:
    return counted(rows) & rows.c.post.in_(TEAM)


def _eligible(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.eligible.is_(True)


def _in_team(rows: FromClause) -> ColumnElement[bool]:
    return rows.c.leader.is_(True)


def _persons(where: Predicate, label: str, counts: str) -> Counted:
    return Counted(EXCHANGED, where, label, counts, PERSONS)


MASTERS = (
    Term(
        term="名师（铜川口径）",
        meaning="特级教师、教学能手、学科带头人、教学名师，加上高级、正高级和一级教师",
        source="TC-17、A-16",
    ),
    Term(term="名师（吴川口径）", meaning="高级、正高级教师，加上教学名师、学科带头人、教学能手", source="WC、A-16"),
    Term(term="名师（横港口径）", meaning="学科带头人、骨干教师", source="HG-34、A-16"),
)
EXCHANGE_RATIO = Indicator(
    id="S-03",
    name="交流比例",
    formula="交流比例 ＝ 参加交流的人 ÷ 符合交流条件的人",
    numerator=Counted(SENT, _for_ratio, "参加交流的人", f"{COUNTS}，外派学习不算；同一人只算一次", PERSONS),
    denominator=Counted(BASE, _eligible, "符合交流条件的人", "教职工基数里符合交流条件的", HEADS),
    also={
        "without_shadow_study": Counted(SENT, _without_shadow, "不含跟岗学习", "分子里去掉只有跟岗学习的人", PERSONS)
    },
    threshold=EXCHANGE_SHARE,
    terms=(WHICH, ELIGIBLE, BASE_TERM, FACTS),
    sources=("S-03", "TC-16", "HG-01", "ND-16", "S0-3 L59", "S2-1 L10", "S0-5b L124"),
)
MASTERS_RATIO_TC = Indicator(
    id="S-05",
    name="名师占比（铜川口径）",
    formula="占比 ＝（名师 ∪ 高级教师 ∪ 一级教师）÷ 参加交流的人",
    numerator=_persons(
        _titled(MASTERS_TC, *SENIOR, Title.first), "名师、高级和一级教师", "符合这个口径的人，同一人只算一次"
    ),
    denominator=PEOPLE,
    also={"masters_alone": _persons(lambda rows: counted(rows) & MASTERS_TC(rows), "其中名师", "只看荣誉，不看职称")},
    threshold=MASTERS_SHARE,
    terms=(EXCHANGE, *MASTERS, FACTS),
    sources=("S-05", "TC-17", "S0-3 L59"),
)
MASTERS_RATIO_WC = Indicator(
    id="S-06",
    name="名师占比（吴川口径）",
    formula="占比 ＝（高级教师 ∪ 教学名师 ∪ 学科带头人 ∪ 教学能手）÷ 参加交流的人",
    numerator=_persons(_titled(MASTERS_WC, *SENIOR), "名师和高级教师", "符合这个口径的人，同一人只算一次"),
    denominator=PEOPLE,
    also={"hg_reading": _persons(lambda rows: counted(rows) & MASTERS_HG(rows), "横港口径", "学科带头人、骨干教师")},
    terms=(EXCHANGE, *MASTERS, FACTS),
    sources=("S-06", "WC-09", "S0-1 L5"),
)
LEADERS_RATIO = Indicator(
    id="S-07",
    name="班子交流比例",
    formula="比例 ＝ 交流出去的班子成员 ÷ 班子成员",
    numerator=Counted(
        SENT, _leading, "交流出去的班子成员", "任务第一天是校长、副校长、同职级或中层的人，同一人只算一次", PERSONS
    ),
    denominator=Counted(BASE, _in_team, "班子成员", "教职工基数里班子的人", HEADS),
    threshold=LEADERS_SHARE,
    threshold_by="sending_school",
    terms=(EXCHANGE, BASE_TERM, FACTS),
    sources=("S-07", "TC-14", "S0-3 L58"),
)

SHARE_INDICATORS = (EXCHANGE_RATIO, MASTERS_RATIO_TC, MASTERS_RATIO_WC, LEADERS_RATIO)
