"""The pages of provincial systems: the secret shown once, changing it, ending the access."""

import re
from uuid import UUID

import pytest
from fastapi import FastAPI

from services.api.features.clients.service_usage import flush
from services.api.kernel.clock import SetClock
from services.contracts.codes import Role
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def administrator(sign_in: SignIn, browser: Browser) -> Caller:
    """The province's administrator, signed in at the browser."""
    caller = await sign_in(Role.administrator, region_code="610000")
    browser.become(caller.token)
    return caller


async def open_access(browser: Browser, **changes: str | list[str]) -> Page:
    """Make a client."""
    return await browser.submit(await browser.get("/clients/new"), {"name": "省教师管理平台", **changes})


def secret(page: Page) -> str:
    """The secret on the page."""
    found = re.search(r'id="secret">([^<]+)<', page.html)
    assert found is not None
    return found[1]


async def test_the_secret_is_shown_once_and_works(browser: Browser, administrator: Caller) -> None:
    page = await open_access(browser)
    assert page.h1 == "省教师管理平台的密钥"
    shown = await browser.get(page.href("我抄好了"))
    assert secret(page) not in shown.html
    own = re.search(r"接口账号([\w-]+?)(?=密钥|地区)", page.text)
    assert own is not None
    form = {"grant_type": "client_credentials", "client_id": own[1], "client_secret": secret(page)}
    answer = await administrator.http.post("/api/v1/auth/token", data=form)
    assert answer.status_code == 200, answer.text


async def test_real_names_need_a_legal_basis_and_what_was_ticked_stays(browser: Browser, administrator: Caller) -> None:
    page = await open_access(browser, scopes=["stats:read", "records:identified"])
    assert page.status == 422
    assert "依据" in page.text
    ticked = [value for name, value in page.form("/clients/new").fields if name == "scopes"]
    assert ticked == ["stats:read", "records:identified"]


async def test_a_secret_is_changed_and_the_access_ended(browser: Browser, administrator: Caller) -> None:
    first = await open_access(browser)
    path = first.href("我抄好了")
    second = await browser.submit(await browser.get(f"{path}/rotate"))
    assert secret(second) != secret(first)
    page = await browser.submit(await browser.get(f"{path}/revoke"))
    assert "已吊销" in page.text
    assert "更换密钥" not in page.text
    assert "没有符合条件的结果" in (await browser.get("/clients?revoked=false")).text
    assert "共1个" in (await browser.get("/clients?revoked=true")).text


async def test_both_secrets_are_shown_and_the_old_one_is_ended(browser: Browser, administrator: Caller) -> None:
    path = (await open_access(browser)).href("我抄好了")
    asking = await browser.get(f"{path}/rotate")
    assert [value for name, value in asking.form(f"{path}/rotate").fields if name == "overlap_days"] == ["7"]
    told = await browser.submit(asking, {"overlap_days": "14"})
    assert "旧密钥用到12月17日" in told.text
    page = await browser.get(path)
    assert (page.text.count("能用"), page.text.count("还没用过")) == (2, 2)
    third = await browser.get(f"{path}/rotate")
    assert "两个旧的都马上不能用" in third.text
    refused = await browser.submit(third, {"overlap_days": "7"})
    assert (refused.status, "最多两个密钥" in refused.text) == (409, True)
    ending = await browser.get(re.findall(rf'href="({path}/end_secret[^"]+)"', page.html)[-1])
    assert ending.h1 == "结束省教师管理平台的一个密钥？"
    ended = await browser.submit(ending)
    assert "密钥已结束。" in ended.text
    assert (ended.text.count("能用"), ended.text.count("已结束")) == (1, 2), "the receipt says it too"


async def test_a_secret_that_is_not_there_cannot_be_ended(browser: Browser, administrator: Caller) -> None:
    path = (await open_access(browser)).href("我抄好了")
    for query in ("", "?secret_id=x", "?secret_id=00000000-0000-7000-8000-000000000000"):
        assert (await browser.get(f"{path}/end_secret{query}")).status == 404


