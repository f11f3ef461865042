"""How who comes to serve is looked after: who says so, who reads it, who is asked for it (W-15.5, ND-39)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Locality, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

ALL = {
    "housing": "provided",
    "meals": "allowance",
    "transport": "own",
    "workplace": "provided",
    "contact": "办公室王主任",
}
LATELY = date(2026, 11, 3)
SOON, LATER = date(2026, 12, 17), date(2026, 12, 18)
"""Fourteen days from the day of these tests, and one more."""


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """From the home county to its neighbour; the person is there."""
    return await make.assignment(world.staff[0], world.urban, world.neighbour)


@pytest.fixture
async def people(sign_in: SignIn, world: World, task: Assignment) -> dict[str, Caller]:
    """Everybody who has a part in it."""
    return {
        "teacher": await sign_in(Role.teacher, person_id=task.person_id),
        "sending": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_reporter, school=world.neighbour),
        "county": await sign_in(Role.county_coordinator, NEIGHBOUR),
        "home": await sign_in(Role.county_coordinator, HOME),
        "city": await sign_in(Role.city_supervisor, CITY),
    }


def path_of(task: Assignment) -> str:
    return f"/arrivals/{task.id}"


async def put(caller: Caller, task: Assignment, body: Any, version: int = 0) -> dict[str, Any]:
    answer = await caller.put(path_of(task), body, version=version)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def todos(caller: Caller) -> list[str]:
    found = (await caller.get("/workbench")).json()["todos"]
    return [each["id"] for each in found if each["kind"] == "arrival_arrange"]


async def test_the_receiving_school_says_what_is_arranged_and_completes_it_later(
    task: Assignment, people: dict[str, Caller]
) -> None:
    school = people["receiving"]
    shown = (await school.get(path_of(task))).json()
    assert (shown["version"], shown["asked"], shown["allowed_actions"]) == (0, True, ["arrange"])
    assert shown["missing"] == ["housing", "meals", "transport", "workplace", "contact"]
    assert "ND-39" in shown["source"]
    part = await put(school, task, {"housing": "provided", "meals": "own", "note": "宿舍在教学楼东"})
    assert (part["missing"], part["arranged_on"]) == (["transport", "workplace", "contact"], None)
    whole = await put(school, task, ALL, 1)
    assert (whole["missing"], whole["arranged_on"], whole["meals"], whole["note"]) == (
        [], "2026-12-03", "allowance", "",
    )  # fmt: skip
    back = await put(school, task, {**ALL, "contact": ""}, 2)
    assert (back["missing"], back["arranged_on"]) == (["contact"], None)
    told = (await school.get(path_of(task))).json()["timeline"]
    assert [each["text"] for each in told] == ["接收学校登记了生活安排"] * 3


async def test_both_schools_both_counties_and_the_person_read_it_and_the_receiving_side_alone_writes(
    task: Assignment, people: dict[str, Caller]
) -> None:
    await put(people["receiving"], task, ALL)
    for who, caller in people.items():
        shown = (await caller.get(path_of(task))).json()
        assert (shown["words_shown"], shown["contact"], shown["housing"]) == (True, ALL["contact"], "provided"), who
        may = who in {"receiving", "county", "city"}
        assert shown["allowed_actions"] == (["arrange"] if may else []), who
        answer = await caller.put(path_of(task), ALL, version=shown["version"])
        assert answer.status_code == (200 if may else 403), who


async def test_whoever_it_does_not_concern_reads_codes_at_most(
    world: World, task: Assignment, people: dict[str, Caller], sign_in: SignIn
) -> None:
    await put(people["receiving"], task, ALL)
    onlookers = [await sign_in(Role.province_supervisor, PROVINCE), await sign_in(Role.auditor, PROVINCE)]
    onlookers.append(await sign_in.client([ClientScope.records_read, ClientScope.records_identified]))
    for caller in onlookers:
        shown = (await caller.get(path_of(task))).json()
        assert (shown["words_shown"], shown["contact"], shown["note"], shown["arranged_by"]) == (
            False, None, None, None,
        )  # fmt: skip
        assert shown["housing"] == "provided"
    for caller in (
        await sign_in(Role.county_coordinator, THIRD), await sign_in(Role.school_reporter, school=world.third),
        await sign_in(Role.teacher, HOME, person_id=world.staff[2].person_id),
    ):  # fmt: skip
        assert (await caller.get(path_of(task))).status_code == 404
        assert (await caller.get("/arrivals")).json()["items"] == []


@pytest.mark.parametrize(
    ("status", "expected"),
    [("planned", 409), ("confirmed", 200), ("active", 200), ("completed", 409), ("refused", 409), ("void", 409)],
)
async def test_it_is_arranged_from_the_confirmation_until_the_assignment_is_over(
    make: Make, world: World, people: dict[str, Caller], status: str, expected: int
) -> None:
    other = await make.assignment(
        world.staff[2], world.urban, world.neighbour, status=AssignmentStatus[status], start_on=SOON
    )
    answer = await people["receiving"].put(path_of(other), ALL, version=0)
    assert answer.status_code == expected, answer.text


async def test_the_receiving_school_is_asked_from_fourteen_days_before_to_thirty_after_until_nothing_is_missing(
    make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    confirmed = {"status": AssignmentStatus.confirmed, "arrived_on": None}
    soon = await make.assignment(world.staff[1], world.urban, world.neighbour, start_on=SOON, **confirmed)
    await make.assignment(world.staff[2], world.urban, world.neighbour, start_on=LATER, **confirmed)
    lately = await make.assignment(world.staff[3], world.urban, world.neighbour, start_on=LATELY)
    school = people["receiving"]
    assert set(await todos(school)) == {str(lately.id), str(soon.id)}
    assert await todos(people["sending"]) == []
    await put(school, soon, {**ALL, "contact": ""})
    assert set(await todos(school)) == {str(lately.id), str(soon.id)}
    await put(school, soon, ALL, 1)
    assert await todos(school) == [str(lately.id)]
    listed = (await people["home"].get("/arrivals?missing=true&count=true")).json()
    assert ({each["assignment_id"] for each in listed["items"]}, listed["count"]) == (
        {str(task.id), str(lately.id)}, 2
    )  # fmt: skip
    assert (await people["home"].get("/arrivals?count=true")).json()["count"] == 3
    assert (await people["home"].get("/arrivals?to_do=true&count=true")).json()["count"] == 0


async def test_a_county_that_asks_for_nothing_has_no_todo_and_names_no_source(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    task = await make.assignment(world.staff[3], world.urban, world.neighbour, start_on=LATELY)
    assert await todos(people["receiving"]) == [str(task.id)]
    rule = {"effective_from": "2026-12-01", "effect": "off", "least": None, "most": None, "source": "县里另有安排"}
    said = await people["county"].put(f"/policy-rules/{NEIGHBOUR}/arrival.living", rule, version=0)
    assert said.status_code == 200, said.text
    assert await todos(people["receiving"]) == []
    shown = (await people["receiving"].get(path_of(task))).json()
    assert (shown["asked"], shown["source"], shown["allowed_actions"]) == (False, "", ["arrange"])


async def test_filters_narrow_the_list_and_the_file(
    world: World, make: Make, task: Assignment, people: dict[str, Caller]
) -> None:
    await make.assignment(world.staff[1], world.urban, world.rural)
    await put(people["receiving"], task, ALL)
    home = people["home"]
    for query, count in (
        ("", 2), (f"school_id={world.neighbour.id}", 1), (f"county_code={NEIGHBOUR}", 1), ("school_year=2026", 2),
        ("school_year=2020", 0), (f"assignment_id={task.id}", 1), ("missing=true", 1),
    ):  # fmt: skip
        assert (await home.get(f"/arrivals?count=true&{query}")).json()["count"] == count, query
    text = (await home.get("/arrivals.csv")).content.decode("utf-8-sig")
    assert ("发补贴" in text, "住宿" in text, "王主任" in text) == (True, True, False)


async def test_of_fifty_who_begin_at_once_one_wins(task: Assignment, people: dict[str, Caller]) -> None:
    answers = await asyncio.gather(
        *(people["receiving"].put(path_of(task), {**ALL, "note": str(number)}, version=0) for number in range(50))
    )
    codes = sorted(answer.status_code for answer in answers)
    assert (codes[0], set(codes[1:])) == (200, {412})
    assert (await people["receiving"].get(path_of(task))).json()["version"] == 1


async def test_after_a_swap_it_is_arranged_anew_where_the_person_goes_now(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    waiting = {"status": AssignmentStatus.confirmed, "start_on": SOON, "arrived_on": None}
    nearby = await make.school(HOME, Locality.rural)
    one = await make.assignment(world.staff[2], world.urban, nearby, **waiting)
    other = await make.assignment(await make.teacher(world.urban), world.urban, world.rural, **waiting)
    await put(people["home"], one, ALL)
    body = {"other_id": str(other.id), "other_version": 1}
    swapped = await people["home"].post(f"/assignments/{one.id}/swap", body, version=1)
    assert swapped.status_code == 200, swapped.text
    shown = (await people["home"].get(path_of(one))).json()
    assert shown["receiving_school"]["id"] == str(world.rural.id)
    assert (shown["housing"], shown["contact"], shown["arranged_on"]) == (None, "", None)
    assert shown["timeline"][0]["text"] == "安排改了，生活安排要重新登记"


async def test_no_typed_word_is_in_the_log(
    app: FastAPI, task: Assignment, people: dict[str, Caller], worker: Worker
) -> None:
    await put(people["receiving"], task, {**ALL, "note": "宿舍在教学楼东"})
    await worker.run_once()
    told = (await people["home"].get("/events?limit=200")).text
    assert ("arrival" in told, "王主任" in told, "教学楼" in told) == (True, False, False)


async def test_the_list_takes_the_same_queries_for_few_rows_and_many(
    app: FastAPI, make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    counts: dict[str, list[int]] = {}
    for more in (1, 30):
        for _ in range(more):
            serving = await make.assignment(await make.teacher(world.urban), world.urban, world.neighbour)
            await put(people["receiving"], serving, {"housing": "own"})
        for path in ("/arrivals?count=true&limit=100", path_of(task), "/workbench", f"/assignments/{task.id}"):
            with counted_reads(app) as statements:
                assert (await people["receiving"].get(path)).status_code == 200
            counts.setdefault(path, []).append(len(statements))
    assert all(few == many for few, many in counts.values()), counts
