"""Plans, summaries, handovers and feedback that wait for somebody: a teacher writes, the schools act on them."""

from dataclasses import replace

from services.api.features.arrivals import service as arrivals
from services.api.features.arrivals.service import ArrivalFilter
from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import AssignmentFilter
from services.api.features.goals import service as goals
from services.api.features.goals.service import PlanFilter
from services.api.features.handovers import service as handovers
from services.api.features.handovers.service import HandoverFilter
from services.api.features.lesson_records import service as lesson_records
from services.api.features.lesson_records.service import LessonRecordFilter
from services.api.features.summaries import service as summaries
from services.api.features.summaries.service import DueFilter
from services.api.features.support_classes import service as support_classes
from services.api.features.support_classes.service import SupportClassFilter
from services.api.features.term_reviews import service as term_reviews
from services.api.features.workbench.service_agreeing import goals_to_agree
from services.api.features.workbench.service_refusals import refusals_to_hear
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.api.kernel.periods import school_year_of
from services.contracts.assignments import AssignmentRow
from services.contracts.codes import AssignmentStatus, PersonalPlanStatus, SummaryStatus
from services.contracts.handovers import HandoverRow
from services.contracts.summaries import SummaryDue
from services.contracts.workbench import TodoKind, TodoOut, WorkbenchOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
LATEST_LESSONS = PageAsked(limit=5, cursor=None, count=False)
PLANNING = (AssignmentStatus.confirmed, AssignmentStatus.active)
UNFINISHED = (PersonalPlanStatus.draft, PersonalPlanStatus.returned)
ACTS: dict[SummaryStatus, tuple[str, TodoKind]] = {
    SummaryStatus.submitted_to_recipient: ("review", "summary_review"),
    SummaryStatus.reviewed: ("forward", "summary_forward"),
    SummaryStatus.forwarded: ("file", "summary_file"),
}
"""State of a summary → what is done next, and how the start page calls it."""


CLASS_STEPS: dict[str, TodoKind] = {"join": "class_join", "propose": "class_returned", "staff": "class_staff"}
"""What a school may do with a support class → how the start page calls it."""


async def of_school(ctx: Ctx) -> list[TodoOut]:
    """Plans to agree to, summaries to review, forward or file, what to hand over, to read, and classes."""
    asked = PlanFilter(receiving_school_id=ctx.principal.school_id, status=PersonalPlanStatus.submitted)
    plans = (await goals.plans(ctx, asked, ALL)).items
    found = [
        TodoOut(kind="plan_accept", id=each.id, name=each.name or "", school=each.sending_school, on=each.submitted_on)
        for each in plans
        if "accept" in each.allowed_actions
    ]
    for row in await _waiting(ctx):
        step = ACTS.get(row.status) if row.status else None
        if step is not None and step[0] in row.allowed_actions and row.summary_id is not None:
            other = row.receiving_school if step[0] == "file" else row.sending_school
            found.append(TodoOut(kind=step[1], id=row.summary_id, name=row.name or "", school=other, on=None))
    return [
        *found,
        *await _arrivals(ctx),
        *[todo for row in await _ending(ctx) for todo in _of_end(row)],
        *await _terms(ctx),
        *await _classes(ctx),
    ]


async def _arrivals(ctx: Ctx) -> list[TodoOut]:
    """Who comes within fourteen days or is there, and is not looked after yet."""
    kind: TodoKind = "arrival_arrange"
    return [
        TodoOut(kind=kind, id=row.assignment_id, name=row.name or "", school=row.sending_school, on=row.start_on)
        for row in (await arrivals.page(ctx, ArrivalFilter(to_do=True), ALL)).items
    ]


async def _terms(ctx: Ctx) -> list[TodoOut]:
    """The reviews of a term that the school must soon send to its county."""
    if ctx.principal.school_id is None:
        return []
    rows = await term_reviews.due_of_school(ctx, ctx.principal.school_id, MAX_LIMIT)
    return [TodoOut(kind="term_review", id=row.id, name="", school=row.school, on=row.due_on) for row in rows]


