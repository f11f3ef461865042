"""Refusals to be exchanged: who is heard, what the county decides, who reads it, and what a cap does (W-18)."""

import asyncio
import random
from datetime import date
from typing import Any

import pytest

from services.api.features.assignments.models import Assignment
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn

AT_ONCE = 50
SOURCE = "区教发〔2026〕1号"
REASON = {"reason": "本人同意参加"}
HEARD = {"kind": "recorded", "heard_on": "2026-12-02", "words": "本人说孩子要中考，走不开"}
DECIDED = {"decided_on": "2026-12-03", "measures": ["appraisal_capped", "waiting"], "words": "做了三次工作仍不参加"}
TYPED = ("当面表示不去", "孩子要中考", "做了三次工作", "区教发〔2026〕12号")


@pytest.fixture
async def people(sign_in: SignIn, world: World) -> dict[str, Caller]:
    """Everybody who has a part in it; `teacher` is the first of the sending school."""
    return {
        "teacher": await sign_in(Role.teacher, person_id=world.staff[0].person_id),
        "leader": await sign_in(Role.school_leader, school=world.urban),
        "reporter": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_leader, school=world.neighbour),
        "county": await sign_in(Role.county_coordinator, HOME),
        "neighbour": await sign_in(Role.county_coordinator, NEIGHBOUR),
    }


def case_of(world: World, number: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "staff_id": str(world.staff[number].id), "refused_on": "2026-12-01", "named_in": "区教发〔2026〕12号",
        "facts": "本人当面表示不去", **changes,
    }  # fmt: skip


async def opened(caller: Caller, world: World, number: int = 0, **changes: Any) -> dict[str, Any]:
    answer = await caller.post("/refusals", case_of(world, number, **changes))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def step(caller: Caller, case: dict[str, Any], action: str, body: Any = None) -> dict[str, Any]:
    answer = await caller.post(f"/refusals/{case['id']}/{action}", body, version=case["version"])
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def set_rules(county: Caller, effect: str = "refuse", years: int | None = 5) -> None:
    """The region has both rules."""
    for key, body in (
        ("refusal.appraisal_cap", {"effect": effect}),
        ("refusal.waiting", {"effect": "warn", "least": years}),
    ):
        said = {"effective_from": "2026-09-01", "source": SOURCE, **body}
        answer = await county.put(f"/policy-rules/{HOME}/{key}", said, version=0)
        assert answer.status_code == 200, answer.text


async def decided(people: dict[str, Caller], world: World, number: int = 0, **changes: Any) -> dict[str, Any]:
    case = await opened(people["county"], world, number)
    case = await step(people["leader"] if number < 3 else people["county"], case, "hear", HEARD)
    return await step(people["county"], case, "decide", {**DECIDED, **changes})


async def test_a_confirmed_assignment_that_is_refused_opens_a_case_and_a_planned_one_does_not(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    start = {"start_on": date(2027, 2, 1), "arrived_on": None}
    sure = await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.confirmed, **start
    )
    plan = await make.assignment(world.staff[1], world.urban, world.neighbour, status=AssignmentStatus.planned, **start)
    for task in (sure, plan):
        version = (await people["reporter"].get(f"/assignments/{task.id}")).json()["version"]
        answer = await people["reporter"].post(f"/assignments/{task.id}/refuse", REASON, version=version)
        assert answer.status_code == 200, answer.text
    found = (await people["county"].get("/refusals")).json()["items"]
    assert [(each["assignment_id"], each["school_year"], each["status"]) for each in found] == [
        (str(sure.id), 2026, "open"),
    ]  # fmt: skip
    again = await people["county"].post("/refusals", case_of(world, 0, assignment_id=str(sure.id), named_in=None))
    assert (again.status_code, again.json()["code"]) == (409, "refusal.open")
    other = await opened(people["leader"], world, 1, assignment_id=str(plan.id), named_in=None)
    assert (other["assignment_id"], other["school_year"]) == (str(plan.id), plan.school_year)
    wrong = await people["leader"].post("/refusals", case_of(world, 2, assignment_id=str(plan.id)))
    assert wrong.json()["errors"][0]["code"] == "refusal.not_refused"


