"""Statistics pages: every indicator of the registry, its question in the address, its rows and the way back."""

import re

import pytest

from services.api.features.statistics.indicators import REGISTRY
from services.contracts.codes import Direction, Post, Role, RuleEffect, Sex, Unit
from services.contracts.indicators import IndicatorRow, ThresholdOut
from services.web.pages.statistics import words
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def world(make: Make) -> World:
    """Two going down, one coming up, one of them a principal."""
    world = await make.county_world()
    await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural, sex=Sex.male)
    await make.assignment(world.staff[1], world.urban, world.rural, post=Post.principal)
    await make.assignment(world.staff[3], world.rural, world.urban, direction=Direction.rural_to_urban)
    return world


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def test_every_indicator_has_a_page_grouped_by_everything_it_offers(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    overview = await browser.get("/statistics")
    for each in REGISTRY.values():
        assert each.name in overview.text, each.id
        page = await browser.get(f"/statistics/{each.id}")
        assert page.status == 200, each.id
        assert page.h1.startswith(each.name)
        assert f"{each.id} 第{each.version}版" in page.text
        assert "None" not in page.text, each.id
        options = page.html.split('name="group"')[1].split("</select>")[0]
        offered = re.findall(r'value="(\w+)"', options)
        for group in offered if each.id in {"S-12", "S-35"} else offered[-2:-1]:
            shown = await browser.get(f"/statistics/{each.id}?group={group}")
            assert shown.status == 200, (each.id, group)


async def test_the_page_shows_the_number_its_table_and_how_it_is_counted(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics/S-01?group=direction")
    assert page.h1 == "交流总人数，按方向看"
    for said in ("3人次", "下派（城→乡）最多，2人次", "怎么算的", "S-01 第1版", "数据截至", "点数字看名单"):
        assert said in page.text, said
    assert page.html.count('<rect class="now"') == 2
    assert "<script>" not in page.html


async def test_a_number_leads_to_its_rows_and_these_to_the_records_and_back(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    asked = "/statistics/S-01?group=direction&sex=1&school_year=2026"
    page = await browser.get(asked)
    rows = await browser.get(page.href("：下派（城→乡）人次，看名单"))
    assert (rows.h1, "1人次" in rows.text, "共1条" in rows.text) == ("交流总人数：人次", True, True)
    assert "陈仓区·2026–2027学年" in rows.text
    assert "男" in rows.text
    record = re.search(r'href="(/assignments/[^"]+)"', rows.html)
    assert record is not None
    assert (await browser.get(record[1])).status == 200
    back = await browser.get(rows.href("回到统计"))
    assert back.h1 == page.h1
    assert 'value="1" selected' in back.html.split('name="sex"')[1].split("</select>")[0]


async def test_a_group_of_time_leads_to_its_rows_and_back_to_the_series(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics/S-01?group=month")
    rows = await browser.get(page.href("人次，看名单"))
    assert "共3条" in rows.text
    assert (await browser.get(rows.href("回到统计"))).h1 == "交流总人数，按月份看"
    years = await browser.get("/statistics/S-01?group=school_year")
    assert "合计人次，看名单" not in years.text
    of_year = await browser.get(years.href("学年人次，看名单"))
    assert "共3条" in of_year.text
    assert (await browser.get(of_year.href("回到统计"))).h1 == "交流总人数，按学年看"


async def test_without_a_base_there_is_no_ratio_and_no_zero_but_the_way_to_it(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics/S-03")
    assert "没有数据，不是0。原因：这一学年的教职工基数还没有登记" in page.text
    assert page.href("去登记教职工基数") == "/staff-bases?school_year=2026"
    body = {"region_code": HOME, "school_year": 2026}
    assert (await coordinator.post("/staff-bases", body)).status_code == 201
    page = await browser.get("/statistics/S-03")
    assert "没有数据，不是0" not in page.text


async def test_a_question_stands_in_the_address_and_the_filter_bar_leads_there(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics?indicator=S-01&group=sex&post=principal&school_year=2026")
    assert page.h1 == "交流总人数，按性别看"
    assert "1人次" in page.text
    assert page.href("清除筛选") == "/statistics/S-01"
    future = await browser.get("/statistics/S-01?school_year=2031")
    assert (future.status, "2031" in future.text, "查看" in future.html) == (422, True, True)
    assert (await browser.get("/statistics/S-99")).status == 404
    assert (await browser.get("/statistics/S-01?region_code=440883")).status == 403


@pytest.mark.parametrize("path", ["下载CSV", "下载表格"])
async def test_the_files_have_the_same_question(browser: Browser, coordinator: Caller, world: World, path: str) -> None:
    page = await browser.get("/statistics/S-01?group=direction")
    answer = await browser.http.get(page.href(path).replace("&amp;", "&"))
    assert answer.status_code == 200
    if path == "下载CSV":
        assert "下派（城→乡）" in answer.text
    rows = await browser.get(page.href("：下派（城→乡）人次，看名单"))
    answer = await browser.http.get(rows.href(path).replace("&amp;", "&"))
    assert (answer.status_code, len(answer.content) > 100) == (200, True)


async def test_a_city_sees_who_is_behind_and_goes_into_a_county(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.city_supervisor, region_code="610300")).token)
    page = await browser.get("/statistics")
    assert "落后的县区" in page.text
    assert page.href("教职工基数没有登记").startswith("/staff-bases")
    county = await browser.get(page.href("陈仓区"))
    assert county.h1 == "陈仓区统计"
    one = await browser.get("/statistics/S-01")
    assert one.h1 == "交流总人数，按县区看"
    inside = await browser.get(one.href("陈仓区"))
    assert "陈仓区·2026–2027学年" in inside.text
    assert inside.href("看宝鸡市").startswith("/statistics/S-01")


async def test_a_school_sees_its_own_numbers_and_no_regions(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    page = await browser.get("/statistics/S-01")
    assert page.status == 200
    assert 'value="county"' not in page.html


def test_how_far_a_number_is_from_a_bound() -> None:
    def row(numerator: int, denominator: int | None, *, within: bool) -> IndicatorRow:
        return IndicatorRow(numerator=numerator, denominator=denominator, value=0.1, within=within, group={}, labels={})

    def bound(least: int | None, most: int | None, unit: str = "%") -> ThresholdOut:
        return ThresholdOut(
            rule_key="x", title="x", effect=RuleEffect.warn, least=least, most=most, unit=unit, source="",
            region_code="000000", effective_from=None,
        )  # fmt: skip

    persons = Unit.persons
    assert words.distance(row(58, 412, within=True), bound(10, None), persons) == "多16人"
    assert words.distance(row(33, 341, within=False), bound(10, None), persons) == "差2人"
    assert words.distance(row(4, 10, within=False), bound(None, 30), persons) == "超1人"
    assert words.distance(row(2, 10, within=True), bound(None, 30), persons) == "少1人"
    assert words.distance(row(-2, None, within=False), bound(0, 0, "人次"), Unit.assignments) == "差2人次"
    assert words.distance(row(0, None, within=True), bound(0, 0, "人次"), Unit.assignments) == "正好"
