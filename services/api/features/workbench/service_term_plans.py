"""The plan of this term: what waits for a school's word, and what it has agreed on (W-21.1)."""

from uuid import UUID

from services.api.features.term_plans import service as term_plans
from services.api.features.term_plans.service import TermPlanFilter
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.accounts import SchoolRef
from services.contracts.term_plans import TermPlanRow
from services.contracts.workbench import TodoKind, TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)


async def present_of(ctx: Ctx, school_id: UUID) -> list[TermPlanRow]:
    """The plans of a school's pairings for this term or school year, agreed on and being written. One query."""
    return (await term_plans.page(ctx, TermPlanFilter(school_id=school_id, present=True), ALL)).items


def todos_of_plans(school_id: UUID, present: list[TermPlanRow]) -> list[TodoOut]:
    """Plans to answer and to go on with. That a pairing has none yet is told beside them, and is no task of a day."""
    return [todo for row in present if (todo := _of_plan(row, school_id)) is not None]


def _of_plan(row: TermPlanRow, school_id: UUID) -> TodoOut | None:
    kinds: dict[str, TodoKind] = {"agree": "term_plan_agree", "propose": "term_plan_finish"}
    kind = next((kinds[action] for action in row.allowed_actions if action in kinds), None)
    if kind is None:
        return None
    other = _other(school_id, row.supporting_school, row.recipient_school)
    return TodoOut(kind=kind, id=row.id, name="", school=other, on=row.proposed_on)


def _other(school_id: UUID, one: SchoolRef, another: SchoolRef) -> SchoolRef:
    return another if one.id == school_id else one