async def test_a_case_opened_by_hand_gets_the_assignment_that_is_refused_later(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    case = await opened(people["county"], world)
    task = await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.confirmed, start_on=date(2027, 2, 1),
        arrived_on=None,
    )  # fmt: skip
    answer = await people["leader"].post(f"/assignments/{task.id}/refuse", REASON, version=1)
    assert answer.status_code == 200, answer.text
    found = (await people["county"].get("/refusals")).json()["items"]
    assert [(each["id"], each["assignment_id"]) for each in found] == [(case["id"], str(task.id))]


async def test_nothing_is_decided_before_the_person_was_heard(world: World, people: dict[str, Caller]) -> None:
    await set_rules(people["county"])
    case = await opened(people["leader"], world)
    assert case["allowed_actions"] == ["edit", "hear", "withdraw"]
    early = await people["county"].post(f"/refusals/{case['id']}/decide", DECIDED, version=case["version"])
    assert (early.status_code, early.json()["code"]) == (409, "state.illegal")
    own = await people["county"].post(f"/refusals/{case['id']}/hear", {**HEARD, "kind": "own"}, version=case["version"])
    assert own.json()["errors"][0]["code"] == "refusal.own_words"
    case = await step(people["teacher"], case, "state", {"words": "孩子要中考，请缓一年"})
    assert (case["status"], case["heard_on"], case["statements"][0]["kind"]) == ("heard", "2026-12-03", "own")
    assert case["allowed_actions"] == ["state"]
    case = await step(people["leader"], case, "hear", {**HEARD, "kind": "declined", "words": "两人在场，不愿再说"})
    assert [each["kind"] for each in case["statements"]] == ["own", "declined"]
    refused = await people["leader"].post(f"/refusals/{case['id']}/decide", DECIDED, version=case["version"])
    assert refused.status_code == 403
    before = {**DECIDED, "decided_on": "2026-12-02"}
    answer = await people["county"].post(f"/refusals/{case['id']}/decide", before, version=case["version"])
    assert answer.json()["errors"][0]["code"] == "refusal.day"
    case = await step(people["county"], case, "decide", DECIDED)
    assert [(each["measure"], each["basis"], each["school_year"], each["until_on"]) for each in case["measures"]] == [
        ("appraisal_capped", SOURCE, 2026, None), ("waiting", SOURCE, None, "2031-08-31"),
    ]  # fmt: skip
    late = await people["teacher"].post(f"/refusals/{case['id']}/state", {"words": "还想说"}, version=case["version"])
    assert (late.status_code, late.json()["code"]) == (409, "state.illegal")
    case = await step(people["county"], case, "lift", REASON)
    assert (case["status"], case["allowed_actions"]) == ("lifted", [])
    told = (await people["leader"].get(f"/refusals/{case['id']}")).json()["timeline"]
    assert [each["text"] for each in told] == [
        "处理已解除", "区县作出处理", "登记了听取陈述的情况", "本人写了陈述", "登记了拒不参加交流",
    ]  # fmt: skip


async def test_a_consequence_needs_the_rule_of_the_region_or_a_numbered_document(
    world: World, people: dict[str, Caller]
) -> None:
    case = await step(people["county"], await opened(people["county"], world), "hear", HEARD)
    assert (case["cap_allowed"], case["waiting_allowed"]) == (False, False)
    path, version = f"/refusals/{case['id']}/decide", case["version"]

    async def code(**changes: Any) -> str:
        answer = await people["county"].post(path, {**DECIDED, **changes}, version=version)
        assert answer.status_code == 422, answer.text
        return str(answer.json()["errors"][0]["code"])

    assert await code() == "refusal.no_rule"
    assert await code(measures=["employment_ended"]) == "refusal.document_missing"
    assert await code(measures=["employment_ended"], document_no="区教发30号") == "refusal.basis_missing"
    await set_rules(people["county"], years=None)
    assert await code(capped_year=2030) == "refusal.year"
    ended = {"measures": ["employment_ended", "waiting", "waiting"], "document_no": "区教发30号", "basis": "聘用办法"}
    case = await step(people["county"], case, "decide", {**DECIDED, **ended})
    assert [(each["measure"], each["until_on"], each["basis"]) for each in case["measures"]] == [
        ("waiting", None, SOURCE), ("employment_ended", None, "聘用办法"),
    ]  # fmt: skip
    assert case["employed_until"] is None
    staff = (await people["county"].get(f"/staff/{world.staff[0].id}")).json()
    assert staff["ended_on"] is None, "the employment is ended where it stands, never by this"


