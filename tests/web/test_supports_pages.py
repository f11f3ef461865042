"""Funds and goods in a browser without scripts: recording in half a minute, giving, confirming, contesting."""

from dataclasses import dataclass

import pytest

from services.contracts.codes import Role
from tests.factories.world import HOME, Make
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


@dataclass
class Two:
    """A pairing with a clerk at each end."""

    pairing_id: str
    giver: Caller
    receiver: Caller
    stranger: Caller
    county: Caller
    finance: Caller


FUND = {"fund_type": "teaching_research", "amount": "10,000.50元", "purpose": "集体备课资料"}
GOODS = {"goods_type": "books", "quantity": "200", "unit": "册", "purpose": "补充图书角", "condition": "idle"}


@pytest.fixture
async def two(make: Make, sign_in: SignIn) -> Two:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    return Two(
        str(pairing.id),
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.finance, HOME),
    )


async def recorded(browser: Browser, two: Two, kind: str, values: dict[str, str]) -> Page:
    """The giver's clerk records one; its page."""
    browser.become(two.giver.token)
    form = await browser.get(f"/supports/new?pairing={two.pairing_id}&kind={kind}")
    return await browser.submit(form, values, action="/supports/new", button="保存")


async def test_a_fund_is_planned_paid_and_confirmed(browser: Browser, two: Two) -> None:
    tab = f"/pairings/{two.pairing_id}?tab=supports"
    browser.become(two.giver.token)
    empty = await browser.get(tab)
    assert "还没有记过经费和物资。" in empty.text
    assert "记一笔经费" in empty.text
    made = await recorded(browser, two, "fund", FUND)
    assert "教研教改活动经费10,000.50元" in made.h1
    assert "计划已保存" in made.text
    assert "2026–2027学年秋季学期" in made.text
    give = await browser.get(f"{made.path}/give")
    paid = await browser.submit(
        give, {"given_on": "2026-11-20", "amount": "9000", "voucher_no": "记字35号"}, action=give.path
    )
    assert "已登记拨付" in paid.text
    browser.become(two.receiver.token)
    mine = await browser.get(tab)
    assert "计划10,000.50元，拨付9,000元" in mine.text
    asked = await browser.get(f"{made.path}/confirm")
    assert "收到县实验小学拨的教研教改活动经费9,000元了吗？" in asked.h1
    done = await browser.submit(asked, {"use": ""}, action=asked.path, button="确认收到")
    assert "已确认收到。" in done.text
    assert "12月3日已收到" in done.text


async def test_goods_given_already_are_recorded_in_one_form(browser: Browser, two: Two) -> None:
    made = await recorded(browser, two, "goods", GOODS | {"given_on": "2026-11-18", "amount": "3600"})
    assert made.h1 == "图书200册"
    assert "已登记交接" in made.text
    browser.become(two.county.token)
    listed = await browser.get("/supports?kind=goods")
    assert "县实验小学 → 云坪镇中心小学" in listed.text
    assert "物资（按价值）计划3,600元，已交接3,600元，对方确认0元" in listed.text
    assert "价值3,600元" in listed.text
    assert "下载表格" in listed.text


async def test_what_is_wrong_is_said_in_words_and_nothing_is_lost(browser: Browser, two: Two) -> None:
    again = await recorded(browser, two, "fund", FUND | {"amount": "一万", "fund_type": ""})
    assert again.status == 422
    assert "请选经费用途" in again.text
    second = await browser.submit(again, {"fund_type": "enrolment"}, action="/supports/new", button="保存")
    assert "金额只填数字，整数最多9位，小数最多两位，比如10000或10000.50" in second.text
    third = await browser.submit(second, {"amount": "500", "given_on": "2027-01-05"}, action="/supports/new")
    assert "日期要在9月1日（结对开始）到12月3日（今天）之间" in third.text
    assert dict(third.form("/supports/new").fields)["purpose"] == "集体备课资料"
    saved = await browser.submit(third, {"given_on": ""}, action="/supports/new", button="保存")
    assert saved.h1 == "招生宣传500元"


async def test_a_contested_fund_shows_both_sides_words(browser: Browser, two: Two) -> None:
    made = await recorded(browser, two, "fund", FUND | {"given_on": "2026-11-20"})
    browser.become(two.receiver.token)
    asked = await browser.get(f"{made.path}/dispute")
    bare = await browser.submit(asked, {"reason": ""}, action=asked.path)
    assert bare.status == 422
    said = await browser.submit(bare, {"reason": "只到账八千元"}, action=asked.path, button="提出异议")
    assert "有异议" in said.text
    browser.become(two.giver.token)
    give = await browser.get(f"{made.path}/give")
    assert "云坪镇中心小学说：只到账八千元" in give.text
    again = await browser.submit(
        give, {"amount": "8000", "answer": "余下的十二月补上"}, action=give.path, button="保存"
    )
    for words in ("云坪镇中心小学提的异议", "只到账八千元", "县实验小学的答复", "余下的十二月补上"):
        assert words in again.text
    void = await browser.get(f"{made.path}/void")
    gone = await browser.submit(void, {"reason": "另外记了"}, action=void.path, button="作废")
    assert "已作废，记录保留，不再算进合计。" in gone.text


