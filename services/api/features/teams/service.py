"""Teams: people of one batch who go between two paired schools (E-25)."""

from typing import Any
from uuid import UUID

from services.api.features.assignments.service import Joining
from services.api.features.pairings import service as pairings
from services.api.features.regions import service as regions
from services.api.features.teams import queries
from services.api.features.teams.filters import TeamFilter
from services.api.features.teams.models import Team
from services.api.kernel.context import Ctx
from services.api.kernel.paging import PageAsked
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem, invalid
from services.contracts.base import Page
from services.contracts.codes import PairingStatus
from services.contracts.teams import TeamCreate, TeamOut

CLOSED_PAIRINGS = (PairingStatus.ended, PairingStatus.void)


def _out(row: Any, *, sees_words: bool) -> TeamOut:
    return TeamOut(
        id=row.id, version=row.version, name=row.name if sees_words else "", pairing_id=row.pairing_id,
        school_year=row.school_year, batch=row.batch if sees_words else "", member_count=row.member_count,
    )  # fmt: skip


async def page(ctx: Ctx, asked: TeamFilter, paging: PageAsked) -> Page[TeamOut]:
    """One page of the teams in the caller's scope, the newest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, paging)
    return Page(
        items=[_out(row, sees_words=ctx.principal.sees_names) for row in found.rows],
        next_cursor=found.next_cursor,
        prev_cursor=found.prev_cursor,
        count=found.count,
        as_of_position=await head_position(ctx.db),
    )


async def detail(ctx: Ctx, team_id: UUID) -> TeamOut:
    """One team. Raises 404 `resource.not_found`."""
    row = await queries.row(ctx.db, ctx.scope, team_id)
    if row is None:
        raise Problem("resource.not_found")
    return _out(row, sees_words=ctx.principal.sees_names)


async def create(ctx: Ctx, body: TeamCreate) -> TeamOut:
    """Make a team of a pairing. Raises 404 for a pairing out of scope, 403 unless the caller decides about it."""
    pairing = await pairings.visible(ctx, body.pairing_id)
    counties = (pairing.supporting_county_code, pairing.recipient_county_code)
    await regions.must_decide(ctx, *counties)
    if pairing.status in CLOSED_PAIRINGS:
        raise invalid("pairing_id", "pairing.closed", "这个结对已结束，请改选")
    created = Team(**body.model_dump(), county_code=counties[0], other_county_code=counties[1], created_at=ctx.now)
    ctx.db.add(created)
    ctx.act(created, "create")
    await ctx.db.flush()
    return await detail(ctx, created.id)


async def joins(ctx: Ctx, joining: Joining) -> UUID:
    """The pairing that somebody who joins the team goes under. Raises 422 on `team_id` when there is no such team."""
    pairing_id = await queries.pairing_of(ctx.db, joining.team_id)
    if pairing_id is None:
        raise invalid("team_id", "resource.not_found", "没有找到这个团队，请重新选择")
    return pairing_id
