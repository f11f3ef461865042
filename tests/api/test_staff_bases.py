"""Staff bases: what a county freezes, again with a reason, and the ratios that stand on it (S-03, S-05 … S-07)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.persons.models import StaffHonour
from services.api.features.persons.service_honours import BITS
from services.api.features.staff_bases.models import StaffBaseMember
from services.contracts.codes import (
    ClientScope,
    ExchangeMode,
    HonourLevel,
    HonourType,
    Post,
    Role,
    Sex,
    Title,
    YearBasis,
)
from tests.api.test_indicators import GROUPINGS, ask, grouped, kept, people, told
from tests.factories.many import Place, Rows, add_many, random_assignments
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, STARTED, Make, World
from tests.support.callers import Caller, SignIn

WORDS: dict[str, Any] = {"reason": "补录了漏报的教师"}
TEAM = {Post.principal, Post.vice_principal, Post.same_rank, Post.middle}
TC = {HonourType.special_grade, HonourType.teaching_expert, HonourType.subject_leader, HonourType.master_teacher}
WC = TC - {HonourType.special_grade}


async def freeze(county: Caller, region: str = HOME, year: int = 2026, **more: Any) -> dict[str, Any]:
    answer = await county.post("/staff-bases", {"region_code": region, "school_year": year, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def members(app: FastAPI, base_id: str) -> dict[str, Any]:
    async with app.state.database.reader() as session:
        rows = (await session.execute(StaffBaseMember.__table__.select())).all()  # type: ignore[attr-defined] # a table
    return {str(row.staff_id): row for row in rows if str(row.base_id) == base_id}


async def test_a_base_is_who_was_employed_on_the_first_day_with_the_facts_of_that_day(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    first = world.staff[0]
    await make.add(
        StaffHonour(
            person_id=first.person_id, county_code=HOME, type=HonourType.subject_leader, level=HonourLevel.city,
            awarded_on=date(2024, 1, 1), valid_to=date(2026, 9, 1),
        ),
        StaffHonour(
            person_id=first.person_id, county_code=HOME, type=HonourType.special_grade, level=HonourLevel.city,
            awarded_on=date(2026, 9, 2),
        ),
    )  # fmt: skip
    gone = await make.teacher(world.urban, ended_on=date(2026, 8, 31))
    later = await make.teacher(world.urban, hired_on=date(2026, 10, 1))
    leader = await make.teacher(world.rural, post=Post.principal)
    base = await freeze(county)
    found = await members(app, base["id"])
    assert set(found) == {str(each.id) for each in [*world.staff, leader]}
    assert not {str(gone.id), str(later.id)} & set(found)
    row = found[str(first.id)]
    assert (row.honours, row.age, row.subject, row.locality.value) == (
        BITS[HonourType.subject_leader],
        41,
        "语文",
        "urban",
    )
    assert (row.leader, found[str(leader.id)].leader) == (False, True)
    assert (base["people"], base["revision"], base["added"], base["region_name"]) == (6, 1, None, "陈仓区")


async def test_who_is_eligible_follows_the_rules_of_the_county(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    old = await make.teacher(world.urban, sex=Sex.male, birth_on=date(1975, 9, 1))
    too_old = await make.teacher(world.urban, sex=Sex.male, birth_on=date(1975, 8, 31))
    new = await make.teacher(world.urban, hired_on=date(2020, 9, 2))
    head = await make.teacher(world.urban, post=Post.principal, sex=Sex.female, birth_on=date(1976, 9, 1),
                              hired_on=date(2018, 9, 1))  # fmt: skip
    clerk = await make.teacher(world.urban, full_time_teacher=False)
    extra = await make.teacher(world.urban, in_quota=False)
    found = await members(app, (await freeze(county))["id"])
    assert date(2020, 9, 1) >= STARTED
    eligible = {key for key, row in found.items() if row.eligible}
    assert eligible & {str(each.id) for each in (old, too_old, new, head, clerk, extra)} == {str(head.id)}
    body = {"effective_from": "2026-09-01", "source": "本县办法", "effect": "warn", "most": 51}
    assert (await county.put(f"/policy-rules/{HOME}/eligible.teacher_men", body, version=0)).status_code == 200
    again = await freeze(county, **WORDS)
    found = await members(app, again["id"])
    assert {key for key, row in found.items() if row.eligible} - eligible == {str(old.id), str(too_old.id)}
    assert (again["added"], again["gone"], again["changed"]) == (0, 0, 2)


async def test_frozen_again_it_is_the_next_revision_with_a_reason_and_the_old_one_stays(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    first = await freeze(county)
    refused = await county.post("/staff-bases", {"region_code": HOME, "school_year": 2026})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "staff_base.reason_missing")
    await make.teacher(world.urban)
    second = await freeze(county, **WORDS)
    assert (second["revision"], second["people"], second["added"], second["gone"], second["changed"]) == (2, 6, 1, 0, 0)
    listed = (await county.get("/staff-bases")).json()["items"]
    assert [each["id"] for each in listed] == [second["id"], first["id"]]
    assert [each["superseded_at"] is None for each in listed] == [True, False]
    assert len(await members(app, first["id"])) == 5
    current = (await county.get("/staff-bases?current=true&school_year=2026")).json()["items"]
    assert [each["id"] for each in current] == [second["id"]]


async def test_only_the_county_itself_freezes_a_year_that_has_begun(sign_in: SignIn, county: Caller) -> None:
    for body, status, code in (
        ({"region_code": HOME, "school_year": 2027}, 422, "statistics.year_in_future"),
        ({"region_code": NEIGHBOUR, "school_year": 2026}, 403, "permission.out_of_region"),
        ({"region_code": "610300", "school_year": 2026}, 422, "region.not_county"),
    ):
        answer = await county.post("/staff-bases", body)
        found = answer.json()
        assert (answer.status_code, found["errors"][0]["code"] if found["errors"] else found["code"]) == (status, code)


@pytest.fixture
async def rows(app: FastAPI, make: Make) -> Rows:
    """Assignments of two counties whose people have many titles, ages and honours."""
    places = []
    for county in (HOME, HOME, NEIGHBOUR):
        school = await make.school(county)
        some = [
            await make.teacher(school, title=list(Title)[n % 6], post=list(Post)[n % 5], hired_on=date(2015 + n, 9, 1))
            for n in range(8)
        ]
        places.append(Place(school.id, county, some))
    made = random_assignments(7, 300, places)
    for n, row in enumerate(made):
        row |= {
            "honours": n * 37 % 2048 if n % 2 else 0,
            "subject": ["语文", "数学、英语", ""][n % 3],
            "age": 24 + n % 37,
        }
    await add_many(app, Assignment, made)
    return made


async def test_without_a_base_there_is_a_reason_and_no_denominator(rows: Rows, sign_in: SignIn, county: Caller) -> None:
    province = await sign_in(Role.province_supervisor, PROVINCE)
    answer = await ask(province, "S-03", group_by="county", school_year="2025")
    for row in [*answer["rows"], answer["total"]]:
        assert (row["denominator"], row["value"], row["reason"]) == (None, None, "not_frozen")
        assert row["numerator"] is not None
        assert row["reason_label"]
    await freeze(county, year=2025)
    answer = await ask(province, "S-03", group_by="county", school_year="2025")
    reasons = {key[0]: row["reason"] for key, row in told(answer).items()}
    assert (reasons[NEIGHBOUR], answer["total"]["reason"]) == ("not_frozen", "partly_frozen")
    assert reasons[HOME] is None
    home = await ask(county, "S-03", school_year="2025", compare="last_year")
    assert home["total"]["denominator"] is not None
    assert home["total"]["last_year"]["reason"] == "not_frozen"
    assert home["threshold"]["least"] == 10
    assert home["total"]["within"] is (home["total"]["value"] >= 0.1)


def for_ratio(found: Rows) -> Rows:
    return [row for row in found if row["mode"] is not ExchangeMode.external_study]


def held(row: dict[str, Any], wanted: set[HonourType]) -> bool:
    return any(row["honours"] & BITS[each] for each in wanted)


SENIOR = {Title.senior, Title.full_senior}
SHARES: dict[str, Any] = {
    "S-05": lambda row: held(row, TC) or row["title"] in {*SENIOR, Title.first},
    "S-06": lambda row: held(row, WC) or row["title"] in SENIOR,
}


@pytest.mark.parametrize("indicator", sorted(SHARES))
async def test_both_readings_of_masters_equal_a_recount(rows: Rows, sign_in: SignIn, indicator: str) -> None:
    province = await sign_in(Role.province_supervisor, PROVINCE)
    counted = kept(rows, 2025, YearBasis.in_post)
    for names in GROUPINGS:
        if "month" in names:
            continue
        answer = await ask(province, indicator, group_by=names, school_year="2025", basis="in_post")
        expected = {
            key: (people([row for row in found if SHARES[indicator](row)]), people(found))
            for key, found in grouped(counted, names).items()
        }
        assert {key: (row["numerator"], row["denominator"]) for key, row in told(answer).items()} == expected, names


async def test_ratios_to_the_base_equal_a_recount(app: FastAPI, rows: Rows, sign_in: SignIn) -> None:
    bases: dict[str, Any] = {}
    for region in (HOME, NEIGHBOUR):
        bases |= await members(app, (await freeze(await sign_in(Role.county_coordinator, region), region, 2025))["id"])
    base = [
        {**row._asdict(), "home_county_code": row.county_code, "sending_school_id": row.school_id}
        for row in bases.values()
    ]
    province = await sign_in(Role.province_supervisor, PROVINCE)
    counted = kept(rows, 2025, YearBasis.started)
    above = {"S-03": for_ratio(counted), "S-07": [row for row in counted if row["post"] in TEAM]}
    below = {"S-03": [row for row in base if row["eligible"]], "S-07": [row for row in base if row["leader"]]}
    for indicator, top in above.items():
        for names in (
            ["county"],
            ["post", "sex"],
            ["title"],
            ["age_band"],
            ["honour"],
            ["subject"],
            ["sending_school"],
        ):
            answer = await ask(province, indicator, group_by=names, school_year="2025")
            numbers = {key: people(found) for key, found in grouped(top, names).items()}
            bottoms = {key: len(found) for key, found in grouped(below[indicator], names).items()}
            expected = {key: (numbers.get(key, 0), bottoms.get(key, 0)) for key in {*numbers, *bottoms}}
            assert {key: (row["numerator"], row["denominator"]) for key, row in told(answer).items()} == expected, names
            for row in answer["rows"]:
                exact = round(row["numerator"] / row["denominator"], 6) if row["denominator"] else None
                assert row["value"] == exact
                assert (row["reason"] == "nothing") is (exact is None)
    asked = {"school_year": "2025", "county": HOME, "count": "true", "limit": 200, "part": "denominator"}
    page = (await province.get("/statistics/S-03/rows", params=asked)).json()
    home = {str(row["staff_id"]) for row in below["S-03"] if row["county_code"] == HOME}
    assert (page["count"], {row["id"] for row in page["items"]}) == (len(home), home)


async def test_the_difference_is_that_of_the_pairings_and_reports_are_those_of_the_ledger(
    make: Make, world: World, sign_in: SignIn, county: Caller
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=pairing.id)
    await make.assignment(world.staff[1], world.urban, world.rural, pairing_id=pairing.id)
    await make.assignment(
        world.staff[3], world.rural, world.urban, pairing_id=pairing.id, direction="rural_to_urban",
    )  # fmt: skip
    new = (await ask(county, "S-08", group_by="county"))["total"]
    assert (new["numerator"], new["also"]) == (1, {"urban_to_rural": 2, "rural_to_urban": 1})
    assert (new["value"], new["within"]) == (1.0, False)
    ledger = (await county.get("/statistics/reporting?school_year=2026")).json()["total"]
    total = (await ask(county, "S-23", school_year="2026", group_by="month"))["total"]
    assert (total["numerator"], total["denominator"]) == (ledger["ACTUAL_REPORTS"], ledger["EXPECTED_REPORTS"])
    stats = await sign_in.client([ClientScope.stats_read], PROVINCE)
    assert (await ask(stats, "S-08"))["total"]["numerator"] == 1


async def test_a_preview_tells_what_would_be_frozen_and_writes_nothing(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    asked = {"region_code": HOME, "school_year": 2026}
    before = (await county.get("/staff-bases/preview", params=asked)).json()
    assert (before["revision"], before["added"], before["day"]) == (1, None, "2026-09-01")
    base = await freeze(county)
    assert (before["people"], before["eligible"]) == (base["people"], base["eligible"])
    await make.teacher(world.urban, subject="")
    again = (await county.get("/staff-bases/preview", params=asked)).json()
    assert (again["revision"], again["added"], again["gone"], again["changed"]) == (2, 1, 0, 0)
    assert again["without_subject"] == before["without_subject"] + 1
    assert (await county.get("/staff-bases")).json()["items"][0]["revision"] == 1
    answer = await county.get("/staff-bases/preview", params={**asked, "school_year": 2031})
    assert answer.json()["errors"][0]["code"] == "statistics.year_in_future"
    away = await county.get("/staff-bases/preview", params={**asked, "region_code": NEIGHBOUR})
    assert (away.status_code, away.json()["code"]) == (403, "permission.out_of_region")


async def test_a_province_sees_which_counties_have_no_base_and_a_county_is_reminded_until_it_has(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    await make.school(NEIGHBOUR)
    province = await sign_in(Role.province_supervisor, PROVINCE)
    assert (await county.post("/workbench/dismiss-first-week", {})).status_code < 300
    assert (await county.get("/workbench")).json()["staff_base_due"] == 2026
    await freeze(county)
    assert (await county.get("/workbench")).json()["staff_base_due"] is None
    found = (await province.get("/staff-bases/coverage")).json()
    assert (found["counties"], found["frozen"]) == (2, 1)
    assert [each["county_code"] for each in found["missing"]] == [NEIGHBOUR]
    assert (await county.get("/staff-bases/coverage", params={"region_code": PROVINCE})).status_code == 403
