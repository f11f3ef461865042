"""Running assignments of a school that is merged, split or closed go along; their frozen facts stay."""

from datetime import date
from uuid import UUID

from services.api.features.assignments import queries_school
from services.api.features.assignments.hooks import succession_followers
from services.api.features.assignments.models import Assignment
from services.api.features.schools import service as schools
from services.api.features.schools.service import SHOWN_NAMES, Move
from services.api.kernel.context import Ctx
from services.contracts.codes import AssignmentStatus
from services.contracts.school_history import Carried, HistoryItem

SIDES = ("sending", "receiving")


class AssignmentMover:
    """Open assignments from and to the school; in a split those of the people who go."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Those that go, and those between the schools of the succession, which must be settled first."""
        rows = await queries_school.open_of(ctx.db, move.from_id, move.staff_ids)
        kinds: dict[str, list[str]] = {"move": [], "block": []}
        for assignment, name in rows:
            kinds["block" if _in_the_way(assignment, move) else "move"].append(name)
        return [
            Carried(what="assignments", happens=happens, count=len(names), names=names[:SHOWN_NAMES])
            for happens, names in kinds.items()
        ]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the side of each."""
        moved: list[Assignment] = []
        for assignment, _ in await queries_school.open_of(ctx.db, move.from_id, move.staff_ids, locked=True):
            side = _side(assignment, move.from_id)
            county = assignment.home_county_code if side == "sending" else assignment.receiving_county_code
            schools.record_move(ctx.db, move, "assignment", assignment.id, side=side, county_code=county)
            setattr(assignment, f"{side}_school_id", move.to_id)
            ctx.act(assignment, "succession")
            moved.append(assignment)
        await ctx.db.flush()
        for tell in succession_followers:
            await tell(ctx, moved)


def _side(assignment: Assignment, school_id: UUID) -> str:
    return "sending" if assignment.sending_school_id == school_id else "receiving"


def _in_the_way(assignment: Assignment, move: Move) -> bool:
    sending = _side(assignment, move.from_id) == "sending"
    other = assignment.receiving_school_id if sending else assignment.sending_school_id
    return move.to_id is None or (other in move.involved if move.staff_ids is None else other == move.to_id)


async def school_history(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    """Who came and who went, for the timeline of a school. Names to people only. One query."""
    told = []
    for row in await queries_school.history_of(ctx.db, school_id):
        out = row.sending_school_id == school_id
        name = row.person_name if ctx.principal.sees_names else "一名教师"
        words = f"{name}到{row.receiving_name}" if out else f"{name}从{row.sending_name}来"
        told.append(_item(row.start_on, f"{words}，{row.mode.label}", row.id))
        if row.status in {AssignmentStatus.completed, AssignmentStatus.terminated, AssignmentStatus.incomplete}:
            told.append(_item(row.end_on, f"{words}，{row.mode.label}：{row.status.label}", row.id))
    return told


def _item(on: date, text: str, assignment_id: UUID) -> HistoryItem:
    return HistoryItem(on=on, kind="assignment", text=text, noun="assignments", id=assignment_id)
