"""The county's side in a browser without scripts: queue, decision, several at once, chase list."""

from datetime import timedelta
from typing import Any

import pytest

from services.api.kernel.clock import SetClock
from services.api.worker import Worker
from services.contracts.codes import Role
from services.contracts.reports import ReportRow
from services.web.pages.reviews.queue import is_same, may_pick
from tests.factories.world import CITY, NEIGHBOUR, Make
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn
from tests.web.months import Month, november


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """November of two schools of one county, nothing sent."""
    return await november(make, sign_in, worker)


async def send(caller: Caller, report_id: str, content: object = None) -> None:
    """Send a report as it was filled in, or with other content."""
    detail = (await caller.get(f"/reports/{report_id}")).json()
    body = {"content": content} if content else {"no_change": True}
    answer = await caller.post(f"/reports/{report_id}/submit", body, version=detail["version"])
    assert answer.status_code == 201, answer.text


async def both_sent(month: Month, sign_in: SignIn) -> str:
    """Send both schools' reports, the rural one first; the id of the other."""
    await send(month.reporter, month.report_id)
    month.clock.forward(timedelta(minutes=1))
    partner = await sign_in(Role.school_reporter, school=month.world.urban)
    other = (await partner.get("/reports", params={"month": "2026-11"})).json()["items"][0]["id"]
    await send(partner, other)
    return str(other)


