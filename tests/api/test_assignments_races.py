"""Fifty at once confirm, swap, replace, extend and plan: no wrong state, and nobody is at two schools on one day."""

import asyncio
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.assignments.models import Assignment
from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

AT_ONCE = 50
NEVER = {AssignmentStatus.refused, AssignmentStatus.void}


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def stored(app: FastAPI) -> list[Assignment]:
    row: Any = Assignment
    async with app.state.database.reader() as session:
        return list((await session.scalars(select(Assignment).order_by(row.id))).all())


async def nobody_is_at_two_schools(app: FastAPI) -> None:
    live = [row for row in await stored(app) if row.exclusive and row.status not in NEVER]
    for one, other in combinations(live, 2):
        apart = one.end_on < other.start_on or other.end_on < one.start_on
        assert one.person_id != other.person_id or apart, (one.id, other.id)


async def planned(make: Make, world: World, person: int, start_on: date, end_on: date, **more: Any) -> Assignment:
    return await make.assignment(
        world.staff[person], world.urban, more.pop("at", world.rural), status=AssignmentStatus.planned,
        arrived_on=None, start_on=start_on, end_on=end_on, **more,
    )  # fmt: skip


async def test_of_fifty_confirmations_each_part_is_given_once_and_the_third_one_decides(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    row = await planned(make, world, 0, date(2026, 12, 7), date(2027, 8, 31))
    parties = [
        county,
        await sign_in(Role.school_leader, school=world.urban),
        await sign_in(Role.school_leader, school=world.rural),
    ]
    path, states = f"/assignments/{row.id}/confirm", []
    for version in (1, 2, 3):
        calls = [parties[n % 3].insist(path, version=version) for n in range(AT_ONCE)]
        answers = await asyncio.gather(*calls)
        taken = [each for each in answers if each.status_code == 200]
        assert len(taken) == 1
        assert {each.status_code for each in answers} <= {200, 409, 412}
        states.append(taken[0].json()["status"])
    assert states == ["planned", "planned", "confirmed"]


async def test_of_fifty_swaps_of_two_plans_exactly_one_happens(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    one = await planned(make, world, 0, date(2026, 12, 7), date(2027, 1, 31))
    other = await planned(make, world, 1, date(2027, 2, 20), date(2027, 8, 31))
    both = ((one, other), (other, one))

    async def swap(mine: Assignment, theirs: Assignment) -> Any:
        body = {"other_id": str(theirs.id), "other_version": 1}
        return await county.insist(f"/assignments/{mine.id}/swap", body, version=1)

    answers = await asyncio.gather(*(swap(*both[n % 2]) for n in range(AT_ONCE)))
    assert sum(each.status_code == 200 for each in answers) == 1, {each.text for each in answers}
    assert {each.status_code for each in answers} <= {200, 409, 412}
    found = {row.id: row for row in await stored(app)}
    assert (found[one.id].start_on, found[other.id].start_on) == (date(2027, 2, 20), date(2026, 12, 7))
    assert (found[one.id].swapped_with_id, found[other.id].swapped_with_id) == (other.id, one.id)
    assert [found[row.id].person_id for row in (one, other)] == [one.person_id, other.person_id]


async def test_of_fifty_replacements_of_one_plan_one_person_takes_over(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    row = await planned(make, world, 0, date(2026, 12, 7), date(2027, 8, 31))
    bodies = [{"staff_id": str(world.staff[1 + n % 2].id), "reason": "另有任务"} for n in range(AT_ONCE)]
    answers = await asyncio.gather(*(
        county.insist(f"/assignments/{row.id}/substitute", body, version=1) for body in bodies
    ))  # fmt: skip
    assert sum(each.status_code == 200 for each in answers) == 1
    assert {each.status_code for each in answers} <= {200, 409, 412}
    rows = await stored(app)
    assert sorted(each.status.value for each in rows) == ["planned", "void"]
    assert [each.replaces_id for each in rows if each.status is AssignmentStatus.planned] == [row.id]


async def test_of_fifty_extensions_of_one_assignment_one_is_kept_with_its_own_last_day(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 31))
    days = [date(2027, 1, 1 + n % 25) for n in range(AT_ONCE)]
    path = f"/assignments/{row.id}/extend"
    bodies = [{"end_on": day.isoformat(), "reason": "目标还没有达到"} for day in days]
    answers = await asyncio.gather(*(county.insist(path, body, version=1) for body in bodies))
    kept = [(day, each) for day, each in zip(days, answers, strict=True) if each.status_code == 200]
    assert len(kept) == 1, {each.text for each in answers}
    assert {each.status_code for each in answers} <= {200, 409, 412}
    (found,) = await stored(app)
    assert (found.end_on, found.planned_end_on) == (kept[0][0], date(2026, 12, 31))
    extensions = (await county.get(f"/assignments/{row.id}")).json()["extensions"]
    assert [each["to_end_on"] for each in extensions] == [found.end_on.isoformat()]


async def test_swaps_extensions_and_plans_at_once_leave_nobody_at_two_schools(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    """A swap brings the spring to somebody whose autumn is being extended into it, while others plan the summer."""
    running = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 31))
    autumn = await planned(make, world, 0, date(2027, 7, 1), date(2027, 7, 31))
    spring = await planned(make, world, 1, date(2027, 3, 1), date(2027, 6, 30))
    extend = {"end_on": "2027-04-30", "reason": "接着教完"}
    plan = {
        "staff_id": str(world.staff[1].id), "receiving_school_id": str(world.rural.id), "mode": "support_teaching",
        "workload": "full_time", "start_on": "2027-06-15", "end_on": "2027-07-15",
    }  # fmt: skip
    swap: dict[str, str | int] = {"other_id": str(spring.id), "other_version": 1}
    asked: list[tuple[str, dict[str, str | int], dict[str, Any]]] = [
        (f"/assignments/{autumn.id}/swap", swap, {"version": 1}),
        (f"/assignments/{running.id}/extend", dict(extend), {"version": 1}),
        ("/assignments", dict(plan), {}),
    ]
    calls = [county.insist(path, body, **more) for path, body, more in (asked[n % 3] for n in range(AT_ONCE))]
    answers = await asyncio.gather(*calls)
    assert {each.status_code for each in answers} <= {200, 201, 409, 412}, {each.text for each in answers}
    assert sum(each.is_success for each in answers) >= 1
    await nobody_is_at_two_schools(app)
    found = {row.id: row for row in await stored(app)}
    swapped = found[autumn.id].start_on == date(2027, 3, 1)
    extended = found[running.id].end_on == date(2027, 4, 30)
    assert not (swapped and extended)