async def test_a_case_is_dismissed_for_a_deferral_or_taken_back(world: World, people: dict[str, Caller]) -> None:
    case = await opened(people["county"], world)
    changed = await people["leader"].patch(f"/refusals/{case['id']}", {"facts": "本人来信"}, version=case["version"])
    assert (changed.status_code, changed.json()["facts"]) == (200, "本人来信")
    case = await step(people["county"], changed.json(), "dismiss", {"ground": "deferral", "reason": "已批准缓一年"})
    assert (case["status"], case["ground"], case["closed_reason"]) == ("dismissed", "deferral", "已批准缓一年")
    second = await step(people["leader"], await opened(people["leader"], world), "withdraw", REASON)
    assert second["status"] == "withdrawn"
    third = await step(people["county"], await opened(people["county"], world), "void", REASON)
    shown = (await people["county"].get("/refusals")).json()["items"]
    assert {each["id"] for each in shown} == {case["id"], second["id"]}
    assert [each["id"] for each in (await people["county"].get("/refusals?status=void")).json()["items"]] == [
        third["id"]
    ]  # fmt: skip


async def test_days_and_years_of_a_case_are_sane(world: World, people: dict[str, Caller]) -> None:
    for changes, code in (
        ({"refused_on": "2026-12-04"}, "refusal.day"),
        ({"named_in": None}, "refusal.not_named"),
        ({"school_year": 2028}, "refusal.year"),
        ({"school_year": 2025}, "refusal.year"),
    ):
        answer = await people["county"].post("/refusals", case_of(world, 0, **changes))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code), changes
    case = await opened(people["county"], world, school_year=2027)
    answer = await people["county"].post(
        f"/refusals/{case['id']}/hear", {**HEARD, "heard_on": "2026-11-30"}, version=case["version"]
    )
    assert answer.json()["errors"][0]["code"] == "refusal.day"


async def test_the_county_the_schools_leader_and_the_person_read_a_case_and_nobody_else(
    world: World, people: dict[str, Caller], sign_in: SignIn, worker: Worker
) -> None:
    await set_rules(people["county"])
    case = await decided(people, world)
    for who in ("county", "leader", "teacher"):
        assert (await people[who].get(f"/refusals/{case['id']}")).json()["decision"] == DECIDED["words"], who
        person = (await people[who].get(f"/persons/{world.staff[0].person_id}")).json()
        assert [each["refusal_id"] for each in person["refusals"]] == [case["id"]], who
    await worker.run_once()
    others = {
        "reporter": people["reporter"],
        "receiving": people["receiving"],
        "neighbour": people["neighbour"],
        "city": await sign_in(Role.city_supervisor, CITY),
        "province": await sign_in(Role.province_supervisor, PROVINCE),
        "hr": await sign_in(Role.hr, HOME),
        "auditor": await sign_in(Role.auditor, HOME),
        "third": await sign_in(Role.county_coordinator, THIRD),
        "colleague": await sign_in(Role.teacher, person_id=world.staff[1].person_id),
        "client": await sign_in.client([*ClientScope]),
    }
    for who, caller in others.items():
        answer = await caller.get(f"/refusals/{case['id']}")
        assert answer.status_code in {403, 404}, who
        listed = await caller.get("/refusals")
        assert listed.status_code == 403 or listed.json()["items"] == [], who
        person = await caller.get(f"/persons/{world.staff[0].person_id}")
        assert person.status_code >= 400 or person.json().get("refusals") in (None, []), who
    for who in ("province", "city", "client"):
        events = await others[who].get("/events?limit=200")
        assert events.status_code == 200
        assert "refusal" not in {each["entity"] for each in events.json()["items"]}, who
    log = (await people["county"].get("/events?entity=refusal&limit=200")).text
    assert "decide" in log
    assert not [text for text in (*TYPED, str(world.staff[0].id), str(world.staff[0].person_id)) if text in log]


