"""Public schools against their approved posts, and what is done about a surplus (S-35, ND-24, W-17.4, W-17.5)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from services.api.features.schools.models import School, SchoolHeadcount
from services.api.features.staff_moves import rules
from services.contracts.codes import HeadcountState, Ownership, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, STARTED, THIRD, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def county(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def posts(make: Make, school: School, approved: int, **changes: Any) -> None:
    values: dict[str, Any] = {"start_on": STARTED, "basis": "编办〔2020〕3号", **changes}
    await make.add(
        SchoolHeadcount(
            school_id=school.id, county_code=school.county_code, approved=approved, senior_posts=0, middle_posts=0,
            junior_posts=0, **values,
        )
    )  # fmt: skip


async def listed(caller: Caller, asked: str = "") -> dict[str, Any]:
    found: dict[str, Any] = (await caller.get(f"/headcounts?count=true{asked}")).json()
    return found


async def test_a_county_sees_who_is_over_under_and_of_whom_no_number_is_known(
    make: Make, world: World, county: Caller
) -> None:
    full = await make.school(HOME, name="城关小学")
    await posts(make, world.urban, 2)
    await posts(make, full, 1)
    await make.teacher(full)
    seen = await listed(county)
    rows = {row["school"]["name"]: row for row in seen["items"]}
    assert {name: (row["state"], row["approved"], row["in_quota"], row["gap"]) for name, row in rows.items()} == {
        "县实验小学": ("over", 2, 3, 1),
        "城关小学": ("even", 1, 1, 0),
        "云坪镇中心小学": ("unknown", None, 2, None),
    }
    assert seen["sums"] == {
        "over": 1, "under": 0, "even": 1, "unknown": 1, "approved": 3, "in_quota": 4, "people_over": 1,
        "people_under": 0,
    }  # fmt: skip
    assert rows["县实验小学"]["allowed_actions"] == ["set-headcount", "redeploy", "resolve"]
    assert [row["school"]["name"] for row in (await listed(county, "&state=unknown"))["items"]] == ["云坪镇中心小学"]


async def test_only_people_in_the_establishment_who_are_there_count(make: Make, world: World, county: Caller) -> None:
    await make.teacher(world.urban, in_quota=False)
    await make.teacher(world.urban, ended_on=date(2026, 8, 31))
    await posts(make, world.urban, 5)
    (row,) = (await listed(county, f"&school_id={world.urban.id}"))["items"]
    assert (row["in_quota"], row["state"], row["gap"]) == (3, "under", -2)


async def test_the_number_of_today_counts_and_not_that_of_another_day(make: Make, world: World, county: Caller) -> None:
    await posts(make, world.urban, 9, end_on=date(2026, 12, 31))
    await posts(make, world.urban, 1, start_on=date(2027, 1, 1))
    (row,) = (await listed(county, f"&school_id={world.urban.id}"))["items"]
    assert (row["approved"], row["since"], row["basis"]) == (9, "2020-09-01", "编办〔2020〕3号")


async def test_private_and_closed_schools_have_no_establishment(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    async with app.state.database.writer(clock=app.state.clock) as db:
        for school, changes in ((world.urban, {"ownership": Ownership.private}), (world.rural, {"closed_on": STARTED})):
            (await db.get_one(School, school.id)).sqlmodel_update(changes)
    assert (await listed(county))["items"] == []


async def test_each_sees_the_schools_of_its_own_scope(world: World, sign_in: SignIn) -> None:
    for caller, names in (
        (await sign_in(Role.school_reporter, school=world.rural), ["云坪镇中心小学"]),
        (await sign_in(Role.county_coordinator, NEIGHBOUR), ["白果镇小学"]),
        (await sign_in(Role.county_coordinator, THIRD), ["沙坝小学"]),
        (await sign_in(Role.city_supervisor, CITY), ["白果镇小学", "县实验小学", "云坪镇中心小学"]),
    ):
        assert [row["school"]["name"] for row in (await listed(caller))["items"]] == names


async def test_a_surplus_resolved_otherwise_is_recorded_with_its_paper_and_can_be_voided(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    body = {
        "school_id": str(world.urban.id), "method": "training", "people": 2, "done_on": "2026-11-20",
        "basis": "区教委〔2026〕8号",
    }  # fmt: skip
    early = await county.post("/surplus-measures", body)
    assert (early.status_code, early.json()["code"]) == (409, "surplus_measure.not_over")
    await posts(make, world.urban, 1)
    for day in ("2026-12-04", "2025-01-01"):
        assert (await county.post("/surplus-measures", {**body, "done_on": day})).status_code == 422
    other = await sign_in(Role.school_reporter, school=world.rural)
    assert (await other.post("/surplus-measures", body)).status_code == 404
    school = await sign_in(Role.school_leader, school=world.urban)
    made = (await school.post("/surplus-measures", body)).json()
    (row,) = (await listed(county, f"&school_id={world.urban.id}"))["items"]
    assert (row["resolved"], row["in_quota"]) == (2, 3)
    assert (await other.get("/surplus-measures")).json()["items"] == []
    path = f"/surplus-measures/{made['id']}/void"
    done = await county.post(path, {"reason": "登记错了"}, version=made["version"])
    assert (done.status_code, done.json()["is_void"]) == (200, True)
    again = await county.post(path, {"reason": "登记错了"}, version=done.json()["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    assert (await county.get("/surplus-measures")).json()["items"] == []
    assert len((await county.get("/surplus-measures?include_void=true")).json()["items"]) == 1


people = st.integers(min_value=0, max_value=60)


@settings(max_examples=200)
@given(approved=st.none() | people, in_quota=people, coming=people)
def test_there_is_room_only_where_a_known_number_of_posts_is_not_used_up(
    approved: int | None, in_quota: int, coming: int
) -> None:
    room = rules.Room(approved, in_quota, coming, leaving=3, weak=False)
    free = approved is not None and in_quota + coming < approved
    assert (room.lack(1) == "") is free
    if free:
        assert room.state is HeadcountState.under, "nobody is sent to a school that is over its posts"
    assert (room.state is HeadcountState.unknown) is (approved is None)
