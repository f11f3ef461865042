"""Mentor pairs: who may pair whom, one at a time, summary and review, and what becomes of them (W-22)."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.api.kernel.ids import new_id
from services.api.worker import Worker
from services.contracts.codes import ClientScope, MentorPairStatus, MentorResult, PairingStatus, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.pictures import jpeg

AT_ONCE = 50
REASON = {"reason": "登记错了人"}


async def set_rule(county: Caller, key: str, **more: object) -> None:
    """The home county refuses from the first day of the school year."""
    body = {"effective_from": "2026-09-01", "effect": "refuse", "source": "县教发〔2026〕18号", **more}
    assert (await county.put(f"/policy-rules/{HOME}/{key}", body, version=0)).status_code == 200


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def mentee(make: Make, world: World) -> Staff:
    return await make.teacher(world.neighbour, name="罗晓雯")


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the mentor's school."""
    return await sign_in(Role.school_reporter, school=world.urban)


def pair(mentor: Staff, mentee: Staff, pairing: Pairing | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "mentor_staff_id": str(mentor.id), "mentee_staff_id": str(mentee.id), "subject": "语文",
        "pairing_id": str(pairing.id) if pairing else None, "start_on": "2026-11-01", "end_on": "2027-08-31", **changes,
    }  # fmt: skip


async def test_both_schools_and_both_counties_see_a_pair_and_nobody_else(
    world: World, pairing: Pairing, mentee: Staff, school: Caller, sign_in: SignIn
) -> None:
    made = await school.post("/mentor-pairs", pair(world.staff[0], mentee, pairing, goal="每月听评课两次"))
    assert made.status_code == 201, made.text
    assert made.json()["allowed_actions"] == ["edit", "summarise", "end", "void"]
    path = f"/mentor-pairs/{made.json()['id']}"
    for caller in (
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.city_supervisor, CITY),
        await sign_in(Role.teacher, person_id=mentee.person_id),
    ):
        seen = (await caller.get(path)).json()
        assert (seen["mentee"]["name"], seen["goal"]) == ("罗晓雯", "每月听评课两次")
    for stranger in (
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.teacher, person_id=world.staff[1].person_id),
    ):
        assert (await stranger.get(path)).status_code == 404
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(path)).json()
    assert (told["mentor"]["name"], told["goal"], told["summary"], told["allowed_actions"]) == (None, None, None, [])


