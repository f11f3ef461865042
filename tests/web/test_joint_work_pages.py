"""What two schools plan, meet about and decide, in a browser without scripts."""

from datetime import date
from typing import Any

import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from services.web.pages.activity_plans.planning import days_of
from tests.factories.world import HOME, Make
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn
from tests.web.months import Month, november


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """A school with a live pairing; today is 3 December 2026."""
    return await november(make, sign_in, worker)


@pytest.fixture
async def partner(month: Month, sign_in: SignIn) -> Caller:
    return await sign_in(Role.school_reporter, school=month.world.urban)


async def pairing_of(month: Month) -> dict[str, Any]:
    found: dict[str, Any] = (await month.reporter.get("/pairings")).json()["items"][0]
    return found


async def met(browser: Browser, month: Month) -> Page:
    """Record a joint meeting; its page, where what it decided is noted."""
    browser.become(month.reporter.token)
    form = await browser.get("/activities/new")
    typed = {
        "type": "joint_meeting", "held_on": "2026-11-13", "topic": "商量下半学期", "own_count": "3", "other_count": "3",
        "agenda": "一、互派教师", "cost": "1,200 元", "payer": "recipient",
    }  # fmt: skip
    return await browser.submit(form, typed, action="/activities/new", button="保存活动")


async def test_a_meeting_is_recorded_its_decision_noted_carried_out_by_the_other_school_and_printed(
    browser: Browser, month: Month, partner: Caller
) -> None:
    meeting = await met(browser, month)
    assert meeting.h1 == "联席会议：商量下半学期"
    assert "1,200元，受援学校承担" in meeting.text
    assert "结对活动不能增加受援学校的经济负担" in meeting.text
    assert "QX-15" in meeting.text
    form = await browser.get(meeting.href("记一条会议决定"))
    again = await browser.submit(form, {"text": "选出两名徒弟"}, button="保存")
    assert (again.status, "请选谁负责落实" in again.text) == (422, True)
    typed = {"responsible": "supporting", "due_on": "2026-11-30", "person": "教导处"}
    noted = await browser.submit(again, typed, button="保存")
    assert "选出两名徒弟" in noted.text
    assert "应在11月30日前落实，已过期" in noted.text
    browser.become(partner.token)
    listed = await browser.get("/activities")
    assert "会议决定，还没落实" in listed.text
    step = await browser.get(listed.href("登记落实：选出两名徒弟"))
    done = await browser.submit(step, {"done_on": "2026-12-01", "note": "名单已发"}, button="保存")
    assert "已登记落实。" in done.text
    minutes = await browser.get(done.href("会议记录"))
    for text in ("联席会议记录", "一、互派教师", "选出两名徒弟", "12月1日落实。名单已发"):
        assert text in minutes.text


async def test_the_short_form_stays_short_and_the_rest_is_kept_when_something_is_wrong(
    browser: Browser, month: Month
) -> None:
    browser.become(month.reporter.token)
    form = await browser.get("/activities/new")
    assert "再多写一点" in form.text
    typed = {
        "type": "demo_lesson", "held_on": "2026-11-13", "topic": "古诗", "own_count": "3", "other_count": "2",
        "speaker": "陈立群", "cost": "30",
    }  # fmt: skip
    wrong = await browser.submit(form, typed, action="/activities/new", button="保存活动")
    assert (wrong.status, "填了费用，要选由谁承担" in wrong.text) == (422, True)
    assert dict(wrong.form("/activities/new").fields)["speaker"] == "陈立群"
    saved = await browser.submit(wrong, {"payer": "supporting"}, action="/activities/new", button="保存活动")
    assert "已记下11月13日的示范课" in saved.text


async def test_names_are_ticked_and_a_void_is_undone(browser: Browser, month: Month) -> None:
    meeting = await met(browser, month)
    form = await browser.get(meeting.href("选参加的人"))
    names = form.form("/people").fields
    assert not [value for name, value in names if name == "staff_ids"]
    staff = (await month.reporter.get("/staff")).json()["items"][0]
    saved = await browser.submit(form, {"staff_ids": staff["id"]}, action="/people", button="保存名单")
    assert staff["name"] in saved.text
    edit = await browser.get(saved.href("修改"))
    ask = await browser.get(edit.href("作废"))
    gone = await browser.submit(ask, {"reason": "记重了"}, button="作废")
    assert "已作废。" in gone.text
    path = meeting.path
    back = await browser.get((await browser.get(path)).href("恢复"))
    restored = await browser.submit(back, button="恢复")
    assert "已恢复，重新算进结对。" in restored.text


