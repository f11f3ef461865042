"""The end of an assignment in the browser: handing over, appraising, feedback, and reading it."""

from datetime import date

import pytest

from services.api.features.assignments.models import Assignment
from services.contracts.codes import Role
from tests.factories.world import HOME, PROVINCE, Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


async def follow(browser: Browser, page: Page, words: str) -> Page:
    """The page that the link with these words leads to."""
    return await browser.get(page.href(words))


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """It ran until yesterday, within one county."""
    return await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 2))


@pytest.fixture
async def people(sign_in: SignIn, world: World, task: Assignment) -> dict[str, Caller]:
    """Everybody at the browser in turn."""
    return {
        "teacher": await sign_in(Role.teacher, person_id=task.person_id),
        "sending": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_reporter, school=world.rural),
        "county": await sign_in(Role.county_coordinator, HOME),
        "province": await sign_in(Role.province_supervisor, PROVINCE),
    }


async def test_start_pages_lead_each_through_the_end_of_an_assignment(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["receiving"].token)
    page = await browser.get("/")
    assert "的交流到期，等交接和鉴定" in page.text
    page = await follow(browser, page, "办交接")
    missing = await browser.submit(page, {"items": ["lessons", "papers"], "notes": "交给三年级组"})
    assert (missing.status, "请选鉴定等次" in missing.text, "交给三年级组" in missing.text) == (422, True, True)
    page = await browser.submit(missing, {"grade": "excellent", "appraisal": "工作扎实。"})
    assert "交接和鉴定已登记。" in page.text
    assert "教学进度和教案、材料和档案" in page.text
    page = await follow(browser, page, "改正交接和鉴定")
    page = await browser.submit(page, {"appraisal": "工作扎实，带出两名徒弟。"})
    assert "工作扎实，带出两名徒弟。" in page.text
    assert "教学进度和教案、材料和档案" in page.text
    browser.become(people["teacher"].token)
    page = await follow(browser, await browser.get("/"), "写反馈")
    page = await browser.submit(page, {"learnt": "学会了分层作业。", "to_apply": "先在三年级试。"})
    assert "反馈已交给" in page.text
    browser.become(people["sending"].token)
    page = await browser.get("/")
    assert "交来了交流反馈，等本校查看" in page.text
    page = await follow(browser, page, "看反馈")
    assert "学会了分层作业。" in page.text
    page = await browser.submit(await follow(browser, page, "看过反馈"))
    assert "原校已看" in page.text
    page = await browser.submit(await follow(browser, page, "登记传达"), {"shared_on": "2026-12-03"})
    assert "传达日期已登记。" in page.text


async def test_the_list_and_the_tab_of_an_assignment_say_how_far_it_is(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["county"].token)
    page = await browser.get("/handovers?overdue=true")
    assert "逾期" in page.text
    assert "下载表格" in page.text
    assert "没有符合条件的结果。" in (await browser.get("/handovers?status=handed_over")).text
    page = await browser.get(f"/assignments/{task.id}?tab=handover")
    page = await follow(browser, page, "办交接和鉴定")
    page = await browser.submit(page, {"items": ["other"], "grade": "qualified", "appraisal": "按时到岗。"})
    assert "打印" in page.text
    assert "派出学校（盖章）" in page.text
    browser.become(people["teacher"].token)
    listed = await browser.get("/handovers")
    assert "我的交接与反馈" in listed.text
    browser.become(people["province"].token)
    page = await browser.get(f"/handovers/{task.id}")
    assert "按时到岗。" not in page.text
    assert "只有本人、两边学校和两边教育局看得到" in page.text
