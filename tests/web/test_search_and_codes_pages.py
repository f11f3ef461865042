"""The search box and the code lists, with scripts off."""

import pytest

from services.contracts.codes import CODE_SETS, Role
from services.web.pages.codes.views import GROUPS
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
    assert "/search" in [form.action for form in page.forms]
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
    assert (await browser.get("/search")).h1 == "搜索"


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


@pytest.mark.parametrize("role", [Role.county_coordinator, Role.school_reporter, Role.finance, Role.auditor])
async def test_the_search_box_stands_in_the_top_bar_of_every_page_and_is_a_plain_form(
    browser: Browser, sign_in: SignIn, make: Make, role: Role
) -> None:
    world = await make.county_world()
    browser.become((await sign_in(role, school=world.rural if role is Role.school_reporter else None)).token)
    page = await browser.get("/account")
    (form,) = [each for each in page.forms if each.action == "/search"]
    assert (form.method, form.fields) == ("get", [("q", "")])
    assert page.href("搜索") == "/search"
    there = await browser.get("/search?q=云坪")
    assert [each.action for each in there.forms].count("/search") == 1


async def test_who_can_find_nothing_has_no_search_box(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.teacher)).token)
    assert "/search" not in (await browser.get("/account")).html
    browser.http.cookies.clear()
    assert "/search" not in (await browser.get("/sign-in")).html


@pytest.mark.parametrize("role", [Role.county_coordinator, Role.administrator, Role.auditor])
async def test_the_code_lists_are_reached_from_more(browser: Browser, sign_in: SignIn, role: Role) -> None:
    browser.become((await sign_in(role)).token)
    lists = await browser.get((await browser.get("/account")).href("代码表"))
    assert (lists.status, lists.path, lists.h1) == (200, "/codes", "代码表")
    assert "2001年起" in lists.text


async def test_our_lists_stand_under_what_they_are_about_and_names_that_occur_twice_are_told_apart(
    browser: Browser, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.administrator)).token)
    page = await browser.get("/codes")
    found = [path.removeprefix("/codes/") for path, _ in page.links if path.startswith("/codes/")]
    own = [name for name in found if not name.startswith("std_")]
    assert sorted(own) == sorted(CODE_SETS)
    in_groups = [name for names in GROUPS.values() for name in names]
    assert own[: len(in_groups)] == in_groups  # a list that is in no group yet stands at the end
    assert page.href("办学类型（标准全表）") == "/codes/std_school_type"
    assert page.href("角色") == "/codes/role"


async def test_schools_do_not_see_the_code_lists_under_more(browser: Browser, sign_in: SignIn, make: Make) -> None:
    browser.become((await sign_in(Role.school_reporter, school=await make.school())).token)
    assert "代码表" not in (await browser.get("/account")).text


async def test_a_published_code_says_what_it_is_here_in_words(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.administrator)).token)
    page = await browser.get("/codes/std_school_type")
    assert "学校类型：教学点（teaching_point）" in page.text
    assert page.href("学校类型") == "/codes/school_kind"
