"""Successions of a later day: planned, cancelled, done on their day or held with a reason. Both databases."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.api.features.assignments.models import Assignment
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, ClientScope, Role
from tests.api.reporting import Month, a_month
from tests.api.test_successions import plan
from tests.factories.world import NEIGHBOUR, Make
from tests.support.callers import SignIn

LATER = "2027-02-20"
ON_THE_DAY = datetime(2027, 2, 19, 16, 30, tzinfo=UTC)
"""Half past midnight of the day in Shanghai."""
REASON = {"reason": "县里重新研究"}


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    return await a_month(make, sign_in, worker)


async def planned(month: Month, kind: str, *schools: Any, **parts: Any) -> dict[str, Any]:
    """Plan it for a later day; the plan."""
    body = await plan(month.coordinator, kind, *schools, **parts)
    answer = await month.coordinator.post("/successions", {**body, "on": LATER})
    assert answer.status_code == 201, answer.text
    assert answer.json()["items"] == []
    found: dict[str, Any] = answer.json()["planned"]
    return found


async def shown(month: Month, row: dict[str, Any]) -> dict[str, Any]:
    """The plan as it stands now."""
    found: dict[str, Any] = (await month.coordinator.get(f"/successions/planned/{row['id']}")).json()
    return found


async def events_of(month: Month, row: dict[str, Any]) -> list[str]:
    """What was done to a plan."""
    event: Any = Event
    async with month.sign_in.app.state.database.reader() as db:
        rows = select(event.action).where(event.entity == "planned_succession").order_by(event.at, event.id)
        return [each.action for each in await db.execute(rows)]


async def test_a_succession_of_a_later_day_stands_on_the_school_and_changes_nothing(month: Month) -> None:
    rural, urban = month.world.rural, month.world.urban
    row = await planned(month, "rename", rural, new_name="云坪镇第一小学")
    assert (row["status"], row["on"], row["to_name"], row["allowed_actions"]) == (
        "planned", LATER, "云坪镇第一小学", ["preview", "cancel"],
    )  # fmt: skip
    school = (await month.coordinator.get(f"/schools/{rural.id}")).json()
    assert school["name"] == "云坪镇中心小学"
    assert [each["id"] for each in school["plans"]] == [row["id"]]
    assert (await month.coordinator.get(f"/schools/{urban.id}")).json()["plans"] == []
    own = (await month.reporter.get(f"/schools/{rural.id}")).json()["plans"]
    assert [each["allowed_actions"] for each in own] == [[]], "a school sees it and leaves it to the county"


async def test_it_is_done_on_its_day_by_the_worker_even_when_the_school_was_changed_since(
    month: Month, worker: Worker
) -> None:
    row = await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    version = (await month.coordinator.get(f"/schools/{month.world.rural.id}")).json()["version"]
    corrected = await month.coordinator.post(
        f"/schools/{month.world.rural.id}/correct", {"township": "白果镇", "reason": "抄错了"}, version=version
    )
    assert corrected.status_code == 200, corrected.text
    await month.go_to(ON_THE_DAY - timedelta(hours=1))
    await worker.run_once()
    assert (await shown(month, row))["status"] == "planned"
    await month.go_to(ON_THE_DAY)
    await worker.run_once()
    assert (await shown(month, row))["status"] == "done"
    school = (await month.coordinator.get(f"/schools/{month.world.rural.id}")).json()
    assert (school["name"], school["plans"]) == ("云坪镇第一小学", [])
    assert school["former"][0]["end_on"] == "2027-02-19"
    assert await events_of(month, row) == ["plan", "carry-out"]


async def test_plans_come_as_a_table_with_what_they_are_and_where_they_stand(month: Month) -> None:
    await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    heading, row = (await month.coordinator.get("/successions/planned.csv?status=planned")).text.splitlines()
    assert heading.lstrip("\ufeff").startswith("从哪天起,办什么,种类,学校,状态")
    assert row.split(",")[0] == LATER
    assert row.split(",")[3] == month.world.rural.name
    assert "云坪镇第一小学" in row
    assert len((await month.coordinator.get("/successions/planned.csv?status=done")).text.splitlines()) == 1


async def test_what_is_in_the_way_on_the_day_keeps_it_planned_says_so_and_is_tried_again(
    month: Month, worker: Worker
) -> None:
    rural, urban = month.world.rural, month.world.urban
    row = await planned(month, "merge", rural, to_school_id=str(urban.id))
    assert ([each["name"] for each in row["schools"]], row["to_school"]["name"]) == (["云坪镇中心小学"], "县实验小学")
    ahead = (await month.coordinator.post(f"/successions/planned/{row['id']}/preview")).json()
    assert ahead["preview"]["blocked"]
    assert ahead["preview"]["planned"]
    await month.go_to(ON_THE_DAY)
    await worker.run_once()
    held = (await month.coordinator.get("/successions/planned", params={"held": "true"})).json()["items"]
    assert [(each["id"], each["held_on"], each["held_why"]) for each in held] == [
        (row["id"], LATER, "还有3项要先办完，请看预览里标出的几项。")
    ]
    bench = (await month.coordinator.get("/workbench")).json()["lists"]
    (item,) = [each for each in bench if each["key"] == "successions_held"]
    assert (item["count"], item["query"]) == (1, "/api/v1/successions/planned?held=true")
    assert (await month.coordinator.get(f"/schools/{rural.id}")).json()["closed_on"] is None
    await month.go_to(ON_THE_DAY + timedelta(hours=2))
    await worker.run_once()
    assert await events_of(month, row) == ["plan", "hold"], "an hour later nothing new is said"
    async with month.sign_in.app.state.database.writer(clock=month.sign_in.app.state.clock) as db:
        for person in month.people:
            found = await db.get(Assignment, person.id)
            assert found is not None
            found.status = AssignmentStatus.void
    await month.go_to(ON_THE_DAY + timedelta(hours=4))
    await worker.run_once()
    done = await shown(month, row)
    assert (done["status"], done["held_on"], done["held_why"]) == ("done", None, "")
    assert (await month.coordinator.get(f"/schools/{rural.id}")).json()["closed_on"] == "2027-02-19"


async def test_a_plan_that_can_no_longer_be_says_why_and_one_that_can_is_done_beside_it(
    month: Month, make: Make, worker: Worker
) -> None:
    lost = await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    kept = await planned(month, "rename", month.world.urban, new_name="县第一实验小学")
    other = await make.school(name="白云小学")
    now = await plan(month.coordinator, "merge", month.world.rural, to_school_id=str(other.id))
    assert (await month.coordinator.post("/successions", now)).status_code == 201
    await month.go_to(ON_THE_DAY)
    await worker.run_once()
    assert (await shown(month, kept))["status"] == "done"
    stuck = await shown(month, lost)
    assert stuck["status"] == "planned"
    assert "已撤并" in stuck["held_why"]
    ahead = (await month.coordinator.post(f"/successions/planned/{lost['id']}/preview")).json()
    assert (ahead["preview"], ahead["trouble"]) == (None, stuck["held_why"])


async def test_a_plan_is_cancelled_once_with_a_reason_and_is_never_done(month: Month, worker: Worker) -> None:
    row = await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    path = f"/successions/planned/{row['id']}/cancel"
    stale = await month.coordinator.post(path, REASON, version=row["version"] + 1)
    assert stale.status_code == 412
    cancelled = await month.coordinator.post(path, REASON, version=row["version"])
    assert (cancelled.json()["status"], cancelled.json()["allowed_actions"]) == ("cancelled", [])
    again = await month.coordinator.post(path, REASON, version=cancelled.json()["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    await month.go_to(ON_THE_DAY)
    await worker.run_once()
    assert (await month.coordinator.get(f"/schools/{month.world.rural.id}")).json()["name"] == "云坪镇中心小学"
    assert await events_of(month, row) == ["plan", "cancel"]


async def test_the_preview_of_a_cancelled_plan_says_that_it_is_over(month: Month) -> None:
    row = await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    path = f"/successions/planned/{row['id']}"
    assert (await month.coordinator.post(f"{path}/cancel", REASON, version=row["version"])).status_code == 200
    refused = (await month.coordinator.post(f"{path}/preview")).json()
    assert (refused["code"], refused["detail"]) == ("state.illegal", "这条记录已经是“已取消”，不能再预览。")


async def test_a_school_that_a_plan_alters_gets_no_second_plan_before_the_first_is_cancelled(
    month: Month, make: Make
) -> None:
    rural, urban, third = month.world.rural, month.world.urban, await make.school(name="白云小学")
    first = await planned(month, "close", rural, to_school_id=str(urban.id))
    again: list[tuple[str, list[Any], dict[str, Any]]] = [
        ("close", [rural], {"to_school_id": str(urban.id)}),
        ("close", [urban], {"to_school_id": str(rural.id)}),
        ("rename", [rural], {"new_name": "云坪镇第一小学"}),
        ("rename", [urban], {"new_name": "县第一实验小学"}),
        ("merge", [third], {"to_school_id": str(rural.id)}),
        ("merge", [third], {"to_school_id": str(urban.id), "new_name": "县第一实验小学"}),
    ]
    for kind, schools, parts in again:
        body = {**await plan(month.coordinator, kind, *schools, **parts), "on": "2027-03-01"}
        for path in ("/successions/preview", "/successions"):
            refused = await month.coordinator.post(path, body)
            assert (refused.status_code, refused.json()["code"]) == (409, "succession.planned"), (kind, parts)
            assert "已计划在2027年2月20日办撤销。要改，请先在学校页取消那一项计划。" in refused.json()["detail"]
    await planned(month, "close", third, to_school_id=str(urban.id))
    path = f"/successions/planned/{first['id']}/cancel"
    assert (await month.coordinator.post(path, REASON, version=first["version"])).status_code == 200
    await planned(month, "rename", rural, new_name="云坪镇第一小学")


async def told(month: Month, school: Any) -> list[tuple[str, str, str, bool]]:
    """What a school's timeline says of its plans, the newest first."""
    items = (await month.coordinator.get(f"/schools/{school.id}/history")).json()["items"]
    return [(each["on"], each["text"], each["note"], each["bad"]) for each in items if each["noun"] == "plans"]


