"""The account pages: inviting, the start code shown once, closing, opening and resetting."""

import re

import pytest

from services.contracts.codes import Role
from tests.factories.world import World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def invite(browser: Browser, world: World, **changes: str) -> Page:
    """Make a reporter's account for the rural school."""
    asked = await browser.get(f"/users/new?school={world.rural.id}")
    return await browser.submit(asked, {"username": "yunping.he", "name": "何晓兰", "phone": "6231 0045", **changes})


async def test_an_invitation_shows_the_start_code_once_and_it_opens_the_account(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await invite(browser, world)
    assert page.h1 == "何晓兰的登录码"
    found = re.search(r'id="secret">([^<]+)<', page.html)
    assert found is not None
    assert "no-store" in page.headers["cache-control"]
    account = await browser.get(page.href("我抄好了"))
    assert found[1] not in account.html
    assert "待设密码" in account.text
    browser.http.cookies.clear()
    signed = await browser.submit(await browser.get("/sign-in"), {"username": "yunping.he", "password": found[1]})
    assert signed.path == "/account/password"


async def test_the_same_form_sent_twice_makes_one_account_and_shows_no_code_again(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    asked = await browser.get(f"/users/new?school={world.rural.id}")
    typed = {"username": "yunping.he", "name": "何晓兰"}
    await browser.submit(asked, typed)
    second = await browser.submit(asked, typed)
    assert "已经显示过一次" in second.text
    assert "共1个" in (await browser.get("/users?q=yunping")).text


async def test_a_name_in_use_is_refused_and_everything_stays(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    await invite(browser, world)
    page = await invite(browser, world, name="谢雯")
    assert page.status == 409
    assert "账号名已有人用" in page.text
    assert dict(page.form("/users/new").fields)["name"] == "谢雯"


async def test_a_coordinator_is_offered_the_roles_of_the_county_alone(browser: Browser, coordinator: Caller) -> None:
    page = await browser.get("/users/new")
    assert 'value="school_reporter"' in page.html
    assert 'value="administrator"' not in page.html
    assert 'name="region_code"' not in page.html


async def test_an_account_is_closed_with_a_reason_opened_again_and_reset(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    path = (await invite(browser, world)).href("我抄好了")
    page = await browser.submit(await browser.get(f"{path}/disable"), {"reason": "已调离岗位"})
    assert "已停用" in page.text
    page = await browser.submit(await browser.get(f"{path}/enable"))
    assert "的账号已启用。" in page.text
    page = await browser.submit(await browser.get(f"{path}/reset"))
    assert page.h1 == "何晓兰的登录码"
    assert 'id="secret"' in page.html


async def test_name_and_phone_are_corrected(browser: Browser, coordinator: Caller, world: World) -> None:
    path = (await invite(browser, world)).href("我抄好了")
    page = await browser.submit(await browser.get(f"{path}/edit"), {"phone": "6231 0099"})
    assert "电话6231 0099" in page.text


async def test_the_list_counts_who_never_signed_in(browser: Browser, coordinator: Caller, world: World) -> None:
    await invite(browser, world)
    page = await browser.get("/users?never_signed_in=true")
    assert "只看还没登录过的" in page.text
    assert "yunping.he" in page.text


async def test_an_administrator_gives_an_office_its_account(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.administrator, region_code="610000")).token)
    typed = {"role": "county_coordinator", "username": "chencang.zhou", "name": "周敏"}
    asked = await browser.submit(
        await browser.get("/users/new"), {**typed, "region_code_q": "chencang", "find": "region_code"}
    )
    assert "陕西省宝鸡市陈仓区·610304" in asked.text
    page = await browser.submit(asked, {"region_code": "610304 陈仓区"})
    assert page.h1 == "周敏的登录码"
    account = await browser.get(page.href("我抄好了"))
    assert "地区陈仓区" in account.text


async def test_the_region_picker_offers_nothing_outside_the_own_region(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.administrator, region_code="610300")).token)
    path = "/regions/pick?field=region_code&region_code_q="
    own = await browser.get(f"{path}chencang", headers={"HX-Request": "true"})
    other = await browser.get(f"{path}wuchuan", headers={"HX-Request": "true"})
    assert "610304" in own.html
    assert "440883" not in other.html


async def test_the_nation_offers_every_province_and_itself(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.administrator, region_code="000000")).token)
    listed = await browser.get("/users")
    assert "广东省" in listed.text
    page = await browser.submit(await browser.get("/users/new"), {"region_code_q": "全国", "find": "region_code"})
    assert 'value="000000 全国"' in page.html
    schools = await browser.get("/schools/new")
    assert 'name="county_code_q"' in schools.html


async def test_accounts_are_found_by_school(browser: Browser, coordinator: Caller, world: World) -> None:
    await invite(browser, world)
    page = await browser.get("/users?q=云坪")
    assert "yunping.he" in page.text
    assert "610304" not in page.text


async def test_a_reporter_sees_who_at_the_own_school_has_access_and_opens_nothing(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    await sign_in(Role.school_reporter, school=world.urban)
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    browser.become(reporter.token)
    page = await browser.get("/users")
    assert (page.status, page.h1) == (200, "本校账号")
    assert page.html.count("/users/") >= 1
    assert "新建账号" not in page.text
    assert "打印登录条" not in page.text
    assert "县实验小学" not in page.text
    browser.become((await sign_in(Role.teacher, "610304")).token)
    assert (await browser.get("/users")).status == 403


async def test_the_list_of_one_schools_accounts_names_the_school(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    await invite(browser, world)
    assert "只看云坪镇中心小学的" in (await browser.get(f"/users?school_id={world.rural.id}")).text
    assert "只看县实验小学的" in (await browser.get(f"/users?school_id={world.urban.id}")).text


async def test_a_coordinator_is_told_who_makes_another_coordinator(browser: Browser, coordinator: Caller) -> None:
    page = await browser.get("/users/new")
    assert 'value="county_coordinator"' not in page.html
    assert "区县协调人的账号由系统管理员开" in page.text
    assert "请找系统管理员或市教育局" in page.text