async def test_of_fifty_pairs_of_one_mentee_in_one_subject_at_once_one_is_made(
    app: FastAPI, world: World, pairing: Pairing, mentee: Staff, school: Caller
) -> None:
    bodies = [pair(world.staff[number % 3], mentee, pairing) for number in range(AT_ONCE)]
    answers = await asyncio.gather(*(school.insist("/mentor-pairs", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert refused["code"] == "mentor_pair.duplicate"
    assert refused["detail"] == (
        "罗晓雯的语文已有没结束的师徒结对（11月1日至2027年8月31日）。先办结束，或改选徒弟、学科。"
    )
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(MentorPair)) == 1


async def test_of_fifty_mentees_at_once_a_mentor_gets_as_many_as_the_county_says(
    world: World, make: Make, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    await set_rule(county, "mentor_pair.mentees", most=2)
    mentees = [await make.teacher(world.rural) for _ in range(5)]
    bodies = [pair(world.staff[0], mentees[number % 5], subject=f"科目{number // 5}", subject_differs=True)
              for number in range(AT_ONCE)]  # fmt: skip
    answers = await asyncio.gather(*(county.insist("/mentor-pairs", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * (AT_ONCE - 2)
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"mentor_pair.mentor_full"}


async def test_another_subject_or_an_ended_pair_leaves_room(
    world: World, pairing: Pairing, mentee: Staff, school: Caller, make: Make
) -> None:
    await make.mentor_pair(world.staff[0], mentee)
    again = await school.post("/mentor-pairs", pair(world.staff[1], mentee, pairing, subject=" 语 文 "))
    assert (again.status_code, again.json()["code"]) == (409, "mentor_pair.duplicate")
    other = await school.post(
        "/mentor-pairs", pair(world.staff[1], mentee, pairing, subject="数学", subject_differs=True)
    )
    assert other.status_code == 201
    path = f"/mentor-pairs/{other.json()['id']}"
    ended = await school.post(f"{path}/end", {"end_on": "2026-12-01", "reason": "徒弟调岗"}, version=1)
    assert (ended.json()["status"], ended.json()["ended_on"]) == ("ended", "2026-12-01")
    after = await school.post(
        "/mentor-pairs", pair(world.staff[2], mentee, pairing, subject="数学", subject_differs=True)
    )
    assert after.status_code == 201


async def test_who_does_not_teach_the_subject_needs_a_tick_or_is_refused(
    world: World, sign_in: SignIn, make: Make
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    several = await make.teacher(world.rural, name="罗晓雯", subject="数学、科学")
    body = pair(world.staff[0], several, subject="科学")
    asked = await county.post("/mentor-pairs", body)
    assert (asked.status_code, asked.json()["code"]) == (422, "mentor_pair.subject_differs")
    assert "教语文，和科学对不上" in asked.json()["detail"]
    assert "罗晓雯" not in asked.json()["detail"]
    await set_rule(county, "mentor_pair.subject")
    refused = await county.post("/mentor-pairs", {**body, "subject_differs": True})
    assert (refused.status_code, refused.json()["code"]) == (422, "mentor_pair.subject_refused")
    assert "《县教发〔2026〕18号》" in refused.json()["detail"]


async def test_a_pair_must_fit_places_people_and_days(
    world: World, pairing: Pairing, mentee: Staff, school: Caller, make: Make
) -> None:
    left = await make.teacher(world.urban, ended_on=date(2026, 10, 1))
    ended = await make.pairing(world.urban, world.rural, status=PairingStatus.suspended)
    wrong = [
        (pair(world.staff[0], mentee), 422, "mentor_pair.two_counties"),
        (pair(world.staff[0], world.staff[3], pairing), 422, "mentor_pair.not_of_pairing"),
        (pair(world.staff[0], world.staff[0]), 422, "mentor_pair.self"),
        (pair(left, mentee, pairing), 422, "mentor_pair.not_in_service"),
        (pair(world.staff[0], mentee, pairing, end_on="2026-10-01"), 422, "period.order"),
        (pair(world.staff[0], mentee, pairing, start_on="2026-08-01"), 422, "mentor_pair.outside"),
        (pair(world.staff[0], world.staff[3], ended), 409, "mentor_pair.pairing_closed"),
        (pair(world.staff[3], world.staff[4]), 403, "permission.denied"),
    ]
    for body, status, code in wrong:
        answer = await school.post("/mentor-pairs", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_summary_review_and_end_come_in_order_and_from_the_right_people(
    world: World, mentee: Staff, make: Make, school: Caller, sign_in: SignIn
) -> None:
    path = f"/mentor-pairs/{(await make.mentor_pair(world.staff[0], mentee)).id}"
    leader = await sign_in(Role.school_leader, school=world.neighbour)
    mentor = await sign_in(Role.teacher, person_id=world.staff[0].person_id)
    early = await leader.post(f"{path}/review", {"result": "passed"}, version=1)
    assert (early.status_code, early.json()["code"]) == (409, "state.illegal")
    written = await mentor.post(f"{path}/summarise", {"summary": "上了县级公开课"}, version=1)
    assert (written.status_code, written.json()["status"]) == (200, "summarised")
    assert (await mentor.post(f"{path}/review", {"result": "passed"}, version=2)).status_code == 403
    assert (await school.post(f"{path}/review", {"result": "passed"}, version=2)).status_code == 403
    assert (await leader.post(f"{path}/review", {"result": "passed"}, version=1)).status_code == 412
    found = await leader.post(f"{path}/review", {"result": "passed", "reward": "优秀师傅证书"}, version=2)
    assert (found.json()["status"], found.json()["result"]) == ("reviewed", "passed")
    over = await school.post(f"{path}/end", {"end_on": "2026-12-03"}, version=3)
    assert (over.status_code, over.json()["allowed_actions"]) == (200, [])
    told = [each["text"] for each in over.json()["timeline"]]
    assert "考核合格" in told
    assert "师傅写了总结" in told


async def test_before_the_review_an_end_needs_a_reason(world: World, mentee: Staff, make: Make, school: Caller) -> None:
    path = f"/mentor-pairs/{(await make.mentor_pair(world.staff[0], mentee)).id}"
    bare = await school.post(f"{path}/end", {"end_on": "2026-12-01"}, version=1)
    assert (bare.status_code, bare.json()["code"]) == (422, "mentor_pair.reason_missing")
    ahead = await school.post(f"{path}/end", {"end_on": "2027-01-01", "reason": "徒弟调岗"}, version=1)
    assert (ahead.status_code, ahead.json()["code"]) == (422, "mentor_pair.end_outside")
    void = await school.post(f"{path}/void", REASON, version=1)
    assert (void.json()["status"], (await school.get("/mentor-pairs")).json()["items"]) == ("void", [])
    assert len((await school.get("/mentor-pairs?status=void")).json()["items"]) == 1


async def test_an_employment_that_ends_ends_its_pairs(
    world: World, mentee: Staff, make: Make, school: Caller, sign_in: SignIn
) -> None:
    running = await make.mentor_pair(world.staff[0], mentee)
    county = await sign_in(Role.county_coordinator, HOME)
    gone = await county.post(f"/staff/{world.staff[0].id}/end", {"ended_on": "2026-11-30", "reason": "调走"}, version=1)
    assert gone.status_code == 200, gone.text
    after = (await county.get(f"/mentor-pairs/{running.id}")).json()
    assert (after["status"], after["ended_on"]) == ("ended", "2026-11-30")


async def test_a_pairing_that_ends_ends_the_pairs_under_it(
    world: World, pairing: Pairing, mentee: Staff, make: Make, sign_in: SignIn
) -> None:
    running = await make.mentor_pair(world.staff[0], mentee, pairing_id=pairing.id)
    city = await sign_in(Role.city_supervisor, CITY)
    body = {"end_on": "2026-12-01", "reason": "两校商定结束"}
    assert (await city.post(f"/pairings/{pairing.id}/end", body, version=1)).status_code == 200
    after = (await city.get(f"/mentor-pairs/{running.id}")).json()
    assert (after["status"], after["ended_on"]) == ("ended", "2026-12-01")


async def test_pairs_go_along_when_two_records_of_a_mentee_are_made_one(
    world: World, make: Make, sign_in: SignIn
) -> None:
    one, twice = [await make.teacher(world.rural, name="罗晓雯", subject="语文") for _ in range(2)]
    first = await make.mentor_pair(world.staff[0], one)
    second = await make.mentor_pair(world.staff[1], twice)
    county = await sign_in(Role.county_coordinator, HOME)
    merge = {"kept_person_id": str(one.person_id), "merged_person_id": str(twice.person_id), "reason": "登记了两次"}
    blocked = await county.post("/person-merges", merge)
    assert (blocked.status_code, blocked.json()["code"]) == (409, "person.merge_blocked")
    assert "两条记录都有没结束的语文师徒结对，先办结束或作废其中一对。" in blocked.json()["detail"]
    assert (await county.post(f"/mentor-pairs/{first.id}/void", REASON, version=1)).status_code == 200
    made = await county.post("/person-merges", merge)
    assert made.status_code == 201, made.text
    moved = (await county.get(f"/mentor-pairs/{second.id}")).json()["mentee"]
    assert (moved["person_id"], moved["staff_id"]) == (str(one.person_id), str(one.id))
    person = (await county.get(f"/persons/{one.person_id}")).json()
    assert [each["mentor_pair_id"] for each in person["mentorings"]] == [str(second.id)]


async def test_pairs_go_along_with_a_school_that_is_merged(world: World, make: Make, sign_in: SignIn) -> None:
    running = await make.mentor_pair(world.staff[0], world.staff[3])
    county = await sign_in(Role.county_coordinator, HOME)
    schools = [{"id": str(each.id), "version": 1} for each in (world.rural, world.urban)]
    plan = {"kind": "merge", "on": "2026-12-01", "schools": schools, "to_school_id": str(world.urban.id), **REASON}
    preview = await county.post("/successions/preview", plan)
    assert preview.status_code == 200, preview.text
    assert "mentor_pairs" in preview.text
    assert (await county.post("/successions", plan)).status_code == 201
    after = (await county.get(f"/mentor-pairs/{running.id}")).json()
    assert after["mentee"]["school"]["id"] == str(world.urban.id)


async def test_people_of_the_partner_school_are_found_for_choosing_only_under_the_pairing(
    world: World, pairing: Pairing, mentee: Staff, school: Caller
) -> None:
    assert (await school.get("/mentor-pairs/people?q=罗晓雯")).json()["items"] == []
    (found,) = (await school.get(f"/mentor-pairs/people?q=罗晓雯&pairing_id={pairing.id}")).json()["items"]
    assert set(found) == {"staff_id", "name", "subject", "school"}
    assert found["staff_id"] == str(mentee.id)


async def test_a_page_takes_the_same_queries_for_few_rows_and_many(
    app: FastAPI, world: World, make: Make, school: Caller
) -> None:
    counted = []
    for more in (3, 40):
        people = [await make.teacher(world.rural) for _ in range(more)]
        for person in people:
            await make.mentor_pair(world.staff[0], person)
        with counted_reads(app) as statements:
            page = await school.get("/mentor-pairs?limit=100&count=true")
        assert page.status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]


async def test_a_reviewed_pair_ends_after_its_last_day_and_another_is_told_to_be_over(
    world: World, make: Make, school: Caller, worker: Worker
) -> None:
    reviewed = await make.mentor_pair(
        world.staff[0], world.staff[1], status=MentorPairStatus.reviewed, result=MentorResult.passed,
        end_on=date(2026, 12, 2),
    )  # fmt: skip
    waiting = await make.mentor_pair(world.staff[0], world.staff[2], end_on=date(2026, 12, 2))
    lasting = await make.mentor_pair(world.staff[1], world.staff[2], subject="数学", end_on=date(2026, 12, 3))
    over = (await school.get("/mentor-pairs?over=true")).json()["items"]
    assert {each["id"] for each in over} == {str(reviewed.id), str(waiting.id)}
    await worker.run_once()
    ended = (await school.get(f"/mentor-pairs/{reviewed.id}")).json()
    assert (ended["status"], ended["ended_on"], ended["over"]) == ("ended", "2026-12-02", False)
    assert "到期，师徒结对已结束" in [each["text"] for each in ended["timeline"]]
    left = (await school.get(f"/mentor-pairs/{waiting.id}")).json()
    assert (left["status"], left["over"], left["allowed_actions"][0]) == ("active", True, "edit")
    assert (await school.get(f"/mentor-pairs/{lasting.id}")).json()["over"] is False
    assert [each["id"] for each in (await school.get("/mentor-pairs?over=true")).json()["items"]] == [str(waiting.id)]


async def test_a_mentor_adds_papers_to_the_own_summary_and_takes_away_no_others(
    world: World, make: Make, mentee: Staff, school: Caller, sign_in: SignIn
) -> None:
    pair = await make.mentor_pair(world.staff[0], mentee)
    mentor = await sign_in(Role.teacher, person_id=world.staff[0].person_id)
    learner = await sign_in(Role.teacher, person_id=mentee.person_id)
    own = await mentor.request("POST", "/files", **paper(pair.id))
    assert own.status_code == 201, own.text
    theirs = await school.request("POST", "/files", **paper(pair.id))
    shown = (await mentor.get(f"/files?kind=mentor_summary&owner_id={pair.id}")).json()["items"]
    assert {each["id"]: each["allowed_actions"] for each in shown} == {
        own.json()["id"]: ["open", "void"], theirs.json()["id"]: ["open"],
    }  # fmt: skip
    assert (await learner.request("POST", "/files", **paper(pair.id))).status_code == 403
    assert (await learner.get(f"/files/{own.json()['id']}")).status_code == 200
    stranger = await sign_in(Role.teacher, person_id=world.staff[1].person_id)
    assert (await stranger.get(f"/files/{own.json()['id']}")).status_code == 404


def paper(pair_id: UUID) -> dict[str, Any]:
    """An upload of a picture that belongs to a pair."""
    return {
        "files": {"file": ("总结.jpg", jpeg(), "image/jpeg")}, "key": new_id().hex,
        "data": {"kind": "mentor_summary", "owner_id": str(pair_id)},
    }  # fmt: skip
