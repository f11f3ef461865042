"""谁在哪里: a day of a school and of an office, the days beside it, and what the address keeps."""

from datetime import UTC, date, datetime

import pytest

from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import CITY, HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn


@pytest.fixture
async def world(make: Make) -> World:
    """One came in September, one was to come on 1 December and has not, one is away until January."""
    world = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural)
    await make.assignment(world.staff[3], world.rural, world.neighbour, end_on=date(2027, 1, 31))
    await make.assignment(
        world.staff[1], world.urban, world.rural, start_on=date(2026, 12, 1), status=AssignmentStatus.confirmed,
        arrived_on=None, created_at=datetime(2026, 11, 20, 4, tzinfo=UTC),
    )  # fmt: skip
    return world


async def test_a_school_sees_who_came_who_is_away_and_who_is_late(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    page = await browser.get("/whereabouts")
    assert "今天谁在哪里" in page.text
    assert page.text.index("来校") < page.text.index("外出")
    for words in ("在岗", "应到未到", "2026年9月1日至2027年1月31日"):
        assert words in page.text, words
    assert browser.api_calls <= 3
    november = await browser.get("/whereabouts?on=2026-11-30")
    assert "11月30日谁在哪里" in november.text
    assert (page.text.count("应到未到"), november.text.count("应到未到")) == (2, 1), "once it is a choice of the filter"
    nobody = await browser.get("/whereabouts?on=2026-08-31")
    assert "这一天没有人在交流。" in nobody.text


async def test_the_day_before_and_after_keep_what_was_chosen(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get("/whereabouts?on=2027-01-31&view=people&mode=support_teaching")
    assert page.href("下一天") == "/whereabouts?on=2027-02-01&view=people&mode=support_teaching"
    later = await browser.get(page.href("下一天"))
    assert world.neighbour.name not in later.text
    assert world.neighbour.name in (await browser.get(later.href("上一天"))).text
    assert later.href("今天") == "/whereabouts?view=people&mode=support_teaching"


async def test_an_office_goes_from_the_numbers_of_a_school_to_its_people(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    for role, region in ((Role.county_coordinator, HOME), (Role.city_supervisor, CITY)):
        browser.become((await sign_in(role, region)).token)
        page = await browser.get("/whereabouts")
        assert "在岗2人，应到未到1人" in page.text
        assert browser.api_calls <= 3
        people = await browser.get(page.href(f"看名单：{world.rural.name}"))
        assert "来校" in people.text
        assert "外出" in people.text
        assert browser.api_calls <= 3


async def test_a_day_that_is_none_is_today_and_a_teacher_finds_the_own_one(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    assert "今天谁在哪里" in (await browser.get("/whereabouts?on=2026-02-31")).text
    browser.become((await sign_in(Role.teacher, person_id=world.staff[0].person_id)).token)
    page = await browser.get("/whereabouts")
    assert world.rural.name in page.text
    assert world.neighbour.name not in page.text


async def test_the_day_can_be_taken_away_as_a_file(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get("/whereabouts?on=2026-10-01&view=people")
    answer = await browser.http.get(page.href("下载CSV"))
    assert answer.status_code == 200
    assert answer.text.count(world.rural.name) == 2
