"""Filling the monthly report in a browser without scripts, over the real API."""

import httpx
import pytest

from services.api.worker import Worker
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.web.months import Month, goal, november, open_form


class CutWire(httpx.AsyncBaseTransport):
    """A network on which nobody answers."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """November of a rural school."""
    return await november(make, sign_in, worker)


async def test_nothing_changed_takes_three_taps_from_the_start_page_to_the_receipt(
    browser: Browser, month: Month
) -> None:
    browser.become(month.reporter.token)
    start = await browser.get("/")
    assert start.h1 == "今天有1件事要办"
    assert "还有2天" in start.text
    assert "12月5日（周六）24:00前报送" in start.text
    form = await browser.get(start.href("填11月月报"))
    assert "2人全部在岗" in form.text
    receipt = await browser.submit(form, action=month.path, button="没有变化，直接报送")
    assert receipt.path == f"{month.path}/receipt"
    assert receipt.h1 == "11月月报已报送"
    stored = await month.stored()
    assert stored["status"] == "submitted"
    assert str(stored["receipt_no"]) in receipt.text
    assert month.world.rural.code in receipt.text
    assert "2026年12月3日 09:40" in receipt.text
    assert "按时，截止12月5日24:00" in receipt.text


async def test_a_second_tap_of_the_same_page_gives_the_same_receipt(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    first = await browser.submit(form, action=month.path, button="没有变化，直接报送")
    second = await browser.submit(form, action=month.path, button="没有变化，直接报送")
    assert second.path == first.path
    assert (await month.stored())["revision"] == 1


async def test_a_leave_is_sent_with_days_and_category_and_shows_in_the_receipt(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    leave = {"people.0.state": "on_leave", "people.0.from_on": "2026-11-18", "people.0.to_on": "2026-11-20"}
    receipt = await browser.submit(
        form, {**leave, "people.0.leave_category": "official"}, action=month.path, button="检查并报送"
    )
    assert receipt.h1 == "11月月报已报送"
    assert "2人：在岗1，请假1" in receipt.text
    read = await browser.get(month.path)
    assert "11月18日至20日，公假（培训、会议）" in read.text


async def test_what_is_wrong_stands_on_top_with_a_link_and_at_its_field_and_nothing_typed_is_lost(
    browser: Browser, month: Month
) -> None:
    form = await open_form(browser, month)
    typed = {
        "people.1.state": "on_leave",
        "people.1.from_on": "2026-11-18",
        "people.1.to_on": "2026-11-12",
        "people.1.leave_category": "official",
        "plan": "12月11日联席会议",
    }
    again = await browser.submit(form, typed, action=month.path, button="检查并报送")
    assert again.status == 422
    assert "还差1处，改好就能报送" in again.text
    assert again.href("结束日期要在11月18日或之后") == "#f-people-1-to_on"
    assert "f-people-1-to_on" in again.ids
    assert again.text.count("结束日期要在11月18日或之后") == 2
    kept = dict(again.form(month.path).fields)
    assert {name: kept[name] for name in typed} == typed
    assert "和系统填的比，改了1处" in again.text
    sent = await browser.submit(again, {"people.1.to_on": "2026-11-20"}, action=month.path, button="检查并报送")
    assert sent.h1 == "11月月报已报送"


async def test_saving_for_later_keeps_even_what_is_not_valid_yet(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    values = {"people.0.state": "on_leave", "people.0.from_on": "十八号", "problem": "缺音乐老师", "has_problem": "1"}
    saved = await browser.submit(form, values, action=month.path, button="保存，下次再填")
    assert saved.path == month.path
    assert "已保存，下次接着填。" in saved.text
    kept = dict(saved.form(month.path).fields)
    assert {name: kept[name] for name in values} == values


async def test_plus_and_minus_work_without_scripts_and_keep_what_is_typed(browser: Browser, month: Month) -> None:
    await goal(month)
    form = await open_form(browser, month)
    page = await browser.submit(form, {"nudge": "goals.0.value:1", "plan": "下月听课"}, action=month.path)
    kept = dict(page.form(month.path).fields)
    assert kept["goals.0.value"] == "1"
    assert kept["plan"] == "下月听课"
    assert "改了1处" in page.text
    down = await browser.submit(page, {"nudge": "goals.0.value:-1"}, action=month.path)
    low = await browser.submit(down, {"nudge": "goals.0.value:-1"}, action=month.path)
    assert dict(low.form(month.path).fields)["goals.0.value"] == "0"


async def test_the_system_asks_before_it_drops_changes(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    changed = {"people.0.state": "problem", "people.0.note": "宿舍漏雨"}
    question = await browser.submit(form, changed, action=month.path, button="没有变化，直接报送")
    assert question.status == 409
    assert question.h1 == "你改了1处。按改动报送，还是按“没有变化”报送？"
    same = await browser.submit(question, button="按“没有变化”报送")
    assert same.h1 == "11月月报已报送"
    assert "2人全部在岗" in same.text


async def test_the_changes_can_be_sent_from_the_question_too(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    changed = {"people.0.state": "problem", "people.0.note": "宿舍漏雨"}
    question = await browser.submit(form, changed, action=month.path, button="没有变化，直接报送")
    sent = await browser.submit(question, button="按改动报送")
    assert "2人：在岗1，有问题1" in sent.text


async def test_starting_again_drops_the_changes(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    changed = {"people.0.state": "problem", "people.0.note": "宿舍漏雨"}
    saved = await browser.submit(form, changed, action=month.path, button="保存，下次再填")
    assert "改了1处" in saved.text
    fresh = await browser.submit(saved, action=month.path, button="恢复成没有变化")
    assert "已恢复成没有变化。" in fresh.text
    assert "宿舍漏雨" not in fresh.text


async def test_two_devices_see_both_sides_and_choose(browser: Browser, month: Month) -> None:
    phone = await open_form(browser, month)
    desk = await browser.get(month.path)
    await browser.submit(desk, {"plan": "电脑上写的"}, action=month.path, button="保存，下次再填")
    both = await browser.submit(phone, {"plan": "手机上写的"}, action=month.path, button="保存，下次再填")
    assert both.status == 412
    assert "手机上写的" in both.text
    assert "电脑上写的" in both.text
    merged = await browser.submit(both, {"keep.plan": "stored"}, action=month.path, button="保存选好的")
    assert dict(merged.form(month.path).fields)["plan"] == "电脑上写的"
    third = await browser.submit(phone, {"plan": "手机上写的"}, action=month.path, button="检查并报送")
    assert third.status == 412
    mine = await browser.submit(third, {"keep.plan": "typed"}, action=month.path, button="保存选好的")
    assert dict(mine.form(month.path).fields)["plan"] == "手机上写的"


async def test_a_page_left_open_while_another_device_sends_says_so_and_shows_what_was_typed(
    browser: Browser, month: Month
) -> None:
    phone = await open_form(browser, month)
    desk = await browser.get(month.path)
    await browser.submit(desk, action=month.path, button="没有变化，直接报送")
    late = await browser.submit(phone, {"plan": "晚了一步"}, action=month.path, button="保存，下次再填")
    assert late.status == 409
    assert "这份月报现在不能改" in late.text
    assert "晚了一步" in late.text


async def test_autosave_answers_with_the_state_the_versions_and_the_changes(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    values = dict(form.form(month.path).fields) | {"people.0.state": "problem", "people.0.note": "宿舍漏雨"}
    answer = await browser.post(f"{month.path}/draft", values, headers={"HX-Request": "true"})
    assert answer.status == 200
    assert "已自动保存 09:40" in answer.text
    assert "改了1处" in answer.text
    assert 'name="draft_version" value="1"' in answer.html
    assert "people.0.note" not in answer.html
    stale = await browser.post(f"{month.path}/draft", values | {"plan": "另一台"}, headers={"HX-Request": "true"})
    assert stale.status == 412
    assert "看两边的内容" in stale.text


async def test_the_days_of_a_leave_belong_to_their_person_whatever_the_order(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    fields = dict(form.form(month.path).fields)
    first, second = fields["people.0.assignment_id"], fields["people.1.assignment_id"]
    swapped = {
        "people.0.assignment_id": second,
        "people.1.assignment_id": first,
        "people.0.state": "left",
        "people.0.left_on": "",
        "people.0.left_category": "",
    }
    again = await browser.submit(form, swapped, action=month.path, button="检查并报送")
    assert again.status == 422
    assert {href for href, _ in again.links if href.startswith("#f-people")} == {"#f-people-1-left_on"}


async def test_noting_an_activity_from_the_report_comes_back_to_it_with_everything_kept(
    browser: Browser, month: Month
) -> None:
    form = await open_form(browser, month)
    noting = await browser.submit(form, {"plan": "记到一半"}, action=month.path, button="补记一次活动")
    assert noting.h1 == "记一次活动"
    values = {
        "type": "demo_lesson",
        "held_on": "2026-11-06",
        "topic": "三年级《秋天的雨》",
        "other_count": "2",
        "own_count": "14",
    }
    back = await browser.submit(noting, values, action="/activities/new", button="保存活动")
    assert back.path == month.path
    assert "示范课：三年级《秋天的雨》" in back.text
    assert "来校2人，本校14人" in back.text
    assert "1次，16人次" in back.text
    assert dict(back.form(month.path).fields)["plan"] == "记到一半"


async def test_of_many_people_only_those_with_something_to_say_stay_unfolded(
    browser: Browser, month: Month, make: Make
) -> None:
    for _ in range(8):
        staff = await make.teacher(month.world.urban)
        await make.assignment(staff, month.world.urban, month.world.rural)
    form = await open_form(browser, month)
    assert "10人在岗" in form.text
    changed = {"people.3.state": "problem", "people.3.note": "宿舍漏雨"}
    saved = await browser.submit(form, changed, action=month.path, button="保存，下次再填")
    assert "其余9人在岗" in saved.text
    assert len([name for name, _ in saved.form(month.path).fields if name.endswith(".assignment_id")]) == 10


async def test_enter_in_a_field_saves_and_never_sends(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    assert form.form(month.path).buttons[0][:2] == ("do", "save")
    kept = await browser.submit(form, {"plan": "按了回车"}, action=month.path)
    assert dict(kept.form(month.path).fields)["plan"] == "按了回车"
    assert (await month.stored())["status"] == "draft"


async def test_an_api_that_does_not_answer_keeps_what_was_typed(browser: Browser, month: Month) -> None:
    form = await open_form(browser, month)
    fields = dict(form.form(month.path).fields) | {"plan": "不能丢", "do": "send"}
    connection = browser.web.state.api_connection
    alive, connection.http._transport = connection.http._transport, CutWire()
    lost = await browser.post(month.path, fields)
    connection.http._transport = alive
    assert lost.status == 503
    assert dict(lost.form(month.path).fields)["plan"] == "不能丢"
    sent = await browser.submit(lost, action=month.path, button="再试一次")
    assert sent.h1 == "11月月报已报送"