async def test_a_weekly_plan_is_made_moved_cancelled_and_recorded(
    browser: Browser, month: Month, partner: Caller
) -> None:
    browser.become(month.reporter.token)
    form = await browser.get("/activity-plans/new")
    typed = {
        "type": "joint_prep", "topic": "大单元设计", "repeat": "weekly", "weekday": "4", "start_on": "2026-12-03",
        "end_on": "2026-12-31", "except_on": "12-24、12月31日",
    }  # fmt: skip
    wrong = await browser.submit(form, typed | {"except_on": "元旦"}, button="排好")
    assert (wrong.status, "日期写成" in wrong.text) == (422, True)
    plan = await browser.submit(wrong, typed, button="排好")
    assert "排好了，一共3次。" in plan.text
    assert plan.text.count("改日期") == 3
    moved = await browser.submit(
        await browser.get(plan.href("改日期：12月10日")), {"to_on": "2026-12-11"}, button="保存"
    )
    assert "12月11日 周五（原定12月10日）" in moved.text
    off = await browser.submit(
        await browser.get(moved.href("取消：12月17日")), {"reason": "期中考试"}, button="取消这次"
    )
    assert "取消原因：期中考试" in off.text
    listed = await browser.get("/activities")
    assert "接下来的活动" in listed.text
    record = await browser.get(listed.href("记下来：集体备课：大单元设计"))
    fields = dict(record.form("/activities/new").fields)
    assert (fields["type"], fields["topic"], fields["held_on"]) == ("joint_prep", "大单元设计", "2026-12-03")
    counts = {"own_count": "8", "other_count": "3"}
    await browser.submit(record, counts, action="/activities/new", button="保存活动")
    twice = await browser.submit(record, counts | {"idempotency_key": "another-key-1"}, action="/activities/new")
    assert (twice.status, "12月3日这次已经记过了" in twice.text) == (409, True)
    shown = await browser.get("/activities/month?month=2026-12")
    for text in ("已记1次", "计划中1次", "周五（原定12月10日）"):
        assert text in shown.text
    browser.become(partner.token)
    seen = await browser.get(plan.path)
    assert "改日期" not in seen.text


async def test_either_school_sets_the_base_school_and_the_pairing_shows_it_with_what_is_ahead(
    browser: Browser, month: Month, sign_in: SignIn
) -> None:
    await met(browser, month)
    pairing = await pairing_of(month)
    tab = await browser.get(f"/pairings/{pairing['id']}?tab=activities")
    assert "这个学期还没有定" in tab.text
    form = await browser.get(tab.href("定基地学校：基地学校"))
    done = await browser.submit(form, {"side": "recipient"}, button="保存")
    assert "2026–2027学年秋季学期的基地学校是云坪镇中心小学。" in done.text
    spring = await browser.get((await browser.get(done.href("改：基地学校"))).href("定2026–2027学年春季学期的"))
    both = await browser.submit(spring, {"side": "supporting"}, button="保存")
    assert "别的学期" in both.text
    office = await sign_in(Role.county_coordinator, HOME)
    browser.become(office.token)
    assert "云坪镇中心小学" in (await browser.get(f"/pairings/{pairing['id']}?tab=activities")).text
    plan = await browser.get(f"/activity-plans/new?pairing={pairing['id']}")
    assert "哪所学校主办" in plan.text


async def test_the_lists_to_follow_up_say_what_to_do_when_they_are_empty(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    for path, text in (
        ("/meeting-decisions", "还没有会议决定。"),
        ("/planned-activities", "还没有排活动。"),
        ("/activities/month?month=2026-01", "这个月没有活动"),
    ):
        assert text in (await browser.get(path)).text


def test_days_without_a_year_are_the_next_ones() -> None:
    start = date(2026, 12, 3)
    assert days_of("12-24、1月7日 2027-02-01", start) == (["2026-12-24", "2027-01-07", "2027-02-01"], "")
    assert days_of("元旦", start) == ([], "元旦")
    assert days_of("2-30", start) == ([], "2-30")
