"""Who was where on a day: the same as a plain recount of what was done on which day."""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.kernel.clock import SetClock
from services.contracts.codes import AssignmentStatus, ClientScope, ExchangeMode, Role, Workload
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

REASON = {"reason": "县里统一安排"}
FIRST = date(2026, 9, 1)
DAYS = 200
STATES = ("there", "expected", "planned")


async def on(caller: Caller, path: str = "", **params: Any) -> Any:
    answer = await caller.get(f"/whereabouts{path}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


@dataclass
class Told:
    """What was done with one assignment, noted by the test on the day it did it."""

    row: Assignment
    start: date
    planned_on: date
    last: date
    agreed: list[tuple[date, date]]
    confirmed_on: date | None = None
    arrived: date | None = None
    refused_on: date | None = None
    void: bool = False
    over: bool = False
    parts: list[str] = field(default_factory=lambda: ["sending", "receiving", "county"])

    def on(self, day: date) -> str | None:
        """Where the person was, from nothing but what was noted."""
        if self.void or not self.start <= day <= self.last:
            return None
        if self.arrived is not None and self.arrived <= day:
            return "there"
        if day < self.planned_on or (self.refused_on is not None and day >= self.refused_on):
            return None
        return "expected" if self.confirmed_on is not None and self.confirmed_on <= day else "planned"

    def agreed_on(self, day: date) -> date:
        """The last day that was agreed on by then."""
        known = [end for noted, end in self.agreed if noted <= day]
        return known[-1] if known else self.agreed[0][1]


class Story:
    """A year in which something random happens to every assignment."""

    def __init__(self, seed: int, clock: SetClock, make: Make, sign_in: SignIn) -> None:
        self.chance, self.clock, self.make, self.sign_in = random.Random(seed), clock, make, sign_in
        self.told: list[Told] = []

    async def begin(self) -> None:
        """Two schools, three weeks before the school year."""
        self.world = await self.make.county_world()
        self.go_to(FIRST - timedelta(days=20))

    async def caller(self, by: str) -> Caller:
        """Who acts for a side today: tokens of last month have run out."""
        schools = {"sending": self.world.urban, "receiving": self.world.rural}
        if by in schools:
            return await self.sign_in(Role.school_reporter, school=schools[by])
        return await self.sign_in(Role.county_coordinator, HOME)

    def go_to(self, day: date) -> None:
        """Noon of a day in Shanghai."""
        self.today = day
        self.clock.put(datetime(day.year, day.month, day.day, 4, tzinfo=UTC))

    async def live(self) -> None:
        """Plan twelve assignments, then let days go by and do one thing here and there."""
        for _ in range(12):
            await self.plan()
            self.go_to(self.today + timedelta(days=self.chance.randrange(1, 5)))
        while self.today < FIRST + timedelta(days=DAYS):
            await self.step(self.chance.choice(self.told))
            self.go_to(self.today + timedelta(days=self.chance.randrange(3)))

    async def plan(self) -> None:
        start = FIRST + timedelta(days=self.chance.randrange(60))
        end = start + timedelta(days=self.chance.randrange(20, 160))
        staff = self.chance.choice(self.world.staff[:3])
        row = await self.make.assignment(
            staff, self.world.urban, self.world.rural, start_on=start, end_on=end, status=AssignmentStatus.planned,
            workload=Workload.part_time, exclusive=False, arrived_on=None, created_at=self.clock.now(),
            status_at=self.clock.now(), mode=self.chance.choice(list(ExchangeMode)),
        )  # fmt: skip
        self.told.append(Told(row, start, self.today, end, [(self.today, end)]))

    async def act(self, told: Told, action: str, body: Any = None, by: str = "county") -> None:
        path = f"/assignments/{told.row.id}"
        caller = await self.caller(by)
        version = (await caller.get(path)).json()["version"]
        answer = await caller.post(f"{path}/{action}", body, version=version)
        assert answer.status_code == 200, (action, answer.text)

    async def step(self, told: Told) -> None:
        """One thing that may happen to it now."""
        if told.void or told.over or told.refused_on is not None:
            return
        if told.arrived is not None:
            await self._while_there(told)
        elif told.parts:
            await self._confirm(told)
        else:
            await self._before_arrival(told)

    async def _confirm(self, told: Told) -> None:
        if self.chance.random() < 0.05:
            return await self._refuse(told)
        await self.act(told, "confirm", by=told.parts.pop())
        told.confirmed_on = None if told.parts else self.today
        return None

    async def _refuse(self, told: Told) -> None:
        await self.act(told, "refuse", REASON)
        told.refused_on = self.today

    async def _before_arrival(self, told: Told) -> None:
        drawn = self.chance.random()
        if drawn < 0.15:
            await self._refuse(told)
        elif drawn < 0.25:
            await self.act(told, "void", REASON)
            told.void = True
        elif told.start <= self.today <= told.last:
            arrived = told.start + timedelta(days=self.chance.randrange((self.today - told.start).days + 1))
            await self.act(told, "arrive", {"arrived_on": arrived.isoformat()})
            told.arrived = arrived

    async def _while_there(self, told: Told) -> None:
        assert told.arrived is not None
        drawn = self.chance.random()
        if drawn < 0.2 and self.today <= told.last:
            end = told.last + timedelta(days=self.chance.randrange(1, 40))
            await self.act(told, "extend", {"end_on": end.isoformat(), **REASON})
            told.last = end
            told.agreed.append((self.today, end))
        elif drawn < 0.35:
            last = min(self.today, told.last)
            end = told.arrived + timedelta(days=self.chance.randrange((last - told.arrived).days + 1))
            await self.act(told, "terminate", {"end_on": end.isoformat(), **REASON})
            told.last, told.over = end, True
        elif drawn < 0.4:
            await self.act(told, "void", REASON)
            told.void = True


@pytest.mark.parametrize("seed", [3, 11, 42])
async def test_every_day_is_what_a_plain_recount_of_the_story_says(
    seed: int, clock: SetClock, make: Make, sign_in: SignIn
) -> None:
    story = Story(seed, clock, make, sign_in)
    await story.begin()
    await story.live()
    county, kinds = await story.caller("county"), set()
    for number in range(0, DAYS, 4):
        day = FIRST + timedelta(days=number - 10)
        wanted = {str(each.row.id): each.on(day) for each in story.told if each.on(day) is not None}
        seen = {row["assignment_id"]: row for row in (await on(county, on=day, limit=200))["items"]}
        assert {id_: row["state"] for id_, row in seen.items()} == wanted, day
        for each in story.told:
            if row := seen.get(str(each.row.id)):
                assert row["agreed_to_on"] == each.agreed_on(day).isoformat(), day
                assert row["to_on"] == each.last.isoformat()
        kinds |= set(wanted.values())
        totals, values = await on(county, "/day", on=day), list(wanted.values())
        assert {state: totals[state] for state in STATES} == {state: values.count(state) for state in STATES}
    assert kinds == set(STATES)


@pytest.fixture
async def world(make: Make) -> World:
    """One who came to the village, one who went to the neighbouring county, both since September."""
    world = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural)
    await make.assignment(world.staff[3], world.rural, world.neighbour, end_on=date(2027, 1, 31))
    return world


