"""Two planned assignments are exchanged in one act (互换)."""

from typing import Any
from uuid import UUID

from services.api.features.assignments import queries_team
from services.api.features.assignments.hooks import Joining, joins, tell_followers, tell_team
from services.api.features.assignments.models import Assignment
from services.api.features.assignments.service_plan import (
    NO_CONFIRMATION,
    check_pairing,
    derived,
    employment_in_scope,
    require_pairing,
    store,
    take,
)
from services.api.features.assignments.service_read import one
from services.api.features.regions import service as regions
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.assignments import AssignmentRow, SwapAssignment
from services.contracts.codes import AssignmentStatus, SwapOf

WITH_SCHOOL = ("receiving_school_id", "pairing_id", "team_id")
"""What goes along with the receiving school."""
EXCHANGED = {
    SwapOf.schools: WITH_SCHOOL,
    SwapOf.tasks: (*WITH_SCHOOL, "mode", "workload", "start_on", "end_on", "receiving_post"),
}
KEPT = ("mode", "workload", "start_on", "end_on", "subject", "receiving_post", *WITH_SCHOOL)


async def swap(ctx: Ctx, assignment_id: UUID, expected: int, body: SwapAssignment) -> AssignmentRow:
    """Each person takes what was planned for the other; all are asked to confirm again.

    A row stays its person's, so that plans and goals stay with whoever wrote them; the tasks change places.
    Raises 404; 403 unless the caller decides about both before and after; 409 `assignment.overlap`,
    `assignment.swap_stale`; 412; 422 `assignment.swap_self`, `assignment.same_school`, `assignment.pairing_mismatch`.
    """
    mine, other = await _both(ctx, assignment_id, expected, body)
    if mine.person_id == other.person_id:
        raise problem_on("other_id", "assignment.swap_self")
    teams = {mine.team_id, other.team_id}
    typed = {row.id: {name: getattr(row, name) for name in KEPT} for row in (mine, other)}
    taken = [{name: typed[row.id][name] for name in EXCHANGED[body.of]} for row in (other, mine)]
    for row, given in zip((mine, other), taken, strict=True):
        partner = other if row is mine else mine
        await _give(ctx, row, typed[row.id] | given | {"swapped_with_id": partner.id})
    for row in (mine, other):
        await tell_followers(ctx, row, "swap")
    for team_id in sorted(teams - {None}, key=str):
        await tell_team(ctx, team_id)
    return await one(ctx, assignment_id)


async def _both(ctx: Ctx, assignment_id: UUID, expected: int, body: SwapAssignment) -> tuple[Assignment, Assignment]:
    """Both, locked in the order of their ids."""
    found = {row.id: row for row in await queries_team.locked(ctx.db, ctx.scope, [assignment_id, body.other_id])}
    if assignment_id not in found:
        raise Problem("resource.not_found")
    check_version(found[assignment_id], expected)
    take(ctx, found[assignment_id], "swap")
    if body.other_id == assignment_id:
        raise problem_on("other_id", "assignment.swap_self")
    if body.other_id not in found:
        raise invalid("other_id", "resource.not_found", "没有找到这项任务，请重新选择")
    if found[body.other_id].version != body.other_version:
        raise Problem("assignment.swap_stale")
    take(ctx, found[body.other_id], "swap")
    return found[assignment_id], found[body.other_id]


async def _give(ctx: Ctx, row: Assignment, typed: dict[str, Any]) -> None:
    """Write what the person is to do now."""
    require_pairing(typed["mode"], typed["pairing_id"])
    person = await employment_in_scope(ctx, row.staff_id)
    values = await derived(ctx, person, row.sending_school_id, row.home_county_code, typed)
    await regions.must_decide(ctx, row.home_county_code, values["receiving_county_code"])
    if typed["pairing_id"] is not None:
        await check_pairing(ctx, typed["pairing_id"], {row.sending_school_id, typed["receiving_school_id"]})
    if typed["team_id"] is not None:
        await joins(ctx, Joining(typed["team_id"], row.sending_school_id, values["school_year"]))
    status = {"status": AssignmentStatus.planned, "status_at": ctx.now, "planned_end_on": typed["end_on"]}
    ctx.act(row, "swap")  # once more: what is stored before it takes the named actions along
    await store(ctx, row, {**typed, **values, **NO_CONFIRMATION, **status})