async def test_the_coordinator_goes_through_the_queue_one_by_one(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    other = await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    desk = await browser.get("/")
    assert "有2件等你处理" in desk.text
    first = await browser.get(desk.href("开始审核"))
    assert first.h1 == "云坪镇中心小学11月月报"
    assert "待审第1份，共2份" in first.text
    assert first.href("下一份") == f"/reviews/{other}"
    second = await browser.submit(first, action="/accept", button="受理，看下一份")
    assert second.h1 == "县实验小学11月月报"
    assert "已受理云坪镇中心小学。" in second.text
    assert "待审第1份，共1份" in second.text
    done = await browser.submit(second, action="/accept", button="受理")
    assert "没有待审月报。新报送的会出现在这里。" in done.text


async def test_returning_asks_first_tells_why_and_the_answer_shows_what_changed_since(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    page = await browser.get(f"/reviews/{month.report_id}")
    reason = {"comment.people": "吴老师请过假，请核对", "mend_by": "2026-12-09"}
    question = await browser.submit(page, reason, action="/return", button="退回")
    assert question.h1 == "退回云坪镇中心小学11月月报？"
    assert "学校会看到你写的原因，并收到消息。" in question.text
    assert (await month.stored())["status"] == "submitted"
    after = await browser.submit(question, button="退回")
    assert "已退回，已告诉云坪镇中心小学。" in after.text
    assert after.h1 == "县实验小学11月月报"
    detail = await month.stored()
    assert detail["status"] == "returned"
    content = detail["content"]
    assert isinstance(content, dict)
    leave = {"state": "on_leave", "from_on": "2026-11-18", "to_on": "2026-11-20", "category": "official"}
    content["people"][0] |= leave
    await send(month.reporter, month.report_id, content)
    again = await browser.get(f"/reviews/{month.report_id}")
    assert "和退回前比，改了1处" in again.text
    assert "请假 11月18日至20日" in again.text
    assert "吴老师请过假，请核对" in again.text
    assert "第2次修订" in again.text


async def test_going_back_from_the_question_keeps_the_reason(browser: Browser, month: Month, sign_in: SignIn) -> None:
    await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    page = await browser.get(f"/reviews/{month.report_id}")
    question = await browser.submit(page, {"comment.texts": "写具体一些"}, action="/return", button="退回")
    back = await browser.submit(question, button="返回")
    assert dict(back.form("/return").fields)["comment.texts"] == "写具体一些"


async def test_a_return_without_a_reason_or_with_a_wrong_date_says_what_to_do(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    page = await browser.get(f"/reviews/{month.report_id}")
    again = await browser.submit(page, {"mend_by": "周五"}, action="/return", button="退回")
    assert again.status == 422
    assert "至少在一节写下要改什么" in again.text
    assert "日期写成2026-11-18这样" in again.text
    assert dict(again.form("/return").fields)["mend_by"] == "周五"
    short = await browser.submit(page, {"comment.goals": "改"}, action="/return", button="退回")
    refused = await browser.submit(short, button="退回")
    assert refused.status == 422
    assert refused.href("").startswith("/") or "#f-comment-goals" in {href for href, _ in refused.links}
    assert dict(refused.form("/return").fields)["comment.goals"] == "改"


async def test_a_report_decided_in_between_says_so_instead_of_being_decided_twice(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    page = await browser.get(f"/reviews/{month.report_id}")
    await browser.submit(page, action="/accept", button="受理")
    late = await browser.submit(page, action="/accept", button="受理")
    assert late.path == f"/reviews/{month.report_id}"
    assert "已受理" in late.text


def test_one_tap_chooses_what_was_compared_and_is_the_same_but_no_first_report() -> None:
    unchecked: Any = ReportRow.model_construct
    first = unchecked(no_change=True, baseline_month=None, allowed_actions=["accept"])
    same = first.model_copy(update={"baseline_month": "2026-10"})
    changed = same.model_copy(update={"no_change": False})
    assert [is_same(row) for row in (first, same, changed)] == [False, True, False]
    assert [may_pick(row) for row in (first, same, changed)] == [True, True, False]


async def test_several_without_changes_are_accepted_after_one_question(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    other = await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    queue = await browser.get("/reviews?select=same")
    assert "第一次报的，看过再选" in queue.text
    assert queue.html.count("data-row") == 2
    assert " checked" not in queue.html
    question = await browser.submit(queue, {"pick": [month.report_id, other]}, action="/reviews/accept")
    assert question.h1 == "受理2份月报？"
    done = await browser.submit(question, {"pick": [month.report_id, other]}, action="/reviews/accept")
    assert "已受理2份。" in done.text
    assert (await month.stored())["status"] == "accepted"
    stale = await browser.submit(question, {"pick": [month.report_id, other]}, action="/reviews/accept")
    assert "已受理0份，2份没有受理，原因在下面" in stale.h1
    assert "云坪镇中心小学" in stale.text


async def test_the_chase_list_counts_what_the_workbench_counts_and_reminds_once_a_day(
    browser: Browser, month: Month
) -> None:
    browser.become(month.coordinator.token)
    desk = await browser.get("/")
    assert "还没报的2所学校" in desk.text
    assert "0.0%" in desk.text
    listed = await browser.get("/reviews/chase?month=2026-11&select=all")
    assert "2所学校还没报" in listed.text
    assert listed.html.count('name="pick"') == 2
    told = await browser.submit(listed, {"pick": [month.report_id]}, action="/reviews/remind")
    assert "已提醒1所学校。" in told.text
    again = await browser.submit(listed, {"pick": [month.report_id]}, action="/reviews/remind")
    assert "没有再发提醒。1所今天已提醒过，没有再发。" in again.text
    nothing = await browser.submit(listed, {"pick": []}, action="/reviews/remind")
    assert "还没有选学校。先在左边打勾。" in nothing.text


async def test_filters_stand_in_the_address_and_an_odd_address_shows_the_whole_list(
    browser: Browser, month: Month
) -> None:
    browser.become(month.coordinator.token)
    found = await browser.get("/reviews/chase?q=云坪&month=2026-11")
    assert "1所学校还没报" in found.text
    none = await browser.get("/reviews/chase?q=不存在")
    assert "没有符合条件的结果。去掉一个条件试试。" in none.text
    odd = await browser.get("/reviews/chase?month=99&status=zzz&county_code=x")
    assert odd.status == 200
    assert odd.html.count('name="pick"') == 2


async def test_a_supervisor_reads_and_decides_nothing(browser: Browser, month: Month, sign_in: SignIn) -> None:
    await both_sent(month, sign_in)
    supervisor = await sign_in(Role.city_supervisor, region_code=CITY)
    browser.become(supervisor.token)
    over = await browser.get("/")
    assert over.h1.endswith("总览")
    assert "陈仓区" in over.text
    page = await browser.get(f"/reviews/{month.report_id}")
    assert page.status == 200
    assert not [form for form in page.forms if form.method == "post"]
    queue = await browser.get("/reviews")
    assert 'name="pick"' not in queue.html


async def test_a_supervisor_reads_the_chase_list_without_buttons_that_remind(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.city_supervisor, region_code=CITY)).token)
    page = await browser.get("/reviews/chase?month=2026-11")
    assert "2所学校还没报" in page.text
    assert "全选" not in page.text
    assert "提醒所选学校" not in page.text


async def test_a_first_report_is_not_said_to_be_like_a_month_that_was_not_reported(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await both_sent(month, sign_in)
    browser.become(month.coordinator.token)
    page = await browser.get(f"/reviews/{month.report_id}")
    assert "第一次报，没有上月可比" in page.text
    queue = await browser.get("/reviews")
    assert queue.text.count("第一次报，没有上月可比") == 2
    assert "没有变化" not in queue.text


async def test_an_office_above_sees_the_county_and_no_empty_column_to_tick(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await both_sent(month, sign_in)
    browser.become((await sign_in(Role.city_supervisor, region_code="610300")).token)
    queue = await browser.get("/reviews")
    assert "陈仓区" in queue.text
    assert 'class="pick"' not in queue.html
    assert "没有符合条件的结果" in (await browser.get("/reviews?county_code=610302")).text
    assert 'class="pick"' not in (await browser.get("/reviews/chase?month=2026-10")).html


async def test_the_reviewer_calls_the_reporter_with_one_tap(browser: Browser, month: Month, sign_in: SignIn) -> None:
    await both_sent(month, sign_in)
    users = (await month.coordinator.get("/users")).json()["items"]
    own = next(each for each in users if (each["school"] or {}).get("id") == str(month.world.rural.id))
    answer = await month.coordinator.patch(f"/users/{own['id']}", {"phone": "0917 555 0101"}, version=own["version"])
    assert answer.status_code == 200, answer.text
    browser.become(month.coordinator.token)
    page = await browser.get(f"/reviews/{month.report_id}")
    assert page.href("0917 555 0101") == "tel:09175550101"


async def test_another_countys_report_is_not_there(browser: Browser, month: Month, sign_in: SignIn) -> None:
    stranger = await sign_in(Role.county_coordinator, region_code=NEIGHBOUR)
    browser.become(stranger.token)
    assert (await browser.get(f"/reviews/{month.report_id}")).status == 404


async def test_overdue_reports_are_marked_in_the_chase_list(
    browser: Browser, month: Month, clock: SetClock, sign_in: SignIn
) -> None:
    clock.put(clock.now().replace(day=8))
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/reviews/chase?overdue=true")
    assert page.text.count("逾期3天") >= 2