async def test_a_school_sees_who_came_and_who_is_away(world: World, sign_in: SignIn) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    found = (await on(reporter))["items"]
    assert {(row["side"], row["sending_school"]["name"]) for row in found} == {
        ("came", world.urban.name), ("away", world.rural.name)
    }  # fmt: skip
    assert all(row["name"] for row in found)
    later = (await on(reporter, on="2027-02-01"))["items"]
    assert [row["side"] for row in later] == ["came"]
    assert (await on(reporter, on="2026-08-31"))["items"] == []


async def test_the_numbers_of_a_school_are_those_of_its_list(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    rows = {row["school"]["id"]: (row["came"], row["away"]) for row in (await on(county, "/schools"))["items"]}
    assert rows == {str(world.urban.id): (0, 1), str(world.rural.id): (1, 1)}
    for school_id, (came, away) in rows.items():
        listed = (await on(county, school_id=school_id))["items"]
        assert [sum(row["side"] == side for row in listed) for side in ("came", "away")] == [came, away]
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert [row["school"]["name"] for row in (await on(neighbour, "/schools"))["items"]] == [world.neighbour.name]


async def test_each_sees_the_day_of_its_own_region_and_systems_see_no_names(world: World, sign_in: SignIn) -> None:
    counts = {}
    for role, region in (
        (Role.county_coordinator, HOME), (Role.county_coordinator, NEIGHBOUR), (Role.county_coordinator, THIRD),
        (Role.city_supervisor, CITY), (Role.province_supervisor, PROVINCE),
    ):  # fmt: skip
        counts[region] = (await on(await sign_in(role, region), "/day"))["there"]
    assert counts == {HOME: 2, NEIGHBOUR: 1, THIRD: 0, CITY: 2, PROVINCE: 2}
    client = await sign_in.client([ClientScope.records_read])
    assert {row["name"] for row in (await on(client))["items"]} == {None}


async def test_the_day_is_narrowed_by_mode_state_and_county(world: World, sign_in: SignIn) -> None:
    city = await sign_in(Role.city_supervisor, CITY)
    assert len((await on(city, county_code=NEIGHBOUR))["items"]) == 1
    assert (await on(city, mode="attachment", state="there"))["items"] == []
    assert len((await on(city, state="there", direction="urban_to_rural", count=True))["items"]) == 2
    assert (await city.get("/whereabouts?on=2026-13-01")).status_code == 422


async def test_a_day_costs_the_same_with_one_and_with_many(
    app: FastAPI, world: World, make: Make, sign_in: SignIn
) -> None:
    county, costs = await sign_in(Role.county_coordinator, HOME), []
    for more in (0, 12):
        for _ in range(more):
            await make.assignment(await make.teacher(world.urban), world.urban, await make.school())
        with counted_reads(app) as statements:
            assert (await on(county, count=True))["count"] == 2 + more
            await on(county, "/schools", count=True)
            await on(county, "/day")
        costs.append(len(statements))
    assert costs[0] == costs[1]
