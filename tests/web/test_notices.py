"""消息: what a school is told, and one tap to the place."""

import pytest

from services.api.worker import Worker
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.web.months import Month, november


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """A school whose November has just opened."""
    return await november(make, sign_in, worker)


async def test_a_message_leads_to_its_report_and_is_read_then(browser: Browser, month: Month) -> None:
    await month.coordinator.post("/reports/remind", {"report_ids": [month.report_id]})
    browser.become(month.reporter.token)
    page = await browser.get("/notices")
    assert "提醒：11月月报还没报" in page.text
    unread = page.text.count("（没看）")
    report = await browser.submit(page, action="/open", button="去填")
    assert report.path == month.path
    assert (await browser.get("/notices")).text.count("（没看）") == unread - 1


async def test_all_can_be_marked_as_read(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    page = await browser.get("/notices")
    done = await browser.submit(page, action="/notices/read-all")
    assert "全部标为看过了。" in done.text
    assert "（没看）" not in done.text
    assert "消息都看过了。" in (await browser.get("/notices?unread=true")).text


async def test_an_office_without_messages_is_told_where_its_work_is(browser: Browser, month: Month) -> None:
    browser.become(month.coordinator.token)
    assert "要办的事在工作台" in (await browser.get("/notices")).text


async def test_a_message_says_what_is_still_to_do_with_its_report(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    assert "去填" in (await browser.get("/notices")).text
    await browser.submit(await browser.get(month.path), action=month.path, button="没有变化，直接报送")
    sent = await browser.get("/notices")
    assert "已经报送，等县里受理。" in sent.text
    assert "去填" not in sent.text
    version = (await month.stored())["version"]
    comments = [{"section": "texts", "text": "补上下月打算"}]
    await month.coordinator.post(f"/reports/{month.report_id}/return", {"comments": comments}, version=version)
    back = await browser.get("/notices")
    assert "11月月报退回了" in back.text
    mending = await browser.submit(back, action="/open", button="去改")
    assert "补上下月打算" in mending.text
