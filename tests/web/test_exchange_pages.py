"""The pages of disagreements, swaps, replacements, corrections and vacated posts, without scripts."""

from datetime import date
from typing import Any

import pytest

from services.api.features.assignments.models import Assignment
from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import CITY, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def plan(make: Make, world: World, person: int = 0, **more: Any) -> Assignment:
    return await make.assignment(
        world.staff[person], world.urban, more.pop("at", world.rural),
        **{"status": AssignmentStatus.planned, "arrived_on": None, "start_on": date(2026, 12, 7), **more},
    )  # fmt: skip


async def test_a_school_disagrees_the_other_side_answers_and_the_city_keeps_the_plan(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    row = await plan(make, world, at=world.neighbour)
    browser.become((await sign_in(Role.school_leader, school=world.neighbour)).token)
    page = await browser.get(f"/assignments/{row.id}")
    assert page.href("提不同意见") == f"/assignments/{row.id}/disagree"
    empty = await browser.submit(await browser.get(f"/assignments/{row.id}/disagree"), {})
    assert empty.status == 422
    page = await browser.submit(await browser.get(f"/assignments/{row.id}/disagree"), {"words": "本学期课已排满"})
    for words in ("不同意见已提出，等处理。", "接收学校：本学期课已排满", "待处理"):
        assert words in page.text, words
    path = page.path
    page = await browser.get(f"/assignments/{row.id}")
    assert "处理好以前，定不下来" in page.text
    assert f'href="{path}"' in page.html
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.submit(await browser.get(f"{path}/answer"), {"words": "可以晚一周", "own_side_only": "true"})
    assert "派出学校：可以晚一周" in page.text
    assert "只给本方和处理的一方看" in page.text
    browser.become((await sign_in(Role.city_supervisor, CITY)).token)
    home = await browser.get("/")
    assert "不同意见" in home.text
    page = await browser.get("/disagreements?waiting=true")
    assert "只看还没处理的" in page.text
    page = await browser.submit(await browser.get(f"{path}/keep"), {"reason": "两校已商定"})
    for words in ("已维持原安排，等提意见的一方确认。", "按原安排：两校已商定", "这条意见已经处理完。"):
        assert words in page.text, words
    browser.become((await sign_in(Role.school_leader, school=world.neighbour)).token)
    assert "可以晚一周" not in (await browser.get(path)).text


async def test_two_plans_are_swapped_and_both_pages_lead_to_each_other(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    third = await make.school()
    one = await plan(make, world, 0)
    other = await plan(make, world, 1, at=third, start_on=date(2027, 2, 20))
    page = await browser.get(f"/assignments/{one.id}")
    assert page.href("互换") == f"/assignments/{one.id}/swap"
    asked = await browser.get(f"/assignments/{one.id}/swap")
    missing = await browser.submit(asked, {})
    assert (missing.status, "请选和谁互换" in missing.text) == (422, True)
    page = await browser.submit(asked, {"other": f"{other.id}.1", "of": "tasks"})
    for words in ("已互换，两项任务的三方都要重新确认。", "互换过任务", third.name):
        assert words in page.text, words
    late = await browser.submit(asked, {"other": f"{other.id}.1", "of": "tasks"})
    assert late.status == 412


async def test_somebody_else_is_sent_and_the_old_page_names_the_new_person(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    successor = await make.teacher(world.urban, name="罗晓雯")
    row = await plan(make, world)
    asked = await browser.get(f"/assignments/{row.id}/substitute")
    found = await browser.submit(asked, {"staff_id_q": "罗晓雯", "find": "staff_id"})
    assert dict(found.form(f"/assignments/{row.id}/substitute").fields)["staff_id"] == f"{successor.id} 罗晓雯"
    page = await browser.submit(found, {"reason": "校内另有任务"})
    assert "已换成罗晓雯，等三方确认。" in page.text
    assert "接替" in page.text
    old = await browser.get(f"/assignments/{row.id}")
    for words in ("由罗晓雯接替", "换了人，这项任务不再办", "校内另有任务"):
        assert words in old.text, words
    gone = await browser.get(f"/assignments/{row.id}/substitute")
    assert "现在不能办这一步" in gone.text


async def test_who_is_in_post_is_relieved_from_a_day_on(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    asked = await browser.get(f"/assignments/{row.id}/relieve")
    typed = {"staff_id": f"{world.staff[1].id} 某老师", "start_on": "2027-05-01", "reason": "生病休养"}
    early = await browser.submit(asked, typed)
    assert (early.status, "接替的日期要在" in early.text) == (422, True)
    page = await browser.submit(asked, {**typed, "start_on": "2026-12-01"})
    assert "已换成" in page.text
    assert "9月1日至11月30日" in (await browser.get(f"/assignments/{row.id}")).text


async def test_a_wrong_fact_is_put_right_and_stands_on_the_page(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    asked = await browser.get(f"/assignments/{row.id}/correct-facts")
    same = await browser.submit(asked, {"reason": "看错了"})
    assert "每一项都和现在一样" in same.text
    page = await browser.submit(asked, {"title": "senior", "reason": "证书日期看错"})
    for words in ("已改正，统计跟着变。", "改正职称", "：证书日期看错"):
        assert words in page.text, words


async def test_a_school_says_who_covers_and_takes_it_back(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    coming = await make.assignment(world.staff[3], world.rural, world.urban)
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    page = await browser.get("/covers")
    assert "还没人顶" in page.text
    assert page.href("登记谁在顶") == f"/covers/{row.id}/new"
    asked = await browser.get(f"/covers/{row.id}/new")
    both = await browser.submit(
        asked, {"covering_staff_id": f"{world.staff[1].id} 某", "covering_assignment_id": str(coming.id)}
    )
    assert (both.status, "请只选其中一个" in both.text) == (422, True)
    page = await browser.submit(asked, {"covering_assignment_id": str(coming.id), "lessons": "三（2）班数学"})
    for words in ("已登记谁在顶。", "有人顶", "云坪镇中心小学来", "三（2）班数学"):
        assert words in page.text, words
    page = await browser.submit(await browser.get(page.href("取消")))
    assert "已取消，记录保留。" in page.text
    assert "还没人顶" in page.text