async def test_the_life_of_a_school_tells_what_was_planned_held_and_done(month: Month, worker: Worker) -> None:
    rural, urban = month.world.rural, month.world.urban
    row = await planned(month, "merge", rural, to_school_id=str(urban.id))
    words = "2027年2月20日起，云坪镇中心小学并入县实验小学"
    assert await told(month, rural) == [("2026-12-03", f"列入计划：{words}", "县里调整布局", False)]
    assert await told(month, urban) == await told(month, rural)
    await month.go_to(ON_THE_DAY)
    await worker.run_once()
    held = (await told(month, rural))[0]
    assert held == (
        LATER,
        "到期没办成：2月20日起，云坪镇中心小学并入县实验小学",
        (await shown(month, row))["held_why"],
        True,
    )
    async with month.sign_in.app.state.database.writer(clock=month.sign_in.app.state.clock) as db:
        for person in month.people:
            found = await db.get(Assignment, person.id)
            assert found is not None
            found.status = AssignmentStatus.void
    await month.go_to(ON_THE_DAY + timedelta(days=1))
    await worker.run_once()
    assert (await told(month, rural))[0][:2] == ("2027-02-21", "按计划办成：2月20日起，云坪镇中心小学并入县实验小学")


async def test_a_plan_says_who_made_and_cancelled_it_and_systems_get_neither_names_nor_reasons(
    month: Month, sign_in: SignIn
) -> None:
    row = await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    path = f"/successions/planned/{row['id']}"
    assert (await month.coordinator.post(f"{path}/cancel", REASON, version=row["version"])).status_code == 200
    leader = await sign_in(Role.school_leader, school=month.world.rural)
    for caller in (month.coordinator, leader):
        plan_ = (await caller.get(path)).json()
        assert plan_["cancel_reason"] == "县里重新研究"
        assert [(each["action"], bool(each["who"])) for each in plan_["timeline"]] == [("cancel", True), ("plan", True)]
    system = await sign_in.client([ClientScope.records_read])
    plan_ = (await system.get(path)).json()
    assert (plan_["status"], plan_["cancel_reason"], plan_["reason"]) == ("cancelled", "", "")
    assert [each["who"] for each in plan_["timeline"]] == [None, None]


