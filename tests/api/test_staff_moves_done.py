"""People are moved on their day, once, or it is said why not (W-17)."""

import asyncio
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.staff_moves.models import StaffMove
from services.contracts.codes import (
    Role,
    Title,
)
from tests.api.staff_moving import (
    AT_ONCE,
    LATER,
    REASON,
    TODAY,
    body,
    decided,
    employments,
    posts,
    step,
    worker_on,
)
from tests.factories.world import CITY, HOME, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the school that is left."""
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def county(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
async def city(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.city_supervisor, CITY)


async def test_inside_county_and_establishment_the_school_decides_files_and_the_person_moves_on_the_day(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await decided(school, body(world))
    assert (row["status"], row["needs_approval"]) == ("decided", False)
    assert row["allowed_actions"] == ["edit", "file", "propose", "withdraw"]
    row = await step(school, row, "file")
    assert (row["status"], row["filed_on"], row["allowed_actions"]) == ("filed", TODAY, ["withdraw"])
    assert row["to_side"]["coming"] == row["from_side"]["leaving"] == 1
    assert await worker_on(app, date(2026, 12, 19)) == 0
    assert await worker_on(app, date(2026, 12, 20)) == 1
    assert await worker_on(app, date(2026, 12, 20)) == 0, "a second run has nothing left to do"
    old, new = await employments(app, world.staff[0])
    assert (old.ended_on, old.school_id) == (date(2026, 12, 19), world.urban.id)
    assert (new.hired_on, new.ended_on, new.school_id) == (date(2026, 12, 20), None, world.rural.id)
    assert (new.title, new.subject, new.in_quota) == (Title.first, "语文", True)
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert (seen["status"], seen["moved_on"], seen["new_staff_id"]) == ("moved", LATER, str(new.id))
    assert [each["text"] for each in seen["timeline"]] == ["人员记录转到了新学校", "报了备案", "学校决定调动"]


async def test_a_move_of_today_is_done_when_it_is_filed(app: FastAPI, make: Make, world: World, school: Caller) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world, planned_on=TODAY)), "file")
    assert (row["status"], row["moved_on"]) == ("moved", TODAY)
    assert [each.ended_on for each in await employments(app, world.staff[0])] == [date(2026, 12, 2), None]


async def test_the_last_post_of_a_school_is_filed_for_one_person_alone(
    app: FastAPI, make: Make, world: World, school: Caller
) -> None:
    await posts(make, world.rural, 3)
    first = await decided(school, body(world))
    second = await decided(school, body(world, staff_id=str(world.staff[1].id)))
    answers = await asyncio.gather(
        *(school.post(f"/staff-moves/{row['id']}/file", version=row["version"]) for row in (first, second))
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    refused = next(each for each in answers if each.status_code == 409).json()
    assert refused["code"] == "staff_move.no_room"
    assert "还有1人要调入" in refused["detail"]


async def test_fifty_decide_about_one_person_at_once_and_one_wins(app: FastAPI, world: World, school: Caller) -> None:
    answers = await asyncio.gather(*(school.insist("/staff-moves", body(world)) for _ in range(AT_ONCE)))
    assert sorted(each.status_code for each in answers) == [201, *[409] * (AT_ONCE - 1)]
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(StaffMove)) == 1


async def test_worker_and_clerk_who_act_at_once_move_the_person_once(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world)), "file")
    async with app.state.database.writer(clock=app.state.clock) as db:
        (await db.scalars(select(StaffMove))).one().planned_on = date(2026, 12, 3)
    version = (await county.get(f"/staff-moves/{row['id']}")).json()["version"]
    clerks = [county.post(f"/staff-moves/{row['id']}/carry-out", version=version) for _ in range(5)]
    workers = [worker_on(app, date(2026, 12, 3)) for _ in range(5)]
    answers, moved = await asyncio.gather(asyncio.gather(*clerks), asyncio.gather(*workers))
    assert [each.status_code for each in answers].count(200) + sum(moved) == 1
    assert len(await employments(app, world.staff[0])) == 2


async def test_what_cannot_be_done_on_its_day_says_why_and_is_done_when_it_can(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world, planned_on="2026-12-04")), "file")
    task = await make.assignment(world.staff[0], world.urban, world.neighbour)
    assert await worker_on(app, date(2026, 12, 4)) == 0
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert (seen["status"], seen["held_on"]) == ("filed", "2026-12-04")
    assert seen["held_why"] == "这名教职工还有没结束的交流任务，要先办结束。"
    assert await worker_on(app, date(2026, 12, 5)) == 0
    told = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert told["version"] == seen["version"], "the same trouble leaves no further event"
    assert [each["id"] for each in (await county.get("/staff-moves?held=true")).json()["items"]] == [row["id"]]
    async with app.state.database.writer(clock=app.state.clock) as db:
        (await db.get_one(type(task), task.id)).end_on = date(2026, 12, 5)
    assert await worker_on(app, date(2026, 12, 8)) == 1
    assert [each.ended_on for each in await employments(app, world.staff[0])] == [date(2026, 12, 7), None]


async def test_a_person_who_has_left_is_not_moved(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world)), "file")
    left = {"ended_on": "2026-12-05", "reason": "退休"}
    assert (await school.post(f"/staff/{world.staff[0].id}/end", left, version=1)).status_code == 200
    assert await worker_on(app, date(2026, 12, 20)) == 0
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert "人事关系到12月5日" in seen["held_why"]
    assert len(await employments(app, world.staff[0])) == 1
    assert (await step(county, seen, "void", REASON))["status"] == "void"


async def test_two_records_of_a_person_take_the_move_along_and_two_moves_stand_in_the_way(
    make: Make, world: World, school: Caller, county: Caller
) -> None:
    gone = await make.teacher(world.urban, ended_on=date(2022, 7, 31), hired_on=date(2021, 9, 1))
    row = await decided(school, body(world))
    merge = {"kept_person_id": str(gone.person_id), "merged_person_id": row["person_id"], "reason": "登记了两次"}
    made = await county.post("/person-merges", merge)
    assert made.status_code == 201, made.text
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert (seen["person_id"], seen["status"]) == (str(gone.person_id), "proposed")
    other = await decided(school, body(world, staff_id=str(world.staff[1].id)))
    both = {**merge, "kept_person_id": seen["person_id"], "merged_person_id": other["person_id"]}
    refused = await county.post("/person-merges", both)
    assert (refused.status_code, refused.json()["code"]) == (409, "person.merge_blocked")
    assert "两条记录各有一项没办完的调动，先办完或撤回其中一项。" in refused.json()["detail"]
