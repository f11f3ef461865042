"""The statistics page: numbers equal to the API's, filters in the address, the file, and what does not fit."""

import csv
import io
import json
import re
from urllib.parse import unquote

import pytest

from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, Direction, Post, Role, Sex
from services.web.pages.statistics.table_file import cell, csv_text
from tests.factories.world import Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn
from tests.support.workbooks import cells_of


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


def chart(page: Page) -> dict[str, list[object]]:
    """What the chart draws."""
    found: dict[str, list[object]] = json.loads(page.html.split('id="chart-data">')[1].split("</script>")[0])
    return found


async def test_the_page_shows_the_number_its_table_and_how_it_is_counted(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics")
    assert page.h1 == "交流总人数，按方向看"
    for words in ("交流人数3人", "下派（城→乡）22", "上挂（乡→城）11", "合计33", "怎么算的", "S-01 第1版", "数据截至"):
        assert words in page.text, words
    assert chart(page)["values"] == [2, 1]
    assert chart(page)["names"] == ["下派（城→乡）", "上挂（乡→城）"]


@pytest.mark.parametrize("group", ["mode", "post", "sex", "stage", "title", "school_year"])
async def test_it_can_be_grouped_by_every_dimension(
    browser: Browser, coordinator: Caller, world: World, group: str
) -> None:
    page = await browser.get("/statistics", params={"group": group})
    assert page.status == 200
    assert "合计33" in page.text


async def test_filters_stand_in_the_address_and_narrow_the_number(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics?group=direction&post=principal")
    assert "交流人数1人" in page.text
    assert page.href("清除筛选") == "/statistics"
    assert page.href("下载表格").startswith("/statistics/table.xlsx?")
    assert page.href("下载CSV").startswith("/statistics/table.csv?")
    assert "post=principal" in page.href("下载表格").replace("&amp;", "&")
    nothing = await browser.get("/statistics?school_year=2023")
    assert "没有数据，不是0" in nothing.text


async def test_a_year_in_the_future_is_refused_beside_the_filters(browser: Browser, coordinator: Caller) -> None:
    page = await browser.get("/statistics?school_year=2031")
    assert page.status == 422
    assert "2031" in page.text
    assert "查看" in page.html


async def test_another_region_is_refused(browser: Browser, coordinator: Caller) -> None:
    page = await browser.get("/statistics?region_code=440883")
    assert page.status == 403
    assert page.headers["x-request-id"] in page.text


async def test_the_file_has_the_same_numbers_a_byte_order_mark_and_the_definition(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics")
    answer = await browser.http.get(page.href("下载CSV"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0] == ["方向", "交流人数", "交流人次"]
    assert rows[1] == ["下派（城→乡）", "2", "2"]
    assert ["合计", "3", "3"] in rows
    assert ["口径", "S-01第1版"] in rows


async def test_the_workbook_has_the_same_rows_with_numbers_as_numbers_and_a_chinese_name(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics")
    book = await browser.http.get(page.href("下载表格"))
    text = (await browser.http.get(page.href("下载CSV"))).text.removeprefix("\ufeff")
    rows = [row for row in csv.reader(io.StringIO(text)) if row]
    assert [row[: len(line)] for row, line in zip(cells_of(book.content), rows, strict=True)] == rows
    name = unquote(book.headers["content-disposition"].partition("filename*=UTF-8''")[2])
    assert re.fullmatch(r".+-陈仓区-.+\.xlsx", name)
    assert 'filename="tongji.xlsx"' in book.headers["content-disposition"]
    assert (await browser.http.get("/statistics/table.pdf")).status_code == 404


def test_a_spreadsheet_cannot_be_made_to_run_anything() -> None:
    for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"):
        assert cell(text) == f"'{text}"
    assert cell(-3) == "-3"
    assert cell(None) == ""
    assert csv_text([["一", '引"号']]) == '\ufeff一,"引""号"\r\n'


async def test_what_goes_down_and_comes_up_is_told_for_each_pairing(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics?indicator=balance")
    assert page.h1 == "双向差额，按结对看"
    assert "县实验小学 → 云坪镇中心小学" in page.text
    assert "S-08 第1版" in page.text


async def test_the_reporting_rate_of_a_month_is_shown_with_its_fraction(
    browser: Browser, coordinator: Caller, world: World, worker: Worker
) -> None:
    await worker.run_once()
    page = await browser.get("/statistics?indicator=reporting&month=2026-11&group=township")
    assert page.h1 == "月报报送率，按乡镇看"
    assert "已报0 ÷ 应报2" in page.text
    assert "还差2份" in page.text
    assert "云坪镇220" not in page.text
    year = await browser.get("/statistics?indicator=reporting&group=month")
    assert "11月2：11月应报，看名单" in year.text


async def test_a_city_compares_its_counties_and_may_choose_one(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.city_supervisor, region_code="610300")).token)
    page = await browser.get("/statistics")
    assert page.h1 == "交流总人数，按县区看"
    assert "陈仓区33" in page.text
    assert 'value="610304"' in page.html
    one = await browser.get("/statistics?region_code=610304&group=sex")
    assert "男11" in one.text


async def test_a_school_gets_no_choice_of_regions(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    page = await browser.get("/statistics")
    assert page.status == 200
    assert "全部县区" not in page.text


async def test_a_number_leads_to_as_many_rows_with_the_same_words(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/statistics?group=direction&sex=1")
    assert "点数字看名单" in page.text
    rows = await browser.get(page.href("：下派（城→乡）交流人次，看名单"))
    assert "共1条" in rows.text
    assert "陈仓区派出的·本学年开始的·算进交流人次·男" in rows.text
    whole = await browser.get("/statistics?group=direction")
    assert "共3条" in (await browser.get(whole.href("：合计交流人次，看名单"))).text


async def test_what_is_left_out_and_each_pairing_lead_to_their_rows(
    browser: Browser, coordinator: Caller, world: World, make: Make
) -> None:
    await make.assignment(world.staff[2], world.urban, world.rural, status=AssignmentStatus.planned)
    page = await browser.get("/statistics")
    rows = await browser.get(page.href("：还没到岗"))
    assert ("共1条" in rows.text, "还没到岗" in rows.text) == (True, True)
    pairs = await browser.get("/statistics?indicator=balance")
    assert "筛选：双向差额，按结对" in pairs.text
    name = f"{world.urban.name} → {world.rural.name}"
    assert (await browser.get(pairs.href(name))).h1.endswith("结对")


async def test_a_total_over_several_years_is_no_link(browser: Browser, coordinator: Caller, world: World) -> None:
    page = await browser.get("/statistics?group=school_year")
    assert "合计交流人次，看名单" not in page.text
    assert "共3条" in (await browser.get(page.href("学年交流人次，看名单"))).text
