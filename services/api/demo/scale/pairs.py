"""The pairings: a school of the town for two thirds of those in the country; the first ones were renewed once."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from services.api.demo.scale.places import Land, Place
from services.api.demo.scale.plan import Scale, at
from services.api.features.pairings.models import Pairing
from services.api.features.pairings.rules import level_of
from services.api.kernel.bulk_past import Batch, Chain, Past, Step, complete
from services.api.kernel.bulk_rows import Columns
from services.api.kernel.periods import Period, school_year_period
from services.contracts.codes import PairCategory, PairingStatus, PairRelation, Stage

PAIRED, ELSEWHERE, FROM_THE_START = 0.66, 0.07, 0.55
"""Of the country's schools; of those the ones with a partner in another county; and who began five years ago."""
TERM_YEARS = 3
SIGNED_BEFORE = timedelta(days=6)


class Pair(NamedTuple):
    """A pairing as assignments and reports need it."""

    id: UUID
    supporting: Place
    recipient: Place
    period: Period


def make_pairs(scale: Scale, land: Land) -> list[tuple[Pair, Pair | None]]:
    """Each pairing with the one that it renewed."""
    chance, years = scale.chance, scale.years
    found: list[tuple[Pair, Pair | None]] = []
    everywhere = [place for place in land.places if place.is_urban]
    for county in land.counties:
        towns = [place for place in land.of_county[county] if place.is_urban] or everywhere
        for place in land.of_county[county]:
            if place.is_urban or chance.random() >= PAIRED:
                continue
            supporting = chance.choice(everywhere if chance.random() < ELSEWHERE else towns)
            if chance.random() < FROM_THE_START:
                first = _pair(scale, supporting, place, years[0])
                found.append((_pair(scale, supporting, place, years[0] + TERM_YEARS), first))
            else:
                found.append((_pair(scale, supporting, place, chance.choice(years[2:])), None))
    return found


def _pair(scale: Scale, supporting: Place, recipient: Place, year: int) -> Pair:
    last = school_year_period(year + TERM_YEARS - 1).end_on
    start = date(year, 9, 1)
    return Pair(scale.new_id(at(start - SIGNED_BEFORE)), supporting, recipient, Period(start, last))


def pairs_batch(scale: Scale, chain: Chain, pairs: Sequence[tuple[Pair, Pair | None]]) -> Batch:
    """Pairings that run, and before each of them the one it renewed, which has ended."""
    earlier = [before for _, before in pairs if before is not None]
    running = [pair for pair, _ in pairs]
    renewed = {pair.id: before.id for pair, before in pairs if before is not None}
    parts = [_rows(scale, earlier, PairingStatus.ended, {}), _rows(scale, running, PairingStatus.active, renewed)]
    steps = [step for each, columns in zip((earlier, running), parts, strict=True) for step in _steps(each, columns)]
    return chain.batch([(Pairing, columns, ()) for columns in parts if columns["id"]], steps)


def _rows(_scale: Scale, pairs: Sequence[Pair], status: PairingStatus, renewed: dict[UUID, UUID]) -> Columns:
    signed = [pair.period.start_on - SIGNED_BEFORE for pair in pairs]
    count = len(pairs)
    columns: Columns = {
        "id": [pair.id for pair in pairs], "created_at": [at(day) for day in signed],
        "version": [2 if status is PairingStatus.ended else 1] * count, "status": [status] * count,
        "status_at": [at(_over(pair)) if status is PairingStatus.ended else at(day)
                      for pair, day in zip(pairs, signed, strict=True)],
        "level": [level_of(pair.supporting.county, pair.recipient.county) for pair in pairs],
        "category": [PairCategory.secondary if Stage.junior in pair.recipient.stages else PairCategory.primary
                     for pair in pairs],
        "relation": [PairRelation.pairing] * count, "basis": ["县区结对帮扶方案"] * count,
        "batch": [f"{pair.period.start_on.year}年秋" for pair in pairs],
        "start_on": [pair.period.start_on for pair in pairs], "end_on": [pair.period.end_on for pair in pairs],
        "supporting_signed_on": signed, "recipient_signed_on": signed,
        "renews_id": [renewed.get(pair.id) for pair in pairs],
    }  # fmt: skip
    for side in ("supporting", "recipient"):
        places: list[Place] = [getattr(pair, side) for pair in pairs]
        columns[f"{side}_school_id"] = [place.id for place in places]
        columns[f"{side}_county_code"] = [place.county for place in places]
    return complete(Pairing, columns)


def _over(pair: Pair) -> date:
    assert pair.period.end_on is not None
    return pair.period.end_on


def _steps(pairs: Sequence[Pair], columns: Columns) -> Iterator[Step]:
    if not pairs:
        return
    has_ended = columns["status"][0] is PairingStatus.ended
    active: dict[str, Any] = {"status": [PairingStatus.active] * len(pairs)}
    past = Past(Pairing, {**columns, **active})
    yield past.created("import", columns["created_at"])
    if has_ended:
        ended = {"status": [PairingStatus.ended] * len(pairs)}
        yield past.changed("end", 2, range(len(pairs)), columns["status_at"], ended)
