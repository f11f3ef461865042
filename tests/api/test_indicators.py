"""Indicators: every number is what a plain recount gives, for any grouping, filter, year and caller (§E-S)."""

from collections import defaultdict
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.persons.service_honours import BITS
from services.api.features.statistics.dimensions import WORDS
from services.api.features.statistics.indicators import REGISTRY, known_dimensions
from services.api.features.statistics.indicators_missing import MISSING
from services.contracts.codes import ClientScope, ExchangeMode, HonourType, Role, SubjectGroup, YearBasis
from tests.factories.many import Place, Rows, add_many, random_assignments
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.recounting import in_year, is_counted

SEED = 20261122


@pytest.fixture
async def rows(app: FastAPI, make: Make) -> Rows:
    """Four hundred assignments of all kinds from three counties, with honours, subjects and ages."""
    places = []
    for county in (HOME, HOME, NEIGHBOUR, "610222"):
        school = await make.school(county)
        places.append(Place(school.id, county, [await make.teacher(school) for _ in range(6)]))
    made = random_assignments(SEED, 400, places)
    subjects = ["语文", "数学、英语", "", "写字", "综合实践", "语文，道德与法治", "跳绳"]
    for n, row in enumerate(made):
        row |= {"honours": n * 37 % 2048 if n % 3 else 0, "subject": subjects[n % len(subjects)], "age": 24 + n % 37}
    await add_many(app, Assignment, made)
    return made


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


def values_of(row: dict[str, Any], name: str) -> list[Any]:
    """The values of one row under a dimension, worked out in plain Python."""
    county = row["home_county_code"]
    if name in {"province", "city", "county"}:
        return [{"province": county[:2] + "0000", "city": county[:4] + "00", "county": county}[name]]
    if name == "honour":
        return [each.value for each in HonourType if row["honours"] & BITS[each]] or ["none"]
    if name == "subject":
        found = [each.value for each, words in WORDS.items() if any(word in row["subject"] for word in words)]
        return found or [SubjectGroup.other.value]
    if name == "age_band":
        steps = [(30, "to_30"), (35, "to_35"), (40, "to_40"), (45, "to_45"), (50, "to_50"), (55, "to_55")]
        return [next((band for most, band in steps if row["age"] <= most), "over_55")]
    if name == "length":
        days = (row["end_on"] - row["start_on"]).days + 1
        return ["under_1" if days < 365 else "one" if days <= 366 else "to_2" if days < 730 else "from_2"]
    if name == "month":
        return [row["start_on"].strftime("%Y-%m")]
    if name in {"sending_school", "receiving_school"}:
        return [str(row[f"{name}_id"])]
    value = row[name]
    return [getattr(value, "value", value)]


def grouped(rows: Rows, names: list[str]) -> dict[tuple[Any, ...], Rows]:
    found: dict[tuple[Any, ...], Rows] = defaultdict(list)
    for row in rows:
        keys: list[tuple[Any, ...]] = [()]
        for name in names:
            keys = [(*key, value) for key in keys for value in values_of(row, name)]
        for key in keys:
            found[key].append(row)
    return found


def people(rows: Rows) -> int:
    return len({row["person_id"] for row in rows})


