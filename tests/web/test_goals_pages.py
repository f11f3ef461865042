"""Goals, personal plans and yearly summaries in the browser, from the first proposal into the file."""

from datetime import date

import pytest

from services.api.features.assignments.models import Assignment
from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


async def follow(browser: Browser, page: Page, words: str) -> Page:
    """The page that the link with these words leads to."""
    return await browser.get(page.href(words))


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """In post since September, within one county."""
    return await make.assignment(world.staff[0], world.urban, world.rural)


@pytest.fixture
async def people(sign_in: SignIn, world: World, task: Assignment) -> dict[str, Caller]:
    """Everybody at the browser in turn."""
    return {
        "teacher": await sign_in(Role.teacher, person_id=task.person_id),
        "sending": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_reporter, school=world.rural),
        "leader": await sign_in(Role.school_leader, school=world.rural),
        "county": await sign_in(Role.county_coordinator, HOME),
    }


async def test_a_goal_is_proposed_by_one_side_agreed_by_the_other_judged_and_leads_to_an_extension(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["sending"].token)
    page = await browser.get(f"/assignments/{task.id}?tab=goals")
    assert "还没有交流目标。" in page.text
    page = await follow(browser, page, "提出目标")
    page = await browser.submit(page, {"description": "带教青年教师", "target": "2", "unit": "人"})
    assert (page.status, "请填为什么现在加" in page.text) == (422, True)
    page = await browser.submit(page, {"reason": "学校新来两名教师"})
    assert "目标已提出，等另一方同意。" in page.text
    assert "等接收学校或教师同意" in page.text
    browser.become(people["teacher"].token)
    page = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=goals"), "同意")
    page = await browser.submit(page)
    assert "已商定" in page.text
    browser.become(people["receiving"].token)
    page = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=goals"), "评定")
    page = await browser.submit(page, {"achieved": "1"})
    assert "完成1人，目标2人" in page.text
    browser.become(people["county"].token)
    page = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=goals"), "延期")
    assert "还有1项目标没有达到：带教青年教师" in page.text
    page = await browser.submit(page, {"end_on": "2027-12-31"})
    assert "的交流已延期。" in page.text
    assert "还有1项目标没有达到：带教青年教师" in page.text


async def test_a_step_says_what_goals_lack(
    browser: Browser, make: Make, world: World, people: dict[str, Caller]
) -> None:
    coming = await make.assignment(
        world.staff[1], world.urban, world.rural, status=AssignmentStatus.confirmed, start_on=date(2026, 12, 1),
        arrived_on=None,
    )  # fmt: skip
    browser.become(people["receiving"].token)
    page = await browser.get(f"/assignments/{coming.id}/arrive")
    assert "到岗以后再加目标，要写明原因。" in page.text
    assert "确认" in (await browser.submit(page)).text


