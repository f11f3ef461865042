"""What the system knows of a school's month: the people and goals to report on, and last month's report."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.activities import service as activities
from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import Serving
from services.api.features.pairings import service as pairings
from services.api.features.reports import queries, rules, rules_content
from services.api.features.reports.rules_changes import Held, History
from services.api.features.reports.rules_content import MonthFacts, ServingPerson, TrackedGoal
from services.api.kernel.periods import month_period
from services.api.kernel.scope import Principal
from services.contracts.activities import ActivityOut
from services.contracts.codes import AssignmentStatus, PersonState
from services.contracts.reports import ReportContent

LOOK_BACK = 6
"""Months whose activity counts a reviewer compares with."""


@dataclass(frozen=True, slots=True)
class Prefill:
    """A month before anybody types: `goals` are rows of the pairings, `earlier` the reports of earlier months,
    newest first, `baseline` what "nothing changed" would send.
    """

    facts: MonthFacts
    serving: Sequence[Serving]
    goals: Sequence[Any]
    earlier: Sequence[Any]
    baseline: ReportContent

    @property
    def earlier_content(self) -> ReportContent | None:
        """The last report of an earlier month."""
        return read_content(self.earlier[0].content) if self.earlier else None

    @property
    def baseline_month(self) -> str | None:
        """The month it is of."""
        return self.earlier[0].month if self.earlier else None

    @property
    def history(self) -> History:
        """Activity counts of the last six months that were reported."""
        window = set(rules.previous_months(self.facts.month, LOOK_BACK))
        return History(tuple(row.summary["activity_count"] for row in self.earlier if row.month in window))


async def load(db: AsyncSession, school_id: UUID, month: str) -> Prefill:
    """Three queries. People who have not arrived yet are not reported on; their arrival is confirmed first."""
    period = month_period(month)
    serving = [
        each
        for each in await assignments.serving_at(db, school_id, period)
        if each.status is not AssignmentStatus.confirmed
    ]
    goals = await pairings.goals_received(db, school_id, period)
    earlier = await queries.sent_before(db, school_id, month, LOOK_BACK)
    last = read_content(earlier[0].content) if earlier else None
    totals = {line.goal_id: rules_content.read_count(line.value) for line in last.goals} if last else {}
    facts = MonthFacts(
        month=month,
        people=tuple(ServingPerson(each.assignment_id, each.name, each.start_on, each.end_on) for each in serving),
        goals=tuple(TrackedGoal(row.id, row.title, row.unit, totals.get(row.id) or 0) for row in goals),
    )
    return Prefill(facts, serving, goals, earlier, rules_content.baseline(facts, last))


def read_content(stored: dict[str, Any]) -> ReportContent:
    """Content as it was stored; it was checked when it came in."""
    return ReportContent.model_validate(stored)


async def activities_of(
    db: AsyncSession, school_id: UUID, facts: MonthFacts, principal: Principal | None = None
) -> list[ActivityOut]:
    """The month's activities of the school's pairings."""
    return await activities.of_school_in(db, school_id, facts.first_day, facts.last_day, principal)


def held(items: Sequence[ActivityOut]) -> list[Held]:
    """Activities as a submission freezes them."""
    return [Held(item.id, item.type, item.held_on, item.person_times) for item in items]


def summary_of(sent: ReportContent, prefill: Prefill, items: Sequence[ActivityOut]) -> dict[str, Any]:
    """What a receipt says of a submission, and its activities, so that a later correction can be told."""
    states = [line.state for line in sent.people]
    last = {line.goal_id: line.value for line in prefill.baseline.goals}
    return {
        "people_total": len(states),
        "people_at_post": states.count(PersonState.at_post.value),
        "people_on_leave": states.count(PersonState.on_leave.value),
        "people_left": states.count(PersonState.left.value),
        "people_problem": states.count(PersonState.problem.value),
        "activity_count": len(items),
        "person_times": sum(item.person_times for item in items),
        "goal_count": len(sent.goals),
        "goals_updated": sum(1 for line in sent.goals if line.value != last.get(line.goal_id)),
        "has_problem": sent.has_problem,
        "activities": [each.stored() for each in held(items)],
    }
