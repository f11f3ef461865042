"""How numbers are asked for, at S-01: series, filters, who asks, what is left out, 304, any number of rows."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.counting import outcome_of
from services.api.features.assignments.models import Assignment
from services.api.features.statistics.indicators_exchange import LEFT_OUT
from services.api.kernel.clock import SetClock
from services.contracts.codes import ClientScope, Direction, ExchangeMode, Locality, Post, Role, Sex, YearBasis
from tests.factories.many import Place, Rows, add_many, multiply, random_assignments
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.recounting import ask, figures, grouped, in_year, is_counted, of_county, told

SEED = 20261203
NUMBER = "/statistics/S-01"


@pytest.fixture
async def places(make: Make) -> list[Place]:
    """Six schools in four counties; each sends four people."""
    made = []
    for county in (HOME, HOME, NEIGHBOUR, NEIGHBOUR, THIRD, "610222"):
        school = await make.school(county, Locality.urban)
        made.append(Place(school.id, county, [await make.teacher(school) for _ in range(4)]))
    return made


@pytest.fixture
async def rows(app: FastAPI, places: list[Place]) -> Rows:
    """Three hundred assignments of all kinds."""
    made = random_assignments(SEED, 300, places)
    await add_many(app, Assignment, made)
    return made


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


def kept(rows: Rows, years: Sequence[int], basis: YearBasis, prefix: str = "61") -> Rows:
    """What counts in any of some school years in the counties of a region."""
    return [
        row for row in rows
        if is_counted(row) and row["home_county_code"].startswith(prefix)
        and any(in_year(row, year, basis) for year in years)
    ]  # fmt: skip


def numbers(rows: Rows) -> dict[str, Any]:
    return {"numerator": len(rows), "persons": len({row["person_id"] for row in rows})}


@pytest.mark.parametrize("basis", YearBasis)
async def test_a_series_of_school_years_equals_a_recount_of_each_year(
    rows: Rows, province: Caller, basis: YearBasis
) -> None:
    answer = await ask(province, "S-01", group_by="school_year,direction", basis=basis.value)
    assert (answer["first_school_year"], answer["school_year"]) == (2022, 2026)
    assert told(answer) == {
        (year, *group): numbers(found)
        for year in range(2022, 2027)
        for group, found in grouped(
            kept(rows, [year], basis), ["direction"], {"direction": lambda row: row["direction"]}
        ).items()
    }
    assert figures(answer["total"]) == numbers(kept(rows, range(2022, 2027), basis))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("direction", Direction.urban_to_rural),
        ("mode", ExchangeMode.support_teaching),
        ("post", Post.principal),
        ("sex", Sex.female),
    ],
)
async def test_a_filter_keeps_exactly_its_rows(rows: Rows, province: Caller, name: str, value: Any) -> None:
    answer = await ask(province, "S-01", group_by="county", basis="in_post", **{name: value.value})
    wanted = [row for row in kept(rows, [2026], YearBasis.in_post) if row[name] is value]
    by_county = {"county": of_county("home_county_code", "county")}
    assert told(answer) == {key: numbers(found) for key, found in grouped(wanted, ["county"], by_county).items()}
    assert answer["filters"] == {name: value.value}


async def test_what_is_left_out_is_told_with_the_reason(rows: Rows, province: Caller) -> None:
    answer = await ask(province, "S-01", school_year="2024")
    expected: dict[str, int] = defaultdict(int)
    for row in rows:
        outcome = outcome_of(row["status"], row["mode"]).value
        if row["school_year"] == 2024 and row["home_county_code"].startswith("61"):
            expected[outcome] += 1
    reasons = {each.reason for each in LEFT_OUT}
    assert {left["reason"]: left["count"] for left in answer["left_out"]} == {
        reason: count for reason, count in expected.items() if reason in reasons
    }
    assert all(left["label"] for left in answer["left_out"])


async def test_each_caller_counts_its_own_region_and_a_school_its_own_people(
    rows: Rows, places: list[Place], sign_in: SignIn, make: Make
) -> None:
    for role, region, prefix in (
        (Role.county_coordinator, HOME, HOME),
        (Role.city_supervisor, CITY, "6103"),
        (Role.province_supervisor, PROVINCE, "61"),
    ):
        answer = await ask(await sign_in(role, region), "S-01", basis="in_post")
        assert answer["region_code"] == region
        assert figures(answer["total"]) == numbers(kept(rows, [2026], YearBasis.in_post, prefix))
    world: World = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural)
    await make.assignment(world.staff[3], world.rural, world.urban)
    await make.assignment(world.staff[1], world.urban, world.neighbour)
    counted = [
        (await ask(await sign_in(Role.school_reporter, school=school), "S-01"))["total"]["numerator"]
        for school in (world.urban, world.rural, world.third)
    ]
    assert counted == [3, 2, 0]


async def test_an_answer_says_unit_basis_version_and_time_in_the_order_of_the_code_list(
    rows: Rows, province: Caller
) -> None:
    answer = await ask(province, "S-01", school_year="2026-2027", group_by="direction", basis="in_post")
    assert (answer["unit"], answer["year_basis"], answer["school_year"]) == ("assignments", "in_post", 2026)
    assert answer["definition"]["version"] == 1
    assert answer["as_of"] == "2026-12-03T01:40:00Z"
    labels = {direction.value: direction.label for direction in Direction}
    seen = [row["group"]["direction"] for row in answer["rows"]]
    assert [row["labels"]["direction"] for row in answer["rows"]] == [labels[each] for each in seen]
    assert seen == sorted(seen, key=list(labels).index)


async def test_nothing_is_an_empty_table_and_a_zero_total(province: Caller, sign_in: SignIn) -> None:
    for caller in (province, await sign_in.client([ClientScope.stats_read], PROVINCE)):
        answer = await ask(caller, "S-01", group_by="county")
        assert (answer["rows"], figures(answer["total"]), answer["left_out"]) == (
            [], {"numerator": 0, "persons": 0}, [],
        )  # fmt: skip


REFUSED = [
    ({"group_by": "shoe_size"}, 422, "statistics.dimension", "shoe_size"),
    ({"group_by": "county,direction,mode,post,sex"}, 422, "statistics.too_many_dimensions", "4"),
    ({"school_year": "2027"}, 422, "statistics.year_in_future", "2027-2028"),
    ({"school_year": "2026-2028"}, 422, "request.invalid", ""),
    ({"group_by": "school_year", "first_school_year": "2027"}, 422, "statistics.year_in_future", "2027-2028"),
    ({"group_by": "school_year", "school_year": "2024", "first_school_year": "2025"}, 422, "request.invalid", ""),
    ({"basis": "sometimes"}, 422, "request.invalid", ""),
    ({"region_code": "440883"}, 403, "permission.out_of_region", "吴川"),
    ({"region_code": "999999"}, 404, "resource.not_found", ""),
    ({"region_code": "61"}, 422, "request.invalid", ""),
    ({"shoe_size": "43"}, 422, "query.unknown", "shoe_size"),
]


async def test_a_question_that_cannot_be_answered_is_a_problem_that_names_why(province: Caller) -> None:
    for params, status, code, named in REFUSED:
        answer = await province.get(NUMBER, params=params)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert named in answer.json()["detail"]


async def test_the_second_pull_is_a_304_and_a_write_changes_the_tag(
    rows: Rows, province: Caller, make: Make, clock: SetClock
) -> None:
    params = {"school_year": "2026", "group_by": "direction"}
    first = await province.get(NUMBER, params=params)
    tag = {"If-None-Match": first.headers["etag"]}
    clock.forward(timedelta(minutes=5))
    second = await province.get(NUMBER, params=params, headers=tag)
    assert (second.status_code, second.content) == (304, b"")
    world = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural)
    third = await province.get(NUMBER, params=params, headers=tag)
    assert third.status_code == 200
    assert third.headers["etag"] != first.headers["etag"]
    assert third.json()["total"]["numerator"] == first.json()["total"]["numerator"] + 1


@pytest.mark.slow
async def test_a_hundred_thousand_rows_take_as_many_queries_as_ten(
    app: FastAPI, places: list[Place], province: Caller
) -> None:
    params = {"group_by": "county,direction,post", "basis": "in_post"}
    rows = random_assignments(1, 1000, places)
    await add_many(app, Assignment, rows[:10])
    await ask(province, "S-01", **params)
    with counted_reads(app) as few:
        await ask(province, "S-01", **params)
    await add_many(app, Assignment, rows[10:])
    await multiply(app, Assignment, 100)
    with counted_reads(app) as many:
        answer = await ask(province, "S-01", **params)
    assert len(many) == len(few) <= 8
    assert answer["total"]["numerator"] == 100 * len(kept(rows, [2026], YearBasis.in_post))
