"""Goals, personal plans and summaries of the demo: some agreed, some that wait for somebody."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.base import Cast
from services.api.demo.exchange import Story, at
from services.api.demo.progress import come_along, tell_progress
from services.api.features.assignments.models import Assignment
from services.api.features.goals.models import AssignmentGoal, PersonalPlan
from services.api.features.goals.plan_templates import templates
from services.api.features.summaries.models import SupportSummary
from services.api.kernel import bulk
from services.contracts.codes import AssignmentStatus, GoalStatus, PersonalPlanStatus, SummaryStatus


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal in words, with its number where it has one."""

    description: str
    measure: str
    target: int | None = None
    unit: str = ""
    is_key_task: bool = False


GOALS = (
    Aim("带教青年教师", "徒弟能独立上公开课", 2, "人", is_key_task=True),
    Aim("上公开课、观摩课", "每月一节，接收学校组织听评", 8, "节"),
)
WAITING = Aim("帮接收学校建一个学科资源库", "期末能用")
PLAN = "linqu-teacher"
SUMMARY = "这一学期教两个班的课，参加了每一次校本研训，和接收学校的老师一起备课、听评课，带了一名徒弟。"


async def tell_aims(session: AsyncSession, cast: Cast, story: Story, year: int, today: date) -> None:
    """Goals of everybody who went between the first two schools; one plan and one summary lie before a school."""
    there, back = (cast.schools[key].id for key in ("guozhen_junior", "fenggeling"))
    going = [row for row in story.assignments if (row.sending_school_id, row.receiving_school_id) == (there, back)]
    coming = [row for row in story.assignments if (row.sending_school_id, row.receiving_school_id) == (back, there)]
    serving = [row for row in [*going, *coming] if row.status is AssignmentStatus.active]
    agreed = [_goal(row, aim, agreed=True) for row in serving for aim in GOALS]
    come_along(agreed, today)
    await bulk.insert_many(session, agreed, "agree")
    await tell_progress(session, agreed, back, today)
    await bulk.insert_many(session, [_goal(row, WAITING, agreed=False) for row in going[:1]], "propose")
    await bulk.insert_many(session, [_plan(row, year, today) for row in coming[:1]], "submit")
    await bulk.insert_many(session, [_summary(row, year, today) for row in coming[1:2]], "submit")


def _goal(row: Assignment, aim: Aim, *, agreed: bool) -> AssignmentGoal:
    on = row.start_on - timedelta(days=6)
    return AssignmentGoal(
        assignment_id=row.id, county_code=row.home_county_code, other_county_code=row.receiving_county_code,
        status=GoalStatus.agreed if agreed else GoalStatus.proposed, description=aim.description, measure=aim.measure,
        target=aim.target, unit=aim.unit, due_on=row.end_on, is_key_task=aim.is_key_task, is_late=not agreed,
        reason="" if agreed else "接收学校提出需要", sending_agreed_at=at(on), agreed_on=on if agreed else None,
        receiving_agreed_at=at(on) if agreed else None,
    )  # fmt: skip


def _plan(row: Assignment, year: int, today: date) -> PersonalPlan:
    began = templates()[PLAN]
    return PersonalPlan(
        assignment_id=row.id, county_code=row.home_county_code, other_county_code=row.receiving_county_code,
        school_year=year, status=PersonalPlanStatus.submitted, goals=began.goals, measures=began.measures,
        teaching_task=f"{row.subject}，每周14节", observed_per_week=began.observed_per_week,
        open_per_month=began.open_per_month, submitted_on=today,
    )  # fmt: skip


def _summary(row: Assignment, year: int, today: date) -> SupportSummary:
    return SupportSummary(
        assignment_id=row.id, county_code=row.home_county_code, other_county_code=row.receiving_county_code,
        school_year=year, status=SummaryStatus.submitted_to_recipient, text=SUMMARY,
        workload=f"{row.subject}，每周14节，听课20节", submitted_on=today,
    )  # fmt: skip
