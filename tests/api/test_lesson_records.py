"""Heard lessons: who may record, one lesson at a time, the reflection, who reads the words, what counts (W-22.4)."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.activities.models import Activity
from services.api.features.lesson_records.models import LessonRecord
from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.api.kernel.events import Event
from services.contracts.codes import ActivityType, ClientScope, LessonRating, PairingStatus, PairSide, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.pictures import jpeg

AT_ONCE = 50
REASON = {"reason": "记错了课"}
WORDS = ("process", "strengths", "suggestions", "rating", "reflection")


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


def lesson(pairing: Pairing, taught: Staff, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "teacher_staff_id": str(taught.id), "class_name": "三年级2班", "subject": "语文",
        "topic": "古诗二首", "held_on": "2026-11-05", "lesson_no": 2, "rating": "good", "process": "导入、初读、品读",
        "strengths": "板书清楚", "suggestions": "多让学生读", **changes,
    }  # fmt: skip


async def recorded(observer: Caller, pairing: Pairing, taught: Staff, **changes: Any) -> dict[str, Any]:
    made = await observer.post("/lesson-records", lesson(pairing, taught, **changes))
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def test_the_two_persons_both_schools_and_both_counties_read_the_words_and_others_only_the_facts(
    pairing: Pairing, taught: Staff, world: World, observer: Caller, sign_in: SignIn
) -> None:
    made = await recorded(observer, pairing, taught)
    assert made["allowed_actions"] == ["edit", "void"]
    path = f"/lesson-records/{made['id']}"
    for reader in (
        observer,
        await sign_in(Role.teacher, NEIGHBOUR, person_id=taught.person_id),
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
    ):
        seen = (await reader.get(path)).json()
        assert (seen["suggestions"], seen["rating"], seen["sees_words"]) == ("多让学生读", "good", True)
    for above in (await sign_in(Role.city_supervisor, CITY), await sign_in(Role.auditor, "610000")):
        seen = (await above.get(path)).json()
        assert (seen["teacher"]["name"], seen["topic"], seen["sees_words"]) == ("罗晓雯", "古诗二首", False)
        assert [seen[name] for name in WORDS] == [None] * len(WORDS)
        row = (await above.get("/lesson-records")).json()["items"][0]
        assert row["rating"] is None
    for stranger in (
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.teacher, person_id=world.staff[1].person_id),
    ):
        assert (await stranger.get(path)).status_code == 404
    client = await sign_in.client([ClientScope.records_read])
    told = (await client.get(path)).json()
    assert (told["teacher"]["name"], told["topic"], told["class_name"]) == (None, None, None)
    assert [told[name] for name in WORDS] == [None] * len(WORDS)
    assert told["observer"]["person_id"] == str(world.staff[0].person_id)


async def test_the_reporter_records_for_an_observer_of_the_own_school_and_for_nobody_else(
    pairing: Pairing, taught: Staff, world: World, sign_in: SignIn, observer: Caller
) -> None:
    for_them = {"observer_staff_id": str(world.staff[1].id)}
    school = await sign_in(Role.school_reporter, school=world.urban)
    assert (await recorded(school, pairing, taught, **for_them))["observer"]["own"] is True
    other = await sign_in(Role.school_reporter, school=world.neighbour)
    assert (await other.post("/lesson-records", lesson(pairing, taught, lesson_no=3, **for_them))).status_code == 403
    assert (await observer.post("/lesson-records", lesson(pairing, taught, lesson_no=3, **for_them))).status_code == 403
    stranger = await sign_in(Role.school_reporter, school=world.rural)
    assert (await stranger.post("/lesson-records", lesson(pairing, taught, lesson_no=3))).status_code == 404
    without = await school.post("/lesson-records", lesson(pairing, taught, lesson_no=3))
    assert (without.status_code, without.json()["errors"][0]["field"]) == (422, "observer_staff_id")


async def test_the_taught_teacher_writes_the_reflection_which_closes_the_record_to_corrections(
    pairing: Pairing, taught: Staff, world: World, observer: Caller, sign_in: SignIn
) -> None:
    made = await recorded(observer, pairing, taught)
    path, text = f"/lesson-records/{made['id']}", {"reflection": "下次留出朗读的时间。"}
    assert (await observer.post(f"{path}/reflect", text, version=1)).status_code == 403
    teacher = await sign_in(Role.teacher, NEIGHBOUR, person_id=taught.person_id)
    waiting = (await teacher.get("/lesson-records?to_reflect=true")).json()["items"]
    assert [row["id"] for row in waiting] == [made["id"]]
    assert (await observer.get("/lesson-records?to_reflect=true")).json()["items"] == []
    answered = await teacher.post(f"{path}/reflect", text, version=1)
    assert (answered.json()["status"], answered.json()["reflection"]) == ("reflected", "下次留出朗读的时间。")
    assert {each["text"] for each in (await teacher.get(path)).json()["timeline"]} == {"记下了这节课", "写了反思"}
    late = await observer.patch(path, {"suggestions": "改了"}, version=2)
    assert (late.status_code, late.json()["code"]) == (409, "state.illegal")
    stale = await teacher.post(f"{path}/reflect", text, version=1)
    assert stale.status_code == 412
    assert (await teacher.get("/lesson-records?to_reflect=true")).json()["items"] == []


async def test_of_fifty_records_of_one_lesson_by_one_observer_at_once_one_is_made(
    app: FastAPI, pairing: Pairing, taught: Staff, observer: Caller
) -> None:
    bodies = [lesson(pairing, taught, topic=f"古诗{number}") for number in range(AT_ONCE)]
    answers = await asyncio.gather(*(observer.insist("/lesson-records", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    refused = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (refused["code"], refused["detail"][:20]) == (
        "lesson_record.duplicate",
        "11月5日第2节，这位听课人已有听课记录",
    )
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(LessonRecord)) == 1


async def test_a_void_record_leaves_its_lesson_free_again(pairing: Pairing, taught: Staff, observer: Caller) -> None:
    made = await recorded(observer, pairing, taught)
    gone = await observer.post(f"/lesson-records/{made['id']}/void", REASON, version=1)
    assert (gone.json()["status"], gone.json()["allowed_actions"]) == ("void", [])
    again = await recorded(observer, pairing, taught)
    items = (await observer.get("/lesson-records")).json()["items"]
    assert [row["id"] for row in items] == [again["id"]]
    moved = await observer.patch(f"/lesson-records/{again['id']}", {"lesson_no": 3}, version=1)
    assert moved.json()["lesson_no"] == 3


async def test_only_people_of_the_two_schools_on_a_day_of_the_pairing_when_both_served(
    make: Make, pairing: Pairing, taught: Staff, world: World, observer: Caller
) -> None:
    async def refused(**changes: Any) -> str:
        answer = await observer.post("/lesson-records", lesson(pairing, taught, **changes))
        return str(answer.json()["code"])

    async def named(**changes: Any) -> str:
        answer = await observer.post("/lesson-records", lesson(pairing, taught, **changes))
        return str(answer.json()["errors"][0]["code"])

    assert await named(teacher_staff_id=str(world.staff[1].id)) == "lesson_record.not_of_pairing"
    assert await named(teacher_staff_id=str(world.staff[3].id)) == "lesson_record.not_of_pairing"
    assert await named(teacher_staff_id=str(pairing.id)) == "staff.unknown"
    assert await named(held_on="2026-08-31") == "lesson_record.outside"
    assert await named(held_on="2027-01-05") == "lesson_record.outside"
    left = await make.teacher(world.neighbour, ended_on=date(2026, 10, 1))
    assert await named(teacher_staff_id=str(left.id)) == "lesson_record.not_in_service"
    waits = await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    assert await refused(pairing_id=str(waits.id)) == "lesson_record.not_started"


async def test_an_activity_and_a_mentor_pair_are_those_of_the_lesson(
    make: Make, pairing: Pairing, taught: Staff, world: World, observer: Caller
) -> None:
    activity = Activity(
        pairing_id=pairing.id, host_school_id=world.neighbour.id, county_code=NEIGHBOUR, other_county_code=HOME,
        type=ActivityType.observe_lesson, held_on=date(2026, 11, 5), topic="听课", supporting_count=1,
        recipient_count=1,
    )  # fmt: skip
    await make.add(activity)
    mine = await make.mentor_pair(world.staff[0], taught, pairing_id=pairing.id)
    others = await make.mentor_pair(world.staff[1], taught, pairing_id=pairing.id, subject="数学")
    links = {"activity_id": str(activity.id), "mentor_pair_id": str(mine.id)}
    wrong_day = await observer.post("/lesson-records", lesson(pairing, taught, held_on="2026-11-06", **links))
    assert wrong_day.json()["errors"][0]["code"] == "lesson_record.not_of_activity"
    not_theirs = lesson(pairing, taught, mentor_pair_id=str(others.id))
    answer = await observer.post("/lesson-records", not_theirs)
    assert answer.json()["errors"][0]["code"] == "lesson_record.not_of_mentor_pair"
    made = await recorded(observer, pairing, taught, **links)
    assert (made["activity_id"], made["mentor_pair_id"]) == (str(activity.id), str(mine.id))
    found = (await observer.get(f"/lesson-records?mentor_pair_id={mine.id}")).json()["items"]
    assert [row["id"] for row in found] == [made["id"]]


async def test_a_lesson_that_several_heard_counts_once_and_the_activity_beside_it_counts_elsewhere(
    pairing: Pairing, taught: Staff, world: World, sign_in: SignIn
) -> None:
    school = await sign_in(Role.school_reporter, school=world.urban)
    promise = {
        "pairing_id": str(pairing.id), "side": "supporting", "aid_area": "teaching", "item": "每周听课", "unit": "节",
        "measure": "lessons_heard", "minimum": 2, "period": "whole", "start_on": "2026-09-01",
    }  # fmt: skip
    made = await school.post("/commitments", promise)
    assert made.status_code == 201, made.text

    async def done() -> int:
        row = (await school.get(f"/commitments/{made.json()['id']}")).json()
        return int(row["progress"]["done"])

    for observer in world.staff[:3]:
        await recorded(school, pairing, taught, observer_staff_id=str(observer.id))
    assert await done() == 1
    second = await recorded(school, pairing, taught, observer_staff_id=str(world.staff[0].id), lesson_no=3)
    assert await done() == 2
    await school.post(f"/lesson-records/{second['id']}/void", REASON, version=1)
    assert await done() == 1


async def test_papers_are_for_those_who_read_the_words(
    pairing: Pairing, taught: Staff, world: World, observer: Caller, sign_in: SignIn
) -> None:
    upload = {"data": {"kind": "lesson_paper"}, "files": {"file": ("jiaoan.jpg", jpeg(), "image/jpeg")}}
    file = (await observer.request("POST", "/files", **upload)).json()
    made = await recorded(observer, pairing, taught, file_ids=[file["id"]])
    assert made["file_count"] == 1
    listing = f"/files?kind=lesson_paper&owner_id={made['id']}"
    teacher = await sign_in(Role.teacher, NEIGHBOUR, person_id=taught.person_id)
    assert [each["id"] for each in (await teacher.get(listing)).json()["items"]] == [file["id"]]
    city = await sign_in(Role.city_supervisor, CITY)
    assert (await city.get(listing)).status_code == 403
    assert (await city.get(f"/files/{file['id']}")).status_code == 403


async def test_no_typed_word_reaches_the_log(
    app: FastAPI, pairing: Pairing, taught: Staff, observer: Caller, sign_in: SignIn
) -> None:
    made = await recorded(observer, pairing, taught)
    teacher = await sign_in(Role.teacher, NEIGHBOUR, person_id=taught.person_id)
    await teacher.post(f"/lesson-records/{made['id']}/reflect", {"reflection": "下次留出朗读的时间。"}, version=1)
    event: Any = Event
    async with app.state.database.reader() as session:
        mine = select(event).where(event.entity == "lesson_record").order_by(event.entity_version)
        rows = (await session.scalars(mine)).all()
    assert [row.action for row in rows] == ["record", "reflect"]
    told = str([row.changes for row in rows])
    assert "held_on" in told
    assert not any(word in told for word in ("古诗", "朗读", "多让学生", "板书", "三年级", "罗晓雯", "good"))


async def test_the_form_offers_the_own_pairings_and_the_people_of_both_schools(
    pairing: Pairing, taught: Staff, world: World, observer: Caller, sign_in: SignIn
) -> None:
    offered = (await observer.get("/lesson-records/pairings")).json()["items"]
    assert [(each["pairing_id"], each["own_side"]) for each in offered] == [(str(pairing.id), "supporting")]
    found = (await observer.get(f"/lesson-records/people?q=罗&pairing_id={pairing.id}")).json()["items"]
    assert [each["staff_id"] for each in found] == [str(taught.id)]
    stranger = await sign_in(Role.teacher, person_id=world.staff[3].person_id)
    assert (await stranger.get("/lesson-records/pairings")).json()["items"] == []
    assert (await stranger.get(f"/lesson-records/people?q=罗&pairing_id={pairing.id}")).status_code == 404


async def test_a_page_of_two_thousand_needs_the_queries_of_one_of_twenty(
    app: FastAPI, make: Make, pairing: Pairing, taught: Staff, world: World, sign_in: SignIn
) -> None:
    county, counted = await sign_in(Role.county_coordinator, HOME), []
    for first, last in ((0, 20), (20, 2000)):
        await make.add(*(
            LessonRecord(
                pairing_id=pairing.id, county_code=HOME, other_county_code=NEIGHBOUR, teacher_side=PairSide.recipient,
                teacher_staff_id=taught.id, teacher_person_id=taught.person_id, observer_staff_id=world.staff[0].id,
                observer_person_id=world.staff[0].person_id, class_name="一班", subject="语文", topic="课",
                held_on=date(2026, 9, 1) + timedelta(days=number // 12), lesson_no=number % 12 + 1,
                rating=LessonRating.good,
            )
            for number in range(first, last)
        ))  # fmt: skip
        with counted_reads(app) as statements:
            page = await county.get("/lesson-records?limit=100&count=true")
        assert page.json()["count"] == last
        counted.append(len(statements))
    assert counted[0] == counted[1]
