"""How an assignment ends: handover and appraisal, feedback, who reads it and who is asked for it (W-40)."""

import asyncio
import random
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.pictures import jpeg

AT_ONCE = 50
ENDS = date(2026, 12, 20)
"""Seventeen days from the day of these tests."""
HANDED = {
    "handed_over_on": "2026-12-02", "items": ["lessons", "papers"], "notes": "交给三年级组", "grade": "excellent",
    "appraisal": "工作扎实，带出两名徒弟。",
}  # fmt: skip
ASKED = {"handover", "feedback_read", "feedback_write"}
FEEDBACK = {"learnt": "学会了小班化的分层作业。", "to_apply": "下学期先在三年级试。"}


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """From the home county to its neighbour, about to end."""
    return await make.assignment(world.staff[0], world.urban, world.neighbour, end_on=ENDS)


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
    return f"/handovers/{task.id}"


async def done(caller: Caller, path: str, step: str, body: Any = None, version: int = 0) -> dict[str, Any]:
    answer = await caller.post(f"{path}/{step}", body, version=version)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_both_schools_and_the_teacher_bring_an_assignment_to_its_end(
    task: Assignment, people: dict[str, Caller]
) -> None:
    path = path_of(task)
    shown = (await people["receiving"].get(path)).json()
    assert (shown["version"], shown["status"], shown["feedback_status"]) == (0, "open", "open")
    assert (shown["opens_on"], shown["ready"], shown["allowed_actions"]) == ("2026-11-20", True, ["hand-over"])
    handed = await done(people["receiving"], path, "hand-over", HANDED)
    assert (handed["status"], handed["grade"], handed["handed_over_by"], handed["version"]) == (
        "handed_over", "excellent", "测试员", 1,
    )  # fmt: skip
    assert (await people["receiving"].post(f"{path}/hand-over", HANDED, version=1)).status_code == 409
    better = await done(people["county"], path, "correct", {**HANDED, "grade": "qualified"}, 1)
    assert (better["grade"], better["handed_over_by"]) == ("qualified", "测试员")
    assert (await people["teacher"].post(f"{path}/correct", HANDED, version=2)).status_code == 403
    await done(people["teacher"], path, "give-feedback", FEEDBACK, 2)
    await done(people["teacher"], path, "edit-feedback", {"learnt": "学会了分层作业和课堂观察。"}, 3)
    assert (await people["receiving"].post(f"{path}/read-feedback", version=4)).status_code == 403
    read = await done(people["sending"], path, "read-feedback", version=4)
    assert (read["feedback_status"], read["learnt"], read["to_apply"]) == ("read", "学会了分层作业和课堂观察。", "")
    assert (await people["teacher"].post(f"{path}/edit-feedback", FEEDBACK, version=5)).status_code == 409
    await done(people["sending"], path, "share", {"shared_on": "2026-12-01"}, 5)
    told = (await people["teacher"].get(path)).json()
    assert (told["shared_on"], told["allowed_actions"]) == ("2026-12-01", [])
    assert [each["text"] for each in told["timeline"]][:2] == ["在原校传达了学到的做法", "原校看过反馈"]
    page = (await people["home"].get(f"/assignments/{task.id}")).json()
    assert {"原校看过反馈", "接收学校办了交接和鉴定"} <= {each["text"] for each in page["timeline"]}


