"""Nobody serves at two schools at once: under races, across a person's employments, on both databases."""

import asyncio
import random
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from services.api.features.assignments.models import Assignment
from services.api.features.staff.models import Staff
from services.api.kernel.clock import SetClock
from services.api.main import equip
from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for

AT_ONCE = 50


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


def plan(world: World, start_on: str, end_on: str, **changes: Any) -> dict[str, Any]:
    return {
        "staff_id": str(world.staff[0].id), "receiving_school_id": str(world.rural.id), "mode": "support_teaching",
        "workload": "full_time", "start_on": start_on, "end_on": end_on, **changes,
    }  # fmt: skip


async def how_many(app: FastAPI) -> int:
    async with app.state.database.reader() as session:
        return int(await session.scalar(select(func.count()).select_from(Assignment)) or 0)


async def test_of_fifty_plans_at_once_exactly_one_is_made(app: FastAPI, world: World, county: Caller) -> None:
    days = [f"2026-12-{day:02d}" for day in range(1, 26)]
    bodies = [plan(world, days[number % 25], "2027-08-31") for number in range(AT_ONCE)]
    answers = await asyncio.gather(*(county.insist("/assignments", body) for body in bodies))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * (AT_ONCE - 1), codes
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"assignment.overlap"}
    assert await how_many(app) == 1


async def test_who_is_told_503_comes_back_with_the_same_key_and_gets_the_answer(
    app: FastAPI, database_url: str, clock: SetClock, world: World, county: Caller
) -> None:
    """More callers than connections, none of which is free in time: an early 503 instead of a hanging page."""
    await app.state.database.close()
    app.state.passwords.close()
    equip(app, settings_for(database_url, pool_size=1, pool_timeout_seconds=0.05), clock)
    body = plan(world, "2026-12-07", "2027-08-31")
    async with app.state.database.writer() as busy, app.state.database.reader() as busy_too:
        await busy.execute(text("select 1"))
        await busy_too.execute(text("select 1"))
        waiting = [asyncio.create_task(county.insist("/assignments", body)) for _ in range(5)]
        await asyncio.sleep(0.5)
        assert not any(task.done() for task in waiting)
    answers = await asyncio.gather(*waiting)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 4


async def test_of_fifty_extensions_and_plans_at_once_no_two_overlap(
    app: FastAPI, world: World, make: Make, county: Caller
) -> None:
    first = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 31))
    extend = {"end_on": "2027-06-30", "reason": "接着教完这一学年"}
    calls = [county.insist(f"/assignments/{first.id}/extend", extend, version=1)]
    calls += [county.insist("/assignments", plan(world, "2027-03-01", "2027-08-31")) for _ in range(AT_ONCE - 1)]
    answers = await asyncio.gather(*calls)
    assert sum(answer.status_code < 300 for answer in answers) == 1
    assert {answer.json()["code"] for answer in answers if answer.status_code >= 300} == {"assignment.overlap"}


async def test_the_refusal_names_the_other_assignment(world: World, make: Make, county: Caller) -> None:
    person = await make.teacher(world.urban, name="陈思远")
    first = await make.assignment(person, world.urban, world.rural, end_on=date(2027, 1, 31))
    answer = await county.post("/assignments", plan(world, "2027-01-31", "2027-08-31", staff_id=str(person.id)))
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment.overlap")
    assert answer.json()["detail"] == (
        "陈思远这段时间已有交流任务（云坪镇中心小学，9月1日至2027年1月31日），不能重叠。"
    )
    assert answer.json()["errors"][0]["params"]["assignment_id"] == str(first.id)
    next_day = await county.post("/assignments", plan(world, "2027-02-01", "2027-08-31", staff_id=str(person.id)))
    assert next_day.status_code == 201, next_day.text


async def test_part_time_work_may_lie_beside_a_full_time_assignment(world: World, make: Make, county: Caller) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    beside = await county.post("/assignments", plan(world, "2026-11-01", "2026-12-31", workload="part_time"))
    assert beside.status_code == 201
    path = f"/assignments/{beside.json()['id']}"
    made_full = await county.patch(path, {"workload": "post_cover"}, version=1)
    assert (made_full.status_code, made_full.json()["code"]) == (409, "assignment.overlap")
    assert (await county.get(path)).json()["workload"] == "part_time"


async def test_it_is_the_person_that_counts_not_the_employment(world: World, make: Make, county: Caller) -> None:
    before = await make.teacher(world.urban, ended_on=date(2026, 11, 30))
    await make.assignment(before, world.urban, world.rural)
    since = Staff(
        person_id=before.person_id, county_code=HOME, school_id=world.urban.id, post=before.post, title=before.title,
        stage=before.stage, hired_on=date(2026, 12, 1),
    )  # fmt: skip
    await make.add(since)
    answer = await county.post("/assignments", plan(world, "2027-08-31", "2028-08-31", staff_id=str(since.id)))
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment.overlap")


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_postgresql_itself_refuses_what_the_service_did_not_see(world: World, make: Make) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    with pytest.raises(IntegrityError, match="ex_assignment_person_period"):
        await make.assignment(world.staff[0], world.urban, world.neighbour, start_on=date(2027, 8, 31))


async def test_two_who_confirm_at_once_do_not_undo_each_other(
    world: World, make: Make, county: Caller, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural, status=AssignmentStatus.planned)
    sending = await sign_in(Role.school_leader, school=world.urban)
    path = f"/assignments/{row.id}/confirm"
    answers = await asyncio.gather(county.post(path, version=1), sending.post(path, version=1))
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    late = sending if answers[0].status_code == 200 else county
    assert (await late.post(path, version=2)).status_code == 200
    confirmed = (await county.get(f"/assignments/{row.id}")).json()["confirmations"]
    assert [part["by"] for part in confirmed if part["confirmed_at"]] == ["sending", "county"]


async def test_forty_random_plans_are_taken_exactly_when_no_day_is_shared(
    app: FastAPI, world: World, county: Caller
) -> None:
    chance, taken = random.Random(20261203), [set[int]()]
    first = date(2026, 9, 1)
    for _ in range(40):
        start, length, full = chance.randrange(300), chance.randrange(40), chance.random() < 0.8
        days = set(range(start, start + length + 1))
        begins, ends = (first + timedelta(days=offset) for offset in (start, start + length))
        workload = "full_time" if full else "part_time"
        answer = await county.post("/assignments", plan(world, str(begins), str(ends), workload=workload))
        free = not full or all(days.isdisjoint(other) for other in taken)
        assert answer.status_code == (201 if free else 409), answer.text
        if full and free:
            taken.append(days)
    assert 5 < len(taken) < 30
