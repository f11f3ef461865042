"""What was promised goes on into the next term of a pairing."""

from uuid import UUID

from services.api.features.commitments import queries
from services.api.features.commitments.models import Commitment
from services.api.features.pairings import service as pairings
from services.api.kernel.context import Ctx

CARRIED = (
    "county_code", "other_county_code", "side", "aid_area", "item", "measure", "kinds", "unit", "minimum", "maximum",
    "period", "source", "article", "template_item",
)  # fmt: skip


async def take_over(ctx: Ctx, from_id: UUID, renewal: pairings.Pairing) -> None:
    """Promise the same again from the first day of the renewal, as long as it lasts.

    What was promised for less than the whole term is over and stays behind.
    """
    before = await pairings.find(ctx.db, from_id)
    for each in await queries.standing(ctx.db, from_id):
        if each.end_on is None or (before.end_on is not None and each.end_on >= before.end_on):
            values = {name: getattr(each, name) for name in CARRIED}
            again = Commitment(**values, pairing_id=renewal.id, start_on=renewal.start_on, created_at=ctx.now)
            ctx.db.add(again)
            ctx.act(again, "add")