async def test_words_are_for_the_person_both_schools_their_counties_and_who_decides(
    task: Assignment, people: dict[str, Caller], sign_in: SignIn, world: World
) -> None:
    path = path_of(task)
    await done(people["receiving"], path, "hand-over", HANDED)
    await done(people["teacher"], path, "give-feedback", FEEDBACK, 1)
    for who, caller in people.items():
        shown = (await caller.get(path)).json()
        assert (shown["words_shown"], shown["appraisal"], shown["learnt"]) == (
            True, HANDED["appraisal"], FEEDBACK["learnt"],
        ), who  # fmt: skip
    onlookers = [await sign_in(Role.province_supervisor, PROVINCE), await sign_in(Role.auditor, PROVINCE)]
    onlookers.append(await sign_in.client([ClientScope.records_read, ClientScope.records_identified]))
    for caller in onlookers:
        answer = await caller.get(path)
        assert (answer.json()["words_shown"], answer.json()["grade"]) == (False, None)
        listed = await caller.get("/handovers")
        assert [each["grade"] for each in listed.json()["items"]] == [None]
        for text in ("工作扎实", "分层作业", "三年级"):
            assert text not in answer.text + listed.text
    for stranger in (
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_leader, school=world.rural),
        await sign_in(Role.teacher, person_id=world.staff[1].person_id),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get("/handovers")).json()["items"] == []
        assert (await stranger.post(f"{path}/hand-over", HANDED, version=0)).status_code in {403, 404}
    hidden = await (await sign_in.client([ClientScope.records_read])).get("/handovers?q=陈立")
    assert (hidden.status_code, hidden.json()["errors"][0]["code"]) == (422, "query.names_hidden")


