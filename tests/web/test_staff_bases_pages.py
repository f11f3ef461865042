"""The pages of staff bases: what would be frozen, freezing, again with a reason, and who has not."""

from services.contracts.codes import Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn


async def test_a_county_looks_freezes_and_freezes_again_with_a_reason(
    browser: Browser, world: World, make: Make, sign_in: SignIn
) -> None:
    coordinator = await sign_in(Role.county_coordinator)
    browser.become(coordinator.token)
    page = await browser.get("/staff-bases")
    assert "2026–2027学年的基数还没有登记" in page.text
    ask = await browser.get(page.href("登记2026–2027学年的基数"))
    assert ask.h1 == "登记2026–2027学年的教职工基数"
    assert "会登记2026年9月1日在职的" in ask.text
    done = await browser.submit(ask, {}, action="/staff-bases/new")
    assert "已登记2026–2027学年的教职工基数：" in done.text
    assert "现行" in done.text
    await make.teacher(world.urban, subject="")
    again = await browser.get(done.href("重新登记2026–2027学年的基数"))
    assert "新增1人，减少0人" in again.text
    assert "1人没有填学科" in again.text
    refused = await browser.submit(again, {"reason": ""}, action="/staff-bases/new")
    assert refused.status == 422
    done = await browser.submit(refused, {"reason": "补录了漏报的教师"}, action="/staff-bases/new")
    assert "第2次" in done.text
    assert "补录了漏报的教师" in done.text
    file = await browser.http.get(done.href("下载CSV").replace("&amp;", "&"))
    assert (file.status_code, "陈仓区" in file.text) == (200, True)


async def test_a_city_sees_who_has_not_and_has_no_button(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.city_supervisor, region_code="610300")).token)
    page = await browser.get("/staff-bases")
    assert "个县区没有登记" in page.text
    assert "陈仓区" in page.text
    assert "/staff-bases/new" not in page.html
    assert (await browser.get("/staff-bases/new")).status == 403


async def test_the_county_is_reminded_on_its_start_page(browser: Browser, world: World, sign_in: SignIn) -> None:
    coordinator = await sign_in(Role.county_coordinator)
    browser.become(coordinator.token)
    assert (await coordinator.post("/workbench/dismiss-first-week", {})).status_code < 300
    home = await browser.get("/")
    assert home.href("去登记") == "/staff-bases/new?school_year=2026"
    body = {"region_code": HOME, "school_year": 2026}
    assert (await coordinator.post("/staff-bases", body)).status_code == 201
    assert "教职工基数还没有登记" not in (await browser.get("/")).text
