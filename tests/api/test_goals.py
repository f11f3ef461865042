"""Goals of an assignment and the personal plan: who agrees, what may change after, and what is checked (W-16, F-48)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.kernel.clock import SetClock
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
LATE = {"reason": "接收学校新开了社团"}


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """Confirmed, to begin in February, from the home county to its neighbour."""
    return await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.confirmed,
        start_on=date(2027, 2, 20), end_on=date(2027, 7, 10), arrived_on=None,
    )  # fmt: skip


@pytest.fixture
async def serving(make: Make, world: World) -> Assignment:
    """In post since September."""
    return await make.assignment(world.staff[1], world.urban, world.neighbour)


@pytest.fixture
async def sending(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def receiving(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


def goal(task: Assignment, **changes: Any) -> dict[str, Any]:
    return {"assignment_id": str(task.id), "description": "带教青年教师", "target": 2, "unit": "人", **changes}


async def agreed(one: Caller, other: Caller, task: Assignment, **changes: Any) -> str:
    """The path of a goal that both sides have agreed on."""
    made = await one.post("/assignment-goals", goal(task, **changes))
    assert made.status_code == 201, made.text
    path = f"/assignment-goals/{made.json()['id']}"
    done = await other.post(f"{path}/agree", version=1)
    assert (done.status_code, done.json()["status"]) == (200, "agreed"), done.text
    return path


async def test_a_goal_holds_once_the_sending_school_and_the_teacher_have_agreed(
    task: Assignment, sending: Caller, sign_in: SignIn
) -> None:
    teacher = await sign_in(Role.teacher, person_id=task.person_id)
    made = await teacher.post("/assignment-goals", goal(task, is_key_task=True, weight=40))
    assert made.status_code == 201, made.text
    shown = made.json()
    assert (shown["status"], shown["agreed_on"], shown["due_on"], shown["is_late"]) == (
        "proposed", None, "2027-07-10", False,
    )  # fmt: skip
    assert [each["side"] for each in shown["sides"] if each["agreed_at"]] == ["receiving"]
    path = f"/assignment-goals/{shown['id']}"
    again = await teacher.post(f"{path}/agree", version=1)
    assert (again.status_code, again.json()["code"]) == (409, "goal.already_agreed")
    done = (await sending.post(f"{path}/agree", version=1)).json()
    assert (done["status"], done["agreed_on"]) == ("agreed", "2026-12-03")
    told = (await sending.get(path)).json()["timeline"]
    assert [each["text"] for each in told] == ["双方商定了目标", "提出了目标"]
    assert done["allowed_actions"] == ["revise"]


async def test_a_changed_proposal_asks_the_other_side_again(
    task: Assignment, sending: Caller, receiving: Caller
) -> None:
    made = (await sending.post("/assignment-goals", goal(task))).json()
    path = f"/assignment-goals/{made['id']}"
    changed = (await receiving.patch(path, {"target": 3}, version=1)).json()
    assert [each["side"] for each in changed["sides"] if each["agreed_at"]] == ["receiving"]
    assert "agree" not in changed["allowed_actions"]
    assert (await sending.post(f"{path}/agree", version=1)).status_code == 412
    assert (await sending.post(f"{path}/agree", version=2)).json()["status"] == "agreed"


async def test_an_agreed_goal_changes_only_by_agreement_with_a_reason(
    task: Assignment, sending: Caller, receiving: Caller
) -> None:
    path = await agreed(sending, receiving, task)
    stays = await sending.patch(path, {"target": 1}, version=2)
    assert (stays.status_code, stays.json()["code"]) == (409, "state.illegal")
    other = {"description": "带教青年教师", "target": 1, "unit": "人"}
    assert (await sending.post(f"{path}/revise", other, version=2)).status_code == 422
    new = await sending.post(f"{path}/revise", {**other, "reason": "一名已调走"}, version=2)
    assert (new.status_code, new.json()["status"]) == (200, "proposed")
    assert (await receiving.get(path)).json()["status"] == "agreed"
    second = await receiving.post(f"{path}/revise", {**other, "reason": "另一种改法"}, version=2)
    assert (second.status_code, second.json()["code"]) == (409, "goal.being_changed")
    replacing = f"/assignment-goals/{new.json()['id']}"
    assert (await receiving.post(f"{replacing}/agree", version=1)).json()["status"] == "agreed"
    assert (await receiving.get(path)).json()["status"] == "replaced"
    listed = (await receiving.get(f"/assignment-goals?assignment_id={task.id}")).json()["items"]
    assert [each["target"] for each in listed] == [1]


async def test_after_the_beginning_a_new_goal_needs_a_reason(
    serving: Assignment, sending: Caller, receiving: Caller
) -> None:
    bare = await sending.post("/assignment-goals", goal(serving))
    assert (bare.status_code, bare.json()["code"]) == (422, "goal.reason_missing")
    made = (await sending.post("/assignment-goals", goal(serving, **LATE))).json()
    assert (made["is_late"], made["reason"]) == (True, "接收学校新开了社团")
    outside = await sending.post("/assignment-goals", goal(serving, **LATE, due_on="2027-09-01"))
    assert (outside.status_code, outside.json()["code"]) == (422, "goal.outside")


async def test_the_receiving_school_judges_and_the_number_decides(
    serving: Assignment, sending: Caller, receiving: Caller
) -> None:
    path = await agreed(sending, receiving, serving, **LATE)
    assert (await sending.post(f"{path}/judge", {"achieved": 2}, version=2)).status_code == 403
    bare = await receiving.post(f"{path}/judge", {"met": True}, version=2)
    assert (bare.status_code, bare.json()["code"]) == (422, "goal.achieved_missing")
    judged = (await receiving.post(f"{path}/judge", {"achieved": 1, "met": True}, version=2)).json()
    assert (judged["status"], judged["achieved"], judged["judged_on"]) == ("unmet", 1, "2026-12-03")
    all_of = (await sending.get(f"/assignment-goals/of/{serving.id}")).json()
    assert (all_of["unmet"], all_of["begun"]) == (1, True)
    better = (await receiving.post(f"{path}/judge", {"achieved": 2}, version=3)).json()
    assert better["status"] == "met"
    words = await agreed(sending, receiving, serving, **LATE, target=None)
    asked = await receiving.post(f"{words}/judge", {}, version=2)
    assert (asked.status_code, asked.json()["code"]) == (422, "goal.met_missing")
    assert (await receiving.post(f"{words}/judge", {"met": False}, version=2)).json()["status"] == "unmet"


async def test_a_goal_is_not_judged_before_the_assignment_begins(
    task: Assignment, sending: Caller, receiving: Caller
) -> None:
    path = await agreed(sending, receiving, task)
    early = await receiving.post(f"{path}/judge", {"achieved": 2}, version=2)
    assert (early.status_code, early.json()["code"]) == (409, "goal.too_early")


async def test_both_sides_and_offices_read_goals_systems_no_words_and_strangers_nothing(
    task: Assignment, sending: Caller, sign_in: SignIn, world: World
) -> None:
    made = (await sending.post("/assignment-goals", goal(task))).json()
    path, whole = f"/assignment-goals/{made['id']}", f"/assignment-goals/of/{task.id}"
    for caller in (
        await sign_in(Role.school_leader, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
        await sign_in(Role.teacher, person_id=task.person_id),
    ):
        assert (await caller.get(path)).json()["description"] == "带教青年教师"
        assert len((await caller.get(whole)).json()["goals"]) == 1
    for stranger in (
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.teacher, person_id=world.staff[2].person_id),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get(whole)).status_code == 404
        assert (await stranger.post("/assignment-goals", goal(task))).status_code == 404
        assert (await stranger.get("/assignment-goals")).json()["items"] == []
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(path)).json()
    assert (told["name"], told["description"], told["target"], told["allowed_actions"]) == (None, None, 2, [])


async def test_a_county_may_refuse_an_arrival_without_goals_and_an_end_without_judging(
    make: Make, world: World, clock: SetClock, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    due = await make.assignment(
        world.staff[0], world.urban, world.rural, status=AssignmentStatus.confirmed,
        start_on=date(2026, 12, 1), end_on=date(2026, 12, 3), arrived_on=None,
    )  # fmt: skip
    school = await sign_in(Role.school_reporter, school=world.rural)
    for key in ("goal.agreed", "goal.judged"):
        rule = {"effective_from": "2026-09-01", "effect": "refuse", "source": "区教发〔2026〕9号"}
        said = await county.put(f"/policy-rules/{HOME}/{key}", rule, version=0)
        assert said.status_code == 200, said.text
    path = f"/assignments/{due.id}"
    refused = await school.post(f"{path}/arrive", {"arrived_on": "2026-12-01"}, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "goal.not_agreed")
    assert "《区教发〔2026〕9号》" in refused.json()["detail"]
    one = await agreed(county, school, due, **LATE)
    arrived = await school.post(f"{path}/arrive", {"arrived_on": "2026-12-01"}, version=1)
    assert arrived.status_code == 200, arrived.text
    unjudged = await school.post(f"{path}/complete", version=2)
    assert (unjudged.status_code, unjudged.json()["code"]) == (409, "goal.not_judged")
    assert "还有1项没评" in unjudged.json()["detail"]
    assert (await school.post(f"{one}/judge", {"achieved": 0}, version=2)).json()["status"] == "unmet"
    assert (await school.post(f"{path}/complete", version=2)).json()["status"] == "completed"


async def test_without_a_word_of_the_county_goals_are_only_reminded_of(
    serving: Assignment, sending: Caller, receiving: Caller, clock: SetClock, make: Make, world: World
) -> None:
    over = await make.assignment(world.staff[2], world.urban, world.neighbour, end_on=date(2026, 12, 3))
    await agreed(sending, receiving, over, **LATE)
    checks = {each["step"]: each for each in (await receiving.get(f"/assignment-goals/of/{over.id}")).json()["checks"]}
    assert (checks["complete"]["effect"], checks["complete"]["lacking"]) == ("warn", 1)
    assert (checks["arrive"]["effect"], checks["arrive"]["lacking"]) == ("warn", 0)
    assert (await receiving.post(f"/assignments/{over.id}/complete", version=1)).status_code == 200
    closed = await sending.post("/assignment-goals", goal(over, **LATE))
    assert (closed.status_code, closed.json()["code"]) == (409, "goal.closed")


async def test_of_fifty_changes_of_one_goal_at_once_one_waits(
    task: Assignment, sending: Caller, receiving: Caller
) -> None:
    path = await agreed(sending, receiving, task)
    body = {"description": "上公开课", "target": 4, "unit": "节", "reason": "学校需要"}
    callers = (sending, receiving)
    answers = await asyncio.gather(
        *(callers[number % 2].insist(f"{path}/revise", body, version=2) for number in range(AT_ONCE))
    )
    assert sorted(each.status_code for each in answers) == [200] + [409] * (AT_ONCE - 1)
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"goal.being_changed"}


def plan(task: Assignment, **changes: Any) -> dict[str, Any]:
    return {
        "assignment_id": str(task.id), "goals": "教好三年级语文", "measures": "每周听课两节",
        "teaching_task": "三年级语文", "observed_per_week": 2, "open_per_month": 1, **changes,
    }  # fmt: skip


async def test_a_plan_goes_from_the_teacher_to_the_receiving_school_and_back(
    serving: Assignment, receiving: Caller, sending: Caller, sign_in: SignIn
) -> None:
    teacher = await sign_in(Role.teacher, person_id=serving.person_id)
    made = await teacher.post("/personal-plans", plan(serving, teaching_task=""))
    assert (made.status_code, made.json()["school_year"]) == (201, 2026), made.text
    path = f"/personal-plans/{made.json()['id']}"
    assert made.json()["missing"] == ["teaching_task"]
    assert (await receiving.get(path)).json()["goals"] is None
    assert (await sending.get(path)).json()["goals"] == "教好三年级语文"
    early = await teacher.post(f"{path}/submit", version=1)
    assert (early.status_code, early.json()["code"]) == (422, "plan.incomplete")
    assert [each["field"] for each in early.json()["errors"]] == ["teaching_task"]
    assert (await teacher.patch(path, {"teaching_task": "三年级语文"}, version=1)).status_code == 200
    assert (await teacher.post(f"{path}/submit", version=2)).json()["status"] == "submitted"
    assert (await teacher.patch(path, {"goals": "别的"}, version=3)).status_code == 409
    assert (await teacher.post(f"{path}/accept", version=3)).status_code == 403
    assert (await receiving.get(path)).json()["goals"] == "教好三年级语文"
    back = (await receiving.post(f"{path}/return", {"reason": "请写上公开课"}, version=3)).json()
    assert (back["status"], back["return_reason"]) == ("returned", "请写上公开课")
    assert (await teacher.post(f"{path}/submit", version=4)).json()["return_reason"] == ""
    done = (await receiving.post(f"{path}/accept", version=5)).json()
    assert (done["status"], done["accepted_on"], done["allowed_actions"]) == ("accepted", "2026-12-03", ["return"])
    for role in (Role.finance, Role.hr):
        told = (await (await sign_in(role, HOME)).get(path)).json()
        assert (told["status"], told["goals"], told["return_reason"]) == ("accepted", None, None), role


async def test_one_plan_a_school_year_even_when_begun_fifty_times_at_once(
    serving: Assignment, sending: Caller, receiving: Caller
) -> None:
    answers = await asyncio.gather(*(sending.insist("/personal-plans", plan(serving)) for _ in range(AT_ONCE)))
    assert sorted(each.status_code for each in answers) == [201] + [409] * (AT_ONCE - 1)
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"plan.exists"}
    other = await sending.post("/personal-plans", plan(serving, school_year=2027))
    assert (other.status_code, other.json()["code"]) == (422, "plan.outside")
    assert (await receiving.post("/personal-plans", plan(serving))).status_code == 403


async def test_an_assignment_that_is_not_confirmed_has_no_plan_yet(make: Make, world: World, sending: Caller) -> None:
    planned = await make.assignment(world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.planned)
    refused = await sending.post("/personal-plans", plan(planned))
    assert (refused.status_code, refused.json()["code"]) == (409, "plan.closed")


async def test_the_plans_of_real_teachers_can_be_begun_from(sending: Caller) -> None:
    items = (await sending.get("/personal-plans/templates")).json()["items"]
    assert [each["key"] for each in items] == ["linqu-cadre", "linqu-teacher"]
    assert {(each["observed_per_week"], each["open_per_month"]) for each in items} == {(2, 1)}
    assert all(each["source"] and each["rules"] for each in items)


async def test_lists_and_the_whole_of_one_take_the_same_queries_for_few_rows_and_many(
    app: FastAPI, serving: Assignment, sending: Caller, receiving: Caller, make: Make, world: World
) -> None:
    counts: dict[str, list[int]] = {}
    paths = ("/assignment-goals?count=true", "/personal-plans?count=true", f"/assignment-goals/of/{serving.id}")
    assert (await sending.post("/personal-plans", plan(serving))).status_code == 201
    for more in (1, 24):
        for _ in range(more):
            await agreed(sending, receiving, serving, **LATE)
        for path in paths:
            with counted_reads(app) as statements:
                assert (await sending.get(path)).status_code == 200
            counts.setdefault(path, []).append(len(statements))
    assert all(few == many for few, many in counts.values()), counts


async def test_words_of_goals_and_plans_stay_out_of_the_log(
    serving: Assignment, sending: Caller, receiving: Caller, sign_in: SignIn, worker: Worker
) -> None:
    await agreed(sending, receiving, serving, **LATE, description="不进日志的目标")
    await sending.post("/personal-plans", plan(serving, goals="不进日志的计划"))
    await worker.run_once()
    county = await sign_in(Role.county_coordinator, HOME)
    told = (await county.get("/events?limit=200")).text
    assert "assignment_goal" in told
    assert "personal_plan" in told
    assert "不进日志" not in told
    assert "接收学校新开了社团" not in told


async def test_a_changed_arrangement_asks_both_sides_again(
    make: Make, world: World, sending: Caller, receiving: Caller, sign_in: SignIn
) -> None:
    planned = await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.planned,
        start_on=date(2027, 2, 20), end_on=date(2027, 7, 10), arrived_on=None,
    )  # fmt: skip
    path = await agreed(sending, receiving, planned, due_on="2027-07-10")
    city = await sign_in(Role.city_supervisor, CITY)
    changed = await city.patch(f"/assignments/{planned.id}", {"end_on": "2027-06-30"}, version=1)
    assert changed.status_code == 200, changed.text
    after = (await receiving.get(path)).json()
    assert (after["status"], after["agreed_on"], after["due_on"]) == ("proposed", None, "2027-06-30")
    assert [each["agreed_at"] for each in after["sides"]] == [None, None]
    assert after["timeline"][0]["text"] == "安排改了，目标要双方重新同意"
    assert (await sending.post(f"{path}/agree", version=3)).json()["status"] == "proposed"
    assert (await receiving.post(f"{path}/agree", version=4)).json()["status"] == "agreed"
