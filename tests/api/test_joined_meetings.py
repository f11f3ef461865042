"""One meeting of several pairings: recorded once, shown under each, counted once for each (CI-01)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.activities.models import Activity, ActivityPairing
from services.api.features.pairings.models import Pairing
from services.contracts.codes import ActivityType, ClientScope, PairSide, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 20
REASON = {"reason": "那天学校停课"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """The supporting school with a school of its own county."""
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def other(make: Make, world: World) -> Pairing:
    """The same supporting school with a school of the next county."""
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def host(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def guest(sign_in: SignIn, world: World) -> Caller:
    """The school that the meeting names besides."""
    return await sign_in(Role.school_leader, school=world.neighbour)


def meeting(pairing: Pairing, *others: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "host_school_id": str(pairing.supporting_school_id), "type": "joint_meeting",
        "held_on": "2026-11-18", "topic": "商量下学期的安排", "supporting_count": 4, "recipient_count": 2,
        "joined": [{"pairing_id": str(each.id), "count": 3} for each in others], **changes,
    }  # fmt: skip


async def held(host: Caller, pairing: Pairing, *others: Pairing, **changes: Any) -> dict[str, Any]:
    made = await host.post("/activities", meeting(pairing, *others, **changes))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def promised(host: Caller, pairing: Pairing, measure: str = "activities") -> None:
    body = {
        "pairing_id": str(pairing.id), "side": "supporting", "aid_area": "management", "item": "联席会议",
        "measure": measure, "kinds": ["joint_meeting"], "minimum": 2, "period": "term", "start_on": "2026-09-01",
    }  # fmt: skip
    made = await host.post("/commitments", body)
    assert made.status_code == 201, made.text


async def done(caller: Caller, pairing: Pairing) -> list[Any]:
    rows = (await caller.get(f"/commitments?pairing_id={pairing.id}")).json()["items"]
    return [row["progress"]["done"] for row in rows]


async def listed(caller: Caller, query: str = "") -> list[str]:
    return [row["id"] for row in (await caller.get(f"/activities{query}")).json()["items"]]


async def test_it_is_one_record_that_both_pairings_and_every_school_see(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    row = await held(host, pairing, other)
    assert (row["person_times"], [each["school"]["name"] for each in row["joined"]]) == (9, [world.neighbour.name])
    for caller in (
        host, guest, await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.county_coordinator, HOME), await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
    ):  # fmt: skip
        assert await listed(caller) == [row["id"]]
        assert (await caller.get(f"/activities/{row['id']}")).status_code == 200
    for query, count in (
        (f"?pairing_id={pairing.id}", 1), (f"?pairing_id={other.id}", 1), (f"?school_id={world.neighbour.id}", 1),
        (f"?county_code={NEIGHBOUR}", 1), (f"?county_code={THIRD}", 0), (f"?school_id={world.third.id}", 0),
    ):  # fmt: skip
        assert len(await listed(await sign_in(Role.city_supervisor, CITY), query)) == count, query
    stranger = await sign_in(Role.county_coordinator, THIRD)
    assert (await stranger.get(f"/activities/{row['id']}")).status_code == 404
    assert (await guest.patch(f"/activities/{row['id']}", {"topic": "别的"}, version=row["version"])).status_code == 403
    for each in (pairing, other):
        told = (await host.get(f"/pairings/{each.id}")).json()
        assert told["activity_count"] == 1
        assert told["timeline"][0]["text"] == "联席会议：商量下学期的安排"


async def test_it_counts_once_for_each_pairing_with_the_people_of_its_two_schools(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing
) -> None:
    for each in (pairing, other):
        await promised(host, each)
        await promised(host, each, "activity_people")
    row = await held(host, pairing, other)
    assert (sorted(await done(host, pairing)), sorted(await done(host, other))) == ([1, 6], [1, 7])
    voided = await host.post(f"/activities/{row['id']}/void", REASON, version=row["version"])
    assert voided.status_code == 200
    assert (sorted(await done(host, pairing)), sorted(await done(host, other))) == ([0, 0], [0, 0])


async def test_a_school_says_that_it_was_not_there_and_takes_it_back(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    await promised(host, other)
    row = await held(host, pairing, other)
    path, version = f"/activities/{row['id']}/joined/{other.id}", row["joined"][0]["version"]
    assert (await host.post(f"{path}/not-there", REASON, version=version)).status_code == 403
    rural = await sign_in(Role.school_reporter, school=world.rural)
    assert (await rural.post(f"{path}/not-there", REASON, version=version)).status_code == 404
    seen = (await guest.get(f"/activities/{row['id']}")).json()
    assert seen["joined"][0]["allowed_actions"] == ["not-there"]
    said = await guest.post(f"{path}/not-there", REASON, version=version)
    assert said.status_code == 200, said.text
    told = said.json()["joined"][0]
    assert (told["absent_on"], told["absent_reason"], told["allowed_actions"]) == (
        "2026-12-03", REASON["reason"], ["there"],
    )  # fmt: skip
    assert (said.json()["person_times"], await done(host, other)) == (6, [0])
    assert (await guest.get(f"/pairings/{other.id}")).json()["activity_count"] == 0
    again = await guest.post(f"{path}/not-there", REASON, version=told["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    assert (await guest.post(f"{path}/there", version=version)).status_code == 412
    assert (await guest.post(f"{path}/there", version=told["version"])).json()["person_times"] == 9
    assert await done(host, other) == [1]


async def test_only_meetings_of_pairings_with_one_school_in_common_are_held_together(
    make: Make, host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    lesson = await host.post("/activities", meeting(pairing, other, type="demo_lesson"))
    assert lesson.json()["errors"][0]["code"] == "activity.joined_meeting"
    for joined in ([pairing], [other, other]):
        twice = await host.post("/activities", meeting(pairing, *joined))
        assert twice.json()["errors"][0]["code"] == "activity.joined_shared"
    strange = await make.pairing(world.rural, world.neighbour)
    assert (await host.post("/activities", meeting(pairing, strange))).status_code == 404
    county = await sign_in(Role.county_coordinator, HOME)
    apart = await county.post("/activities", meeting(pairing, strange))
    assert apart.json()["errors"][0]["code"] == "activity.joined_shared"
    late = await make.pairing(world.urban, world.third, start_on=date(2026, 12, 1))
    early = await host.post("/activities", meeting(pairing, late))
    assert early.json()["errors"][0]["code"] == "activity.joined_outside"
    rural = await sign_in(Role.school_reporter, school=world.rural)
    theirs = meeting(pairing, other, host_school_id=str(world.rural.id))
    assert (await rural.post("/activities", theirs)).status_code == 404
    assert (await county.post("/activities", meeting(pairing, other))).status_code == 201


async def test_schools_are_added_counted_anew_and_taken_out_with_the_version_of_the_meeting(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing
) -> None:
    row = await held(host, pairing)
    path = f"/activities/{row['id']}"
    joined = [{"pairing_id": str(other.id), "count": 5}]
    row_2 = (await host.patch(path, {"joined": joined}, version=row["version"])).json()
    assert (row_2["person_times"], row_2["version"] > row["version"]) == (11, True)
    assert (await host.patch(path, {"joined": []}, version=row["version"])).status_code == 412
    lesson = await host.patch(path, {"type": "demo_lesson"}, version=row_2["version"])
    assert lesson.json()["errors"][0]["code"] == "activity.joined_meeting"
    row_3 = (await host.patch(path, {"topic": "只改主题"}, version=row_2["version"])).json()
    assert len(row_3["joined"]) == 1
    row_4 = (await host.patch(path, {"joined": []}, version=row_3["version"])).json()
    assert (row_4["joined"], await listed(guest)) == ([], [])
    again = await host.patch(path, {"joined": joined}, version=row_4["version"])
    assert again.json()["joined"][0]["count"] == 5


async def test_a_host_that_is_not_the_common_school_corrects_the_words_and_leaves_the_schools(
    pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    row = await held(county, pairing, other, host_school_id=str(world.rural.id))
    rural = await sign_in(Role.school_reporter, school=world.rural)
    path = f"/activities/{row['id']}"
    fixed = await rural.patch(path, {"topic": "改了主题"}, version=row["version"])
    assert (fixed.status_code, len(fixed.json()["joined"])) == (200, 1)
    taken = await rural.patch(path, {"joined": []}, version=fixed.json()["version"])
    assert (taken.status_code, taken.json()["code"]) == (403, "permission.denied")


async def test_of_many_who_add_a_school_at_once_one_does(host: Caller, pairing: Pairing, other: Pairing) -> None:
    row = await held(host, pairing)
    body = {"joined": [{"pairing_id": str(other.id), "count": 1}]}
    calls = [host.patch(f"/activities/{row['id']}", body, version=row["version"]) for _ in range(AT_ONCE)]
    codes = sorted(each.status_code for each in await asyncio.gather(*calls))
    assert codes == [200, *[412] * (AT_ONCE - 1)]


async def test_a_decision_is_for_the_school_that_has_to_carry_it_out(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    row = await held(host, pairing, other)
    body = {
        "activity_id": row["id"], "pairing_id": str(other.id), "text": "报两名徒弟", "responsible": "recipient",
        "due_on": "2026-12-20",
    }  # fmt: skip
    made = await host.post("/meeting-decisions", body)
    assert made.status_code == 201, made.text
    seen = (await guest.get(f"/meeting-decisions/{made.json()['id']}")).json()
    assert (seen["recipient_school"]["name"], seen["allowed_actions"]) == (world.neighbour.name, ["carry-out"])
    rural = await sign_in(Role.school_reporter, school=world.rural)
    assert (await rural.get(f"/meeting-decisions/{made.json()['id']}")).status_code == 404
    alone = await held(host, pairing, held_on="2026-11-19")
    wrong = await host.post("/meeting-decisions", {**body, "activity_id": alone["id"]})
    assert wrong.json()["errors"][0]["code"] == "decision.not_joined"


async def test_systems_see_numbers_and_no_words_and_the_file_names_the_schools(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    row = await held(host, pairing, other)
    file = (await host.get("/activities.csv")).content.decode("utf-8-sig")
    assert "一起开会的学校" in file
    assert world.neighbour.name in file
    path = f"/activities/{row['id']}/joined/{other.id}/not-there"
    assert (await guest.post(path, REASON, version=row["joined"][0]["version"])).status_code == 200
    system = await sign_in.client([ClientScope.records_read])
    told = (await system.get(f"/activities/{row['id']}")).json()["joined"][0]
    assert (told["count"], told["absent_reason"], told["allowed_actions"]) == (3, None, [])


async def test_a_page_takes_the_same_queries_for_many_meetings_held_together(
    app: FastAPI, make: Make, pairing: Pairing, other: Pairing, host: Caller
) -> None:
    async def queries() -> int:
        with counted_reads(app) as statements:
            assert (await host.get("/activities?count=true&limit=200")).status_code == 200
        return len(statements)

    await _fill(make, pairing, other, 2)
    few = await queries()
    await _fill(make, pairing, other, 150)
    assert await queries() == few


async def _fill(make: Make, pairing: Pairing, other: Pairing, count: int) -> None:
    meetings = [
        Activity(
            pairing_id=pairing.id, host_school_id=pairing.supporting_school_id, county_code=HOME,
            other_county_code=HOME, type=ActivityType.joint_meeting, held_on=date(2026, 11, 9), topic=f"第{number}次",
        )
        for number in range(count)
    ]  # fmt: skip
    await make.add(*meetings)
    await make.add(*[
        ActivityPairing(
            activity_id=each.id, pairing_id=other.id, county_code=NEIGHBOUR, other_county_code=HOME,
            side=PairSide.recipient, count=2,
        )
        for each in meetings
    ])  # fmt: skip


async def test_one_school_is_the_base_of_several_pairings_in_one_act(
    host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World, sign_in: SignIn
) -> None:
    path = f"/base-schools/{other.id}/2026/autumn"
    also = [{"pairing_id": str(pairing.id), "version": 0}]
    assert (await guest.put(path, {"side": "recipient", "also": also}, version=0)).status_code == 404
    set_ = await host.put(path, {"side": "recipient", "also": also}, version=0)
    assert set_.status_code == 200, set_.text
    rows = (await host.get("/base-schools")).json()["items"]
    assert {row["school"]["name"] for row in rows} == {world.neighbour.name}
    assert {row["pairing_id"]: row["elsewhere"] for row in rows} == {str(pairing.id): True, str(other.id): False}
    rural = await sign_in(Role.school_reporter, school=world.rural)
    assert [row["school"]["name"] for row in (await rural.get("/base-schools")).json()["items"]] == [
        world.neighbour.name
    ]
    stale = await host.put(path, {"side": "supporting", "also": also}, version=1)
    assert stale.status_code == 412
    also[0]["version"] = 1
    assert (await host.put(path, {"side": "supporting", "also": also}, version=1)).status_code == 200
    rows = (await host.get("/base-schools")).json()["items"]
    assert {(row["school"]["name"], row["elsewhere"]) for row in rows} == {(world.urban.name, False)}
    own = await rural.put(f"/base-schools/{pairing.id}/2026/autumn", {"side": "recipient"}, version=2)
    assert (own.json()["school"]["name"], own.json()["elsewhere"]) == (world.rural.name, False)


async def test_of_many_who_set_the_base_of_both_at_once_one_does(
    host: Caller, pairing: Pairing, other: Pairing
) -> None:
    calls = [
        host.put(
            f"/base-schools/{first.id}/2026/autumn",
            {"side": "recipient", "also": [{"pairing_id": str(second.id), "version": 0}]}, version=0,
        )
        for first, second in [(pairing, other), (other, pairing)] * (AT_ONCE // 2)
    ]  # fmt: skip
    codes = sorted(each.status_code for each in await asyncio.gather(*calls))
    assert codes == [200, *[412] * (AT_ONCE - 1)]
    rows = (await host.get("/base-schools")).json()["items"]
    assert len({row["school"]["id"] for row in rows}) == 1
