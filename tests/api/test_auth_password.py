"""Signing in with a password, and the back-off (E-67)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.contracts.codes import Role
from tests.support.sign_ins import PASSWORD, TOKEN, WEB, Accounts

HERE, THERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


class Hashing:
    """Counts the passwords that were really looked at."""

    def __init__(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, verify = 0, app.state.passwords.verify

        async def counted(stored: str | None, password: str) -> bool:
            self.count += 1
            return bool(await verify(stored, password))

        monkeypatch.setattr(app.state.passwords, "verify", counted)


async def test_a_right_password_gives_tokens_that_open_the_own_page(accounts: Accounts) -> None:
    user = await accounts.user()
    answer = await accounts.password()
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["must_set_password"]) == ("bearer", 600, False)
    assert answer.headers["cache-control"] == "no-store"
    me = (await accounts.me(body["access_token"])).json()
    assert (me["id"], me["role"], me["region_name"]) == (str(user.id), "county_coordinator", "陈仓区")
    assert "pairing.propose" in me["permissions"]


async def test_an_account_name_is_read_in_any_case_and_width(accounts: Accounts) -> None:
    await accounts.user()
    assert (await accounts.password(" ＦＧＬ.Baosong ")).status_code == 200


async def test_wrong_password_and_unknown_account_are_told_apart_by_nothing(accounts: Accounts) -> None:
    await accounts.user()
    wrong, unknown = await accounts.password(password="not-mine-19"), await accounts.password("nobody.here")
    assert wrong.status_code == unknown.status_code == 401
    same = ("code", "title", "detail", "errors", "type")
    assert [wrong.json()[key] for key in same] == [unknown.json()[key] for key in same]
    assert wrong.json()["detail"] == "账号或密码不对，还可以试4次。"


async def test_the_fifth_wrong_password_makes_the_account_wait_and_nothing_is_hashed_meanwhile(
    accounts: Accounts, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.user()
    hashing = Hashing(app, monkeypatch)
    answers = [await accounts.password(password="not-mine-19") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 429]
    locked = await accounts.password()
    assert locked.status_code == 429
    assert locked.json()["code"] == "auth.locked"
    assert locked.json()["detail"] == "试的次数太多，请5分钟后再试。"
    assert int(locked.headers["retry-after"]) == 300
    assert hashing.count == 5


async def test_after_the_wait_the_right_password_works_and_clears_the_count(
    accounts: Accounts, clock: SetClock
) -> None:
    await accounts.user()
    for _ in range(5):
        await accounts.password(password="not-mine-19")
    clock.forward(timedelta(minutes=5))
    assert (await accounts.password()).status_code == 200
    assert (await accounts.password(password="not-mine-19")).json()["detail"].endswith("还可以试4次。")


async def test_each_further_wrong_password_doubles_the_wait(accounts: Accounts, clock: SetClock) -> None:
    await accounts.user()
    for _ in range(4):
        await accounts.password(password="not-mine-19")
    waits = []
    for _ in range(5):
        answer = await accounts.password(password="not-mine-19")
        waits.append(int(answer.headers["retry-after"]))
        clock.forward(timedelta(seconds=waits[-1]))
    assert waits == [300, 600, 1200, 2400, 3600]


async def test_twenty_wrong_passwords_from_one_address_wait_a_minute_or_longer_for_every_account(
    accounts: Accounts, clock: SetClock
) -> None:
    await accounts.user()
    for number in range(20):
        await accounts.password(f"guess.{number}", "not-mine-19", web=True, address=HERE)
    waiting = await accounts.password(web=True, address=HERE)
    assert waiting.status_code == 429
    assert int(waiting.headers["retry-after"]) >= 60
    clock.forward(timedelta(seconds=int(waiting.headers["retry-after"])))
    await accounts.password("guess.20", "not-mine-19", web=True, address=HERE)
    longer = await accounts.password(web=True, address=HERE)
    assert int(longer.headers["retry-after"]) > int(waiting.headers["retry-after"])


async def test_after_a_thousand_wrong_ones_the_right_one_from_elsewhere_signs_in_within_two_seconds(
    accounts: Accounts, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accounts.user()
    hashing = Hashing(app, monkeypatch)
    codes: set[str] = set()

    async def guess(first: int) -> None:
        for number in range(first, 1000, 20):
            answer = await accounts.password(password=f"guess-{number}-xyz", web=True, address=HERE)
            codes.add(answer.json()["code"])

    guessing = asyncio.gather(*(guess(first) for first in range(20)))
    await asyncio.sleep(0.2)
    for attack in (asyncio.sleep(0), guessing):
        await attack
        async with asyncio.timeout(2):
            assert (await accounts.password(web=True, address=THERE)).status_code == 200
    assert codes == {"auth.wrong_credentials", "auth.locked"}
    assert hashing.count == 7
    assert (await accounts.password(web=True, address=HERE)).json()["code"] == "auth.locked"


async def test_when_a_hundred_wait_for_their_turn_at_one_address_the_next_are_sent_away(accounts: Accounts) -> None:
    await accounts.user()
    answers = await asyncio.gather(
        *(accounts.password("nobody.here", "not-mine-19", web=True, address=HERE) for _ in range(150))
    )
    codes = [answer.json()["code"] for answer in answers]
    assert set(codes) <= {"auth.wrong_credentials", "auth.locked", "rate.limited"}
    assert codes.count("auth.wrong_credentials") == 4
    assert all(int(a.headers["retry-after"]) > 0 for a in answers if a.status_code == 429)


async def test_the_address_is_forgiven_what_the_owner_mistyped_and_no_more(accounts: Accounts) -> None:
    await accounts.user()
    for number in range(17):
        await accounts.password(f"guess.{number}", "not-mine-19")
    await accounts.password(password="not-mine-19")
    assert (await accounts.password()).status_code == 200
    answers = [await accounts.password(f"more.{number}", "not-mine-19") for number in range(3)]
    assert [answer.status_code for answer in answers] == [401, 401, 429]


async def test_a_browser_address_is_believed_from_the_web_alone(accounts: Accounts) -> None:
    await accounts.user()
    for number in range(5):
        await accounts.password(password="not-mine-19", address=f"203.0.113.{number}")
    assert (await accounts.password(address="203.0.113.200")).json()["code"] == "auth.locked"


async def test_one_ipv6_network_is_one_address(accounts: Accounts) -> None:
    await accounts.user()
    for number in range(5):
        await accounts.password(password="not-mine-19", web=True, address=f"2001:db8:1:2::{number:x}")
    assert (await accounts.password(web=True, address="2001:db8:1:2:ffff::1")).json()["code"] == "auth.locked"
    assert (await accounts.password(web=True, address="2001:db8:1:3::1")).status_code == 200


async def test_the_web_without_its_secret_is_refused(api: httpx.AsyncClient, accounts: Accounts) -> None:
    await accounts.user()
    form = {"grant_type": "password", "username": "fgl.baosong", "password": PASSWORD, "client_id": "web"}
    answer = await api.post(TOKEN, data={**form, "client_secret": "guessed"})
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.client")


async def test_a_closed_account_is_told_whom_to_call_only_after_the_right_password(
    accounts: Accounts, clock: SetClock
) -> None:
    await accounts.user(disabled_at=clock.now(), role=Role.hr)
    assert (await accounts.password(password="not-mine-19")).status_code == 401
    answer = await accounts.password()
    assert (answer.status_code, answer.json()["code"]) == (403, "auth.disabled")
    assert "请联系" in answer.json()["detail"]


@pytest.mark.parametrize(
    "form",
    [
        {"grant_type": "password", "username": "a\x00b", "password": "x\x00y"},
        {"grant_type": "password", "username": "白晓岚😀", "password": "😀" * 60},
        {"grant_type": "password", "username": "\u202egfl\u202c", "password": "\ud7ff"},
        {"grant_type": "password", "username": "", "password": ""},
        {"grant_type": "password"},
    ],
)
async def test_strange_names_and_passwords_are_simply_wrong(accounts: Accounts, form: dict[str, Any]) -> None:
    answer = await accounts.ask(**form)
    assert answer.status_code in {401, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"grant_type=password&username=%ED%A0%80&password=%FF%FE", 401),
        (b"grant_type=magic", 400),
        (b"", 400),
        (b"grant_type=password&zz=1", 422),
        (b"grant_type=password&username=" + b"a" * 201, 422),
        (b"grant_type=password&password=" + b"a" * 10_000_000, 413),
    ],
)
async def test_strange_forms_are_problems_that_say_what_to_do(api: httpx.AsyncClient, body: bytes, status: int) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await api.post(TOKEN, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_grows_beyond_the_limit_while_it_comes_is_a_problem_too(api: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"grant_type=password&password=" + b"a" * 10_000

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await api.post(TOKEN, content=pieces(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.body_too_large")


async def test_a_json_body_is_no_form(api: httpx.AsyncClient) -> None:
    answer = await api.post(TOKEN, json={"grant_type": "password", **WEB})
    assert answer.status_code in {400, 415, 422}
    assert answer.headers["content-type"] == "application/problem+json"


async def test_two_at_once_both_sign_in(accounts: Accounts) -> None:
    await accounts.user()
    first, second = await asyncio.gather(
        accounts.password(web=True, address=HERE), accounts.password(web=True, address=THERE)
    )
    assert (first.status_code, second.status_code) == (200, 200)


async def test_no_log_line_holds_a_name_a_password_or_an_address(
    accounts: Accounts, capsys: pytest.CaptureFixture[str]
) -> None:
    await accounts.user()
    for password in (PASSWORD, "not-mine-19"):
        await accounts.password(password=password, web=True, address=HERE)
    printed = "".join(capsys.readouterr())
    assert "/api/v1/auth/token" in printed
    assert not [word for word in ("fgl.baosong", PASSWORD, "not-mine-19", HERE, "白晓岚") if word in printed]
