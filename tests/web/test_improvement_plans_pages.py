"""The pages of improvement plans: drafting, sending, taking, progress, closing, print, what the county has to see."""

from datetime import date

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ImprovementSide, ImprovementStatus, Role
from tests.factories.world import HOME, NEIGHBOUR, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World, browser: Browser) -> Caller:
    """The reporter of the weak school, at the browser."""
    caller = await sign_in(Role.school_reporter, school=world.rural)
    browser.become(caller.token)
    return caller


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def test_a_school_drafts_and_sends_and_the_county_takes_and_closes(
    browser: Browser, school: Caller, county: Caller, pairing: Pairing
) -> None:
    page = await browser.get("/improvement-plans")
    assert "还没有改造规划。" in page.text
    page = await browser.get(page.href("起草规划"))
    page = await browser.submit(page, {"pairing_id": str(pairing.id), "goals": "两年内达到县平均水平"})
    path = page.path
    assert page.h1 == "云坪镇中心小学改造规划"
    for words in ("起草中", "还差主要措施、工作进度，写好就能报送。", "县实验小学", "六项业务指导", "还没有安排"):
        assert words in page.text
    page = await browser.submit(await browser.get(f"{path}/edit"), {"measures": "送教和培训"})
    page = await browser.get(page.href("加一步"))
    step = {"what": "上两节示范课", "due_on": "2026-12-20", "side": "supporting", "guidance": "lessons"}
    page = await browser.submit(page, step)
    for words in ("加了一步。", "上两节示范课", "12月20日到期", "排了1步，完成0步"):
        assert words in page.text
    page = await browser.submit(await browser.get(f"{path}/submit"), {})
    assert "规划已报送，等教育局受理。" in page.text
    browser.become(county.token)
    page = await browser.submit(await browser.get(f"{path}/accept"), {})
    assert "已受理，学校可以登记进度了。" in page.text
    page = await browser.get(page.href("登记完成：上两节示范课"))
    page = await browser.submit(page, {"done_on": "2026-12-02", "note": "语文、数学各一节"})
    assert "实施中" in page.text
    page = await browser.submit(await browser.get(f"{path}/close"), {"result": "achieved", "conclusion": "都做到了"})
    for words in ("考核结果已登记。", "达到目标", "都做到了", "已考核"):
        assert words in page.text
    paper = await browser.get(f"{path}/print")
    for words in ("云坪镇中心小学2026–2027学年改造规划", "一、目标和任务", "语文、数学各一节", "四、考核"):
        assert words in paper.text


async def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    browser: Browser, school: Caller, make: Make, world: World
) -> None:
    plan = await make.improvement_plan(world.rural, goals="", measures="")
    page = await browser.submit(await browser.get(f"/improvement-plans/{plan.id}/submit"), {})
    assert page.status == 422
    assert "请写目标和任务" in page.text
    page = await browser.get(f"/improvement-plans/{plan.id}/milestones/new")
    page = await browser.submit(page, {"what": "添图书", "due_on": "2027-09-01"})
    assert page.status == 422
    assert "日期要在2026-2027学年里" in page.text
    assert dict(page.form().fields)["what"] == "添图书"
    again = await browser.submit(await browser.get("/improvement-plans/new"), {"goals": "别的目标"})
    assert again.status == 409
    assert "已有改造规划" in again.text
    assert dict(again.form().fields)["goals"] == "别的目标"


async def test_a_stale_page_shows_both_sides(browser: Browser, school: Caller, make: Make, world: World) -> None:
    plan = await make.improvement_plan(world.rural)
    page = await browser.get(f"/improvement-plans/{plan.id}/edit")
    path = f"/improvement-plans/{plan.id}"
    assert (await school.patch(path, {"goals": "先补图书"}, version=1)).status_code == 200
    page = await browser.submit(page, {"goals": "先补教师"})
    assert page.status == 412
    assert "先补图书" in page.text
    page = await browser.submit(page, {"keep.goals": "typed"})
    assert "先补教师" in page.text


async def test_the_supporting_school_is_offered_its_own_steps_alone(
    browser: Browser, sign_in: SignIn, make: Make, world: World, pairing: Pairing
) -> None:
    plan = await make.improvement_plan(world.rural, pairing_id=pairing.id, status=ImprovementStatus.accepted)
    own = await make.milestone(plan, what="添图书")
    theirs = await make.milestone(plan, side=ImprovementSide.supporting)
    helper = await sign_in(Role.school_reporter, school=world.urban)
    browser.become(helper.token)
    page = await browser.get(f"/improvement-plans/{plan.id}")
    assert page.href("登记完成：上两节示范课") == f"/improvement-plans/steps/{theirs.id}/done"
    assert page.href("查看：添图书") == f"/improvement-plans/steps/{own.id}"
    page = await browser.get(f"/improvement-plans/steps/{own.id}/done")
    assert "现在不能办" in page.text


async def test_the_office_finds_late_steps_and_weak_schools_without_a_plan(
    browser: Browser, county: Caller, make: Make, world: World
) -> None:
    browser.become(county.token)
    page = await browser.get("/improvement-plans/missing")
    assert page.href("替它起草：云坪镇中心小学") == f"/improvement-plans/new?school={world.rural.id}"
    page = await browser.submit(await browser.get(f"/improvement-plans/new?school={world.rural.id}"), {})
    assert page.h1 == "云坪镇中心小学改造规划"
    assert "标为薄弱的学校都有规划。" in (await browser.get("/improvement-plans/missing")).text
    late = await make.improvement_plan(world.urban, status=ImprovementStatus.accepted)
    await make.milestone(late, due_on=date(2026, 11, 30))
    page = await browser.get("/improvement-plans?lagging=true")
    assert "逾期3天" in page.text
    assert "云坪镇中心小学" not in page.text
    assert page.href("下载CSV").startswith("/downloads/improvement_plans.csv?")


async def test_another_county_finds_no_page(browser: Browser, sign_in: SignIn, make: Make, world: World) -> None:
    plan = await make.improvement_plan(world.rural)
    step = await make.milestone(plan)
    stranger = await sign_in(Role.county_coordinator, NEIGHBOUR)
    browser.become(stranger.token)
    for path in (f"/improvement-plans/{plan.id}", f"/improvement-plans/{plan.id}/print",
                 f"/improvement-plans/steps/{step.id}"):  # fmt: skip
        assert (await browser.get(path)).status == 404


async def test_a_pairing_has_its_plans_as_a_tab_and_begins_one_there(
    browser: Browser, school: Caller, pairing: Pairing
) -> None:
    page = await browser.get(f"/pairings/{pairing.id}")
    page = await browser.get(page.href("改造规划"))
    assert "还没有写明由这对结对帮扶的改造规划。" in page.text
    made = await browser.submit(await browser.get(page.href("起草规划")), {"pairing_id": str(pairing.id)})
    assert "规划已存成草稿" in made.text
    page = await browser.get(f"/pairings/{pairing.id}?tab=improvement")
    assert "2026–2027学年" in page.text
    assert page.href("2026–2027学年") == made.path


async def test_the_supporting_school_finds_the_plan_beside_the_pairing_but_begins_none(
    browser: Browser, sign_in: SignIn, world: World, school: Caller, pairing: Pairing
) -> None:
    body = {"school_id": str(world.rural.id), "school_year": 2026, "pairing_id": str(pairing.id)}
    made = (await school.post("/improvement-plans", body)).json()
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    page = await browser.get(f"/pairings/{pairing.id}?tab=improvement")
    assert page.href("2026–2027学年") == f"/improvement-plans/{made['id']}"
    assert "起草规划" not in page.text
