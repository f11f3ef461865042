"""The assignments of five school years: who goes where, how it ended, and every step that led there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from services.api.demo.scale.pairs import Pair
from services.api.demo.scale.people import Traveller
from services.api.demo.scale.places import Land, Place
from services.api.demo.scale.plan import Scale, at
from services.api.features.assignments import rules
from services.api.features.assignments.models import Assignment
from services.api.kernel.bulk_past import Batch, Chain, Past, Step, complete
from services.api.kernel.bulk_rows import Columns
from services.api.kernel.periods import Period
from services.contracts.codes import AssignmentStatus, ExchangeMode, Post, Workload

S, M, W = AssignmentStatus, ExchangeMode, Workload
PLANNED_BEFORE, CONFIRMED_BEFORE = timedelta(days=16), timedelta(days=5)
TO_PARTNER, ABROAD = 0.6, 0.08
ENDINGS = ((S.completed, 0.935), (S.terminated, 0.028), (S.incomplete, 0.012), (S.void, 0.025))
RUNNING = ((S.active, 0.955), (S.confirmed, 0.015), (S.terminated, 0.01), (S.void, 0.02))
COMING = ((S.planned, 0.6), (S.confirmed, 0.4))
ONE_TERM = 0.14
WHY = {
    S.terminated: "因家庭困难，经县区同意提前返回。", S.incomplete: "考核没有完成约定的课时。",
    S.void: "登记错了，不再安排。",
}  # fmt: skip
BEGUN = frozenset({S.confirmed, S.active, S.completed, S.incomplete, S.terminated})
ACTIONS = {S.completed: "complete", S.terminated: "terminate", S.incomplete: "incomplete", S.void: "void"}


class Served(NamedTuple):
    """What a monthly report says a line about."""

    assignment_id: UUID
    start_on: date
    end_on: date


@dataclass(slots=True)
class Memory:
    """What later months need: by school index whom it has, and when it takes part at all."""

    served: dict[int, list[Served]] = field(default_factory=lambda: defaultdict(list))
    taking_part: dict[int, list[Period]] = field(default_factory=lambda: defaultdict(list))


class Exchange:
    """Makes the assignments of one county and school year after another."""

    def __init__(
        self, scale: Scale, land: Land, pairs: Sequence[tuple[Pair, Pair | None]],
        travellers: dict[int, list[Traveller]], memory: Memory,
    ) -> None:  # fmt: skip
        self._scale, self._land, self._travellers, self._memory = scale, land, travellers, memory
        self._partners: dict[int, list[Pair]] = defaultdict(list)
        for pair in (each for both in pairs for each in both if each is not None):
            self._partners[pair.supporting.number].append(pair)
            self._partners[pair.recipient.number].append(pair)
        self._owed = 0.0

    def batch(self, chain: Chain, county: str, year: int) -> Batch | None:
        """All whom the schools of a county send in a school year."""
        rows = [row for place in self._land.of_county[county] for row in self._sent(place, year)]
        if not rows:
            return None
        columns = complete(Assignment, {name: [row[name] for row in rows] for name in rows[0]})
        return chain.batch([(Assignment, columns, ())], list(_steps(columns)))

    def _sent(self, place: Place, year: int) -> Iterator[dict[str, Any]]:
        """A school sends its share; what a small one cannot is left to the next."""
        self._owed += self._scale.assignments * place.people / self._scale.staff
        start = date(year, 9, 1)
        able = [each for each in self._travellers[place.number] if each.hired_on < start]
        going = self._scale.chance.sample(able, min(int(self._owed + 1e-9), len(able)))
        self._owed -= len(going)
        for traveller in going:
            yield self._assignment(place, traveller, year)

    def _assignment(self, place: Place, traveller: Traveller, year: int) -> dict[str, Any]:
        there, pair = self._whereto(place, date(year, 9, 1))
        mode, workload = self._kind(place, there, traveller, pair)
        period = self._period(year)
        status, end_on = self._ending(period)
        moments = self._moments(status, period, end_on)
        row = {
            "id": self._scale.new_id(moments["created_at"]), "person_id": traveller.person_id,
            "staff_id": traveller.staff_id, "home_county_code": place.county, "sending_school_id": place.id,
            "receiving_county_code": there.county, "receiving_school_id": there.id,
            "pairing_id": pair.id if pair is not None else None, "mode": mode, "workload": workload,
            "direction": rules.direction(place.county, there.county, place.locality, there.locality),
            "exclusive": rules.is_exclusive(workload), "subject": traveller.subject, "start_on": period.start_on,
            "end_on": end_on, "planned_end_on": period.end_on, "school_year": year, "status": status,
            "closed_reason": WHY.get(status, ""), "sex": traveller.sex, "age": rules.age_in(year, traveller.birth_on),
            "post": traveller.post, "title": traveller.title, "stage": traveller.stage,
            "sending_locality": place.locality, "receiving_locality": there.locality,
            **moments,
        }  # fmt: skip
        self._remember(place, there, row)
        return row

    def _whereto(self, place: Place, start: date) -> tuple[Place, Pair | None]:
        chance = self._scale.chance
        live = [pair for pair in self._partners[place.number] if pair.period.contains(start)]
        if live and chance.random() < TO_PARTNER:
            pair = chance.choice(live)
            return (pair.recipient if pair.supporting.number == place.number else pair.supporting), pair
        abroad = chance.random() < ABROAD
        others = self._land.places if abroad else self._land.of_county[place.county]
        for _ in range(8):
            there = chance.choice(others)
            if there.number != place.number and (there.is_urban != place.is_urban or chance.random() < 0.25):
                return there, None
        return self._land.places[place.number - 1], None

    def _kind(self, place: Place, there: Place, traveller: Traveller, pair: Pair | None) -> tuple[Any, Any]:
        """Who comes to a town learns; leaders take a post; everybody else teaches."""
        draw = self._scale.chance.random()
        if traveller.post is not Post.teacher and draw < 0.4:
            return M.attachment, W.post_cover
        if there.is_urban and not place.is_urban and draw < 0.7:
            return M.shadow_study, W.attached
        if pair is not None:
            return M.support_teaching, W.part_time if draw > 0.85 else W.full_time
        mode = M.cross_site_exchange if place.county != there.county else M.transfer_exchange
        return (M.periodic_two_way if draw > 0.8 else mode), W.full_time

    def _period(self, year: int) -> Period:
        draw = self._scale.chance.random()
        last = date(year + 1, 1, 31) if draw < ONE_TERM else date(year + 1, 8, 31)
        return Period(date(year, 9, 1) if draw < 1 - ONE_TERM / 2 else date(year + 1, 2, 1), last)

    def _ending(self, period: Period) -> tuple[AssignmentStatus, date]:
        """How it stands today, and its last day."""
        assert period.end_on is not None
        today, chance = self._scale.today, self._scale.chance
        choices = ENDINGS if period.end_on < today else RUNNING if period.start_on <= today else COMING
        states, weights = zip(*choices, strict=True)
        status: AssignmentStatus = chance.choices(states, weights)[0]
        if status is not S.terminated:
            return status, period.end_on
        days = (min(period.end_on, today - timedelta(days=1)) - period.start_on).days
        return status, period.start_on + timedelta(days=chance.randint(1, max(days, 1)))

    def _moments(self, status: AssignmentStatus, period: Period, end_on: date) -> dict[str, Any]:
        """When it was planned, confirmed, begun and closed."""
        planned, confirmed = self._early(period, PLANNED_BEFORE), self._early(period, CONFIRMED_BEFORE)
        begun = at(period.start_on, 8, 30)
        reached = {S.planned: planned, S.confirmed: confirmed, S.active: begun, S.void: confirmed}
        is_confirmed = status not in {S.planned, S.void}
        return {
            "created_at": planned,
            "status_at": reached.get(status) or at(end_on, 17),
            "version": {S.planned: 1, S.confirmed: 2, S.void: 2, S.active: 3}.get(status, 4),
            "arrived_on": period.start_on if is_confirmed and status is not S.confirmed else None,
            **{f"{part.value}_confirmed_at": confirmed if is_confirmed else None for part in rules.Part},
        }

    def _early(self, period: Period, before: timedelta) -> datetime:
        """Some days before the first one; what is still to come was written some days ago."""
        return min(at(period.start_on - before), self._scale.present - before)

    def _remember(self, place: Place, there: Place, row: dict[str, Any]) -> None:
        if row["status"] not in BEGUN or row["school_year"] < self._scale.years[-2]:
            return
        period = Period(row["start_on"], row["end_on"])
        self._memory.taking_part[place.number].append(period)
        self._memory.taking_part[there.number].append(period)
        if row["status"] is not S.confirmed:
            self._memory.served[there.number].append(Served(row["id"], row["start_on"], row["end_on"]))


def _steps(columns: Columns) -> Iterator[Step]:
    """Planned, confirmed, arrived, closed: of each row as far as it came."""
    none: list[Any] = [None] * len(columns["id"])
    signed = [f"{part.value}_confirmed_at" for part in rules.Part]
    before = dict.fromkeys(signed, none) | {
        "arrived_on": none, "status": [S.planned] * len(none), "end_on": columns["planned_end_on"],
    }  # fmt: skip
    past = Past(Assignment, {**columns, **before})
    yield past.created("plan", columns["created_at"])
    places = [place for place, moment in enumerate(columns["county_confirmed_at"]) if moment is not None]
    moments = _at(columns["county_confirmed_at"], places)
    said = dict.fromkeys(signed, moments) | {"status": [S.confirmed] * len(places)}
    yield past.changed("confirm", 2, places, moments, said)
    places = [place for place, status in enumerate(columns["status"]) if status is S.void]
    yield past.changed("void", 2, places, _at(columns["status_at"], places), {"status": [S.void] * len(places)})
    places = [place for place, day in enumerate(columns["arrived_on"]) if day is not None]
    days = _at(columns["arrived_on"], places)
    arrived = {"arrived_on": days, "status": [S.active] * len(places)}
    yield past.changed("arrive", 3, places, [at(day, 8, 30) for day in days], arrived)
    for status in (S.completed, S.terminated, S.incomplete):
        places = [place for place, found in enumerate(columns["status"]) if found is status]
        closed = {"status": [status] * len(places), "end_on": _at(columns["end_on"], places)}
        yield past.changed(ACTIONS[status], 4, places, _at(columns["status_at"], places), closed)


def _at(values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [values[place] for place in places]
