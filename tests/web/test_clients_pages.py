"""The pages of provincial systems: the secret shown once, changing it, ending the access."""

import re

import pytest

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


async def test_no_client_yet_is_said(browser: Browser, administrator: Caller) -> None:
    assert "还没有接口。" in (await browser.get("/clients")).text


async def test_a_coordinator_has_no_client_pages(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    assert (await browser.get("/clients")).status == 403
