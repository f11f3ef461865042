"""Numbers on pairings, mentor pairs and activities equal a recount by every grouping (S-18, S-19, S-21, S-22)."""

from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.api.features.schools.models import School
from services.api.features.statistics.indicators import REGISTRY, known_dimensions
from services.api.features.statistics.sources_activities import GROUPS
from services.contracts.codes import ActivityGroup, ClientScope, MentorPairStatus, PairingStatus, Role
from tests.factories.many import Place, Rows, add_many
from tests.factories.many_pairings import random_activities, random_mentor_pairs, random_pairings
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.recounting import (
    Row,
    Value,
    ask,
    check,
    figures,
    grouped,
    regions,
    runs_in,
    subjects_of,
    told,
    year_of,
)

SEED, YEAR = 20261122, 2025
BEGUN = {PairingStatus.active, PairingStatus.suspended, PairingStatus.ended}
SUBJECTS = ["语文", "数学、英语", "写字", "跳绳"]
ELSEWHERE = "610222"


@dataclass
class Counted:
    """Everything that was made."""

    schools: list[School]
    pairings: Rows
    activities: Rows
    joined: Rows
    mentor_pairs: Rows


@pytest.fixture
async def made(app: FastAPI, make: Make) -> Counted:
    """Pairings between ten schools of four counties, activities of them, and mentor pairs."""
    places, schools = [], []
    for county in (HOME, HOME, HOME, NEIGHBOUR, NEIGHBOUR, ELSEWHERE, ELSEWHERE, THIRD):
        school = await make.school(county)
        schools.append(school)
        places.append(Place(school.id, county, [await make.teacher(school) for _ in range(3)]))
    pairings = random_pairings(SEED, 150, places)
    activities, joined = random_activities(SEED, 300, pairings)
    mentor_pairs = random_mentor_pairs(SEED, 150, places, SUBJECTS)
    for model, rows in ((Pairing, pairings), (Activity, activities), (ActivityPairing, joined),
                        (MentorPair, mentor_pairs)):  # fmt: skip
        await add_many(app, model, rows)
    return Counted(schools, pairings, activities, joined, mentor_pairs)


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in(Role.province_supervisor, PROVINCE)


def inside(rows: Rows, county: str, prefix: str = "61") -> Rows:
    return [row for row in rows if row[county].startswith(prefix)]


def together(one: Row, other: Row) -> bool:
    ends = [row["end_on"] for row in (one, other)]
    return (ends[1] is None or ends[1] >= one["start_on"]) and (ends[0] is None or other["start_on"] <= ends[0])


def shape_of(row: Row, everything: Rows) -> str:
    begun = [other for other in everything if other["status"] in BEGUN and together(row, other)]
    helps = {each["recipient_school_id"] for each in begun
             if each["supporting_school_id"] == row["supporting_school_id"]}  # fmt: skip
    helped_by = {each["supporting_school_id"] for each in begun
                 if each["recipient_school_id"] == row["recipient_school_id"]}  # fmt: skip
    helps.add(row["recipient_school_id"])
    helped_by.add(row["supporting_school_id"])
    one, other = ("many" if len(helped_by) > 1 else "one"), ("many" if len(helps) > 1 else "one")
    return f"{one}_to_{other}"


def of_pairings(made: Counted) -> dict[str, Any]:
    columns = {"pairing_level": "level", "pairing_category": "category", "relation": "relation",
               "pairing_batch": "batch", "pairing_status": "status", "supporting_school": "supporting_school_id",
               "recipient_school": "recipient_school_id"}  # fmt: skip
    return {
        **regions("recipient_county_code"), "pairing_shape": lambda row: shape_of(row, made.pairings),
        **{name: itemgetter(column) for name, column in columns.items()},
    }  # fmt: skip


def pairing_numbers(rows: Rows) -> dict[str, Any]:
    return {"numerator": len(rows)}


def agreement_numbers(rows: Rows) -> dict[str, Any]:
    signed = [row for row in rows if row["supporting_signed_on"] and row["recipient_signed_on"]]
    return {"numerator": len(signed), "denominator": len(rows)} if rows else {"numerator": 0}


