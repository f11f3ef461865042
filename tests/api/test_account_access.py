"""Own sign-ins, handing over, an administrator's look, and whom to call (E-67, architecture §5, §8)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.api.features.accounts.devices import device_words
from services.api.kernel.clock import SetClock
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.world import HOME, PROVINCE, World
from tests.support.callers import Caller, SignIn
from tests.support.sign_ins import PASSWORD, TOKEN, WEB, Accounts

CHROME = "Mozilla/5.0 (Linux; Android 13; V2244A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537"
WECHAT = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.42 NetType/WIFI"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0"


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


async def signed_in(accounts: Accounts, agent: str = CHROME, *, web: bool = True) -> Caller:
    form = {"grant_type": "password", "username": "fgl.baosong", "password": PASSWORD, **(WEB if web else {})}
    headers = {"X-Client-Agent" if web else "User-Agent": agent}
    answer = await accounts.http.post(TOKEN, data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    return Caller(accounts.http, answer.json()["access_token"], answer.json()["refresh_token"])


@pytest.mark.parametrize(
    ("agent", "words"),
    [(CHROME, "手机·Chrome"), (WECHAT, "手机·微信"), (EDGE, "电脑·Edge"), ("", "其他设备"), ("curl/8", "其他设备"),
     ("Mozilla/5.0 (iPad; CPU OS 16_0) AppleWebKit Version/16.0 Mobile Safari/604.1", "平板·Safari"),
     ("Mozilla/5.0 (Linux; Android 12; Tab) Chrome/99 Safari/537", "平板·Chrome"), ("x" * 9000, "其他设备"),
     ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko Firefox/120.0", "电脑·Firefox")],
)  # fmt: skip
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


async def test_everybody_sees_the_own_sign_ins_and_ends_one(accounts: Accounts, clock: SetClock) -> None:
    await accounts.user()
    phone = await signed_in(accounts)
    clock.forward(timedelta(minutes=5))
    here = await signed_in(accounts, EDGE)
    rows = (await here.get("/sessions")).json()["items"]
    assert [(row["device"], row["is_this"], row["way"]) for row in rows] == [
        ("电脑·Edge", True, "password"), ("手机·Chrome", False, "password"),
    ]  # fmt: skip
    assert (await here.post(f"/sessions/{rows[1]['id']}/revoke")).status_code == 204
    assert (await phone.get("/me")).status_code == 401
    assert (await here.post(f"/sessions/{rows[1]['id']}/revoke")).status_code == 404
    assert len((await here.get("/sessions")).json()["items"]) == 1


async def test_signing_out_everywhere_ends_all_or_all_others(accounts: Accounts) -> None:
    await accounts.user()
    first, second = await signed_in(accounts), await signed_in(accounts)
    assert (await second.post("/sessions/revoke-all", {"keep_this": True})).status_code == 204
    assert [(await caller.get("/me")).status_code for caller in (first, second)] == [401, 200]
    third = await signed_in(accounts)
    assert (await third.post("/sessions/revoke-all")).status_code == 204
    assert [(await caller.get("/me")).status_code for caller in (second, third)] == [401, 401]
    refreshed = await accounts.ask(grant_type="refresh_token", refresh_token=str(third.id), web=True)
    assert refreshed.status_code == 401


async def test_nobody_but_the_web_tells_which_browser_it_was(accounts: Accounts) -> None:
    await accounts.user()
    form = {"grant_type": "password", "username": "fgl.baosong", "password": PASSWORD}
    answer = await accounts.http.post(TOKEN, data=form, headers={"X-Client-Agent": EDGE, "User-Agent": WECHAT})
    caller = Caller(accounts.http, answer.json()["access_token"], answer.json()["refresh_token"])
    assert (await caller.get("/sessions")).json()["items"][0]["device"] == "手机·微信"


async def own(caller: Caller) -> dict[str, Any]:
    answer = await caller.get(f"/users/{caller.id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_leaving_reporter_hands_over_to_a_new_colleague_and_the_draft_stays(
    sign_in: SignIn, world: World, api: httpx.AsyncClient, accounts: Accounts
) -> None:
    leaving = await sign_in(Role.school_reporter, school=world.rural)
    me = await own(leaving)
    assert me["allowed_actions"] == ["hand_over"]
    body = {"username": "next.one", "name": "谢雯", "phone": "6231 0045"}
    answer = await leaving.post(f"/users/{me['id']}/hand-over", body, version=me["version"])
    assert answer.status_code == 200, answer.text
    made = answer.json()
    assert (made["successor"]["name"], made["successor"]["school"]["id"]) == ("谢雯", str(world.rural.id))
    assert (await leaving.get("/me")).status_code == 401
    token = {"link_token": made["invitation"]["link_token"], "new_password": "青山绿水长相伴1949"}
    assert (await api.post("/api/v1/invitations/accept", json=token)).status_code == 200
    administrator = await sign_in(Role.administrator, PROVINCE)
    closed = (await administrator.get(f"/users/{me['id']}")).json()
    assert (closed["disabled"], closed["allowed_actions"]) == (True, ["enable", "edit"])


async def test_a_colleague_of_the_same_school_takes_over_and_nobody_else(sign_in: SignIn, world: World) -> None:
    leaving = await sign_in(Role.school_reporter, school=world.rural)
    colleague = await sign_in(Role.school_reporter, school=world.rural)
    stranger = await sign_in(Role.school_reporter, school=world.urban)
    me = await own(leaving)
    path, version = f"/users/{me['id']}/hand-over", me["version"]
    for wrong in (str(stranger.id), me["id"]):
        answer = await leaving.post(path, {"colleague_id": wrong}, version=version)
        assert (answer.status_code, answer.json()["code"]) == (422, "hand_over.colleague")
    for wrong_body, fields in (
        ({}, {"colleague_id", "name", "username"}),
        ({"name": "谢雯"}, {"username"}),
        ({"colleague_id": str(colleague.id), "username": "a.b.c", "name": "谢雯"}, {"colleague_id"}),
    ):
        refused = await leaving.post(path, wrong_body, version=version)
        assert refused.status_code == 422
        assert {each["field"] for each in refused.json()["errors"]} == fields
    told = (await leaving.post(path, {}, version=version)).json()["errors"]
    assert told[0]["detail"] == "请选接手的同事，或者填新同事的姓名和账号名"
    assert (await leaving.get("/me")).status_code == 200
    assert (await colleague.post(path, {"colleague_id": str(colleague.id)}, version=version)).status_code == 403
    answer = await leaving.post(path, {"colleague_id": str(colleague.id)}, version=version)
    assert (answer.status_code, answer.json()["invitation"]) == (200, None)
    assert (await leaving.get("/me")).status_code == 401
    assert (await colleague.get("/me")).status_code == 200


async def view(administrator: Caller, user: Caller) -> Caller:
    answer = await administrator.post(f"/users/{user.id}/view-as", {"reason": "核对月报页面"})
    assert answer.status_code == 201, answer.text
    return Caller(administrator.http, answer.json()["access_token"], answer.json()["refresh_token"])


async def test_an_administrator_sees_what_the_user_sees_and_writes_nothing(sign_in: SignIn, world: World) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    looking = await view(administrator, reporter)
    me = (await looking.get("/me")).json()
    assert (me["id"], me["viewer"]["id"], me["role"]) == (str(reporter.id), str(administrator.id), "school_reporter")
    assert (await looking.get("/staff")).json()["items"] == (await reporter.get("/staff")).json()["items"]
    writes = [
        await looking.post("/me/password", {"current_password": "x", "new_password": "y" * 12}),
        await looking.post("/staff", {}), await looking.post("/notices/read-all"),
        await looking.post("/sessions/revoke-all"), await looking.post("/assignments", {}),
        await looking.put(f"/reports/{reporter.id}/draft", {}),
        await looking.post(f"/users/{reporter.id}/hand-over", {}, version=1),
    ]  # fmt: skip
    assert {(answer.status_code, answer.json()["code"]) for answer in writes if answer.status_code != 422} == {
        (403, "auth.view_only")
    }
    assert [answer.status_code for answer in writes].count(403) >= 3


async def test_start_and_end_of_a_look_name_both_and_not_the_reason(
    sign_in: SignIn, world: World, worker: Worker
) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    looking = await view(administrator, reporter)
    assert (await looking.post("/auth/sign-out")).status_code == 204
    assert (await looking.get("/me")).status_code == 401
    assert (await administrator.get("/me")).status_code == 200
    await worker.run_once()
    log = await administrator.get("/events?limit=100")
    rows = [row for row in log.json()["items"] if row["entity"] == "user_view"]
    assert sorted(row["action"] for row in rows) == ["end", "start"]
    assert {(row["actor_id"], row["on_behalf_of"]) for row in rows} == {(str(administrator.id), str(reporter.id))}
    assert "核对月报页面" not in log.text


async def test_a_look_lasts_an_hour_and_ends_with_the_administrators_own_sign_ins(
    sign_in: SignIn, world: World, accounts: Accounts, clock: SetClock
) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    looking = await view(administrator, reporter)
    clock.forward(timedelta(minutes=50))
    renewed = await accounts.ask(grant_type="refresh_token", refresh_token=str(looking.id))
    assert renewed.status_code == 200
    clock.forward(timedelta(minutes=9))
    assert (await accounts.me(renewed.json()["access_token"])).status_code == 200
    clock.forward(timedelta(minutes=1))
    late = await accounts.ask(grant_type="refresh_token", refresh_token=renewed.json()["refresh_token"])
    assert late.status_code == 401
    again = await sign_in(Role.administrator, PROVINCE)
    second = await view(again, reporter)
    assert (await again.post("/sessions/revoke-all", {"keep_this": True})).status_code == 204
    assert (await second.get("/me")).status_code == 401


async def views_in_log(administrator: Caller) -> list[tuple[str, str, str | None]]:
    log = await administrator.get("/events?limit=100")
    assert log.status_code == 200, log.text
    rows = [row for row in log.json()["items"] if row["entity"] == "user_view"]
    return [(row["action"], row["actor_kind"], row["on_behalf_of"]) for row in rows]


async def test_a_look_that_runs_out_leaves_one_event_of_its_end(
    sign_in: SignIn, world: World, worker: Worker, clock: SetClock
) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    await view(administrator, reporter)
    begun = ("start", "user", str(reporter.id))
    clock.forward(timedelta(minutes=59))
    await worker.run_once()
    assert await views_in_log(await sign_in(Role.administrator, PROVINCE)) == [begun]
    for _ in range(3):
        clock.forward(timedelta(minutes=2))
        await worker.run_once()
    over = ("run_out", "system", str(reporter.id))
    assert await views_in_log(await sign_in(Role.administrator, PROVINCE)) == [begun, over]


async def test_a_look_that_is_ended_from_elsewhere_leaves_one_event_of_its_end(
    sign_in: SignIn, world: World, worker: Worker, clock: SetClock
) -> None:
    """Signing out oneself, the user ending that device, or closing the account: all of them end the look."""
    ends = []
    for _ in range(3):
        administrator = await sign_in(Role.administrator, PROVINCE)
        reporter = await sign_in(Role.school_reporter, school=world.rural)
        ends.append((administrator, reporter, await view(administrator, reporter)))
    (first, _, one), (_, seen, two), (_, closed, three) = ends
    assert (await first.post("/auth/sign-out")).status_code == 204
    devices = (await seen.get("/sessions")).json()["items"]
    look = next(row for row in devices if row["way"] == "view")
    assert (await seen.post(f"/sessions/{look['id']}/revoke")).status_code == 204
    auditor = await sign_in(Role.administrator, PROVINCE)
    account = (await auditor.get(f"/users/{closed.id}")).json()
    body = {"reason": "调离学校"}
    assert (await auditor.post(f"/users/{closed.id}/disable", body, version=account["version"])).status_code == 200
    assert [(await looking.get("/me")).status_code for looking in (one, two, three)] == [401, 401, 401]
    for _ in range(2):
        clock.forward(timedelta(minutes=2))
        await worker.run_once()
    log = await views_in_log(auditor)
    ended = {("end", "system", str(user.id)) for _, user, _ in ends}
    assert sorted(row for row in log if row[0] != "start") == sorted(ended)
    clock.forward(timedelta(hours=2))
    await worker.run_once()
    assert await views_in_log(await sign_in(Role.administrator, PROVINCE)) == log


async def test_nobody_looks_as_another_administrator_or_as_oneself(sign_in: SignIn) -> None:
    administrator, other = await sign_in(Role.administrator, PROVINCE), await sign_in(Role.administrator, HOME)
    for who in (administrator, other):
        answer = await administrator.post(f"/users/{who.id}/view-as", {"reason": "核对"})
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")


async def test_whom_to_call_is_told_by_county_or_school_and_never_by_account(
    api: httpx.AsyncClient, sign_in: SignIn, world: World, accounts: Accounts
) -> None:
    coordinator = await sign_in(Role.county_coordinator, HOME)
    settings = {
        "source": "测试",
        "contact_office": "县教育局人事股",
        "contact_name": "周敏",
        "contact_phone": "6210 0123",
    }
    assert (await coordinator.put(f"/regions/{HOME}/settings", settings, version=0)).status_code == 200
    await accounts.user("yunping.he")
    by_county = (await api.get("/api/v1/auth/contacts", params={"q": "陈仓"})).json()["items"]
    by_school = (await api.get("/api/v1/auth/contacts", params={"q": "云坪镇中心小学"})).json()["items"]
    assert by_county[0] == by_school[0]
    assert (by_county[0]["region_code"], by_county[0]["office"], by_county[0]["phone"]) == (
        HOME, "县教育局人事股", "6210 0123",
    )  # fmt: skip
    assert "周敏" not in str(by_county)
    for nothing in ("yunping.he", "", "   "):
        assert (await api.get("/api/v1/auth/contacts", params={"q": nothing})).json()["items"] == []


async def test_the_auditor_reads_accounts_clients_and_the_log_and_writes_nowhere(sign_in: SignIn, world: World) -> None:
    auditor = await sign_in(Role.auditor, PROVINCE)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    for path in ("/users", f"/users/{reporter.id}", "/clients", "/invitations", "/events", "/schools", "/staff",
                 "/assignments", "/pairings", "/activities", "/reports", "/statistics/S-01"):  # fmt: skip
        assert (await auditor.get(path)).status_code == 200, path
    assert (await own_of(auditor, reporter))["allowed_actions"] == []


async def own_of(caller: Caller, who: Caller) -> dict[str, Any]:
    found: dict[str, Any] = (await caller.get(f"/users/{who.id}")).json()
    return found
