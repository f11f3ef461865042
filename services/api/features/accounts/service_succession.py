"""Accounts of a school that is merged or closed go along to the successor."""

from services.api.features.accounts import queries
from services.api.features.schools.service import SHOWN_NAMES, Move
from services.api.kernel.context import Ctx
from services.contracts.school_history import Carried


class AccountMover:
    """Open accounts of the school; a split leaves them where they are."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Whose accounts go; without a successor they stay, to fill in what the school still owes."""
        if move.staff_ids is not None:
            return []
        found = await queries.open_of_school(ctx.db, move.from_id)
        names = [each.name for each in found[:SHOWN_NAMES]]
        return [Carried(what="accounts", happens="move" if move.to_id else "stay", count=len(found), names=names)]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the school of each; who is signed in stays so."""
        if move.staff_ids is not None:
            return
        for user in await queries.open_of_school(ctx.db, move.from_id):
            user.school_id, user.region_code = move.to_id, move.to_county or user.region_code
            ctx.act(user, "succession")
        await ctx.db.flush()
