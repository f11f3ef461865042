"""Changing teams: each function is one use case in one transaction (E-25, W-10).

Whoever changes members locks the assignments first, then all teams of the pairing and school year; whoever changes a
state locks the teams alone and counts the members then.
"""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from services.api.features.assignments import service_team as members
from services.api.features.pairings import service as pairings
from services.api.features.regions import service as regions
from services.api.features.teams import queries, rules
from services.api.features.teams.models import Team
from services.api.features.teams.service_members import fall, only, settle
from services.api.features.teams.service_read import detail, facts_of, row_of
from services.api.features.teams.service_standing import check_leader_post, of_teams
from services.api.kernel.context import Ctx
from services.api.kernel.etag import check_version
from services.api.kernel.problems import Problem, invalid, problem_on
from services.contracts.codes import AssignmentStatus, PairingStatus, TeamStatus
from services.contracts.pairings import WithReason
from services.contracts.teams import TeamCreate, TeamDetail, TeamLeader, TeamMembers, TeamPatch

CLOSED_PAIRINGS = (PairingStatus.ended, PairingStatus.void)
A = AssignmentStatus
OPEN = frozenset({A.planned, A.confirmed, A.active})
THERE = frozenset({A.active, A.completed, A.incomplete, A.terminated})


async def create(ctx: Ctx, body: TeamCreate) -> TeamDetail:
    """Make a team of a pairing; the team of the other direction in the same batch becomes its mirror (W-10.2).

    Raises 404 for a pairing out of scope, 403 unless the caller decides about it, 422 on a pairing that is over, 409
    `team.duplicate`.
    """
    pairing = await pairings.held(ctx, body.pairing_id)
    counties = (pairing.supporting_county_code, pairing.recipient_county_code)
    await regions.must_decide(ctx, *counties)
    if pairing.status in CLOSED_PAIRINGS:
        raise invalid("pairing_id", "pairing.closed", "这个结对已结束，请改选")
    await queries.lock_pairing(ctx.db, body.pairing_id)
    created = Team(
        **body.model_dump(), county_code=counties[0], other_county_code=counties[1], status_at=ctx.now,
        created_at=ctx.now,
    )  # fmt: skip
    await _stored(ctx, created, "create")
    await _link(ctx, await queries.group(ctx.db, created.pairing_id, created.school_year), created)
    return await detail(ctx, created.id)


async def _stored(ctx: Ctx, team: Team, action: str) -> None:
    """One team stands for a direction in a batch; the index has the last word."""
    try:
        async with ctx.db.begin_nested():
            ctx.db.add(team)
            ctx.act(team, action)
            await ctx.db.flush()
    except IntegrityError as error:
        raise problem_on("batch", "team.duplicate") from error


async def _link(ctx: Ctx, group: Sequence[Team], team: Team) -> None:
    """Make the standing team of the other direction in the batch its mirror; the link stands on both."""
    for other in group:
        fits = other.direction is not team.direction and other.batch == team.batch
        if fits and other.status is not TeamStatus.void and other.id != team.id:
            team.mirror_team_id, other.mirror_team_id = other.id, team.id
            ctx.act(other, "link")
    await ctx.db.flush()


async def _unlink(ctx: Ctx, group: Sequence[Team], team: Team) -> None:
    """Take the link off both, and let the other one fall back where it must."""
    others = [each for each in group if each.id == team.mirror_team_id]
    team.mirror_team_id = None
    for other in others:
        other.mirror_team_id = None
        ctx.act(other, "unlink")
        await fall(ctx, group, other)


async def edit(ctx: Ctx, team_id: UUID, expected: int, body: TeamPatch) -> TeamDetail:
    """What it is called, and its batch; another batch has another mirror. Raises 404, 403, 409, 412."""
    row = await row_of(ctx, team_id)
    await queries.lock_pairing(ctx.db, row.pairing_id)
    group, team = await _load(ctx, row, expected, "edit")
    typed = body.model_dump(exclude_unset=True, exclude_none=True)
    moves = typed.get("batch", team.batch) != team.batch
    if moves:
        await _unlink(ctx, group, team)
    team.sqlmodel_update(typed)
    await _stored(ctx, team, "edit")
    if moves:
        await _link(ctx, group, team)
        await fall(ctx, group, team)
    return await detail(ctx, team_id)


async def _load(ctx: Ctx, row: Any, expected: int, action: str) -> tuple[Sequence[Team], Team]:
    """The locked teams of the pairing and year, and the one, in its state after the action.

    Raises 403 `permission.denied`, 409 `state.illegal`, 412 `precondition.stale`.
    """
    group = await queries.group(ctx.db, row.pairing_id, row.school_year)
    team = only(group, row.id)
    after = rules.TABLE.take(team.status, action, facts_of(ctx.principal, row))
    check_version(team, expected)
    if after is not team.status:
        team.status, team.status_at = after, ctx.now
    return group, team


