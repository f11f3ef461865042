"""Yearly summaries: who writes, reviews, forwards and files, who reads, and how far a school year is (W-23, S-17)."""

import asyncio
import random
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.summaries.models import SupportSummary
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, ExchangeMode, Role, SummaryStatus
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
TEXT = {"text": "这一年教三年级语文，带了两名徒弟。", "workload": "每周14节"}
REVIEW = {"opinion": "工作扎实，徒弟能独立上公开课。", "grade": "excellent"}
ORDER = ["draft", "submitted_to_recipient", "reviewed", "forwarded", "filed"]
"""SM-8; what is returned stands where a draft does."""


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """In post since September, from the home county to its neighbour."""
    return await make.assignment(world.staff[0], world.urban, world.neighbour)


@pytest.fixture
async def people(sign_in: SignIn, world: World, task: Assignment) -> dict[str, Caller]:
    """Everybody whom a summary passes."""
    return {
        "teacher": await sign_in(Role.teacher, person_id=task.person_id),
        "sending": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_reporter, school=world.neighbour),
        "leader": await sign_in(Role.school_leader, school=world.neighbour),
        "county": await sign_in(Role.county_coordinator, NEIGHBOUR),
        "home": await sign_in(Role.county_coordinator, HOME),
    }


async def begun(writer: Caller, task: Assignment, **changes: Any) -> str:
    made = await writer.post("/summaries", {"assignment_id": str(task.id), **TEXT, **changes})
    assert made.status_code == 201, made.text
    return f"/summaries/{made.json()['id']}"


async def handed_in(writer: Caller, task: Assignment) -> str:
    path = await begun(writer, task)
    assert (await writer.post(f"{path}/submit", version=1)).status_code == 200
    return path


async def filed(people: dict[str, Caller], task: Assignment) -> str:
    path = await handed_in(people["teacher"], task)
    assert (await people["leader"].post(f"{path}/review", REVIEW, version=2)).status_code == 200
    assert (await people["receiving"].post(f"{path}/forward", version=3)).status_code == 200
    assert (await people["sending"].post(f"{path}/file", version=4)).status_code == 200
    return path


async def test_a_summary_goes_from_the_teacher_over_both_schools_into_the_file(
    task: Assignment, people: dict[str, Caller]
) -> None:
    teacher, leader, sending = people["teacher"], people["leader"], people["sending"]
    path = await begun(teacher, task, workload="")
    shown = (await teacher.get(path)).json()
    assert (shown["school_year"], shown["status"], shown["first_on"], shown["last_on"]) == (
        2026, "draft", "2026-09-01", "2027-08-31",
    )  # fmt: skip
    early = await teacher.post(f"{path}/submit", version=1)
    assert (early.status_code, early.json()["code"]) == (422, "summary.incomplete")
    assert [each["field"] for each in early.json()["errors"]] == ["workload"]
    assert (await teacher.patch(path, TEXT, version=1)).status_code == 200
    assert (await teacher.post(f"{path}/submit", version=2)).json()["status"] == "submitted_to_recipient"
    assert (await sending.post(f"{path}/file", version=3)).status_code == 409
    assert (await people["receiving"].post(f"{path}/review", REVIEW, version=3)).status_code == 403
    reviewed = (await leader.post(f"{path}/review", REVIEW, version=3)).json()
    assert (reviewed["status"], reviewed["grade"], reviewed["reviewed_by"]) == ("reviewed", "excellent", "测试员")
    assert (await sending.post(f"{path}/forward", version=4)).status_code == 403
    assert (await people["receiving"].post(f"{path}/forward", version=4)).json()["forwarded_on"] == "2026-12-03"
    assert (await people["receiving"].post(f"{path}/file", version=5)).status_code == 403
    assert (await sending.post(f"{path}/file", version=5)).json()["filed_on"] == "2026-12-03"
    read = (await teacher.get(path)).json()
    assert (read["opinion"], read["allowed_actions"]) == ("工作扎实，徒弟能独立上公开课。", [])
    assert [each["text"] for each in read["timeline"]][:2] == ["存入个人档案", "转送派出学校和县区"]
    person = (await people["home"].get(f"/persons/{task.person_id}")).json()
    assert [(each["school_year"], each["grade"]) for each in person["summaries"]] == [(2026, "excellent")]