async def ask(caller: Caller, indicator: str, **params: Any) -> dict[str, Any]:
    answer = await caller.get(f"/statistics/{indicator}", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def told(answer: dict[str, Any]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {tuple(row["group"][name] for name in answer["group_by"]): row for row in answer["rows"]}


def kept(rows: Rows, year: int, basis: YearBasis) -> Rows:
    return [row for row in rows if is_counted(row) and in_year(row, year, basis)]


GROUPINGS = [*([name] for name in known_dimensions(REGISTRY["S-01"]) if name != "school_year"), ["county", "subject"],
             ["honour", "city", "sex"]]  # fmt: skip


@pytest.mark.parametrize("basis", YearBasis)
async def test_s_01_equals_a_recount_by_every_grouping(rows: Rows, province: Caller, basis: YearBasis) -> None:
    counted = kept(rows, 2025, basis)
    for names in GROUPINGS:
        if "month" in names and basis is YearBasis.in_post:
            continue
        answer = await ask(province, "S-01", group_by=names, school_year="2025", basis=basis.value)
        expected = {
            key: (len(found), people(found)) for key, found in grouped(counted, names).items()
        }  # fmt: skip
        found = {key: (row["numerator"], row["also"]["persons"]) for key, row in told(answer).items()}
        assert found == expected, names
        assert (answer["total"]["numerator"], answer["total"]["also"]["persons"]) == (len(counted), people(counted))
        assert all(row["labels"][name] for row in answer["rows"] for name in names)


STUDIES = {ExchangeMode.shadow_study, ExchangeMode.attachment, ExchangeMode.external_study}
OTHERS: dict[str, tuple[YearBasis, set[ExchangeMode]]] = {
    "S-12": (YearBasis.in_post, set(ExchangeMode)),
    "S-15": (YearBasis.started, {ExchangeMode.support_teaching}),
    "S-16": (YearBasis.started, STUDIES),
}


@pytest.mark.parametrize("indicator", sorted(OTHERS))
async def test_the_other_counts_equal_a_recount_by_every_grouping(rows: Rows, province: Caller, indicator: str) -> None:
    basis, modes = OTHERS[indicator]
    counted = [row for row in kept(rows, 2025, basis) if row["mode"] in modes]
    for names in GROUPINGS:
        if "month" in names and basis is YearBasis.in_post:
            continue
        answer = await ask(province, indicator, group_by=names, school_year="2025")
        assert answer["year_basis"] == basis.value
        assert {key: (row["numerator"], row["also"]["persons"]) for key, row in told(answer).items()} == {
            key: (len(found), people(found)) for key, found in grouped(counted, names).items()
        }, names


async def test_the_year_before_stands_beside_each_group(rows: Rows, province: Caller) -> None:
    now, before = (grouped(kept(rows, year, YearBasis.started), ["title"]) for year in (2025, 2024))
    answer = await ask(province, "S-01", group_by="title", school_year="2025", compare="last_year")
    assert answer["comparison"] == {"school_year": 2024, "month": None}
    for key, row in told(answer).items():
        assert (row["numerator"], row["last_year"]["numerator"]) == (len(now[key]), len(before.get(key, [])))
    series = await ask(province, "S-01", group_by="school_year", compare="last_year")
    by_year = {key[0]: row["numerator"] for key, row in told(series).items()}
    assert all(
        row["last_year"]["numerator"] == by_year[key[0] - 1]
        for key, row in told(series).items()
        if key[0] - 1 in by_year
    )


async def test_the_rows_behind_a_number_are_as_many_as_it_says(rows: Rows, province: Caller) -> None:
    answer = await ask(province, "S-01", group_by="honour,county", school_year="2025", basis="in_post")
    for row in answer["rows"][:6]:
        asked = {**row["group"], "school_year": "2025", "basis": "in_post", "count": "true", "limit": 200}
        for part, number in (("numerator", row["numerator"]), ("persons", row["also"]["persons"])):
            page = (await province.get("/statistics/S-01/rows", params={**asked, "part": part})).json()
            assert (page["count"], len(page["items"])) == (number, number)


async def test_the_statements_are_as_many_for_any_number_of_groups(app: FastAPI, rows: Rows, province: Caller) -> None:
    async def statements(**params: Any) -> int:
        with counted_reads(app) as sent:
            await ask(province, "S-01", **params)
        return len(sent)

    asked = {"group_by": "county,month,sending_school", "school_year": "2025"}
    few = await statements(**asked, mode="attachment")
    assert few == await statements(**asked)
    assert few <= 8


async def test_a_system_with_numbers_only_gets_no_small_ones(rows: Rows, sign_in: SignIn, province: Caller) -> None:
    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    exact = told(await ask(province, "S-01", group_by="county,mode", school_year="2025"))
    kept_back = told(await ask(system, "S-01", group_by="county,mode", school_year="2025"))
    assert set(exact) == set(kept_back)
    assert any(row["suppressed"] for row in kept_back.values())
    for key, row in kept_back.items():
        if exact[key]["numerator"] < 5:
            assert row["suppressed"]
            assert row["numerator"] is row["value"] is row["also"]["persons"] is None
    refused = await system.get("/statistics/S-01/rows")
    assert (refused.status_code, refused.json()["code"]) == (403, "statistics.rows_not_allowed")


async def test_a_filter_or_a_smaller_region_tells_no_more_than_the_table(rows: Rows, sign_in: SignIn) -> None:
    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    table = told(await ask(system, "S-01", group_by="county,mode", school_year="2025"))
    for (county, mode), row in table.items():
        one = await ask(system, "S-01", region_code=county, mode=mode, school_year="2025")
        assert (one["total"]["numerator"], one["total"]["suppressed"]) == (row["numerator"], row["suppressed"])


async def test_a_month_counts_what_began_in_it(rows: Rows, province: Caller) -> None:
    counted = [row for row in rows if is_counted(row) and row["start_on"].strftime("%Y-%m") == "2025-10"]
    answer = await ask(province, "S-01", month="2025-10", group_by="mode")
    assert {key[0]: row["numerator"] for key, row in told(answer).items()} == {
        key[0]: len(found) for key, found in grouped(counted, ["mode"]).items()
    }
    assert (answer["month"], answer["total"]["numerator"]) == ("2025-10", len(counted))


async def test_an_indicator_explains_itself(province: Caller) -> None:
    listed = (await province.get("/indicators")).json()
    assert [each["id"] for each in listed] == sorted(REGISTRY)
    for each in listed:
        assert (await province.get(f"/indicators/{each['id']}")).json() == each
        assert each["formula"]
        assert each["terms"]
        assert [one["name"] for one in each["dimensions"]] == known_dimensions(REGISTRY[each["id"]])
    assert (await province.get("/indicators/S-99")).status_code == 404
    assert sorted({*REGISTRY, *MISSING}) == [f"S-{number:02}" for number in range(1, 41)], "all of them, counted or not"
    assert not REGISTRY.keys() & MISSING.keys()
    told = (await province.get("/indicators/S-24")).json()
    assert (told["code"], "还没有简报的记录" in told["detail"]) == ("statistics.not_counted", True)


REFUSED = [
    ("S-99", {}, 404, "resource.not_found"),
    ("S-24", {}, 404, "statistics.not_counted"),
    ("S-36", {}, 404, "statistics.not_counted"),
    ("S-01", {"group_by": "shoe_size"}, 422, "statistics.dimension"),
    ("S-01", {"group_by": "locality"}, 422, "statistics.dimension"),
    ("S-01", {"locality": "urban"}, 422, "statistics.filter"),
    ("S-01", {"mode": "by_bus"}, 422, "request.invalid"),
    ("S-01", {"sending_school": "x"}, 422, "request.invalid"),
    ("S-01", {"county": "陈仓区"}, 422, "request.invalid"),
    ("S-01", {"month": "2026-12", "school_year": "2026"}, 422, "statistics.period"),
    ("S-01", {"month": "2027-01"}, 422, "statistics.month_in_future"),
    ("S-01", {"group_by": "month", "basis": "in_post"}, 422, "statistics.month_basis"),
    ("S-02", {"basis": "in_post"}, 422, "statistics.basis"),
    ("S-01", {"region_code": "440883"}, 403, "permission.out_of_region"),
    ("S-01", {"shoe_size": "43"}, 422, "query.unknown"),
]


@pytest.mark.parametrize(("indicator", "params", "status", "code"), REFUSED)
async def test_what_cannot_be_answered_is_a_problem_that_names_why(
    province: Caller, indicator: str, params: dict[str, str], status: int, code: str
) -> None:
    answer = await province.get(f"/statistics/{indicator}", params=params)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_the_years_of_a_cumulative_number_are_added_up(rows: Rows, province: Caller) -> None:
    answer = await ask(province, "S-02", school_year="2025")
    assert (answer["first_school_year"], answer["school_year"]) == (2023, 2025)
    counted = [row for year in (2023, 2024, 2025) for row in kept(rows, year, YearBasis.started)]
    assert (answer["total"]["numerator"], answer["total"]["also"]["persons"]) == (len(counted), people(counted))


async def test_files_have_the_same_numbers(rows: Rows, province: Caller) -> None:
    answer = await ask(province, "S-01", group_by="title", school_year="2025")
    text = (await province.get("/statistics/S-01.csv", params={"group_by": "title", "school_year": "2025"})).text
    lines = [line.split(",") for line in text.lstrip("\ufeff").splitlines()]
    assert [line[2] for line in lines[1:]] == [str(row["numerator"]) for row in [*answer["rows"], answer["total"]]]
    assert lines[-1][1] == "合计"
    assert (await province.get("/statistics/S-01.xlsx")).status_code == 200
