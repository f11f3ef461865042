"""Pairings from proposal to end, on both databases."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, PairingStatus, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn

LOG: Any = Event
CONTACT = {"leader": "马文涛", "liaison": "何晓兰", "phone": "6231 0045"}


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


def proposal(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "supporting_school_id": str(world.urban.id),
        "recipient_school_id": str(world.rural.id),
        "category": "primary",
        "start_on": "2026-12-10",
        "end_on": "2029-08-31",
        **changes,
    }


async def test_a_pairing_runs_from_proposal_to_end(world: World, county: Caller, sign_in: SignIn) -> None:
    supporting, recipient = await _both(sign_in, world)
    made = await county.post("/pairings", proposal(world, start_on="2026-11-01"))
    assert made.status_code == 201, made.text
    row = made.json()
    assert (row["status"], row["level"], row["version"]) == ("proposed", "intra_county", 1)
    assert made.headers["location"] == f"/api/v1/pairings/{row['id']}"
    path = f"/pairings/{row['id']}"
    row = await _step(supporting, path, "decide", row)
    row = await _contacts(county, path, "supporting", row)
    row = await _contacts(recipient, path, "recipient", row)
    row = await _step(recipient, path, "negotiate", row)
    row = await _step(
        supporting, path, "sign", row, side="supporting", signed_on="2026-12-01", agreement_no="结〔2026〕1号"
    )
    assert row["status"] == "negotiating"
    row = await _step(recipient, path, "sign", row, side="recipient", signed_on="2026-12-02")
    assert (row["status"], row["agreement_no"]) == ("signed", "结〔2026〕1号")
    row = await _step(county, path, "activate", row)
    row = await _step(county, path, "suspend", row, reason="学校修缮")
    row = await _step(county, path, "resume", row)
    row = await _step(county, path, "end", row, end_on="2026-12-03", reason="两校合并")
    assert (row["status"], row["end_on"], row["allowed_actions"]) == ("ended", "2026-12-03", ["renew"])
    told = (await county.get(path)).json()["timeline"]
    assert [item["text"] for item in told][:4] == ["结对结束", "结对恢复", "结对暂停", "协议生效，结对开始"]
    assert "支援学校签了协议" in [item["text"] for item in told]
    assert all(item["who"] == "测试员" for item in told)


async def _both(sign_in: SignIn, world: World) -> tuple[Caller, Caller]:
    leader = await sign_in(Role.school_leader, school=world.urban)
    return leader, await sign_in(Role.school_reporter, school=world.rural)


async def _step(caller: Caller, path: str, action: str, row: dict[str, Any], **body: Any) -> dict[str, Any]:
    assert action in (await caller.get(path)).json()["allowed_actions"]
    answer = await caller.post(f"{path}/{action}", body, version=row["version"])
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    assert after["version"] == row["version"] + 1
    return after


async def _contacts(caller: Caller, path: str, side: str, row: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.patch(f"{path}/contacts", {"side": side, **CONTACT}, version=row["version"])
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    return after


async def test_it_does_not_begin_before_both_have_signed(world: World, make: Make, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.negotiating, recipient_signed_on=None)
    answer = await county.post(f"/pairings/{pairing.id}/activate", version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.unsigned")
    assert answer.json()["detail"] == "受援学校还没有签字，双方都签了才能开始。"


async def test_negotiating_waits_for_the_contacts_of_both_sides(world: World, make: Make, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.decided, supporting_leader="郑国平")
    answer = await county.post(f"/pairings/{pairing.id}/negotiate", version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.contacts_missing")
    assert answer.json()["detail"].startswith("受援学校还没有填")


async def test_a_school_signs_its_own_side_only_and_once(world: World, make: Make, sign_in: SignIn) -> None:
    unsigned = {"supporting_signed_on": None, "recipient_signed_on": None}
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.negotiating, **unsigned)
    supporting, _ = await _both(sign_in, world)
    path = f"/pairings/{pairing.id}/sign"
    other = await supporting.post(path, {"side": "recipient", "signed_on": "2026-12-01"}, version=1)
    assert (other.status_code, other.json()["code"]) == (403, "permission.denied")
    late = await supporting.post(path, {"side": "supporting", "signed_on": "2026-12-04"}, version=1)
    assert late.status_code == 422
    assert late.json()["errors"][0]["field"] == "signed_on"
    done = await supporting.post(path, {"side": "supporting", "signed_on": "2026-12-03"}, version=1)
    assert done.status_code == 200
    assert "sign" not in done.json()["allowed_actions"]
    again = await supporting.post(path, {"side": "supporting", "signed_on": "2026-12-03"}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "pairing.already_signed")


@pytest.mark.parametrize(
    ("role", "region", "partner", "status"),
    [
        (Role.county_coordinator, HOME, "rural", 201),
        (Role.city_supervisor, CITY, "rural", 403),
        (Role.county_coordinator, HOME, "neighbour", 403),
        (Role.city_supervisor, CITY, "neighbour", 201),
        (Role.province_supervisor, PROVINCE, "neighbour", 403),
        (Role.county_coordinator, NEIGHBOUR, "rural", 403),
        (Role.auditor, HOME, "rural", 403),
    ],
)
async def test_the_lowest_office_above_both_schools_proposes(
    world: World, sign_in: SignIn, role: Role, region: str, partner: str, status: int
) -> None:
    caller = await sign_in(role, region)
    answer = await caller.post("/pairings", proposal(world, recipient_school_id=str(getattr(world, partner).id)))
    assert answer.status_code == status, answer.text
    if status == 201:
        assert answer.json()["level"] == ("intra_county" if partner == "rural" else "cross_county")


async def test_two_schools_have_one_open_pairing(world: World, county: Caller) -> None:
    first = await county.post("/pairings", proposal(world))
    second = await county.post("/pairings", proposal(world, start_on="2030-01-01", end_on=None))
    assert (second.status_code, second.json()["code"]) == (409, "pairing.duplicate")
    assert second.json()["detail"] == "这两所学校已有没结束的结对（12月10日至2029年8月31日）。"
    path = f"/pairings/{first.json()['id']}/void"
    await county.post(path, {"reason": "选错学校"}, version=1)
    assert (await county.post("/pairings", proposal(world))).status_code == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"recipient_school_id": "same"}, "recipient_school_id"),
        ({"end_on": "2026-12-09"}, "end_on"),
        ({"supporting_school_id": "0199a000-0000-7000-8000-000000000000"}, "supporting_school_id"),
        ({"category": "university"}, "category"),
        ({"start_on": "0001-01-01"}, "start_on"),
        ({"start_on": "2027-02-29"}, "start_on"),
        ({"level": "cross_county"}, "level"),
        ({"batch": None}, "batch"),
        ({"basis": "\u202e文件"}, "basis"),
    ],
)
async def test_a_bad_proposal_names_the_field(world: World, county: Caller, change: dict[str, Any], field: str) -> None:
    change = {name: str(world.urban.id) if value == "same" else value for name, value in change.items()}
    answer = await county.post("/pairings", proposal(world, **change))
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_change_needs_the_version_that_was_seen(world: World, make: Make, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    path = f"/pairings/{pairing.id}/suspend"
    assert (await county.post(path, {"reason": "修缮"})).status_code == 428
    stale = await county.post(path, {"reason": "修缮"}, version=7)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")


async def test_what_the_state_forbids_is_a_conflict(world: World, make: Make, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    answer = await county.post(f"/pairings/{pairing.id}/decide", version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "state.illegal")
    assert answer.json()["detail"] == "这条记录已经是“进行中”，不能再确定。"


async def test_a_pairing_with_people_in_post_does_not_end(world: World, make: Make, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=pairing.id)
    body = {"end_on": "2026-12-01", "reason": "两校合并"}
    answer = await county.post(f"/pairings/{pairing.id}/end", body, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.people_in_post")
    detail = "这对结对还有1人在岗或已安排。请先在交流任务里改期、提前结束或作废，再来办。"
    assert answer.json()["detail"].endswith(detail)


@pytest.mark.parametrize("end_on", ["2026-08-31", "2026-12-04"])
async def test_it_ends_on_a_day_of_its_own_that_has_come(world: World, make: Make, county: Caller, end_on: str) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    answer = await county.post(f"/pairings/{pairing.id}/end", {"end_on": end_on, "reason": "两校合并"}, version=1)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "end_on"


async def test_the_detail_counts_people_activities_and_partners(
    world: World, make: Make, county: Caller, sign_in: SignIn, clock: SetClock
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    await make.pairing(world.urban, world.neighbour)
    clock.forward(timedelta(minutes=1))
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=pairing.id)
    await make.assignment(world.staff[1], world.urban, world.rural, pairing_id=pairing.id)
    await make.assignment(world.staff[3], world.rural, world.urban, pairing_id=pairing.id)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    activity = {
        "pairing_id": str(pairing.id), "host_school_id": str(world.rural.id), "type": "joint_prep",
        "held_on": "2026-11-20", "topic": "大单元设计",
    }  # fmt: skip
    assert (await reporter.post("/activities", activity)).status_code == 201
    found = (await county.get(f"/pairings/{pairing.id}")).json()
    assert (found["sent_count"], found["received_count"], found["activity_count"]) == (2, 1, 1)
    assert found["cardinality"] == "一对多"
    assert found["supporting"]["county_name"] == "陈仓区"
    assert found["recipient"]["locality"] == "rural"
    assert found["timeline"][0]["text"] == "集体备课：大单元设计"


async def test_goals_are_agreed_and_dropped(world: World, make: Make, county: Caller, sign_in: SignIn) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    path = f"/pairings/{pairing.id}/goals"
    goal = {"title": "师徒结对", "unit": "对", "target": 6, "due_on": "2027-06-30"}
    made = await county.post(path, goal)
    assert (made.status_code, made.json()["actual"]) == (201, None)
    assert (await county.post(path, {**goal, "target": 0})).status_code == 422
    early = await county.post(path, {**goal, "due_on": "2026-08-01"})
    assert early.json()["code"] == "period.order"
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.post(path, goal)).status_code == 404
    dropped = await county.post(f"{path}/{made.json()['id']}/void", version=1)
    assert dropped.status_code == 200, dropped.text
    found = (await county.get(f"/pairings/{pairing.id}")).json()
    assert found["goals"] == []
    assert [item["text"] for item in found["timeline"][:2]] == ["取消了一项目标", "定了一项目标"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=云坪", {"a"}),
        ("q=县实验", {"a", "b"}),
        ("q=di0003", {"b"}),
        ("q=没有这样的学校", set()),
        ("status=suspended", {"b"}),
        ("status=active&q=云坪", {"a"}),
        (f"county_code={NEIGHBOUR}", {"b"}),
        (f"county_code={CITY}", {"a", "b"}),
        ("ends_by=2027-01-31", {"b"}),
        ("unsigned=true", set()),
    ],
)
async def test_a_list_is_narrowed(world: World, make: Make, county: Caller, query: str, expected: set[str]) -> None:
    named = {
        str((await make.pairing(world.urban, world.rural)).id): "a",
        str((await make.pairing(
            world.urban, world.neighbour, status=PairingStatus.suspended, end_on=date(2027, 1, 31)
        )).id): "b",
    }  # fmt: skip
    answer = await county.get(f"/pairings?count=true&{query}")
    assert answer.status_code == 200, answer.text
    assert {named[row["id"]] for row in answer.json()["items"]} == expected
    assert answer.json()["count"] == len(expected)


async def test_an_unknown_filter_is_refused_by_name(county: Caller) -> None:
    answer = await county.get("/pairings?colour=red")
    assert (answer.status_code, answer.json()["code"]) == (422, "query.unknown")
    assert (await county.get("/pairings?status=asleep")).status_code == 422
    assert (await county.get("/pairings?limit=201")).status_code == 422


async def test_only_parties_and_the_offices_above_see_a_pairing(world: World, make: Make, sign_in: SignIn) -> None:
    pairing = await make.pairing(world.urban, world.neighbour)
    path = f"/pairings/{pairing.id}"
    seeing = [
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
        await sign_in(Role.province_supervisor, PROVINCE),
        await sign_in(Role.school_reporter, school=world.neighbour),
    ]
    blind = [
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.school_leader, school=world.third),
    ]
    assert [(await caller.get(path)).status_code for caller in seeing] == [200] * 5
    assert [(await caller.get(path)).status_code for caller in blind] == [404] * 3
    assert [len((await caller.get("/pairings")).json()["items"]) for caller in blind] == [0] * 3
    teacher = await sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id)
    assert (await teacher.get(path)).status_code == 403


async def test_a_system_gets_no_names_phones_or_typed_text(
    world: World, make: Make, sign_in: SignIn, county: Caller
) -> None:
    pairing = await make.pairing(
        world.urban, world.rural, supporting_leader="郑国平", supporting_liaison="孙雅琴", supporting_phone="6210 8822"
    )
    await county.post(f"/pairings/{pairing.id}/suspend", {"reason": "两校合并"}, version=1)
    client = await sign_in.client([ClientScope.records_read])
    found = (await client.get(f"/pairings/{pairing.id}")).json()
    assert found["supporting"]["leader"] is found["supporting"]["liaison"] is found["supporting"]["phone"] is None
    assert (found["closed_reason"], found["allowed_actions"]) == ("", [])
    assert {item["who"] for item in found["timeline"]} == {None}
    seen = (await county.get(f"/pairings/{pairing.id}")).json()
    assert (seen["supporting"]["leader"], seen["supporting"]["phone"]) == ("郑国平", "6210 8822")


async def test_of_twenty_equal_proposals_at_once_one_is_made(world: World, county: Caller) -> None:
    answers = await asyncio.gather(*(county.post("/pairings", proposal(world)) for _ in range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"pairing.duplicate"}


async def test_no_name_and_no_typed_word_enters_the_log(app: FastAPI, world: World, make: Make, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural, supporting_leader="郑国平")
    path = f"/pairings/{pairing.id}"
    row = await _contacts(county, path, "recipient", {"version": 1})
    await county.post(f"{path}/goals", {"title": "师徒结对", "unit": "对", "target": 6})
    await county.post(f"{path}/suspend", {"reason": "学校修缮"}, version=row["version"])
    async with app.state.database.reader() as session:
        logged = " ".join(str(found) for found in await session.execute(select(LOG.action, LOG.changes)))
    assert "suspend" in logged
    assert not [word for word in ("郑国平", "马文涛", "何晓兰", "6231", "师徒", "修缮") if word in logged]
