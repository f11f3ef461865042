"""Staff over HTTP, on both databases."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff import service as staff_service
from services.api.features.staff.models import Person
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, Role, Sex
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.id_numbers import id_number

BORN = date(1985, 5, 20)
NUMBER = id_number(BORN, Sex.female)
END = {"ended_on": "2026-11-30", "reason": "调到外县"}


@pytest.fixture
async def reporter(sign_in: SignIn, world: World) -> Caller:
    """Of the urban school."""
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


def _new(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "name": "单立群", "sex": "2", "birth_on": BORN.isoformat(), "id_number": NUMBER,
        "school_id": str(world.urban.id), "title": "first", "stage": "primary", "subject": "数学",
        "hired_on": "2010-09-01", **changes,
    }  # fmt: skip


async def _everything_written(app: FastAPI) -> str:
    async with app.state.database.reader() as session:
        events = (await session.scalars(select(Event))).all()
    return " ".join(f"{event.action} {event.changes}" for event in events)


async def test_people_are_listed_of_two_schools_and_of_schools_by_name(
    world: World, make: Make, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator)
    await make.teacher(await make.school(name="柳林小学"), name="魏子安")

    async def schools(**asked: str) -> set[str]:
        rows = (await county.get("/staff", params={**asked, "limit": 200})).json()["items"]
        return {each["school"]["name"] for each in rows}

    assert "柳林小学" in await schools()
    two = {"school_id": str(world.urban.id), "or_school_id": str(world.rural.id)}
    assert await schools(**two) == {world.urban.name, world.rural.name}
    assert await schools(at_school="柳林") == {"柳林小学"}


async def test_a_new_person_is_masked_encrypted_and_found_by_surname_reading(
    app: FastAPI, world: World, reporter: Caller
) -> None:
    made = await reporter.post("/staff", _new(world))
    assert made.status_code == 201, made.text
    body = made.json()
    assert body["id_number_masked"] == f"{NUMBER[:6]}**********{NUMBER[-2:]}"
    assert NUMBER not in made.text
    assert (body["school"]["name"], body["allowed_actions"]) == ("县实验小学", ["update", "end"])
    for q in ["单立", "shanliqun", "slq"]:
        found = (await reporter.get("/staff", params={"q": q})).json()["items"]
        assert [each["id"] for each in found] == [body["id"]], q
    async with app.state.database.reader() as session:
        person = await session.get(Person, UUID(body["person_id"]))
        assert person is not None
        assert NUMBER not in (person.id_number_cipher or "")
        assert app.state.personal.decrypt(person.id_number_cipher) == NUMBER


async def test_events_hold_neither_name_nor_number_nor_typed_text(app: FastAPI, world: World, reporter: Caller) -> None:
    made = (await reporter.post("/staff", _new(world))).json()
    await reporter.patch(f"/staff/{made['id']}", {"subject": "科学", "title": "senior"}, version=1)
    await reporter.post(f"/staff/{made['id']}/end", END, version=2)
    written = await _everything_written(app)
    assert "senior" in written
    for private in ["单立群", "shanliqun", NUMBER, NUMBER[-2:] + "'", "1985-05-20", "科学", "外县"]:
        assert private not in written, private


async def test_one_number_is_one_person_even_for_two_at_once(world: World, reporter: Caller) -> None:
    answers = await asyncio.gather(*(reporter.post("/staff", _new(world)) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    refused = next(each.json() for each in answers if each.status_code == 409)
    assert (refused["code"], refused["errors"][0]["field"]) == ("staff.id_taken", "id_number")
    other_name = await reporter.post("/staff", _new(world, name="陈一鸣"))
    assert other_name.json()["code"] == "staff.id_taken"
    lower = await reporter.post("/staff", _new(world, id_number=f" {NUMBER.lower()} "))
    assert lower.status_code == 409


async def test_who_is_still_employed_elsewhere_cannot_be_employed_twice(
    world: World, reporter: Caller, coordinator: Caller
) -> None:
    await reporter.post("/staff", _new(world))
    refused = await coordinator.post("/staff", _new(world, school_id=str(world.rural.id)))
    assert (refused.status_code, refused.json()["code"]) == (409, "staff.open_elsewhere")
    assert "县实验小学" in refused.json()["detail"]


async def test_a_person_whose_employment_ended_is_the_same_person_at_the_next_school(
    world: World, coordinator: Caller
) -> None:
    first = (await coordinator.post("/staff", _new(world))).json()
    await coordinator.post(f"/staff/{first['id']}/end", END, version=1)
    move = _new(world, school_id=str(world.rural.id), hired_on="2026-12-01")
    early = await coordinator.post("/staff", move | {"hired_on": "2026-11-30"})
    assert early.json()["errors"][0]["code"] == "staff.hired_too_early"
    second = await coordinator.post("/staff", move)
    assert second.status_code == 201, second.text
    assert second.json()["person_id"] == first["person_id"]
    assert second.json()["id"] != first["id"]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"id_number": NUMBER[:-1]}, "id_number", "staff.id_number"),
    ({"id_number": "610399198505200011"}, "id_number", "staff.id_number"),
    ({"birth_on": "1985-05-21"}, "id_number", "staff.id_birth"), ({"sex": "1"}, "id_number", "staff.id_sex"),
    ({"name": "😀"}, "name", "name_characters"), ({"name": ""}, "name", "string_too_short"),
    ({"hired_on": "1985-05-20"}, "hired_on", "staff.hired_before_birth"), ({"sex": "x"}, "sex", "enum"),
    ({"hired_on": "2001-05-19"}, "hired_on", "staff.hired_too_young"),
    ({"hired_on": "2027-12-05"}, "hired_on", "staff.hired_far"),
    ({"birth_on": "9999-12-31"}, "birth_on", "date_out_of_range"), ({"salary": 1}, "salary", "extra_forbidden"),
    ({"school_id": "1"}, "school_id", "uuid_parsing"),
]  # fmt: skip


async def test_a_person_who_does_not_fit_is_refused_without_an_echo(world: World, reporter: Caller) -> None:
    for changes, field, code in REFUSED:
        answer = await reporter.post("/staff", _new(world, **changes))
        assert answer.status_code == 422, (changes, answer.text)
        assert (field, code) in {(each["field"], each["code"]) for each in answer.json()["errors"]}, answer.text
        assert NUMBER not in answer.text
    assert (await reporter.get("/staff", params={"count": True})).json()["count"] == 3


async def test_names_of_other_scripts_are_names(world: World, reporter: Caller) -> None:
    for serial, name in enumerate(["买买提·艾力", "محمد"], start=2):
        number = id_number(BORN, Sex.female, serial)
        made = await reporter.post("/staff", _new(world, name=name, id_number=number))
        assert made.json()["name"] == name


async def test_a_school_writes_its_own_staff_alone(world: World, reporter: Caller) -> None:
    assert (await reporter.post("/staff", _new(world, school_id=str(world.rural.id)))).status_code == 404
    theirs = world.staff[3]
    assert (await reporter.get(f"/staff/{theirs.id}")).status_code == 404
    assert (await reporter.post(f"/staff/{theirs.id}/end", END, version=1)).status_code == 404
    items = (await reporter.get("/staff")).json()["items"]
    assert {each["school"]["id"] for each in items} == {str(world.urban.id)}


async def test_who_only_reads_is_refused_and_another_county_finds_nothing(world: World, sign_in: SignIn) -> None:
    path = f"/staff/{world.staff[0].id}"
    leader = await sign_in(Role.school_leader, school=world.urban)
    city = await sign_in(Role.city_supervisor, CITY)
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    for caller, status in ((leader, 403), (city, 403), (neighbour, 404)):
        assert (await caller.patch(path, {"title": "senior"}, version=1)).status_code == status
        assert (await caller.post(f"{path}/end", END, version=1)).status_code == status
    assert (await city.get(path)).json()["allowed_actions"] == []
    teacher = await sign_in(Role.teacher, school=world.urban)
    assert (await teacher.get("/staff")).status_code == 403


async def test_a_change_needs_the_version_that_is_there(world: World, coordinator: Caller) -> None:
    path = f"/staff/{world.staff[0].id}"
    assert (await coordinator.patch(path, {"title": "senior"})).status_code == 428
    assert (await coordinator.patch(path, {"title": "senior"}, version=2)).status_code == 412
    assert (await coordinator.patch(path, {"title": None}, version=1)).json()["errors"][0]["code"] == "field.null"
    changed = await coordinator.patch(path, {"title": "senior", "post": "middle"}, version=1)
    assert (changed.json()["title"], changed.json()["post"], changed.json()["version"]) == ("senior", "middle", 2)
    at_once = await asyncio.gather(*(coordinator.patch(path, {"subject": f"第{n}科"}, version=2) for n in range(4)))
    assert sorted(each.status_code for each in at_once) == [200, 412, 412, 412]


async def test_an_employment_that_ended_is_kept_and_changes_no_more(world: World, coordinator: Caller) -> None:
    path = f"/staff/{world.staff[0].id}"
    early = await coordinator.post(f"{path}/end", END | {"ended_on": "2020-08-31"}, version=1)
    assert early.json()["errors"][0]["field"] == "ended_on"
    ended = await coordinator.post(f"{path}/end", END, version=1)
    assert (ended.json()["ended_on"], ended.json()["allowed_actions"]) == ("2026-11-30", [])
    assert (await coordinator.post(f"{path}/end", END, version=2)).json()["code"] == "state.illegal"
    shown = [(await coordinator.get("/staff", params={"include_ended": each, "count": True})).json() for each in (0, 1)]
    assert [each["count"] for each in shown] == [4, 5]


async def test_who_is_on_an_assignment_cannot_end(
    world: World, coordinator: Caller, request: pytest.FixtureRequest
) -> None:
    async def one_runs(_db: AsyncSession, _staff_id: UUID, _day: date) -> int:
        return 1

    staff_service.end_guards.append(one_runs)
    request.addfinalizer(lambda: staff_service.end_guards.remove(one_runs))
    refused = await coordinator.post(f"/staff/{world.staff[0].id}/end", END, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "staff.in_use")


async def test_a_provincial_system_gets_neither_names_nor_an_order_or_search_that_tells_them(
    world: World, sign_in: SignIn
) -> None:
    client = await sign_in.client([ClientScope.records_read], PROVINCE)
    page = (await client.get("/staff", params={"limit": 2})).json()
    later = (await client.get("/staff", params={"cursor": page["next_cursor"]})).json()
    items = page["items"] + later["items"]
    assert len(items) == 5
    for each in items:
        assert (each["name"], each["birth_on"], each["id_number_masked"]) == (None, None, None)
    assert [each["id"] for each in items] == sorted(each["id"] for each in items)
    assert (await client.get("/staff", params={"q": "陈"})).json()["errors"][0]["code"] == "query.names_hidden"
    assert (await client.get(f"/staff/{world.staff[0].id}")).json()["name"] is None


async def test_staff_are_narrowed(world: World, make: Make, coordinator: Caller) -> None:
    head = await make.teacher(world.rural, post="principal", title="senior", stage="junior")
    narrowed: list[dict[str, Any]] = [{"post": "principal"}, {"title": "senior"}, {"stage": "junior"}]
    for params in narrowed:
        items = (await coordinator.get("/staff", params=params)).json()["items"]
        assert [each["id"] for each in items] == [str(head.id)], params
    by_school = await coordinator.get("/staff", params={"school_id": str(world.rural.id), "count": True})
    assert by_school.json()["count"] == 3
    assert (await coordinator.get("/staff", params={"county_code": NEIGHBOUR})).json()["items"] == []
    assert (await coordinator.get("/staff", params={"post": "driver"})).status_code == 422


async def test_a_page_takes_the_same_number_of_queries_for_any_number_of_people(
    app: FastAPI, world: World, make: Make, coordinator: Caller
) -> None:
    counts = []
    for more in (0, 8):
        for _ in range(more):
            await make.teacher(world.rural)
        with counted_reads(app) as statements:
            await coordinator.get("/staff")
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_people_of_one_surname_stand_together_page_by_page(make: Make, sign_in: SignIn) -> None:
    school = await make.school()
    for name in ("程薇", "陈雪", "成勇", "陈立群", "程一鸣", "陈欢"):
        await make.teacher(school, name=name)
    caller = await sign_in(Role.county_coordinator)
    names: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await caller.get(f"/staff?limit=2{cursor and f'&cursor={cursor}'}")).json()
        names += [each["name"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert names[:3] == ["陈欢", "陈立群", "陈雪"]
    assert names.index("程薇") - names.index("程一鸣") in {1, -1}
    assert len(names) == 6
