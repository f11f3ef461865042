"""Heard lessons: days at the edges, corrections, who may take back and add papers, what the form offers (W-22.4)."""

from datetime import date
from typing import Any

import pytest

from services.api.features.activities.models import Activity
from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.contracts.codes import ActivityType, ClientScope, PairingStatus, Role
from tests.api.test_lesson_records import REASON, lesson, recorded
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.pictures import jpeg

THOUGHTS = {"reflection": "下次留出朗读的时间。"}
PAPER: dict[str, Any] = {"data": {"kind": "lesson_paper"}, "files": {"file": ("jiaoan.jpg", jpeg(), "image/jpeg")}}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def taught(make: Make, world: World) -> Staff:
    return await make.teacher(world.neighbour, name="罗晓雯")


@pytest.fixture
async def observer(world: World, sign_in: SignIn) -> Caller:
    """The account of the teacher who heard the lesson."""
    return await sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id)


async def code_of(caller: Caller, *asked: Any, **changes: Any) -> str:
    answer = await caller.post("/lesson-records", lesson(*asked, **changes))
    return "" if answer.status_code == 201 else str(answer.json()["errors"][0]["code"])


async def test_first_and_last_day_of_pairing_and_employment_still_count(
    make: Make, world: World, taught: Staff, observer: Caller
) -> None:
    over = await make.pairing(
        world.urban, world.neighbour, status=PairingStatus.ended, end_on=date(2026, 11, 5)
    )  # fmt: skip
    assert await code_of(observer, over, taught, held_on="2026-11-06") == "lesson_record.outside"
    assert await code_of(observer, over, taught, held_on="2026-11-05") == ""
    assert await code_of(observer, over, taught, held_on="2026-09-01") == ""
    comes = await make.teacher(world.neighbour, hired_on=date(2026, 10, 8))
    goes = await make.teacher(world.neighbour, ended_on=date(2026, 10, 8))
    for who, day, code in (
        (comes, "2026-10-07", "lesson_record.not_in_service"), (comes, "2026-10-08", ""),
        (goes, "2026-10-09", "lesson_record.not_in_service"),
    ):  # fmt: skip
        assert await code_of(observer, over, who, held_on=day) == code, day
    assert await code_of(observer, over, goes, held_on="2026-10-08", lesson_no=3) == ""


async def test_a_correction_of_the_day_is_checked_like_a_new_record(
    make: Make, world: World, pairing: Pairing, taught: Staff, observer: Caller
) -> None:
    activity = Activity(
        pairing_id=pairing.id, host_school_id=world.neighbour.id, county_code=NEIGHBOUR, other_county_code=HOME,
        type=ActivityType.observe_lesson, held_on=date(2026, 11, 5), topic="听课", supporting_count=1,
        recipient_count=1,
    )  # fmt: skip
    await make.add(activity)
    await recorded(observer, pairing, taught)
    second = await recorded(observer, pairing, taught, lesson_no=3, activity_id=str(activity.id))
    path = f"/lesson-records/{second['id']}"
    for changes, code in (
        ({"lesson_no": 2}, "lesson_record.duplicate"), ({"held_on": "2026-08-31"}, "lesson_record.outside"),
        ({"held_on": "2026-12-04"}, "lesson_record.outside"),
        ({"held_on": "2026-11-06"}, "lesson_record.not_of_activity"),
    ):  # fmt: skip
        refused = await observer.patch(path, changes, version=1)
        assert refused.json()["errors"][0]["code"] == code
    assert (await observer.patch(path, {"lesson_no": 4}, version=1)).status_code == 200


async def test_the_taught_side_answers_once_more_and_takes_nothing_back(
    pairing: Pairing, taught: Staff, world: World, observer: Caller, sign_in: SignIn
) -> None:
    made = await recorded(observer, pairing, taught)
    path = f"/lesson-records/{made['id']}"
    teacher = await sign_in(Role.teacher, NEIGHBOUR, person_id=taught.person_id)
    leader = await sign_in(Role.school_leader, school=world.neighbour)
    for caller in (teacher, leader, await sign_in(Role.county_coordinator, HOME)):
        assert (await caller.post(f"{path}/void", REASON, version=1)).status_code == 403
        assert (await caller.patch(path, {"topic": "别的"}, version=1)).status_code == 403
    assert (await teacher.post(f"{path}/reflect", THOUGHTS, version=1)).status_code == 200
    better = await leader.post(f"{path}/reflect", {"reflection": "下次先让学生读两遍。"}, version=2)
    assert (better.status_code, better.json()["reflection"]) == (200, "下次先让学生读两遍。")
    assert {each["text"] for each in (await teacher.get(path)).json()["timeline"]} == {
        "记下了这节课",
        "写了反思",
        "改了反思",
    }


