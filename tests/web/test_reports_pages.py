"""The school's other pages about its months: the year, the receipt, what came back."""

from datetime import UTC, datetime, timedelta

import pytest

from services.api.kernel.clock import SetClock
from services.api.worker import Worker
from services.contracts.codes import PairingStatus, Role
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.web.months import Month, november, open_form


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """November of a rural school."""
    return await november(make, sign_in, worker)


async def sent(browser: Browser, month: Month) -> int:
    """Send November; the report's version."""
    form = await open_form(browser, month)
    await browser.submit(form, action=month.path, button="没有变化，直接报送")
    return int(str((await month.stored())["version"]))


async def test_the_year_shows_each_month_with_its_state(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    page = await browser.get("/reports")
    assert page.h1 == "我的月报"
    assert "11月月报" in page.text
    assert "待填报" in page.text
    assert page.href("填11月月报") == month.path
    await sent(browser, month)
    after = await browser.get("/reports")
    assert "回执号" in after.text
    assert "已报送" in after.text


async def test_a_sent_report_can_only_be_read_and_says_whom_to_call(browser: Browser, month: Month) -> None:
    await sent(browser, month)
    page = await browser.get(month.path)
    assert not [form for form in page.forms if form.action == month.path]
    assert page.href("看回执") == f"{month.path}/receipt"
    start = await browser.get("/")
    assert start.h1 == "没有要办的事"
    assert start.href("看回执") == f"{month.path}/receipt"


async def test_a_returned_report_shows_why_at_its_section_and_can_be_sent_again(browser: Browser, month: Month) -> None:
    version = await sent(browser, month)
    comments = [{"section": "people", "text": "请核对请假的人"}]
    body = {"comments": comments, "mend_by": "2026-12-09"}
    answer = await month.coordinator.post(f"/reports/{month.report_id}/return", body, version=version)
    assert answer.status_code == 200, answer.text
    start = await browser.get("/")
    assert "已退回" in start.text
    form = await browser.get(month.path)
    assert "退回了，要改1处" in form.text
    assert "请核对请假的人" in form.text
    assert "12月9日前改好" in form.text
    again = await browser.submit(form, action=month.path, button="检查并报送")
    assert again.h1 == "11月月报已报送"
    assert "第2次" in again.text
    history = await browser.get(f"{month.path}/revisions")
    assert history.h1 == "11月月报，报送过2次"
    assert "请核对请假的人" in history.text


async def test_a_report_sent_after_the_deadline_is_taken_and_marked(
    browser: Browser, month: Month, clock: SetClock, sign_in: SignIn
) -> None:
    clock.forward(timedelta(days=4))
    month.reporter = await sign_in(Role.school_reporter, school=month.world.rural)
    late = await open_form(browser, month)
    assert "12月5日24:00已截止" in late.text
    receipt = await browser.submit(late, action=month.path, button="没有变化，直接报送")
    assert "迟报，截止12月5日24:00" in receipt.text


async def test_the_partner_reads_what_the_other_school_reported_of_its_people(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await sent(browser, month)
    partner = await sign_in(Role.school_reporter, school=month.world.urban)
    browser.become(partner.token)
    page = await browser.get((await browser.get("/")).href("填11月月报"))
    assert "本校派出的2人" in page.text
    assert "由接收学校填报，本校只看。" in page.text
    assert "people.0.state" not in page.html


async def test_another_schools_report_is_not_there(browser: Browser, month: Month, sign_in: SignIn) -> None:
    stranger = await sign_in(Role.school_reporter, school=month.world.third)
    browser.become(stranger.token)
    for path in (month.path, f"{month.path}/receipt", f"{month.path}/revisions"):
        page = await browser.get(path)
        assert page.status == 404
        assert page.headers["x-request-id"] in page.text


async def test_a_school_without_pairings_and_exchanges_has_nothing_to_report(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    alone = await sign_in(Role.school_reporter, school=month.world.third)
    browser.become(alone.token)
    assert "本校没有在期的交流和结对，这个月不用报。" in (await browser.get("/")).text
    assert "本校没有在期的交流和结对，这个月不用报。" in (await browser.get("/reports")).text


async def test_a_month_sent_before_its_end_says_first_what_comes_after(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker, clock: SetClock
) -> None:
    clock.put(datetime(2026, 11, 26, 2, tzinfo=UTC))
    month = await november(make, sign_in, worker)
    form = await open_form(browser, month)
    assert (
        "11月还有4天。报送后再有活动、请假或离岗，要请县里退回才能补进来；12月5日（周六）24:00前报都算按时。"
        in form.text
    )
    receipt = await browser.submit(form, action=month.path, button="没有变化，直接报送")
    assert receipt.h1 == "11月月报已报送"


async def test_a_month_that_is_over_has_no_such_hint(browser: Browser, month: Month) -> None:
    assert "11月还有" not in (await open_form(browser, month)).text


async def returned(month: Month, section: str, **body: str) -> None:
    """The county sends November back."""
    version = (await month.stored())["version"]
    comments = {"comments": [{"section": section, "text": "这里不对"}], **body}
    answer = await month.coordinator.post(f"/reports/{month.report_id}/return", comments, version=version)
    assert answer.status_code == 200, answer.text


async def test_a_passed_day_for_mending_is_said_in_words_wherever_the_school_meets_it(
    browser: Browser, month: Month, clock: SetClock, sign_in: SignIn
) -> None:
    await sent(browser, month)
    await returned(month, "people", mend_by="2026-12-04")
    browser.become(month.reporter.token)
    assert "12月4日前改好" in (await browser.get("/")).text
    clock.forward(timedelta(days=3))
    late = await sign_in(Role.school_reporter, school=month.world.rural)
    browser.become(late.token)
    for path in ("/", month.path, "/reports"):
        page = await browser.get(path)
        assert 'class="flag">改好期限' in page.html, path
        assert "改好期限12月4日，已过2天" in page.text, path
    again = await browser.submit(await browser.get(month.path), action=month.path, button="检查并报送")
    assert again.h1 == "11月月报已报送"


async def test_what_the_partner_has_to_mend_names_the_partner_and_what_this_school_can_do(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    partner = await sign_in(Role.school_reporter, school=month.world.urban)
    body = {
        "pairing_id": str(month.pairing.id), "host_school_id": str(month.world.urban.id), "type": "joint_prep",
        "held_on": "2026-11-12", "topic": "集体备课", "supporting_count": 4, "recipient_count": 3,
    }  # fmt: skip
    assert (await partner.post("/activities", body)).status_code == 201
    await sent(browser, month)
    await returned(month, "activities")
    form = await browser.get(month.path)
    assert "这一节都是县实验小学记的，本校改不了，要那边改。" in form.text
    assert form.href("县实验小学的联络人电话") == f"/pairings/{month.pairing.id}"
    assert "退回了，要对方学校改" in form.text
    assert "也可以先报送" in form.text
    again = await browser.submit(form, action=month.path, button="检查并报送")
    assert (again.h1, "第2次修订" in again.text) == ("11月月报已报送", True)


async def test_the_receipt_is_complete(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    values = {"plan": "上两节示范课", "public_line": "两校一起备课"}
    receipt = await browser.submit(form, values, action=month.path, button="检查并报送")
    assert "下月打算上两节示范课" in receipt.text
    assert "可公开的话两校一起备课" in receipt.text


async def test_the_receipt_says_what_else_waits_for_the_school(browser: Browser, month: Month, make: Make) -> None:
    world = month.world
    negotiating = {"status": PairingStatus.negotiating, "recipient_signed_on": None}
    await make.pairing(world.neighbour, world.rural, **negotiating)
    form = await open_form(browser, month)
    receipt = await browser.submit(form, action=month.path, button="没有变化，直接报送")
    assert receipt.h1 == "11月月报已报送"
    assert "合作协议等本校签字" in receipt.text


async def test_a_returned_month_tells_what_happened_to_it(browser: Browser, month: Month) -> None:
    await sent(browser, month)
    await returned(month, "people")
    form = await browser.get(month.path)
    assert form.text.index("退回。人员：这里不对") < form.text.index("开放填报")
    browser.become(month.coordinator.token)
    assert "退回。人员：这里不对" in (await browser.get(f"/reviews/{month.report_id}")).text
