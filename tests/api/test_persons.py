"""One person with everything dated: corrections, changes, records, who is given what. On both databases."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.persons.models import PersonUnmasking
from services.api.features.staff.models import Staff
from services.api.features.staff.service_dated import facts_on
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Post, Role, Sex, Title
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.id_numbers import id_number

BORN = date(1985, 5, 20)
NUMBER = id_number(BORN, Sex.female)
WHY = {"reason": "调档核对"}


@pytest.fixture
async def reporter(sign_in: SignIn, world: World) -> Caller:
    """Of the urban school."""
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
async def person(world: World, reporter: Caller) -> dict[str, Any]:
    """A person of the urban school with everything that the form asks for."""
    made = await reporter.post("/staff", {
        "name": "单立群", "sex": "2", "birth_on": BORN.isoformat(), "id_number": NUMBER,
        "school_id": str(world.urban.id), "title": "second", "stage": "primary", "subject": "数学", "grades": [3, 4],
        "hired_on": "2010-09-01", "career_start_on": "2008-09-01", "confirmed_on": "2009-09-01",
    })  # fmt: skip
    assert made.status_code == 201, made.text
    return await shown(reporter, made.json()["person_id"])


async def shown(caller: Caller, person_id: str) -> dict[str, Any]:
    answer = await caller.get(f"/persons/{person_id}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_new_employment_begins_dated_rows(person: dict[str, Any]) -> None:
    (position,), (title,), (teaching,) = person["positions"], person["titles"], person["teachings"]
    assert (position["post"], position["start_on"], position["end_on"]) == ("teacher", "2010-09-01", None)
    assert (title["title"], teaching["subject"], teaching["grades"]) == ("second", "数学", [3, 4])
    assert (person["career_start_on"], person["confirmed_on"]) == ("2008-09-01", "2009-09-01")
    assert person["missing"] == ["educations", "certificates"]
    assert person["field_set"] == "home"


async def test_a_change_keeps_what_was_so_and_a_correction_replaces_it(
    app: FastAPI, person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}"
    changed = await reporter.post(f"{path}/change", {
        "title": "first", "post": "middle", "start_on": "2020-09-01", "reason": "评上一级，任教导主任",
    }, version=person["version"])  # fmt: skip
    assert changed.status_code == 200, changed.text
    now = changed.json()
    assert [(t["title"], t["start_on"], t["end_on"]) for t in now["titles"]] == [
        ("first", "2020-09-01", None), ("second", "2010-09-01", "2020-08-31"),
    ]  # fmt: skip
    assert (now["employment"]["title"], now["employment"]["post"]) == ("first", "middle")
    corrected = await reporter.post(f"{path}/correct", {"title": "senior", **WHY}, version=now["version"])
    titles = corrected.json()["titles"]
    assert [t["title"] for t in titles] == ["senior", "second"]
    assert titles[0]["start_on"] == "2020-09-01"
    assert corrected.json()["employment"]["title"] == "senior"
    async with app.state.database.reader() as session:
        for day, title, post in [
            (date(2020, 8, 31), Title.second, Post.teacher),
            (date(2020, 9, 1), Title.senior, Post.middle),
        ]:
            facts = await facts_on(session, UUID(person["id"]), day)
            assert (facts.title, facts.post) == (title, post)
        assert (await facts_on(session, UUID(person["id"]), date(2009, 1, 1))).title is None


async def test_a_change_comes_after_what_is_there_and_says_something_new(
    person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}/change"
    tries: list[tuple[dict[str, Any], int, str]] = [
        ({"title": "first", "start_on": "2010-09-01"}, 409, "fact.overlap"),
        ({"title": "second", "start_on": "2020-09-01"}, 409, "fact.same"),
        ({"start_on": "2020-09-01"}, 422, "request.invalid"),
        ({"title": "first"}, 422, "request.invalid"),
        ({"name": "单立群", "start_on": "2020-09-01"}, 409, "fact.same"),
    ]
    for body, status, code in tries:
        answer = await reporter.post(path, {**body, **WHY}, version=person["version"])
        assert (answer.status_code, answer.json()["code"]) == (status, code), body
    assert (await reporter.post(path, {"title": "first", "start_on": "2020-09-01", **WHY})).status_code == 428


async def test_of_two_who_write_at_once_one_is_told(person: dict[str, Any], reporter: Caller) -> None:
    path, version = f"/persons/{person['id']}/change", person["version"]
    body = {"title": "first", "start_on": "2020-09-01", **WHY}
    answers = await asyncio.gather(*(reporter.post(path, body, version=version) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [200, 412, 412, 412]


async def test_a_change_of_tomorrow_shows_when_the_day_has_come(
    world: World, person: dict[str, Any], reporter: Caller, clock: SetClock, worker: Worker, sign_in: SignIn
) -> None:
    body = {"post": "vice_principal", "start_on": "2026-12-10", **WHY}
    planned = await reporter.post(f"/persons/{person['id']}/change", body, version=person["version"])
    assert planned.json()["employment"]["post"] == "teacher"
    for day, post in ((9, "teacher"), (10, "vice_principal")):
        clock.put(datetime(2026, 12, day, 4, tzinfo=UTC))
        await worker.run_once()
        later = await sign_in(Role.school_reporter, school=world.urban)
        assert (await shown(later, person["id"]))["employment"]["post"] == post


async def test_the_old_name_is_kept_and_found(person: dict[str, Any], reporter: Caller) -> None:
    path = f"/persons/{person['id']}"
    body = {"name": "单雨薇", "start_on": "2021-03-01", **WHY}
    renamed = (await reporter.post(f"{path}/change", body, version=person["version"])).json()
    assert renamed["name"] == "单雨薇"
    assert renamed["former_names"] == [{"name": "单立群", "end_on": "2021-02-28"}]
    for q in ("单立群", "liqun", "slq", "单雨薇", "syw"):
        for where in ("/staff", "/persons"):
            items = (await reporter.get(where, params={"q": q})).json()["items"]
            assert [each["name"] for each in items] == ["单雨薇"], (q, where)
    fixed = await reporter.post(f"{path}/correct", {"name": "单雨微", **WHY}, version=renamed["version"])
    assert fixed.json()["name"] == "单雨微"
    assert len(fixed.json()["former_names"]) == 1


async def test_birthday_and_number_are_put_right_together(person: dict[str, Any], reporter: Caller) -> None:
    path = f"/persons/{person['id']}/correct"
    alone = await reporter.post(path, {"birth_on": "1985-05-21", **WHY}, version=person["version"])
    assert alone.json()["errors"][0]["code"] == "staff.id_birth"
    other = id_number(date(1985, 5, 21), Sex.female)
    both = await reporter.post(path, {"birth_on": "1985-05-21", "id_number": other, **WHY}, version=person["version"])
    assert both.json()["id_number_masked"].endswith(other[-2:])
    assert both.json()["birth_on"] == "1985-05-21"


async def test_a_number_of_somebody_else_is_refused(
    world: World, person: dict[str, Any], reporter: Caller, coordinator: Caller
) -> None:
    other = str(world.staff[0].person_id)
    before = await shown(reporter, other)
    correction = {"id_number": NUMBER, "sex": "2", "birth_on": BORN.isoformat(), **WHY}
    refused = await reporter.post(f"/persons/{other}/correct", correction, version=before["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "staff.id_taken")
    assert (await shown(reporter, other))["id_number_masked"] is None


RECORDS: list[dict[str, Any]] = [
    {"kind": "honour", "type": "subject_leader", "level": "city", "awarded_on": "2019-09-10",
     "document_no": "市教〔2019〕8号"},
    {"kind": "certificate", "type": "primary", "subject": "数学", "number": "20081234", "obtained_on": "2008-07-01"},
    {"kind": "education", "level": "bachelor", "degree": "bachelor", "graduated_on": "2008-07-01", "major": "数学"},
    {"kind": "service", "school_name": "青川乡小学", "locality": "rural", "flags": ["remote"], "source": "support",
     "start_on": "2009-03-01", "end_on": "2010-07-31"},
    {"kind": "position", "post": "teacher", "school_name": "青川乡小学", "start_on": "2008-09-01",
     "end_on": "2010-08-31"},
    {"kind": "title", "title": "third", "start_on": "2008-09-01", "end_on": "2010-08-31"},
]  # fmt: skip


async def test_records_are_added_put_right_and_voided(person: dict[str, Any], reporter: Caller) -> None:
    path = f"/persons/{person['id']}/records"
    for record in RECORDS:
        made = await reporter.post(path, {"record": record})
        assert made.status_code == 201, (record, made.text)
    now = await shown(reporter, person["id"])
    assert now["missing"] == []
    assert (now["honours"][0]["type"], now["educations"][0]["degree"]) == ("subject_leader", "bachelor")
    assert (now["services"][0]["localities"], now["services"][0]["flags"]) == (["rural"], ["remote"])
    assert len(now["positions"]) == len(now["titles"]) == 2
    honour = now["honours"][0]
    right = {"record": {**RECORDS[0], "level": "province"}, **WHY}
    fixed = await reporter.post(f"{path}/{honour['id']}/correct", right, version=honour["version"])
    assert fixed.json()["honours"][0]["level"] == "province"
    other = {"record": RECORDS[1], **WHY}
    wrong = await reporter.post(f"{path}/{honour['id']}/correct", other, version=honour["version"] + 1)
    assert wrong.json()["code"] == "record.kind"
    voided = await reporter.post(f"{path}/{honour['id']}/void", WHY, version=honour["version"] + 1)
    assert voided.json()["honours"] == []
    timeline = (await shown(reporter, person["id"]))["timeline"]
    assert {"作废了一条荣誉", "改正了荣誉“学科带头人”：级别从市级改为省级", "登记了荣誉：学科带头人"} <= {
        item["text"] for item in timeline
    }
    assert (await reporter.post(f"{path}/{honour['id']}/void", WHY, version=3)).status_code == 404


async def test_what_somebody_is_now_is_no_record_to_void_and_posts_share_no_day(
    person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}/records"
    running = person["titles"][0]
    refused = await reporter.post(f"{path}/{running['id']}/void", WHY, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "record.running")
    shared = await reporter.post(path, {"record": {**RECORDS[4], "end_on": "2010-09-01"}})
    assert (shared.status_code, shared.json()["code"]) == (409, "record.overlap")
    backwards = await reporter.post(path, {"record": {**RECORDS[3], "end_on": "2009-02-01"}})
    assert backwards.json()["errors"][0]["code"] == "period.order"
    nowhere = await reporter.post(path, {"record": {**RECORDS[3], "school_name": ""}})
    assert nowhere.json()["errors"][0]["code"] == "record.school"
    details = {"kind": "title", "title": "second", "start_on": "2010-09-01", "end_on": None,
               "appointed_on": "2010-10-01", "post_grade": 11}  # fmt: skip
    detailed = await reporter.post(f"{path}/{running['id']}/correct", {"record": details, **WHY}, version=1)
    assert detailed.json()["titles"][0]["post_grade"] == 11


async def test_service_at_a_registered_school_has_the_nature_of_its_time(
    world: World, person: dict[str, Any], reporter: Caller
) -> None:
    record = {"kind": "service", "school_id": str(world.rural.id), "source": "exchange", "start_on": "2020-08-01",
              "end_on": "2021-07-31", "locality": "urban"}  # fmt: skip
    made = await reporter.post(f"/persons/{person['id']}/records", {"record": record})
    (service,) = made.json()["services"]
    assert (service["school"]["name"], service["localities"], service["flags"]) == (
        "云坪镇中心小学",
        ["rural"],
        ["weak"],
    )


async def test_the_spouse_is_for_school_county_and_person_alone(
    world: World, person: dict[str, Any], reporter: Caller, sign_in: SignIn
) -> None:
    path, spouse = f"/persons/{person['id']}/records", world.staff[0]
    record = {"kind": "spouse", "spouse_person_id": str(spouse.person_id)}
    coordinator = await sign_in(Role.county_coordinator, HOME)
    made = await reporter.post(path, {"record": record})
    assert made.json()["spouses"][0]["school"]["name"] == "县实验小学"
    teacher = await sign_in(Role.teacher, HOME, person_id=UUID(person["id"]))
    assert len((await teacher.get("/persons/me")).json()["spouses"]) == 1
    assert len((await shown(coordinator, str(spouse.person_id)))["spouses"]) == 1
    client = await sign_in.client([ClientScope.records_read, ClientScope.records_identified], PROVINCE)
    for caller in (await sign_in(Role.city_supervisor, CITY), await sign_in(Role.hr, PROVINCE), client):
        body = await shown(caller, person["id"])
        assert body["spouses"] == []
        assert body["restricted"] is True
        assert "配偶" not in str(body)


async def test_a_teacher_reads_the_own_page_and_no_other(world: World, person: dict[str, Any], sign_in: SignIn) -> None:
    teacher = await sign_in(Role.teacher, HOME, person_id=UUID(person["id"]))
    mine = (await teacher.get("/persons/me")).json()
    assert (mine["id"], mine["field_set"], mine["allowed_actions"]) == (person["id"], "own", [])
    assert mine["id_number_masked"]
    assert (await teacher.get(f"/persons/{person['id']}")).status_code == 200
    assert (await teacher.get(f"/persons/{world.staff[0].person_id}")).status_code == 404
    assert [each["id"] for each in (await teacher.get("/persons")).json()["items"]] == [person["id"]]
    assert (await (await sign_in(Role.county_coordinator, HOME)).get("/persons/me")).status_code == 404


async def test_systems_get_records_without_names_numbers_and_typed_words(
    person: dict[str, Any], reporter: Caller, sign_in: SignIn
) -> None:
    for record in RECORDS:
        await reporter.post(f"/persons/{person['id']}/records", {"record": record})
    client = await sign_in.client([ClientScope.records_read], PROVINCE)
    answer = await client.get(f"/persons/{person['id']}")
    body = answer.json()
    assert (body["name"], body["birth_on"], body["id_number_masked"], body["timeline"]) == (None, None, None, [])
    assert body["honours"][0]["type"] == "subject_leader"
    for private in ("单立群", "20081234", "市教", NUMBER[-2:] + '"'):
        assert private not in answer.text
    assert (await client.get("/persons", params={"q": "单"})).status_code == 422


async def test_the_whole_number_is_shown_to_deciders_once_and_the_look_is_kept(
    app: FastAPI, person: dict[str, Any], coordinator: Caller, reporter: Caller, sign_in: SignIn
) -> None:
    path = f"/persons/{person['id']}/unmask"
    assert (await reporter.post(path, WHY)).status_code == 403
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await neighbour.post(path, WHY)).status_code == 404
    looked = await coordinator.post(path, WHY)
    assert (looked.json()["id_number"], looked.headers["cache-control"]) == (NUMBER, "no-store")
    administrator = await sign_in(Role.administrator, PROVINCE)
    assert (await administrator.post(path, WHY)).json()["id_number"] == NUMBER
    looks = (await shown(coordinator, person["id"]))["looks"]
    assert [each["reason"] for each in looks] == ["调档核对", "调档核对"]
    assert (await shown(reporter, person["id"]))["looks"] == []
    async with app.state.database.reader() as session:
        events = (await session.scalars(select(Event).where(Event.action == "unmask"))).all()  # type: ignore[arg-type]
        kept = (await session.scalars(select(PersonUnmasking))).all()
    assert {event.actor_id for event in events} == {coordinator.id, administrator.id}
    assert len(kept) == len(events) == 2
    assert NUMBER not in str([event.changes for event in events])


async def test_events_of_a_person_hold_no_word_that_was_typed(
    app: FastAPI, person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}"
    for record in RECORDS:
        await reporter.post(f"{path}/records", {"record": record})
    await reporter.post(f"{path}/change", {"name": "单雨薇", "start_on": "2021-03-01", "reason": "本人申请"}, version=1)
    async with app.state.database.reader() as session:
        events = (await session.scalars(select(Event))).all()
    written = " ".join(f"{event.entity} {event.action} {event.changes}" for event in events)
    assert "staff_honour record" in written
    for private in ("单", "青川", "20081234", "市教", "本人申请", "1985-05-20", "数学"):
        assert private not in written, private


async def test_exchanges_come_from_assignments(
    world: World, make: Make, person: dict[str, Any], reporter: Caller
) -> None:
    staff_id = UUID(person["employment"]["id"])
    async with make.app.state.database.reader() as session:
        staff = await session.get(Staff, staff_id)
    assignment = await make.assignment(staff, world.urban, world.rural)
    (exchange,) = (await shown(reporter, person["id"]))["exchanges"]
    assert (exchange["assignment_id"], exchange["receiving_school"]) == (str(assignment.id), "云坪镇中心小学")


async def test_a_page_takes_the_same_number_of_queries_for_any_number_of_records_and_persons(
    app: FastAPI, world: World, make: Make, person: dict[str, Any], reporter: Caller
) -> None:
    counts = []
    for more in (0, 3):
        for serial in range(more):
            await make.teacher(world.urban)
            for record in RECORDS[:4]:
                await reporter.post(f"/persons/{person['id']}/records", {"record": record})
            exchange = {"kind": "service", "school_id": str((world.rural, world.neighbour, world.third)[serial].id),
                        "source": "transfer", "start_on": "2009-03-01"}  # fmt: skip
            await reporter.post(f"/persons/{person['id']}/records", {"record": exchange})
        with counted_reads(app) as of_list:
            await reporter.get("/persons")
        with counted_reads(app) as of_page:
            await reporter.get(f"/persons/{person['id']}")
        counts.append((len(of_list), len(of_page)))
    assert counts[0] == counts[1]


async def test_the_story_of_a_person_tells_a_new_name_only_of_a_rename(
    person: dict[str, Any], reporter: Caller
) -> None:
    path = f"/persons/{person['id']}"
    titled = await reporter.post(f"{path}/change", {
        "title": "first", "start_on": "2020-09-01", "reason": "评上一级",
    }, version=person["version"])  # fmt: skip
    told = [each["text"] for each in (await shown(reporter, person["id"]))["timeline"]]
    assert "职称变为一级教师（2020年9月1日起）" in told
    assert "改了姓名" not in told
    renamed = await reporter.post(f"{path}/change", {
        "name": "单立珺", "start_on": "2021-09-01", "reason": "改名",
    }, version=titled.json()["version"])  # fmt: skip
    assert renamed.status_code == 200, renamed.text
    told = [each["text"] for each in (await shown(reporter, person["id"]))["timeline"]]
    assert told.count("改了姓名") == 1