async def test_an_agreed_goal_is_changed_on_a_page_that_asks_why(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    body = {"assignment_id": str(task.id), "description": "上公开课", "target": 4, "unit": "节", "reason": "学校需要"}
    made = (await people["sending"].post("/assignment-goals", body)).json()
    path = f"/assignment-goals/{made['id']}"
    browser.become(people["teacher"].token)
    page = await browser.submit(await browser.get(f"{path}/edit"), {"target": "6"})
    assert "目标已改好，等另一方同意。" in page.text
    assert (await people["sending"].post(f"{path}/agree", version=2)).status_code == 200
    page = await browser.get(f"{path}/edit")
    assert "双方商定的目标不能直接改。" in page.text
    page = await browser.submit(await browser.get(f"{path}/revise"), {"target": "5", "reason": "课时调整"})
    assert "已提出改动，等另一方同意。" in page.text
    assert "改定原因：课时调整" in page.text


async def test_a_plan_is_begun_from_a_real_one_handed_in_returned_and_accepted(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["teacher"].token)
    page = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=goals"), "写个人计划")
    page = await follow(browser, page, "照“临朐县：交流教师，希望小学”起草")
    assert "每周至少听两节课" in page.text
    page = await browser.submit(page)
    assert "还没有写任教任务，写好就能交给学校。" in page.text
    page = await browser.submit(await follow(browser, page, "接着写"), {"teaching_task": "三年级语文"})
    page = await browser.submit(await follow(browser, page, "交给学校"))
    assert "计划已交给学校。" in page.text
    browser.become(people["receiving"].token)
    page = await browser.submit(await browser.get(f"{page.path}/return"), {"reason": "请写上带徒弟"})
    assert "学校退回：请写上带徒弟" in page.text
    assert (await people["teacher"].post(f"{page.path}/submit", version=4)).status_code == 200
    page = await browser.submit(await follow(browser, await browser.get(page.path), "同意"))
    assert "已同意这份计划。" in page.text
    listed = await browser.get("/personal-plans")
    assert "已同意" in listed.text


async def test_a_summary_as_long_as_its_box_is_saved(
    browser: Browser, people: dict[str, Caller], task: Assignment
) -> None:
    browser.become(people["teacher"].token)
    page = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=summaries"), "写年度总结")
    long = "在受援学校上课、听课、带徒弟。" * 533
    saved = await browser.submit(page, {"text": long})
    assert (len(long), saved.status, saved.path.startswith("/summaries/")) == (7995, 200, True)
    assert long in saved.html


async def test_a_summary_passes_both_schools_and_lies_in_the_persons_file(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["teacher"].token)
    page = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=summaries"), "写年度总结")
    page = await browser.submit(page, {"text": "这一年教三年级语文。"})
    assert "还没有写工作量，写好就能交给接收学校。" in page.text
    path = page.path
    page = await browser.submit(await follow(browser, page, "接着写"), {"workload": "每周14节"})
    page = await browser.submit(await follow(browser, page, "交给接收学校"))
    assert "总结已交，等接收学校评议。" in page.text
    browser.become(people["leader"].token)
    page = await follow(browser, await browser.get("/summaries?to_do=true"), "评议")
    page = await browser.submit(await follow(browser, page, "评议"), {"opinion": "工作扎实。", "grade": "excellent"})
    assert "评议已登记。" in page.text
    page = await browser.submit(await follow(browser, page, "转送"))
    assert "已转送派出学校和县区。" in page.text
    browser.become(people["sending"].token)
    page = await browser.submit(await follow(browser, await browser.get(path), "入档"))
    assert "已存入个人档案。" in page.text
    assert "优秀" in page.text
    person = await browser.get(f"/persons/{task.person_id}?tab=exchange")
    assert "入档的支教总结" in person.text


async def test_start_pages_lead_to_what_is_to_be_written_and_reviewed(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["teacher"].token)
    page = await browser.get("/")
    assert "要写的在下面" in page.text
    page = await follow(browser, page, "写计划")
    assert page.h1 == "写个人交流工作计划"
    body = {"assignment_id": str(task.id), "text": "这一年教三年级语文。", "workload": "每周14节"}
    made = (await people["teacher"].post("/summaries", body)).json()
    assert (await people["teacher"].post(f"/summaries/{made['id']}/submit", version=1)).status_code == 200
    browser.become(people["leader"].token)
    page = await browser.get("/")
    assert "交来年度总结，等评议" in page.text
    page = await follow(browser, page, "评议")
    assert page.path == f"/summaries/{made['id']}"


async def test_the_county_sees_who_owes_and_the_rates_of_the_year(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["county"].token)
    page = await browser.get("/summaries")
    assert "提交率" in page.text
    assert "0份÷应交1份" in page.text
    assert "还没写" in page.text
    assert "没有逾期没交的总结。" in (await browser.get("/summaries?overdue=true")).text
    assert "还没有个人计划。" in (await browser.get("/personal-plans")).text


async def test_how_a_goal_comes_along_stands_below_it_and_beside_the_judgement(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    made = await people["sending"].post(
        "/assignment-goals", {"assignment_id": str(task.id), "description": "带教青年教师", "reason": "新来两名教师"}
    )
    path = f"/assignment-goals/{made.json()['id']}"
    assert (await people["teacher"].post(f"{path}/agree", version=1)).status_code == 200
    browser.become(people["teacher"].token)
    form = await follow(browser, await browser.get(f"/assignments/{task.id}?tab=goals"), "登记进展")
    bare = await browser.submit(form, {"words": "带了一名徒弟"}, action=form.path, button="登记")
    assert (bare.status, "请选进展" in bare.text) == (422, True)
    assert dict(bare.form(form.path).fields)["words"] == "带了一名徒弟"
    done = await browser.submit(bare, {"standing": "behind"}, action=form.path, button="登记")
    for words in ("进展已登记。", "进展：12月3日落后，带了一名徒弟", "教师本人", "已商定"):
        assert words in done.text, words
    browser.become(people["receiving"].token)
    judging = await browser.get(f"{path}/judge")
    assert "登记过的进展：12月3日落后。" in judging.text
    judged = await browser.submit(judging, {"met": "true"}, action=judging.path)
    assert ("已达到" in judged.text, "进展：12月3日落后" in judged.text, "登记进展" in judged.text) == (
        True,
        True,
        False,
    )
