"""The school pages: directory, one school, adding, correcting and deciding on it."""

import pytest

from services.contracts.codes import Locality, Role
from tests.factories.world import Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn

NEW: dict[str, str | list[str]] = {
    "code": "2161009901", "name": "柳林小学", "county_code": "610304", "township": "柳林镇", "kind": "primary",
    "stages": ["primary"], "ownership": "public", "locality": "rural", "weak": "false", "since": "2026-09-01",
}  # fmt: skip


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def test_the_directory_finds_by_name_pinyin_initials_and_code_and_counts(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/schools")
    assert page.h1 == "学校"
    assert "共2所" in page.text
    for text in ("云坪", world.rural.initials, world.rural.pinyin, world.rural.code):
        found = await browser.get("/schools", params={"q": text})
        assert "共1所" in found.text, text
        assert found.href("云坪镇中心小学") == f"/schools/{world.rural.id}"
    assert "共1所" in (await browser.get("/schools?weak=true")).text
    assert "没有符合条件的结果" in (await browser.get("/schools?q=没有这所")).text


async def test_one_school_shows_its_dated_decisions_its_pairings_and_who_came(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural)
    page = await browser.get(f"/schools/{world.rural.id}")
    assert page.h1 == "云坪镇中心小学"
    for words in ("城乡：农村", "属性：薄弱", "2020年9月1日起", "还没有登记编制和岗位"):
        assert words in page.text, words
    pairings = await browser.get(f"/schools/{world.rural.id}?tab=pairings")
    for words in ("县实验小学", "本校是受援学校"):
        assert words in pairings.text, words
    people = await browser.get(f"/schools/{world.rural.id}?tab=people")
    assert "来校交流人员1人在岗" in people.text
    assert "外出交流人员0人在岗" in people.text


async def test_a_school_is_added_and_a_wrong_code_keeps_everything_typed(browser: Browser, coordinator: Caller) -> None:
    asked = await browser.get("/schools/new")
    wrong = await browser.submit(asked, {**NEW, "code": "12"})
    assert wrong.status == 422
    fields = dict(wrong.form("/schools/new").fields)
    assert fields["name"] == "柳林小学"
    assert fields["stages"] == "primary"
    page = await browser.submit(wrong, {"code": NEW["code"]})
    assert page.h1 == "柳林小学"
    assert "柳林小学已保存。" in page.text


async def test_a_second_tap_of_the_same_form_makes_one_school(browser: Browser, coordinator: Caller) -> None:
    asked = await browser.get("/schools/new")
    first, second = await browser.submit(asked, NEW), await browser.submit(asked, NEW)
    assert first.path == second.path
    assert "共1所" in (await browser.get("/schools?q=柳林")).text


async def test_two_people_correcting_a_school_choose_between_both_versions(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    path = f"/schools/{world.rural.id}"
    asked = await browser.get(f"{path}/correct")
    version = int(dict(asked.form("/correct").fields)["version"])
    await coordinator.patch(path, {"township": "沙坝乡"}, version=version)
    page = await browser.submit(asked, {"name": "云坪镇第一小学", "reason": "校名写错了"})
    assert page.status == 412
    for words in ("你填的", "已存的", "云坪镇第一小学", "沙坝乡"):
        assert words in page.text, words
    done = await browser.submit(page, {"keep.township": "stored", "keep.name": "typed"})
    assert done.h1 == "云坪镇第一小学"
    assert "沙坝乡" in done.text


async def test_the_county_decides_the_locality_and_a_flag_from_a_day_on(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    path = f"/schools/{world.rural.id}"
    typed = {"locality": "urban", "start_on": "2026-12-01", "basis": "区教发〔2026〕18号"}
    page = await browser.submit(await browser.get(f"{path}/decide-locality"), typed)
    assert "城乡已认定" in page.text
    assert "城乡：城区2026年12月1日" not in page.text
    assert "城乡：城区12月1日起" in page.text
    assert "2020年9月1日至2026年11月30日" in page.text
    typed = {"flag": "weak", "value": "false", "start_on": "2026-12-01", "basis": "区教发〔2026〕19号"}
    page = await browser.submit(await browser.get(f"{path}/set-flag"), typed)
    assert "薄弱学校不是" in page.text


async def test_a_school_with_people_in_post_cannot_be_closed_and_the_page_says_what_first(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    asked = await browser.get(f"/schools/{world.rural.id}/close")
    page = await browser.submit(asked, {"closed_on": "2026-12-03", "reason": "撤并到县实验小学"})
    assert page.status == 409
    assert "要先结束或改派" in page.text
    assert dict(page.form("/close").fields)["reason"] == "撤并到县实验小学"


async def test_an_empty_school_is_closed_and_leaves_the_directory(
    browser: Browser, coordinator: Caller, make: Make
) -> None:
    school = await make.school(locality=Locality.rural, name="柳林小学")
    asked = await browser.get(f"/schools/{school.id}/close")
    page = await browser.submit(asked, {"closed_on": "2026-12-02", "reason": "并入县实验小学"})
    assert "12月2日撤并" in page.text
    assert "没有符合条件的结果" in (await browser.get("/schools?q=柳林")).text
    assert "共1所" in (await browser.get("/schools?q=柳林&include_closed=true")).text


async def test_a_city_supervisor_narrows_to_a_county_and_changes_nothing(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.city_supervisor, region_code="610300")).token)
    page = await browser.get("/schools")
    assert "共3所" in page.text
    assert 'value="610302"' in page.html
    assert "共1所" in (await browser.get("/schools?county_code=610302")).text
    assert "新建学校" not in page.text
    shown = await browser.get(f"/schools/{world.rural.id}")
    assert "撤并" not in shown.text


async def test_an_administrator_without_pairings_still_gets_the_school(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.administrator, region_code="610000")).token)
    page = await browser.get(f"/schools/{world.rural.id}")
    assert page.status == 200
    assert "认定城乡" in page.text


