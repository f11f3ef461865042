"""S-01: what the API counts is what a plain recount in Python gives, for any grouping, filter, year and caller."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from services.api.features.assignments.counting import outcome_of
from services.api.features.assignments.models import Assignment
from services.api.features.statistics import rules
from services.api.kernel.clock import SetClock
from services.api.kernel.periods import Period, school_year_period
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    Direction,
    ExchangeMode,
    Locality,
    Post,
    Role,
    Sex,
    YearBasis,
)
from tests.factories.many import Place, Rows, add_many, multiply, random_assignments
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn

ROTATION = "/statistics/rotation"
SEED = 20261203
Groups = dict[tuple[str, ...], tuple[int, int]]
KEPT = {AssignmentStatus.active, AssignmentStatus.completed}


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
    return await sign_in.client([ClientScope.stats_read], PROVINCE)


def in_year(row: dict[str, Any], year: int, basis: YearBasis) -> bool:
    if basis is YearBasis.started:
        return school_year_period(year).contains(row["start_on"])
    return school_year_period(year).overlaps(Period(row["start_on"], row["end_on"]))


def within(year: int, basis: YearBasis) -> Callable[[dict[str, Any]], bool]:
    return lambda row: in_year(row, year, basis)


def is_counted(row: dict[str, Any]) -> bool:
    return row["status"] in KEPT and row["mode"] is not ExchangeMode.retiree_support


def value_of(row: dict[str, Any], name: str) -> str:
    if name in {"province", "city", "county"}:
        county = row["home_county_code"]
        return str({"province": county[:2] + "0000", "city": county[:4] + "00", "county": county}[name])
    return str(row[name])


def recount(
    rows: Rows, names: list[str], keep: Callable[[dict[str, Any]], bool]
) -> dict[tuple[str, ...], tuple[int, int]]:
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if is_counted(row) and keep(row):
            groups[tuple(value_of(row, name) for name in names)].append(row)
    return {group: (len(found), len({row["person_id"] for row in found})) for group, found in groups.items()}


def answered(answer: dict[str, Any]) -> Groups:
    return {
        tuple(str(row["group"][name]) for name in answer["group_by"]): (row["assignments"], row["persons"])
        for row in answer["rows"]
    }


async def ask(caller: Caller, **params: Any) -> dict[str, Any]:
    answer = await caller.get(ROTATION, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("basis", YearBasis)
@pytest.mark.parametrize("year", [2024, 2026])
async def test_every_grouping_equals_a_plain_recount(rows: Rows, province: Caller, basis: YearBasis, year: int) -> None:
    def keep(row: dict[str, Any]) -> bool:
        return in_year(row, year, basis) and row["home_county_code"].startswith("61")

    groupings = [[name] for name in rules.ROTATION_DIMENSIONS if name != "school_year"]
    groupings += [[], ["county", "direction"], ["city", "mode", "sex", "post"]]
    for names in groupings:
        answer = await ask(province, school_year=str(year), basis=basis.value, group_by=names)
        assert answered(answer) == (recount(rows, names, keep) or {(): (0, 0)}), names
        total = recount(rows, [], keep).get((), (0, 0))
        assert (answer["total_assignments"], answer["total_persons"]) == total
        assert total[0] > 0


@pytest.mark.parametrize("basis", YearBasis)
async def test_a_series_of_school_years_equals_a_recount_of_each_year(
    rows: Rows, province: Caller, basis: YearBasis
) -> None:
    answer = await ask(province, group_by="school_year,direction", basis=basis.value)
    assert (answer["first_school_year"], answer["school_year"]) == (2022, 2026)
    home = [row for row in rows if row["home_county_code"].startswith("61")]
    expected = {
        (str(year), *group): counts
        for year in range(2022, 2027)
        for group, counts in recount(home, ["direction"], within(year, basis)).items()
    }
    assert answered(answer) == expected
    any_year = recount(home, [], lambda row: any(in_year(row, year, basis) for year in range(2022, 2027)))
    assert (answer["total_assignments"], answer["total_persons"]) == any_year[()]


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
    answer = await ask(province, group_by="county", basis="in_post", **{name: value.value})
    kept = [row for row in rows if row[name] is value and row["home_county_code"].startswith("61")]
    assert answered(answer) == recount(kept, ["county"], within(2026, YearBasis.in_post))
    assert answer["filters"] == {name: value.value}


async def test_what_is_left_out_is_told_with_the_reason(rows: Rows, province: Caller) -> None:
    answer = await ask(province, school_year="2024")
    expected: dict[str, int] = defaultdict(int)
    for row in rows:
        outcome = outcome_of(row["status"], row["mode"])
        if outcome in rules.LEFT_OUT and row["school_year"] == 2024 and row["home_county_code"].startswith("61"):
            expected[outcome.value] += 1
    assert {left["reason"]: left["assignments"] for left in answer["left_out"]} == expected
    assert all(left["label"] for left in answer["left_out"])


async def test_each_caller_counts_its_own_region_and_a_school_its_own_people(
    rows: Rows, places: list[Place], sign_in: SignIn, make: Make
) -> None:
    def of(prefix: str) -> tuple[int, int]:
        home = [row for row in rows if row["home_county_code"].startswith(prefix)]
        return recount(home, [], within(2026, YearBasis.in_post)).get((), (0, 0))

    for role, region, prefix in (
        (Role.county_coordinator, HOME, HOME),
        (Role.city_supervisor, CITY, "6103"),
        (Role.province_supervisor, PROVINCE, "61"),
    ):
        answer = await ask(await sign_in(role, region), basis="in_post")
        assert answer["region_code"] == region
        assert (answer["total_assignments"], answer["total_persons"]) == of(prefix)

    world: World = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural)
    await make.assignment(world.staff[3], world.rural, world.urban)
    await make.assignment(world.staff[1], world.urban, world.neighbour)
    counted = [
        (await ask(await sign_in(Role.school_reporter, school=school)))["total_assignments"]
        for school in (world.urban, world.rural, world.third)
    ]
    assert counted == [3, 2, 0]


async def test_an_answer_says_unit_basis_definition_and_time(rows: Rows, province: Caller) -> None:
    answer = await ask(province, school_year="2026-2027", group_by="direction")
    assert (answer["unit"], answer["year_basis"], answer["school_year"]) == ("assignments", "started", 2026)
    assert answer["indicator"] == answer["definition"]["indicator"] == "S-01"
    assert answer["definition"]["version"] == 1
    assert answer["definition"]["formula"]
    assert answer["definition"]["counts"]
    assert answer["as_of"] == "2026-12-03T01:40:00Z"
    labels = {direction.value: direction.label for direction in Direction}
    assert all(row["labels"]["direction"] == labels[row["group"]["direction"]] for row in answer["rows"])
    by_county = await ask(province, group_by="county")
    assert {row["labels"]["county"] for row in by_county["rows"] if row["group"]["county"] == HOME} == {"陈仓区"}


async def test_groups_come_in_the_order_of_the_code_list(rows: Rows, province: Caller) -> None:
    answer = await ask(province, basis="in_post", group_by="post")
    order = [post.value for post in Post]
    seen = [row["group"]["post"] for row in answer["rows"]]
    assert seen == sorted(seen, key=order.index)


async def test_nothing_is_an_empty_table_and_a_zero_total(province: Caller) -> None:
    answer = await ask(province, group_by="county")
    assert (answer["rows"], answer["total_assignments"], answer["left_out"]) == ([], 0, [])


REFUSED = [
    ({"group_by": "shoe_size"}, 422, "statistics.dimension", "shoe_size"),
    ({"group_by": "county,direction,mode,post,sex"}, 422, "statistics.too_many_dimensions", "4"),
    ({"school_year": "2027"}, 422, "statistics.year_in_future", "2027-2028"),
    ({"school_year": "2026-2028"}, 422, "request.invalid", ""),
    ({"group_by": "school_year", "first_school_year": "2027"}, 422, "statistics.year_in_future", "2027-2028"),
    ({"group_by": "school_year", "school_year": "2024", "first_school_year": "2025"}, 422, "request.invalid", ""),
    ({"basis": "sometimes"}, 422, "request.invalid", ""),
    ({"direction": "upwards"}, 422, "request.invalid", ""),
    ({"region_code": "440883"}, 403, "permission.out_of_region", "吴川"),
    ({"region_code": "999999"}, 404, "resource.not_found", ""),
    ({"region_code": "61"}, 422, "request.invalid", ""),
    ({"shoe_size": "43"}, 422, "query.unknown", "shoe_size"),
]


@pytest.mark.parametrize(("params", "status", "code", "named"), REFUSED)
async def test_a_question_that_cannot_be_answered_is_a_problem_that_names_why(
    province: Caller, params: dict[str, str], status: int, code: str, named: str
) -> None:
    answer = await province.get(ROTATION, params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert named in answer.json()["detail"]


async def test_without_the_scope_or_the_permission_it_is_a_403(sign_in: SignIn) -> None:
    for caller in (await sign_in.client([ClientScope.records_read]), await sign_in(Role.teacher)):
        answer = await caller.get(ROTATION)
        assert answer.status_code == 403


async def test_the_second_pull_is_a_304_and_a_write_changes_the_tag(
    rows: Rows, province: Caller, make: Make, clock: SetClock
) -> None:
    params = {"school_year": "2026", "group_by": "direction"}
    first = await province.get(ROTATION, params=params)
    tag = {"If-None-Match": first.headers["etag"]}
    clock.forward(timedelta(minutes=5))
    second = await province.get(ROTATION, params=params, headers=tag)
    assert (second.status_code, second.content) == (304, b"")
    world = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural)
    third = await province.get(ROTATION, params=params, headers=tag)
    assert third.status_code == 200
    assert third.headers["etag"] != first.headers["etag"]
    assert third.json()["total_assignments"] == first.json()["total_assignments"] + 1


def statements(app: FastAPI) -> list[str]:
    seen: list[str] = []
    for engine in {app.state.database.read_engine, app.state.database.write_engine}:
        event.listen(engine.sync_engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    return seen


@pytest.mark.slow
async def test_a_hundred_thousand_rows_take_as_many_queries_as_ten(
    app: FastAPI, places: list[Place], province: Caller
) -> None:
    params = {"group_by": "county,direction,post", "basis": "in_post"}
    rows = random_assignments(1, 1000, places)
    await add_many(app, Assignment, rows[:10])
    await ask(province, **params)
    seen = statements(app)
    await ask(province, **params)
    few = len(seen)
    await add_many(app, Assignment, rows[10:])
    await multiply(app, Assignment, 100)
    seen.clear()
    answer = await ask(province, **params)
    assert len(seen) == few <= 8
    home = [row for row in rows if row["home_county_code"].startswith("61")]
    assert answer["total_assignments"] == 100 * recount(home, [], within(2026, YearBasis.in_post))[()][0]
