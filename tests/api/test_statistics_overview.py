"""The overview: each number is the one that the indicator alone gives, and who is behind is so by county."""

from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.reports.models import Report
from services.api.features.statistics.indicators import REGISTRY
from services.contracts.codes import ClientScope, ReportStatus, Role
from tests.api.test_indicators import ask
from tests.factories.many import Place, add_many, multiply, random_assignments, random_reports
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

FIGURES = ("numerator", "denominator", "value", "reason", "suppressed", "also")


@pytest.fixture
async def places(app: FastAPI, make: Make) -> list[Place]:
    """Two counties with eleven teachers each, assignments of all kinds and one report each that is overdue."""
    places = []
    for county in (HOME, NEIGHBOUR):
        school = await make.school(county)
        places.append(Place(school.id, county, [await make.teacher(school) for _ in range(11)]))
    await add_many(app, Assignment, random_assignments(20261123, 60, places))
    await add_many(app, Report, random_reports(1, places, ["2026-10"], status=ReportStatus.due))
    return places


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


async def overview(caller: Caller, **params: Any) -> dict[str, Any]:
    answer = await caller.get("/statistics/overview", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def figures(row: dict[str, Any] | None) -> list[Any]:
    return [row[name] for name in FIGURES] if row else []


@pytest.mark.parametrize("system", [False, True])
async def test_every_number_is_the_one_of_the_indicator_alone(
    places: list[Place], province: Caller, sign_in: SignIn, system: bool
) -> None:
    caller = await sign_in.client([ClientScope.stats_read], PROVINCE) if system else province
    found = await overview(caller)
    assert [each["indicator"] for each in found["indicators"]] == list(REGISTRY)
    for each in found["indicators"]:
        compare = {} if each["indicator"] == "S-35" else {"compare": "last_year"}
        alone = (await ask(caller, each["indicator"], **compare))["total"]
        assert figures(each) == figures(alone), each["name"]
        assert figures(each["last_year"]) == figures(alone["last_year"]), each["name"]
        assert each["within"] == alone["within"], each["name"]


async def test_a_county_is_behind_below_a_bound_with_what_is_overdue_and_without_a_base(
    app: FastAPI, places: list[Place], sign_in: SignIn, province: Caller
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    assert (await county.post("/staff-bases", {"region_code": HOME, "school_year": 2026})).status_code == 201
    found = await overview(province)
    assert (found["region_name"], found["counties"], found["behind_count"]) == ("陕西省", 2, 2)
    behind = {each["county_code"]: each["reasons"] for each in found["behind"]}
    assert "base" in {each["kind"] for each in behind[NEIGHBOUR]}
    assert "base" not in {each["kind"] for each in behind[HOME]}
    for code, reasons in behind.items():
        late = next(each for each in reasons if each["kind"] == "owed" and each["indicator"] == "S-23")
        assert late["count"] == 1
        asked = {"part": late["part"], "county": code, "count": "true"}
        assert (await province.get("/statistics/S-23/rows", params=asked)).json()["count"] == 1
        below = {each["indicator"] for each in reasons if each["kind"] == "threshold"}
        for id_ in ("S-03", "S-05"):
            rows = (await ask(province, id_, group_by="county"))["rows"]
            assert (id_ in below) == any(row["group"]["county"] == code and row["within"] is False for row in rows)
    assert (await overview(county))["behind"] == []


async def test_a_year_in_the_past_has_no_numbers_of_today_and_one_to_come_none(province: Caller) -> None:
    shown = {each["indicator"] for each in (await overview(province, school_year="2025"))["indicators"]}
    assert set(REGISTRY) - shown == {"S-35"}
    answer = await province.get("/statistics/overview", params={"school_year": "2031"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "statistics.year_in_future")


async def test_the_statements_are_as_many_for_a_few_rows_and_for_hundreds(
    app: FastAPI, places: list[Place], province: Caller
) -> None:
    with counted_reads(app) as few:
        await overview(province)
    await multiply(app, Assignment, 20)
    with counted_reads(app) as many:
        await overview(province)
    assert len(few) == len(many) <= 50, [len(few), len(many)]


async def test_the_rows_behind_a_number_say_their_schools_and_people_in_words(
    places: list[Place], province: Caller, sign_in: SignIn
) -> None:
    asked = {"county": HOME, "school_year": "2025"}
    page = (await province.get("/statistics/S-01/rows", params=asked)).json()
    first = page["items"][0]
    assert first["person_name"]
    assert first["labels"]["sending_school_id"] != first["codes"]["sending_school_id"]
    assert first["labels"]["mode"] != first["codes"]["mode"]
    assert (page["region_name"], page["filter_labels"]) == ("陕西省", {"county": "陈仓区"})
    people = (await province.get("/statistics/S-01/rows", params={**asked, "part": "persons"})).json()
    assert all(row["person_name"] for row in people["items"])
    system = await sign_in.client([ClientScope.stats_read, ClientScope.records_read], PROVINCE)
    told = (await system.get("/statistics/S-01/rows", params=asked)).json()
    assert {row["person_name"] for row in told["items"]} == {None}
