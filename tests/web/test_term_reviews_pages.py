"""The pages of term reviews: collecting, checking, judging, sending, reading, print, start pages."""

from datetime import date

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ContributionKind, Role, TermReviewStatus
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def school(sign_in: SignIn, world: World, browser: Browser) -> Caller:
    """The reporter of the school, at the browser."""
    caller = await sign_in(Role.school_reporter, school=world.rural)
    browser.become(caller.token)
    return caller


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def test_a_school_collects_checks_judges_and_sends_and_the_county_reads(
    browser: Browser, school: Caller, county: Caller, pairing: Pairing
) -> None:
    page = await browser.get("/term-reviews")
    assert "还没有学期考核总结。" in page.text
    page = await browser.submit(await browser.get(page.href("开始学期考核")), {"pairing_id": str(pairing.id)})
    path = page.path
    assert page.h1 == "云坪镇中心小学学期考核总结"
    for words in ("收材料", "2026–2027学年秋季学期", "先加上各教研组", "学校总结", "看和县实验小学的结对"):
        assert words in page.text
    page = await browser.submit(await browser.get(page.href("加教研组")), {"who": "语文教研组"})
    page = await browser.get(page.href("登记总结：语文教研组"))
    page = await browser.submit(page, {"handed_on": "2026-12-02", "practice": "每周集体备课"})
    assert "总结已登记。" in page.text
    seen: dict[str, str | list[str]] = {"kinds": ["lesson_notes", "critiques"], "papers_lesson_notes": "12"}
    page = await browser.submit(await browser.get(f"{path}/check"), seen)
    for words in ("查验结果已登记。", "有，12份", "没有"):
        assert words in page.text
    page = await browser.get(page.href("评定：语文教研组"))
    page = await browser.submit(page, {"qualified": "true", "reward": "优秀教研组", "reward_amount": "300"})
    assert "合格，奖励：优秀教研组，300元" in page.text
    page = await browser.submit(await browser.get(f"{path}/decide"), {})
    assert "写好学校总结，就能上报。" in page.text
    page = await browser.get(page.href("登记总结：学校总结"))
    page = await browser.submit(
        page, {"handed_on": "2026-12-03", "practice": "全校抓备课", "mentoring": "徒弟上公开课"}
    )
    page = await browser.submit(await browser.get(f"{path}/submit"), {})
    assert "总结材料已上报，等教育局收阅。" in page.text
    browser.become(county.token)
    assert "学期考核总结待收阅" in (await browser.get("/")).text
    page = await browser.submit(await browser.get(f"{path}/accept"), {})
    assert "已收阅。" in page.text
    paper = await browser.get(f"{path}/print")
    for words in ("2026–2027学年秋季学期考核总结", "徒弟上公开课", "每周集体备课", "合格，奖励：优秀教研组，300元"):
        assert words in paper.text


async def test_what_is_refused_is_said_and_nothing_typed_is_lost(
    browser: Browser, school: Caller, make: Make, world: World
) -> None:
    review = await make.term_review(world.rural, status=TermReviewStatus.checked)
    group = await make.contribution(review, handed_on=date(2026, 12, 1))
    page = await browser.get(f"/term-reviews/contributions/{group.id}/judge")
    page = await browser.submit(page, {"qualified": "false", "reward": "奖状"})
    assert page.status == 422
    assert "合格的才有奖励" in page.text
    assert dict(page.form().fields)["reward"] == "奖状"
    page = await browser.submit(await browser.get(f"/term-reviews/{review.id}/decide"), {})
    assert page.status == 409
    assert "每份交来的总结都要评定" in page.text
    again = await browser.submit(await browser.get("/term-reviews/new"), {})
    assert again.status == 409
    assert "已有考核总结" in again.text


async def test_a_stale_page_shows_both_sides(browser: Browser, school: Caller, make: Make, world: World) -> None:
    review = await make.term_review(world.rural)
    page = await browser.get(f"/term-reviews/{review.id}/edit")
    path = f"/term-reviews/{review.id}"
    assert (await school.patch(path, {"due_on": "2026-12-25"}, version=1)).status_code == 200
    page = await browser.submit(page, {"due_on": "2026-12-28"})
    assert page.status == 412
    assert "2026-12-25" in page.text


async def test_the_partner_sees_how_far_it_is_and_no_words(
    browser: Browser, sign_in: SignIn, make: Make, world: World, pairing: Pairing
) -> None:
    review = await make.term_review(world.rural, pairing_id=pairing.id)
    group = await make.contribution(review, practice="每周集体备课", handed_on=date(2026, 12, 1))
    partner = await sign_in(Role.school_reporter, school=world.urban)
    browser.become(partner.token)
    page = await browser.get(f"/term-reviews?pairing_id={pairing.id}")
    assert "云坪镇中心小学" in page.text
    page = await browser.get(f"/term-reviews/{review.id}")
    assert "一份教研组总结" in page.text
    for words in ("语文教研组", "每周集体备课", "/print"):
        assert words not in page.text
    hidden = await browser.get(f"/term-reviews/contributions/{group.id}")
    assert "内容归学校和它的主管部门看。" in hidden.text
    page = await browser.get(f"/term-reviews/{review.id}/check")
    assert "现在不能办" in page.text


async def test_a_returned_review_says_why_and_what_is_due_stands_on_the_start_page(
    browser: Browser, school: Caller, make: Make, world: World
) -> None:
    review = await make.term_review(
        world.rural, status=TermReviewStatus.returned, return_reason="带徒成果太少", due_on=date(2026, 12, 10)
    )
    await make.contribution(review, kind=ContributionKind.school)
    page = await browser.get("/")
    assert "本学期的考核总结还没上报" in page.text
    page = await browser.get(f"/term-reviews/{review.id}")
    assert "教育局退回：带徒成果太少" in page.text
