"""Disagreements about plans: who raises, who reads what, who decides, and what they keep from happening."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from services.api.features.assignments.models import Assignment
from services.api.kernel.events import Event
from services.contracts.codes import AssignmentStatus, ClientScope, Role
from tests.api.test_successions import succeed
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50


@pytest.fixture
async def plan(make: Make, world: World) -> Assignment:
    """A plan across two counties of the city, which the home county has confirmed."""
    return await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.planned, arrived_on=None,
        county_confirmed_at=make.app.state.clock.now(),
    )  # fmt: skip


@pytest.fixture
async def callers(sign_in: SignIn, world: World) -> dict[str, Caller]:
    return {
        "sending": await sign_in(Role.school_leader, school=world.urban),
        "receiving": await sign_in(Role.school_leader, school=world.neighbour),
        "home": await sign_in(Role.county_coordinator, HOME),
        "other": await sign_in(Role.county_coordinator, NEIGHBOUR),
        "city": await sign_in(Role.city_supervisor, CITY),
        "third": await sign_in(Role.county_coordinator, THIRD),
    }


async def raised(caller: Caller, plan: Assignment, words: str = "这个学期没有数学课，晚一个学期来。") -> dict[str, Any]:
    answer = await caller.post("/disagreements", {"assignment_id": str(plan.id), "words": words})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def act(caller: Caller, row: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    answer = await caller.post(f"/disagreements/{row['id']}/{action}", body, version=row["version"])
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    return after


async def confirm(caller: Caller, plan: Assignment) -> tuple[int, str]:
    row = (await caller.get(f"/assignments/{plan.id}")).json()
    answer = await caller.post(f"/assignments/{plan.id}/confirm", version=row["version"])
    return answer.status_code, answer.json().get("code") or answer.json()["status"]


async def test_while_one_is_open_the_last_party_cannot_confirm(plan: Assignment, callers: dict[str, Caller]) -> None:
    made = await raised(callers["other"], plan)
    assert (made["raised_by"], made["status"], made["words"]) == (
        "receiving_county", "open", "这个学期没有数学课，晚一个学期来。",
    )  # fmt: skip
    assert await confirm(callers["sending"], plan) == (200, "planned")
    assert await confirm(callers["receiving"], plan) == (409, "assignment.disputed")
    kept = await act(callers["city"], made, "keep", reason="两校已商定课表")
    assert (kept["status"], kept["reason"], kept["allowed_actions"]) == ("kept", "两校已商定课表", [])
    assert await confirm(callers["receiving"], plan) == (200, "confirmed")


async def test_who_disagrees_takes_its_own_confirmation_back_and_withdraws_by_confirming(
    plan: Assignment, callers: dict[str, Caller]
) -> None:
    made = await raised(callers["home"], plan)
    row = (await callers["home"].get(f"/assignments/{plan.id}")).json()
    assert [each["confirmed_at"] for each in row["confirmations"]] == [None] * 3
    assert await confirm(callers["home"], plan) == (200, "planned")
    after = (await callers["home"].get(f"/disagreements/{made['id']}")).json()
    assert after["status"] == "withdrawn"
    told = [item["text"] for item in (await callers["other"].get(f"/assignments/{plan.id}")).json()["timeline"]]
    assert {"派出县区提出不同意见", "撤回了不同意见", "提出不同意见，收回了确认"} <= set(told)


async def test_the_city_changes_the_plan_and_the_disagreement_is_settled_with_it(
    plan: Assignment, callers: dict[str, Caller]
) -> None:
    made = await raised(callers["receiving"], plan)
    change = {"start_on": "2027-02-20"}
    row = (await callers["city"].get(f"/assignments/{plan.id}")).json()
    changed = await callers["city"].patch(f"/assignments/{plan.id}", change, version=row["version"])
    assert changed.status_code == 200, changed.text
    settled = (await callers["receiving"].get(f"/disagreements/{made['id']}")).json()
    assert (settled["status"], settled["settled_by_name"]) == ("changed", "测试员")
    again = await raised(callers["receiving"], plan, "还是没有课。")
    void = {"reason": "受援学校没有课"}
    assert (
        await callers["city"].post(f"/assignments/{plan.id}/void", void, version=changed.json()["version"])
    ).is_success
    assert (await callers["other"].get(f"/disagreements/{again['id']}")).json()["status"] == "void"


async def test_each_side_reads_its_own_words_and_what_is_said_to_all(
    plan: Assignment, callers: dict[str, Caller], sign_in: SignIn
) -> None:
    made = await raised(callers["receiving"], plan)
    made = await act(callers["other"], made, "answer", words="今年确实缺课时。")
    made = await act(callers["home"], made, "answer", words="老师家里有困难。", own_side_only=True)
    made = await act(callers["city"], made, "answer", words="请两边本周商定。")
    read = {
        name: [each["words"] for each in (await caller.get(f"/disagreements/{made['id']}")).json()["answers"]]
        for name, caller in callers.items()
        if name != "third"
    }
    shared = ["今年确实缺课时。", "请两边本周商定。"]
    whole = ["今年确实缺课时。", "老师家里有困难。", "请两边本周商定。"]
    assert read == {"sending": whole, "receiving": shared, "home": whole, "other": shared, "city": whole}
    assert (await callers["third"].get(f"/disagreements/{made['id']}")).status_code == 404
    assert (await callers["third"].get("/disagreements")).json()["items"] == []
    system = await sign_in.client([ClientScope.records_read, ClientScope.records_identified], PROVINCE)
    seen = (await system.get(f"/disagreements/{made['id']}")).json()
    assert (seen["words"], seen["reason"], seen["answers"], seen["raised_by_name"]) == (None, None, [], None)
    finance = (await (await sign_in(Role.finance, HOME)).get(f"/disagreements/{made['id']}")).json()
    assert (finance["words"], finance["answers"]) == (None, [])


async def test_the_person_it_is_about_does_not_find_it(
    plan: Assignment, callers: dict[str, Caller], sign_in: SignIn
) -> None:
    made = await raised(callers["receiving"], plan)
    teacher = await sign_in(Role.teacher, HOME, person_id=plan.person_id)
    assert (await teacher.get(f"/disagreements/{made['id']}")).status_code == 404
    told = (await teacher.get(f"/assignments/{plan.id}")).json()["timeline"]
    assert not [item for item in told if "接收学校提出" in item["text"]]


async def test_no_typed_word_reaches_the_log(plan: Assignment, make: Make, callers: dict[str, Caller]) -> None:
    made = await raised(callers["receiving"], plan, "秘密的原因")
    made = await act(callers["home"], made, "answer", words="秘密的回复")
    await act(callers["city"], made, "keep", reason="秘密的理由")
    event: Any = Event
    async with make.app.state.database.reader() as session:
        rows = (await session.execute(select(event.action, event.changes).where(event.entity == "disagreement"))).all()
    assert [row.action for row in rows] == ["raise", "answer", "keep"]
    assert "秘密" not in str([row.changes for row in rows])


@pytest.mark.parametrize(
    ("who", "action", "status"),
    [
        ("home", "keep", 403), ("other", "keep", 403), ("receiving", "keep", 403), ("third", "keep", 404),
        ("home", "withdraw", 403), ("city", "withdraw", 403), ("sending", "withdraw", 403), ("third", "answer", 404),
    ],
)  # fmt: skip
async def test_who_may_not_is_refused(
    plan: Assignment, callers: dict[str, Caller], who: str, action: str, status: int
) -> None:
    made = await raised(callers["receiving"], plan)
    body = {"keep": {"reason": "按原计划"}, "answer": {"words": "知道了"}, "withdraw": {}}[action]
    answer = await callers[who].post(f"/disagreements/{made['id']}/{action}", body, version=made["version"])
    assert answer.status_code == status, answer.text


async def test_the_office_changes_the_plan_instead_of_disagreeing(plan: Assignment, callers: dict[str, Caller]) -> None:
    answer = await callers["city"].post("/disagreements", {"assignment_id": str(plan.id), "words": "不合适"})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")


async def test_a_confirmed_plan_is_no_longer_disagreed_about(
    make: Make, world: World, callers: dict[str, Caller]
) -> None:
    row = await make.assignment(world.staff[1], world.urban, world.neighbour, status=AssignmentStatus.confirmed)
    answer = await callers["receiving"].post("/disagreements", {"assignment_id": str(row.id), "words": "不合适"})
    assert (answer.status_code, answer.json()["code"]) == (409, "state.illegal")


async def test_of_fifty_who_disagree_at_once_one_is_noted_and_the_plan_is_not_confirmed(
    plan: Assignment, callers: dict[str, Caller]
) -> None:
    """Who confirms is none of those who disagree: that would withdraw."""
    body = {"assignment_id": str(plan.id), "words": "这个学期没有课。"}
    said = [callers[("other", "home")[n % 2]].insist("/disagreements", body) for n in range(AT_ONCE - 3)]
    version = (await callers["home"].get(f"/assignments/{plan.id}")).json()["version"]
    confirmed = [
        callers[who].insist(f"/assignments/{plan.id}/confirm", version=version)
        for who in ("sending", "receiving", "city")
    ]
    answers = await asyncio.gather(*said, *confirmed)
    assert sum(each.status_code == 201 for each in answers) == 1, sorted(each.status_code for each in answers)
    assert {each.status_code for each in answers} <= {200, 201, 409, 412}
    assert (await callers["home"].get(f"/assignments/{plan.id}")).json()["status"] == "planned"
    rows = (await callers["city"].get("/disagreements?waiting=true")).json()["items"]
    assert [each["status"] for each in rows] == ["open"]


async def test_the_worklist_shows_each_office_what_waits_for_it(
    plan: Assignment, make: Make, world: World, callers: dict[str, Caller], sign_in: SignIn
) -> None:
    inside = await make.assignment(world.staff[1], world.urban, world.rural, status=AssignmentStatus.planned)
    await raised(callers["receiving"], plan)
    await raised(callers["sending"], inside)
    waiting = {
        name: len((await caller.get("/disagreements?waiting=true")).json()["items"]) for name, caller in callers.items()
    }
    assert waiting == {"sending": 2, "receiving": 1, "home": 2, "other": 1, "city": 1, "third": 0}
    province = await sign_in(Role.province_supervisor, PROVINCE)
    assert (await province.get("/disagreements?waiting=true")).json()["items"] == []
    assert len((await province.get("/disagreements")).json()["items"]) == 2


async def test_a_page_of_many_costs_as_many_queries_as_a_page_of_one(
    make: Make, world: World, callers: dict[str, Caller], plan: Assignment
) -> None:
    await raised(callers["receiving"], plan)
    with counted_reads(make.app) as few:
        await callers["city"].get("/disagreements")
    for _ in range(20):
        person = await make.teacher(world.urban)
        row = await make.assignment(person, world.urban, world.neighbour, status=AssignmentStatus.planned)
        await raised(callers["receiving"], row)
    with counted_reads(make.app) as many:
        found = await callers["city"].get("/disagreements")
    assert len(found.json()["items"]) == 21
    assert len(few) == len(many), many


async def test_an_open_one_goes_along_with_a_succession_of_the_school(
    make: Make, world: World, callers: dict[str, Caller], sign_in: SignIn
) -> None:
    successor = await make.school(HOME)
    row = await make.assignment(world.staff[0], world.urban, world.rural, status=AssignmentStatus.planned)
    made = await raised(callers["sending"], row)
    await succeed(callers["home"], "merge", world.rural, to_school_id=str(successor.id))
    after = (await callers["home"].get(f"/disagreements/{made['id']}")).json()
    assert (after["status"], after["receiving_school"]["id"]) == ("open", str(successor.id))
    receiving = await sign_in(Role.school_leader, school=successor)
    assert [each["id"] for each in (await receiving.get("/disagreements")).json()["items"]] == [made["id"]]
