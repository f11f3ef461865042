"""The own account: who am I, the first password, another password (E-67)."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.contracts.codes import Role
from tests.factories.world import HOME, Make
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import PASSWORD, Accounts

NEW = "xin-de-mi-ma-27"


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


async def signed_in(accounts: Accounts, username: str = "fgl.baosong", password: str = PASSWORD) -> Caller:
    answer = await accounts.password(username, password)
    assert answer.status_code == 200, answer.text
    return Caller(accounts.http, answer.json()["access_token"], answer.json()["expires_in"])


async def change(caller: Caller, present: Any, new: Any) -> httpx.Response:
    return await caller.post("/me/password", {"current_password": present, "new_password": new})


async def test_a_new_account_sets_its_password_before_anything_else(accounts: Accounts) -> None:
    await accounts.user(must_set_password=True)
    caller = await signed_in(accounts)
    assert (await caller.get("/me")).json()["must_set_password"] is True
    held = await caller.get("/regions")
    assert (held.status_code, held.json()["code"]) == (403, "auth.password_must_be_set")
    assert (await change(caller, PASSWORD, NEW)).status_code == 204
    assert (await caller.get("/regions")).status_code == 200
    assert (await caller.get("/me")).json()["must_set_password"] is False
    assert (await accounts.password()).status_code == 401
    assert (await accounts.password(password=NEW)).status_code == 200


async def test_a_new_password_ends_the_other_sign_ins_and_keeps_this_one(accounts: Accounts) -> None:
    await accounts.user()
    here, elsewhere = await signed_in(accounts), await signed_in(accounts)
    assert (await change(here, PASSWORD, NEW)).status_code == 204
    assert (await elsewhere.get("/me")).status_code == 401
    assert (await here.get("/me")).status_code == 200


@pytest.mark.parametrize(
    "weak", ["1234567890", "aaaaaaaaaaaa", "fgl.baosong-1", "白晓岚白晓岚白晓岚白", "qwertyuiop", PASSWORD]
)
async def test_a_weak_password_is_refused_with_a_sentence(accounts: Accounts, weak: str) -> None:
    await accounts.user()
    answer = await change(await signed_in(accounts), PASSWORD, weak)
    assert (answer.status_code, answer.json()["code"]) == (422, "auth.weak_password")
    assert answer.json()["errors"][0]["field"] == "new_password"


@pytest.mark.parametrize("new", ["kurz", "x" * 201, None, 7])
async def test_what_is_no_password_is_refused_without_echo(accounts: Accounts, new: Any) -> None:
    await accounts.user()
    answer = await change(await signed_in(accounts), PASSWORD, new)
    assert answer.status_code in {400, 422}, answer.text
    assert str(new) not in answer.text or new == 7


async def test_half_a_character_is_no_password(accounts: Accounts) -> None:
    await accounts.user()
    caller = await signed_in(accounts)
    body = b'{"current_password": "shan-lu-18-wan", "new_password": "\\ud800-xxxxxxxxxx"}'
    answer = await caller.request("POST", "/me/password", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}, answer.text


async def test_guessing_the_present_password_of_an_open_session_is_stopped(accounts: Accounts, clock: SetClock) -> None:
    await accounts.user()
    caller = await signed_in(accounts)
    answers = [await change(caller, f"guess-{number}-abc", NEW) for number in range(6)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429, 429]
    assert answers[0].json()["code"] == "auth.wrong_password"
    assert answers[0].json()["errors"][0]["field"] == "current_password"
    assert (await change(caller, PASSWORD, NEW)).json()["code"] == "auth.locked"


async def test_a_school_account_sees_its_school_and_whom_to_call(make: Make, sign_in: SignIn) -> None:
    world = await make.county_world()
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    me = (await reporter.get("/me")).json()
    assert me["school"]["name"] == "云坪镇中心小学"
    assert me["region_code"] == HOME
    assert me["unread_notices"] == 0
    assert me["session_started_at"]


async def test_a_client_has_no_password_to_change(sign_in: SignIn) -> None:
    client = await sign_in.client([])
    assert (await change(client, PASSWORD, NEW)).status_code == 403