async def test_what_a_system_may_is_changed_and_emptied(browser: Browser, administrator: Caller) -> None:
    typed = {
        "addresses": "203.0.113.0/24\n2001:db8::1", "daily_quota": "5000", "contact": "信息中心 王老师 029-0000 0000",
        "legal_basis": "数据共享协议", "basis_number": "陕教函〔2026〕12号", "expires_on": "2026-12-20",
    }  # fmt: skip
    path = (await open_access(browser, **typed)).href("我抄好了")
    page = await browser.get(path)
    for words in ("2001:db8::1、203.0.113.0/24", "每天最多5000次", "王老师", "陕教函〔2026〕12号", "快到期", "还没有"):
        assert words in page.text, words
    wrong = await browser.submit(await browser.get(f"{path}/edit"), {"addresses": "203.0.113.7/24", "name": "省平台"})
    assert (wrong.status, "203.0.113.7/24" in wrong.html, "网段后面的位要是0" in wrong.text) == (422, True, True)
    assert ("name", "省平台") in wrong.form(f"{path}/edit").fields
    page = await browser.submit(wrong, {"addresses": "", "daily_quota": "", "expires_on": "", "legal_basis": ""})
    for words in ("接口已改好", "哪里都行", "不限", "长期"):
        assert words in page.text, words
    assert page.h1 == "省平台"


async def test_two_who_change_it_at_once_see_both_sides(browser: Browser, administrator: Caller) -> None:
    path = (await open_access(browser)).href("我抄好了")
    form = await browser.get(f"{path}/edit")
    changed = await administrator.patch(f"/clients/{path.rpartition('/')[2]}", {"name": "省平台"}, version=1)
    assert changed.status_code == 200
    page = await browser.submit(form, {"name": "教师平台"})
    assert page.status == 412
    assert "省平台" in page.text
    assert "教师平台" in page.html


async def test_what_ends_soon_stands_above_the_list(browser: Browser, administrator: Caller) -> None:
    await open_access(browser, expires_on="2027-01-02")
    await open_access(browser, expires_on="2027-01-03", name="市平台")
    page = await browser.get("/clients")
    assert "1个在用的接口已经到期，或30天内到期" in page.text
    due = await browser.get(page.href("去看"))
    assert ("省教师管理平台" in due.text, "市平台" in due.text) == (True, False)


async def test_the_calls_of_thirty_days_are_shown(
    browser: Browser, administrator: Caller, app: FastAPI, clock: SetClock
) -> None:
    path = (await open_access(browser)).href("我抄好了")
    client_id = UUID(path.rpartition("/")[2])
    for area, refused, size in (("statistics", False, 2048), ("statistics", False, 1024), ("schools", True, 100)):
        app.state.usage.count(client_id, area, clock.now(), refused=refused, size=size)
    await flush(app.state.database, clock, app.state.usage)
    page = await browser.get(path)
    for words in ("调用3次3.1KB", "统计203.0KB", "学校11100B", "12月3日"):
        assert words in page.text, (words, page.text)


async def test_an_auditor_looks_and_changes_nothing(browser: Browser, administrator: Caller, sign_in: SignIn) -> None:
    path = (await open_access(browser)).href("我抄好了")
    browser.become((await sign_in(Role.auditor, region_code="610000")).token)
    page = await browser.get(path)
    assert page.status == 200
    assert not [word for word in ("更换密钥", "修改", "end_secret") if word in page.html]
    assert "现在不能改这个接口" in (await browser.get(f"{path}/edit")).text


async def test_no_client_yet_is_said(browser: Browser, administrator: Caller) -> None:
    assert "还没有接口。" in (await browser.get("/clients")).text


async def test_a_coordinator_has_no_client_pages(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    assert (await browser.get("/clients")).status == 403


async def test_a_system_that_practises_is_offered_where_there_are_sandboxes(
    app: FastAPI, web: FastAPI, browser: Browser, administrator: Caller
) -> None:
    assert "沙箱" not in (await browser.get("/clients/new")).text
    app.state.settings = app.state.settings.model_copy(update={"sandbox": True})
    web.state.settings = web.state.settings.model_copy(update={"sandbox": True})
    page = await open_access(browser, sandbox="true")
    assert "沙箱，只看得到编的地区" in (await browser.get(page.href("我抄好了"))).text
    plain = await open_access(browser)
    assert "沙箱" not in (await browser.get(plain.href("我抄好了"))).text
