"""Changing moves: each function is one use case in one transaction (W-17)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.schools import service as schools
from services.api.features.schools import service_quota as quota
from services.api.features.staff import service as staff
from services.api.features.staff_moves import queries, queries_headcounts, rules
from services.api.features.staff_moves.models import StaffMove
from services.api.features.staff_moves.service_read import control, detail, facts_of, room_of, sends, visible
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.api.kernel.words import day_words
from services.contracts.codes import StaffMoveStatus
from services.contracts.pairings import WithReason
from services.contracts.staff_moves import (
    ApproveStaffMove,
    PostponeStaffMove,
    StaffMoveCreate,
    StaffMoveDetail,
    StaffMovePatch,
)

S = StaffMoveStatus
LONGEST_AHEAD = timedelta(days=366)
SETTLING = frozenset({"file", "approve", "carry-out"})
"""After these the person may go at once: school, person and employment are held first."""


async def create(ctx: Ctx, body: StaffMoveCreate) -> StaffMoveDetail:
    """The school that is left decides; without room at the new school, or to another county, an office has to.

    Raises 404 for an employment out of scope; 403; 409 `staff_move.ended`, `staff_move.open`; 422 `staff_move.day`,
    `staff_move.same_school`, `staff_move.kind`, `school.unknown`, `school.closed`.
    """
    _check_day(ctx, body.planned_on)
    employed = await staff.in_scope(ctx, body.staff_id)
    if not sends(ctx.principal, employed.county_code, employed.school_id):
        raise Problem("permission.denied", who=rules.SENDERS)
    if employed.ended_on is not None:
        raise problem_on("staff_id", "staff_move.ended", day=day_words(employed.ended_on, ctx.today))
    _check_day(ctx, body.planned_on, employed.hired_on)
    target = await _target(ctx, body, employed)
    rooms = await queries_headcounts.rooms(ctx.db, (employed.school_id, target.id), ctx.today)
    same, room = employed.county_code == target.county_code, room_of(rooms, target.id)
    wrong = rules.kind_problem(body.kind, same_county=same, source=room_of(rooms, employed.school_id), target=room)
    if wrong:
        raise problem_on("kind", "staff_move.kind", sentence=wrong)
    needs_approval = not same or bool(room.lack(int(employed.in_quota)))
    values = body.model_dump(exclude={"staff_id", "to_school_id", "subject"})
    made = StaffMove(
        **values, staff_id=employed.id, person_id=employed.person_id, county_code=employed.county_code,
        other_county_code=target.county_code, from_school_id=employed.school_id, to_school_id=target.id,
        subject=body.subject if body.subject is not None else employed.subject, decided_on=ctx.today,
        needs_approval=needs_approval, status=S.proposed if needs_approval else S.decided, created_at=ctx.now,
    )  # fmt: skip
    await _insert(ctx, made)
    return await detail(ctx, made.id)


async def _target(ctx: Ctx, body: StaffMoveCreate, employed: Any) -> Any:
    target = await schools.find(ctx.db, body.to_school_id, "to_school_id")
    if target.id == employed.school_id:
        raise problem_on("to_school_id", "staff_move.same_school")
    if target.closed_on is not None and target.closed_on < body.planned_on:
        raise invalid("to_school_id", "school.closed", "这所学校已撤并，请改选学校")
    return target


def _check_day(ctx: Ctx, day: date, hired_on: date | None = None) -> None:
    """Today or at most 366 days ahead, and after the first day of the employment that ends."""
    first = max(ctx.today, hired_on + timedelta(days=1)) if hired_on else ctx.today
    last = ctx.today + LONGEST_AHEAD
    if not first <= day <= last:
        days = {"start_on": day_words(first, ctx.today), "end_on": day_words(last, ctx.today)}
        raise problem_on("planned_on", "staff_move.day", **days)


async def _insert(ctx: Ctx, made: StaffMove) -> None:
    """The unique index keeps a person from having two live moves when two people decide at once."""
    person_id = made.person_id
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(made)
            ctx.act(made, "propose" if made.needs_approval else "decide")
            await ctx.db.flush()
    except IntegrityError as error:
        live = await queries.live_of(ctx.db, person_id)
        refs = await schools.refs(ctx.db, [live.to_school_id]) if live else {}
        name = next((each.name for each in refs.values()), "另一所学校")
        raise problem_on("staff_id", "staff_move.open", school=name) from error


async def edit(ctx: Ctx, move_id: UUID, expected: int, body: StaffMovePatch) -> StaffMoveDetail:
    """Put right what is not settled yet. Raises 404, 403, 409, 412; 422 `staff_move.day`."""
    if body.planned_on is not None:
        _check_day(ctx, body.planned_on)
    move = await _load(ctx, move_id, expected, "edit")
    for name, value in body.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(move, name, value)
    return await _saved(ctx, move, "edit")


async def file(ctx: Ctx, move_id: UUID, expected: int) -> StaffMoveDetail:
    """The school files what it has decided with its county (W-17.2); done at once when the day has come.

    Raises 409 `staff_move.no_room` when the new school has no post any more, and as the transfer does.
    """
    move = await _load(ctx, move_id, expected, "file")
    move.filed_on, move.return_reason = ctx.today, ""
    return await _settled(ctx, move, "file")


async def propose(ctx: Ctx, move_id: UUID, expected: int) -> StaffMoveDetail:
    """The school lets its county decide, because there is no room, or because it was returned."""
    move = await _load(ctx, move_id, expected, "propose")
    move.needs_approval = True
    return await _saved(ctx, move, "propose")


async def approve(ctx: Ctx, move_id: UUID, expected: int, body: ApproveStaffMove) -> StaffMoveDetail:
    """The office approves (W-17.3); done at once when the day has come.

    Raises 409 `staff_move.controlled` where a rule refuses it and no reason is given (ND-26).
    """
    move = await _load(ctx, move_id, expected, "approve")
    with ctx.db.no_autoflush:
        found = await control(ctx, move) if move.county_code != move.other_county_code else None
    if found is not None and found.refuses and not found.ok:
        if body.override_reason is None:
            raise problem_on("override_reason", "staff_move.controlled", words=found.text)
        move.overridden, move.override_reason = True, body.override_reason
    move.approved_on = ctx.today
    return await _settled(ctx, move, "approve")


async def _settled(ctx: Ctx, move: StaffMove, action: str) -> StaffMoveDetail:
    """A day that has passed while somebody decided is today."""
    move.planned_on = max(move.planned_on, ctx.today)
    ctx.act(move, action)
    await ctx.db.flush()
    if move.planned_on <= ctx.today:
        await do(ctx, move)
    return await detail(ctx, move.id)


async def do(ctx: Ctx, move: StaffMove) -> None:
    """Move the person on the planned day, or today when it could not be done then. The caller holds the row.

    Raises 409 `staff.in_use`, `staff_move.ended`, `staff_move.merged`; 422 `school.closed`, `period.order`.
    """
    on = ctx.today if move.held_on is not None else move.planned_on
    refs = await schools.refs(ctx.db, [move.to_school_id])
    reason = f"{move.kind.label}到{refs[move.to_school_id].name}"
    fresh = await staff.transfer(
        ctx, staff.Transfer(move.staff_id, move.to_school_id, on, move.post, move.subject, reason)
    )
    move.status, move.moved_on, move.new_staff_id = S.moved, on, fresh.id
    move.held_on, move.held_why = None, ""
    ctx.act(move, "carry-out")
    await ctx.db.flush()


async def carry_out(ctx: Ctx, move_id: UUID, expected: int) -> StaffMoveDetail:
    """Try now what could not be done on its day. Raises as `do` does; 404, 403, 412."""
    move = await _load(ctx, move_id, expected, "carry-out")
    await do(ctx, move)
    return await detail(ctx, move_id)


async def reject(ctx: Ctx, move_id: UUID, expected: int, body: WithReason) -> StaffMoveDetail:
    """The office does not approve and says why."""
    return await _close(ctx, move_id, expected, "reject", body)


async def withdraw(ctx: Ctx, move_id: UUID, expected: int, body: WithReason) -> StaffMoveDetail:
    """The school does not want it any more."""
    return await _close(ctx, move_id, expected, "withdraw", body)


async def void(ctx: Ctx, move_id: UUID, expected: int, body: WithReason) -> StaffMoveDetail:
    """The office takes it back before it is done; the record stays."""
    return await _close(ctx, move_id, expected, "void", body)


async def _close(ctx: Ctx, move_id: UUID, expected: int, action: str, body: WithReason) -> StaffMoveDetail:
    move = await _load(ctx, move_id, expected, action)
    move.closed_reason, move.held_on, move.held_why = body.reason, None, ""
    return await _saved(ctx, move, action)


async def send_back(ctx: Ctx, move_id: UUID, expected: int, body: WithReason) -> StaffMoveDetail:
    """The county returns what was filed, before its day. Raises 409 `staff_move.too_late`."""
    move = await _load(ctx, move_id, expected, "return")
    if move.planned_on <= ctx.today:
        raise Problem("staff_move.too_late", day=day_words(move.planned_on, ctx.today))
    move.return_reason, move.filed_on = body.reason, None
    return await _saved(ctx, move, "return")


async def postpone(ctx: Ctx, move_id: UUID, expected: int, body: PostponeStaffMove) -> StaffMoveDetail:
    """Another day for what is settled; the worker does it then. Raises 422 `staff_move.day`."""
    _check_day(ctx, body.planned_on)
    move = await _load(ctx, move_id, expected, "postpone")
    move.planned_on, move.postpone_reason, move.held_on, move.held_why = body.planned_on, body.reason, None, ""
    return await _saved(ctx, move, "postpone")


async def _load(ctx: Ctx, move_id: UUID, expected: int, action: str) -> StaffMove:
    """The move in its state after the action, locked.

    Raises 404, 403, 409 `state.illegal`, 412; for what settles it 409 `staff_move.ended`, `staff_move.merged`, and to
    file 409 `staff_move.no_room`.
    """
    row = await visible(ctx, move_id)
    facts = facts_of(ctx, row)
    if action == "carry-out" and (facts.sends or facts.decides) and not facts.is_due:
        raise Problem("staff_move.not_due", day=day_words(row.planned_on, ctx.today))
    rules.TABLE.take(row.status, action, facts)
    employed = await _hold(ctx, row) if action in SETTLING else None
    move = await queries.locked(ctx.db, move_id)
    after = rules.TABLE.take(move.status, action, facts_of(ctx, move))
    check_version(move, expected)
    if action == "file" and employed is not None:
        await _check_room(ctx, move, int(employed.in_quota))
    if action != "carry-out":
        move.status = after
    return move


async def _hold(ctx: Ctx, row: Any) -> Any:
    """School, person and employment, in the order in which everybody locks them, before the move."""
    await quota.hold(ctx.db, row.to_school_id)
    _, employed = await staff.hold(ctx, row.staff_id)
    return employed


async def _check_room(ctx: Ctx, move: StaffMove, wanted: int) -> None:
    rooms = await queries_headcounts.rooms(ctx.db, (move.to_school_id,), ctx.today)
    lack = room_of(rooms, move.to_school_id).lack(wanted)
    if lack:
        refs = await schools.refs(ctx.db, [move.to_school_id])
        raise Problem("staff_move.no_room", school=refs[move.to_school_id].name, words=lack)


async def _saved(ctx: Ctx, move: StaffMove, action: str) -> StaffMoveDetail:
    ctx.act(move, action)
    await ctx.db.flush()
    return await detail(ctx, move.id)
