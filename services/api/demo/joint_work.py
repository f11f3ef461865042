"""Joint work of the demo: a meeting with its decisions, a weekly plan with a date nobody recorded, base schools."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities.models import (
    Activity,
    ActivityPairing,
    ActivityPlan,
    BaseSchool,
    Decision,
    PlannedActivity,
)
from services.api.features.activities.rules_plans import Rule
from services.api.features.pairings.models import Pairing
from services.api.kernel import bulk
from services.contracts.codes import (
    ActivityType,
    DecisionStatus,
    PairSide,
    PlanRepeat,
    ResponsibleSide,
    SchoolTerm,
)

RECIPIENTS = ("fenggeling", "yangping")
JOINED = 2
"""Other schools of the supporting one that a meeting has besides."""
MET_AGO, WEEKS_AHEAD = timedelta(days=16), timedelta(days=27)
DECIDED = (
    ("选出两名青年教师跟岗，定好时间", ResponsibleSide.recipient, "教导处", -5, DecisionStatus.open),
    ("每学科开放一节家常课，提前一周发课表", ResponsibleSide.supporting, "教研室", 12, DecisionStatus.open),
    ("两校共用单元作业题库", ResponsibleSide.both, "", -9, DecisionStatus.done),
)
"""What, who, more exactly who, days from today until it is due, what has become of it."""


async def tell_joint_work(session: AsyncSession, pairings: Mapping[tuple[str, str], Pairing], today: date) -> None:
    """Write it for the pairings of the first schools, when they are old enough."""
    for (supporting, recipient), pairing in pairings.items():
        if recipient in RECIPIENTS and pairing.start_on <= today - MET_AGO:
            of_school = [
                other for (school, _), other in pairings.items() if school == supporting and other is not pairing
            ]
            await _meet(session, pairing, today, of_school[:JOINED])
            await _plan(session, pairing, today)


def _where(pairing: Pairing) -> dict[str, Any]:
    return {
        "pairing_id": pairing.id,
        "county_code": pairing.supporting_county_code,
        "other_county_code": pairing.recipient_county_code,
    }


async def _meet(session: AsyncSession, pairing: Pairing, today: date, others: Sequence[Pairing]) -> None:
    where, met_on = _where(pairing), today - MET_AGO
    meeting = Activity(
        **where, host_school_id=pairing.supporting_school_id, type=ActivityType.joint_meeting, held_on=met_on,
        topic="商量下半学期的安排", supporting_count=4, recipient_count=5, place="校会议室",
        agenda="一、上半学期做了什么\n二、青年教师跟岗\n三、作业题库共建",
    )  # fmt: skip
    await bulk.insert_many(session, [meeting], "record")
    joined = [
        ActivityPairing(
            activity_id=meeting.id, pairing_id=other.id, county_code=other.recipient_county_code,
            other_county_code=other.supporting_county_code, side=PairSide.recipient, count=2,
        )
        for other in others
    ]  # fmt: skip
    await bulk.insert_many(session, joined, "join")
    decisions = [
        Decision(
            **where, activity_id=meeting.id, text=text, responsible=side, person=person, status=status,
            due_on=max(met_on, today + timedelta(days=days)),
            done_on=met_on + timedelta(days=4) if status is DecisionStatus.done else None,
            note="题库已放到两校共享盘" if status is DecisionStatus.done else "",
        )
        for text, side, person, days, status in DECIDED
    ]  # fmt: skip
    await bulk.insert_many(session, decisions, "decide")
    base = BaseSchool(
        **where, school_year=pairing.start_on.year, term=SchoolTerm.autumn, side=PairSide.recipient
    )  # fmt: skip
    await bulk.insert_many(session, [base], "set-base-school")


async def _plan(session: AsyncSession, pairing: Pairing, today: date) -> None:
    where = _where(pairing)
    rule = Rule(PlanRepeat.weekly, today - timedelta(days=6), today + WEEKS_AHEAD, weekday=4)
    plan = ActivityPlan(
        **where, host=PairSide.supporting, type=ActivityType.research_meeting, topic="函数单元大备课",
        repeat=rule.repeat, start_on=rule.start_on, end_on=rule.end_on, weekday=rule.weekday,
    )  # fmt: skip
    await bulk.insert_many(session, [plan], "plan")
    dates = [PlannedActivity(**where, plan_id=plan.id, planned_on=day, first_on=day) for day in rule.dates()]
    await bulk.insert_many(session, dates, "plan")
