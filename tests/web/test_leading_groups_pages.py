"""The pages of leading groups: registering people line by line, a new list, voiding; the tab of the pairing."""

from services.contracts.codes import Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn

PEOPLE = {
    "head": "马文涛 校长",
    "deputies": "谢雯，副校长\n林立群",
    "others": "何晓兰 教导主任",
    "from_on": "2026-09-01",
}


async def test_a_school_registers_its_group_and_the_pairing_shows_it(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.get("/leading-groups")
    assert "还没有登记领导小组。" in page.text
    form = await browser.get(page.href("登记本校的"))
    wrong = await browser.submit(form, {**PEOPLE, "head": ""})
    assert wrong.status == 422
    assert "请填组长" in wrong.text
    assert "谢雯，副校长" in wrong.html
    page = await browser.submit(wrong, PEOPLE)
    assert page.h1 == "县实验小学领导小组"
    for words in ("共4人", "马文涛（校长）", "谢雯（副校长）、林立群", "何晓兰（教导主任）"):
        assert words in page.text
    tab = await browser.get(f"/pairings/{pairing.id}?tab=agreement")
    assert "组长马文涛" in tab.text
    assert "还没有登记" in tab.text


async def test_a_name_that_is_none_is_said_at_the_people_and_nothing_is_lost(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.submit(await browser.get("/leading-groups/new"), {**PEOPLE, "others": "123456 主任"})
    assert page.status == 422
    assert "姓名只写文字" in page.text
    assert "123456 主任" in page.html


async def test_several_on_one_line_are_several_people_and_the_form_says_whose_group_it_is(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    form = await browser.get("/leading-groups/new")
    assert "登记的是县实验小学的领导小组。" in form.text
    typed = {**PEOPLE, "deputies": "谢雯 副校长，林立群 书记", "others": "何晓兰，周敏，孙雅琴\n贺小满，主任"}
    page = await browser.submit(form, typed)
    for words in ("共7人", "谢雯（副校长）、林立群（书记）", "何晓兰、周敏、孙雅琴、贺小满（主任）"):
        assert words in page.text


async def test_a_name_that_is_too_long_is_said_at_the_input_it_was_typed_in(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.submit(await browser.get("/leading-groups/new"), {**PEOPLE, "others": "何" * 61})
    assert page.status == 422
    assert "太长，最多60个字" in page.text
    assert 'href="#f-others"' in page.html
    assert "#f-members" not in page.html


async def test_a_list_that_was_wrong_is_void_with_a_reason(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.submit(await browser.get("/leading-groups/new"), PEOPLE)
    path = page.path
    page = await browser.submit(await browser.get(f"{path}/void"), {"reason": "抄错了人"})
    assert "已作废" in page.text
    assert "作废原因：抄错了人" in page.text
