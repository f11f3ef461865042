"""日程: a month as weeks, a day with everything on it, the months beside."""

from datetime import date

import pytest

from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn


@pytest.fixture
async def world(make: Make) -> World:
    """One is late since 1 December, a pairing ends on the 20th."""
    world = await make.county_world()
    await make.assignment(
        world.staff[0], world.urban, world.rural, start_on=date(2026, 12, 1), status=AssignmentStatus.confirmed,
        arrived_on=None,
    )  # fmt: skip
    await make.pairing(world.urban, world.rural, end_on=date(2026, 12, 20))
    return world


async def test_the_month_shows_its_days_and_leads_to_each(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get("/agenda")
    for words in ("12月日程", "周一", "到岗1人", "应到未到", "结对到期1对", "县实验小学到云坪镇中心小学"):
        assert words in page.text, words
    assert browser.api_calls <= 3
    day = await browser.get(page.href("12月1日，看这一天"))
    assert "12月1日（周二）日程" in day.text
    assert "应到未到" in day.text
    assert day.href("这天谁在哪里") == "/whereabouts?on=2026-12-01"
    ends = await browser.get(page.href("结对到期1对"))
    assert "结对到期" in ends.text
    assert (await browser.get(ends.href("县实验小学和云坪镇中心小学"))).status == 200


async def test_the_months_beside_and_an_empty_one(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    page = await browser.get("/agenda?month=2027-01")
    assert "这个月没有到岗、期满、结对到期和活动。" in page.text
    assert (page.href("上个月"), page.href("下个月"), page.href("这个月")) == (
        "/agenda?month=2026-12", "/agenda?month=2027-02", "/agenda"
    )  # fmt: skip
    assert "到岗1人" in (await browser.get(page.href("上个月"))).text
    for path in ("/agenda?month=2026-13", "/agenda?on=2026-02-31"):
        assert "12月日程" in (await browser.get(path)).text


async def test_a_day_can_be_taken_away_as_a_file(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get("/agenda?on=2026-12-01")
    answer = await browser.http.get(page.href("下载CSV"))
    assert answer.status_code == 200
    assert "云坪镇中心小学" in answer.text
