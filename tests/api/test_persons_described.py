"""What is told of a person beside work: health and who sees it, what somebody is meant for, verified service."""

from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.persons.models import PersonHealth
from services.api.kernel.events import Event
from services.api.kernel.ids import new_id
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.pictures import jpeg

NOTE = "每周一要复查"
SERVICE = {
    "kind": "service", "school_name": "青石小学", "source": "support", "start_on": "2018-09-01", "end_on": "2019-08-31",
    "locality": "rural",
}  # fmt: skip


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def person_of(caller: Caller, world: World) -> dict[str, Any]:
    """A teacher of the urban school as a caller sees it."""
    found: dict[str, Any] = (await caller.get(f"/persons/{world.staff[0].person_id}")).json()
    return found


async def tell(caller: Caller, world: World, *, ok: bool = False, note: str = NOTE) -> Any:
    """Tell of the teacher's health."""
    version = (await person_of(caller, world))["version"]
    path = f"/persons/{world.staff[0].person_id}/health"
    return await caller.post(path, {"ok": ok, "note": note}, version=version)


async def test_health_is_seen_by_the_county_the_personnel_office_and_the_person_alone(
    world: World, county: Caller, sign_in: SignIn
) -> None:
    told = await tell(county, world)
    assert told.status_code == 200, told.text
    expected = {"ok": False, "note": NOTE, "told_on": "2026-12-03"}
    mine = await sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id)
    for caller in (county, await sign_in(Role.hr, HOME), mine):
        shown = await person_of(caller, world)
        assert (shown["sees_health"], shown["health"]) == (True, expected)
    others = [
        await sign_in(Role.school_reporter, school=world.urban), await sign_in(Role.school_leader, school=world.urban),
        await sign_in(Role.city_supervisor, CITY), await sign_in(Role.auditor, HOME),
        await sign_in(Role.administrator, HOME),
        await sign_in.client([ClientScope.records_read, ClientScope.records_identified]),
    ]  # fmt: skip
    for caller in others:
        answer = await caller.get(f"/persons/{world.staff[0].person_id}")
        assert answer.status_code == 200
        assert (answer.json()["sees_health"], answer.json()["health"]) == (False, None)
        assert NOTE not in answer.text


async def test_only_the_county_tells_of_health(world: World, sign_in: SignIn) -> None:
    for caller in (await sign_in(Role.school_reporter, school=world.urban), await sign_in(Role.hr, HOME)):
        refused = await tell(caller, world)
        assert refused.status_code == 403
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    answer = await other.post(f"/persons/{world.staff[0].person_id}/health", {"ok": True}, version=1)
    assert answer.status_code == 404


async def test_health_is_stored_encrypted_and_stands_in_no_event_timeline_or_download(
    app: FastAPI, world: World, county: Caller
) -> None:
    await tell(county, world)
    event: Any = Event
    async with app.state.database.reader() as db:
        (row,) = (await db.scalars(select(PersonHealth))).all()
        events = list(await db.execute(select(event.entity, event.action, event.changes)))
    assert row.note_cipher is not None
    assert NOTE not in row.note_cipher
    told = [("person", "correct"), ("person_health", "record")]
    assert [each.changes for each in events if (each.entity, each.action) in told] == [{}, {}]
    assert not any(NOTE in str(each) for each in events)
    shown = await person_of(county, world)
    assert {each["text"] for each in shown["timeline"]} >= {"改正了基本情况"}
    assert "健康" not in str(shown["timeline"])
    for suffix in ("csv", "ndjson"):
        table = await county.get(f"/persons.{suffix}")
        assert NOTE not in table.text


async def test_the_last_word_on_health_counts(world: World, county: Caller) -> None:
    await tell(county, world)
    assert (await tell(county, world, ok=True, note="")).json()["health"] == {
        "ok": True, "note": "", "told_on": "2026-12-03",
    }  # fmt: skip


