"""Accounts as coordinators and administrators manage them (E-67)."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import Accounts


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
async def administrator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, PROVINCE)


def reporter(world: World, **changes: Any) -> dict[str, Any]:
    body = {"username": "xsy.bao", "name": "贺小满", "phone": "6210 0199", "role": "school_reporter"}
    return {**body, "school_id": str(world.rural.id), **changes}


def office(role: Role, region_code: str, username: str = "office.one") -> dict[str, Any]:
    return {"username": username, "name": "贺小满", "role": role.value, "region_code": region_code}


async def test_a_new_reporter_signs_in_with_the_start_code_and_must_set_a_password(
    world: World, coordinator: Caller, app: FastAPI, api: httpx.AsyncClient
) -> None:
    answer = await coordinator.post("/users", reporter(world))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert answer.headers["location"] == f"/api/v1/users/{made['id']}"
    assert (made["school"]["name"], made["region_code"], made["must_set_password"]) == ("云坪镇中心小学", HOME, True)
    signed = await Accounts(app, api).password("xsy.bao", made["start_code"])
    assert signed.json()["must_set_password"] is True
    later = (await coordinator.get(f"/users/{made['id']}")).json()
    assert later["start_code"] is None
    assert later["allowed_actions"] == ["disable", "reset", "invite", "hand_over", "edit"]


async def test_a_repeated_create_makes_one_account_and_keeps_the_start_code_to_itself(
    world: World, coordinator: Caller
) -> None:
    first = await coordinator.post("/users", reporter(world), key="form-0000-0001")
    again = await coordinator.post("/users", reporter(world), key="form-0000-0001")
    assert (first.json()["id"], again.json()["id"]) == (again.json()["id"], first.json()["id"])
    assert first.json()["start_code"]
    assert again.json()["start_code"] is None
    other = await coordinator.post("/users", reporter(world, name="别人"), key="form-0000-0001")
    assert other.json()["code"] == "idempotency.mismatch"


async def test_two_at_once_with_one_name_make_one_account(world: World, coordinator: Caller) -> None:
    both = await asyncio.gather(*(coordinator.post("/users", reporter(world)) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [201, 409]
    assert {answer.json().get("code") for answer in both} == {None, "user.username_taken"}


async def test_a_taken_name_is_a_409_that_names_the_field(world: World, coordinator: Caller) -> None:
    await coordinator.post("/users", reporter(world))
    answer = await coordinator.post("/users", reporter(world))
    assert (answer.status_code, answer.json()["code"]) == (409, "user.username_taken")
    assert answer.json()["errors"][0]["field"] == "username"


@pytest.mark.parametrize("role", [Role.school_leader, Role.finance, Role.hr])
async def test_a_county_makes_the_accounts_below_it(world: World, coordinator: Caller, role: Role) -> None:
    body = reporter(world, role=role.value) if role is Role.school_leader else office(role, HOME)
    assert (await coordinator.post("/users", body)).status_code == 201


@pytest.mark.parametrize(
    "role", [Role.county_coordinator, Role.city_supervisor, Role.province_supervisor, Role.auditor, Role.administrator]
)
async def test_a_county_makes_nobody_beside_or_above_it(coordinator: Caller, role: Role) -> None:
    answer = await coordinator.post("/users", office(role, HOME))
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")


async def test_a_county_makes_no_account_in_another_county(world: World, coordinator: Caller) -> None:
    for body in (reporter(world, school_id=str(world.neighbour.id)), office(Role.hr, NEIGHBOUR), office(Role.hr, CITY)):
        answer = await coordinator.post("/users", body)
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.out_of_region")


async def test_a_teachers_account_sees_the_teachers_own_assignment(
    world: World, coordinator: Caller, make: Make, app: FastAPI, api: httpx.AsyncClient
) -> None:
    teacher = world.staff[0]
    await make.assignment(teacher, world.urban, world.rural)
    await make.assignment(world.staff[1], world.urban, world.rural)
    body = {"username": "laoshi.one", "name": "陈立群", "role": "teacher", "staff_id": str(teacher.id)}
    made = (await coordinator.post("/users", body)).json()
    accounts = Accounts(app, api)
    token = (await accounts.password("laoshi.one", made["start_code"])).json()["access_token"]
    caller = Caller(api, token, teacher.id)
    change = {"current_password": made["start_code"], "new_password": "xin-de-mi-ma-27"}
    assert (await caller.post("/me/password", change)).status_code == 204
    items = (await caller.get("/assignments")).json()["items"]
    assert [item["staff_id"] for item in items] == [str(teacher.id)]


@pytest.mark.parametrize(
    ("role", "region_code", "status"),
    [
        (Role.county_coordinator, HOME, 201),
        (Role.county_coordinator, CITY, 422),
        (Role.city_supervisor, CITY, 201),
        (Role.city_supervisor, PROVINCE, 422),
        (Role.province_supervisor, PROVINCE, 201),
        (Role.administrator, CITY, 201),
        (Role.auditor, "440000", 403),
        (Role.county_coordinator, "619999", 422),
    ],
)
async def test_an_administrator_makes_any_account_of_the_right_level_in_the_region(
    administrator: Caller, role: Role, region_code: str, status: int
) -> None:
    answer = await administrator.post("/users", office(role, region_code))
    assert answer.status_code == status, answer.text


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "AB"}, "username"),
        ({"username": "有汉字"}, "username"),
        ({"name": "贺小满\u202e"}, "name"),
        ({"name": "小满😀"}, "name"),
        ({"name": None}, "name"),
        ({"name": "贺\x00满"}, "name"),
        ({"school_id": None}, "school_id"),
        ({"school_id": "0191b0c0-0000-7000-8000-000000000000"}, "school_id"),
        ({"region_code": NEIGHBOUR}, "region_code"),
        ({"role": "king"}, "role"),
        ({"zz": 1}, "zz"),
        ({"phone": "1" * 201}, "phone"),
    ],
)
async def test_a_wrong_field_is_named(world: World, coordinator: Caller, change: dict[str, Any], field: str) -> None:
    answer = await coordinator.post("/users", reporter(world, **change))
    assert answer.status_code == 422, answer.text
    assert field in [error["field"] for error in answer.json()["errors"]]


async def test_an_arabic_or_uyghur_name_is_a_name(world: World, coordinator: Caller) -> None:
    answer = await coordinator.post("/users", reporter(world, name="ئايگۈل"))
    assert (answer.status_code, answer.json()["name"]) == (201, "ئايگۈل")


async def test_a_closed_account_is_out_at_once_and_can_be_opened_again(
    world: World, coordinator: Caller, sign_in: SignIn
) -> None:
    reporter_ = await sign_in(Role.school_reporter, school=world.rural)
    path = f"/users/{reporter_.id}"
    closed = await coordinator.post(f"{path}/disable", {"reason": "调走了"}, version=1)
    assert (closed.status_code, closed.json()["disabled"]) == (200, True)
    assert (await reporter_.get("/me")).status_code == 401
    again = await coordinator.post(f"{path}/disable", {"reason": "调走了"}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    opened = await coordinator.post(f"{path}/enable", version=2)
    assert opened.json()["disabled"] is False
    assert opened.json()["allowed_actions"] == ["disable", "reset", "invite", "hand_over", "edit"]
    assert (await reporter_.get("/me")).status_code == 401


async def test_a_reset_gives_a_new_start_code_and_lifts_the_wait(
    world: World, coordinator: Caller, app: FastAPI, api: httpx.AsyncClient
) -> None:
    accounts = Accounts(app, api)
    made = (await coordinator.post("/users", reporter(world))).json()
    for _ in range(5):
        await accounts.password("xsy.bao", "forgotten-it-all")
    assert (await accounts.password("xsy.bao", made["start_code"])).status_code == 429
    reset = (await coordinator.post(f"/users/{made['id']}/reset", version=made["version"])).json()
    assert reset["start_code"] != made["start_code"]
    assert (await accounts.password("xsy.bao", made["start_code"])).status_code == 401
    assert (await accounts.password("xsy.bao", reset["start_code"])).status_code == 200


async def test_versions_are_asked_for_and_checked(world: World, coordinator: Caller, sign_in: SignIn) -> None:
    other = await sign_in(Role.school_reporter, school=world.rural)
    path = f"/users/{other.id}"
    assert (await coordinator.patch(path, {"phone": "62100001"})).status_code == 428
    assert (await coordinator.patch(path, {"phone": "62100001"}, version=1)).json()["phone"] == "62100001"
    stale = await coordinator.patch(path, {"phone": "62100002"}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")
    both = await asyncio.gather(*(coordinator.patch(path, {"phone": f"6210000{n}"}, version=2) for n in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 412]


async def test_nobody_closes_or_resets_the_own_account(administrator: Caller) -> None:
    mine = (await administrator.get(f"/users/{administrator.id}")).json()
    assert mine["allowed_actions"] == ["edit"]
    for action, body in (("disable", {"reason": "试试"}), ("reset", {})):
        answer = await administrator.post(f"/users/{administrator.id}/{action}", body, version=1)
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")


async def test_a_county_sees_its_coordinators_but_does_not_manage_them(coordinator: Caller, sign_in: SignIn) -> None:
    colleague = await sign_in(Role.county_coordinator, HOME)
    assert (await coordinator.get(f"/users/{colleague.id}")).json()["allowed_actions"] == []
    answer = await coordinator.patch(f"/users/{colleague.id}", {"phone": "62100001"}, version=1)
    assert answer.status_code == 403


async def test_accounts_of_another_county_do_not_exist(world: World, coordinator: Caller, sign_in: SignIn) -> None:
    stranger = await sign_in(Role.school_reporter, school=world.third)
    for call in (
        coordinator.get(f"/users/{stranger.id}"),
        coordinator.patch(f"/users/{stranger.id}", {"phone": "62100001"}, version=1),
        coordinator.post(f"/users/{stranger.id}/disable", {"reason": "试试"}, version=1),
        coordinator.post(f"/users/{stranger.id}/reset", version=1),
    ):
        assert (await call).status_code == 404
    assert THIRD not in {user["region_code"] for user in (await coordinator.get("/users")).json()["items"]}


@pytest.mark.parametrize("role", [Role.city_supervisor, Role.finance, Role.teacher])
async def test_other_roles_manage_no_accounts(sign_in: SignIn, role: Role) -> None:
    caller = await sign_in(role, CITY)
    assert (await caller.get("/users")).status_code == 403
    assert (await caller.post("/users", office(Role.hr, HOME))).status_code == 403


async def test_a_list_is_searched_filtered_and_paged(world: World, coordinator: Caller) -> None:
    for number in range(5):
        await coordinator.post(
            "/users", reporter(world, username=f"xsy.{number}", name="贺小满" if number else "邱一禾")
        )
    assert len((await coordinator.get("/users?q=贺小")).json()["items"]) == 4
    assert len((await coordinator.get("/users?q=XSY.3")).json()["items"]) == 1
    assert len((await coordinator.get("/users?q=%25")).json()["items"]) == 0
    assert (await coordinator.get("/users?role=school_reporter&count=true&limit=1")).json()["count"] == 5
    seen, cursor = [], ""
    while True:
        page = (await coordinator.get(f"/users?limit=2{cursor}")).json()
        seen += [user["username"] for user in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == sorted(seen)
    assert len(seen) == 6
    assert (await coordinator.get("/users?sort=name")).status_code == 422


async def test_a_page_of_two_and_of_thirty_cost_the_same_queries(
    world: World, coordinator: Caller, sign_in: SignIn, app: FastAPI
) -> None:
    for school in (world.urban, world.rural) * 15:
        await sign_in(Role.school_reporter, school=school)
    asked: list[str] = []
    engine = app.state.database.read_engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    counts = []
    for limit in (2, 30):
        asked.clear()
        assert len((await coordinator.get(f"/users?limit={limit}")).json()["items"]) == limit
        counts.append(len([statement for statement in asked if statement.lstrip().upper().startswith("SELECT")]))
    assert counts[0] == counts[1] <= 6


async def test_events_tell_of_accounts_without_names(
    world: World, coordinator: Caller, worker: Worker, sign_in: SignIn
) -> None:
    made = (await coordinator.post("/users", reporter(world, phone="6210 0199"))).json()
    await coordinator.post(f"/users/{made['id']}/disable", {"reason": "病休很久了"}, version=made["version"])
    await worker.run_once()
    found = await coordinator.get(f"/events?entity=user_account&entity_id={made['id']}")
    assert [item["action"] for item in found.json()["items"]] == ["created", "disable"]
    assert all(word not in found.text for word in ("贺小满", "6210", "病休", "xsy.bao"))
    client = await sign_in.client([ClientScope.changes_read])
    assert (await client.get("/events?entity=user_account")).json()["items"] == []


async def test_accounts_are_found_by_the_name_of_their_school_and_say_their_region(make: Make, sign_in: SignIn) -> None:
    school = await make.school(HOME, name="凤鸣岭小学")
    await sign_in(Role.school_reporter, school=school)
    caller = await sign_in(Role.county_coordinator, HOME)
    found = (await caller.get("/users", params={"q": "凤鸣岭"})).json()["items"]
    assert [(each["role"], each["region_name"]) for each in found] == [("school_reporter", "陈仓区")]


async def test_an_auditor_reads_accounts_and_changes_none(make: Make, sign_in: SignIn) -> None:
    school = await make.school(HOME)
    reporter = await sign_in(Role.school_reporter, school=school)
    caller = await sign_in(Role.auditor, HOME)
    found = (await caller.get(f"/users/{reporter.id}")).json()
    assert (found["role"], found["allowed_actions"]) == ("school_reporter", [])
    refused = await caller.post(f"/users/{reporter.id}/disable", {"reason": "核查"}, version=1)
    assert refused.status_code == 403
