"""The pages of moves between schools and of establishments: decided, filed, approved, without scripts (W-17)."""

from datetime import date
from uuid import UUID

import pytest
from fastapi import FastAPI

from services.api.features.schools.models import SchoolHeadcount
from services.contracts.codes import Role
from tests.factories.world import CITY, HOME, STARTED, Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn

WHAT = {"reason": "subject_need", "planned_on": "2026-12-20", "subject": "语文", "post": "teacher"}


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def county(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def posts(make: Make, school_id: UUID, approved: int) -> None:
    await make.add(
        SchoolHeadcount(
            school_id=school_id, county_code=HOME, approved=approved, senior_posts=0, middle_posts=0, junior_posts=0,
            start_on=STARTED, basis="编办〔2020〕3号",
        )
    )  # fmt: skip


async def decided(browser: Browser, world: World, to: str, kind: str) -> Page:
    """The page of a move of the first teacher, found by the pickers of the form."""
    page = await browser.get(f"/staff-moves/new?staff={world.staff[0].id}")
    page = await browser.submit(page, {**WHAT, "kind": kind, "to_school_id_q": to, "find": "to_school_id"})
    return await browser.submit(page, {"kind": kind})


async def test_a_school_decides_and_files_and_the_new_school_is_told_who_comes(
    browser: Browser, make: Make, world: World, school: Caller, county: Caller, sign_in: SignIn
) -> None:
    await posts(make, world.rural.id, 3)
    browser.become(school.token)
    page = await decided(browser, world, "云坪", "within_quota")
    assert "已保存。下一步：报区县备案。" in page.text
    assert "学校定，报区县备案" in page.text
    assert "的调动还没报备案" in (await browser.get("/")).text
    path = page.path
    page = await browser.submit(await browser.get(f"{path}/file"), {})
    assert "已报备案。到日子人员记录自动转到新学校。" in page.text
    browser.become(county.token)
    page = await browser.submit(await browser.get(f"{path}/return"), {"reason": "请核对学科需求"})
    assert "区县退回：请核对学科需求" in page.text
    browser.become(school.token)
    assert "的调动备案退回了" in (await browser.get("/")).text
    page = await browser.submit(await browser.get(f"{path}/edit"), {"planned_on": "2026-12-22"})
    assert "12月22日调动" in page.text
    await browser.submit(await browser.get(f"{path}/file"), {})
    browser.become((await sign_in(Role.school_leader, school=world.rural)).token)
    assert "要调来本校" in (await browser.get("/")).text
    assert "12月22日调动" in (await browser.get("/staff-moves")).text


async def test_the_city_sees_both_schools_and_approves_what_crosses_counties(
    browser: Browser, world: World, school: Caller, sign_in: SignIn
) -> None:
    browser.become(school.token)
    page = await decided(browser, world, "白果", "cross_county")
    assert "已报请批准。" in page.text
    assert "要审批：两所学校不在同一个区县。" in page.text
    path = page.path
    browser.become((await sign_in(Role.city_supervisor, CITY)).token)
    assert "调动待批" in (await browser.get("/")).text
    page = await browser.get(path)
    for words in ("核定编制", "未登记", "按学科看在编人数", "语文", "3人", "调入的县区没有列为经济发达地区"):
        assert words in page.text, words
    assert "已批准" in (await browser.submit(await browser.get(f"{path}/approve"), {})).text


async def test_a_county_sees_who_is_over_and_under_and_what_is_not_registered(
    browser: Browser, make: Make, world: World, county: Caller
) -> None:
    await posts(make, world.urban.id, 2)
    browser.become(county.token)
    page = await browser.get("/headcounts")
    for words in ("超编1所，共多1人；缺编0所；正好0所；未登记1所", "超编1人", "未登记", "登记编制", "编办〔2020〕3号"):
        assert words in page.text, words
    assert "云坪镇中心小学" not in (await browser.get("/headcounts?state=over")).text
    form = await browser.get(f"/surplus-measures/new?school={world.urban.id}")
    page = await browser.submit(
        form, {"method": "training", "people": "1", "done_on": "2026-11-20", "basis": "区教委〔2026〕8号"}
    )
    assert "已登记：培训1人。" in page.text
    assert "消化1人" in (await browser.get("/headcounts")).text
    page = await browser.submit(await browser.get(page.href("作废")), {"reason": "登记错了学校"})
    assert "已作废，记录保留。" in page.text
    assert "消化1人" not in (await browser.get("/headcounts")).text


async def test_a_move_that_could_not_be_done_says_why_on_its_page(
    browser: Browser, app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural.id, 3)
    made = await school.post(
        "/staff-moves",
        {
            "staff_id": str(world.staff[0].id), "to_school_id": str(world.rural.id), "kind": "within_quota",
            "reason": "other", "planned_on": "2026-12-03",
        },
    )  # fmt: skip
    row = made.json()
    await make.assignment(world.staff[0], world.urban, world.neighbour, start_on=date(2026, 9, 1))
    browser.become(school.token)
    page = await browser.submit(await browser.get(f"/staff-moves/{row['id']}/file"), {})
    assert "这名教职工还有没结束的交流任务，要先办结束。" in page.text
