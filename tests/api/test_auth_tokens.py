"""Access tokens, refresh tokens and client credentials (RFC 6749, RFC 7519, RFC 9700)."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.api.kernel.ids import new_id
from services.api.kernel.tokens import Tokens
from services.contracts.codes import ClientScope, Role
from tests.support.callers import SignIn
from tests.support.databases import settings_for
from tests.support.sign_ins import TOKEN, Accounts

OLD_KEY, NEW_KEY = "old:" + "o" * 32, "new:" + "n" * 32


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


def part(content: dict[str, Any]) -> str:
    raw = json.dumps(content).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def forged(header: dict[str, Any], claims: dict[str, Any], secret: str, digest: Any = hashlib.sha256) -> str:
    signed = f"{part(header)}.{part(claims)}"
    mac = hmac.new(secret.encode(), signed.encode(), digest).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"


def secret_of(app: FastAPI) -> str:
    keys: dict[str, str] = app.state.settings.signing_keys()
    return next(iter(keys.values()))


async def good_claims(app: FastAPI, accounts: Accounts) -> dict[str, Any]:
    """The claims of a token that works, to change one thing each."""
    await accounts.user()
    token = (await accounts.password()).json()["access_token"]
    claims: dict[str, Any] = app.state.tokens.read(token, app.state.clock.now())
    return claims


HEADER = {"alg": "HS256", "typ": "JWT", "kid": "k1"}
CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "no algorithm": ({"alg": "none"}, {}),
    "another algorithm": ({"alg": "HS384"}, {}),
    "an algorithm of public keys": ({"alg": "RS256"}, {}),
    "an unknown key": ({"kid": "k9"}, {}),
    "no key": ({"kid": None}, {}),
    "another audience": ({}, {"aud": "somebody-else"}),
    "another issuer": ({}, {"iss": "somebody-else"}),
    "no audience": ({}, {"aud": None}),
    "no end": ({}, {"exp": None}),
    "no id": ({}, {"jti": None}),
    "an end in the past": ({}, {"exp": 1}),
    "a start in the future": ({}, {"iat": 4102444800, "exp": 4102445400}),
    "a session nobody has": ({}, {"sid": str(new_id())}),
    "a session that is no id": ({}, {"sid": "1 or 1=1"}),
    "another person": ({}, {"sub": str(new_id())}),
}


@pytest.mark.parametrize("changed", CHANGES)
async def test_a_token_with_one_thing_wrong_opens_nothing(app: FastAPI, accounts: Accounts, changed: str) -> None:
    header_change, claim_change = CHANGES[changed]
    claims = await good_claims(app, accounts)
    assert (await accounts.me(forged(HEADER, claims, secret_of(app)))).status_code == 200
    wrong = {name: value for name, value in (claims | claim_change).items() if value is not None}
    header = {name: value for name, value in (HEADER | header_change).items() if value is not None}
    digest = hashlib.sha384 if header["alg"] == "HS384" else hashlib.sha256
    answer = await accounts.me(forged(header, wrong, secret_of(app), digest))
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.invalid_token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_an_unsigned_token_opens_nothing(app: FastAPI, accounts: Accounts) -> None:
    claims = await good_claims(app, accounts)
    for signature in ("", "AAAA"):
        answer = await accounts.me(f"{part({**HEADER, 'alg': 'none'})}.{part(claims)}.{signature}")
        assert answer.status_code == 401


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "e30.e30.e30", "%00", "ä" * 10, "x" * 9000, "null", "🙂"])
async def test_garbage_is_no_token(api: httpx.AsyncClient, token: str) -> None:
    answer = await api.get("/api/v1/me", headers={b"Authorization": b"Bearer " + token.encode()})
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.invalid_token")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eDp5", "Token abc", "bearer"])
async def test_without_a_bearer_token_one_is_asked_for(api: httpx.AsyncClient, header: str) -> None:
    answer = await api.get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.missing")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_access_token_ends_after_ten_minutes(accounts: Accounts, clock: SetClock) -> None:
    await accounts.user()
    token = (await accounts.password()).json()["access_token"]
    clock.forward(timedelta(seconds=599))
    assert (await accounts.me(token)).status_code == 200
    clock.forward(timedelta(seconds=1))
    assert (await accounts.me(token)).status_code == 401


async def test_a_new_key_signs_while_the_old_one_is_still_read(accounts: Accounts, app: FastAPI) -> None:
    user = await accounts.user()
    url = app.state.settings.url
    app.state.tokens = Tokens(settings_for(url, jwt_keys=OLD_KEY))
    old = (await accounts.password()).json()["access_token"]
    app.state.tokens = Tokens(settings_for(url, jwt_keys=f"{NEW_KEY},{OLD_KEY}"))
    new = (await accounts.password()).json()["access_token"]
    assert [(await accounts.me(token)).json()["id"] for token in (old, new)] == [str(user.id)] * 2
    app.state.tokens = Tokens(settings_for(url, jwt_keys=NEW_KEY))
    assert [(await accounts.me(token)).status_code for token in (old, new)] == [401, 200]


async def test_a_role_is_read_at_every_call_not_from_the_token(
    accounts: Accounts, app: FastAPI, sign_in: SignIn
) -> None:
    user = await accounts.user()
    token = (await accounts.password()).json()["access_token"]
    administrator = await sign_in(Role.administrator, "610000")
    assert (await administrator.post(f"/users/{user.id}/disable", {"reason": "离职"}, version=2)).status_code == 200
    assert (await accounts.me(token)).status_code == 401


async def test_the_web_keeps_its_refresh_token_and_it_works_with_the_webs_secret_alone(accounts: Accounts) -> None:
    await accounts.user()
    refresh = (await accounts.password(web=True)).json()["refresh_token"]
    for _ in range(3):
        renewed = await accounts.ask(grant_type="refresh_token", refresh_token=refresh, web=True)
        assert renewed.status_code == 200
        assert renewed.json()["refresh_token"] == refresh
        assert (await accounts.me(renewed.json()["access_token"])).status_code == 200
    stolen = await accounts.ask(grant_type="refresh_token", refresh_token=refresh)
    assert (stolen.status_code, stolen.json()["code"]) == (401, "auth.invalid_token")
    assert (await accounts.ask(grant_type="refresh_token", refresh_token=refresh, web=True)).status_code == 200


async def test_a_browser_that_rests_for_twelve_hours_has_to_sign_in_again(accounts: Accounts, clock: SetClock) -> None:
    await accounts.user()
    refresh = (await accounts.password(web=True)).json()["refresh_token"]
    for _ in range(3):
        clock.forward(timedelta(hours=11))
        assert (await accounts.ask(grant_type="refresh_token", refresh_token=refresh, web=True)).status_code == 200
    clock.forward(timedelta(hours=12))
    assert (await accounts.ask(grant_type="refresh_token", refresh_token=refresh, web=True)).status_code == 401


@pytest.mark.parametrize("generations", [1, 3])
async def test_a_refresh_token_that_was_used_before_ends_the_whole_sign_in(
    accounts: Accounts, generations: int
) -> None:
    await accounts.user()
    first = newest = (await accounts.password()).json()
    for _ in range(generations):
        newest = (await accounts.ask(grant_type="refresh_token", refresh_token=newest["refresh_token"])).json()
    assert (await accounts.me(newest["access_token"])).status_code == 200
    again = await accounts.ask(grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert again.status_code == 401
    assert (await accounts.me(newest["access_token"])).status_code == 401
    assert (await accounts.ask(grant_type="refresh_token", refresh_token=newest["refresh_token"])).status_code == 401


async def test_one_refresh_token_used_twice_at_once_gives_at_most_one_living_sign_in(accounts: Accounts) -> None:
    await accounts.user()
    refresh = (await accounts.password()).json()["refresh_token"]
    both = await asyncio.gather(*(accounts.ask(grant_type="refresh_token", refresh_token=refresh) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 401]
    renewed = next(answer for answer in both if answer.status_code == 200).json()
    assert (await accounts.me(renewed["access_token"])).status_code == 401


@pytest.mark.parametrize("token", ["", "x", "." * 50, "A" * 22 + ".x", "é" * 22 + ".x", "\x00" * 22 + ".x"])
async def test_a_made_up_refresh_token_is_refused(accounts: Accounts, token: str) -> None:
    answer = await accounts.ask(grant_type="refresh_token", refresh_token=token)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.invalid_token")


async def test_signing_out_ends_access_and_refresh_tokens(accounts: Accounts, api: httpx.AsyncClient) -> None:
    await accounts.user()
    tokens = (await accounts.password(web=True)).json()
    other = (await accounts.password(web=True)).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert (await api.post("/api/v1/auth/sign-out", headers=bearer)).status_code == 204
    assert (await accounts.me(tokens["access_token"])).status_code == 401
    refused = await accounts.ask(grant_type="refresh_token", refresh_token=tokens["refresh_token"], web=True)
    assert refused.status_code == 401
    assert (await accounts.me(other["access_token"])).status_code == 200


@pytest.mark.parametrize("way", ["form", "basic"])
async def test_a_provincial_system_gets_a_token_for_its_secret(
    accounts: Accounts, api: httpx.AsyncClient, way: str
) -> None:
    client, secret = await accounts.client(ClientScope.stats_read, ClientScope.changes_read)
    form: dict[str, Any] = {"grant_type": "client_credentials"}
    named = {"client_id": client.client_id, "client_secret": secret}
    answer = (
        await api.post(TOKEN, data=form | named)
        if way == "form"
        else await api.post(TOKEN, data=form, auth=(client.client_id, secret))
    )
    body = answer.json()
    assert (answer.status_code, body["scope"], body["refresh_token"]) == (200, "stats:read changes:read", None)
    me = (await accounts.me(body["access_token"])).json()
    assert (me["kind"], me["username"], me["name"]) == ("client", "c-shaanxi", "省平台")
    assert set(me["permissions"]) == {
        "change.read", "code.read", "event.read", "period.read", "region.read", "self.read", "statistics.read",
        "webhook.read", "webhook.write",
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "guessed"},
        {"client_id": "c-other"},
        {"client_id": "c\x00"},
        {"client_id": ""},
        {"client_id": "web", "client_secret": "guessed"},
    ],
)
async def test_a_wrong_client_or_secret_is_refused_alike(accounts: Accounts, wrong: dict[str, Any]) -> None:
    client, secret = await accounts.client()
    form: dict[str, Any] = {"client_id": client.client_id, "client_secret": secret} | wrong
    answer = await accounts.ask(grant_type="client_credentials", **form)
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.client")
    assert answer.headers["www-authenticate"].startswith("Basic")


async def test_a_client_is_refused_a_scope_it_does_not_have(accounts: Accounts) -> None:
    client, secret = await accounts.client(ClientScope.stats_read)
    form: dict[str, Any] = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    assert (await accounts.ask(**form, scope="stats:read")).status_code == 200
    answer = await accounts.ask(**form, scope="stats:read records:read")
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.scope")


async def test_a_client_works_through_its_last_day_and_not_after(accounts: Accounts, clock: SetClock) -> None:
    client, secret = await accounts.client(expires_on=clock.today())
    form: dict[str, Any] = {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret}
    token = (await accounts.ask(**form)).json()["access_token"]
    clock.forward(timedelta(hours=14))
    late = (await accounts.ask(**form)).json()["access_token"]
    assert (await accounts.me(token)).status_code == 401
    assert (await accounts.me(late)).status_code == 200
    clock.forward(timedelta(minutes=25))
    assert (await accounts.me(late)).status_code == 401
    assert (await accounts.ask(**form)).json()["code"] == "auth.client"


@pytest.mark.parametrize("form", [{}, {"grant_type": "implicit"}, {"grant_type": "PASSWORD"}])
async def test_another_grant_is_named_as_such(accounts: Accounts, form: dict[str, Any]) -> None:
    answer = await accounts.ask(**form)
    assert (answer.status_code, answer.json()["code"]) == (400, "auth.grant")
