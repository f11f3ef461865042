"""Schools over HTTP, on both databases."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.schools import service as schools
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, Locality, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

NEW: dict[str, Any] = {
    "code": "2161900001", "name": "沙坝镇中心小学", "county_code": HOME, "township": "沙坝镇", "kind": "centre_primary",
    "stages": ["primary"], "urban_rural_code": "210", "locality": "rural", "weak": True, "since": "2024-09-01",
}  # fmt: skip
NOWHERE = UUID(int=7)


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def _events(app: FastAPI) -> list[Event]:
    async with app.state.database.reader() as session:
        return list((await session.scalars(select(Event))).all())


async def test_a_county_sees_its_own_schools_with_todays_facts(world: World, coordinator: Caller) -> None:
    answer = (await coordinator.get("/schools", params={"count": True})).json()
    assert answer["count"] == 2
    by_id = {each["id"]: each for each in answer["items"]}
    rural = by_id[str(world.rural.id)]
    assert (rural["locality"], rural["weak"], rural["county_name"]) == ("rural", True, "陈仓区")
    assert rural["allowed_actions"] == [
        "update", "correct", "change", "decide-locality", "set-flag", "set-headcount", "delegate", "succeed", "close",
    ]  # fmt: skip
    assert by_id[str(world.urban.id)]["weak"] is False


async def test_everybody_sees_the_schools_of_the_own_region(world: World, sign_in: SignIn) -> None:
    for role, region, count in [
        (Role.city_supervisor, CITY, 3), (Role.province_supervisor, PROVINCE, 3), (Role.auditor, THIRD, 1),
        (Role.finance, NEIGHBOUR, 1), (Role.administrator, PROVINCE, 3),
    ]:  # fmt: skip
        caller = await sign_in(role, region)
        assert (await caller.get("/schools", params={"count": True})).json()["count"] == count, role


async def test_a_school_sees_itself_alone(world: World, sign_in: SignIn) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    items = (await reporter.get("/schools")).json()["items"]
    assert [(each["id"], each["allowed_actions"]) for each in items] == [(str(world.rural.id), [])]
    assert (await reporter.get(f"/schools/{world.urban.id}")).status_code == 404


NARROWED: list[tuple[dict[str, str], set[str]]] = [
    ({"q": "实验"}, {"urban"}), ({"q": "di0002"}, {"rural"}), ({"q": "d2x"}, {"rural"}),
    ({"q": "21610"}, {"urban", "rural"}), ({"q": "%"}, set()), ({"locality": "rural"}, {"rural"}),
    ({"weak": "true"}, {"rural"}), ({"weak": "false"}, {"urban"}), ({"stage": "primary"}, {"urban", "rural"}),
    ({"stage": "junior"}, set()), ({"kind": "special"}, set()), ({"township": "云坪镇"}, {"urban", "rural"}),
    ({"county_code": CITY}, {"urban", "rural"}), ({"county_code": NEIGHBOUR}, set()),
]  # fmt: skip


async def test_schools_are_narrowed(world: World, coordinator: Caller) -> None:
    for params, found in NARROWED:
        items = (await coordinator.get("/schools", params=params)).json()["items"]
        assert {each["id"] for each in items} == {str(getattr(world, name).id) for name in found}, params


async def test_a_wrong_query_is_a_problem_that_names_the_field(coordinator: Caller) -> None:
    for name, value in [
        ("locality", "suburb"),
        ("county_code", "61"),
        ("colour", "red"),
        ("limit", "0"),
        ("weak", "x"),
    ]:
        answer = await coordinator.get("/schools", params={name: value})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, name)


async def test_a_page_takes_the_same_number_of_queries_for_any_number_of_schools(
    app: FastAPI, make: Make, coordinator: Caller
) -> None:
    counts = []
    for more in (1, 8):
        for _ in range(more):
            await make.school(HOME, Locality.rural, weak=True)
        with counted_reads(app) as statements:
            await coordinator.get("/schools", params={"limit": 50})
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_pages_follow_pinyin_and_lose_nothing(make: Make, coordinator: Caller) -> None:
    made = {str((await make.school(HOME)).id) for _ in range(7)}
    seen: list[dict[str, Any]] = []
    params: dict[str, Any] = {"limit": 3}
    while True:
        answer = (await coordinator.get("/schools", params=params)).json()
        seen += answer["items"]
        if answer["next_cursor"] is None:
            break
        params["cursor"] = answer["next_cursor"]
    assert {each["id"] for each in seen} == made
    assert [each["pinyin"] for each in seen] == sorted(each["pinyin"] for each in seen)


async def test_a_new_school_is_there_at_once_and_leaves_events(app: FastAPI, coordinator: Caller) -> None:
    made = await coordinator.post("/schools", NEW)
    assert made.status_code == 201, made.text
    detail = await coordinator.get(made.headers["Location"].removeprefix("/api/v1"))
    assert detail.json() == made.json()
    body = made.json()
    assert (body["pinyin"], body["initials"], body["location_code"]) == ("shabazhenzhongxinxiaoxue", "sbzzxxx", HOME)
    assert {(fact["kind"], fact["value"], fact["start_on"]) for fact in body["facts"]} == {
        ("locality", "rural", "2024-09-01"), ("flag", "weak", "2024-09-01"),
    }  # fmt: skip
    assert body["proposed_locality"] == "rural"
    assert {event.entity for event in await _events(app)} >= {"school", "school_locality", "school_flag"}


REFUSED: list[tuple[dict[str, Any], int, str]] = [
    ({"code": "3161900001"}, 422, "school.code_category"), ({"code": "2144900001"}, 422, "school.code_province"),
    ({"code": "216190001"}, 422, "string_pattern_mismatch"), ({"county_code": CITY}, 422, "region.not_county"),
    ({"county_code": "610399"}, 422, "region.unknown"), ({"county_code": NEIGHBOUR}, 403, "permission.out_of_region"),
    ({"stages": []}, 422, "too_short"), ({"name": "\u202e学校"}, 422, "text_control"),
    ({"name": None}, 422, "string_type"), ({"since": "0001-01-01"}, 422, "date_out_of_range"),
    ({"since": "2025-02-29"}, 422, "date_from_datetime_parsing"), ({"pinyin": "x"}, 422, "extra_forbidden"),
    ({"urban_rural_code": "999"}, 422, "enum"), ({"locality": "suburb"}, 422, "enum"),
]  # fmt: skip


async def test_a_school_that_does_not_fit_is_refused(coordinator: Caller) -> None:
    for changes, status, code in REFUSED:
        answer = await coordinator.post("/schools", NEW | changes)
        problem = answer.json()
        assert answer.status_code == status, (changes, problem)
        assert code in {problem["code"], *(each["code"] for each in problem["errors"])}, changes
    assert (await coordinator.get("/schools")).json()["items"] == []


async def test_a_city_run_school_stands_in_a_county_and_is_managed_by_an_authority(sign_in: SignIn) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    body = NEW | {"county_code": "6102Z1", "location_code": "610204"}
    made = await administrator.post("/schools", body)
    assert (made.json()["county_name"], made.json()["location_code"]) == ("铜川新区", "610204")


async def test_a_school_code_is_used_once_even_by_two_at_once(coordinator: Caller) -> None:
    answers = await asyncio.gather(*(coordinator.post("/schools", NEW) for _ in range(4)))
    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    problem = next(each.json() for each in answers if each.status_code == 409)
    assert (problem["code"], problem["errors"][0]["field"]) == ("school.code_taken", "code")
    assert NEW["name"] in problem["detail"]


async def test_the_same_key_makes_one_school(coordinator: Caller) -> None:
    answers = [await coordinator.post("/schools", NEW, key="the-same-key-twice") for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    changed = await coordinator.post("/schools", NEW | {"name": "别的小学"}, key="the-same-key-twice")
    assert changed.json()["code"] == "idempotency.mismatch"


async def test_a_renamed_school_is_found_under_its_new_name(world: World, coordinator: Caller) -> None:
    path = f"/schools/{world.rural.id}"
    changed = await coordinator.patch(path, {"name": "长沙路小学", "stages": ["primary", "preschool"]}, version=1)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["pinyin"], changed.json()["version"]) == ("changshaluxiaoxue", 2)
    found = await coordinator.get("/schools", params={"q": "cslxx", "stage": "preschool"})
    assert len(found.json()["items"]) == 1


async def test_a_change_needs_the_version_that_is_there(world: World, coordinator: Caller) -> None:
    path = f"/schools/{world.rural.id}"
    assert (await coordinator.patch(path, {"township": "新镇"})).status_code == 428
    assert (await coordinator.patch(path, {"township": "新镇"}, version=9)).status_code == 412
    assert (await coordinator.patch(path, {"township": None}, version=1)).json()["errors"][0]["code"] == "field.null"
    assert (await coordinator.patch(path, {"code": "2161900001"}, version=1)).status_code == 422
    kind = await coordinator.patch(path, {"kind": "senior_secondary"}, version=1)
    assert kind.json()["errors"][0]["code"] == "school.code_category"


async def test_the_county_decides_the_locality_from_a_day_on(app: FastAPI, world: World, coordinator: Caller) -> None:
    path = f"/schools/{world.rural.id}/decide-locality"
    body = {"locality": "urban", "start_on": "2026-12-01", "basis": "区教体局认定"}
    decided = await coordinator.post(path, body, version=1)
    assert decided.status_code == 200, decided.text
    assert (decided.json()["locality"], decided.json()["version"]) == ("urban", 2)
    ranges = [(f["value"], f["start_on"], f["end_on"]) for f in decided.json()["facts"] if f["kind"] == "locality"]
    assert ranges == [("urban", "2026-12-01", None), ("rural", "2020-09-01", "2026-11-30")]
    async with app.state.database.reader() as session:
        assert await _locality(session, world, date(2026, 11, 30)) is Locality.rural
        assert await _locality(session, world, date(2026, 12, 1)) is Locality.urban
        assert await _locality(session, world, date(2019, 12, 1)) is None


async def _locality(session: AsyncSession, world: World, day: date) -> Locality | None:
    return await schools.locality_on(session, world.rural.id, day)


async def test_a_decision_that_clashes_is_refused(world: World, coordinator: Caller) -> None:
    body = {"locality": "urban", "start_on": "2026-12-01", "basis": "区教体局认定"}
    for changes, code in [
        ({"locality": "rural"}, "state.illegal"),
        ({"start_on": "2020-09-01"}, "fact.overlap"),
        ({"start_on": "2019-01-01"}, "fact.overlap"),
    ]:
        refused = await coordinator.post(f"/schools/{world.rural.id}/decide-locality", body | changes, version=1)
        assert (refused.status_code, refused.json()["code"]) == (409, code)


async def test_a_second_decision_on_the_first_day_says_that_it_is_a_correction(coordinator: Caller) -> None:
    body = {
        "code": "2161900009", "name": "柳林滩小学", "county_code": HOME, "township": "柳林镇", "type_code": "211",
        "stages": ["primary"], "locality": "rural", "since": "2026-12-03",
    }  # fmt: skip
    school = (await coordinator.post("/schools", body)).json()
    path, decision = f"/schools/{school['id']}", {"locality": "urban", "start_on": "2026-12-03", "basis": "认定"}
    refused = (await coordinator.post(f"{path}/decide-locality", decision, version=school["version"])).json()
    words = "2026年12月3日已经定过。定错了，请在“情况”里那一条点“改正”；后来又变了，从第二天起定"
    assert (refused["code"], refused["detail"]) == ("fact.overlap", words)
    assert [(each["field"], each["detail"]) for each in refused["errors"]] == [("start_on", words)]
    fact = next(each for each in school["facts"] if each["kind"] == "locality")
    correct = {"locality": "urban", "reason": "看错了文件"}
    done = await coordinator.post(f"{path}/facts/{fact['id']}/correct", correct, version=school["version"])
    assert (done.status_code, done.json()["locality"]) == (200, "urban")


async def test_two_who_decide_at_once_make_one_decision(world: World, coordinator: Caller) -> None:
    path = f"/schools/{world.rural.id}/decide-locality"
    bodies = [{"locality": "urban", "start_on": f"2026-12-{day:02d}", "basis": "认定"} for day in range(1, 6)]
    answers = await asyncio.gather(*(coordinator.post(path, body, version=1) for body in bodies))
    assert sorted(each.status_code for each in answers) == [200, 412, 412, 412, 412]


async def test_a_flag_is_set_lifted_and_set_again_without_overlap(world: World, coordinator: Caller) -> None:
    path = f"/schools/{world.rural.id}/set-flag"
    lift = {"flag": "weak", "value": False, "start_on": "2026-01-01", "basis": "验收合格"}
    again = {"flag": "weak", "value": True, "start_on": "2026-10-01", "basis": "复核"}
    assert (await coordinator.post(path, lift, version=1)).json()["weak"] is False
    refused = await coordinator.post(path, again | {"start_on": "2025-12-31"}, version=2)
    assert refused.json()["code"] == "fact.overlap"
    final = (await coordinator.post(path, again, version=2)).json()
    assert final["weak"] is True
    weak = [(f["start_on"], f["end_on"], f["basis"]) for f in final["facts"] if f["value"] == "weak"]
    assert weak == [("2026-10-01", None, "复核"), ("2020-09-01", "2025-12-31", "测试；验收合格")]


async def test_a_flag_that_is_so_already_is_refused(world: World, coordinator: Caller) -> None:
    for flag, value in [("weak", True), ("remote", False)]:
        body = {"flag": flag, "value": value, "start_on": "2026-12-01", "basis": "复核"}
        refused = await coordinator.post(f"/schools/{world.rural.id}/set-flag", body, version=1)
        assert (refused.status_code, refused.json()["code"]) == (409, "state.illegal")


async def test_a_closed_school_leaves_the_list_after_its_last_day_and_changes_no_more(
    world: World, coordinator: Caller
) -> None:
    path = f"/schools/{world.rural.id}"
    closed = await coordinator.post(f"{path}/close", {"closed_on": "2026-11-30", "reason": "并入县实验小学"}, version=1)
    assert closed.status_code == 200, closed.text
    assert (closed.json()["closed_on"], closed.json()["allowed_actions"]) == ("2026-11-30", ["correct", "reopen"])
    assert len((await coordinator.get("/schools")).json()["items"]) == 1
    assert len((await coordinator.get("/schools", params={"include_closed": True})).json()["items"]) == 2
    refused = await coordinator.patch(path, {"township": "新镇"}, version=2)
    assert refused.json()["code"] == "state.illegal"


async def test_a_school_where_something_runs_cannot_close(
    world: World, coordinator: Caller, request: pytest.FixtureRequest
) -> None:
    async def two_run(_db: AsyncSession, _school_id: UUID, _day: date) -> int:
        return 2

    schools.close_guards.append(two_run)
    request.addfinalizer(lambda: schools.close_guards.remove(two_run))
    body = {"closed_on": "2026-12-31", "reason": "并入县实验小学"}
    refused = await coordinator.post(f"/schools/{world.rural.id}/close", body, version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "school.in_use")
    assert "2项" in refused.json()["detail"]


async def test_who_may_not_write_is_refused_and_who_may_not_see_finds_nothing(world: World, sign_in: SignIn) -> None:
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    city = await sign_in(Role.city_supervisor, CITY)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    body = {"closed_on": "2026-11-30", "reason": "合并"}
    path = f"/schools/{world.rural.id}"
    for caller, status in ((neighbour, 404), (city, 403), (reporter, 403)):
        assert (await caller.post(f"{path}/close", body, version=1)).status_code == status
        assert (await caller.patch(path, {"township": "新镇"}, version=1)).status_code == status
    assert (await neighbour.get(path)).status_code == 404
    assert (await city.get(path)).json()["allowed_actions"] == ["join"], "only with a school of another county"
    assert (await city.get(f"/schools/{NOWHERE}")).status_code == 404


async def test_a_provincial_system_reads_schools_with_the_right_scope_only(world: World, sign_in: SignIn) -> None:
    records = await sign_in.client([ClientScope.records_read], PROVINCE)
    statistics = await sign_in.client([ClientScope.stats_read], PROVINCE)
    assert len((await records.get("/schools")).json()["items"]) == 3
    assert (await statistics.get("/schools")).json()["code"] == "auth.scope"
    detail = (await records.get(f"/schools/{world.rural.id}")).json()
    assert (detail["reporters"], detail["reporter_phone"]) == ([], "")


async def test_an_unchanged_school_is_not_sent_twice(world: World, coordinator: Caller) -> None:
    first = await coordinator.get(f"/schools/{world.rural.id}")
    again = await coordinator.get(f"/schools/{world.rural.id}", headers={"If-None-Match": first.headers["ETag"]})
    assert first.headers["ETag"].startswith('"1.')
    assert (again.status_code, again.content) == (304, b"")
