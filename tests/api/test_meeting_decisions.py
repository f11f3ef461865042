"""Decisions of joint meetings: kept by the host, carried out by the responsible side, seen by both; base schools."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import Decision
from services.api.features.pairings.models import Pairing
from services.api.kernel import bulk
from services.contracts.codes import ClientScope, PairingStatus, ResponsibleSide, Role
from tests.factories.world import HOME, NEIGHBOUR, THIRD, Make, World
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


async def meeting(host: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    body = {
        "pairing_id": str(pairing.id), "host_school_id": str(pairing.supporting_school_id), "type": "joint_meeting",
        "held_on": "2026-11-09", "topic": "商量下半学期", "agenda": "一、互派教师", "supporting_count": 3,
        "recipient_count": 3, **changes,
    }  # fmt: skip
    made = await host.post("/activities", body)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


def decision(met: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "activity_id": met["id"], "text": "选出两名徒弟", "responsible": "recipient", "person": "教导处",
        "due_on": "2026-11-16", **changes,
    }  # fmt: skip


async def test_the_host_notes_a_decision_and_the_responsible_side_carries_it_out(
    pairing: Pairing, host: Caller, partner: Caller
) -> None:
    met = await meeting(host, pairing)
    made = (await host.post("/meeting-decisions", decision(met))).json()
    assert (made["status"], made["overdue"], made["allowed_actions"]) == ("open", True, ["edit", "void"])
    path = f"/meeting-decisions/{made['id']}"
    assert (await partner.get(path)).json()["allowed_actions"] == ["carry-out"]
    refused = await host.post(f"{path}/carry-out", {"done_on": "2026-11-18"}, version=made["version"])
    assert refused.status_code == 403
    done = await partner.post(
        f"{path}/carry-out", {"done_on": "2026-11-18", "note": "名单已发"}, version=made["version"]
    )
    assert done.status_code == 200, done.text
    told = (await host.get(path)).json()
    assert (told["status"], told["done_on"], told["note"], told["overdue"]) == ("done", "2026-11-18", "名单已发", False)
    edited = await host.patch(path, {"text": "换一件事"}, version=told["version"])
    assert (edited.status_code, edited.json()["code"]) == (409, "state.illegal")
    again = await partner.post(f"{path}/reopen", version=told["version"])
    assert (again.json()["status"], again.json()["done_on"]) == ("open", None)


async def test_what_both_carry_out_either_may_report(pairing: Pairing, host: Caller, partner: Caller) -> None:
    met = await meeting(host, pairing)
    made = (await host.post("/meeting-decisions", decision(met, responsible="both"))).json()
    for caller in (host, partner):
        assert "carry-out" in (await caller.get(f"/meeting-decisions/{made['id']}")).json()["allowed_actions"]


async def test_open_and_overdue_ones_are_listed_and_those_of_a_void_meeting_are_not(
    pairing: Pairing, host: Caller, partner: Caller, sign_in: SignIn
) -> None:
    met = await meeting(host, pairing)
    late = (await host.post("/meeting-decisions", decision(met))).json()
    later = (await host.post("/meeting-decisions", decision(met, due_on="2027-01-31"))).json()
    listed = (await partner.get("/meeting-decisions?status=open")).json()["items"]
    assert [row["id"] for row in listed] == [late["id"], later["id"]]
    assert [row["id"] for row in (await host.get("/meeting-decisions?overdue=true")).json()["items"]] == [late["id"]]
    for county in (HOME, NEIGHBOUR):
        office = await sign_in(Role.county_coordinator, county)
        assert (await office.get("/meeting-decisions?overdue=true&count=true")).json()["count"] == 1
    other = await sign_in(Role.county_coordinator, THIRD)
    assert (await other.get("/meeting-decisions")).json()["items"] == []
    await host.post(f"/activities/{met['id']}/void", {"reason": "记重了"}, version=met["version"])
    assert (await host.get("/meeting-decisions")).json()["items"] == []
    assert (await partner.get(f"/meeting-decisions/{late['id']}")).json()["allowed_actions"] == []


async def test_what_does_not_fit_is_named(pairing: Pairing, host: Caller, partner: Caller) -> None:
    met, lesson = await meeting(host, pairing), await meeting(host, pairing, type="demo_lesson")
    wrong = {
        "due_on": decision(met, due_on="2026-11-08"), "activity_id": decision(lesson), "text": decision(met, text=" "),
    }  # fmt: skip
    for field, body in wrong.items():
        answer = await host.post("/meeting-decisions", body)
        assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])
    assert (await partner.post("/meeting-decisions", decision(met))).status_code == 403
    made = (await host.post("/meeting-decisions", decision(met))).json()
    for day in ("2026-11-08", "2026-12-24"):
        path = f"/meeting-decisions/{made['id']}/carry-out"
        answer = await partner.post(path, {"done_on": day}, version=made["version"])
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "done_on")


async def test_two_who_carry_it_out_at_once_do_it_once(pairing: Pairing, host: Caller, partner: Caller) -> None:
    met = await meeting(host, pairing)
    made = (await host.post("/meeting-decisions", decision(met, responsible="both"))).json()
    path, body = f"/meeting-decisions/{made['id']}/carry-out", {"done_on": "2026-11-18"}
    answers = await asyncio.gather(*(each.insist(path, body, version=made["version"]) for each in (host, partner)))
    assert sorted(each.status_code for each in answers) in ([200, 409], [200, 412])


async def test_a_system_reads_states_and_no_words(pairing: Pairing, host: Caller, sign_in: SignIn) -> None:
    met = await meeting(host, pairing)
    await host.post("/meeting-decisions", decision(met))
    client = await sign_in.client([ClientScope.records_read])
    seen = (await client.get("/meeting-decisions")).json()["items"][0]
    assert (seen["text"], seen["person"], seen["note"], seen["status"]) == (None, None, None, "open")


async def test_lists_and_the_pairings_joint_work_ask_as_often_for_twenty_rows_as_for_two_thousand(
    app: FastAPI, pairing: Pairing, host: Caller
) -> None:
    met = await meeting(host, pairing)
    numbers = []
    for first, last in ((0, 20), (20, 2000)):
        rows = [
            Decision(
                pairing_id=pairing.id, county_code=HOME, other_county_code=NEIGHBOUR, activity_id=UUID(met["id"]),
                text=f"第{number}件", responsible=ResponsibleSide.both, due_on=date(2026, 12, 1),
            )
            for number in range(first, last)
        ]  # fmt: skip
        async with app.state.database.writer(clock=app.state.clock) as session:
            await bulk.insert_many(session, rows, "decide")
        with counted_reads(app) as statements:
            assert (await host.get("/meeting-decisions?count=true&limit=200")).json()["count"] == last
            assert (await host.get(f"/joint-work?pairing_id={pairing.id}")).json()["decision_count"] == last
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert numbers[1] <= 20, numbers


async def test_either_school_sets_the_base_school_of_a_term_and_changes_it(
    pairing: Pairing, host: Caller, partner: Caller, sign_in: SignIn
) -> None:
    path = f"/base-schools/{pairing.id}/2026/autumn"
    first = await partner.put(path, {"side": "recipient"}, version=0)
    assert (first.status_code, first.json()["school"]["name"]) == (200, "白果镇小学")
    stale = await host.put(path, {"side": "supporting"}, version=0)
    assert stale.status_code == 412
    changed = await host.put(path, {"side": "supporting"}, version=first.json()["version"])
    assert (changed.json()["school"]["name"], changed.json()["partner"]["name"]) == ("县实验小学", "白果镇小学")
    await host.put(f"/base-schools/{pairing.id}/2026/spring", {"side": "recipient"}, version=0)
    listed = (await partner.get(f"/base-schools?pairing_id={pairing.id}")).json()["items"]
    assert {(row["term"], row["side"]) for row in listed} == {("autumn", "supporting"), ("spring", "recipient")}
    outsider = await sign_in(Role.county_coordinator, THIRD)
    assert (await outsider.put(path, {"side": "recipient"}, version=2)).status_code == 404
    assert (
        await host.put(f"/base-schools/{pairing.id}/2026/summer", {"side": "recipient"}, version=0)
    ).status_code == 422


async def test_two_who_set_it_at_once_leave_one_base_school(pairing: Pairing, host: Caller, partner: Caller) -> None:
    path = f"/base-schools/{pairing.id}/2026/autumn"
    calls = [each.put(path, {"side": side}, version=0) for each, side in ((host, "supporting"), (partner, "recipient"))]
    answers = await asyncio.gather(*calls)
    assert sorted(each.status_code for each in answers) in ([200, 412], [200, 503])
    assert len((await host.get("/base-schools")).json()["items"]) == 1


async def test_a_pairing_that_has_ended_gets_no_base_school(make: Make, world: World, host: Caller) -> None:
    ended = await make.pairing(world.urban, world.rural, status=PairingStatus.ended)
    answer = await host.put(f"/base-schools/{ended.id}/2026/autumn", {"side": "recipient"}, version=0)
    assert (answer.status_code, answer.json()["code"]) == (409, "base_school.pairing_closed")