@pytest.mark.parametrize(("indicator", "numbers"), [("S-18", pairing_numbers), ("S-19", agreement_numbers)])
async def test_pairings_equal_a_recount(made: Counted, province: Caller, indicator: str, numbers: Any) -> None:
    begun = inside([row for row in made.pairings if row["status"] in BEGUN], "recipient_county_code")
    values = of_pairings(made)
    assert {*values, "school_year", "month"} == set(known_dimensions(REGISTRY[indicator]))
    ran = [row for row in begun if runs_in("start_on", "end_on", YEAR)(row)]
    assert any(row["end_on"] is None for row in ran)
    await check(province, indicator, ran, values, numbers, school_year=str(YEAR))
    started = [row for row in begun if year_of(row["start_on"]) == YEAR]
    dated = {**values, "month": lambda row: row["start_on"].strftime("%Y-%m")}
    await check(province, indicator, started, dated, numbers, school_year=str(YEAR), basis="started")


async def test_years_of_pairings_are_those_in_which_they_ran(made: Counted, province: Caller) -> None:
    begun = inside([row for row in made.pairings if row["status"] in BEGUN], "recipient_county_code")
    found = told(await ask(province, "S-18", group_by="school_year", school_year="2026"))
    assert {key[0]: each["numerator"] for key, each in found.items()} == {
        year: number for year in range(2022, 2027)
        if (number := sum(runs_in("start_on", "end_on", year)(row) for row in begun))
    }  # fmt: skip
    answer = await ask(province, "S-18", school_year=str(YEAR))
    decided = {PairingStatus.decided, PairingStatus.negotiating, PairingStatus.signed}
    waiting = [row for row in inside(made.pairings, "recipient_county_code") if row["status"] in decided]
    assert [each["count"] for each in answer["left_out"]] == [
        sum(runs_in("start_on", "end_on", YEAR)(row) for row in waiting)
    ]


def was_there(joined: Row) -> bool:
    return joined["absent_on"] is None and joined["removed_on"] is None


def people_of(row: Row, made: Counted) -> int:
    there = [each["count"] for each in made.joined if each["activity_id"] == row["id"] and was_there(each)]
    return int(row["supporting_count"] + row["recipient_count"] + sum(there))


def of_activities(made: Counted) -> dict[str, Any]:
    relation = {row["id"]: row["relation"] for row in made.pairings}
    group = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
    return {
        **regions("county_code"), "month": lambda row: row["held_on"].strftime("%Y-%m"),
        "host_school": lambda row: row["host_school_id"], "relation": lambda row: relation[row["pairing_id"]],
        "activity_type": lambda row: row["type"],
        "activity_group": lambda row: group.get(row["type"], ActivityGroup.other),
    }  # fmt: skip


async def test_activities_and_who_came_equal_a_recount(made: Counted, province: Caller) -> None:
    values = of_activities(made)
    assert {*values, "school_year"} == set(known_dimensions(REGISTRY["S-21"]))
    held = [row for row in inside(made.activities, "county_code") if row["voided_at"] is None]
    assert any(people_of(row, made) > row["supporting_count"] + row["recipient_count"] for row in held)

    def numbers(rows: Rows) -> dict[str, Any]:
        return {"numerator": len(rows), "people": sum(people_of(row, made) for row in rows)}

    mine = [row for row in held if year_of(row["held_on"]) == YEAR]
    await check(province, "S-21", mine, values, numbers, school_year=str(YEAR))


async def test_mentor_pairs_equal_a_recount(made: Counted, province: Caller) -> None:
    columns = {"mentor_kind": "kind", "mentor_pair_status": "status", "mentor_school": "mentor_school_id",
               "mentee_school": "mentee_school_id"}  # fmt: skip
    values: dict[str, Value] = {**regions("mentee_county_code"), "subject": subjects_of,
                                **{name: itemgetter(column) for name, column in columns.items()}}  # fmt: skip
    assert {*values, "school_year", "month"} == set(known_dimensions(REGISTRY["S-22"]))

    def numbers(rows: Rows) -> dict[str, Any]:
        return {"numerator": len(rows), "mentees": len({row["mentee_person_id"] for row in rows})}

    for row in made.mentor_pairs:
        row["last_on"] = row["ended_on"] or row["end_on"]
    there = [row for row in inside(made.mentor_pairs, "mentee_county_code")
             if row["status"] is not MentorPairStatus.void]  # fmt: skip
    mine = [row for row in there if runs_in("start_on", "last_on", YEAR)(row)]
    assert len(mine) < sum(runs_in("start_on", "end_on", YEAR)(row) for row in there)
    await check(province, "S-22", mine, values, numbers, school_year=str(YEAR))


