"""Records that are one person: found, looked at side by side, merged, and put back exactly. On both databases."""

import asyncio
import json
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.assignments.models import Assignment
from services.api.features.models import METADATA
from services.api.features.staff.models import Person, Staff
from services.api.kernel.events import Event
from services.contracts.codes import Role, Sex, Title
from tests.factories.world import CITY, HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.id_numbers import id_number

BORN = date(1979, 3, 2)
NUMBER = id_number(BORN, Sex.male)
WHY = {"reason": "同一个人登记了两次"}
WRITTEN_ALWAYS = {"event", "event_head", "person_merge", "idempotency_key", "worker_lease", "sign_in_session",
                  "user_account"}  # fmt: skip
"""Tables that change with every call, or with a sign-in of the test."""
TWIN = {"name": "罗志强", "sex": Sex.male, "birth_on": BORN}


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
async def twins(world: World, make: Make, coordinator: Caller) -> tuple[Staff, Staff]:
    """One man twice at the urban school; the second record has the number, an honour, a title and an account."""
    one = await make.teacher(world.urban, **TWIN, title=Title.second)
    body = {
        "name": "罗志强", "sex": "1", "birth_on": BORN.isoformat(), "id_number": NUMBER, "stage": "primary",
        "school_id": str(world.urban.id), "title": "first", "hired_on": "2005-09-01", "staff_no": "S-77",
        "career_start_on": "2003-09-01",
    }  # fmt: skip
    made = await coordinator.post("/staff", body)
    assert made.status_code == 201, made.text
    honour = {"kind": "honour", "type": "teaching_expert", "level": "county", "awarded_on": "2015-09-10"}
    spouse = {"kind": "spouse", "spouse_name": "何晓兰", "spouse_post": "teacher"}
    for record in (honour, spouse):
        assert (
            await coordinator.post(f"/persons/{made.json()['person_id']}/records", {"record": record})
        ).status_code == 201
    async with make.app.state.database.reader() as session:
        other = await session.get(Staff, UUID(made.json()["id"]))
    assert other is not None
    return one, other


