"""Two secrets at once, and their ends (E-68.3)."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.clients.models import ClientSecret
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.contracts.codes import Role
from tests.factories.world import PROVINCE
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import Accounts

BODY = {"name": "省教师发展平台", "region_code": PROVINCE, "scopes": ["stats:read", "changes:read"]}
EVENT: Any = Event


@pytest.fixture
async def administrator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, PROVINCE)


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


@pytest.fixture
async def made(administrator: Caller) -> dict[str, Any]:
    answer: dict[str, Any] = (await administrator.post("/clients", BODY)).json()
    return answer


async def token_of(accounts: Accounts, made: dict[str, Any]) -> httpx.Response:
    secret: dict[str, Any] = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    return await accounts.ask(grant_type="client_credentials", **secret)


async def rotate(caller: Caller, made: dict[str, Any], version: int, **body: Any) -> httpx.Response:
    return await caller.post(f"/clients/{made['id']}/rotate", body, version=version)


async def test_the_old_secret_stays_good_for_seven_days_beside_the_new_one(
    administrator: Caller, accounts: Accounts, made: dict[str, Any], clock: SetClock
) -> None:
    answer = await rotate(administrator, made, 1)
    new = answer.json()
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert new["client_secret"] not in {None, made["client_secret"]}
    assert [each["in_use"] for each in new["secrets"]] == [True, True]
    assert new["secrets"][0]["ends_at"] is None
    assert new["secrets"][1]["ends_at"].startswith("2026-12-10T01:40")
    for each in (made, new):
        assert (await token_of(accounts, each)).status_code == 200
    clock.forward(timedelta(days=7))
    assert (await token_of(accounts, made)).json()["code"] == "auth.client"
    assert (await token_of(accounts, new)).status_code == 200


async def test_a_token_ends_with_the_secret_it_was_taken_with(
    administrator: Caller, accounts: Accounts, made: dict[str, Any], clock: SetClock
) -> None:
    before = (await token_of(accounts, made)).json()
    new = (await rotate(administrator, made, 1, overlap_days=1)).json()
    clock.forward(timedelta(days=1) - timedelta(minutes=4))
    last = (await token_of(accounts, made)).json()
    good = (await token_of(accounts, new)).json()
    assert (before["expires_in"], last["expires_in"], good["expires_in"]) == (600, 240, 600)
    assert (await accounts.me(last["access_token"])).status_code == 200
    clock.forward(timedelta(minutes=4))
    assert (await accounts.me(last["access_token"])).status_code == 401
    assert (await accounts.me(good["access_token"])).status_code == 200


async def test_without_an_overlap_the_old_secret_and_its_tokens_end_at_once(
    administrator: Caller, accounts: Accounts, made: dict[str, Any]
) -> None:
    old = (await token_of(accounts, made)).json()["access_token"]
    new = (await rotate(administrator, made, 1, overlap_days=0)).json()
    assert (await token_of(accounts, made)).status_code == 401
    assert (await accounts.me(old)).status_code == 401
    assert (await token_of(accounts, new)).status_code == 200


async def test_a_third_secret_has_to_wait_for_the_end_of_one(
    administrator: Caller, accounts: Accounts, made: dict[str, Any]
) -> None:
    second = (await rotate(administrator, made, 1)).json()
    refused = await rotate(administrator, made, 2)
    assert (refused.status_code, refused.json()["code"]) == (409, "client.two_secrets")
    third = (await rotate(administrator, made, 2, overlap_days=0)).json()
    assert [(await token_of(accounts, each)).status_code for each in (made, second, third)] == [401, 401, 200]


async def test_one_secret_is_ended_and_the_other_goes_on(
    administrator: Caller, accounts: Accounts, made: dict[str, Any]
) -> None:
    new = (await rotate(administrator, made, 1)).json()
    tokens = [(await token_of(accounts, each)).json()["access_token"] for each in (made, new)]
    old_id = new["secrets"][1]["id"]
    path = f"/clients/{made['id']}/end-secret"
    ended = await administrator.post(path, {"secret_id": old_id}, version=2)
    assert (ended.status_code, [each["in_use"] for each in ended.json()["secrets"]]) == (200, [True, False])
    assert [(await accounts.me(token)).status_code for token in tokens] == [401, 200]
    assert (await token_of(accounts, made)).status_code == 401
    again = await administrator.post(path, {"secret_id": old_id}, version=3)
    assert (again.status_code, again.json()["code"]) == (409, "client.secret_ended")
    last = await administrator.post(path, {"secret_id": new["secrets"][0]["id"]}, version=3)
    assert [each["in_use"] for each in last.json()["secrets"]] == [False, False]
    anew = (await rotate(administrator, made, 4)).json()
    assert (await token_of(accounts, anew)).status_code == 200


async def test_a_secret_of_another_client_is_not_found(administrator: Caller, made: dict[str, Any]) -> None:
    other = (await administrator.post("/clients", BODY)).json()
    foreign = {"secret_id": other["secrets"][0]["id"]}
    answer = await administrator.post(f"/clients/{made['id']}/end-secret", foreign, version=1)
    assert (answer.status_code, answer.json()["code"]) == (404, "resource.not_found")


async def test_two_rotations_at_once_make_one_new_secret(administrator: Caller, made: dict[str, Any]) -> None:
    both = await asyncio.gather(*(rotate(administrator, made, 1) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 412]
    secrets = (await administrator.get(f"/clients/{made['id']}")).json()["secrets"]
    assert [each["in_use"] for each in secrets] == [True, True]


@pytest.mark.parametrize("days", [-1, 31, "seven", 1.5, None])
async def test_an_overlap_is_at_most_thirty_days(administrator: Caller, made: dict[str, Any], days: Any) -> None:
    assert (await rotate(administrator, made, 1, overlap_days=days)).status_code == 422
    assert (await rotate(administrator, made, 1, overlap_days=30)).status_code == 200


async def test_the_use_of_each_secret_is_noted_and_makes_no_new_version(
    administrator: Caller, accounts: Accounts, made: dict[str, Any]
) -> None:
    await rotate(administrator, made, 1)
    await token_of(accounts, made)
    read = (await administrator.get(f"/clients/{made['id']}")).json()
    assert (read["version"], read["secrets"][0]["last_used_at"]) == (2, None)
    assert read["secrets"][1]["last_used_at"] == read["last_used_at"] is not None


async def test_no_secret_and_no_digest_is_in_any_answer_event_or_log(
    administrator: Caller, accounts: Accounts, made: dict[str, Any], app: FastAPI, capfd: pytest.CaptureFixture[str]
) -> None:
    new = (await rotate(administrator, made, 1)).json()
    tokens = [(await token_of(accounts, each)).json() for each in (made, new)]
    old = {"secret_id": new["secrets"][1]["id"]}
    ended = await administrator.post(f"/clients/{made['id']}/end-secret", old, version=2)
    answers = [ended, await administrator.get("/clients"), await administrator.get("/clients.csv")]
    answers += [
        await administrator.get(f"/clients/{made['id']}"),
        await administrator.get(f"/clients/{made['id']}/usage"),
    ]
    async with app.state.database.reader() as session:
        digests = list((await session.execute(select(ClientSecret.digest))).scalars())  # type: ignore[call-overload]
        told_of = select(EVENT.action, EVENT.changes).where(EVENT.entity == "api_client").order_by(EVENT.id)
        events = (await session.execute(told_of)).all()
    assert [row.action for row in events] == ["created", "rotate", "end_secret"]
    told = "".join(answer.text for answer in answers) + json.dumps([row.changes for row in events])
    told += "".join(capfd.readouterr()) + json.dumps(tokens)
    for hidden in (made["client_secret"], new["client_secret"], *digests):
        assert hidden not in told
    assert len(digests) == 2


async def test_an_auditor_reads_the_ends_and_ends_none(
    administrator: Caller, made: dict[str, Any], sign_in: SignIn
) -> None:
    auditor = await sign_in(Role.auditor, PROVINCE)
    read = (await auditor.get(f"/clients/{made['id']}")).json()
    assert (len(read["secrets"]), read["allowed_actions"]) == (1, [])
    ended = await auditor.post(f"/clients/{made['id']}/end-secret", {"secret_id": read["secrets"][0]["id"]}, version=1)
    assert (ended.status_code, ended.json()["code"]) == (403, "permission.denied")
