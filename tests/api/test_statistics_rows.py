"""A number of S-01 or S-08 and the list of assignments: as many rows as the number says, for every cell and caller."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.schools.models import School
from services.api.features.statistics import rules
from services.contracts.codes import Direction, Locality, Role, Sex, YearBasis
from tests.factories.many import Place, add_many, random_assignments
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn

SEED = 20261122
YEAR = 2025
REGIONS = frozenset(rules.REGION_DIMENSIONS)
LISTED_BY = (*rules.REGION_DIMENSIONS, "direction", "mode", "post", "sex", "title", "stage", "school_year")
"""What the list of assignments can be narrowed by as well."""


@pytest.fixture
async def places(app: FastAPI, make: Make) -> list[Place]:
    """Five schools in three counties with two hundred assignments among them."""
    made = []
    for county in (HOME, HOME, NEIGHBOUR, THIRD, "610222"):
        school = await make.school(county, Locality.urban)
        made.append(Place(school.id, county, [await make.teacher(school) for _ in range(3)]))
    await add_many(app, Assignment, random_assignments(SEED, 200, made))
    return made


async def number(caller: Caller, **params: Any) -> dict[str, Any]:
    answer = await caller.get("/statistics/S-01", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def listed(caller: Caller, **params: Any) -> int:
    answer = await caller.get("/assignments", params={"count": "true", "limit": 1, **params})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["count"])


def behind(asked: dict[str, Any], group: dict[str, Any]) -> dict[str, Any]:
    """The list's parameters for a cell: the same names as the statistic's, regions as `region_code`."""
    places = [name for name in rules.REGION_DIMENSIONS if name in group]
    region = {"region_code": group[places[-1]]} if places else {}
    return {**asked, **region, **{name: value for name, value in group.items() if name not in REGIONS}}


async def check(caller: Caller, region: str, dimensions: list[str], basis: YearBasis) -> int:
    asked = {"school_year": YEAR, "basis": basis.value, "region_code": region}
    answer = await number(caller, **asked, group_by=dimensions)
    for row in answer["rows"]:
        cell = behind({**asked, "outcome": "counted"}, row["group"])
        assert await listed(caller, **cell) == row["numerator"], (dimensions, row["group"])
    total = int(answer["total"]["numerator"])
    if "school_year" in dimensions:  # the totals are of several years
        return total
    assert await listed(caller, **asked, outcome="counted") == total
    for left in answer["left_out"]:
        assert await listed(caller, **asked, outcome=left["reason"]) == left["count"], left["reason"]
    return total


@pytest.mark.parametrize("basis", YearBasis)
async def test_every_cell_of_every_grouping_has_as_many_rows_behind_it(
    places: list[Place], sign_in: SignIn, basis: YearBasis
) -> None:
    province = await sign_in(Role.province_supervisor, PROVINCE)
    for name in LISTED_BY:
        assert await check(province, PROVINCE, [name], basis) > 0
    await check(province, PROVINCE, ["city", "direction"], basis)


@pytest.mark.parametrize("basis", YearBasis)
async def test_offices_and_schools_find_the_rows_that_they_count(
    places: list[Place], sign_in: SignIn, make: Make, basis: YearBasis
) -> None:
    city, county = await sign_in(Role.city_supervisor, CITY), await sign_in(Role.county_coordinator, HOME)
    assert 0 < await check(county, HOME, ["mode"], basis) < await check(city, CITY, ["county", "post"], basis)
    at_school = School.model_construct(id=places[0].school_id, county_code=HOME)
    leader = await sign_in(Role.school_leader, school=at_school)
    assert await check(leader, HOME, ["direction", "sex"], basis) > 0


async def test_facts_find_nobody_whom_only_the_other_side_counts(places: list[Place], sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator, NEIGHBOUR)
    everybody = await listed(county)
    found = sum([await listed(county, sex=sex.value) for sex in Sex])
    answer = await county.get("/assignments", params={"limit": 200})
    home = [row for row in answer.json()["items"] if row["home_county_code"] == NEIGHBOUR]
    assert found == len(home) < everybody
    assert await listed(county, sex=Sex.female.value, region_code=HOME) == 0


@pytest.mark.parametrize("basis", YearBasis)
async def test_the_balance_of_a_pairing_has_its_assignments_behind_it(
    app: FastAPI, make: Make, sign_in: SignIn, basis: YearBasis
) -> None:
    urban, rural = await make.school(HOME, Locality.urban), await make.school(NEIGHBOUR, Locality.rural)
    pairing = await make.pairing(urban, rural, start_on=date(2020, 9, 1))
    there = [Place(school.id, school.county_code, [await make.teacher(school)]) for school in (urban, rural)]
    await add_many(app, Assignment, random_assignments(SEED, 900, there, pairing_id=pairing.id))
    for role, region in ((Role.county_coordinator, HOME), (Role.county_coordinator, NEIGHBOUR)):
        caller = await sign_in(role, region)
        asked = {"school_year": YEAR, "basis": basis.value}
        by_pair = {**asked, "group_by": "supporting_school,recipient_school"}
        [row] = (await caller.get("/statistics/S-08", params=by_pair)).json()["rows"]
        assert row["group"] == {"supporting_school": str(urban.id), "recipient_school": str(rural.id)}
        cell = {**asked, "pairing_id": str(pairing.id), "outcome": "counted"}
        for direction in (Direction.urban_to_rural.value, Direction.rural_to_urban.value):
            assert await listed(caller, **cell, direction=direction) == row["also"][direction] > 0
