"""Pairings of a school that is merged or closed go along; two that become one of the same schools are joined."""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import UUID

from services.api.features.pairings import queries_school, rules
from services.api.features.pairings.models import Pairing
from services.api.features.schools import service as schools
from services.api.features.schools.service import SHOWN_NAMES, Move
from services.api.kernel.context import Ctx
from services.contracts.codes import PairingStatus
from services.contracts.school_history import Carried, HistoryItem

LONGEST_REASON = 500
BEGUN = frozenset({PairingStatus.active, PairingStatus.suspended})
joined_followers: list[Callable[[Ctx, UUID, date], Awaitable[None]]] = []
"""(ctx, pairing, its last day): what ends with a pairing that a succession ends; filled by the features above. People
and mentor pairs go on under the pairing that stays, or on their own."""


class PairingMover:
    """Open pairings of the school; a split leaves them where they are."""

    async def look(self, ctx: Ctx, move: Move) -> list[Carried]:
        """Those that go, and those that end: between two that become one, or the successor has one like it already.

        Without a successor they are in the way.
        """
        if move.staff_ids is not None:
            return []
        rows = await queries_school.open_of(ctx.db, move.from_id)
        partners = await queries_school.partners_of(ctx.db, move.before)
        kinds: dict[str, list[str]] = {"move": [], "end": [], "block": []}
        told = move.before - {move.to_id}
        for pairing, partner in rows:
            if _other(pairing, move) not in told:
                kinds[_happens(pairing, move, partners)].append(partner)
        return [
            Carried(what="pairings", happens=happens, count=len(names), names=names[:SHOWN_NAMES])
            for happens, names in kinds.items()
        ]

    async def carry(self, ctx: Ctx, move: Move) -> None:
        """Amend the side of each, or end it the day before."""
        if move.staff_ids is not None or move.to_id is None:
            return
        partners = await queries_school.partners_of(ctx.db, {move.to_id})
        for pairing, _ in await queries_school.open_of(ctx.db, move.from_id, locked=True):
            if _happens(pairing, move, partners) == "end":
                last_day = _end(ctx, pairing, move)
                for follow in joined_followers:
                    await follow(ctx, pairing.id, last_day)
            else:
                _amend(ctx, pairing, move)
                ctx.act(pairing, "succession")
        await ctx.db.flush()


async def school_history(ctx: Ctx, school_id: UUID) -> list[HistoryItem]:
    """Pairings of a school for its timeline. One query."""
    told = []
    for pairing, partner in await queries_school.all_of(ctx.db, school_id):
        if pairing.status not in {*BEGUN, PairingStatus.ended}:
            continue
        words = f"支援{partner}" if pairing.supporting_school_id == school_id else f"{partner}来支援"
        told.append(_item(pairing.start_on, f"结对开始：{words}", pairing.id))
        if pairing.status is PairingStatus.ended and pairing.end_on is not None:
            told.append(_item(pairing.end_on, f"结对结束：{words}", pairing.id))
    return told


def _item(on: date, text: str, pairing_id: UUID) -> HistoryItem:
    return HistoryItem(on=on, kind="pairing", text=text, noun="pairings", id=pairing_id)


def _side(pairing: Pairing, move: Move) -> str:
    return "supporting" if pairing.supporting_school_id == move.from_id else "recipient"


def _other(pairing: Pairing, move: Move) -> UUID:
    return pairing.recipient_school_id if _side(pairing, move) == "supporting" else pairing.supporting_school_id


def _happens(pairing: Pairing, move: Move, partners: set[tuple[str, object]]) -> str:
    if move.to_id is None:
        return "block"
    other = _other(pairing, move)
    return "end" if other in move.involved or (_side(pairing, move), other) in partners else "move"


def _amend(ctx: Ctx, pairing: Pairing, move: Move) -> None:
    side = _side(pairing, move)
    county = pairing.supporting_county_code if side == "supporting" else pairing.recipient_county_code
    schools.record_move(ctx.db, move, "pairing", pairing.id, side=side, county_code=county)
    setattr(pairing, f"{side}_school_id", move.to_id)


def _end(ctx: Ctx, pairing: Pairing, move: Move) -> date:
    """What has begun ends the day before; what has not is void. Return its last day; people stay under it."""
    begun = pairing.status in BEGUN
    pairing.status = PairingStatus.ended if begun else PairingStatus.void
    why = "两校成了一所学校" if _other(pairing, move) in move.involved else "合并后和另一对结对重复"
    pairing.status_at, pairing.closed_reason = ctx.now, f"{why}。{move.reason}"[:LONGEST_REASON]
    if begun:
        pairing.end_on = _last_day(pairing, move.until_on)
    ctx.act(pairing, "end" if begun else "void")
    return pairing.end_on if begun and pairing.end_on is not None else rules.day_before(pairing.start_on)


def _last_day(pairing: Pairing, until_on: date) -> date:
    agreed = pairing.end_on or until_on
    return max(pairing.start_on, min(agreed, until_on))
