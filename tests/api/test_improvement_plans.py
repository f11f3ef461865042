"""Plans that lift a weak school: parts, states, milestones by side, who sees and does what (W-28, F-47, CG-01)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.improvement_plans.models import ImprovementPlan
from services.api.features.pairings.models import Pairing
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, ImprovementSide, ImprovementStatus, Role
from tests.api.test_successions import plan as moving
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
REASON = {"reason": "进度排得太满，请改后再报"}
CLOSING = {"result": "achieved", "conclusion": "示范课和图书都落实了"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """A school of the next county helps the weak school."""
    return await make.pairing(world.neighbour, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the weak school."""
    return await sign_in(Role.school_reporter, school=world.rural)


@pytest.fixture
async def helper(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the supporting school."""
    return await sign_in(Role.school_reporter, school=world.neighbour)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


def body(world: World, **changes: Any) -> dict[str, Any]:
    return {"school_id": str(world.rural.id), "school_year": 2026, **changes}


def step(**changes: Any) -> dict[str, Any]:
    return {"what": "上两节示范课", "due_on": "2026-10-31", "responsible": "教导主任", **changes}


async def test_a_plan_goes_from_a_draft_to_what_the_county_finds(
    world: World, pairing: Pairing, school: Caller, helper: Caller, county: Caller
) -> None:
    made = await school.post("/improvement-plans", body(world, pairing_id=str(pairing.id)))
    assert made.status_code == 201, made.text
    plan = made.json()
    assert (plan["status"], plan["weak"]) == ("draft", True)
    assert plan["supporting_school"]["name"] == "白果镇小学"
    path = f"/improvement-plans/{plan['id']}"
    early = await school.post(f"{path}/submit", version=1)
    assert (early.status_code, early.json()["code"]) == (422, "improvement_plan.incomplete")
    assert early.json()["detail"] == "还差目标和任务、主要措施、工作进度，写好就能报送。"
    assert [each["field"] for each in early.json()["errors"]] == ["goals", "measures", "milestones"]
    texts = {"goals": "两年内达到县平均水平", "measures": "送教、培训、添图书", "responsible": "韩校长"}
    assert (await school.patch(path, texts, version=1)).status_code == 200
    lesson = step(side="supporting", guidance="lessons")
    assert (await school.post(f"{path}/milestones", lesson)).status_code == 201
    plan = (await school.post(f"{path}/milestones", step(what="添图书", due_on="2027-05-31"))).json()
    assert [(each["what"], each["state"]) for each in plan["milestones"]] == [
        ("上两节示范课", "overdue"), ("添图书", "planned"),
    ]  # fmt: skip
    assert (await school.post(f"{path}/submit", version=2)).json()["submitted_on"] == "2026-12-03"
    assert (await county.post(f"{path}/accept", version=3)).json()["status"] == "accepted"
    first = plan["milestones"][0]
    told = {"done_on": "2026-10-28", "note": "语文、数学各一节"}
    plan = (await helper.post(f"{path}/milestones/{first['id']}/done", told, version=first["version"])).json()
    assert (plan["status"], plan["done_count"], plan["overdue_count"]) == ("running", 1, 0)
    assert plan["next_due_on"] == "2027-05-31"
    closed = await county.post(f"{path}/close", CLOSING, version=plan["version"])
    assert (closed.json()["status"], closed.json()["result"], closed.json()["closed_on"]) == (
        "closed", "achieved", "2026-12-03",
    )  # fmt: skip
    assert closed.json()["allowed_actions"] == []
    texts_told = {each["text"] for each in (await school.get(path)).json()["timeline"]}
    assert {"教育局考核：达到目标", "完成一步：上两节示范课", "开始实施", "报送了规划"} <= texts_told


async def test_both_schools_and_both_counties_see_a_plan_and_nobody_else(
    world: World, pairing: Pairing, make: Make, sign_in: SignIn, school: Caller, helper: Caller, county: Caller
) -> None:
    plan = await make.improvement_plan(world.rural, pairing_id=pairing.id)
    await make.milestone(plan)
    path = f"/improvement-plans/{plan.id}"
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    for caller in (school, helper, county, neighbour, await sign_in(Role.city_supervisor, CITY)):
        seen = (await caller.get(path)).json()
        assert (seen["goals"], seen["milestones"][0]["what"]) == ("达到县平均水平", "上两节示范课")
    for stranger in (
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.county_coordinator, THIRD),
    ):
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.get("/improvement-plans")).json()["items"] == []
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(path)).json()
    assert (told["goals"], told["measures"], told["responsible"], told["allowed_actions"]) == (None, None, None, [])
    assert (told["milestones"][0]["what"], told["milestones"][0]["responsible"]) == (None, None)
    assert (told["milestones"][0]["due_on"], told["milestone_count"]) == ("2026-10-31", 1)


async def test_the_supporting_school_does_its_own_steps_and_writes_nothing_else(
    world: World, pairing: Pairing, make: Make, helper: Caller, school: Caller
) -> None:
    plan = await make.improvement_plan(world.rural, pairing_id=pairing.id, status=ImprovementStatus.accepted)
    own, other = await make.milestone(plan), await make.milestone(plan, side=ImprovementSide.supporting)
    path = f"/improvement-plans/{plan.id}"
    steps = {each["id"]: each["allowed_actions"] for each in (await helper.get(path)).json()["milestones"]}
    assert steps == {str(own.id): [], str(other.id): ["done"]}
    refused = await helper.post(f"{path}/milestones/{own.id}/done", {"done_on": "2026-11-02"}, version=1)
    assert refused.status_code == 403
    assert (await helper.get(path)).json()["status"] == "accepted"
    assert (await helper.patch(path, {"goals": "别的目标"}, version=1)).status_code == 403
    done = await helper.post(f"{path}/milestones/{other.id}/done", {"done_on": "2026-11-02"}, version=1)
    assert done.json()["status"] == "running"
    again = await school.post(f"{path}/milestones/{other.id}/reopen", version=2)
    assert (again.json()["done_count"], again.json()["overdue_count"]) == (0, 2)
    twice = await school.post(f"{path}/milestones/{other.id}/reopen", version=3)
    assert (twice.status_code, twice.json()["code"]) == (409, "state.illegal")


async def test_only_the_office_of_its_county_takes_returns_and_closes(
    world: World, pairing: Pairing, make: Make, sign_in: SignIn, school: Caller, county: Caller
) -> None:
    plan = await make.improvement_plan(world.rural, pairing_id=pairing.id, status=ImprovementStatus.submitted)
    path = f"/improvement-plans/{plan.id}"
    for caller in (
        school,
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
    ):
        assert (await caller.post(f"{path}/accept", version=1)).status_code == 403
        assert (await caller.post(f"{path}/return", REASON, version=1)).status_code == 403
    back = (await county.post(f"{path}/return", REASON, version=1)).json()
    assert (back["status"], back["return_reason"]) == ("returned", REASON["reason"])
    early = await county.post(f"{path}/close", CLOSING, version=2)
    assert (early.status_code, early.json()["code"]) == (409, "state.illegal")
    assert (await school.patch(path, {"goals": "改过的目标"}, version=1)).status_code == 412
    assert (await school.patch(path, {"goals": "改过的目标"}, version=2)).json()["goals"] == "改过的目标"


async def test_what_was_taken_stays_as_it_is_until_it_is_returned(
    world: World, make: Make, school: Caller, county: Caller
) -> None:
    plan = await make.improvement_plan(world.rural, status=ImprovementStatus.accepted)
    one = await make.milestone(plan)
    path = f"/improvement-plans/{plan.id}"
    for answer in (
        await school.patch(path, {"goals": "别的"}, version=1),
        await school.post(f"{path}/milestones", step()),
        await school.patch(f"{path}/milestones/{one.id}", {"due_on": "2027-06-30"}, version=1),
        await school.post(f"{path}/milestones/{one.id}/void", version=1),
        await school.post(f"{path}/void", REASON, version=1),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "state.illegal")
    await school.post(f"{path}/milestones/{one.id}/done", {"done_on": "2026-11-02"}, version=1)
    assert (await county.post(f"{path}/return", REASON, version=2)).json()["done_count"] == 1
    moved = await school.patch(
        f"{path}/milestones/{one.id}", {"due_on": "2027-06-30", "guidance": "lessons"}, version=2
    )
    assert (moved.json()["milestones"][0]["guidance"], moved.json()["milestones"][0]["state"]) == ("lessons", "done")
    gone = await school.post(f"{path}/milestones/{one.id}/void", version=3)
    assert (gone.json()["milestones"], gone.json()["milestone_count"]) == ([], 0)


async def test_days_lie_in_the_school_year_and_nothing_is_done_tomorrow(
    world: World, make: Make, school: Caller
) -> None:
    plan = await make.improvement_plan(world.rural)
    path = f"/improvement-plans/{plan.id}"
    for day in ("2026-08-31", "2027-09-01"):
        outside = await school.post(f"{path}/milestones", step(due_on=day))
        assert (outside.status_code, outside.json()["code"]) == (422, "improvement_plan.outside")
        assert outside.json()["errors"][0]["field"] == "due_on"
    taken = await make.improvement_plan(world.rural, school_year=2025, status=ImprovementStatus.accepted)
    late = await make.milestone(taken, due_on=date(2026, 5, 31))
    run = await make.improvement_plan(world.urban, status=ImprovementStatus.accepted)
    soon = await make.milestone(run)
    away = await school.post(
        f"/improvement-plans/{taken.id}/milestones/{late.id}/done", {"done_on": "2026-11-02"}, version=1
    )
    assert away.json()["code"] == "improvement_plan.outside"
    assert (await school.get(f"/improvement-plans/{run.id}")).status_code == 404
    own = await make.milestone(plan)
    assert soon.plan_id == run.id
    assert own.plan_id == plan.id


async def test_what_is_done_tomorrow_is_not_done(world: World, make: Make, school: Caller) -> None:
    plan = await make.improvement_plan(world.rural, status=ImprovementStatus.accepted)
    one = await make.milestone(plan)
    done = await school.post(
        f"/improvement-plans/{plan.id}/milestones/{one.id}/done", {"done_on": "2026-12-04"}, version=1
    )
    assert (done.status_code, done.json()["detail"]) == (422, "完成日期不能晚于今天（12月3日）。")


async def test_who_helps_is_told_by_a_pairing_of_which_the_school_is_the_recipient(
    world: World, pairing: Pairing, make: Make, school: Caller
) -> None:
    other_way = await make.pairing(world.rural, world.urban)
    wrong = await school.post("/improvement-plans", body(world, pairing_id=str(other_way.id)))
    assert (wrong.status_code, wrong.json()["code"]) == (422, "improvement_plan.pairing")
    foreign = await make.pairing(world.urban, world.neighbour)
    hidden = await school.post("/improvement-plans", body(world, pairing_id=str(foreign.id)))
    assert hidden.status_code == 404
    made = (await school.post("/improvement-plans", body(world, pairing_id=str(pairing.id)))).json()
    alone = await school.patch(f"/improvement-plans/{made['id']}", {"pairing_id": None}, version=1)
    assert (alone.json()["pairing_id"], alone.json()["supporting_school"]) == (None, None)


async def test_of_fifty_that_begin_the_plan_of_a_year_at_once_one_does(
    app: FastAPI, world: World, school: Caller, county: Caller
) -> None:
    callers = [school, county] * (AT_ONCE // 2)
    answers = await asyncio.gather(*(caller.insist("/improvement-plans", body(world)) for caller in callers))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert refused["code"] == "improvement_plan.duplicate"
    assert "云坪镇中心小学2026-2027学年已有改造规划" in refused["detail"]
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(ImprovementPlan)) == 1


async def test_of_fifty_that_send_and_void_a_draft_at_once_one_gets_through(
    world: World, make: Make, school: Caller, county: Caller
) -> None:
    plan = await make.improvement_plan(world.rural)
    await make.milestone(plan)
    path = f"/improvement-plans/{plan.id}"
    calls = [
        school.insist(f"{path}/submit", version=1) if number % 2 else county.insist(f"{path}/void", REASON, version=1)
        for number in range(AT_ONCE)
    ]
    answers = await asyncio.gather(*calls)
    assert sum(answer.status_code == 200 for answer in answers) == 1
    assert {answer.status_code for answer in answers} <= {200, 409, 412}
    status = (await county.get(path)).json()["status"]
    assert status == next(answer.json()["status"] for answer in answers if answer.status_code == 200)


async def test_a_void_plan_leaves_room_for_another(world: World, make: Make, school: Caller) -> None:
    plan = await make.improvement_plan(world.rural)
    assert (await school.post(f"/improvement-plans/{plan.id}/void", REASON, version=1)).status_code == 200
    assert (await school.post("/improvement-plans", body(world))).status_code == 201
    assert len((await school.get("/improvement-plans")).json()["items"]) == 1
    assert len((await school.get("/improvement-plans?status=void")).json()["items"]) == 1


async def test_the_county_sees_what_lags_and_which_weak_schools_have_none(
    world: World, make: Make, county: Caller, school: Caller
) -> None:
    missing = (await county.get("/improvement-plans/missing?count=true")).json()
    assert ([each["school"]["name"] for each in missing["items"]], missing["count"]) == (["云坪镇中心小学"], 1)
    assert (await school.get("/improvement-plans/missing")).json()["items"] == missing["items"]
    plan = await make.improvement_plan(world.rural)
    await make.milestone(plan)
    assert (await county.get("/improvement-plans/missing")).json()["items"] == []
    assert len((await county.get("/improvement-plans/missing?school_year=2027")).json()["items"]) == 1
    assert (await county.get("/improvement-plans?lagging=true")).json()["items"] == []
    late = await make.improvement_plan(world.urban, status=ImprovementStatus.running)
    await make.milestone(late)
    in_time = await make.improvement_plan(world.rural, school_year=2025, status=ImprovementStatus.running)
    await make.milestone(in_time, due_on=date(2026, 12, 3))
    found = (await county.get("/improvement-plans?lagging=true")).json()["items"]
    assert [(each["id"], each["overdue_count"]) for each in found] == [(str(late.id), 1)]


async def test_a_page_and_a_plan_take_the_same_number_of_queries_for_many_rows(
    app: FastAPI, world: World, pairing: Pairing, make: Make, county: Caller
) -> None:
    plan = await make.improvement_plan(world.rural, pairing_id=pairing.id)
    await make.milestone(plan)
    counts = []
    for more in (0, 20):
        for number in range(more):
            other = await make.improvement_plan(world.rural, school_year=2000 + number)
            await make.milestone(other)
            await make.milestone(plan)
        with counted_reads(app) as listed:
            assert (await county.get("/improvement-plans?limit=200")).status_code == 200
        with counted_reads(app) as shown:
            assert (await county.get(f"/improvement-plans/{plan.id}")).status_code == 200
        counts.append((len(listed), len(shown)))
    assert counts[0] == counts[1]


async def test_events_name_the_act_and_carry_no_typed_text(
    app: FastAPI, world: World, school: Caller, county: Caller
) -> None:
    made = (await school.post("/improvement-plans", body(world, goals="两年达标", measures="送教"))).json()
    path = f"/improvement-plans/{made['id']}"
    await school.post(f"{path}/milestones", step())
    await school.post(f"{path}/submit", version=1)
    await county.post(f"{path}/return", REASON, version=2)
    event: Any = Event
    async with app.state.database.reader() as session:
        mine = select(event.entity, event.action, event.changes).where(event.entity.startswith("improvement"))
        rows = (await session.execute(mine)).all()
    assert {(row.entity, row.action) for row in rows} == {
        ("improvement_plan", "create"), ("improvement_plan", "submit"), ("improvement_plan", "return"),
        ("improvement_milestone", "add"),
    }  # fmt: skip
    told = " ".join(str(row.changes) for row in rows)
    assert not any(text in told for text in ("两年达标", "送教", "示范课", "教导主任", REASON["reason"]))


async def test_lists_come_as_files(world: World, make: Make, county: Caller) -> None:
    await make.improvement_plan(world.rural, school_year=2025)
    plans = (await county.get("/improvement-plans.csv")).text
    assert "云坪镇中心小学" in plans
    assert "起草中" in plans
    assert "云坪镇中心小学" in (await county.get("/improvement-plans/missing.csv")).text


async def test_an_open_plan_goes_along_with_a_merged_school_unless_the_successor_has_one(
    world: World, make: Make, county: Caller
) -> None:
    plan = await make.improvement_plan(world.rural, status=ImprovementStatus.running)
    own = await make.improvement_plan(world.urban)
    asked = await moving(county, "merge", world.rural, to_school_id=str(world.urban.id))
    refused = await county.post("/successions", asked)
    assert refused.status_code == 409
    assert (await county.post(f"/improvement-plans/{own.id}/void", REASON, version=1)).status_code == 200
    done = await county.post("/successions", asked)
    assert done.status_code == 201, done.text
    moved = (await county.get(f"/improvement-plans/{plan.id}")).json()
    assert (moved["school"]["name"], moved["status"]) == ("县实验小学", "running")
    assert "随学校转走" in [each["text"] for each in moved["timeline"]]
