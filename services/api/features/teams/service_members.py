"""Who joins and who leaves a team, and what follows for it and its mirror."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from services.api.features.assignments.service import Joining
from services.api.features.pairings import service as pairings
from services.api.features.teams import queries, rules
from services.api.features.teams.models import Team
from services.api.features.teams.service_standing import of_teams
from services.api.kernel.context import Ctx
from services.api.kernel.problems import invalid, problem_on
from services.contracts.codes import TeamStatus


async def joins(ctx: Ctx, joining: Joining) -> UUID:
    """Lock the team and answer its pairing. Raises 422 on `team_id`: unknown, over, another year or the other way."""
    found = await queries.find(ctx.db, joining.team_id)
    if found is None:
        raise invalid("team_id", "resource.not_found", "没有找到这个团队，请重新选择")
    team = only(await queries.group(ctx.db, found.pairing_id, found.school_year), joining.team_id)
    if team.status not in rules.GROWING:
        raise invalid("team_id", "team.closed", f"这个团队{team.status.label}，不能再加人")
    pairing = await pairings.find(ctx.db, team.pairing_id)
    sending: UUID = getattr(pairing, f"{queries.sending_side(team.direction)}_school_id")
    if sending != joining.sending_school_id and joining.sending_school_id in _both(pairing):
        raise invalid("team_id", "team.not_fitting", "这个团队是另一个方向的，请改选")
    if team.school_year != joining.school_year:
        raise invalid("team_id", "team.not_fitting", "这个团队是另一个学年的，请改选")
    return team.pairing_id


def _both(pairing: Any) -> set[UUID]:
    return {pairing.supporting_school_id, pairing.recipient_school_id}


def only(group: Sequence[Team], team_id: UUID) -> Team:
    """The team of a locked group."""
    return next(team for team in group if team.id == team_id)


async def changed(ctx: Ctx, team_id: UUID) -> None:
    """Somebody joined or left elsewhere: planned into it, refused or void."""
    found = await queries.find(ctx.db, team_id)
    if found is not None:
        group = await queries.group(ctx.db, found.pairing_id, found.school_year)
        await settle(ctx, group, only(group, team_id), "members")


async def settle(ctx: Ctx, group: Sequence[Team], team: Team, action: str) -> None:
    """Note that the members of a team have changed, and let it and its mirror fall back where they must.

    The group is locked and the members are flushed. Raises 422 `team.twice` when somebody has two places in it.
    """
    if await queries.is_twice(ctx.db, team.id):
        raise problem_on("assignment_ids" if action == "add-members" else "team_id", "team.twice")
    team.members_at = ctx.now
    ctx.act(team, action)
    await fall(ctx, group, team)


async def fall(ctx: Ctx, group: Sequence[Team], team: Team) -> None:
    """A team whose leader has gone has none; a confirmation that a strict rule would refuse now is taken back."""
    mirror = [each for each in group if each.id == team.mirror_team_id]
    affected = [each for each in (team, *mirror) if each.status not in rules.SETTLED]
    await ctx.db.flush()
    if not affected:
        return
    standing = await of_teams(ctx, [team, *mirror])
    for each in affected:
        staff_ids = {row.staff_id for row in standing.places(each.id)}
        if each.leader_staff_id is not None and each.leader_staff_id not in staff_ids:
            each.leader_staff_id = each.leader_post = None
            ctx.act(each, "leader-left")
        led, refused = each.leader_staff_id is not None, bool(standing.refused(each))
        set_status(ctx, each, rules.fallen(each.status, led=led, refused=refused), "lapse")
    await ctx.db.flush()


def set_status(ctx: Ctx, team: Team, after: TeamStatus, action: str) -> None:
    """The state after, when it is another one; names the event unless the leader's going has."""
    if after is team.status:
        return
    was_led = team.leader_staff_id is not None
    team.status, team.status_at = after, ctx.now
    if was_led:
        ctx.act(team, action)


async def pairing_ends(ctx: Ctx, pairing_id: UUID, _end_on: date) -> None:
    """A pairing of schools ends: teams that nobody ever joined are void; those with people end with them."""
    for team in await queries.empty_of(ctx.db, pairing_id):
        team.status, team.status_at, team.closed_reason = TeamStatus.void, ctx.now, "两校结对结束，团队没有人"
        team.mirror_team_id = None
        ctx.act(team, "void")
    await ctx.db.flush()