async def test_it_begins_thirty_days_before_the_end_and_only_for_who_was_in_post(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    far = await make.assignment(world.staff[1], world.urban, world.neighbour, end_on=date(2027, 1, 3))
    near = await make.assignment(world.staff[2], world.urban, world.neighbour, end_on=date(2027, 1, 2))
    never = await make.assignment(
        world.staff[3], world.rural, world.neighbour, status=AssignmentStatus.refused, arrived_on=None
    )
    void = await make.assignment(world.staff[4], world.rural, world.neighbour, status=AssignmentStatus.void)
    for late, code in ((far, "handover.too_early"), (never, "handover.not_served"), (void, "handover.not_served")):
        answer = await people["receiving"].post(f"{path_of(late)}/hand-over", HANDED, version=0)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        assert (await people["receiving"].get(path_of(late))).json()["allowed_actions"] == []
    listed = {each["assignment_id"] for each in (await people["receiving"].get("/handovers")).json()["items"]}
    assert str(near.id) in listed
    assert listed.isdisjoint({str(far.id), str(never.id), str(void.id)})
    for day, status in (("2026-12-02", 422), ("2026-12-03", 200)):
        answer = await people["receiving"].post(
            f"{path_of(near)}/hand-over", {**HANDED, "handed_over_on": day}, version=0
        )
        assert answer.status_code == status, answer.text
    tomorrow = await people["receiving"].post(
        f"{path_of(near)}/correct", {**HANDED, "handed_over_on": "2026-12-04"}, version=1
    )
    assert tomorrow.json()["errors"][0]["field"] == "handed_over_on"


async def test_an_extension_asks_for_the_handover_again_and_keeps_the_feedback(
    task: Assignment, people: dict[str, Caller]
) -> None:
    path = path_of(task)
    await done(people["receiving"], path, "hand-over", HANDED)
    await done(people["teacher"], path, "give-feedback", FEEDBACK, 1)
    for end, status in (("2026-12-28", "handed_over"), ("2027-06-30", "open")):
        version = (await people["city"].get(f"/assignments/{task.id}")).json()["version"]
        body = {"end_on": end, "reason": "目标还没达到"}
        answer = await people["city"].post(f"/assignments/{task.id}/extend", body, version=version)
        assert answer.status_code == 200, answer.text
        shown = (await people["receiving"].get(path)).json()
        assert (shown["status"], shown["feedback_status"]) == (status, "filed"), end
    assert (shown["ready"], shown["handed_over_on"], shown["appraisal"]) == (False, None, HANDED["appraisal"])
    assert shown["timeline"][0]["text"] == "交流延期，要重新交接"


async def test_of_fifty_first_and_fifty_later_acts_at_once_one_counts(
    task: Assignment, people: dict[str, Caller]
) -> None:
    path = path_of(task)
    calls = [
        people["receiving"].insist(f"{path}/hand-over", HANDED, version=0) if number % 2
        else people["teacher"].insist(f"{path}/give-feedback", FEEDBACK, version=0)
        for number in range(AT_ONCE)
    ]  # fmt: skip
    answers = await asyncio.gather(*calls)
    assert [each.status_code for each in answers].count(200) == 1
    assert {each.status_code for each in answers} <= {200, 409, 412}
    assert (await people["receiving"].get(path)).json()["version"] == 1
    missing = "hand-over" if (await people["teacher"].get(path)).json()["status"] == "open" else "give-feedback"
    caller, body = (people["receiving"], HANDED) if missing == "hand-over" else (people["teacher"], FEEDBACK)
    later = await asyncio.gather(*(caller.insist(f"{path}/{missing}", body, version=1) for _ in range(AT_ONCE)))
    assert [each.status_code for each in later].count(200) == 1
    now = (await people["receiving"].get(path)).json()
    assert (now["status"], now["feedback_status"], now["version"]) == ("handed_over", "filed", 2)


async def test_start_pages_ask_the_one_who_must_act_and_nobody_else(
    make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    async def todos(who: str) -> list[tuple[str, str]]:
        items = (await people[who].get("/workbench")).json()["todos"]
        return [
            (each["kind"], each["id"])
            for each in items
            if each["kind"] in {"handover", "feedback_read", "feedback_write"}
        ]

    mine = str(task.id)
    assert [await todos(who) for who in ("receiving", "sending", "teacher")] == [[("handover", mine)], [], []]
    assert len((await people["receiving"].get("/handovers?to_do=true")).json()["items"]) == 1
    await done(people["receiving"], path_of(task), "hand-over", HANDED)
    assert await todos("receiving") == []
    over = await make.assignment(
        world.staff[0], world.urban, world.neighbour, start_on=date(2025, 9, 1), end_on=date(2026, 7, 10),
        status=AssignmentStatus.completed,
    )  # fmt: skip
    old = await make.assignment(
        world.staff[0], world.urban, world.neighbour, start_on=date(2024, 9, 1), end_on=date(2025, 7, 10),
        status=AssignmentStatus.completed,
    )  # fmt: skip
    assert await todos("teacher") == [("feedback_write", str(over.id))]
    assert await todos("receiving") == [("handover", str(over.id))]
    late = (await people["county"].get("/handovers?overdue=true")).json()["items"]
    assert [each["assignment_id"] for each in late] == [str(over.id), str(old.id)]
    await done(people["teacher"], path_of(over), "give-feedback", FEEDBACK)
    assert await todos("teacher") == []
    assert await todos("sending") == [("feedback_read", str(over.id))]
    await done(people["sending"], path_of(over), "read-feedback", version=1)
    assert await todos("sending") == []


async def test_papers_of_a_feedback_are_for_those_who_read_its_words(
    task: Assignment, people: dict[str, Caller], sign_in: SignIn
) -> None:
    teacher = people["teacher"]
    part = {"data": {"kind": "feedback_paper"}, "files": {"file": ("手机.jpg", jpeg(), "image/jpeg")}}
    paper = (await teacher.request("POST", "/files", **part)).json()
    made = await done(teacher, path_of(task), "give-feedback", {**FEEDBACK, "file_ids": [paper["id"]]})
    assert made["file_count"] == 1
    listing = f"/files?kind=feedback_paper&owner_id={task.id}"
    for who in ("sending", "receiving", "county", "home"):
        assert len((await people[who].get(listing)).json()["items"]) == 1, who
        assert (await people[who].get(f"/files/{paper['id']}")).status_code == 200, who
    for stranger in (await sign_in(Role.county_coordinator, THIRD), await sign_in(Role.province_supervisor, PROVINCE)):
        assert (await stranger.get(listing)).status_code == 404
        assert (await stranger.get(f"/files/{paper['id']}")).status_code == 404


async def test_it_goes_along_when_the_school_is_merged(
    make: Make, world: World, sign_in: SignIn, worker: Worker
) -> None:
    task = await make.assignment(world.staff[0], world.urban, world.rural, end_on=ENDS)
    third = await make.school(HOME)
    before = await sign_in(Role.school_reporter, school=world.rural)
    await done(before, path_of(task), "hand-over", HANDED)
    county = await sign_in(Role.county_coordinator, HOME)
    schools = [{"id": str(each.id), "version": 1} for each in (world.rural, third)]
    plan = {
        "kind": "merge",
        "on": "2026-12-01",
        "schools": schools,
        "to_school_id": str(third.id),
        "reason": "布局调整",
    }
    assert (await county.post("/successions", plan)).status_code == 201
    after = await sign_in(Role.school_reporter, school=third)
    shown = (await after.get(path_of(task))).json()
    assert (shown["appraisal"], shown["allowed_actions"]) == (HANDED["appraisal"], ["correct"])


async def test_no_word_and_no_grade_of_it_is_in_the_log(
    task: Assignment, people: dict[str, Caller], worker: Worker
) -> None:
    await done(people["receiving"], path_of(task), "hand-over", HANDED)
    await done(people["teacher"], path_of(task), "give-feedback", FEEDBACK, 1)
    await worker.run_once()
    told = (await people["home"].get("/events?limit=200")).text
    assert "handover" in told
    for text in ("工作扎实", "分层作业", "三年级", '"grade"', "excellent"):
        assert text not in told


async def test_the_list_takes_the_same_queries_for_few_rows_and_many(
    app: FastAPI, make: Make, world: World, task: Assignment, people: dict[str, Caller]
) -> None:
    counts: dict[str, list[int]] = {}
    for more in (1, 30):
        for _ in range(more):
            serving = await make.assignment(await make.teacher(world.urban), world.urban, world.neighbour, end_on=ENDS)
            await done(people["receiving"], path_of(serving), "hand-over", HANDED)
        for path in ("/handovers?count=true&limit=100", path_of(task), "/workbench"):
            with counted_reads(app) as statements:
                assert (await people["receiving"].get(path)).status_code == 200
            counts.setdefault(path, []).append(len(statements))
    assert all(few == many for few, many in counts.values()), counts
    found = (await people["home"].get("/handovers?count=true&status=handed_over&feedback_status=open")).json()
    assert found["count"] == 31
    sheet = await people["home"].get("/handovers.csv?status=open")
    assert sheet.text.count(str(task.id)) == 1


ACTS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("receiving", "hand-over", HANDED), ("receiving", "correct", {**HANDED, "grade": "basic"}),
    ("teacher", "give-feedback", FEEDBACK), ("sending", "edit-feedback", FEEDBACK), ("sending", "read-feedback", None),
    ("home", "share", {"shared_on": "2026-12-01"}), ("teacher", "hand-over", HANDED),
    ("receiving", "read-feedback", None),
]  # fmt: skip
MAY = {
    ("open", "hand-over"), ("handed_over", "correct"), ("f:open", "give-feedback"), ("f:filed", "edit-feedback"),
    ("f:filed", "read-feedback"), ("f:filed", "share"), ("f:read", "share"),
}  # fmt: skip
PARTS = {
    "receiving": {"hand-over", "correct"}, "teacher": {"give-feedback", "edit-feedback"},
    "sending": {"give-feedback", "edit-feedback", "read-feedback", "share"}, "home": {"read-feedback", "share"},
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
async def test_a_random_history_takes_only_steps_of_the_tables_by_those_who_may(
    seed: int, task: Assignment, people: dict[str, Caller]
) -> None:
    chance, path = random.Random(seed), path_of(task)
    status, feedback, version = "open", "open", 0
    for _ in range(25):
        who, step, body = chance.choice(ACTS)
        answer = await people[who].post(f"{path}/{step}", body, version=version)
        fits = bool({(status, step), (f"f:{feedback}", step)} & MAY)
        expected = 403 if step not in PARTS[who] else 200 if fits else 409
        assert answer.status_code == expected, (who, step, status, feedback, answer.text)
        shown = (await people["home"].get(path)).json()
        assert shown["version"] - version in ({0, 1} if expected == 200 else {0})
        version = shown["version"]
        status = "handed_over" if (expected, step) == (200, "hand-over") else status
        after = {"give-feedback": "filed", "read-feedback": "read"}.get(step, feedback)
        feedback = after if expected == 200 else feedback
        assert (shown["status"], shown["feedback_status"]) == (status, feedback)
        assert (shown["handed_over_on"] is None) == (status == "open")
        assert (shown["feedback_read_on"] is None) == (feedback != "read")