async def test_a_school_of_another_county_is_not_there(browser: Browser, coordinator: Caller, world: World) -> None:
    for path in (f"/schools/{world.third.id}", f"/schools/{world.third.id}/correct", "/schools/nonsense"):
        assert (await browser.get(path)).status == 404


async def test_a_change_says_from_which_day_and_a_new_category_asks_for_a_new_code(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    path = f"/schools/{world.rural.id}"
    asked = await browser.get(f"{path}/change")
    typed: dict[str, str | list[str]] = {
        "type_code": "312", "kind": "nine_year", "stages": ["primary", "junior"], "from_on": "2026-09-01",
        "basis": "区教发〔2026〕18号",
    }  # fmt: skip
    wrong = await browser.submit(asked, typed)
    assert wrong.status == 422
    assert "要用新的学校代码" in wrong.text
    done = await browser.submit(wrong, {"code": "3161009901"})
    for words in ("九年一贯制学校", "学校代码3161009901", "以前的名称和代码", world.rural.code):
        assert words in done.text, words


async def test_a_decision_that_was_written_down_wrongly_is_put_right_in_its_row(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get(f"/schools/{world.rural.id}")
    asked = await browser.get(page.href("改正：属性：薄弱"))
    done = await browser.submit(asked, {"start_on": "2021-09-01", "reason": "文件是2021年的"})
    assert "这条认定已改正。" in done.text
    assert "2021年9月1日起" in done.text
    history = await browser.get(f"/schools/{world.rural.id}?tab=history")
    assert "改正了开始日期" in history.text
    assert "文件是2021年的" in history.text


async def test_approved_posts_stand_beside_those_taken(browser: Browser, coordinator: Caller, world: World) -> None:
    asked = await browser.get(f"/schools/{world.rural.id}/set-headcount")
    typed = {
        "approved": "60", "senior_posts": "12", "middle_posts": "24", "junior_posts": "24", "start_on": "2026-09-01",
        "basis": "区编发〔2026〕3号",
    }  # fmt: skip
    wrong = await browser.submit(asked, {**typed, "approved": "10"})
    assert "比编制10名多" in wrong.text
    page = await browser.submit(wrong, {"approved": "60"})
    assert "60名，在编2人" in page.text
    assert "24个，已用2" in page.text


async def test_the_county_says_who_reports_for_a_school_and_ends_it(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    asked = await browser.get(f"/schools/{world.rural.id}/delegate")
    typed = {"centre_school_id": f"{world.urban.id} 县实验小学", "start_on": "2026-09-01", "basis": "县里规定"}
    page = await browser.submit(asked, typed)
    assert "本校月报由县实验小学代报" in page.text
    end = await browser.get(page.href("结束：本校月报由县实验小学代报"))
    done = await browser.submit(end, {"end_on": "2026-12-02"})
    assert "代报已结束。" in done.text
    assert "还没有月报" in done.text
