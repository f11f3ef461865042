"""更名撤并: from the choice of the kind over the preview to the plan of a later day and the school's 经过."""

import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.world import CITY, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def test_a_merger_is_looked_at_before_it_is_done_and_then_nothing_is_lost(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    other = await make.school(name="白云小学")
    choose = await browser.get(f"/schools/{world.rural.id}/succession")
    asked = await browser.get(choose.href("合并"))
    typed = {
        "partner_id": f"{other.id} 白云小学", "way": "other", "on": "2026-12-01", "reason": "县里调整布局",
    }  # fmt: skip
    preview = await browser.submit(asked, typed)
    assert preview.h1 == "合并：云坪镇中心小学"
    for words in ("云坪镇中心小学 → 白云小学", "2人，转过去", "以前的月报和统计不变", "办了不能撤销"):
        assert words in preview.text, words
    done = await browser.submit(preview, {})
    assert "合并已办好。" in done.text
    assert "11月30日撤并" in done.text
    history = await browser.get(f"/schools/{other.id}?tab=history")
    assert "云坪镇中心小学并入本校" in history.text


async def test_going_back_from_the_preview_finds_everything_that_was_typed(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    others = [await make.school(name=name) for name in ("白云小学", "青石小学")]
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    more = await browser.submit(asked, {"partner_id": f"{others[0].id} 白云小学"}, button="再加一所学校")
    typed: dict[str, str | list[str]] = {
        "partner_id": f"{others[0].id} 白云小学", "partner_id_q": "白云", "partner_id_2": f"{others[1].id} 青石小学",
        "partner_id_2_q": "", "way": "new", "new_name": "云岭小学", "code": "2161900002", "on": "2026-12-01",
        "reason": "区教发〔2026〕18号，<按文件办>",
    }  # fmt: skip
    preview = await browser.submit(more, typed)
    assert preview.h1 == "合并：云坪镇中心小学"
    back = await browser.submit(preview, button="返回修改")
    assert (back.status, back.h1, back.path) == (
        200, "合并：云坪镇中心小学", f"/schools/{world.rural.id}/succession/merge",
    )  # fmt: skip
    kept = dict(back.form("succession").fields)
    assert {name: kept[name] for name in typed} == typed
    changed = await browser.submit(back, {"new_name": "云岭第一小学"})
    assert "云岭第一小学" in changed.text
    assert "合并已办好。" in (await browser.submit(changed, {})).text


async def test_going_back_from_a_preview_that_was_shown_again_keeps_the_people_that_were_ticked(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    asked = await browser.get(f"/schools/{world.urban.id}/succession/split")
    ticked = [str(each.id) for each in world.staff[:2]]
    typed: dict[str, str | list[str]] = {
        "new_name": "县实验二小", "code": "2161009901", "staff_ids": ticked, "on": "2026-12-01", "reason": "县里批复",
    }  # fmt: skip
    preview = await browser.submit(asked, typed)
    version = (await coordinator.get(f"/schools/{world.urban.id}")).json()["version"]
    await coordinator.patch(f"/schools/{world.urban.id}", {"township": "沙坝乡"}, version=version)
    fresh = await browser.submit(preview, {})
    assert fresh.status == 409
    assert "刚被改过" in fresh.text
    back = await browser.submit(fresh, button="返回修改")
    kept = [value for name, value in back.form("succession").fields if name == "staff_ids"]
    assert sorted(kept) == sorted(ticked)
    assert "分设已办好。" in (await browser.submit(fresh, {})).text


async def test_the_preview_of_many_schools_asks_the_api_no_oftener_than_that_of_two(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    others = [await make.school(name=f"白云{number}小学") for number in range(1, 7)]
    named = {
        ("partner_id" if number == 1 else f"partner_id_{number}"): f"{each.id} {each.name}"
        for number, each in enumerate(others, 1)
    }
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    browser.api_calls = 0
    preview = await browser.submit(asked, {**named, "way": "this", "on": "2026-12-01", "reason": "县里调整布局"})
    assert preview.text.count("→ 云坪镇中心小学") == 6
    assert browser.api_calls <= 3


async def test_several_schools_are_merged_in_one_go(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    one, other = await make.school(name="白云小学"), await make.school(name="青石小学")
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    more = await browser.submit(asked, {"partner_id": f"{one.id} 白云小学"}, button="再加一所学校")
    assert "要合并的第2所学校" in more.text
    typed = {"partner_id_2": f"{other.id} 青石小学", "way": "this", "on": "2026-12-01", "reason": "县里调整布局"}
    preview = await browser.submit(more, typed)
    assert "白云小学 → 云坪镇中心小学" in preview.text
    assert "青石小学 → 云坪镇中心小学" in preview.text
    done = await browser.submit(preview, {})
    assert done.h1 == "云坪镇中心小学"
    history = await browser.get(f"/schools/{world.rural.id}?tab=history")
    assert "白云小学并入本校" in history.text
    assert "青石小学并入本校" in history.text


async def test_a_merger_of_a_later_day_stands_as_planned_until_it_is_taken_back(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    other = await make.school(name="白云小学")
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    typed = {"partner_id": f"{other.id} 白云小学", "way": "other", "on": "2027-02-20", "reason": "县里调整布局"}
    preview = await browser.submit(asked, typed)
    assert "之前可以取消" in preview.text
    plan = await browser.submit(preview, {})
    assert "合并已列入计划，2027年2月20日由系统办。" in plan.text
    assert plan.h1 == "云坪镇中心小学并入白云小学"
    assert "2人，转过去" in plan.text
    for school in (world.rural, other):
        page = await browser.get(f"/schools/{school.id}")
        assert "计划中：2027年2月20日起，云坪镇中心小学并入白云小学" in page.text
    listed = await browser.get("/schools/planned")
    assert "云坪镇中心小学并入白云小学" in listed.text
    ask = await browser.get(plan.href("取消这项计划"))
    done = await browser.submit(ask, {"reason": "重新研究"})
    assert "合并的计划已取消。" in done.text
    for words in ("已取消", "取消原因重新研究", "取消计划", "列入计划", "测试员"):
        assert words in done.text, words
    assert "计划中" not in (await browser.get(f"/schools/{world.rural.id}")).text


async def test_plans_are_listed_by_where_they_stand_and_a_cancelled_one_is_still_found(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    empty = await browser.get("/schools/planned")
    assert "没有计划过更名撤并" in empty.text
    plans = []
    for school, name in ((world.rural, "云坪镇第一小学"), (world.urban, "县第一实验小学")):
        asked = await browser.get(f"/schools/{school.id}/succession/rename")
        typed = {"new_name": name, "on": "2027-02-20", "reason": "县里批复"}
        plans.append(await browser.submit(await browser.submit(asked, typed), {}))
    await browser.submit(await browser.get(plans[0].href("取消这项计划")), {"reason": "重新研究"})
    listed = await browser.get("/schools/planned")
    cancelled = await browser.get(listed.href("已取消"))
    waiting = await browser.get(listed.href("未到期"))
    for page, shown, hidden in ((cancelled, "云坪镇第一小学", "县第一"), (waiting, "县第一实验小学", "云坪镇第一")):
        assert shown in listed.text
        assert shown in page.text
        assert hidden not in page.text
    assert "取消原因：重新研究" in cancelled.text
    for words, none in (("到期没办成", "没有到期没办成的"), ("已办成", "还没有到期办成的计划")):
        assert none in (await browser.get(listed.href(words))).text
    history = await browser.get(f"/schools/{world.rural.id}?tab=history")
    for words in ("列入计划：2027年2月20日起，云坪镇中心小学更名为云坪镇第一小学", "取消计划：", "重新研究"):
        assert words in history.text, words
    assert history.href("取消计划") == plans[0].path


async def test_the_life_of_a_school_tells_a_rename_once_with_both_names(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    for name, on in (("云坪镇第一小学", "2026-12-01"), ("云坪镇实验小学", "2026-12-02")):
        asked = await browser.get(f"/schools/{world.rural.id}/succession/rename")
        preview = await browser.submit(asked, {"new_name": name, "on": on, "reason": f"批复改为{name}"})
        await browser.submit(preview, {})
    history = await browser.get(f"/schools/{world.rural.id}?tab=history")
    assert history.text.count("更名：") == 2
    for words in ("更名：云坪镇中心小学 → 云坪镇第一小学", "更名：云坪镇第一小学 → 云坪镇实验小学"):
        assert words in history.text, words
    assert "批复改为云坪镇第一小学" in history.text


async def test_the_start_page_of_the_successor_names_the_month_that_the_other_school_left(
    browser: Browser, coordinator: Caller, make: Make, sign_in: SignIn, world: World, worker: Worker
) -> None:
    other = await make.school(name="白云小学")
    await make.assignment(world.staff[0], world.urban, world.rural)
    await worker.run_once()
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    typed = {"partner_id": f"{other.id} 白云小学", "way": "other", "on": "2026-12-01", "reason": "县里调整布局"}
    preview = await browser.submit(asked, typed)
    assert "由接收学校代报" in preview.text
    await browser.submit(preview, {})
    browser.become((await sign_in(Role.school_reporter, school=other)).token)
    start = await browser.get("/")
    assert "原云坪镇中心小学的11月月报" in start.text
    assert "欠的月报由本校报" in start.text


async def test_the_city_joins_schools_of_two_counties_from_the_page_of_one(
    browser: Browser, sign_in: SignIn, make: Make, world: World
) -> None:
    browser.become((await sign_in(Role.city_supervisor, CITY)).token)
    choose = await browser.get(f"/schools/{world.rural.id}/succession")
    assert "合并" in choose.text
    assert "更名，" not in choose.text
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    partner = f"{world.neighbour.id} 白果镇小学"
    typed = {"partner_id": partner, "way": "other", "on": "2026-12-01", "reason": "市里调整布局"}
    preview = await browser.submit(asked, typed)
    assert "到结束以前仍由陈仓区管" in preview.text
    done = await browser.submit(preview, {})
    assert "合并已办好。" in done.text


async def test_what_is_in_the_way_of_a_merger_is_named_and_nothing_can_be_confirmed(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    asked = await browser.get(f"/schools/{world.rural.id}/succession/merge")
    typed = {"partner_id": f"{world.urban.id} 县实验小学", "way": "other", "on": "2026-12-01", "reason": "调整布局"}
    preview = await browser.submit(asked, typed)
    assert "1人，要先办完" in preview.text
    assert "确认合并" not in preview.text


async def test_a_renamed_school_is_found_by_its_old_name(browser: Browser, coordinator: Caller, world: World) -> None:
    asked = await browser.get(f"/schools/{world.rural.id}/succession/rename")
    preview = await browser.submit(asked, {"new_name": "云坪镇第一小学", "on": "2026-12-01", "reason": "县里批复"})
    done = await browser.submit(preview, {})
    assert done.h1 == "云坪镇第一小学"
    assert "原名云坪镇中心小学" in done.text
    assert "共1所" in (await browser.get("/schools?q=云坪镇中心")).text


async def test_a_split_takes_the_people_that_were_ticked(browser: Browser, coordinator: Caller, world: World) -> None:
    asked = await browser.get(f"/schools/{world.urban.id}/succession/split")
    typed: dict[str, str | list[str]] = {
        "new_name": "县实验二小", "code": "2161009901", "staff_ids": [str(world.staff[0].id)], "on": "2026-12-01",
        "reason": "县里批复",
    }  # fmt: skip
    preview = await browser.submit(asked, typed)
    assert "1人，转过去" in preview.text
    done = await browser.submit(preview, {})
    assert done.h1 == "县实验二小"
    assert "在册人员1人" in done.text
