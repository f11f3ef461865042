"""The rules of sign-ins, sentence by sentence (architecture §8): bound to the web, hashed, roles read in one query."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.models import METADATA
from services.api.kernel.clock import SetClock
from services.contracts.codes import ClientScope, Role
from tests.factories.world import PROVINCE, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.sign_ins import PASSWORD, WEB, Accounts

BASIC = (WEB["client_id"], WEB["client_secret"])
NEW_PASSWORD = "露水从松针落到溪石上面"


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


async def an_invitation(accounts: Accounts, sign_in: SignIn) -> dict[str, Any]:
    user = await accounts.user()
    administrator = await sign_in(Role.administrator, PROVINCE)
    answer = await administrator.post("/invitations", {"user_id": str(user.id), "channel": "printed"})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def by_password(accounts: Accounts, sign_in: SignIn, *, web: bool) -> dict[str, Any]:
    await accounts.user()
    return dict((await accounts.password(web=web)).json())


async def by_link(accounts: Accounts, sign_in: SignIn, *, web: bool) -> dict[str, Any]:
    body = {"link_token": (await an_invitation(accounts, sign_in))["link_token"], "new_password": NEW_PASSWORD}
    auth: Any = BASIC if web else None
    return dict((await accounts.http.post("/api/v1/invitations/accept", json=body, auth=auth)).json())


async def by_code(accounts: Accounts, sign_in: SignIn, *, web: bool) -> dict[str, Any]:
    made = await an_invitation(accounts, sign_in)
    body = {"username": made["username"], "code": made["slip_code"], "new_password": NEW_PASSWORD}
    auth: Any = BASIC if web else None
    return dict((await accounts.http.post("/api/v1/invitations/accept", json=body, auth=auth)).json())


async def by_looking(accounts: Accounts, sign_in: SignIn, *, web: bool) -> dict[str, Any]:
    user = await accounts.user()
    await accounts.user("sheng.guanli", role=Role.administrator, region_code=PROVINCE)
    own = (await accounts.password("sheng.guanli", web=web)).json()
    administrator = Caller(accounts.http, own["access_token"], user.id)
    return dict((await administrator.post(f"/users/{user.id}/view-as", {"reason": "核对页面"})).json())


WAYS = {"password": by_password, "link": by_link, "code": by_code, "look": by_looking}


@pytest.mark.parametrize("way", WAYS)
async def test_whatever_the_way_in_the_webs_refresh_token_stays_and_works_with_the_webs_secret_alone(
    accounts: Accounts, sign_in: SignIn, clock: SetClock, way: str
) -> None:
    refresh = (await WAYS[way](accounts, sign_in, web=True))["refresh_token"]
    for _ in range(2):
        clock.forward(timedelta(minutes=11))
        renewed = await accounts.ask(grant_type="refresh_token", refresh_token=refresh, web=True)
        assert (renewed.status_code, renewed.json()["refresh_token"]) == (200, refresh)
        assert (await accounts.me(renewed.json()["access_token"])).status_code == 200
    assert (await accounts.ask(grant_type="refresh_token", refresh_token=refresh)).status_code == 401


@pytest.mark.parametrize("way", WAYS)
async def test_whatever_the_way_in_others_refresh_tokens_change_and_the_old_one_ends_the_sign_in(
    accounts: Accounts, sign_in: SignIn, way: str
) -> None:
    first = (await WAYS[way](accounts, sign_in, web=False))["refresh_token"]
    assert (await accounts.ask(grant_type="refresh_token", refresh_token=first, web=True)).status_code == 401
    second = (await accounts.ask(grant_type="refresh_token", refresh_token=first)).json()
    assert second["refresh_token"] != first
    assert (await accounts.ask(grant_type="refresh_token", refresh_token=first)).status_code == 401
    assert (await accounts.me(second["access_token"])).status_code == 401
    again = await accounts.ask(grant_type="refresh_token", refresh_token=second["refresh_token"])
    assert again.status_code == 401


async def test_no_secret_that_anybody_was_given_stands_in_the_database(
    app: FastAPI, accounts: Accounts, sign_in: SignIn
) -> None:
    invitation = await an_invitation(accounts, sign_in)
    administrator = await sign_in(Role.administrator, PROVINCE)
    body = {"username": "yunping.qws", "name": "秦望舒", "role": "county_coordinator", "region_code": "610304"}
    made = (await administrator.post("/users", body)).json()
    _, client_secret = await accounts.client(ClientScope.stats_read)
    own = [(await accounts.password(web=web)).json() for web in (True, False)]
    rotated = (await accounts.ask(grant_type="refresh_token", refresh_token=own[1]["refresh_token"])).json()
    secrets = [PASSWORD, client_secret, made["start_code"], invitation["link_token"], invitation["slip_code"]]
    secrets += [tokens[name] for tokens in (*own, rotated) for name in ("access_token", "refresh_token")]
    assert all(secrets)
    async with app.state.database.reader() as db:
        rows = [row for table in METADATA.sorted_tables for row in await db.execute(select(table))]
    text = "\n".join(str(tuple(row)) for row in rows)
    assert "yunping.qws" in text, "the search finds what is there"
    assert [secret for secret in secrets if secret in text] == []


async def test_who_asks_is_read_in_one_query_however_many_schools_they_report_for(
    app: FastAPI, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    client = await sign_in.client([ClientScope.stats_read])
    for caller in (reporter, client):
        with counted_reads(app) as statements:
            assert (await caller.get("/codes")).status_code == 200
        assert len(statements) == 1, statements
