"""Indicator on approved posts (S-35)."""

from services.api.features.staff_moves import service_counting as headcounts
from services.api.features.statistics.counting import Column, Counted, Indicator, Measure, Predicate
from services.api.features.statistics.sources_posts import SCHOOLS_WITH_POSTS
from services.contracts.codes import HeadcountState, Unit, YearBasis
from services.contracts.indicators import Term


def _in(state: HeadcountState) -> Predicate:
    return lambda rows: headcounts.has_state(rows, state)


def _schools(state: HeadcountState, counts: str) -> Counted:
    return Counted(SCHOOLS_WITH_POSTS, _in(state), f"{state.label}学校", counts)


def _people(label: str, counts: str, where: Predicate, of: Column) -> Counted:
    return Counted(SCHOOLS_WITH_POSTS, where, label, counts, Measure(Unit.persons, sum_of=of))


STATE = HeadcountState
POSTS = Indicator(
    id="S-35", name="编制余缺",
    formula="超编学校 ＝ 在编人数多于核定编制的学校；缺编学校 ＝ 在编人数少于核定编制的学校",
    numerator=_schools(STATE.over, "在编人数多于核定编制的学校"),
    also={
        "under": _schools(STATE.under, "在编人数少于核定编制的学校"),
        "even": _schools(STATE.even, "在编人数等于核定编制的学校"),
        "unknown": _schools(STATE.unknown, "还没有登记核定编制的学校"),
        "approved": _people("核定编制", "登记了编制的学校，核定数相加", headcounts.known, lambda rows: rows.c.approved),
        "in_quota": _people("在编人数", "登记了编制的学校，在编人数相加", headcounts.known,
                            lambda rows: rows.c.in_quota),
        "people_over": _people("超编人数", "超编学校多出的人数相加", _in(STATE.over),
                               lambda rows: rows.c.in_quota - rows.c.approved),
        "people_under": _people("缺编人数", "缺编学校少的人数相加", _in(STATE.under),
                                lambda rows: rows.c.approved - rows.c.in_quota),
    },
    terms=(
        Term(term="什么时候的", meaning="今天的：在编人数没有往年的记录，所以只能查本学年，不能和去年比"),
        Term(term="学校", meaning="没有停办的公办学校", source="E-18"),
        Term(term="在编人数", meaning="学校里在编、没有离开的教职工", source="G-154"),
        Term(term="核定编制", meaning="今天有效的核定编制数"),
        Term(term="所在县区", meaning="主管学校的县区"),
    ),
    # posts and places of schools, no facts about a person
    bases=(YearBasis.started,), small=False, sources=("S-35", "S0-3 L78", "S0-5b L126"),
)  # fmt: skip

POST_INDICATORS = (POSTS,)