async def test_papers_are_added_by_the_two_persons_and_their_schools_while_the_record_stands(
    pairing: Pairing, taught: Staff, world: World, observer: Caller, sign_in: SignIn
) -> None:
    made = await recorded(observer, pairing, taught)
    added = {**PAPER, "data": {"kind": "lesson_paper", "owner_id": made["id"]}}
    for office in (HOME, NEIGHBOUR):
        caller = await sign_in(Role.county_coordinator, office)
        seen = (await caller.get(f"/lesson-records/{made['id']}")).json()
        assert (seen["sees_words"], seen["allowed_actions"]) == (True, [])
        assert (await caller.request("POST", "/files", **added)).status_code == 403
    for school in (world.urban, world.neighbour):
        caller = await sign_in(Role.school_reporter, school=school)
        assert (await caller.request("POST", "/files", **added)).status_code == 201
    assert (await observer.post(f"/lesson-records/{made['id']}/void", REASON, version=1)).status_code == 200
    assert (await observer.request("POST", "/files", **added)).status_code == 403


async def test_the_form_offers_who_serves_now_under_a_pairing_that_has_begun(
    make: Make, world: World, pairing: Pairing, taught: Staff, observer: Caller
) -> None:
    await make.teacher(world.neighbour, name="罗立群", ended_on=date(2026, 10, 1))
    found = (await observer.get(f"/lesson-records/people?q=罗&pairing_id={pairing.id}")).json()["items"]
    assert [each["staff_id"] for each in found] == [str(taught.id)]
    other = await make.pairing(world.urban, world.third, status=PairingStatus.negotiating)
    assert (await make.teacher(world.third, name="罗一鸣")).school_id == world.third.id
    early = await observer.get(f"/lesson-records/people?q=罗&pairing_id={other.id}")
    assert early.status_code == 404, "nobody looks up people of a school that has only been asked"
    offered = (await observer.get("/lesson-records/pairings")).json()["items"]
    assert [each["pairing_id"] for each in offered] == [str(pairing.id)]


async def test_the_list_is_narrowed_by_people_and_days_and_is_empty_for_strangers(
    make: Make, pairing: Pairing, taught: Staff, world: World, sign_in: SignIn
) -> None:
    hears = await make.teacher(world.urban, name="邓雨桐")
    made = await make.lesson_record(pairing, taught, hears)
    city = await sign_in(Role.city_supervisor, CITY)
    for query, count in (
        ("q=罗晓雯", 1), ("q=邓雨桐", 1), ("q=韩志强", 0), (f"person_id={taught.person_id}", 1),
        (f"person_id={hears.person_id}", 1), (f"person_id={world.staff[1].person_id}", 0),
        ("until_on=2026-11-05", 1), ("until_on=2026-11-04", 0), ("from_on=2026-11-06", 0),
        (f"school_id={world.urban.id}", 1), (f"school_id={world.neighbour.id}", 1), (f"school_id={world.rural.id}", 0),
        (f"county_code={HOME}", 1), (f"county_code={NEIGHBOUR}", 1), (f"county_code={THIRD}", 0),
    ):  # fmt: skip
        assert (await city.get(f"/lesson-records?{query}&count=true")).json()["count"] == count, query
    for stranger in (
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.teacher, person_id=world.staff[1].person_id),
    ):
        assert (await stranger.get("/lesson-records")).json()["items"] == []
        assert str(made.id) not in (await stranger.get("/lesson-records.csv")).text
    system = await sign_in.client([ClientScope.records_read])
    hidden = await system.get("/lesson-records?q=罗晓雯")
    assert (hidden.status_code, hidden.json()["errors"][0]["code"]) == (422, "query.names_hidden")
    assert "罗晓雯" not in (await system.get("/lesson-records.csv")).text
