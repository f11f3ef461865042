"""Indicators on activities of pairings (S-21)."""

from services.api.features.activities import service_counting as activities
from services.api.features.statistics.counting import Counted, Indicator, Measure
from services.api.features.statistics.sources_activities import ACTIVITIES, GROUPS
from services.contracts.codes import Unit, YearBasis
from services.contracts.indicators import Term

COUNTS = "已经举行并记下来的结对活动，作废的和只是计划的不算"
KINDS = "；".join(f"{group.label}：{'、'.join(each.label for each in types)}" for group, types in GROUPS.items())
HELD = Indicator(
    id="S-21", name="结对活动次数与人次", formula="活动次数 ＝ 举行的活动数；参加人次 ＝ 各次活动到场人数相加",
    numerator=Counted(ACTIVITIES, activities.held, "活动次数", COUNTS),
    also={
        "people": Counted(
            ACTIVITIES, activities.held, "参加人次", "支援学校、受援学校和一同参加的学校到场的人，说没到的学校不算",
            Measure(Unit.assignments, sum_of=lambda rows: rows.c.people),
        )
    },
    terms=(
        Term(term="次", meaning=f"{COUNTS}；几个结对一起开的会只算一次", source="CI-01"),
        Term(term="活动种类", meaning=f"{KINDS}；其余算其他活动", source="N-17"),
        Term(term="所在县区", meaning="主办学校当时所在的县区；学校看自己的，主办和参加都算"),
    ),
    # head counts as they were typed: no person stands behind one
    bases=(YearBasis.started,), small=False, sources=("S-21", "§C"),
)  # fmt: skip

ACTIVITY_INDICATORS = (HELD,)
