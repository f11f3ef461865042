"""Activities to come: planned by a rule, moved, cancelled, recorded once; only what is recorded counts."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import ActivityPlan, PlannedActivity
from services.api.features.pairings.models import Pairing
from services.api.kernel import bulk
from services.contracts.codes import ActivityType, PairSide, PlanRepeat, Role
from tests.factories.world import HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def host(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def partner(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


def weekly(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    """Every Thursday of December but the 24th; the day of the tests is 3 December 2026."""
    return {
        "pairing_id": str(pairing.id), "host": "supporting", "type": "research_meeting", "topic": "集中教研",
        "repeat": "weekly", "weekday": 4, "start_on": "2026-12-05", "end_on": "2026-12-31",
        "except_on": ["2026-12-24"], **changes,
    }  # fmt: skip


async def planned(host: Caller, body: dict[str, Any]) -> dict[str, Any]:
    made = await host.post("/activity-plans", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def missed(make: Make, pairing: Pairing) -> PlannedActivity:
    """A date that has gone by."""
    day = date(2026, 11, 12)
    where: dict[str, Any] = {"pairing_id": pairing.id, "county_code": HOME, "other_county_code": NEIGHBOUR}
    plan = ActivityPlan(
        **where, host=PairSide.supporting, type=ActivityType.research_meeting, topic="集中教研",
        repeat=PlanRepeat.once, start_on=day, end_on=day,
    )  # fmt: skip
    row = PlannedActivity(**where, plan_id=plan.id, planned_on=day, first_on=day)
    await make.add(plan, row)
    return row


def record(pairing: Pairing, planned_id: UUID | str) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "host_school_id": str(pairing.supporting_school_id), "type": "research_meeting",
        "held_on": "2026-11-12", "topic": "集中教研", "supporting_count": 3, "recipient_count": 5,
        "planned_activity_id": str(planned_id),
    }  # fmt: skip


async def test_a_plan_makes_its_dates_and_both_schools_see_them_in_their_order(
    pairing: Pairing, host: Caller, partner: Caller
) -> None:
    made = await planned(host, weekly(pairing))
    days = ["2026-12-10", "2026-12-17", "2026-12-31"]
    assert [each["planned_on"] for each in made["dates"]] == days
    assert made["dates"][0]["allowed_actions"] == ["record", "move", "cancel"]
    seen = (await partner.get("/planned-activities?open=true")).json()["items"]
    assert [(each["planned_on"], each["topic"], each["allowed_actions"]) for each in seen] == [
        (day, "集中教研", []) for day in days
    ]
    assert (await partner.post("/activity-plans", weekly(pairing))).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekday": None}, "weekday"),
        ({"day": 3}, "day"),
        ({"repeat": "monthly_weekday"}, "nth"),
        ({"start_on": "2026-11-01"}, "start_on"),
        ({"end_on": "2026-12-01"}, "end_on"),
        ({"end_on": "2029-09-01"}, "end_on"),
        ({"start_on": "2026-12-24", "end_on": "2026-12-24"}, "start_on"),
        ({"end_on": "2028-01-01"}, "end_on"),
        ({"weekday": 8}, "weekday"),
    ],
)
async def test_a_plan_that_cannot_be_is_named(
    pairing: Pairing, host: Caller, changes: dict[str, Any], field: str
) -> None:
    answer = await host.post("/activity-plans", weekly(pairing, **changes))
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_date_is_moved_cancelled_with_a_reason_and_taken_up_again(pairing: Pairing, host: Caller) -> None:
    first, second, _ = (await planned(host, weekly(pairing)))["dates"]
    path = f"/planned-activities/{first['id']}"
    moved = (await host.post(f"{path}/move", {"to_on": "2026-12-11"}, version=first["version"])).json()
    assert (moved["planned_on"], moved["first_on"]) == ("2026-12-11", "2026-12-10")
    past = await host.post(f"{path}/move", {"to_on": "2026-11-01"}, version=moved["version"])
    assert (past.status_code, past.json()["errors"][0]["field"]) == (422, "to_on")
    path = f"/planned-activities/{second['id']}"
    off = (await host.post(f"{path}/cancel", {"reason": "期末考试"}, version=second["version"])).json()
    assert (off["status"], off["cancel_reason"], off["allowed_actions"]) == ("cancelled", "期末考试", ["restore"])
    assert len((await host.get("/planned-activities?open=true")).json()["items"]) == 2
    back = (await host.post(f"{path}/restore", version=off["version"])).json()
    assert (back["status"], back["cancel_reason"]) == ("planned", "")


async def test_only_what_is_recorded_counts_and_a_void_record_sets_its_date_free(
    make: Make, pairing: Pairing, host: Caller
) -> None:
    row = await missed(make, pairing)
    path = f"/planned-activities/{row.id}"
    assert (await host.get(path)).json()["status"] == "missed"
    assert (await host.get(f"/pairings/{pairing.id}")).json()["activity_count"] == 0
    made = (await host.post("/activities", record(pairing, row.id))).json()
    told = (await host.get(path)).json()
    assert (told["status"], told["activity_id"], told["allowed_actions"]) == ("recorded", made["id"], [])
    assert (await host.get(f"/pairings/{pairing.id}")).json()["activity_count"] == 1
    moving = await host.post(f"{path}/move", {"to_on": "2026-12-11"}, version=told["version"])
    assert (moving.status_code, moving.json()["code"]) == (409, "state.illegal")
    gone = (await host.post(f"/activities/{made['id']}/void", {"reason": "记错了"}, version=made["version"])).json()
    assert (await host.get(path)).json()["status"] == "missed"
    second = await host.post("/activities", record(pairing, row.id))
    assert second.status_code == 201
    back = (await host.post(f"/activities/{made['id']}/restore", version=gone["version"])).json()
    assert (back["voided"], back["planned_activity_id"]) == (False, None)
    assert (await host.get(path)).json()["activity_id"] == second.json()["id"]


async def test_of_fifty_who_record_one_date_one_wins_and_the_others_get_a_sentence(
    make: Make, pairing: Pairing, host: Caller
) -> None:
    row = await missed(make, pairing)
    answers = await asyncio.gather(*(host.insist("/activities", record(pairing, row.id)) for _ in range(50)))
    made = [each for each in answers if each.status_code == 201]
    others = [each for each in answers if each.status_code != 201]
    assert len(made) == 1, {each.status_code for each in answers}
    assert {(each.status_code, each.json()["code"]) for each in others} <= {
        (409, "planned_activity.recorded"), (503, "storage.busy"),
    }  # fmt: skip
    assert (await host.get("/activities?count=true")).json()["count"] == 1


async def test_a_cancelled_date_is_not_recorded(make: Make, pairing: Pairing, host: Caller) -> None:
    row = await missed(make, pairing)
    await host.post(f"/planned-activities/{row.id}/cancel", {"reason": "下雨"}, version=row.version)
    answer = await host.post("/activities", record(pairing, row.id))
    assert (answer.status_code, answer.json()["code"]) == (409, "planned_activity.cancelled")


async def test_the_rest_of_a_plan_is_cancelled_and_the_end_of_the_pairing_cancels_what_is_after_it(
    pairing: Pairing, host: Caller, sign_in: SignIn
) -> None:
    made = await planned(host, weekly(pairing))
    body = {"from_on": "2026-12-17", "reason": "期末"}
    rest = await host.post(f"/activity-plans/{made['id']}/cancel", body, version=made["version"])
    assert [each["status"] for each in rest.json()["dates"]] == ["planned", "cancelled", "cancelled"]
    city = await sign_in(Role.city_supervisor, "610300")
    version = (await city.get(f"/pairings/{pairing.id}")).json()["version"]
    ended = await city.post(f"/pairings/{pairing.id}/end", {"end_on": "2026-12-01", "reason": "调整"}, version=version)
    assert ended.status_code == 200, ended.text
    dates = (await host.get(f"/activity-plans/{made['id']}")).json()["dates"]
    assert {each["status"] for each in dates} == {"cancelled"}
    assert dates[0]["cancel_reason"] == "两校结对结束，后面的计划一并取消"


async def test_an_activity_is_counted_once_and_shown_to_both_and_to_both_counties(
    make: Make, pairing: Pairing, host: Caller, partner: Caller, sign_in: SignIn
) -> None:
    row = await missed(make, pairing)
    made = (await host.post("/activities", record(pairing, row.id))).json()
    counties = [await sign_in(Role.county_coordinator, code) for code in (HOME, NEIGHBOUR)]
    city = await sign_in(Role.city_supervisor, "610300")
    for caller in (host, partner, *counties, city):
        listed = (await caller.get("/activities?count=true")).json()
        assert ([each["id"] for each in listed["items"]], listed["count"]) == ([made["id"]], 1)
    joint = (await partner.get(f"/joint-work?pairing_id={pairing.id}")).json()
    assert (joint["activity_count"], joint["planned_count"]) == (1, 0)
    promise = {
        "pairing_id": str(pairing.id), "side": "both", "aid_area": "research", "item": "集中教研",
        "measure": "activities", "kinds": ["research_meeting"], "minimum": 4, "period": "term",
        "start_on": "2026-09-01",
    }  # fmt: skip
    promised = await host.post("/commitments", promise)
    assert promised.status_code == 201, promised.text
    for caller in (host, partner):
        assert (await caller.get(f"/commitments/{promised.json()['id']}")).json()["progress"]["done"] == 1


async def test_mentor_pairs_that_run_in_a_term_keep_a_promise_of_mentor_pairs(
    make: Make, world: World, pairing: Pairing, host: Caller
) -> None:
    mentee = await make.teacher(world.neighbour)
    await make.mentor_pair(world.staff[0], mentee, pairing_id=pairing.id)
    await make.mentor_pair(world.staff[1], mentee, pairing_id=pairing.id, subject="数学")
    promise = {
        "pairing_id": str(pairing.id), "side": "supporting", "aid_area": "teacher_development", "item": "师徒结对",
        "measure": "mentor_pairs", "kinds": [], "minimum": 3, "period": "term", "start_on": "2026-09-01",
    }  # fmt: skip
    made = await host.post("/commitments", promise)
    assert made.status_code == 201, made.text
    assert made.json()["progress"]["done"] == 2


async def test_planned_dates_take_as_many_queries_for_twenty_as_for_two_thousand(
    app: FastAPI, make: Make, pairing: Pairing, host: Caller
) -> None:
    plan_id = (await missed(make, pairing)).plan_id
    numbers = []
    for first, last in ((1, 20), (20, 2000)):
        rows = [
            PlannedActivity(
                pairing_id=pairing.id, county_code=HOME, other_county_code=NEIGHBOUR, plan_id=plan_id,
                planned_on=date(2026, 12, 1), first_on=date(2026, 12, 1),
            )
            for _ in range(first, last)
        ]  # fmt: skip
        async with app.state.database.writer(clock=app.state.clock) as session:
            await bulk.insert_many(session, rows, "plan")
        with counted_reads(app) as statements:
            assert (await host.get("/planned-activities?count=true&limit=200")).json()["count"] == last
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