async def _classes(ctx: Ctx) -> list[TodoOut]:
    """Support classes that wait for this school: to apply together, to put right, to name teachers."""
    asked = SupportClassFilter(school_id=ctx.principal.school_id, to_do=True)
    found = []
    for row in (await support_classes.page(ctx, asked, ALL)).items:
        kind = next((CLASS_STEPS[each] for each in CLASS_STEPS if each in row.allowed_actions), None)
        if kind is not None:
            ours = ctx.principal.school_id == row.supporting_school.id
            other = row.recipient_school if ours else row.supporting_school
            on = row.approved_on if kind == "class_staff" else None
            found.append(TodoOut(kind=kind, id=row.id, name=f"{row.grade}{row.name}", school=other, on=on))
    return found


async def _lessons(ctx: Ctx) -> list[TodoOut]:
    """Lessons of the teacher that somebody heard and that wait for a reflection; the latest few."""
    rows = (await lesson_records.page(ctx, LessonRecordFilter(to_reflect=True), LATEST_LESSONS)).items
    return [
        TodoOut(
            kind="lesson_reflect", id=row.id, name=row.observer.name or "", school=row.observer.school, on=row.held_on
        )
        for row in rows
    ]


async def _ending(ctx: Ctx) -> list[HandoverRow]:
    return (await handovers.page(ctx, HandoverFilter(to_do=True), ALL)).items


def _of_end(row: HandoverRow) -> list[TodoOut]:
    """What a school has to do at the end of an assignment: hand over who came, read what its own teacher learnt."""
    name, of = row.name or "", row.assignment_id
    if "hand-over" in row.allowed_actions:
        return [TodoOut(kind="handover", id=of, name=name, school=row.sending_school, on=row.end_on)]
    if "read-feedback" in row.allowed_actions:
        on = row.feedback_filed_on
        return [TodoOut(kind="feedback_read", id=of, name=name, school=row.receiving_school, on=on)]
    return []


async def _waiting(ctx: Ctx) -> list[SummaryDue]:
    """Of the present school year and the one before, whose summaries are handed in when it is over."""
    year = school_year_of(ctx.today)
    asked = DueFilter(to_do=True)
    pages = [await summaries.due(ctx, replace(asked, school_year=each), ALL) for each in (year - 1, year)]
    return [row for page in pages for row in page.items]


async def of_teacher(ctx: Ctx) -> WorkbenchOut:
    """The teacher's own postings, and what is to be written: the plan of the school year, summary and feedback."""
    mine = (await assignments.page(ctx, AssignmentFilter(), ALL)).items
    year = school_year_of(ctx.today)
    latest_last = reversed((await goals.plans(ctx, PlanFilter(), ALL)).items)
    plans = {each.assignment_id: each for each in latest_last}
    todos = []
    for row in mine:
        plan = plans.get(row.id)
        if row.status in PLANNING and (plan is None or plan.school_year < min(year, school_year_of(row.end_on))):
            todos.append(_todo("plan_write", row))
        elif plan is not None and plan.status in UNFINISHED:
            todos.append(TodoOut(kind="plan_finish", id=plan.id, name="", school=row.receiving_school, on=None))
    for due in await _waiting(ctx):
        kind: TodoKind = "summary_write" if due.summary_id is None else "summary_finish"
        of = due.summary_id or due.assignment_id
        todos.append(TodoOut(kind=kind, id=of, name="", school=due.receiving_school, on=due.due_on))
    for end in await _ending(ctx):
        of = end.assignment_id
        todos.append(TodoOut(kind="feedback_write", id=of, name="", school=end.receiving_school, on=None))
    todos += [*await goals_to_agree(ctx, None), *await _lessons(ctx), *await refusals_to_hear(ctx)]
    return WorkbenchOut(today=ctx.today, todos=todos, assignments=mine)


def _todo(kind: TodoKind, row: AssignmentRow) -> TodoOut:
    return TodoOut(kind=kind, id=row.id, name="", school=row.receiving_school, on=None)
