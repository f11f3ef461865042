"""What the board of pairings is made of."""

from dataclasses import dataclass

from services.api.features.pairings import queries_board, rules
from services.api.features.pairings.filters import PairingFilter
from services.api.features.pairings.service_read import row_fields, surroundings
from services.api.kernel.context import Ctx
from services.contracts.codes import PairSide
from services.contracts.pairings import PairingRow


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A pairing with the sides that have not signed or not named their contacts, and how many its state has."""

    pairing: PairingRow
    unsigned: list[PairSide]
    without_contacts: list[PairSide]
    held: int


async def board_rows(ctx: Ctx, asked: PairingFilter, most: int) -> list[BoardRow]:
    """The first pairings of each state, in the order of the board. Three queries for any number."""
    found = await queries_board.first_of_each(ctx.db, ctx.scope, asked, most, ctx.today)
    around = await surroundings(ctx, found)
    return [
        BoardRow(
            PairingRow(**row_fields(row, around, ctx.principal)),
            sorted(set(PairSide) - rules.sides_signed(row.supporting_signed_on, row.recipient_signed_on), key=_order),
            [side for side in PairSide if not _named(row, side)],
            int(row.held),
        )
        for row in found
    ]


def _order(side: PairSide) -> int:
    return list(PairSide).index(side)


def _named(row: object, side: PairSide) -> bool:
    return all(getattr(row, f"{side.value}_{field}") for field in ("leader", "liaison"))


async def batches(ctx: Ctx, most: int) -> list[str]:
    """The names of the latest batches. One query."""
    return await queries_board.batches(ctx.db, ctx.scope, most)
