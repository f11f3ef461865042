"""Moves of people that a school has to file, to put right, or to get ready for."""

from datetime import timedelta

from services.api.features.staff_moves import service as staff_moves
from services.api.features.staff_moves.service import StaffMoveFilter
from services.api.kernel.context import Ctx
from services.api.kernel.paging import MAX_LIMIT, PageAsked
from services.contracts.codes import StaffMoveStatus
from services.contracts.staff_moves import StaffMoveRow
from services.contracts.workbench import TodoKind, TodoOut

ALL = PageAsked(limit=MAX_LIMIT, cursor=None, count=False)
SOON = timedelta(days=30)
"""So long before the day the new school is told who comes."""


async def todos_of_moves(ctx: Ctx) -> list[TodoOut]:
    """What waits for the school of the caller, the next day first. Two queries."""
    if ctx.principal.school_id is None:
        return []
    rows = (await staff_moves.page(ctx, StaffMoveFilter(school_id=ctx.principal.school_id, to_do=True), ALL)).items
    told = [(row, _kind(ctx, row)) for row in sorted(rows, key=lambda row: row.planned_on)]
    return [_todo(ctx, row, kind) for row, kind in told if kind is not None]


def _kind(ctx: Ctx, row: StaffMoveRow) -> TodoKind | None:
    if row.held_on is not None:
        return "move_held"
    if "file" in row.allowed_actions:
        return "move_returned" if row.status is StaffMoveStatus.returned else "move_file"
    comes = row.to_school.id == ctx.principal.school_id
    settled = row.status in {StaffMoveStatus.filed, StaffMoveStatus.approved}
    return "move_coming" if comes and settled and row.planned_on <= ctx.today + SOON else None


def _todo(ctx: Ctx, row: StaffMoveRow, kind: TodoKind) -> TodoOut:
    other = row.from_school if row.to_school.id == ctx.principal.school_id else row.to_school
    return TodoOut(kind=kind, id=row.id, name=row.name or "", school=other, on=row.planned_on)
