"""Coming in by link, slip or telephone, handing over, own devices, looking as somebody else, the identity provider."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from services.api.features.accounts.oidc import Oidc
from services.api.features.accounts.service import Doors
from services.api.kernel.clock import SetClock
from services.contracts.codes import Role
from services.web.session import CookieJar
from tests.factories.world import HOME, PROVINCE, World
from tests.support.browser import ORIGIN, Browser, Page
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for
from tests.support.identity_provider import CALLBACK, CLIENT_ID, CLIENT_SECRET, identity_provider, sign_in_there
from tests.support.sign_ins import PASSWORD, Accounts

NEW = "青山绿水长相伴1949"


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    caller = await sign_in(Role.county_coordinator, HOME)
    browser.become(caller.token)
    return caller


async def reporter(coordinator: Caller, world: World, username: str = "yunping.he") -> str:
    body = {"username": username, "name": "何晓兰", "role": "school_reporter", "school_id": str(world.rural.id)}
    answer = await coordinator.post("/users", body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def shown(page: Page, element: str) -> str:
    found = re.search(rf'id="{element}"[^>]*>([^<]+)<', page.html)
    assert found is not None, page.text
    return found[1]


def code_of(page: Page) -> str:
    found = re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", page.text)
    assert found is not None, page.text
    return found[0]


async def set_password(browser: Browser, page: Page, **typed: str) -> Page:
    values = {"new_password": NEW, "repeat_password": NEW, **typed}
    return await browser.submit(page, values, action="/welcome")


async def test_a_link_is_shown_once_and_opens_the_account(browser: Browser, coordinator: Caller, world: World) -> None:
    user = await reporter(coordinator, world)
    made = await browser.submit(await browser.get(f"/users/{user}/invite"), {"channel": "link"})
    link = urlsplit(shown(made, "link"))
    assert f"{link.scheme}://{link.netloc}" == ORIGIN
    assert "<svg" in made.html
    assert "已邀请" in (await browser.get("/users?q=yunping")).text
    browser.http.cookies.clear()
    page = await browser.get(link.path)
    assert page.h1 == "何晓兰，请设自己的密码"
    assert "云坪镇中心小学" in page.text
    weak = await set_password(browser, page, new_password="yunping.he2026", repeat_password="yunping.he2026")
    assert weak.status == 422
    assert "里面有账号、姓名、学校或电话" in weak.text
    assert "yunping.he2026" not in weak.html
    inside = await set_password(browser, weak)
    assert inside.path == "/"
    assert "密码已设好" in inside.text
    ended = await browser.get(link.path)
    assert (ended.status, ended.h1) == (410, "这个邀请用不了了")


async def test_a_lost_clerk_gets_in_through_the_county_by_telephone(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    """No telephone, no password, no colleague: the county finds the account by school and reads a code aloud."""
    await reporter(coordinator, world)
    clerk = Browser(browser.web)
    lost = await clerk.get("/sign-in/help?q=云坪镇中心小学")
    assert "陈仓区" in lost.text
    found = await browser.get("/users?q=云坪镇中心小学")
    account = await browser.get(found.href("何晓兰"))
    asked = await browser.get(account.href("重新给登录码"))
    code = shown(await browser.submit(asked), "secret")
    page = await clerk.get((await clerk.get("/sign-in")).href("手里是登录码"))
    inside = await set_password(clerk, page, username="yunping.he", code=code.replace("-", " ").upper())
    assert inside.path == "/"
    assert (await clerk.get("/account")).h1 == "何晓兰"
    again = await set_password(clerk, await clerk.get("/welcome"), username="yunping.he", code=code)
    assert again.status == 401
    assert "账号或登录码不对" in again.text
    await clerk.http.aclose()


async def test_whom_to_call_is_found_without_saying_whether_an_account_exists(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    await reporter(coordinator, world)
    browser.http.cookies.clear()
    for nobody in ("yunping.he", "no.such.account"):
        assert "没有找到这个县区或学校" in (await browser.get(f"/sign-in/help?q={nobody}")).text


async def test_a_code_typed_as_a_password_is_shown_the_right_door(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    user = await reporter(coordinator, world)
    made = await browser.submit(await browser.get(f"/users/{user}/invite"), {"channel": "link"})
    browser.http.cookies.clear()
    typed = {"username": "yunping.he", "password": code_of(made)}
    page = await browser.submit(await browser.get("/sign-in"), typed)
    assert page.status == 401
    assert "手里是登录码或登录条" in page.text
    assert typed["password"] not in page.html


async def test_slips_for_everybody_who_never_signed_in_stand_on_one_sheet(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    for number in range(3):
        await reporter(coordinator, world, f"school.{number}")
    page = await browser.get("/users/invite")
    assert "现在有3个账号还没登录过。这次生成3张。" in page.text
    sheet = await browser.submit(page)
    assert sheet.html.count('class="ticket"') == 3
    assert sheet.html.count('<svg class="qr"') == sheet.html.count('class="ticket"')
    assert "style=" not in sheet.html
    assert "no-store" in sheet.headers["cache-control"]
    page = await browser.get("/users/invite")
    assert "都已有没用的登录条或邀请" in page.text
    again = await browser.submit(page)
    assert again.h1 == "没有要打印的登录条"
    anew = await browser.submit(await browser.get("/users/invite"), {"again": "1"})
    assert code_of(anew) not in sheet.html
    browser.http.cookies.clear()
    inside = await set_password(
        browser, await browser.get("/welcome"), username="school.0", code=_code_of(anew, "school.0")
    )
    assert inside.path == "/"


def _code_of(sheet: Page, username: str) -> str:
    found = re.search(rf"{username}</b>.*?ticket-code\">([^<]+)<", sheet.html, re.DOTALL)
    assert found is not None
    return found[1]


async def test_an_invitation_is_taken_back(browser: Browser, coordinator: Caller, world: World) -> None:
    user = await reporter(coordinator, world)
    made = await browser.submit(await browser.get(f"/users/{user}/invite"), {"channel": "link"})
    account = await browser.get(f"/users/{user}")
    page = await browser.submit(await browser.get(account.href("收回邀请")))
    assert "邀请已收回" in page.text
    browser.http.cookies.clear()
    assert (await browser.get(urlsplit(shown(made, "link")).path)).status == 410


async def test_a_leader_opens_an_account_for_the_own_school(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.school_leader, school=world.rural)).token)
    asked = await browser.get("/users/new")
    assert "school_id" not in asked.html
    values = {"role": "school_reporter", "username": "yunping.xie", "name": "谢雯"}
    made = await browser.submit(asked, values)
    assert made.h1 == "谢雯的登录码"
    assert "谢雯" in (await browser.get("/users")).text


async def test_a_leader_does_not_open_what_the_county_closed(
    browser: Browser, coordinator: Caller, world: World, sign_in: SignIn
) -> None:
    user = await reporter(coordinator, world)
    await browser.submit(await browser.get(f"/users/{user}/disable"), {"reason": "已调离岗位"})
    browser.become((await sign_in(Role.school_leader, school=world.rural)).token)
    account = await browser.get(f"/users/{user}")
    assert "已停用" in account.text
    assert not [path for path, _ in account.links if path.endswith("/enable")]


async def test_a_leaving_reporter_hands_over_on_one_page(browser: Browser, world: World, sign_in: SignIn) -> None:
    leaving = await sign_in(Role.school_reporter, school=world.rural)
    browser.become(leaving.token)
    page = await browser.get((await browser.get("/account")).href("交给同事"))
    missing = await browser.submit(page, {"to": "new"})
    assert missing.status == 422
    assert "请填新同事的姓名" in missing.text
    done = await browser.submit(missing, {"to": "new", "name": "谢雯", "username": "yunping.xie"})
    assert done.h1 == "已交接给谢雯"
    code = code_of(done)
    assert (await browser.get("/account")).path == "/sign-in"
    inside = await set_password(browser, await browser.get("/welcome"), username="yunping.xie", code=code)
    assert inside.path == "/"
    assert (await browser.get("/reports")).status == 200


async def test_everybody_sees_the_own_devices_and_signs_the_others_out(
    app: FastAPI, browser: Browser, world: World
) -> None:
    await Accounts(app, browser.http).user()
    other = Browser(browser.web)
    for one, agent in (
        (other, "Mozilla/5.0 (iPhone) MicroMessenger/8.0"),
        (browser, "Mozilla/5.0 (Windows NT) Edg/120"),
    ):
        one.http.headers["user-agent"] = agent
        await one.submit(await one.get("/sign-in"), {"username": "fgl.baosong", "password": PASSWORD})
    page = await browser.get((await browser.get("/account")).href("登录的设备"))
    assert "手机·微信" in page.text
    assert "电脑·Edge" in page.text
    page = await browser.submit(page, action="/account/sessions/others")
    assert "别的设备都已退出" in page.text
    assert "微信" not in page.text
    assert (await other.get("/account")).path == "/sign-in"
    await other.http.aclose()


async def test_an_administrator_looks_as_a_reporter_with_a_banner_on_every_page_and_back(
    app: FastAPI, browser: Browser, world: World, sign_in: SignIn
) -> None:
    target = await sign_in(Role.school_reporter, school=world.rural)
    await Accounts(app, browser.http).user("root.admin", role=Role.administrator, region_code=PROVINCE)
    await browser.submit(await browser.get("/sign-in"), {"username": "root.admin", "password": PASSWORD})
    account = await browser.get(f"/users/{target.id}")
    page = await browser.submit(await browser.get(account.href("以这个身份查看")), {"reason": "核对月报页面"})
    for path in ("/", "/reports", "/staff", "/account"):
        page = await browser.get(path)
        assert "以测试员的身份查看，只能看" in page.text, path
    assert 0 < len(browser.http.cookies["session"]) <= 2048
    token = {"csrf": dict(page.form("/view-as/end").fields)["csrf"]}
    refused = await browser.post("/account/sessions/others", token)
    assert (refused.status, refused.h1) == (403, "现在只能看")
    back = await browser.submit(await browser.get("/account"), action="/view-as/end")
    assert (back.path, "已结束查看" in back.text) == (f"/users/{target.id}", True)
    assert "只能看" not in (await browser.get("/users")).text
    assert "白晓岚" in (await browser.get("/account")).text


async def test_a_look_that_has_run_out_leads_back_to_the_own_account(
    app: FastAPI, browser: Browser, world: World, sign_in: SignIn, clock: SetClock
) -> None:
    target = await sign_in(Role.school_reporter, school=world.rural)
    await Accounts(app, browser.http).user("root.admin", role=Role.administrator, region_code=PROVINCE)
    await browser.submit(await browser.get("/sign-in"), {"username": "root.admin", "password": PASSWORD})
    await browser.submit(await browser.get(f"/users/{target.id}/view_as"), {"reason": "核对月报页面"})
    clock.forward(timedelta(minutes=61))
    page = await browser.get("/reports")
    assert (page.path, "查看已到时间" in page.text) == ("/", True)
    assert "白晓岚" in (await browser.get("/account")).text


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with identity_provider(json.dumps({"sub": "p-1001", "preferred_username": "fgl.baosong"})) as running:
        yield running


def configure(app: FastAPI, issuer: str) -> None:
    app.state.settings = settings_for(
        app.state.settings.url, oidc_issuer=issuer, oidc_client_id=CLIENT_ID, oidc_client_secret=CLIENT_SECRET,
        oidc_redirect_uri=CALLBACK, oidc_maps_to="username", oidc_claim="preferred_username",
    )  # fmt: skip
    app.state.doors, app.state.oidc = Doors(), Oidc(app.state.settings)


async def test_without_a_provider_the_sign_in_page_offers_none(browser: Browser, world: World) -> None:
    assert "统一身份认证" not in (await browser.get("/sign-in")).text
    refused = await browser.get("/sign-in/oidc")
    assert (refused.status, refused.h1) == (409, "没有开通统一身份认证")


async def leave(browser: Browser) -> str:
    """Press the button on the sign-in page; where the browser is sent."""
    button = (await browser.get("/sign-in?next=/reports")).href("用省教育统一身份认证登录")
    answer = await browser.http.get(button, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


@pytest.fixture
def clock() -> SetClock:
    """The real time: the identity provider has no other."""
    return SetClock(datetime.now(UTC))


async def test_a_person_comes_in_through_the_provider_and_only_with_the_own_state(
    app: FastAPI, browser: Browser, world: World, issuer: str
) -> None:
    configure(app, issuer)
    await Accounts(app, browser.http).user()
    sent = sign_in_there(await leave(browser), "p-1001")
    assert len(browser.http.cookies["session"]) <= 2048
    foreign = await browser.get("/sign-in/oidc/callback", params={**sent, "state": "of-somebody-else"})
    assert (foreign.status, foreign.h1) == (400, "没能登录")
    late = await browser.get("/sign-in/oidc/callback", params=sent)
    assert late.status == 400
    sent = sign_in_there(await leave(browser), "p-1001")
    inside = await browser.get("/sign-in/oidc/callback", params=sent)
    assert inside.path == "/reviews"
    assert CookieJar(browser.web.state.settings).read(browser.http.cookies["session"]).leaving == {}


async def test_who_has_no_account_here_is_told_whom_to_call(
    app: FastAPI, browser: Browser, world: World, issuer: str
) -> None:
    configure(app, issuer)
    page = await browser.get("/sign-in/oidc/callback", params=sign_in_there(await leave(browser), "p-1001"))
    assert (page.status, page.h1) == (403, "这里还没有你的账号")
    assert "县教育局" in page.text


async def test_with_the_provider_away_the_page_is_a_503_and_the_password_still_works(
    app: FastAPI, browser: Browser, world: World
) -> None:
    configure(app, "http://127.0.0.1:9")
    await Accounts(app, browser.http).user()
    page = await browser.get("/sign-in/oidc")
    assert (page.status, page.h1) == (503, "统一身份认证连不上")
    inside = await browser.submit(await browser.get("/sign-in"), {"username": "fgl.baosong", "password": PASSWORD})
    assert inside.path == "/"


async def test_the_link_stands_in_a_field_to_select_with_a_button_that_copies_it(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    user = await reporter(coordinator, world)
    made = await browser.submit(await browser.get(f"/users/{user}/invite"), {"channel": "link"})
    assert re.search(r'<label for="link">登录链接</label>\s*<div class="copy">\s*<textarea[^>]* readonly', made.html)
    assert re.search(r'<button class="btn script-only" type="button" data-copy="link"[^>]* hidden>', made.html)
