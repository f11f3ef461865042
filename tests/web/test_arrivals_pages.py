"""How who comes to serve is looked after, in the browser: from the start page to the list, and for who only reads."""

from datetime import date

import pytest

from services.api.features.assignments.models import Assignment
from services.contracts.codes import Role
from tests.factories.world import HOME, PROVINCE, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def task(make: Make, world: World) -> Assignment:
    """Somebody who came a month ago."""
    return await make.assignment(world.staff[0], world.urban, world.rural, start_on=date(2026, 11, 3))


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


async def test_the_start_page_leads_to_the_form_and_the_rest_may_follow(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["receiving"].token)
    start = await browser.get("/")
    assert "来本校，等登记生活安排" in start.text
    form = await browser.get(start.href("去登记"))
    part = await browser.submit(form, {"housing": "provided", "meals": "allowance"}, action=form.path, button="保存")
    assert "已登记，还差交通、办公、联系人。" in part.text
    assert "学校安排" in part.text
    form = await browser.get(part.href("改生活安排"))
    typed = {"transport": "own", "workplace": "provided", "contact": "办公室王主任"}
    done = await browser.submit(form, typed, action=form.path, button="保存")
    for words in ("已登记，都安排好了。", "发补贴", "本人自理", "办公室王主任", "接收学校登记了生活安排"):
        assert words in done.text, words
    assert "等登记生活安排" not in (await browser.get("/")).text
    for who in ("teacher", "sending", "county"):
        browser.become(people[who].token)
        shown = await browser.get(f"/assignments/{task.id}?tab=arrival")
        assert "办公室王主任" in shown.text, who
    browser.become(people["province"].token)
    assert "王主任" not in (await browser.get(f"/assignments/{task.id}?tab=arrival")).text


async def test_who_only_reads_is_led_to_the_assignment_and_told_whose_turn_it_is(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["sending"].token)
    page = await browser.get(f"/arrivals/{task.id}")
    assert page.path.startswith(f"/assignments/{task.id}")
    assert "由云坪镇中心小学登记" in page.text


async def test_the_list_says_what_is_missing_and_has_a_file(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["county"].token)
    listed = await browser.get("/arrivals?missing=true")
    for words in ("还没有登记", "要登记", "只看没安排好的", "下载表格"):
        assert words in listed.text, words
    await people["receiving"].put(
        f"/arrivals/{task.id}",
        {"housing": "own", "meals": "own", "transport": "own", "workplace": "unneeded", "contact": "教务处"},
        version=0,
    )
    assert "没有没安排好的人。" in (await browser.get("/arrivals?missing=true")).text
    assert "都安排好了" in (await browser.get("/arrivals")).text


async def test_a_clash_shows_both_sides_and_loses_nothing(
    browser: Browser, task: Assignment, people: dict[str, Caller]
) -> None:
    browser.become(people["receiving"].token)
    path = f"/arrivals/{task.id}"
    mine, other = await browser.get(path), await browser.get(path)
    await browser.submit(other, {"housing": "provided", "note": "已存的说明"}, action=path, button="保存")
    both = await browser.submit(mine, {"housing": "own", "note": "我填的说明"}, action=path, button="保存")
    assert (both.status, "已存的说明" in both.text, "我填的说明" in both.text) == (412, True, True)
    keep = {"keep.housing": "stored", "keep.note": "typed"}
    done = await browser.submit(both, keep, action=path, button="保存选好的")
    assert ("学校安排" in done.text, "我填的说明" in done.text) == (True, True)