async def add_members(ctx: Ctx, team_id: UUID, expected: int, body: TeamMembers) -> TeamDetail:
    """Put assignments of the pairing, school year and direction into the team (W-10.2); all of them or none.

    Raises 404, 403, 409, 412; 422 `team.not_fitting` or `team.in_another` on `assignment_ids`.
    """
    row = await row_of(ctx, team_id)
    rows = await members.for_team(ctx, body.assignment_ids)
    group, team = await _load(ctx, row, expected, "add-members")
    if len(rows) != len(set(body.assignment_ids)):
        raise invalid("assignment_ids", "resource.not_found", "有的交流任务找不到了，请刷新后重选")
    coming = [each for each in rows if each.team_id != team_id]
    for assignment in coming:
        _check_fits(assignment, team, getattr(row, f"{queries.sending_side(team.direction)}_school_id"))
    await members.set_team(ctx, coming, team_id)
    await settle(ctx, group, team, "add-members")
    return await detail(ctx, team_id)


def _check_fits(assignment: Any, team: Team, sending_school_id: UUID) -> None:
    if assignment.team_id is not None:
        raise problem_on("assignment_ids", "team.in_another")
    same = (
        assignment.pairing_id == team.pairing_id,
        assignment.school_year == team.school_year,
        assignment.sending_school_id == sending_school_id,
        assignment.status in OPEN,
    )
    if not all(same):
        raise problem_on("assignment_ids", "team.not_fitting")


async def remove_members(ctx: Ctx, team_id: UUID, expected: int, body: TeamMembers) -> TeamDetail:
    """Take assignments out of the team; they go on without it. Raises 404, 403, 409, 412; 422 `team.not_member`."""
    row = await row_of(ctx, team_id)
    rows = await members.for_team(ctx, body.assignment_ids)
    group, team = await _load(ctx, row, expected, "remove-members")
    if len(rows) != len(set(body.assignment_ids)) or any(each.team_id != team_id for each in rows):
        raise problem_on("assignment_ids", "team.not_member")
    await members.set_team(ctx, rows, None)
    await settle(ctx, group, team, "remove-members")
    return await detail(ctx, team_id)


async def set_leader(ctx: Ctx, team_id: UUID, expected: int, body: TeamLeader) -> TeamDetail:
    """Who leads, a member (W-10.3); a confirmed team is to be confirmed again.

    Raises 404, 403, 409, 412; 422 `team.not_member`, `team.leader_post` on `assignment_id`.
    """
    _, team = await _load(ctx, await row_of(ctx, team_id), expected, "set-leader")
    found = (await of_teams(ctx, [team])).places(team_id)
    leader = next((each for each in found if each.id == body.assignment_id), None)
    if leader is None:
        raise problem_on("assignment_id", "team.not_member")
    refused = await check_leader_post(ctx, team, leader.post)
    if refused is not None:
        raise problem_on("assignment_id", "team.leader_post", text=refused[0], source=refused[1])
    team.leader_staff_id, team.leader_post = leader.staff_id, leader.post
    if team.status in rules.WAITING:
        team.status, team.status_at = TeamStatus.leader_set, ctx.now
    return await _saved(ctx, team, "set-leader")


async def _saved(ctx: Ctx, team: Team, action: str) -> TeamDetail:
    ctx.act(team, action)
    await ctx.db.flush()
    return await detail(ctx, team.id)


async def confirm(ctx: Ctx, team_id: UUID, expected: int) -> TeamDetail:
    """The office has looked at it (W-10.4). Raises 404, 403, 412; 409 `team.rule_unmet` where a strict rule is not met
    by the members as they are now."""
    row = await row_of(ctx, team_id)
    group, team = await _load(ctx, row, expected, "confirm")
    both = [team, *(each for each in group if each.id == team.mirror_team_id)]
    with ctx.db.no_autoflush:
        standing = await of_teams(ctx, both, (row.supporting_name, row.recipient_name))
    refused = standing.refused(team)
    if refused:
        told = "；".join(each.text for each in refused)
        sources = "、".join(dict.fromkeys(standing.rules[each.rule_key].source for each in refused))
        raise Problem("team.rule_unmet", text=told, source=sources)
    return await _saved(ctx, team, "confirm")


async def start(ctx: Ctx, team_id: UUID, expected: int) -> TeamDetail:
    """They have come (W-10.5). Raises 404, 403, 412; 409 `team.nobody_there` while no member has arrived."""
    _, team = await _load(ctx, await row_of(ctx, team_id), expected, "start")
    if not await _some(ctx, team, THERE):
        raise Problem("team.nobody_there")
    return await _saved(ctx, team, "start")


async def complete(ctx: Ctx, team_id: UUID, expected: int) -> TeamDetail:
    """They are back (W-10.8). Raises 404, 403, 412; 409 `team.still_there` while an assignment of it is open."""
    _, team = await _load(ctx, await row_of(ctx, team_id), expected, "complete")
    count = await _some(ctx, team, OPEN)
    if count:
        raise Problem("team.still_there", count=count)
    return await _saved(ctx, team, "complete")


async def _some(ctx: Ctx, team: Team, states: Collection[AssignmentStatus]) -> int:
    with ctx.db.no_autoflush:
        return sum(each.status in states for each in await queries.members(ctx.db, [team.id]))


async def void(ctx: Ctx, team_id: UUID, expected: int, body: WithReason) -> TeamDetail:
    """It should not have been made; the record stays, its people go on without it. Raises 404, 403, 409, 412."""
    row = await row_of(ctx, team_id)
    rows = await members.of_team_locked(ctx, team_id)
    group, team = await _load(ctx, row, expected, "void")
    team.closed_reason, team.leader_staff_id, team.leader_post = body.reason, None, None
    await members.set_team(ctx, rows, None)
    await _unlink(ctx, group, team)
    return await _saved(ctx, team, "void")
