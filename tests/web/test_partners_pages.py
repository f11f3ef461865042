"""The pages of partners, without scripts."""

from services.contracts.codes import Role
from tests.factories.world import Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn


async def test_a_school_records_who_helps_a_pairing_and_ends_it(
    browser: Browser, sign_in: SignIn, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    page = await browser.get(f"/pairings/{pairing.id}?tab=agreement")
    page = await browser.get(page.href("看或登记"))
    assert "还没有登记外部伙伴。" in page.text
    page = await browser.get(page.href("登记外部伙伴"))
    short = await browser.submit(page, {"name": "", "kind": "university", "helps_with": "每年听课"})
    assert (short.status, "请填单位名称" in short.text, "每年听课" in short.html) == (422, True, True)
    page = await browser.submit(short, {"name": "宝山师范学院", "contact": "萧俊平"})
    assert ("已登记：宝山师范学院。" in page.text, "每年听课" in page.text) == (True, True)
    path = page.path
    again = await browser.get(f"/partners/new?pairing_id={pairing.id}")
    twice = await browser.submit(again, {"name": "宝山师范学院", "kind": "university"})
    assert (twice.status, "已经登记过" in twice.text or "已在帮" in twice.text) == (409, True)
    page = await browser.submit(await browser.get(f"{path}/edit"), {"contact": ""})
    assert ("已改好。" in page.text, "萧俊平" in page.text) == (True, False)
    page = await browser.submit(await browser.get(f"{path}/end"), {"end_on": "2030-01-31", "reason": "协议到期"})
    assert ("已登记结束。" in page.text, "2030年1月31日" in page.text) == (True, True)


async def test_a_county_chooses_the_school_and_a_school_is_asked_for_none(
    browser: Browser, sign_in: SignIn, world: World
) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/partners/new")
    found = await browser.submit(page, {"school_id_q": "实验", "find": "school_id", "name": "县进修学校"})
    assert ("县实验小学" in found.text, ("name", "县进修学校") in found.form().fields) == (True, True)
    page = await browser.submit(found, {"school_id": f"{world.urban.id} 县实验小学", "kind": "training_school"})
    assert "已登记：县进修学校。" in page.text
    listed = await browser.get("/partners?q=进修")
    assert ("县进修学校" in listed.text, "县实验小学" in listed.text) == (True, True)
    browser.become((await sign_in(Role.school_leader, school=world.rural)).token)
    assert "帮哪所学校" not in (await browser.get("/partners/new")).text
