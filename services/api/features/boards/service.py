"""The board of pairings in one answer; the same number of queries for any number of pairings."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.api.features.activities.service_board import last_held
from services.api.features.boards import rules
from services.api.features.commitments.service_board import lagging
from services.api.features.pairings.service import PairingFilter
from services.api.features.pairings.service_board import BoardRow, batches, board_rows
from services.api.kernel.context import Ctx
from services.contracts.base import Line, RegionCode
from services.contracts.boards import BoardCard, BoardColumn, PairingBoard
from services.contracts.codes import PairCategory, PairingStatus, PairLevel

CARDS = 20
"""Cards of a column; the list of the state has the others."""
BATCHES = 30


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """`county_code` (a city or province too) means either side; the same words as for the list of pairings."""

    county_code: Annotated[RegionCode | None, Query()] = None
    batch: Annotated[Line | None, Query()] = None
    level: PairLevel | None = None
    category: PairCategory | None = None


async def board(ctx: Ctx, asked: BoardFilter) -> PairingBoard:
    """Every column with its first cards."""
    narrowed = PairingFilter(
        county_code=asked.county_code, batch=asked.batch, level=asked.level, category=asked.category
    )
    rows = await board_rows(ctx, narrowed, CARDS)
    running = [row.pairing.id for row in rows if row.pairing.status is PairingStatus.active]
    behind, latest = await lagging(ctx, running), await last_held(ctx.db, running)
    cards = [(row, _card(row, behind[row.pairing.id], latest, ctx.today)) for row in rows]
    columns = [
        BoardColumn(
            status=status,
            count=next((row.held for row, _ in cards if row.pairing.status is status), 0),
            cards=[card for row, card in cards if row.pairing.status is status],
        )
        for status in rules.COLUMNS
    ]
    return PairingBoard(today=ctx.today, columns=columns, batches=await batches(ctx, BATCHES))


def _card(row: BoardRow, behind: int, latest: dict[UUID, date], today: date) -> BoardCard:
    pairing = row.pairing
    left, last = rules.days_left(pairing.end_on, today), latest.get(pairing.id)
    known = rules.Known(
        pairing.status, pairing.start_on, left, row.unsigned, row.without_contacts, behind, last
    )  # fmt: skip
    return BoardCard(
        pairing=pairing, days_left=left, gaps=rules.gaps(known, today), behind=behind, last_activity_on=last
    )