async def snapshot(app: FastAPI) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but its version."""
    found = {}
    async with app.state.database.reader() as session:
        for table in METADATA.sorted_tables:
            if table.name not in WRITTEN_ALWAYS:
                rows = (await session.execute(select(table))).mappings().all()
                plain = [{name: value for name, value in row.items() if name != "version"} for row in rows]
                found[table.name] = sorted(plain, key=str)
    return found


def asked(kept: Staff, merged: Staff, **changes: Any) -> dict[str, Any]:
    return {"kept_person_id": str(kept.person_id), "merged_person_id": str(merged.person_id), **WHY, **changes}


async def merge(caller: Caller, kept: Staff, merged: Staff, **changes: Any) -> dict[str, Any]:
    made = await caller.post("/person-merges", asked(kept, merged, **changes))
    assert made.status_code == 201, made.text
    body: dict[str, Any] = made.json()
    return body


async def test_the_worklist_names_pairs_and_why(
    world: World, make: Make, coordinator: Caller, twins: tuple[Staff, Staff], sign_in: SignIn
) -> None:
    await make.teacher(world.rural, name="马小燕", staff_no="77", birth_on=date(1980, 1, 1))
    await make.teacher(world.urban, name="马小艳", staff_no="77", birth_on=date(1980, 1, 1))
    await make.teacher(world.urban, name="万里", staff_no="77", birth_on=date(1990, 1, 1))
    items = (await coordinator.get("/persons/duplicates", params={"count": True})).json()["items"]
    why = {tuple(sorted((each["one"]["name"], each["other"]["name"]))): each["why"] for each in items}
    assert why == {("罗志强", "罗志强"): ["same_person"], ("马小燕", "马小艳"): ["same_staff_no"]}
    page = (await coordinator.get("/persons/duplicates", params={"limit": 1})).json()
    rest = (await coordinator.get("/persons/duplicates", params={"cursor": page["next_cursor"]})).json()
    assert len(page["items"] + rest["items"]) == 2
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await neighbour.get("/persons/duplicates")).json()["items"] == []
    assert (
        await (await sign_in(Role.school_reporter, school=world.urban)).get("/persons/duplicates")
    ).status_code == 403
    person = (await coordinator.get(f"/persons/{twins[0].person_id}")).json()
    assert person["duplicates"] == 1


async def test_two_numbers_are_two_persons_and_two_told_apart_leave_the_worklist(
    world: World, make: Make, coordinator: Caller, twins: tuple[Staff, Staff]
) -> None:
    one, other = twins
    path = f"/persons/{one.person_id}/distinct"
    for _ in range(2):
        told = await coordinator.post(path, {"other_person_id": str(other.person_id), **WHY})
        assert told.status_code == 204
    assert (await coordinator.get("/persons/duplicates")).json()["items"] == []
    third = await make.teacher(world.urban, **TWIN)
    number = {"id_number": id_number(BORN, Sex.male, 3), "reason": "核对证件"}
    assert (await coordinator.post(f"/persons/{third.person_id}/correct", number, version=1)).status_code == 200
    items = (await coordinator.get("/persons/duplicates")).json()["items"]
    assert {each["other"]["id"] for each in items} | {each["one"]["id"] for each in items} == {
        str(third.person_id), str(one.person_id),
    }  # fmt: skip
    refused = await coordinator.post("/person-merges", asked(third, other))
    assert (refused.status_code, refused.json()["code"]) == (409, "person.merge_blocked")
    assert "身份证号不同" in refused.json()["detail"]


async def test_pairs_and_merges_come_as_tables_with_both_records_and_the_reason(
    coordinator: Caller, twins: tuple[Staff, Staff]
) -> None:
    kept, merged = twins
    (pair,) = [json.loads(line) for line in (await coordinator.get("/persons/duplicates.ndjson")).text.splitlines()]
    assert {pair["one"]["id"], pair["other"]["id"]} == {str(kept.person_id), str(merged.person_id)}
    table = (await coordinator.get("/persons/duplicates.csv")).text
    assert table.count("罗志强") == 2
    assert "S-77" in table
    assert NUMBER not in table
    await merge(coordinator, kept, merged)
    (heading, row) = (await coordinator.get("/person-merges.csv")).text.splitlines()
    assert heading.lstrip("\ufeff").split(",")[:3] == ["留下的记录", "并入的记录", "原因"]
    assert row.split(",")[:3] == ["罗志强", "罗志强", WHY["reason"]]


async def test_side_by_side_says_what_differs_and_what_moves(coordinator: Caller, twins: tuple[Staff, Staff]) -> None:
    one, other = twins
    ids = {"kept_person_id": str(one.person_id), "merged_person_id": str(other.person_id)}
    seen = (await coordinator.get("/person-merges/preview", params=ids)).json()
    differing = {each["field"] for each in seen["values"] if each["differs"]}
    assert {"id_number", "career_start_on", "title"} <= differing
    assert "name" not in differing
    assert seen["obstacles"] == []
    assert (seen["moves"]["staff"], seen["moves"]["staff_honour"]) == (1, 1)


async def test_a_merge_moves_everything_and_undoing_restores_every_row(
    app: FastAPI, world: World, make: Make, coordinator: Caller, twins: tuple[Staff, Staff], sign_in: SignIn
) -> None:
    one, other = twins
    assignment = await make.assignment(other, world.urban, world.rural)
    teacher = await sign_in(Role.teacher, HOME, person_id=other.person_id)
    await make.assignment(one, world.urban, world.rural, start_on=date(2021, 9, 1), end_on=date(2022, 8, 31))
    before = await snapshot(app)
    made = await merge(coordinator, one, other, take=["title"])
    assert made["moves"]["assignment"] == 1
    person = (await coordinator.get(f"/persons/{one.person_id}")).json()
    assert (person["id_number_masked"][-2:], person["career_start_on"]) == (NUMBER[-2:], "2003-09-01")
    (job,) = person["employments"]
    assert (job["id"], job["hired_on"], job["staff_no"], job["title"]) == (str(one.id), "2005-09-01", "S-77", "first")
    assert len(person["honours"]) == len(person["spouses"]) == len(person["titles"]) == 1
    assert {each["assignment_id"] for each in person["exchanges"]} >= {str(assignment.id)}
    assert (await teacher.get("/persons/me")).json()["id"] == str(one.person_id)
    async with app.state.database.reader() as session:
        moved = await session.get(Assignment, assignment.id)
        assert (moved.person_id, moved.staff_id) == (one.person_id, one.id)
    gone = await coordinator.get(f"/persons/{other.person_id}")
    assert (gone.status_code, gone.json()["errors"][0]["params"]["person_id"]) == (410, str(one.person_id))
    assert (await coordinator.get(f"/staff/{other.id}")).status_code == 404
    names = [each["name"] for each in (await coordinator.get("/staff", params={"q": "罗志强"})).json()["items"]]
    assert names == ["罗志强"]
    assert await snapshot(app) != before
    undone = await coordinator.post(f"/person-merges/{made['id']}/undo", {"reason": "弄错了"}, version=made["version"])
    assert undone.status_code == 200, undone.text
    assert undone.json()["undone_by"] == "测试员"
    assert await snapshot(app) == before
    assert (await teacher.get("/persons/me")).json()["id"] == str(other.person_id)
    again = await coordinator.post(f"/person-merges/{made['id']}/undo", WHY, version=undone.json()["version"])
    assert again.json()["code"] == "state.illegal"
    assert (await merge(coordinator, other, one))["kept_person_id"] == str(other.person_id)


async def test_what_was_changed_since_keeps_a_merge_from_being_undone_and_says_what(
    world: World, make: Make, coordinator: Caller, twins: tuple[Staff, Staff]
) -> None:
    one, other = twins
    made = await merge(coordinator, one, other)
    honour = (await coordinator.get(f"/persons/{one.person_id}")).json()["honours"][0]
    path = f"/persons/{one.person_id}/records/{honour['id']}/void"
    assert (await coordinator.post(path, WHY, version=honour["version"])).status_code == 200
    refused = await coordinator.post(f"/person-merges/{made['id']}/undo", WHY, version=made["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "person.changed_since")
    assert "荣誉" in refused.json()["detail"]


async def test_what_was_planned_since_on_a_moved_employment_keeps_a_merge_from_being_undone(
    world: World, make: Make, coordinator: Caller
) -> None:
    earlier = await make.teacher(world.rural, **TWIN, hired_on=date(2001, 9, 1), ended_on=date(2019, 8, 31))
    now = await make.teacher(world.urban, **TWIN)
    made = await merge(coordinator, earlier, now)
    person = (await coordinator.get(f"/persons/{earlier.person_id}")).json()
    assert [each["school"]["name"] for each in person["employments"]] == ["县实验小学", "云坪镇中心小学"]
    body = {
        "staff_id": str(now.id), "receiving_school_id": str(world.rural.id), "mode": "support_teaching",
        "workload": "full_time", "start_on": "2027-02-20", "end_on": "2027-07-10",
    }  # fmt: skip
    assert (await coordinator.post("/assignments", body)).status_code == 201
    refused = await coordinator.post(f"/person-merges/{made['id']}/undo", WHY, version=made["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "person.changed_since")


async def test_two_employments_or_two_exchanges_at_one_time_stand_in_the_way(
    world: World, make: Make, coordinator: Caller
) -> None:
    one, other = await make.teacher(world.urban, **TWIN), await make.teacher(world.rural, **TWIN)
    refused = await coordinator.post("/person-merges", asked(one, other))
    assert (refused.status_code, refused.json()["code"]) == (409, "person.merge_blocked")
    assert "县实验小学和云坪镇中心小学" in refused.json()["detail"]
    third = await make.teacher(world.urban, **TWIN)
    await make.assignment(one, world.urban, world.rural)
    await make.assignment(third, world.urban, world.neighbour)
    clash = await coordinator.post("/person-merges", asked(one, third))
    assert "交流任务时间重叠" in clash.json()["detail"]
    itself = await coordinator.post("/person-merges", asked(one, one))
    assert itself.json()["code"] == "person.merge_blocked"


async def test_who_decides_between_the_counties_merges(
    app: FastAPI, world: World, make: Make, coordinator: Caller, sign_in: SignIn
) -> None:
    here = await make.teacher(world.urban, **TWIN, ended_on=date(2024, 8, 31))
    there = await make.teacher(world.neighbour, **TWIN, hired_on=date(2024, 9, 1))
    assert (await coordinator.post("/person-merges", asked(here, there))).status_code == 404
    city = await sign_in(Role.city_supervisor, CITY)
    made = await merge(city, here, there)
    async with app.state.database.reader() as session:
        kept = await session.get(Person, here.person_id)
    assert kept.county_code == NEIGHBOUR
    assert (await coordinator.get(f"/person-merges/{made['id']}")).json()["allowed_actions"] == []
    refused = await coordinator.post(f"/person-merges/{made['id']}/undo", WHY, version=made["version"])
    assert refused.status_code == 403
    assert (await city.post(f"/person-merges/{made['id']}/undo", WHY, version=made["version"])).status_code == 200


async def test_of_two_merges_of_one_record_at_once_one_wins(coordinator: Caller, twins: tuple[Staff, Staff]) -> None:
    one, other = twins
    answers = await asyncio.gather(
        *(coordinator.post("/person-merges", body) for body in (asked(one, other), asked(other, one)) for _ in range(2))
    )
    assert sorted(each.status_code for each in answers) == [201, 404, 404, 404]


async def test_a_merge_leaves_an_event_of_each_row_and_no_name(
    app: FastAPI, coordinator: Caller, twins: tuple[Staff, Staff]
) -> None:
    await merge(coordinator, *twins)
    async with app.state.database.reader() as session:
        events = (await session.scalars(select(Event).where(Event.action == "merge"))).all()  # type: ignore[arg-type]
    assert {"person", "staff", "staff_honour", "person_relation", "person_merge"} <= {each.entity for each in events}
    written = " ".join(str(each.changes) for each in events)
    for private in ("罗志强", "何晓兰", "登记了两次", NUMBER[6:14], NUMBER):
        assert private not in written


async def test_the_worklist_takes_the_same_number_of_queries_for_any_number_of_pairs(
    app: FastAPI, world: World, make: Make, coordinator: Caller, twins: tuple[Staff, Staff]
) -> None:
    counts = []
    for more in (0, 4):
        for _ in range(more):
            await make.teacher(world.rural, **TWIN)
        with counted_reads(app) as statements:
            await coordinator.get("/persons/duplicates")
        counts.append(len(statements))
    assert counts[0] == counts[1]