async def test_plans_are_found_by_where_they_stand(month: Month, worker: Worker, make: Make) -> None:
    async def listed(**asked: str) -> list[str]:
        items = (await month.coordinator.get("/successions/planned", params=asked)).json()["items"]
        return [each["title"] for each in items]

    await planned(month, "merge", month.world.rural, to_school_id=str(month.world.urban.id))
    await planned(month, "rename", await make.school(name="青石小学"), new_name="青石中心小学")
    lost = await planned(month, "rename", await make.school(name="白云小学"), new_name="白云中心小学")
    path = f"/successions/planned/{lost['id']}/cancel"
    assert (await month.coordinator.post(path, REASON, version=lost["version"])).status_code == 200
    stuck, done = "云坪镇中心小学并入县实验小学", "青石小学更名为青石中心小学"
    assert await listed(held="false") == await listed(status="planned") == [done, stuck]
    await month.go_to(ON_THE_DAY)
    await worker.run_once()
    assert await listed(held="false") == []
    assert await listed(held="true") == await listed(status="planned") == [stuck]
    assert await listed(status="done") == [done], "with the name it had before"
    assert await listed(status="cancelled") == ["白云小学更名为白云中心小学"]
    assert len(await listed()) == 3
    assert (await month.coordinator.get("/successions/planned?status=lost")).status_code == 422


