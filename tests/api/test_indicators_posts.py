"""Schools over and under their approved posts: the number of today, and of no other day (S-35)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.schools.models import School, SchoolHeadcount
from services.api.features.statistics.indicators import REGISTRY, known_dimensions
from services.contracts.codes import ClientScope, Ownership, Role
from tests.factories.many import Rows
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.recounting import ask, check, regions

SIZES = ((HOME, 2, 1), (HOME, 0, 3), (HOME, 3, None), (HOME, 1, 1), (NEIGHBOUR, 4, 2), (NEIGHBOUR, 1, 5),
         ("610222", 2, 2), (THIRD, 3, 1))  # fmt: skip
"""County, people in the establishment, approved posts."""


async def with_posts(make: Make, county: str, people: int, approved: int | None) -> School:
    school = await make.school(county)
    for _ in range(people):
        await make.teacher(school, in_quota=True)
    await make.teacher(school, in_quota=False)
    await make.teacher(school, in_quota=True, ended_on=date(2026, 6, 30))
    posts: dict[str, Any] = {"school_id": school.id, "county_code": county, "senior_posts": 0, "middle_posts": 0,
                             "junior_posts": 0, "basis": "核编文件"}  # fmt: skip
    if approved is not None:
        await make.add(
            SchoolHeadcount(**posts, approved=99, start_on=date(2020, 9, 1), end_on=date(2025, 8, 31)),
            SchoolHeadcount(**posts, approved=approved, start_on=date(2025, 9, 1)),
        )
    return school


@pytest.fixture
async def made(make: Make) -> Rows:
    found = [
        {
            "school": (school := await with_posts(make, *each)),
            "id": school.id,
            "county": each[0],
            "people": each[1],
            "approved": each[2],
        }
        for each in SIZES
    ]
    closed = await make.school(HOME)
    private = await make.school(HOME)
    closed.closed_on, private.ownership = date(2026, 7, 1), Ownership.private
    await make.add(closed, private)
    return found


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


def state_of(row: dict[str, Any]) -> str:
    if row["approved"] is None:
        return "unknown"
    return "even" if row["people"] == row["approved"] else "over" if row["people"] > row["approved"] else "under"


def numbers(rows: Rows) -> dict[str, Any]:
    states = [state_of(row) for row in rows]
    known = [row for row in rows if row["approved"] is not None]
    gaps = [row["people"] - row["approved"] for row in known]
    return {
        "numerator": states.count("over"), **{name: states.count(name) for name in ("under", "even", "unknown")},
        "approved": sum(row["approved"] for row in known), "in_quota": sum(row["people"] for row in known),
        "people_over": sum(gap for gap in gaps if gap > 0), "people_under": -sum(gap for gap in gaps if gap < 0),
    }  # fmt: skip


async def test_posts_equal_a_recount(made: Rows, province: Caller) -> None:
    values = {**regions("county"), "headcount_state": state_of}
    assert set(values) == set(known_dimensions(REGISTRY["S-35"]))
    mine = [row for row in made if row["county"].startswith("61")]
    await check(province, "S-35", mine, values, numbers)


async def test_each_caller_counts_its_own(made: Rows, sign_in: SignIn) -> None:
    for role, region, prefix in ((Role.county_coordinator, HOME, HOME), (Role.city_supervisor, CITY, "6103"),
                                 (Role.county_coordinator, THIRD, THIRD), (Role.finance, HOME, HOME)):  # fmt: skip
        total = (await ask(await sign_in(role, region), "S-35"))["total"]
        expected = numbers([row for row in made if row["county"].startswith(prefix)])
        assert {"numerator": total["numerator"], **total["also"]} == expected
    school = await sign_in(Role.school_reporter, school=made[0]["school"])
    assert (await ask(school, "S-35"))["total"]["also"]["in_quota"] == 2


@pytest.mark.parametrize(
    "params", [{"school_year": "2025"}, {"month": "2026-11"}, {"compare": "last_year"}]
)  # fmt: skip
async def test_other_days_have_no_number(province: Caller, params: dict[str, str]) -> None:
    answer = await province.get("/statistics/S-35", params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, "statistics.present_only")
    assert (await province.get("/statistics/S-35", params={"school_year": "2026"})).status_code == 200


async def test_the_schools_behind_are_told_to_who_reads_schools(made: Rows, province: Caller, sign_in: SignIn) -> None:
    page = (await province.get("/statistics/S-35/rows", params={"count": "true"})).json()
    over = {str(row["id"]) for row in made if state_of(row) == "over" and row["county"] != THIRD}
    assert ({each["id"] for each in page["items"]}, page["count"]) == (over, len(over))
    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    assert (await system.get("/statistics/S-35/rows")).json()["code"] == "statistics.rows_not_allowed"


async def test_the_statements_are_as_many_for_any_number_of_schools(app: FastAPI, made: Rows, province: Caller) -> None:
    async def statements(**params: Any) -> int:
        with counted_reads(app) as sent:
            await ask(province, "S-35", group_by="county,headcount_state", **params)
        return len(sent)

    assert await statements(county=HOME) == await statements() <= 8
