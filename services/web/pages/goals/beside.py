"""What stands beside an assignment: the tabs of arrival, goals, summaries and end, and what goals say on its steps."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from services.contracts.assignments import AssignmentDetail
from services.contracts.codes import AssignmentStatus, Role
from services.contracts.summaries import SummaryRow
from services.web import clock
from services.web.api_client.arrivals import ArrivalsClient
from services.web.api_client.goals import GoalsClient
from services.web.api_client.handovers import HandoversClient
from services.web.api_client.summaries import SummariesClient
from services.web.months import school_year_of
from services.web.pages.arrivals import words as arrival_words
from services.web.pages.goals import words
from services.web.pages.handovers import words as handover_words
from services.web.steps import Step, Subject
from services.web.visit import Visit

GOALS, SUMMARIES, HANDOVER, ARRIVAL = "goals", "summaries", "handover", "arrival"
ASKED = frozenset({"arrive", "complete", "extend"})
SERVED = frozenset(
    {AssignmentStatus.active, AssignmentStatus.completed, AssignmentStatus.incomplete, AssignmentStatus.terminated}
)
LONGEST_REASON = 500
AFTER_ITS_END = timedelta(days=60)
"""So long the summaries of a school year that is over are dealt with."""


async def beside(visit: Visit, row: AssignmentDetail, tab: str) -> dict[str, object]:
    """Return what the chosen tab of an assignment shows: one call, none for the first tab."""
    if tab == GOALS:
        return {"tab": tab, "goals": await GoalsClient(visit.api).of(row.id), "goal_words": words}
    if tab == SUMMARIES:
        found = (await SummariesClient(visit.api).rows({"assignment_id": str(row.id)})).items
        return {"tab": tab, "summaries": found, "may_write": _may_write(visit, row, found)}
    if tab == ARRIVAL:
        return {"tab": tab, "arrival": await ArrivalsClient(visit.api).detail(row.id), "arrival_words": arrival_words}
    if tab == HANDOVER:
        ends = (await HandoversClient(visit.api).rows({"assignment_id": str(row.id)})).items
        return {"tab": tab, "ending": ends[0] if ends else None, "handover_words": handover_words}
    return {"tab": ""}


def _may_write(visit: Visit, row: AssignmentDetail, found: list[SummaryRow]) -> bool:
    """Whether to offer a summary for the present school year; the API has the last word."""
    is_writer = visit.me.role is Role.teacher or (
        visit.me.school is not None and visit.me.school.id == row.sending_school.id
    )
    dealt_with = school_year_of(clock.today() - AFTER_ITS_END)
    year = min(max(dealt_with, row.school_year), school_year_of(row.end_on))
    has_one = any(each.school_year == year for each in found)
    return is_writer and "summary.write" in visit.me.permissions and row.status in SERVED and not has_one


async def with_goals(visit: Visit, subject: Subject, assignment_id: UUID, action: str) -> Subject:
    """Return the assignment's step with what its goals say."""
    if action not in ASKED or action not in subject.allowed or action not in subject.steps:
        return subject
    goals = await GoalsClient(visit.api).of(assignment_id)
    step = subject.steps[action]
    told = (
        _extending(step, words.unmet_reason(goals))
        if action == "extend"
        else _warned(step, words.warning(goals, action))
    )
    return replace(subject, steps={**subject.steps, action: told})


def _warned(step: Step, warning: str) -> Step:
    return replace(step, lines=[*step.lines, warning]) if warning else step


def _extending(step: Step, reason: str) -> Step:
    """The reason is there already; whoever extends may change it (ND-21)."""
    return replace(step, values={**(step.values or {}), "reason": reason[:LONGEST_REASON]}) if reason else step