async def test_of_several_plans_of_one_school_at_once_one_stands(month: Month) -> None:
    body = {**await plan(month.coordinator, "rename", month.world.rural, new_name="云坪镇第一小学"), "on": LATER}
    answers = await asyncio.gather(*(month.coordinator.post("/successions", body) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


async def test_only_the_office_that_decides_sees_and_cancels_a_plan(month: Month, sign_in: SignIn) -> None:
    row = await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    path = f"/successions/planned/{row['id']}"
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.get(path)).status_code == 404
    assert (await other.get("/successions/planned")).json()["items"] == []
    leader = await sign_in(Role.school_leader, school=month.world.rural)
    assert (await leader.get(path)).status_code == 200
    assert (await leader.post(f"{path}/cancel", REASON, version=row["version"])).status_code == 403


async def test_the_worker_may_be_killed_and_called_twice(month: Month, worker: Worker) -> None:
    await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    await month.go_to(ON_THE_DAY)
    other = Worker(worker._database, worker._clock, worker._settings)
    await worker.run_once()
    await other.run_once()
    former = (await month.coordinator.get(f"/schools/{month.world.rural.id}")).json()["former"]
    assert len(former) == 1


async def test_events_of_a_plan_hold_no_typed_text(month: Month) -> None:
    await planned(month, "rename", month.world.rural, new_name="云坪镇第一小学")
    event: Any = Event
    async with month.sign_in.app.state.database.reader() as db:
        (changes,) = (await db.scalars(select(event.changes).where(event.entity == "planned_succession"))).all()
        count = await db.scalar(select(func.count()).where(event.entity == "planned_school"))
    assert set(changes) == {"kind", "on", "status", "held_on"}
    assert count == 0