async def test_a_plan_is_put_right_and_a_clash_shows_both_sides(browser: Browser, two: Two) -> None:
    made = await recorded(browser, two, "fund", FUND)
    path = f"{made.path}/edit"
    mine, other = await browser.get(path), await browser.get(path)
    await browser.submit(other, {"purpose": "已存的用途"}, action=path, button="保存")
    both = await browser.submit(mine, {"purpose": "我填的用途"}, action=path, button="保存")
    assert both.status == 412
    assert "已存的用途" in both.text
    done = await browser.submit(both, {"keep.purpose": "typed"}, action=path, button="保存选好的")
    assert "我填的用途" in done.text


async def test_the_check_of_the_term_names_its_source_and_stops_nobody(browser: Browser, two: Two) -> None:
    browser.become(two.receiver.token)
    form = await browser.get(f"/supports/new?pairing={two.pairing_id}&kind=fund")
    await browser.submit(form, FUND | {"amount": "3000"}, action="/supports/new", button="保存")
    tab = await browser.get(f"/pairings/{two.pairing_id}?tab=supports")
    assert "受援学校要出3,000元" in tab.text
    assert "只提醒，不影响办理" in tab.text
    assert "依据：" in tab.text


async def test_a_county_says_which_school_gives_and_finance_only_reads(browser: Browser, two: Two) -> None:
    browser.become(two.county.token)
    form = await browser.get(f"/supports/new?pairing={two.pairing_id}&kind=fund")
    bare = await browser.submit(form, FUND, action="/supports/new", button="保存")
    assert "请选谁给的" in bare.text
    made = await browser.submit(bare, {"giver": "recipient"}, action="/supports/new", button="保存")
    assert "云坪镇中心小学 → 县实验小学" in made.text
    browser.become(two.finance.token)
    listed = await browser.get("/supports")
    assert "教研教改活动经费10,000.50元" in listed.text
    page = await browser.get(made.path)
    assert "登记拨付" not in page.text
    assert "看结对" not in page.text
    browser.become(two.stranger.token)
    assert (await browser.get(made.path)).status == 404
    assert (await browser.get(f"/supports/new?pairing={two.pairing_id}&kind=fund")).status == 404


async def test_the_receiver_gets_a_message_that_leads_to_the_confirmation(browser: Browser, two: Two) -> None:
    given = await recorded(browser, two, "goods", {**GOODS, "given_on": "2026-12-02"})
    browser.become(two.receiver.token)
    page = await browser.get("/notices")
    assert "对方给了经费或物资，等确认" in page.text
    row = await browser.submit(page, action="/open", button="去确认")
    assert row.path == given.path
    assert "确认收到" in row.text


async def test_a_county_records_money_of_its_office_and_finance_pays_it(browser: Browser, two: Two) -> None:
    browser.become(two.county.token)
    tab = f"/pairings/{two.pairing_id}?tab=supports"
    goods = await browser.get(f"/supports/new?pairing={two.pairing_id}&kind=goods")
    assert "教育局（给" not in goods.text
    form = await browser.get(f"/supports/new?pairing={two.pairing_id}&kind=fund")
    assert "教育局（给云坪镇中心小学）" in form.text
    typed = FUND | {"giver": "office recipient", "fund_type": "award", "purpose": "学年考核奖补"}
    made = await browser.submit(form, typed, action="/supports/new", button="保存")
    assert "教育局 → 云坪镇中心小学" in made.text
    assert "教育局 → 云坪镇中心小学" in (await browser.get(tab)).text
    assert "教育局给的经费" in (await browser.get("/supports?giver=office")).text
    assert "教育局还没拨的经费" in (await browser.get("/")).text
    browser.become(two.finance.token)
    give = await browser.get(f"{made.path}/give")
    assert "凭证或收据" not in give.text
    paid = await browser.submit(give, {"given_on": "2026-11-20", "voucher_no": "财字12号"}, action=give.path)
    assert "已登记拨付" in paid.text
    browser.become(two.receiver.token)
    start = await browser.get("/")
    assert "教育局拨的10,000.50元了吗？" in start.text
    asked = await browser.get(f"{made.path}/confirm")
    done = await browser.submit(asked, {"use": ""}, action=asked.path, button="确认收到")
    assert "已确认收到。" in done.text
