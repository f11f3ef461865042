"""What waits for somebody's word: an assignment to confirm, a disagreement to answer, a goal to agree to."""

from uuid import UUID

from services.api.features.assignments import service as assignments
from services.api.features.assignments.service import AssignmentFilter
from services.api.features.disagreements import service as disagreements
from services.api.features.goals import service as goals
from services.api.features.goals.service import GoalFilter
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.accounts import SchoolRef
from services.contracts.assignments import AssignmentRow
from services.contracts.codes import AssignmentParty, DisagreementStatus, GoalStatus
from services.contracts.disagreements import DisagreementRow
from services.contracts.goals import GoalRow
from services.contracts.workbench import TodoKind, TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
DECIDED = frozenset({DisagreementStatus.kept, DisagreementStatus.changed})


async def plans_of_school(ctx: Ctx, school_id: UUID) -> list[TodoOut]:
    """Plans to confirm, disagreements to answer; a plan that is disagreed about waits for that. Two queries."""
    disputes = await disagreements.of_plans(ctx, ALL)
    waiting = (await assignments.page(ctx, AssignmentFilter(to_confirm=True), ALL)).items
    open_ones = [row for row in disputes if row.status is DisagreementStatus.open]
    held = {row.assignment_id for row in open_ones}
    decided = {row.assignment_id for row in disputes if row.status in DECIDED}
    return [
        *(_dispute(row, school_id) for row in open_ones if row.raised_by is not _party(school_id, row)),
        *(_plan(row, school_id, decided=row.id in decided) for row in waiting if row.id not in held),
    ]


def _plan(row: AssignmentRow, school_id: UUID, *, decided: bool) -> TodoOut:
    sends = row.sending_school.id == school_id
    other = row.receiving_school if sends else row.sending_school
    kind: TodoKind = "disagreement_decided" if decided else "confirm_sending" if sends else "confirm_receiving"
    return TodoOut(kind=kind, id=row.id, name=row.name or "", school=other, on=row.start_on)


def _dispute(row: DisagreementRow, school_id: UUID) -> TodoOut:
    other = _other(school_id, row.sending_school, row.receiving_school)
    on = row.raised_at.astimezone(SHANGHAI).date()
    return TodoOut(kind="disagreement", id=row.id, name=row.name or "", school=other, on=on)


def _other(school_id: UUID, one: SchoolRef, another: SchoolRef) -> SchoolRef:
    return another if one.id == school_id else one


def _party(school_id: UUID, row: DisagreementRow) -> AssignmentParty:
    if row.sending_school.id == school_id:
        return AssignmentParty.sending_school
    return AssignmentParty.receiving_school


async def goals_to_agree(ctx: Ctx, school_id: UUID | None) -> list[TodoOut]:
    """Assignments with goals that the other side has proposed, each once; `None` for a teacher. One query."""
    newest_first = (await goals.page(ctx, GoalFilter(status=GoalStatus.proposed), ALL)).items
    rows = {row.assignment_id: row for row in reversed(newest_first) if "agree" in row.allowed_actions}
    return [_goal(row, school_id) for row in rows.values()]


def _goal(row: GoalRow, school_id: UUID | None) -> TodoOut:
    other = row.receiving_school if school_id is None else _other(school_id, row.sending_school, row.receiving_school)
    name = "" if school_id is None else row.name or ""
    return TodoOut(kind="goal_agree", id=row.assignment_id, name=name, school=other, on=None)