async def test_what_is_returned_is_put_right_and_handed_in_again(task: Assignment, people: dict[str, Caller]) -> None:
    path = await handed_in(people["teacher"], task)
    back = (await people["receiving"].post(f"{path}/return", {"reason": "请写上工作量"}, version=2)).json()
    assert (back["status"], back["return_reason"], back["submitted_on"]) == ("returned", "请写上工作量", None)
    assert (await people["leader"].post(f"{path}/review", REVIEW, version=3)).status_code == 409
    assert (await people["sending"].patch(path, {"achievements": "县级公开课一节"}, version=3)).status_code == 200
    again = (await people["teacher"].post(f"{path}/submit", version=4)).json()
    assert (again["status"], again["return_reason"]) == ("submitted_to_recipient", "")


async def test_a_draft_is_read_by_its_writers_and_afterwards_by_both_sides_and_nobody_else(
    task: Assignment, people: dict[str, Caller], sign_in: SignIn, world: World
) -> None:
    path = await begun(people["teacher"], task)
    assert (await people["sending"].get(path)).json()["text"] == TEXT["text"]
    for reader in ("receiving", "leader", "county", "home"):
        assert (await people[reader].get(path)).json()["text"] is None, reader
    assert (await people["teacher"].post(f"{path}/submit", version=1)).status_code == 200
    city = await sign_in(Role.city_supervisor, CITY)
    for caller in (people["receiving"], people["county"], people["home"], city):
        assert (await caller.get(path)).json()["text"] == TEXT["text"]
    for role in (Role.finance, Role.hr):
        told = (await (await sign_in(role, HOME)).get(path)).json()
        assert (told["status"], told["text"], told["workload"]) == ("submitted_to_recipient", None, None), role
    for stranger in (
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_leader, school=world.rural),
        await sign_in(Role.teacher, person_id=world.staff[1].person_id),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"{path}/return", {"reason": "不是我的"}, version=2)).status_code in {403, 404}
        assert (await stranger.get("/summaries")).json()["items"] == []
        assert (await stranger.get("/summaries/due")).json()["items"] == []
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(path)).json()
    assert (told["name"], told["text"], told["submitted_by"], told["allowed_actions"]) == (None, None, None, [])
    hidden = await client.get("/summaries/due?q=陈立")
    assert (hidden.status_code, hidden.json()["errors"][0]["code"]) == (422, "query.names_hidden")


async def test_one_summary_a_school_year_even_when_begun_fifty_times_at_once(
    task: Assignment, people: dict[str, Caller]
) -> None:
    body = {"assignment_id": str(task.id), **TEXT}
    answers = await asyncio.gather(*(people["teacher"].insist("/summaries", body) for _ in range(AT_ONCE)))
    assert sorted(each.status_code for each in answers) == [201] + [409] * (AT_ONCE - 1)
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"summary.exists"}
    assert "2026-2027学年" in next(each.json()["detail"] for each in answers if each.status_code == 409)


async def test_of_fifty_reviews_and_returns_at_once_one_counts(
    app: FastAPI, task: Assignment, people: dict[str, Caller]
) -> None:
    path = await handed_in(people["teacher"], task)
    calls = [
        people["leader"].insist(f"{path}/review", REVIEW, version=2) if number % 2
        else people["receiving"].insist(f"{path}/return", {"reason": "请写上工作量"}, version=2)
        for number in range(AT_ONCE)
    ]  # fmt: skip
    answers: list[httpx.Response] = list(await asyncio.gather(*calls))
    assert [each.status_code for each in answers].count(200) == 1
    assert {each.status_code for each in answers} <= {200, 409, 412}
    won = next(each.json() for each in answers if each.status_code == 200)
    now = (await people["leader"].get(path)).json()
    assert (now["status"], now["version"], now["grade"]) == (won["status"], 3, won["grade"])