async def test_a_cap_keeps_a_grade_of_the_school_year_from_being_entered(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    task = await make.assignment(world.staff[0], world.urban, world.neighbour, end_on=date(2026, 12, 20))
    handed = {"handed_over_on": "2026-12-02", "items": ["lessons"], "grade": "qualified", "appraisal": "工作扎实"}
    path = f"/handovers/{task.id}"
    await set_rules(people["county"])
    case = await decided(people, world)
    shown = (await people["receiving"].get(path)).json()
    assert shown["grade_cap"] == {"school_year": 2026, "source": SOURCE, "refuses": True}
    assert (await people["neighbour"].get(path)).json()["grade_cap"] is not None
    assert (await people["leader"].get(path)).json()["grade_cap"] is None
    for body in (handed, {**handed, "despite_cap": True}):
        answer = await people["receiving"].post(f"{path}/hand-over", body, version=0)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "handover.grade_capped")
        assert SOURCE in answer.text
        assert not [text for text in TYPED if text in answer.text]
    rule = (await people["county"].get(f"/policy-rules/{HOME}/refusal.appraisal_cap")).json()["own"][0]
    said = {"effective_from": "2026-09-01", "source": SOURCE, "effect": "warn"}
    answer = await people["county"].put(f"/policy-rules/{HOME}/refusal.appraisal_cap", said, version=rule["version"])
    assert answer.status_code == 200, answer.text
    warned = await people["receiving"].post(f"{path}/hand-over", handed, version=0)
    assert warned.json()["errors"][0]["field"] == "despite_cap"
    low = await people["receiving"].post(f"{path}/hand-over", {**handed, "grade": "basic"}, version=0)
    assert low.status_code == 200, low.text
    better = await people["receiving"].post(f"{path}/correct", {**handed, "despite_cap": True}, version=1)
    assert better.status_code == 200, better.text
    await step(people["county"], case, "lift", REASON)
    free = await people["receiving"].post(f"{path}/correct", {**handed, "grade": "excellent"}, version=2)
    assert free.status_code == 200, free.text


