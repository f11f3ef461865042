"""The pages of webhooks: subscribing, the secret shown once, the log, and every step."""

import re
from typing import Any

import pytest
from fastapi import FastAPI

from services.contracts.codes import ClientScope, Role
from tests.api.hooking import Hooks
from tests.factories.world import PROVINCE, Make
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn
from tests.support.receiver import listening, verified

ADDRESS = "https://example.invalid/hooks/changes"


@pytest.fixture
async def administrator(sign_in: SignIn, browser: Browser) -> Caller:
    """The province's administrator, signed in at the browser."""
    caller = await sign_in(Role.administrator, PROVINCE)
    browser.become(caller.token)
    return caller


@pytest.fixture
async def client(sign_in: SignIn) -> Caller:
    return await sign_in.client([ClientScope.changes_read], PROVINCE)


def secret(page: Page) -> str:
    """The secret on the page."""
    found = re.search(r'id="secret">([^<]+)<', page.html)
    assert found is not None, page.text
    return found[1]


async def subscribe(browser: Browser, client: Caller, url: str = ADDRESS, **typed: str) -> Page:
    """From the system's page to the secret."""
    listed = await browser.get((await browser.get(f"/clients/{client.id}")).href("变更推送"))
    assert "没有符合条件的结果" in listed.text
    return await browser.submit(await browser.get(listed.href("新建变更推送")), {"url": url, **typed})


async def step(browser: Browser, path: str, action: str, **typed: str) -> Page:
    """Ask, then do it."""
    return await browser.submit(await browser.get(f"{path}/{action}"), typed)


async def test_an_administrator_subscribes_and_the_secret_is_shown_once(
    browser: Browser, administrator: Caller, client: Caller
) -> None:
    page = await subscribe(browser, client, entities="school，assignment", description="省平台的副本")
    assert page.h1 == "变更推送的签名密钥"
    shown = await browser.get(page.href("我抄好了"))
    assert secret(page) not in shown.html
    assert "assignment、school" in shown.text
    assert "还没有推送过" in shown.text
    assert "省平台的副本" in (await browser.get("/webhooks")).text


async def test_a_wrong_address_is_said_and_what_was_typed_stays(
    browser: Browser, administrator: Caller, client: Caller
) -> None:
    page = await subscribe(browser, client, url="https://10.0.0.1/hooks", description="副本")
    assert page.status == 422
    assert "内网" in page.text
    assert ("description", "副本") in page.form("/webhooks/new").fields
    again = await browser.submit(page, {"url": ADDRESS, "entities": "user_account"}, action="/webhooks/new")
    assert again.status == 422
    assert "user_account" in again.text


async def test_a_test_message_and_every_step(
    browser: Browser, administrator: Caller, client: Caller, app: FastAPI, make: Make
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"webhook_allow_private": True})
    hooks = Hooks(app, make)
    async with listening() as receiver:
        made = await subscribe(browser, client, url=receiver.url)
        path = made.href("我抄好了")
        assert "测试消息已经排上" in (await step(browser, path, "test")).text
        assert "上一条测试消息还没送出" in (await step(browser, path, "test")).text
        await hooks.send()
        assert verified(receiver.taken[0], secret(made))
        log = await browser.get(f"{path}/deliveries?state=confirmed")
        assert "已送达" in log.text
        file = await browser.http.get(log.href("下载CSV").replace("&amp;", "&"))
        assert (file.status_code, "已送达" in file.text or "confirmed" in file.text) == (200, True)
        assert "没有符合条件的结果" in (await browser.get(f"{path}/deliveries?state=dead")).text
        assert "人工暂停" in (await step(browser, path, "pause")).text
        assert "已恢复" in (await step(browser, path, "resume")).text
        assert secret(await step(browser, path, "rotate")) != secret(made)
        await hooks.change()
        await hooks.send()
        sent = len(receiver.taken)
        assert "马上开始重发" in (await step(browser, path, "replay", after_position="0")).text
        await hooks.send()
        assert len(receiver.taken) > sent
    over = await step(browser, path, "void", reason="系统下线")
    assert "已作废" in over.text
    assert "暂停" not in [text for _, text in over.links]


async def test_a_subscription_is_changed_in_its_page(browser: Browser, administrator: Caller, client: Caller) -> None:
    path = (await subscribe(browser, client)).href("我抄好了")
    page = await browser.get(f"{path}/edit")
    done: Any = await browser.submit(page, {"url": f"{ADDRESS}/2", "description": "新机房"})
    assert f"{ADDRESS}/2" in done.text
    stale = await browser.submit(page, {"url": f"{ADDRESS}/3"})
    assert stale.status == 412
    assert "新机房" in stale.text


async def test_who_looks_after_the_log_reads_and_changes_nothing(
    browser: Browser, administrator: Caller, client: Caller, sign_in: SignIn
) -> None:
    path = (await subscribe(browser, client)).href("我抄好了")
    browser.become((await sign_in(Role.auditor, PROVINCE)).token)
    page = await browser.get(path)
    assert page.status == 200
    assert "作废" not in page.text
    browser.become((await sign_in(Role.county_coordinator)).token)
    assert (await browser.get("/webhooks")).status == 403
