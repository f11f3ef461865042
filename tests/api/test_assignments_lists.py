"""Lists of assignments and teams: filters, scope, names and a fixed number of queries."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Person, Staff
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    Direction,
    ExchangeMode,
    Post,
    Role,
    Sex,
    Stage,
    Title,
    Workload,
)
from tests.factories.world import CITY, HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
async def named(world: World, make: Make) -> dict[str, str]:
    """a: active here; b: confirmed, away to the neighbour; c: ended last year; d: planned."""
    away = {"status": AssignmentStatus.confirmed, "start_on": date(2026, 12, 1), "direction": Direction.out_of_area}
    past = {"status": AssignmentStatus.completed, "start_on": date(2025, 9, 1), "end_on": date(2026, 7, 10)}
    rows: list[tuple[str, Assignment]] = [
        ("a", await make.assignment(world.staff[0], world.urban, world.rural)),
        ("b", await make.assignment(world.staff[1], world.urban, world.neighbour, **away)),
        ("c", await make.assignment(world.staff[0], world.urban, world.rural, **past)),
        ("d", await make.assignment(world.staff[3], world.rural, world.urban, status=AssignmentStatus.planned)),
    ]
    return {str(row.id): name for name, row in rows}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "abcd"),
        ("status=active", "a"),
        ("school_year=2025", "c"),
        ("on=2026-10-01", "a"),
        ("on=2026-01-01", "c"),
        ("on=2026-08-01", ""),
        ("direction=out_of_area", "b"),
        ("mode=attachment", ""),
        ("q=白果镇", "b"),
        ("q=jiaoshi8", "d"),
        (f"county_code={NEIGHBOUR}", "b"),
        (f"county_code={CITY}", "abcd"),
        ("status=confirmed&starts_by=2026-12-03", "b"),
        ("status=active&ends_by=2026-12-31", ""),
        ("to_confirm=true", "d"),
        ("school_id={urban}", "abcd"),
        ("sending_school_id={rural}", "d"),
        ("receiving_school_id={rural}", "ac"),
        ("staff_id={staff}", "ac"),
    ],
)
async def test_a_list_is_narrowed(
    world: World, county: Caller, named: dict[str, str], query: str, expected: str
) -> None:
    filled = query.format(urban=world.urban.id, rural=world.rural.id, staff=world.staff[0].id)
    answer = await county.get(f"/assignments?count=true&{filled}".rstrip("&"))
    assert answer.status_code == 200, answer.text
    assert "".join(sorted(named[row["id"]] for row in answer.json()["items"])) == expected
    assert answer.json()["count"] == len(expected)


async def test_to_confirm_lists_what_waits_for_the_caller(
    world: World, make: Make, county: Caller, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[1], world.urban, world.neighbour, status=AssignmentStatus.planned)
    city = await sign_in(Role.city_supervisor, CITY)
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    school = await sign_in(Role.school_reporter, school=world.neighbour)
    listed = [(await caller.get("/assignments?to_confirm=true")).json()["items"] for caller in (county, city, school)]
    assert [[item["id"] for item in items] for items in listed] == [[str(row.id)]] * 3
    assert all("confirm" in items[0]["allowed_actions"] for items in listed)
    assert (await other.get("/assignments?to_confirm=true")).json()["items"] == []
    await school.post(f"/assignments/{row.id}/confirm", version=1)
    assert (await school.get("/assignments?to_confirm=true")).json()["items"] == []


async def test_pages_go_through_all_rows_once(county: Caller, named: dict[str, str]) -> None:
    seen: list[str] = []
    cursor = ""
    for _ in range(4):
        page = (await county.get(f"/assignments?limit=1{cursor}")).json()
        seen += [named[row["id"]] for row in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (sorted(seen), page["next_cursor"]) == (["a", "b", "c", "d"], None)
    assert (await county.get("/assignments?cursor=rubbish")).json()["code"] == "page.cursor"


async def test_a_system_gets_no_names_and_finds_nobody_by_name(
    world: World, make: Make, county: Caller, sign_in: SignIn
) -> None:
    person = await make.teacher(world.urban, name="欧阳若兰")
    await make.assignment(person, world.urban, world.rural, closed_reason="接着教")
    client = await sign_in.client([ClientScope.records_read])
    assert len((await county.get("/assignments?q=欧阳")).json()["items"]) == 1
    assert (await client.get("/assignments?q=欧阳")).json()["items"] == []
    row = (await client.get("/assignments?q=云坪")).json()["items"][0]
    assert (row["name"], row["allowed_actions"], row["person_id"]) == (None, [], str(person.person_id))
    detail = (await client.get(f"/assignments/{row['id']}")).json()
    assert (detail["closed_reason"], {item["who"] for item in detail["timeline"]}) == (None, {None})


@pytest.mark.parametrize("path", ["/assignments", "/pairings", "/teams", "/activities"])
async def test_an_unknown_filter_is_refused_by_name(county: Caller, path: str) -> None:
    answer = await county.get(f"{path}?colour=red")
    assert (answer.status_code, answer.json()["code"]) == (422, "query.unknown")


async def test_a_page_takes_as_many_queries_for_200_rows_as_for_10(
    app: FastAPI, world: World, make: Make, county: Caller
) -> None:
    numbers: dict[str, list[int]] = {}
    pairing = await make.pairing(world.urban, world.rural)
    for target, more in ((10, 10), (200, 190)):
        await make.add(*(row for number in range(more) for row in posted(world, pairing, 1000 + target + number)))
        for path in ("/assignments?limit=200", "/pairings?limit=200", f"/pairings/{pairing.id}"):
            with counted_reads(app) as statements:
                answer: Any = (await county.get(path)).json()
            numbers.setdefault(path, []).append(len(statements))
        assert answer["sent_count"] == target
    assert all(few == many for few, many in numbers.values()), numbers
    assert max(max(counts) for counts in numbers.values()) <= 16, numbers


def posted(world: World, pairing: Pairing, number: int) -> tuple[Person, Staff, Assignment]:
    """A teacher of the urban school who serves at the rural one."""
    person = Person(
        county_code=HOME, name="林一鸣", pinyin=f"linyiming{number}", initials="lym", sort_key=f"lin yiming {number}",
        sex=Sex.male, birth_on=date(1990, 1, 1),
    )  # fmt: skip
    facts: dict[str, Any] = {"post": Post.teacher, "title": Title.first, "stage": Stage.primary}
    staff = Staff(person_id=person.id, county_code=HOME, school_id=world.urban.id, hired_on=date(2020, 9, 1), **facts)
    assignment = Assignment(
        person_id=person.id, staff_id=staff.id, home_county_code=HOME, sending_school_id=world.urban.id,
        receiving_county_code=HOME, receiving_school_id=world.rural.id, pairing_id=pairing.id,
        mode=ExchangeMode.support_teaching, direction=Direction.urban_to_rural, workload=Workload.full_time,
        exclusive=True, start_on=date(2026, 9, 1), end_on=date(2027, 8, 31), planned_end_on=date(2027, 8, 31),
        school_year=2026, status=AssignmentStatus.active, status_at=datetime(2026, 9, 1, tzinfo=UTC), sex=Sex.male,
        age=36, **facts,
    )  # fmt: skip
    return person, staff, assignment


async def test_a_team_belongs_to_a_pairing_and_counts_its_members(
    world: World, make: Make, county: Caller, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    body = {"name": "第一批支教队", "pairing_id": str(pairing.id), "school_year": 2026}
    team = await county.post("/teams", body)
    assert team.status_code == 201, team.text
    plan = {
        "staff_id": str(world.staff[0].id), "receiving_school_id": str(world.rural.id), "mode": "team_two_way",
        "workload": "full_time", "start_on": "2026-11-16", "end_on": "2027-08-31", "team_id": team.json()["id"],
    }  # fmt: skip
    made = (await county.post("/assignments", plan)).json()
    assert made["pairing_id"] == str(pairing.id)
    assert (await county.get(f"/teams/{team.json()['id']}")).json()["member_count"] == 1
    assert len((await county.get(f"/assignments?team_id={team.json()['id']}")).json()["items"]) == 1
    foreign = await make.pairing(world.rural, world.urban)
    wrong = await county.post("/assignments", {**plan, "pairing_id": str(foreign.id)})
    assert wrong.json()["errors"][0]["code"] == "assignment.pairing_mismatch"
    school = await sign_in(Role.school_reporter, school=world.rural)
    assert (await school.get(f"/teams/{team.json()['id']}")).status_code == 200
    assert (await school.post("/teams", body)).status_code == 403
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.get(f"/teams/{team.json()['id']}")).status_code == 404
    assert (await other.post("/teams", body)).status_code == 404
    assert len((await county.get(f"/teams?pairing_id={pairing.id}&school_year=2026")).json()["items"]) == 1
