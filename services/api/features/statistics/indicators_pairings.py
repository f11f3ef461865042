"""Indicators on pairings and mentor pairs (S-18, S-19, S-22)."""

from services.api.features.mentor_pairs import service_counting as mentor_pairs
from services.api.features.pairings import service_counting as pairings
from services.api.features.statistics.counting import PERSONS, Counted, Indicator, LeftOut
from services.api.features.statistics.sources_pairings import MENTOR_PAIRS, PAIRINGS
from services.contracts.codes import YearBasis
from services.contracts.indicators import Term

RUNNING_FIRST = (YearBasis.in_post, YearBasis.started)
"""A pairing lasts for years: the number of a year is of those that ran in it."""
PAIRED = "已经开始的结对：进行中、已暂停和已结束的，作废的不算"
PAIR = Term(term="对", meaning=f"一所支援学校和一所受援学校算一对，一所学校支援三所算三对；{PAIRED}", source="A-23")
PLACE = Term(term="所在县区", meaning="受援学校所在的县区，跨县区的只算一次；学校看自己的，支援和受援都算")
YEAR = Term(term="学年", meaning="默认是这一学年里有一天在结对的（in_post），也可以只看这一学年开始的（started）")
SHAPE = Term(
    term="一对一、一对多",
    meaning="看同一段时间里两所学校还有没有别的已开始的结对：支援学校还支援别的学校是“一所支援多所”，"
    "受援学校还受别的学校支援是“多所支援一所”，两样都有是“多对多”",
    source="A-23",
)
ACTIVE = Counted(PAIRINGS, pairings.begun, "结对对数", PAIRED)

PAIRINGS_COUNTED = Indicator(
    id="S-18", name="结对对数", formula="结对对数 ＝ 符合条件的结对数", numerator=ACTIVE,
    left_out=(LeftOut("not_begun", "已确定、协商中或已签协议，还没有开始", pairings.not_begun),),
    terms=(PAIR, PLACE, YEAR, SHAPE), bases=RUNNING_FIRST, small=False, sources=("S-18", "S3-3 L52", "S4-3 L60"),
)  # fmt: skip
WITH_AGREEMENT = Indicator(
    id="S-19", name="有协议的结对比例", formula="有协议的结对比例 ＝ 两校都签了协议的结对数 ÷ 结对对数",
    numerator=Counted(
        PAIRINGS, lambda rows: pairings.begun(rows) & pairings.signed(rows), "有协议的结对", "两校都签了协议的结对"
    ),
    denominator=ACTIVE, left_out=PAIRINGS_COUNTED.left_out,
    terms=(PAIR, PLACE, YEAR, SHAPE, Term(term="有协议", meaning="两所学校都签了，只签一边的不算", source="QX-01")),
    bases=RUNNING_FIRST, small=False, sources=("S-19", "S3-3 L52"),
)  # fmt: skip

MENTORED = "师徒结对和一帮一：结对中、已总结、已考核和已结束的，作废的不算"
MENTOR_PAIRS_COUNTED = Indicator(
    id="S-22", name="师徒对数",
    formula="师徒对数 ＝ 符合条件的师徒结对数；徒弟人数 ＝ 这些结对里的徒弟，同一人只算一次",
    numerator=Counted(MENTOR_PAIRS, mentor_pairs.in_force, "师徒对数", MENTORED),
    also={"mentees": Counted(MENTOR_PAIRS, mentor_pairs.in_force, "徒弟人数", "同一人在几个学科拜师只算一次", PERSONS)},
    terms=(
        Term(term="对", meaning=f"一位师傅、一位徒弟、一个学科算一对；{MENTORED}", source="JH-24"),
        Term(term="所在县区", meaning="徒弟学校所在的县区，跨县区的只算一次；学校看自己的，师傅和徒弟都算"),
        Term(term="学年", meaning="默认是这一学年里有一天在结对的（in_post）；提前结束的算到结束那天"),
    ),
    bases=RUNNING_FIRST, sources=("S-22", "S3-2 L42", "S3-4 L88"),
)  # fmt: skip

PAIRING_INDICATORS = (PAIRINGS_COUNTED, WITH_AGREEMENT, MENTOR_PAIRS_COUNTED)
