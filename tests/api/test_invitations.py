"""Inviting people into their accounts: one-time links, printed slips, batches (E-67)."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.accounts.models import Invitation
from services.api.features.accounts.rules_invitations import normal_code
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.importing import applied, checked, csv_bytes
from tests.factories.world import HOME, NEIGHBOUR, World
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import Accounts

NEW = "青山绿水长相伴1949"
ACCEPT, LOOK = "/api/v1/invitations/accept", "/api/v1/invitations/look"


@pytest.fixture
async def coordinator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


async def reporter(coordinator: Caller, world: World, username: str = "yunping.he", **changes: Any) -> dict[str, Any]:
    body = {"username": username, "name": "何晓兰", "role": "school_reporter", "school_id": str(world.rural.id)}
    answer = await coordinator.post("/users", {**body, **changes})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def invite(caller: Caller, user: dict[str, Any], channel: str = "link") -> dict[str, Any]:
    answer = await caller.post("/invitations", {"user_id": user["id"], "channel": channel})
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    made: dict[str, Any] = answer.json()
    return made


async def accept(api: httpx.AsyncClient, **body: str) -> httpx.Response:
    return await api.post(ACCEPT, json={"new_password": NEW, **body})


async def test_the_table_of_invitations_holds_no_secret(coordinator: Caller, world: World) -> None:
    made = await invite(coordinator, await reporter(coordinator, world))
    answer = await coordinator.get("/invitations.csv?status=open")
    heading, row = answer.text.splitlines()
    assert heading.lstrip("\ufeff").startswith("账号名,姓名,角色,学校代码,学校名称")
    assert row.startswith(f"yunping.he,何晓兰,学校报送员,{world.rural.code},云坪镇中心小学")
    lines = (await coordinator.get("/invitations.ndjson")).text
    assert made["link_token"] not in answer.text + lines


async def test_a_link_shows_whose_it_is_sets_the_password_and_signs_in(
    api: httpx.AsyncClient, coordinator: Caller, world: World, accounts: Accounts
) -> None:
    user = await reporter(coordinator, world)
    made = await invite(coordinator, user)
    seen = (await api.post(LOOK, json={"link_token": made["link_token"]})).json()
    assert (seen["username"], seen["name"], seen["place"]) == ("yunping.he", "何晓兰", "云坪镇中心小学")
    answer = await accept(api, link_token=made["link_token"])
    assert (answer.status_code, answer.json()["must_set_password"]) == (200, False)
    me = (await accounts.me(answer.json()["access_token"])).json()
    assert (me["id"], me["must_set_password"]) == (user["id"], False)
    assert (await accounts.password("yunping.he", NEW)).status_code == 200
    assert (await accounts.password("yunping.he", user["start_code"])).status_code == 401


async def test_a_link_works_once_and_takes_the_code_along(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world))
    assert (await accept(api, link_token=made["link_token"])).status_code == 200
    again = await accept(api, link_token=made["link_token"])
    assert (again.status_code, again.json()["code"]) == (410, "invitation.ended")
    assert "已经用过" in again.json()["detail"]
    code = await accept(api, username="yunping.he", code=made["slip_code"])
    assert (code.status_code, code.json()["code"]) == (410, "invitation.ended")


@pytest.mark.parametrize("typed", [str.upper, lambda code: code.replace("-", ""), lambda code: f" {code} "])
async def test_a_printed_code_is_read_however_it_is_typed(
    api: httpx.AsyncClient, coordinator: Caller, world: World, typed: Any
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world), "printed")
    answer = await accept(api, username=" Yunping.He ", code=typed(made["slip_code"]))
    assert answer.status_code == 200, answer.text


async def test_the_start_code_of_a_new_account_opens_the_same_door(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    user = await reporter(coordinator, world)
    assert (await accept(api, username="yunping.he", code=user["start_code"])).status_code == 200
    again = await accept(api, username="yunping.he", code=user["start_code"])
    assert (again.status_code, again.json()["code"]) == (401, "invitation.wrong_code")


async def test_a_password_is_no_code(api: httpx.AsyncClient, accounts: Accounts) -> None:
    await accounts.user(password="abcd-efgh-jkmn")
    answer = await accept(api, username="fgl.baosong", code="abcd-efgh-jkmn")
    assert (answer.status_code, answer.json()["code"]) == (401, "invitation.wrong_code")


async def test_wrong_codes_are_counted_like_wrong_passwords_and_say_nothing_of_the_account(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world), "printed")
    first = [(await accept(api, username=name, code="xxxx-xxxx-xxxx")) for name in ("yunping.he", "no.such.person")]
    assert {(answer.status_code, answer.json()["code"]) for answer in first} == {(401, "invitation.wrong_code")}
    for _ in range(5):
        answer = await accept(api, username="yunping.he", code="xxxx-xxxx-xxxx")
    assert (answer.status_code, answer.json()["code"]) == (429, "auth.locked")
    held = await accept(api, username="yunping.he", code=made["slip_code"])
    assert (held.status_code, held.json()["code"]) == (429, "auth.locked")


async def test_after_fourteen_days_an_invitation_says_whom_to_call(
    api: httpx.AsyncClient, coordinator: Caller, world: World, clock: SetClock, accounts: Accounts
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world))
    clock.forward(timedelta(days=13, hours=23))
    assert (await api.post(LOOK, json={"link_token": made["link_token"]})).status_code == 200
    clock.forward(timedelta(hours=1))
    for answer in (await api.post(LOOK, json={"link_token": made["link_token"]}),
                   await accept(api, link_token=made["link_token"])):  # fmt: skip
        assert (answer.status_code, answer.json()["code"]) == (410, "invitation.ended")
        assert "已过期" in answer.json()["detail"]


async def test_a_newer_invitation_a_reset_a_closing_and_a_revocation_end_an_invitation(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    user = await reporter(coordinator, world)
    first = await invite(coordinator, user)
    second = await invite(coordinator, user)
    assert (await accept(api, link_token=first["link_token"])).status_code == 410
    revoked = await coordinator.post(f"/invitations/{second['id']}/revoke", version=second["version"])
    assert (revoked.json()["status"], revoked.json()["link_token"]) == ("revoked", None)
    assert (await accept(api, link_token=second["link_token"])).status_code == 410
    again = await coordinator.post(f"/invitations/{second['id']}/revoke", version=revoked.json()["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    third = await invite(coordinator, user)
    version = (await coordinator.get(f"/users/{user['id']}")).json()["version"]
    assert (await coordinator.post(f"/users/{user['id']}/reset", version=version)).status_code == 200
    assert (await accept(api, link_token=third["link_token"])).status_code == 410
    fourth = await invite(coordinator, user)
    closed = await coordinator.post(f"/users/{user['id']}/disable", {"reason": "已调离"}, version=version + 1)
    assert closed.status_code == 200
    answer = await accept(api, link_token=fourth["link_token"])
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.disabled")
    refused = await coordinator.post("/invitations", {"user_id": user["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "state.illegal")


async def test_a_weak_password_leaves_the_invitation_open(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world))
    weak = await accept(api, link_token=made["link_token"], new_password="云坪镇中心小学2026")
    assert (weak.status_code, weak.json()["errors"][0]["field"]) == (422, "new_password")
    assert "学校" in weak.json()["detail"]
    assert (await accept(api, link_token=made["link_token"])).status_code == 200


async def test_two_who_use_one_link_at_once_come_in_once(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world))
    both = await asyncio.gather(*(accept(api, link_token=made["link_token"]) for _ in range(2)))
    assert sorted(answer.status_code == 200 for answer in both) == [False, True]


async def test_a_county_invites_everybody_who_never_signed_in_and_again_only_when_asked(
    api: httpx.AsyncClient, coordinator: Caller, world: World, sign_in: SignIn, accounts: Accounts
) -> None:
    users = [await reporter(coordinator, world, f"school.{number}") for number in range(3)]
    await accounts.password("school.0", users[0]["start_code"])
    made = (await coordinator.post("/invitations/batch", {"region_code": HOME})).json()
    assert sorted(item["username"] for item in made["items"] if item["username"].startswith("school.")) == [
        "school.1", "school.2",
    ]  # fmt: skip
    assert all(item["slip_code"] and item["link_token"] for item in made["items"])
    again = (await coordinator.post("/invitations/batch", {})).json()
    assert (again["items"], again["left_out"]) == ([], len(made["items"]))
    anew = (await coordinator.post("/invitations/batch", {"again": True, "school_id": str(world.rural.id)})).json()
    assert len(anew["items"]) == 2
    old = next(item for item in made["items"] if item["username"] == "school.1")
    assert (await accept(api, link_token=old["link_token"])).status_code == 410
    elsewhere = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await elsewhere.post("/invitations/batch", {"again": True})).json()["items"] == []


async def test_a_region_that_is_not_the_callers_is_refused_in_a_sentence(coordinator: Caller, world: World) -> None:
    elsewhere = "渭滨区不在这个账号的管辖范围里，请改选管得到的地区，或请那里的教育局办。"
    for answer in (
        await coordinator.post("/invitations/batch", {"region_code": NEIGHBOUR}),
        await coordinator.get("/invitations/due", params={"region_code": NEIGHBOUR}),
        await coordinator.post(f"/staff/identified.csv?county_code={NEIGHBOUR}", {"reason": "核对编制"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.out_of_region")
        assert answer.json()["detail"] == elsewhere
    assert (await coordinator.get("/invitations/due", params={"region_code": "999999"})).status_code == 404
    assert (await coordinator.get("/invitations/due", params={"region_code": HOME})).status_code == 200


async def test_a_batch_sent_twice_makes_it_once_and_keeps_the_secrets_to_itself(
    coordinator: Caller, world: World
) -> None:
    await reporter(coordinator, world)
    first = await coordinator.post("/invitations/batch", {}, key="the-same-key-1")
    again = await coordinator.post("/invitations/batch", {}, key="the-same-key-1")
    assert again.json()["items"][0]["id"] == first.json()["items"][0]["id"]
    assert (again.json()["items"][0]["link_token"], again.json()["items"][0]["slip_code"]) == (None, None)


async def test_the_list_says_who_has_not_come_in_and_shows_no_secret(
    api: httpx.AsyncClient, coordinator: Caller, world: World
) -> None:
    user = await reporter(coordinator, world)
    made = await invite(coordinator, user)
    listed = await coordinator.get("/invitations?status=open")
    (row,) = listed.json()["items"]
    assert (row["username"], row["status"], row["allowed_actions"]) == ("yunping.he", "open", ["revoke"])
    assert made["link_token"] not in listed.text
    assert made["slip_code"] not in listed.text
    assert (await coordinator.get(f"/users/{user['id']}")).json()["invited_until"] == row["expires_at"]
    await accept(api, link_token=made["link_token"])
    assert (await coordinator.get("/invitations?status=open")).json()["items"] == []
    assert (await coordinator.get(f"/users/{user['id']}")).json()["invited_until"] is None


async def test_a_leader_opens_accounts_for_the_own_school_and_no_other(
    sign_in: SignIn, world: World, api: httpx.AsyncClient
) -> None:
    leader = await sign_in(Role.school_leader, school=world.rural)
    made = await leader.post("/users", {"username": "new.one", "name": "谢雯", "role": "school_reporter",
                                        "school_id": str(world.rural.id)})  # fmt: skip
    assert made.status_code == 201
    assert (await accept(api, link_token=(await invite(leader, made.json()))["link_token"])).status_code == 200
    other = await leader.post("/users", {"username": "new.two", "name": "谢雯", "role": "school_reporter",
                                         "school_id": str(world.urban.id)})  # fmt: skip
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "school_id")
    teacher = await leader.post("/users", {"username": "new.three", "name": "谢雯", "role": "county_coordinator",
                                           "region_code": HOME})  # fmt: skip
    assert teacher.status_code == 403
    names = {row["username"] for row in (await leader.get("/users?limit=200")).json()["items"]}
    reporter_there = await sign_in(Role.school_reporter, school=world.rural)
    seen = (await reporter_there.get("/users?limit=200")).json()["items"]
    assert "new.one" in names
    assert {row["school"]["id"] for row in seen} == {str(world.rural.id)}
    assert all(set(row["allowed_actions"]) <= {"hand_over"} for row in seen)


@pytest.mark.parametrize("body", [{}, {"username": "x"}, {"code": "x"}, {"username": "", "code": "", "link_token": ""}])
async def test_without_link_or_code_both_are_asked_for(api: httpx.AsyncClient, body: dict[str, str]) -> None:
    answer = await accept(api, **body)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


@pytest.mark.parametrize("token", ["x", "é" * 50, "a" * 200, "🙂"])
async def test_a_made_up_link_is_unknown(api: httpx.AsyncClient, token: str) -> None:
    for answer in (await accept(api, link_token=token), await api.post(LOOK, json={"link_token": token})):
        assert (answer.status_code, answer.json()["code"]) == (404, "invitation.unknown")
        assert token not in answer.text


def test_a_code_is_the_same_however_it_is_written() -> None:
    assert {
        normal_code(typed) for typed in ("abcd-efgh-jkmn", " ABCD EFGH JKMN ", "abcdefghjkmn", "ab cd-efghjk.mn")
    } == {"abcd-efgh-jkmn"}


async def test_no_token_code_or_typed_name_reaches_the_log_or_an_event(
    app: FastAPI, api: httpx.AsyncClient, coordinator: Caller, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    made = await invite(coordinator, await reporter(coordinator, world))
    await api.post(LOOK, json={"link_token": made["link_token"]})
    await accept(api, username="yunping.he", code="guessed-code", new_password="a-guessed-password")
    await api.get("/api/v1/auth/contacts", params={"q": "慕容复生的学校"})
    await accept(api, link_token=made["link_token"])
    printed = "".join(capsys.readouterr())
    async with app.state.database.reader() as session:
        rows = (await session.execute(select(Event.__table__))).mappings().all()  # type: ignore[attr-defined]
        stored = (await session.execute(select(Invitation.__table__))).mappings().all()  # type: ignore[attr-defined]
    kept = "".join(str(dict(row)) for row in [*rows, *stored])
    private = (made["link_token"], made["slip_code"], "何晓兰", "guessed", "慕容复生", NEW)
    assert "invitations/accept" in printed
    assert [word for word in private if word in printed or word in kept] == []


async def test_slips_are_made_for_the_accounts_of_one_upload_alone(
    world: World, coordinator: Caller, sign_in: SignIn, worker: Worker
) -> None:
    await reporter(coordinator, world)
    headings = ["账号名", "姓名", "角色", "学校"]
    rows = [[f"yunping.{name}", "江晚", "学校报送员", world.rural.code] for name in ("jw", "jx")]
    first = await applied(coordinator, worker, "users", csv_bytes([headings, rows[0]]))
    second = await applied(coordinator, worker, "users", csv_bytes([headings, rows[1]]))
    waiting = await checked(coordinator, worker, "users", csv_bytes([headings, ["yunping.jy", *rows[0][1:]]]))
    due = [(await coordinator.get(f"/invitations/due{query}")).json()["count"]
           for query in ("", *(f"?import_id={each['id']}" for each in (first, second, waiting)))]  # fmt: skip
    assert due == [3, 1, 1, 0]
    colleague = await sign_in(Role.county_coordinator, HOME)
    assert (await colleague.get(f"/invitations/due?import_id={first['id']}")).json()["count"] == 0, "not their upload"
    made = await colleague.post("/invitations/batch", {"import_id": first["id"]})
    assert made.json()["items"] == []
    made = await coordinator.post("/invitations/batch", {"import_id": first["id"]})
    assert [each["username"] for each in made.json()["items"]] == ["yunping.jw"]
    schools = await applied(coordinator, worker, "schools", csv_bytes([
        ["学校代码", "学校名称", "学校类型", "学段", "城乡", "城乡起算日期"],
        ["2161000901", "石桥镇中心小学", "中心小学", "小学", "农村", "2020-09-01"]]))  # fmt: skip
    assert (await coordinator.get(f"/invitations/due?import_id={schools['id']}")).json()["count"] == 0
