"""The search box and the code lists, with scripts off."""

from services.contracts.codes import Role
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn


async def test_the_box_on_schools_finds_a_school_a_person_and_a_pairing(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    world = await make.county_world()
    await make.pairing(world.urban, world.rural)
    await make.teacher(world.rural, name="云立群")
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/schools")
    assert [form.action for form in page.forms].count("/search") == 1
    found = await browser.get("/search?q=云")
    assert found.h1 == "找到3条"
    assert f"/schools/{world.rural.id}" in dict(found.links)
    assert "云立群" in found.text
    assert "县实验小学与云坪镇中心小学结对" in found.text


async def test_what_is_not_there_says_how_else_to_type_it(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/search?q=<b>没有</b>")
    assert "没有找到“<b>没有</b>”" in page.text
    assert "换个写法试试" in page.text
    assert (await browser.get("/search")).h1 == "找"


async def test_more_than_ten_lead_to_the_whole_list(browser: Browser, sign_in: SignIn, make: Make) -> None:
    for _ in range(11):
        await make.school(name="云坪小学")
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/search?q=云坪")
    assert page.h1 == "找到10条以上"
    whole = await browser.get(page.href("看全部学校"))
    assert whole.path == "/schools"


async def test_code_lists_say_their_standard_and_how_sure_they_are(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.administrator)).token)
    lists = await browser.get((await browser.get("/clients")).href("代码表"))
    assert "教育部办学类型代码" in lists.text
    page = await browser.get(lists.href("专业技术职务"))
    assert page.h1 == "专业技术职务"
    assert "GB/T 8561-2001" in page.text
    assert "名称待核实" in page.text
    missing = await browser.get("/codes/nothing")
    assert missing.status == 404
