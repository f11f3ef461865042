"""下载表格: each list page leads to the same rows as a file, which goes through the web piece by piece."""

import csv
import io

import httpx
import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from services.web.downloads import files
from tests.factories.world import Make
from tests.support.browser import ORIGIN, Browser
from tests.support.callers import SignIn


def test_links_keep_the_filters_and_leave_out_the_page() -> None:
    asked: dict[str, str | int | bool | list[str] | None] = {
        "status": ["due", "draft"], "open": True, "q": "云 坪", "cursor": "x", "limit": 50, "count": True, "kind": "",
    }  # fmt: skip
    (_, workbook), (_, plain) = files("reports", asked)
    assert workbook == "/downloads/reports.xlsx?status=due&status=draft&open=true&q=%E4%BA%91+%E5%9D%AA"
    assert plain.startswith("/downloads/reports.csv?")


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.county_coordinator, "/schools?locality=rural"),
        (Role.county_coordinator, "/staff"),
        (Role.county_coordinator, "/users"),
        (Role.county_coordinator, "/assignments"),
        (Role.county_coordinator, "/pairings"),
        (Role.county_coordinator, "/reviews/chase"),
        (Role.administrator, "/events"),
    ],
)
async def test_a_list_page_leads_to_its_rows_as_a_file(
    browser: Browser, sign_in: SignIn, make: Make, worker: Worker, role: Role, path: str
) -> None:
    world = await make.county_world()
    await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural)
    await sign_in(Role.teacher, person_id=world.staff[0].person_id)
    await worker.run_once()
    caller = await sign_in(role)
    browser.become(caller.token)
    page = await browser.get(path)
    links = [link for link, _ in page.links if link.startswith("/downloads/")]
    for link in links:
        answer: httpx.Response = await browser.http.get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer.headers["content-disposition"]
        assert answer.headers["cache-control"] == "no-store"
        if ".csv" in link:
            assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) > 1
    assert len(links) == 2


async def test_what_somebody_took_stands_in_the_list_of_downloads(
    browser: Browser, sign_in: SignIn, make: Make
) -> None:
    await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/exports")
    assert "还没有下载过表格。" in page.text
    assert "翻页" not in page.html
    await browser.http.get("/downloads/staff.xlsx?stage=primary&q=%E9%99%88")
    await browser.http.get("/downloads/pairings.csv?status=active")
    page = await browser.get("/exports")
    assert "教职工，Excel" in page.text
    assert "学段：小学" in page.text
    assert "按名字或代码找的" in page.text
    assert "状态：进行中" in page.text
    assert "陈" not in page.text.partition("下载记录")[2].partition("哪张表")[0]
    assert "共2次" in page.text
    assert "结对，CSV" not in (await browser.get("/exports?list_name=staff")).text
    assert "没有下载过这张表。" in (await browser.get("/exports?list_name=events")).text
    assert (await browser.get("/account")).href("看下载记录") == "/exports"


@pytest.mark.parametrize("role", [Role.administrator, Role.auditor])
async def test_administrators_and_auditors_see_who_in_the_counties_took_what(
    browser: Browser, sign_in: SignIn, make: Make, role: Role
) -> None:
    await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    await browser.http.get("/downloads/schools.csv")
    browser.become((await sign_in(role, "610000")).token)
    page = await browser.get("/exports")
    assert "谁下载的" in page.text
    assert "测试员" in page.text
    assert "陈仓区" in page.text
    browser.become((await sign_in(role, "440000")).token)
    assert "还没有下载过表格。" in (await browser.get("/exports")).text


async def test_whole_identity_numbers_are_asked_a_reason_for(browser: Browser, sign_in: SignIn, make: Make) -> None:
    world = await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/staff?stage=primary")
    assert page.href("含身份证号的表") == "/exports/identified?stage=primary"
    page = await browser.get("/exports/identified?stage=primary")
    refused = await browser.submit(page, {"reason": "", "suffix": "csv"}, action="/exports/identified")
    assert refused.status == 422
    assert "为什么要完整的身份证号" in refused.text
    fields = dict(page.form("/exports/identified").fields) | {"reason": "核对编制", "suffix": "csv"}
    answer = await browser.http.post("/exports/identified?stage=primary", data=fields, headers={"Origin": ORIGIN})
    assert answer.status_code == 200
    assert "%E5%90%AB%E8%BA%AB%E4%BB%BD%E8%AF%81%E5%8F%B7" in answer.headers["content-disposition"]
    assert len(answer.text.splitlines()) == 1 + len(world.staff)
    assert "原因：核对编制" in (await browser.get("/exports")).text
    browser.become((await sign_in(Role.city_supervisor, "610300")).token)
    assert "含身份证号的表" not in (await browser.get("/staff")).text
    assert (await browser.get("/exports/identified")).status == 404
