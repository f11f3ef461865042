"""How goals come along in between: dated lines by either side, no new state, shown beside the judgement (W-16)."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Role
from tests.api.test_goals import LATE, agreed
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def serving(make: Make, world: World) -> Assignment:
    """In post since September, from the home county to its neighbour."""
    return await make.assignment(world.staff[1], world.urban, world.neighbour)


@pytest.fixture
async def sending(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def receiving(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


@pytest.fixture
async def path(sending: Caller, receiving: Caller, serving: Assignment) -> str:
    """A goal that both sides agreed on."""
    return await agreed(sending, receiving, serving, **LATE)


async def said(caller: Caller, path: str, version: int, **body: Any) -> dict[str, Any]:
    answer = await caller.post(f"{path}/progress", {"standing": "on_track", **body}, version=version)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_either_side_adds_dated_lines_and_the_goal_stays_agreed(
    path: str, serving: Assignment, sending: Caller, receiving: Caller, sign_in: SignIn
) -> None:
    teacher = await sign_in(Role.teacher, person_id=serving.person_id)
    county = await sign_in(Role.county_coordinator, NEIGHBOUR)
    await said(receiving, path, 2, standing="behind", noted_on="2026-10-15", words="还没有定徒弟")
    await said(teacher, path, 3, noted_on="2026-11-20", words="带了一名徒弟")
    await said(sending, path, 4, standing="met")
    shown = await said(county, path, 5, standing="on_track", noted_on="2026-10-30")
    assert (shown["status"], shown["standing"], shown["standing_on"]) == ("agreed", "met", "2026-12-03")
    lines = [(each["noted_on"], each["speaker"], each["standing"], each["words"]) for each in shown["progress"]]
    assert lines == [
        ("2026-12-03", "sending", "met", ""), ("2026-11-20", "teacher", "on_track", "带了一名徒弟"),
        ("2026-10-30", "office", "on_track", ""), ("2026-10-15", "receiving", "behind", "还没有定徒弟"),
    ]  # fmt: skip
    assert all(each["noted_by"] for each in shown["progress"])


async def test_the_judgement_shows_it_beside_and_nothing_is_added_after(
    path: str, serving: Assignment, sending: Caller, receiving: Caller
) -> None:
    await said(sending, path, 2, standing="behind")
    judged = await receiving.post(f"{path}/judge", {"achieved": 2}, version=3)
    assert (judged.json()["status"], len(judged.json()["progress"])) == ("met", 1)
    assert "progress" not in judged.json()["allowed_actions"]
    late = await sending.post(f"{path}/progress", {"standing": "met"}, version=4)
    assert (late.status_code, late.json()["code"]) == (409, "state.illegal")
    whole = (await sending.get(f"/assignment-goals/of/{serving.id}")).json()["goals"]
    assert [each["standing"] for each in whole[0]["progress"]] == ["behind"]


async def test_who_speaks_for_no_side_adds_nothing(path: str, world: World, sign_in: SignIn) -> None:
    body = {"standing": "met"}
    strangers = [
        await sign_in(Role.school_reporter, school=world.third), await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.teacher, HOME, person_id=world.staff[2].person_id),
    ]  # fmt: skip
    for caller in strangers:
        assert (await caller.post(f"{path}/progress", body, version=2)).status_code == 404
    for role, region in ((Role.finance, HOME), (Role.auditor, CITY)):
        reader = await sign_in(role, region)
        assert (await reader.post(f"{path}/progress", body, version=2)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"standing": "lost"}, "standing"),
        ({"standing": None}, "standing"),
        ({"noted_on": "2026-08-31"}, "noted_on"),
        ({"noted_on": "2026-12-04"}, "noted_on"),
        ({"words": "字" * 201}, "words"),
    ],
)
async def test_a_bad_line_names_the_field(path: str, sending: Caller, changes: dict[str, Any], field: str) -> None:
    answer = await sending.post(f"{path}/progress", {"standing": "met", **changes}, version=2)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])


async def test_before_the_start_and_after_the_end_nothing_comes_along(
    make: Make, world: World, sending: Caller, receiving: Caller, sign_in: SignIn
) -> None:
    first = await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.confirmed, arrived_on=None,
        start_on=world.staff[0].hired_on.replace(year=2027, month=2, day=20),
    )  # fmt: skip
    path = await agreed(sending, receiving, first)
    early = await sending.post(f"{path}/progress", {"standing": "met"}, version=2)
    assert (early.status_code, early.json()["code"]) == (409, "goal.too_early")
    assert "progress" not in (await sending.get(path)).json()["allowed_actions"]
    serving = await make.assignment(world.staff[2], world.urban, world.neighbour)
    path = await agreed(sending, receiving, serving, **LATE)
    city = await sign_in(Role.city_supervisor, CITY)
    body = {"end_on": "2026-12-01", "reason": "调走了"}
    ended = await city.post(f"/assignments/{serving.id}/terminate", body, version=1)
    assert ended.status_code == 200, ended.text
    late = await sending.post(f"{path}/progress", {"standing": "met"}, version=2)
    assert (late.status_code, late.json()["code"]) == (409, "goal.closed")


async def test_of_many_who_say_it_twice_at_once_one_wins(path: str, sending: Caller, receiving: Caller) -> None:
    callers = (sending, receiving)
    answers = await asyncio.gather(
        *(callers[number % 2].insist(f"{path}/progress", {"standing": "met"}, version=2) for number in range(50))
    )
    assert sorted(each.status_code for each in answers) == [200] + [412] * 49
    assert len((await sending.get(path)).json()["progress"]) == 1


async def test_the_list_and_its_file_are_narrowed_by_how_goals_come_along(
    path: str, serving: Assignment, sending: Caller, receiving: Caller
) -> None:
    other = await agreed(sending, receiving, serving, **LATE)
    await said(sending, path, 2, standing="behind")
    await said(sending, other, 2)
    behind = (await sending.get("/assignment-goals?standing=behind&count=true")).json()
    assert ([f"/assignment-goals/{each['id']}" for each in behind["items"]], behind["count"]) == ([path], 1)
    text = (await sending.get("/assignment-goals.csv?standing=behind")).content.decode("utf-8-sig")
    assert ("落后" in text, "正常推进" in text) == (True, False)


async def test_systems_and_finance_read_codes_and_the_log_has_no_typed_word(
    path: str, sending: Caller, sign_in: SignIn, worker: Worker
) -> None:
    await said(sending, path, 2, standing="behind", words="不进日志的话")
    client = await sign_in.client([ClientScope.records_read, ClientScope.records_identified])
    for caller in (client, await sign_in(Role.finance, HOME)):
        (line,) = (await caller.get(path)).json()["progress"]
        assert (line["standing"], line["words"], line["noted_by"]) == ("behind", None, None)
    told = (await sending.get(path)).json()["timeline"][0]["text"]
    assert told == "登记了进展：落后"
    await worker.run_once()
    county = await sign_in(Role.county_coordinator, HOME)
    log = (await county.get("/events?limit=200")).text
    assert ('"standing"' in log, "不进日志" in log) == (True, False)


async def test_many_lines_cost_no_more_queries_than_one(
    app: FastAPI, path: str, serving: Assignment, sending: Caller
) -> None:
    counts: dict[str, list[int]] = {}
    version = 2
    for more in (1, 20):
        for _ in range(more):
            version = (await said(sending, path, version))["version"]
        for read in (path, f"/assignment-goals/of/{serving.id}", f"/assignments/{serving.id}"):
            with counted_reads(app) as statements:
                assert (await sending.get(read)).status_code == 200
            counts.setdefault(read, []).append(len(statements))
    assert all(few == many for few, many in counts.values()), counts