async def test_a_summary_needs_days_served_in_its_school_year(
    make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    planned = await make.assignment(world.staff[1], world.urban, world.neighbour, status=AssignmentStatus.confirmed)
    for body, status, code in (
        ({"assignment_id": str(planned.id)}, 409, "summary.not_served"),
        ({"assignment_id": str(task.id), "school_year": 2025}, 422, "summary.outside"),
        ({"assignment_id": str(task.id), "school_year": 2027}, 422, "summary.outside"),
    ):
        answer = await people["sending"].post("/summaries", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    refused = await people["leader"].post("/summaries", {"assignment_id": str(task.id)})
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")


async def test_the_due_list_and_the_rates_of_a_school_year_are_a_recount(
    make: Make, world: World, task: Assignment, people: dict[str, Caller], sign_in: SignIn
) -> None:
    """Six rows: filed; owed and over; ended early; not arrived; of a mode that owes none; one of those with a draft."""
    home, over = people["home"], {"end_on": date(2026, 11, 30), "status": AssignmentStatus.completed}
    await filed(people, task)
    late = await make.assignment(world.staff[1], world.urban, world.rural, **over)
    await make.assignment(world.staff[2], world.urban, world.rural, status=AssignmentStatus.terminated)
    await make.assignment(
        world.staff[3], world.rural, world.urban, status=AssignmentStatus.confirmed, arrived_on=None
    )  # fmt: skip
    shadow = {"mode": ExchangeMode.shadow_study, "exclusive": False}
    await make.assignment(world.staff[4], world.rural, world.urban, **shadow)
    free = await make.assignment(world.staff[2], world.urban, world.neighbour, **shadow)
    await make.add(
        SupportSummary(assignment_id=free.id, county_code=HOME, other_county_code=NEIGHBOUR, school_year=2026)
    )
    rows = (await home.get("/summaries/due?count=true")).json()
    assert rows["count"] == 3
    shown = {each["assignment_id"]: (each["status"], each["due_on"], each["overdue"]) for each in rows["items"]}
    assert shown == {
        str(task.id): ("filed", "2027-08-31", False),
        str(late.id): (None, "2026-11-30", True),
        str(free.id): ("draft", "2027-08-31", False),
    }
    assert (await home.get("/summaries/tally")).json() == {
        "school_year": 2026, "due": 2, "submitted": 1, "reviewed": 1, "forwarded": 1, "filed": 1, "overdue": 1,
    }  # fmt: skip
    overdue = (await home.get("/summaries/due?overdue=true")).json()["items"]
    assert [each["assignment_id"] for each in overdue] == [str(late.id)]
    missing = (await home.get("/summaries/due?missing=true")).json()["items"]
    assert {each["assignment_id"] for each in missing} == {str(late.id), str(free.id)}
    assert (await home.get("/summaries/due?school_year=2024")).json()["items"] == []
    third = await sign_in(Role.county_coordinator, THIRD)
    assert (await third.get("/summaries/tally")).json()["due"] == 0


async def test_everybody_finds_what_waits_for_the_own_act(
    make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    async def waits(who: str) -> int:
        return len((await people[who].get("/summaries/due?to_do=true")).json()["items"])

    path = await handed_in(people["teacher"], task)
    assert [await waits(who) for who in ("teacher", "leader", "sending")] == [0, 1, 0]
    assert (await people["leader"].post(f"{path}/review", REVIEW, version=2)).status_code == 200
    assert [await waits(who) for who in ("teacher", "leader", "sending")] == [0, 1, 0]
    assert (await people["leader"].post(f"{path}/forward", version=3)).status_code == 200
    assert [await waits(who) for who in ("teacher", "leader", "sending")] == [0, 0, 1]
    await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2027, 1, 20), exclusive=False)
    assert await waits("teacher") == 1


async def test_start_pages_name_what_waits_for_whom(
    make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    async def todos(who: str) -> list[str]:
        return [each["kind"] for each in (await people[who].get("/workbench")).json()["todos"]]

    assert await todos("teacher") == ["plan_write"]
    made = await people["teacher"].post("/personal-plans", {
        "assignment_id": str(task.id), "goals": "教好语文", "measures": "每周听课两节", "teaching_task": "三年级",
    })  # fmt: skip
    assert await todos("teacher") == ["plan_finish"]
    path = f"/personal-plans/{made.json()['id']}"
    assert (await people["teacher"].post(f"{path}/submit", version=1)).status_code == 200
    assert (await todos("teacher"), await todos("receiving")) == ([], ["plan_accept"])
    assert (await people["receiving"].post(f"{path}/accept", version=2)).status_code == 200
    path = await handed_in(people["teacher"], task)
    assert (await todos("receiving"), await todos("leader"), await todos("sending")) == ([], ["summary_review"], [])
    assert (await people["leader"].post(f"{path}/review", REVIEW, version=2)).status_code == 200
    assert await todos("receiving") == ["summary_forward"]
    assert (await people["receiving"].post(f"{path}/forward", version=3)).status_code == 200
    assert (await todos("receiving"), await todos("sending")) == ([], ["summary_file"])


ACTS: list[tuple[str, str, dict[str, Any]]] = [
    ("teacher", "submit", {}), ("sending", "submit", {}), ("receiving", "return", {"reason": "请再写细一点"}),
    ("leader", "review", REVIEW), ("county", "review", {**REVIEW, "grade": "qualified"}),
    ("receiving", "forward", {}), ("sending", "file", {}), ("home", "file", {}), ("teacher", "file", {}),
    ("sending", "review", REVIEW), ("home", "return", {"reason": "不该由我退"}),
]  # fmt: skip


NEXT: dict[str, set[str]] = {
    "draft": {"submit"}, "returned": {"submit"}, "submitted_to_recipient": {"return", "review"},
    "reviewed": {"forward"}, "forwarded": {"file"}, "filed": {"return", "review", "forward", "file"},
}  # fmt: skip
WILD = 0.4
"""How often somebody does what is not to be done now."""


@pytest.mark.parametrize("seed", range(4))
async def test_a_random_history_never_skips_a_state_and_what_is_filed_never_changes(
    seed: int, task: Assignment, people: dict[str, Caller]
) -> None:
    chance = random.Random(seed)
    path = await begun(people["teacher"], task)
    before = (await people["home"].get(path)).json()
    for _ in range(40):
        usual = [act for act in ACTS if act[1] in NEXT[before["status"]]]
        who, action, body = chance.choice(ACTS if chance.random() < WILD else usual)
        version = before["version"] - chance.choice((0, 0, 0, 1))
        answer = await people[who].post(f"{path}/{action}", body, version=version)
        after = (await people["home"].get(path)).json()
        if answer.status_code != 200:
            assert after == before | {"timeline": after["timeline"]}
            continue
        was, now = (ORDER.index(each["status"].replace("returned", "draft")) for each in (before, after))
        assert now == (0 if action == "return" else was + 1)
        assert before["status"] != SummaryStatus.filed.value
        before = after
    assert (await people["teacher"].patch(path, {"text": "改一下"}, version=before["version"])).status_code in {
        200,
        409,
    }


async def test_lists_take_the_same_queries_for_few_rows_and_many(
    app: FastAPI, make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    paths = ("/summaries?count=true", "/summaries/due?count=true", "/summaries/tally")
    counts: dict[str, list[int]] = {}
    for more in (2, 40):
        for _ in range(more):
            person = await make.teacher(world.urban)
            row = await make.assignment(person, world.urban, world.rural)
            await make.add(
                SupportSummary(assignment_id=row.id, county_code=HOME, other_county_code=HOME, school_year=2026)
            )
        for path in paths:
            with counted_reads(app) as statements:
                assert (await people["home"].get(path)).status_code == 200
            counts.setdefault(path, []).append(len(statements))
    assert all(few == many for few, many in counts.values()), counts


async def test_the_words_of_a_summary_stay_out_of_the_log(
    task: Assignment, people: dict[str, Caller], worker: Worker
) -> None:
    await filed(people, task)
    await worker.run_once()
    told = (await people["home"].get("/events?limit=200")).text
    assert "support_summary" in told
    for words in (TEXT["text"], TEXT["workload"], REVIEW["opinion"]):
        assert words not in told
