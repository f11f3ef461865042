"""What numbers are grouped and filtered by: one entry a name, for the query, its words and its columns in a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, extract, func, literal_column, not_, or_

from services.api.features.persons import service_honours as honours
from services.api.features.statistics.counting import Column, Many, Predicate
from services.api.kernel.day_counts import days_in
from services.api.kernel.periods import SCHOOL_YEAR_START_MONTH
from services.contracts.codes import (
    ActivityGroup,
    ActivityType,
    AgeBand,
    AidArea,
    Code,
    CommitmentMeasure,
    CommitmentPeriod,
    Direction,
    ExchangeMode,
    HeadcountState,
    HonourHeld,
    HonourType,
    LengthBand,
    Locality,
    MentorKind,
    MentorPairStatus,
    PairCategory,
    PairingStatus,
    PairLevel,
    PairRelation,
    PairShape,
    Post,
    PromisedBy,
    SchoolTerm,
    Sex,
    Stage,
    SubjectGroup,
    SummaryState,
    SupportGiver,
    SupportItem,
    SupportKind,
    Title,
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """Its Chinese heading, and its closed list of codes where it has one."""

    label: str
    codes: type[Code] | None = None

    def code(self, value: str) -> Code:
        """The member of the list with this value."""
        return next(each for each in self.codes or () if each.value == value)


REGIONS = {"province": 2, "city": 4, "county": 6}
"""Level → digits of the code that stay."""
TIMES = ("school_year", "month")
DIMENSIONS: Mapping[str, Dimension] = {
    "province": Dimension("省"),
    "city": Dimension("市"),
    "county": Dimension("县区"),
    "school_year": Dimension("学年"),
    "month": Dimension("月份"),
    "direction": Dimension("方向", Direction),
    "mode": Dimension("交流形式", ExchangeMode),
    "post": Dimension("职务", Post),
    "title": Dimension("职称", Title),
    "honour": Dimension("荣誉", HonourHeld),
    "stage": Dimension("学段", Stage),
    "subject": Dimension("学科", SubjectGroup),
    "sex": Dimension("性别", Sex),
    "age_band": Dimension("年龄段", AgeBand),
    "length": Dimension("期限", LengthBand),
    "locality": Dimension("城乡", Locality),
    "sending_school": Dimension("派出学校"),
    "receiving_school": Dimension("接收学校"),
    "pairing_level": Dimension("结对层次", PairLevel),
    "pairing_category": Dimension("结对类别", PairCategory),
    "relation": Dimension("结对方式", PairRelation),
    "pairing_batch": Dimension("结对批次"),
    "pairing_shape": Dimension("一对一或一对多", PairShape),
    "pairing_status": Dimension("结对状态", PairingStatus),
    "supporting_school": Dimension("支援学校"),
    "recipient_school": Dimension("受援学校"),
    "activity_group": Dimension("活动种类", ActivityGroup),
    "activity_type": Dimension("活动形式", ActivityType),
    "host_school": Dimension("主办学校"),
    "mentor_kind": Dimension("师徒种类", MentorKind),
    "mentor_pair_status": Dimension("师徒状态", MentorPairStatus),
    "mentor_school": Dimension("师傅学校"),
    "mentee_school": Dimension("徒弟学校"),
    "summary_state": Dimension("总结状态", SummaryState),
    "support_kind": Dimension("经费或物资", SupportKind),
    "support_giver": Dimension("谁给的", SupportGiver),
    "support_item": Dimension("用途或种类", SupportItem),
    "term": Dimension("学期", SchoolTerm),
    "aid_area": Dimension("承诺领域", AidArea),
    "commitment_measure": Dimension("承诺内容", CommitmentMeasure),
    "commitment_period": Dimension("承诺周期", CommitmentPeriod),
    "promised_by": Dimension("谁承诺", PromisedBy),
    "headcount_state": Dimension("编制余缺", HeadcountState),
}
SCHOOLS = frozenset(name for name in DIMENSIONS if name.endswith("_school"))
"""Values are ids of schools."""


def column(name: str) -> Column:
    """A dimension that stands in a column of its own."""
    return lambda rows: rows.c[name]


NO_HONOUR = "none"
_LAST_AGES = {
    AgeBand.to_30: 30, AgeBand.to_35: 35, AgeBand.to_40: 40, AgeBand.to_45: 45, AgeBand.to_50: 50, AgeBand.to_55: 55,
}  # fmt: skip


def age_band(name: str) -> Column:
    """The band of an age in whole years."""
    return lambda rows: _banded(rows.c[name], {band.value: most for band, most in _LAST_AGES.items()}, AgeBand.over_55)


def _banded(value: ColumnElement[Any], last: Mapping[str, int], rest: Code) -> ColumnElement[Any]:
    # constants, so that GROUP BY sees the same text as the columns
    steps = [(value <= _number(most), _text(name)) for name, most in last.items()]
    return case(*steps, else_=_text(rest.value))


def _text(value: str) -> ColumnElement[Any]:
    return literal_column(f"'{value}'")


def _number(value: int) -> ColumnElement[Any]:
    return literal_column(str(value))


_LAST_DAYS = {LengthBand.under_1: 364, LengthBand.one: 366, LengthBand.to_2: 729}
"""A year has 365 or 366 days."""


def length_band(first_on: str, last_on: str) -> Column:
    """How long from the first to the last day, both inside."""
    most = {band.value: days for band, days in _LAST_DAYS.items()}
    return lambda rows: _banded(days_in(rows.c[first_on], rows.c[last_on]), most, LengthBand.from_2)


def held(name: str) -> Many:
    """Honours as a bit set."""
    return Many({each.value: _bit(name, each) for each in HonourType}, NO_HONOUR)


def _bit(name: str, honour: HonourType) -> Predicate:
    mask = honours.BITS[honour]
    return lambda rows: rows.c[name].bitwise_and(_number(mask)) != _number(0)


def any_honour(name: str, *wanted: HonourType) -> Predicate:
    """Rows with one of these honours in a bit set."""
    mask = sum(honours.BITS[each] for each in wanted)
    return lambda rows: rows.c[name].bitwise_and(_number(mask)) != _number(0)


WORDS: Mapping[SubjectGroup, tuple[str, ...]] = {
    **{each: (each.label,) for each in SubjectGroup if each is not SubjectGroup.other},
    SubjectGroup.morals: ("道德与法治", "道法", "政治", "品德"),
    SubjectGroup.computing: ("信息",),
    SubjectGroup.writing: ("书法", "写字"),
    SubjectGroup.psychology: ("心理",),
    SubjectGroup.labour: ("劳动", "综合实践"),
    SubjectGroup.sport: ("体育",),
}
"""A typed text names a subject when one of its words is in it."""


def subjects(name: str) -> Many:
    """Subjects as typed, 语文、写字: one row may teach several."""
    return Many({each.value: _named(name, words) for each, words in WORDS.items()}, SubjectGroup.other.value)


def _named(name: str, words: tuple[str, ...]) -> Predicate:
    return lambda rows: or_(*(rows.c[name].contains(word) for word in words))


def none_of(many: Many) -> Predicate:
    """Rows that have no value of a dimension of several."""
    return lambda rows: not_(or_(*(has(rows) for has in many.values.values())))


def region(county: ColumnElement[Any], level: str) -> ColumnElement[Any]:
    """The code of the province or city that a county lies in. Constants, so that GROUP BY sees the same text."""
    kept = REGIONS[level]
    if level == "county":
        return county
    return func.substr(county, _number(1), _number(kept)).concat(_text("0" * (6 - kept)))


def month_of(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """2026-11 as 202611."""
    return cast(extract("year", day) * _number(100) + extract("month", day), Integer)


def year_of(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """The school year of a day."""
    before = case((extract("month", day) < _number(SCHOOL_YEAR_START_MONTH), _number(1)), else_=_number(0))
    return cast(extract("year", day) - before, Integer)
