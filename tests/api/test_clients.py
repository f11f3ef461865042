"""Provincial systems (E-68)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, PROVINCE
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import Accounts

BODY = {"name": "省教师发展平台", "region_code": PROVINCE, "scopes": ["stats:read", "changes:read"]}


@pytest.fixture
async def administrator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, PROVINCE)


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


async def token_of(accounts: Accounts, made: dict[str, Any]) -> httpx.Response:
    secret: dict[str, Any] = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    return await accounts.ask(grant_type="client_credentials", **secret)


async def test_a_new_client_reads_what_its_scopes_say_with_a_secret_shown_once(
    administrator: Caller, accounts: Accounts
) -> None:
    answer = await administrator.post("/clients", BODY, key="form-0000-0001")
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    made = answer.json()
    replay = (await administrator.post("/clients", BODY, key="form-0000-0001")).json()
    assert (replay["id"], replay["client_secret"]) == (made["id"], None)
    read = (await administrator.get(f"/clients/{made['id']}")).json()
    assert (read["client_secret"], read["region_name"]) == (None, "陕西省")
    token = (await token_of(accounts, made)).json()
    assert token["scope"] == "changes:read stats:read"
    caller = Caller(accounts.http, token["access_token"], made["id"])
    assert (await caller.get("/events")).status_code == 200
    denied = await caller.get("/schools")
    assert (denied.status_code, denied.json()["code"]) == (403, "auth.scope")


async def test_the_hour_of_the_last_use_is_shown(administrator: Caller, accounts: Accounts, clock: SetClock) -> None:
    made = (await administrator.post("/clients", BODY)).json()
    await token_of(accounts, made)
    first = (await administrator.get(f"/clients/{made['id']}")).json()
    assert first["last_used_at"] is not None
    clock.forward(timedelta(minutes=5))
    await token_of(accounts, made)
    assert (await administrator.get(f"/clients/{made['id']}")).json()["version"] == first["version"]


async def test_named_records_need_the_document_that_allows_them(administrator: Caller) -> None:
    named = {**BODY, "scopes": ["records:read", "records:identified"]}
    answer = await administrator.post("/clients", named)
    assert (answer.status_code, answer.json()["code"]) == (422, "client.legal_basis")
    assert answer.json()["errors"][0]["field"] == "legal_basis"
    answer = await administrator.post("/clients", {**named, "legal_basis": "陕教师函〔2026〕12号"})
    assert answer.status_code == 201


async def test_a_revoked_client_is_out_at_once_and_for_good(administrator: Caller, accounts: Accounts) -> None:
    made = (await administrator.post("/clients", BODY)).json()
    token = (await token_of(accounts, made)).json()["access_token"]
    revoked = await administrator.post(f"/clients/{made['id']}/revoke", version=1)
    assert (revoked.status_code, revoked.json()["allowed_actions"]) == (200, [])
    assert (await accounts.me(token)).status_code == 401
    assert (await token_of(accounts, made)).json()["code"] == "auth.client"
    again = await administrator.post(f"/clients/{made['id']}/rotate", version=2)
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")


async def test_versions_are_asked_for(administrator: Caller) -> None:
    made = (await administrator.post("/clients", BODY)).json()
    assert (await administrator.post(f"/clients/{made['id']}/revoke")).status_code == 428
    assert (await administrator.post(f"/clients/{made['id']}/revoke", version=9)).status_code == 412


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"region_code": "440000"}, 403),
        ({"region_code": "000000"}, 403),
        ({"region_code": "619999"}, 422),
        ({"scopes": []}, 422),
        ({"scopes": ["all"]}, 422),
        ({"scopes": None}, 422),
        ({"expires_on": "2026-12-02"}, 422),
        ({"expires_on": "0001-01-01"}, 422),
        ({"expires_on": "9999-12-31"}, 422),
        ({"expires_on": "2026-02-29"}, 422),
        ({"name": ""}, 422),
        ({"client_secret": "mine"}, 422),
        ({"expires_on": "2026-12-03"}, 201),
        ({"region_code": CITY}, 201),
    ],
)
async def test_a_client_is_made_inside_the_region_for_known_scopes_and_days_to_come(
    administrator: Caller, change: dict[str, Any], status: int
) -> None:
    answer = await administrator.post("/clients", BODY | change)
    assert answer.status_code == status, answer.text


async def test_a_client_of_another_province_does_not_exist(administrator: Caller, sign_in: SignIn) -> None:
    other = await sign_in.client([ClientScope.stats_read], "440000")
    assert (await administrator.get(f"/clients/{other.id}")).status_code == 404
    assert (await administrator.post(f"/clients/{other.id}/revoke", version=1)).status_code == 404
    assert (await administrator.get("/clients?revoked=false")).json()["items"] == []


@pytest.mark.parametrize("role", [Role.county_coordinator, Role.province_supervisor, Role.auditor])
async def test_only_administrators_manage_clients(sign_in: SignIn, role: Role) -> None:
    caller = await sign_in(role, HOME if role is Role.county_coordinator else PROVINCE)
    assert (await caller.get("/clients")).status_code == (200 if role is Role.auditor else 403)
    assert (await caller.post("/clients", BODY)).status_code == 403
