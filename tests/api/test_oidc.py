"""Signing in through a province's identity provider, against a real provider process (OpenID Connect Core 1.0)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from services.api.features.accounts.oidc import Oidc
from services.api.features.accounts.service import Doors
from services.api.kernel.clock import SetClock
from services.contracts.codes import Role
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for
from tests.support.identity_provider import (
    CALLBACK,
    CLIENT_ID,
    CLIENT_SECRET,
    identity_provider,
    sign_in_there,
    status_there,
)
from tests.support.sign_ins import WEB, Accounts

BASIC = (WEB["client_id"], WEB["client_secret"])
PEOPLE = (
    {"sub": "p-1001", "preferred_username": "fgl.baosong", "phone_number": "6210 0123"},
    {"sub": "p-2002", "preferred_username": "Nobody.Here"},
)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with identity_provider(*(json.dumps(person) for person in PEOPLE)) as running:
        yield running


@pytest.fixture
def clock() -> SetClock:
    """The real time: the provider has no other."""
    return SetClock(datetime.now(UTC))


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


def configure(app: FastAPI, issuer: str, **changes: Any) -> None:
    """Switch the provider on; everything else stays."""
    values: dict[str, Any] = {
        "oidc_issuer": issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET,
        "oidc_redirect_uri": CALLBACK, "oidc_maps_to": "username", "oidc_claim": "preferred_username", **changes,
    }  # fmt: skip
    app.state.settings = settings_for(app.state.settings.url, **values)
    app.state.doors, app.state.oidc = Doors(), Oidc(app.state.settings)


async def start(api: httpx.AsyncClient) -> dict[str, str]:
    answer = await api.post("/api/v1/auth/oidc/start", auth=BASIC)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    started: dict[str, str] = answer.json()
    return started


async def finish(api: httpx.AsyncClient, started: dict[str, str], code: str, **changes: str) -> httpx.Response:
    body = {"code": code, "nonce": started["nonce"], "code_verifier": started["code_verifier"], **changes}
    return await api.post("/api/v1/auth/oidc", json=body, auth=BASIC)


async def through(api: httpx.AsyncClient, sub: str = "p-1001") -> httpx.Response:
    started = await start(api)
    return await finish(api, started, sign_in_there(started["authorization_url"], sub)["code"])


async def test_without_a_provider_there_is_none_and_nothing_can_be_started(api: httpx.AsyncClient) -> None:
    assert (await api.get("/api/v1/auth/ways")).json() == {"password": True, "oidc": None, "maintenance": None}
    answer = await api.post("/api/v1/auth/oidc/start", auth=BASIC)
    assert (answer.status_code, answer.json()["code"]) == (409, "auth.oidc_off")


async def test_the_web_alone_may_ask(app: FastAPI, api: httpx.AsyncClient, issuer: str) -> None:
    configure(app, issuer)
    for path, body in (("/start", None), ("", {"code": "x", "nonce": "x", "code_verifier": "x"})):
        answer = await api.post(f"/api/v1/auth/oidc{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.client")
        answer = await api.post(f"/api/v1/auth/oidc{path}", json=body, auth=("web", "guessed"))
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.client")


async def test_the_browser_is_sent_with_pkce_state_and_nonce_of_its_own(
    app: FastAPI, api: httpx.AsyncClient, issuer: str
) -> None:
    configure(app, issuer)
    assert (await api.get("/api/v1/auth/ways")).json()["oidc"] == "省教育统一身份认证"
    first, second = await start(api), await start(api)
    asked = parse_qs(urlsplit(first["authorization_url"]).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert (asked["state"], asked["nonce"], asked["redirect_uri"]) == ([first["state"]], [first["nonce"]], [CALLBACK])
    assert first["code_verifier"] not in first["authorization_url"]
    assert not set(first.values()) & set(second.values())


async def test_a_code_in_other_hands_opens_nothing_without_the_verifier_behind_its_challenge(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts
) -> None:
    configure(app, issuer)
    await accounts.user()
    for wrong in ((await start(api))["code_verifier"], "x" * 43):
        started = await start(api)
        code = sign_in_there(started["authorization_url"], "p-1001")["code"]
        answer = await finish(api, started, code, code_verifier=wrong)
        assert (answer.status_code, answer.json()["code"]) == (401, "auth.oidc_refused")
        assert (await finish(api, started, code)).status_code == 401, "a code is worth one attempt"
    assert (await through(api)).status_code == 200


async def test_the_provider_gives_no_code_without_a_challenge(
    app: FastAPI, api: httpx.AsyncClient, issuer: str
) -> None:
    configure(app, issuer)
    address = (await start(api))["authorization_url"]
    for weaker in (address.replace("S256", "plain"), address.partition("&code_challenge=")[0]):
        assert status_there(weaker, "p-1001") == 400


async def test_a_person_whom_the_claim_names_comes_in_and_stays_bound(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts, sign_in: SignIn
) -> None:
    configure(app, issuer)
    user = await accounts.user(must_set_password=True)
    answer = await through(api)
    assert (answer.status_code, answer.json()["must_set_password"]) == (200, False)
    me = await accounts.me(answer.json()["access_token"])
    assert (me.json()["id"], me.json()["must_set_password"], me.json()["identity_bound"]) == (str(user.id), False, True)
    configure(app, issuer, oidc_maps_to="external_subject", oidc_claim="sub")
    assert (await through(api)).status_code == 200
    administrator = await sign_in(Role.administrator, "610000")
    log = await administrator.get("/events?limit=50")
    assert (log.status_code, "p-1001" in log.text) == (200, False)


async def test_who_is_disabled_unknown_or_bound_otherwise_does_not_come_in(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts
) -> None:
    configure(app, issuer)
    unknown = await through(api, "p-2002")
    assert (unknown.status_code, unknown.json()["code"]) == (403, "auth.oidc_unknown")
    assert "县教育局" in unknown.json()["detail"]
    await accounts.user(external_subject="p-another")
    assert (await through(api)).json()["code"] == "auth.oidc_unknown"


async def test_a_disabled_account_is_told_whom_to_call(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts, clock: SetClock
) -> None:
    configure(app, issuer)
    await accounts.user(disabled_at=clock.now())
    answer = await through(api)
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.disabled")


async def test_a_telephone_names_one_account_and_never_one_of_several(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts
) -> None:
    configure(app, issuer, oidc_maps_to="phone", oidc_claim="phone_number", oidc_scope="openid phone")
    await accounts.user("one.more", phone="6210 0123")
    user = await accounts.user("two.more", phone="6210 0123")
    assert (await through(api)).json()["code"] == "auth.oidc_unknown"
    async with app.state.database.writer(clock=app.state.clock) as db:
        (await db.get(type(user), user.id)).disabled_at = app.state.clock.now()
    assert (await through(api)).status_code == 200


async def test_an_account_is_bound_by_its_owner_once_and_to_one_alone(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts
) -> None:
    configure(app, issuer, oidc_maps_to="external_subject", oidc_claim="sub")
    tokens = []
    for name in ("fgl.baosong", "two.more"):
        await accounts.user(name)
        tokens.append((await accounts.password(name)).json()["access_token"])
    assert (await through(api)).json()["code"] == "auth.oidc_unknown"
    answers = []
    for token in tokens:
        started = await start(api)
        code = sign_in_there(started["authorization_url"], "p-1001")["code"]
        body = {"code": code, "nonce": started["nonce"], "code_verifier": started["code_verifier"]}
        answers.append(await Caller(api, token, None).post("/me/identity", body))  # type: ignore[arg-type]
    assert [answer.status_code for answer in answers] == [204, 409]
    assert answers[1].json()["code"] == "auth.oidc_taken"
    assert (await through(api)).status_code == 200


async def test_a_code_that_was_used_before_is_refused(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts
) -> None:
    configure(app, issuer)
    await accounts.user()
    started = await start(api)
    code = sign_in_there(started["authorization_url"], "p-1001")["code"]
    assert (await finish(api, started, code)).status_code == 200
    again = await finish(api, started, code)
    assert (again.status_code, again.json()["code"]) == (401, "auth.oidc_refused")


async def test_a_wrong_nonce_another_audience_and_an_old_token_are_refused(
    app: FastAPI, api: httpx.AsyncClient, issuer: str, accounts: Accounts, clock: SetClock
) -> None:
    configure(app, issuer)
    await accounts.user()
    started = await start(api)
    code = sign_in_there(started["authorization_url"], "p-1001")["code"]
    assert (await finish(api, started, code, nonce="of-somebody-else")).json()["code"] == "auth.oidc_refused"
    started = await start(api)
    code = sign_in_there(started["authorization_url"], "p-1001")["code"]
    configure(app, issuer, oidc_client_id="another-client")
    assert (await finish(api, started, code)).json()["code"] == "auth.oidc_refused"
    configure(app, issuer)
    started = await start(api)
    code = sign_in_there(started["authorization_url"], "p-1001")["code"]
    clock.forward(timedelta(hours=2))
    assert (await finish(api, started, code)).json()["code"] == "auth.oidc_refused"


@pytest.mark.parametrize("down", ["http://127.0.0.1:9", "http://127.0.0.1:1"])
async def test_with_the_provider_away_the_answer_is_503_and_passwords_still_work(
    app: FastAPI, api: httpx.AsyncClient, accounts: Accounts, down: str
) -> None:
    configure(app, down)
    await accounts.user()
    answer = await api.post("/api/v1/auth/oidc/start", auth=BASIC)
    assert (answer.status_code, answer.json()["code"]) == (503, "auth.oidc_down")
    assert int(answer.headers["retry-after"]) > 0
    assert (await accounts.password()).status_code == 200


GOOD: dict[str, Any] = {"iss": "https://id.test", "aud": CLIENT_ID, "sub": "p-1", "nonce": "n"}
WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://evil.test"},
    "another audience": {"aud": "somebody-else"},
    "several audiences, ours not authorized": {"aud": [CLIENT_ID, "other"], "azp": "other"},
    "several audiences and no authorized party": {"aud": [CLIENT_ID, "other"]},
    "another nonce": {"nonce": "m"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": None},
    "no end": {"exp": None},
    "over": {"exp": 1},
    "of tomorrow": {"iat": 4102444800},
}


@pytest.mark.parametrize("wrong", [*WRONG, "another key", "no algorithm", "a shared secret"])
def test_an_id_token_with_one_thing_wrong_is_refused(wrong: str) -> None:
    settings = settings_for(
        "sqlite+aiosqlite://", oidc_issuer="https://id.test", oidc_client_id=CLIENT_ID, oidc_client_secret="s" * 32
    )
    now = datetime.now(UTC)
    key, other = RSAKey.generate_key(2048, {"kid": "k1"}), RSAKey.generate_key(2048, {"kid": "k1"})
    keys, oidc = KeySet([RSAKey.import_key(key.as_dict(private=False))]), Oidc(settings)
    good = {**GOOD, "iat": int(now.timestamp()), "exp": int(now.timestamp()) + 60}
    header = {"alg": "RS256", "kid": "k1"}
    assert oidc._verified(jwt.encode(header, good, key), keys, "n", now)["sub"] == "p-1"
    claims = {name: value for name, value in {**good, **WRONG.get(wrong, {})}.items() if value is not None}
    token = jwt.encode(header, claims, other if wrong == "another key" else key)
    if wrong == "no algorithm":
        token = f"eyJhbGciOiJub25lIn0.{token.split('.')[1]}."
    if wrong == "a shared secret":
        token = f"eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0.{token.split('.')[1]}.AAAA"
    with pytest.raises((JoseError, ValueError, KeyError, TypeError)):
        oidc._verified(token, keys, "n", now)
