"""Term plans of the demo: one agreed on, one that waits for the other school, one that is being written."""

from collections.abc import Mapping
from datetime import date, timedelta

from services.api.demo.base import Cast
from services.api.features.pairings.models import Pairing
from services.api.features.term_plans.models import TermPlan
from services.api.features.term_plans.rules import spans_on
from services.contracts.codes import PairSide, PromisedBy, TermPlanStatus

GOALS = "本学期两校语文、数学教研组结成对子，受援学校每个学科有一名教师能独立上好公开课。"
MEASURES = (
    (PromisedBy.supporting, "送教下乡，语文、数学各一节，课后评课", "教导处", "每月下旬"),
    (PromisedBy.supporting, "开放期中复习备课资料", "教研组长", "10月底前"),
    (PromisedBy.recipient, "每月派两名教师到支援学校跟岗一天", "教导处", "每月一次"),
    (PromisedBy.both, "期末开联席会议，对照计划总结", "两校校长", "1月上旬"),
)
TOLD = {"fenggeling": TermPlanStatus.agreed, "yangping": TermPlanStatus.proposed, "panxi": TermPlanStatus.draft}
WRITTEN_BEFORE = timedelta(days=10)


def term_plans(cast: Cast, pairings: Mapping[tuple[str, str], Pairing], today: date) -> list[TermPlan]:
    """The plans of this term of the first pairing of some recipient schools."""
    found: dict[str, TermPlan] = {}
    for (supporting, recipient), pairing in pairings.items():
        if recipient in TOLD and recipient not in found:
            found[recipient] = _plan(cast, supporting, recipient, pairing, today)
    return list(found.values())


def _plan(cast: Cast, supporting: str, recipient: str, pairing: Pairing, today: date) -> TermPlan:
    year, spans = spans_on(today)
    status, sent = TOLD[recipient], max(pairing.start_on, today - WRITTEN_BEFORE)
    return TermPlan(
        pairing_id=pairing.id, county_code=pairing.supporting_county_code,
        other_county_code=pairing.recipient_county_code, school_year=year, span=spans[0],
        drafted_by=PairSide.supporting, status=status, goals=GOALS,
        measures=[
            {"side": side.value, "what": what, "responsible": who, "when": when, "commitment_id": None}
            for side, what, who, when in MEASURES
        ],
        supporting_responsible=f"校长{cast.people[supporting][0][1].name}",
        recipient_responsible=f"校长{cast.people[recipient][0][1].name}",
        proposed_on=None if status is TermPlanStatus.draft else sent,
        agreed_on=sent if status is TermPlanStatus.agreed else None,
    )  # fmt: skip
