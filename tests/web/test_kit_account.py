"""Sign in, first password, refresh, sign out: the web over the real API."""

from datetime import timedelta

import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.contracts.codes import Role
from services.web.session import CookieJar, Session
from tests.factories.world import Make
from tests.support.browser import Browser, Page
from tests.support.callers import SignIn

PASSWORD = "青山绿水长相伴1949"


@pytest.fixture
async def newcomer(make: Make, sign_in: SignIn) -> tuple[str, str]:
    """Account and start code of a coordinator who was just invited."""
    await make.county_world()
    administrator = await sign_in(Role.administrator, region_code="610000")
    body = {"username": "qingling.zhou", "name": "周敏", "role": "county_coordinator", "region_code": "610304"}
    answer = await administrator.post("/users", body)
    assert answer.status_code == 201, answer.text
    return "qingling.zhou", answer.json()["start_code"]


async def sign_in_with(browser: Browser, username: str, password: str) -> Page:
    """Fill the sign-in page."""
    return await browser.submit(await browser.get("/sign-in"), {"username": username, "password": password})


async def settle(browser: Browser, newcomer: tuple[str, str]) -> Page:
    """First sign-in with a password of one's own."""
    page = await sign_in_with(browser, *newcomer)
    return await set_own_password(browser, page, newcomer[1])


async def set_own_password(browser: Browser, page: Page, start_code: str) -> Page:
    """Fill the page of the first password."""
    values = {"current_password": start_code, "new_password": PASSWORD, "repeat_password": PASSWORD}
    return await browser.submit(page, values, action="/account/password")


def session_of(browser: Browser) -> Session:
    """What the browser's cookie holds."""
    return CookieJar(browser.web.state.settings).read(browser.http.cookies.get("session"))


async def test_the_first_sign_in_sets_the_password_before_anything_else(
    browser: Browser, newcomer: tuple[str, str]
) -> None:
    page = await sign_in_with(browser, *newcomer)
    assert (page.path, page.h1) == ("/account/password", "先设自己的密码")
    page = await browser.get("/account")
    assert page.path == "/account/password"
    await set_own_password(browser, page, newcomer[1])
    assert (await browser.get("/account")).h1 == "周敏"


async def test_two_different_new_passwords_are_told_at_the_field_and_none_is_shown(
    browser: Browser, newcomer: tuple[str, str]
) -> None:
    page = await sign_in_with(browser, *newcomer)
    values = {"current_password": newcomer[1], "new_password": PASSWORD, "repeat_password": PASSWORD + "x"}
    page = await browser.submit(page, values, action="/account/password")
    assert page.status == 422
    assert "两遍新密码不一样" in page.text
    assert PASSWORD not in page.html


async def test_a_wrong_password_says_how_many_tries_are_left_and_then_how_long_to_wait(
    browser: Browser, newcomer: tuple[str, str]
) -> None:
    page = await sign_in_with(browser, newcomer[0], "not the password")
    assert page.status == 401
    assert "账号或密码不对，还可以试" in page.text
    assert dict(page.form().fields)["username"] == newcomer[0]
    for _ in range(25):
        page = await sign_in_with(browser, newcomer[0], "not the password")
    assert page.status == 429
    assert "分钟后再试" in page.text


async def test_the_cookie_of_a_real_sign_in_fits_into_two_kilobytes(
    browser: Browser, newcomer: tuple[str, str]
) -> None:
    await settle(browser, newcomer)
    assert 0 < len(browser.http.cookies["session"]) <= 2048


async def test_an_access_token_that_ran_out_is_renewed_without_anybody_noticing(
    browser: Browser, newcomer: tuple[str, str], clock: SetClock
) -> None:
    await settle(browser, newcomer)
    before = session_of(browser)
    clock.forward(timedelta(minutes=20))
    assert (await browser.get("/account")).h1 == "周敏"
    after = session_of(browser)
    assert after.access_token != before.access_token
    assert (after.refresh_token, after.csrf) == (before.refresh_token, before.csrf)


async def test_after_twelve_idle_hours_one_has_to_sign_in_again(
    browser: Browser, newcomer: tuple[str, str], clock: SetClock
) -> None:
    await settle(browser, newcomer)
    clock.forward(timedelta(hours=12, minutes=1))
    page = await browser.get("/account")
    assert page.path == "/sign-in"
    assert not session_of(browser).signed_in


async def test_signing_out_ends_the_sign_in_at_the_api_too(
    browser: Browser, web: FastAPI, newcomer: tuple[str, str]
) -> None:
    await settle(browser, newcomer)
    stolen = browser.http.cookies["session"]
    page = await browser.submit(await browser.get("/account"), action="/sign-out")
    assert page.path == "/sign-in"
    assert "已退出登录。" in page.text
    thief = Browser(web)
    thief.http.cookies.set("session", stolen, domain="web.test", path="/")
    assert (await thief.get("/account")).path == "/sign-in"
    await thief.http.aclose()


async def test_what_was_typed_survives_a_sign_in_that_ended_meanwhile(
    browser: Browser, web: FastAPI, newcomer: tuple[str, str], clock: SetClock
) -> None:
    await settle(browser, newcomer)
    open_page = await browser.get("/account/password")
    clock.forward(timedelta(hours=13))
    page = await browser.submit(open_page, {"note": "写了半小时的内容"}, action="/account/password")
    assert "登录已过期。填的内容还在，重新登录接着填。" in page.text
    page = await browser.submit(page, {"username": newcomer[0], "password": PASSWORD})
    assert page.h1 == "已登录，填的内容还在"
    form = page.form("/account/password")
    assert dict(form.fields)["note"] == "写了半小时的内容"
    assert (await browser.submit(page, action="/account/password")).status == 422


async def test_everybody_has_an_account_page_with_the_way_out(browser: Browser, make: Make, sign_in: SignIn) -> None:
    await make.county_world()
    for role in (Role.teacher, Role.finance, Role.hr, Role.auditor, Role.administrator, Role.province_supervisor):
        browser.become((await sign_in(role, region_code="610304")).token)
        page = await browser.get("/account")
        assert page.status == 200
        assert "退出登录" in page.text