async def test_what_a_person_is_meant_for_is_told_by_school_and_county_as_a_whole(
    world: World, county: Caller, sign_in: SignIn
) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.urban)
    person = await person_of(reporter, world)
    path = f"/persons/{person['id']}/describe"
    body = {"is_reserve_cadre": True, "can_mentor": False, "seeks_promotion": "senior"}
    told = await reporter.post(path, body, version=person["version"])
    assert told.status_code == 200, told.text
    shown = await person_of(county, world)
    assert {name: shown[name] for name in body} == body
    assert "登记了培养情况" in {each["text"] for each in shown["timeline"]}
    cleared = await county.post(path, {"can_mentor": True}, version=shown["version"])
    assert [cleared.json()[name] for name in body] == [None, True, None]
    client = await sign_in.client([ClientScope.records_read])
    assert [(await person_of(client, world))[name] for name in body] == [None, None, None]


async def _service(caller: Caller, world: World) -> dict[str, Any]:
    path = f"/persons/{world.staff[0].person_id}/records"
    (record,) = (await caller.post(path, {"record": SERVICE})).json()["services"]
    found: dict[str, Any] = record
    return found


async def _paper(caller: Caller) -> str:
    parts = {"files": {"file": ("证明.jpg", jpeg(40, 30), "image/jpeg")}, "data": {"kind": "service_evidence"}}
    answer = await caller.request("POST", "/files", key=new_id().hex, **parts)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_the_county_verifies_service_with_its_papers_and_a_correction_takes_it_back(
    world: World, county: Caller, sign_in: SignIn
) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.urban)
    record = await _service(reporter, world)
    assert record["allowed_actions"] == ["correct", "void", "evidence"]
    path = f"/persons/{world.staff[0].person_id}/records/{record['id']}"
    refused = await reporter.post(f"{path}/verify", {}, version=record["version"])
    assert refused.status_code == 403
    paper = await _paper(county)
    verified = await county.post(f"{path}/verify", {"file_ids": [paper]}, version=record["version"])
    assert verified.status_code == 200, verified.text
    (shown,) = verified.json()["services"]
    assert (shown["verified_at"], shown["verified_by"]) == ("2026-12-03T01:40:00Z", "测试员")
    assert [(each["id"], each["part_id"]) for each in shown["files"]] == [(paper, record["id"])]
    assert "verify" not in shown["allowed_actions"]
    again = await county.post(f"{path}/verify", {}, version=shown["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    assert (await reporter.get(f"/files/{paper}")).status_code == 200
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.get(f"/files/{paper}")).status_code == 404
    corrected = await reporter.post(
        f"{path}/correct", {"record": {**SERVICE, "weekly_hours": 12}, "reason": "抄漏了"}, version=shown["version"]
    )
    (shown,) = corrected.json()["services"]
    assert (shown["verified_at"], shown["verified_by"]) == (None, "")
    assert len(shown["files"]) == 1


async def test_a_school_adds_papers_to_service_and_must_choose_one(world: World, sign_in: SignIn) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.urban)
    record = await _service(reporter, world)
    path = f"/persons/{world.staff[0].person_id}/records/{record['id']}/evidence"
    refused = await reporter.post(path, {"file_ids": []}, version=record["version"])
    assert [each["field"] for each in refused.json()["errors"]] == ["file_ids"]
    paper = await _paper(reporter)
    (shown,) = (await reporter.post(path, {"file_ids": [paper]}, version=record["version"])).json()["services"]
    assert [each["id"] for each in shown["files"]] == [paper]
    client = await sign_in.client([ClientScope.records_read])
    (pseudonymous,) = (await person_of(client, world))["services"]
    assert (pseudonymous["files"], pseudonymous["verified_by"]) == ([], "")


async def test_the_search_box_finds_people_by_the_names_they_had(make: Make, world: World, county: Caller) -> None:
    teacher = await make.teacher(world.urban, name="宋知夏")
    for name, day in (("祁望舒", "2026-11-01"), ("白知秋", "2026-12-01")):
        version = (await county.get(f"/persons/{teacher.person_id}")).json()["version"]
        body = {"name": name, "start_on": day, "reason": "派出所已改名"}
        changed = await county.post(f"/persons/{teacher.person_id}/change", body, version=version)
        assert changed.status_code == 200, changed.text
    for typed, former in (("宋知夏", "宋知夏"), ("祁望", "祁望舒"), ("qiwang", "祁望舒"), ("qws", "祁望舒")):
        (hit,) = (await county.get("/search", params={"q": typed})).json()["people"]
        assert (hit["name"], hit["former_name"]) == ("白知秋", former), typed
    (hit,) = (await county.get("/search", params={"q": "白知"})).json()["people"]
    assert hit["former_name"] is None