async def test_each_caller_counts_what_lies_in_its_region(made: Counted, sign_in: SignIn) -> None:
    ran = [row for row in made.pairings
           if row["status"] in BEGUN and runs_in("start_on", "end_on", YEAR)(row)]  # fmt: skip
    for role, region, prefix in ((Role.county_coordinator, HOME, HOME), (Role.city_supervisor, CITY, "6103"),
                                 (Role.county_coordinator, THIRD, THIRD)):  # fmt: skip
        answer = await ask(await sign_in(role, region), "S-18", school_year=str(YEAR))
        assert answer["total"]["numerator"] == len(inside(ran, "recipient_county_code", prefix))


async def test_a_school_counts_its_own_on_either_side(made: Counted, sign_in: SignIn) -> None:
    school = made.schools[0].id
    caller = await sign_in(Role.school_reporter, school=made.schools[0])

    def is_ours(row: Row) -> bool:
        return school in {row["supporting_school_id"], row["recipient_school_id"]}

    ran = [row for row in made.pairings
           if row["status"] in BEGUN and is_ours(row) and runs_in("start_on", "end_on", YEAR)(row)]  # fmt: skip
    answer = await ask(caller, "S-18", school_year=str(YEAR), group_by="county")
    assert answer["total"]["numerator"] == len(ran)
    assert set(told(answer)) == set(grouped(ran, ["county"], regions("recipient_county_code")))
    ours = {row["id"] for row in made.pairings if is_ours(row)}
    joined = {each["activity_id"] for each in made.joined if each["pairing_id"] in ours and was_there(each)}
    held = [row for row in made.activities if row["voided_at"] is None and year_of(row["held_on"]) == YEAR
            and (row["pairing_id"] in ours or row["id"] in joined)]  # fmt: skip
    total = (await ask(caller, "S-21", school_year=str(YEAR)))["total"]
    assert total["numerator"] == len(held) > sum(row["pairing_id"] in ours for row in held)


@pytest.mark.parametrize("indicator", ["S-18", "S-19", "S-21", "S-22"])
async def test_the_rows_behind_are_as_many_and_only_for_who_reads_them(
    made: Counted, province: Caller, sign_in: SignIn, indicator: str
) -> None:
    answer = await ask(province, indicator, school_year=str(YEAR), group_by="county")
    for row in answer["rows"]:
        asked = {**row["group"], "school_year": str(YEAR), "count": "true", "limit": 200}
        page = (await province.get(f"/statistics/{indicator}/rows", params=asked)).json()
        assert page["count"] == len(page["items"]) == row["numerator"]
        assert not {"agreement_no", "topic", "goal", "batch"} & set(page["items"][0]["codes"])
    for caller in (await sign_in(Role.finance, HOME), await sign_in.client([ClientScope.stats_read], PROVINCE)):
        refused = await caller.get(f"/statistics/{indicator}/rows")
        assert (refused.status_code, refused.json()["code"]) == (403, "statistics.rows_not_allowed")


async def test_small_numbers_of_mentor_pairs_are_kept_back_and_those_of_pairings_told(
    made: Counted, province: Caller, sign_in: SignIn
) -> None:
    system = await sign_in.client([ClientScope.stats_read], PROVINCE)
    asked = {"group_by": "county,mentor_pair_status", "school_year": str(YEAR)}
    exact, answer = told(await ask(province, "S-22", **asked)), await ask(system, "S-22", **asked)
    small = {key for key, each in exact.items() if each["numerator"] < 5}
    assert small
    assert small <= {tuple(row["group"].values()) for row in answer["rows"] if row["suppressed"]}
    asked = {"group_by": "county,relation", "school_year": str(YEAR)}
    assert told(await ask(system, "S-18", **asked)) == told(await ask(province, "S-18", **asked))


@pytest.mark.parametrize("indicator", ["S-18", "S-19", "S-21", "S-22"])
async def test_the_statements_are_as_many_for_any_number_of_groups(
    app: FastAPI, made: Counted, province: Caller, indicator: str
) -> None:
    async def statements(**params: Any) -> int:
        with counted_reads(app) as sent:
            await ask(province, indicator, school_year=str(YEAR), **params)
        return len(sent)

    few = await statements(group_by="county", county=HOME)
    assert few == await statements(group_by="county") <= 8


async def test_a_batch_without_a_name_can_be_asked_for(made: Counted, province: Caller) -> None:
    answer = await ask(province, "S-18", school_year=str(YEAR), group_by="pairing_batch")
    row = next(each for each in answer["rows"] if each["group"]["pairing_batch"] == "")
    assert row["labels"]["pairing_batch"] == "没有填"
    one = await ask(province, "S-18", school_year=str(YEAR), pairing_batch="")
    assert figures(one["total"]) == figures(row)
