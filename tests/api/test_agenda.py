"""The agenda: every day's arrivals, ends and activities are those of the lists, and no more than may be seen."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.contracts.codes import ActivityType, AssignmentStatus, ClientScope, PairingStatus, Role
from tests.factories.many import Place, add_many, random_assignments
from tests.factories.world import HOME, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def world(make: Make) -> World:
    """November: one late, one ending, a pairing that ends, an activity, and one of each that does not count."""
    world = await make.county_world()
    await make.assignment(
        world.staff[0], world.urban, world.rural, start_on=date(2026, 11, 30), status=AssignmentStatus.confirmed,
        arrived_on=None,
    )  # fmt: skip
    await make.assignment(world.staff[1], world.urban, world.rural, end_on=date(2026, 11, 30))
    await make.assignment(
        world.staff[2], world.urban, world.rural, start_on=date(2026, 11, 30), status=AssignmentStatus.void
    )
    pairing = await make.pairing(world.urban, world.rural, end_on=date(2026, 11, 20))
    await make.pairing(world.urban, world.neighbour, end_on=date(2026, 11, 20), status=PairingStatus.void)
    activity: dict[str, Any] = {
        "pairing_id": pairing.id, "host_school_id": world.urban.id, "county_code": HOME, "other_county_code": HOME,
        "type": ActivityType.demo_lesson, "held_on": date(2026, 11, 12), "topic": "低段阅读",
    }  # fmt: skip
    await make.add(Activity(**activity))
    return world


async def month(caller: Caller, asked: str = "2026-11") -> dict[str, dict[str, int]]:
    answer = await caller.get(f"/agenda?month={asked}")
    assert answer.status_code == 200, answer.text
    return {
        day["on"]: {part["kind"]: part["count"] for part in day["parts"]} for day in answer.json()["days"]
    }  # fmt: skip


async def test_a_month_tells_what_begins_ends_and_was_done(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    assert await month(county) == {
        "2026-11-12": {"activity": 1},
        "2026-11-20": {"pairing_ends": 1},
        "2026-11-30": {"assignment_begins": 1, "assignment_ends": 1},
    }
    late = (await county.get("/agenda/items?on=2026-11-30&kind=assignment_begins")).json()["items"]
    assert [(each["late"], each["to_school"]["name"]) for each in late] == [(True, world.rural.name)]
    assert late[0]["name"]
    done = (await county.get("/agenda/items?on=2026-11-12")).json()["items"]
    assert [(each["activity_type"], each["name"]) for each in done] == [("demo_lesson", None)]
    assert (await county.get("/agenda?month=2026-13")).status_code == 422


async def test_each_sees_the_agenda_of_its_own(world: World, sign_in: SignIn) -> None:
    assert await month(await sign_in(Role.county_coordinator, THIRD)) == {}
    assert "2026-11-12" in await month(await sign_in(Role.school_reporter, school=world.rural))
    teacher = await sign_in(Role.teacher, person_id=world.staff[1].person_id)
    assert await month(teacher) == {"2026-11-30": {"assignment_ends": 1}}
    finance = await sign_in(Role.finance, HOME)
    assert list(await month(finance)) == ["2026-11-30"], "who may not read pairings sees none of their days"
    assert (await finance.get("/agenda/items?on=2026-11-12&kind=activity&count=true")).json()["count"] == 0
    client = await sign_in.client([ClientScope.records_read])
    items = (await client.get("/agenda/items?on=2026-11-30")).json()["items"]
    assert {each["name"] for each in items} == {None}


async def test_every_day_of_a_random_year_is_a_plain_recount(app: FastAPI, make: Make, sign_in: SignIn) -> None:
    school, other = await make.school(), await make.school()
    staff = [await make.teacher(school) for _ in range(3)]
    rows = random_assignments(7, 400, [Place(school.id, HOME, staff), Place(other.id, HOME, [])])
    await add_many(app, Assignment, rows)
    gone = {AssignmentStatus.void, AssignmentStatus.refused}
    begins = Counter(row["start_on"] for row in rows if row["status"] not in gone)
    ends = Counter(row["end_on"] for row in rows if row["status"] not in gone | {AssignmentStatus.planned})
    county = await sign_in(Role.county_coordinator, HOME)
    for number in range(12):
        asked = f"2023-{number + 1:02d}"
        found = await month(county, asked)
        days = {day for day in begins | ends if f"{day:%Y-%m}" == asked}
        assert {on: parts.get("assignment_begins", 0) for on, parts in found.items()} == {
            day.isoformat(): begins[day] for day in days
        }
        assert {on: parts.get("assignment_ends", 0) for on, parts in found.items()} == {
            day.isoformat(): ends[day] for day in days
        }
    busy, count = begins.most_common(1)[0]
    listed = await county.get(f"/agenda/items?on={busy}&kind=assignment_begins&count=true")
    assert listed.json()["count"] == count


async def test_a_month_costs_the_same_with_little_and_with_much(
    app: FastAPI, world: World, make: Make, sign_in: SignIn
) -> None:
    county, costs = await sign_in(Role.county_coordinator, HOME), []
    for more in (0, 12):
        for number in range(more):
            start = date(2026, 11, 1) + timedelta(days=number)
            await make.assignment(await make.teacher(world.urban), world.urban, world.rural, start_on=start)
        with counted_reads(app) as statements:
            await month(county)
            await county.get("/agenda/items?on=2026-11-30&count=true")
        costs.append(len(statements))
    assert costs[0] == costs[1]
