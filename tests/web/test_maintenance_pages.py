"""During maintenance every page says so, and a form that is refused keeps what was typed."""

from datetime import timedelta

import httpx
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.api.kernel.maintenance import pause, resume
from services.contracts.codes import Role
from tests.support.browser import Browser
from tests.support.callers import SignIn


async def test_every_page_says_it_and_what_was_typed_is_sent_once_it_is_over(
    app: FastAPI, browser: Browser, sign_in: SignIn, clock: SetClock
) -> None:
    browser.become((await sign_in(Role.administrator, region_code="610000")).token)
    form = await browser.get("/clients/new")
    assert "现在只能看" not in form.text
    async with app.state.database.writer() as session:
        await pause(session, "今晚升级", clock.now(), clock.now() + timedelta(minutes=20))
    for path in ("/", "/clients", "/clients/new", "/no-such-page"):
        page = await browser.get(path)
        assert "今晚升级。现在只能看，不能保存。预计2026年12月3日 10:00结束。" in page.text
    signed_in = browser.http.cookies
    browser.http.cookies = httpx.Cookies()
    for path in ("/sign-in", "/sign-in/help", "/welcome"):
        assert "今晚升级。现在只能看" in (await browser.get(path)).text
    browser.http.cookies = signed_in
    refused = await browser.submit(form, {"name": "省教师管理平台"})
    assert refused.status == 503
    assert "今晚升级。现在不能保存，填的内容还在，请过一会儿再试。" in refused.text
    assert ("name", "省教师管理平台") in refused.form("/clients/new").fields
    async with app.state.database.writer() as session:
        await resume(session)
    made = await browser.submit(refused)
    assert made.h1 == "省教师管理平台的密钥"
    assert "现在只能看" not in (await browser.get("/clients")).text