async def test_of_fifty_who_open_decide_or_dismiss_at_once_one_does(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    await set_rules(people["county"])
    task: Assignment = await make.assignment(
        world.staff[0], world.urban, world.neighbour, status=AssignmentStatus.confirmed, start_on=date(2027, 2, 1),
        arrived_on=None,
    )  # fmt: skip
    refuse = people["reporter"].insist(f"/assignments/{task.id}/refuse", REASON, version=1)
    byhand = [people["county" if n % 2 else "leader"].insist("/refusals", case_of(world)) for n in range(AT_ONCE - 1)]
    answers = await asyncio.gather(refuse, *byhand)
    assert answers[0].status_code == 200, answers[0].text
    assert {each.status_code for each in answers[1:]} <= {201, 409}
    assert [each.status_code for each in answers[1:]].count(201) <= 1
    (row,) = (await people["county"].get("/refusals")).json()["items"]
    assert row["assignment_id"] == str(task.id)
    case = await step(people["county"], row, "hear", {**HEARD, "heard_on": "2026-12-03"})
    path, version = f"/refusals/{case['id']}", case["version"]
    calls = [
        people["county"].insist(f"{path}/decide", DECIDED, version=version) if number % 2
        else people["county"].insist(f"{path}/dismiss", {"ground": "justified", "reason": "情况属实"}, version=version)
        for number in range(AT_ONCE)
    ]  # fmt: skip
    answers = await asyncio.gather(*calls)
    assert [each.status_code for each in answers].count(200) == 1
    assert {each.status_code for each in answers} <= {200, 409, 412}
    case = (await people["county"].get(path)).json()
    assert len(case["measures"]) == (2 if case["status"] == "decided" else 0)


async def test_start_pages_ask_the_county_the_leader_and_the_person(world: World, people: dict[str, Caller]) -> None:
    async def kinds(who: str) -> list[str]:
        todos = (await people[who].get("/workbench")).json()["todos"]
        return [each["kind"] for each in todos if each["kind"].startswith("refusal")]

    async def waiting() -> int:
        lists = (await people["county"].get("/workbench")).json()["lists"]
        return int(next(each["count"] for each in lists if each["key"] == "refusals_waiting"))

    case = await opened(people["county"], world)
    assert (await kinds("teacher"), await kinds("leader"), await kinds("reporter")) == (
        ["refusal_state"], ["refusal_hear"], [],
    )  # fmt: skip
    assert await waiting() == len((await people["county"].get("/refusals?waiting=true")).json()["items"]) == 1
    case = await step(people["teacher"], case, "state", {"words": "孩子要中考"})
    assert (await kinds("teacher"), await kinds("leader"), await waiting()) == ([], [], 1)
    await step(people["county"], case, "dismiss", {"ground": "justified", "reason": "情况属实"})
    assert await waiting() == 0


async def test_a_case_goes_along_when_two_records_of_the_person_become_one(
    make: Make, world: World, people: dict[str, Caller]
) -> None:
    twin = await make.teacher(world.urban)
    one = await opened(people["county"], world)
    other = await opened(people["county"], world, staff_id=str(twin.id))
    body = {"kept_person_id": str(twin.person_id), "merged_person_id": str(world.staff[0].person_id), **REASON}
    blocked = await people["county"].post("/person-merges", body)
    assert (blocked.status_code, "拒不参加" in blocked.text) == (409, True)
    await step(people["county"], other, "withdraw", REASON)
    made = await people["county"].post("/person-merges", body)
    assert made.status_code == 201, made.text
    found = (await people["county"].get(f"/refusals?person_id={twin.person_id}&status=open")).json()["items"]
    assert [(each["id"], each["staff_id"]) for each in found] == [(one["id"], str(twin.id))]
    merge = made.json()
    undone = await people["county"].post(f"/person-merges/{merge['id']}/undo", REASON, version=merge["version"])
    assert undone.status_code == 200, undone.text
    assert (await people["county"].get(f"/refusals/{one['id']}")).json()["staff_id"] == str(world.staff[0].id)


ACTS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("teacher", "state", {"words": "孩子要中考"}), ("leader", "hear", HEARD), ("county", "hear", HEARD),
    ("county", "decide", DECIDED), ("county", "dismiss", {"ground": "justified", "reason": "情况属实"}),
    ("leader", "withdraw", REASON), ("county", "lift", REASON), ("county", "void", REASON),
]  # fmt: skip


async def test_whatever_is_tried_in_whatever_order_nothing_is_decided_unheard(
    world: World, people: dict[str, Caller]
) -> None:
    await set_rules(people["county"])
    dice = random.Random(18)
    for number in range(3):
        case = await opened(people["county"], world, number)
        for _ in range(12):
            who, action, body = dice.choice(ACTS)
            if who == "teacher" and number:
                continue
            before = (await people["county"].get(f"/refusals/{case['id']}")).json()
            answer = await people[who].post(f"/refusals/{case['id']}/{action}", body, version=before["version"])
            after = (await people["county"].get(f"/refusals/{case['id']}")).json()
            offered = (await people[who].get(f"/refusals/{case['id']}")).json()["allowed_actions"]
            assert answer.status_code in {200, 409}, answer.text
            assert (answer.status_code == 200) == (after["version"] == before["version"] + 1)
            assert after["status"] != "decided" or after["statements"]
            assert bool(after["measures"]) == (after["decided_on"] is not None and after["ground"] is None)
            assert set(offered) <= {"edit", "state", "hear", "decide", "dismiss", "withdraw", "lift", "void"}
