"""How many commitments of a pairing lag."""

from collections import Counter
from collections.abc import Collection
from uuid import UUID

from services.api.features.commitments import queries_board, rules
from services.api.features.commitments.service_read import standings
from services.api.kernel.context import Ctx


async def lagging(ctx: Ctx, pairing_ids: Collection[UUID]) -> Counter[UUID]:
    """Pairing → how many of its commitments are behind or overdue today: as the list of commitments counts them.

    One query for the commitments and one for each measure among them.
    """
    if not pairing_ids:
        return Counter()
    rows = await queries_board.running_of(ctx.db, ctx.scope, pairing_ids)
    counted = await standings(ctx.db, rows, ctx.today)
    return Counter(row.pairing_id for row, found in counted if found.state in rules.LAGGING)
