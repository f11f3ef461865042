"""Recording an activity in a browser without scripts."""

import pytest

from services.api.worker import Worker
from services.contracts.codes import ActivityType, Role
from services.web.pages.activities import forms
from tests.factories.world import Make
from tests.support.browser import Browser, Page
from tests.support.callers import SignIn
from tests.web.months import Month, november

COUNTS = {"own_count": "8", "other_count": "3"}
VALUES = {"type": "joint_prep", "held_on": "2026-11-13", "topic": "大单元设计", "other_count": "3"}


@pytest.fixture
async def month(make: Make, sign_in: SignIn, worker: Worker) -> Month:
    """A school with a live pairing."""
    return await november(make, sign_in, worker)


async def recorded(browser: Browser, month: Month) -> Page:
    """Record one activity; the list."""
    browser.become(month.reporter.token)
    form = await browser.get("/activities/new")
    return await browser.submit(form, VALUES | {"own_count": "8"}, action="/activities/new", button="保存活动")


async def test_an_activity_is_recorded_once_and_counts_for_the_month(browser: Browser, month: Month) -> None:
    listed = await recorded(browser, month)
    assert listed.path == "/activities"
    assert "集体备课：大单元设计" in listed.text
    assert "来校3人，本校8人" in listed.text
    assert (await month.stored())["person_times"] == 11
    assert "和上次一样" in (await browser.get("/activities/new")).text
    like = await browser.get("/activities/new?like=last")
    typed = dict(like.form("/activities/new").fields)
    assert (typed["type"], typed["own_count"], typed["other_count"]) == ("joint_prep", "8", "3")


async def test_a_second_tap_records_nothing_twice(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    form = await browser.get("/activities/new")
    for _ in range(2):
        await browser.submit(form, VALUES | COUNTS, action="/activities/new", button="保存活动")
    assert (await month.stored())["activity_count"] == 1


async def test_what_is_missing_or_wrong_is_said_and_the_rest_is_kept(browser: Browser, month: Month) -> None:
    browser.become(month.reporter.token)
    form = await browser.get("/activities/new")
    wrong = {"topic": "", "held_on": "昨天", "other_count": "三", "own_count": "8"}
    again = await browser.submit(form, wrong, action="/activities/new", button="保存活动")
    assert again.status == 422
    for text in ("请选活动类型", "日期写成2026-11-18这样", "写一句内容", "这里填数字，比如3"):
        assert text in again.text
    assert dict(again.form("/activities/new").fields)["own_count"] == "8"
    alone = await browser.submit(form, VALUES | COUNTS | {"other_count": ""}, action="/activities/new")
    assert (alone.status, "没有人参加就填0" in alone.text) == (422, True)
    future = await browser.submit(form, VALUES | COUNTS | {"held_on": "2027-06-01"}, action="/activities/new")
    assert future.status == 422
    assert "且不晚于今天" in future.text


async def test_the_host_corrects_it_and_a_clash_shows_both_sides(browser: Browser, month: Month) -> None:
    listed = await recorded(browser, month)
    path = listed.href("修改")
    mine, other = await browser.get(path), await browser.get(path)
    await browser.submit(other, {"topic": "已存的题目"}, action=path, button="保存")
    both = await browser.submit(mine, {"topic": "我填的题目"}, action=path, button="保存")
    assert both.status == 412
    assert "已存的题目" in both.text
    assert "我填的题目" in both.text
    done = await browser.submit(both, {"keep.topic": "typed"}, action=path, button="保存选好的")
    assert "我填的题目" in done.text


async def test_voiding_needs_a_reason_and_takes_it_out_of_the_month(browser: Browser, month: Month) -> None:
    listed = await recorded(browser, month)
    ask = await browser.get((await browser.get(listed.href("修改"))).href("作废"))
    assert ask.h1 == "作废这条记录？"
    again = await browser.submit(ask, button="作废")
    assert again.status == 422
    done = await browser.submit(again, {"reason": "记重了"}, button="作废")
    assert "已作废。" in done.text
    assert (await month.stored())["activity_count"] == 0


async def test_the_partner_reads_what_the_host_recorded(browser: Browser, month: Month, sign_in: SignIn) -> None:
    await recorded(browser, month)
    partner = await sign_in(Role.school_reporter, school=month.world.urban)
    browser.become(partner.token)
    listed = await browser.get("/activities")
    assert "本校3人，对方8人" in listed.text
    assert "对方学校记的" in listed.text
    reports = (await partner.get("/reports", params={"month": "2026-11"})).json()["items"]
    form = await browser.get(f"/reports/{reports[0]['id']}")
    assert "对方学校记的，要改请联系云坪镇中心小学" in form.text
    item = (await partner.get("/activities")).json()["items"][0]["id"]
    page = await browser.get(f"/activities/{item}/edit")
    assert "这次活动由云坪镇中心小学记录，要改请联系他们。" in page.text
    assert not [form for form in page.forms if form.method == "post"]
    counts = {"supporting_count": "3", "recipient_count": "8"}
    refused = await browser.post(f"/activities/{item}/edit", VALUES | counts | {"version": "1"})
    assert refused.status == 403


async def test_an_activity_of_a_month_that_is_reported_is_taken_with_a_word_on_where_it_shows(
    browser: Browser, month: Month
) -> None:
    browser.become(month.reporter.token)
    report = await browser.get(month.path)
    await browser.submit(report, action=month.path, button="没有变化，直接报送")
    form = await browser.get("/activities/new")
    assert "11月月报已报送。补记这些天的活动照样算进结对，月报退回重报时才会加上。" in form.text
    listed = await browser.submit(form, VALUES | {"own_count": "8"}, action="/activities/new", button="保存活动")
    assert "11月月报已经报送，里面没有这次；月报退回重报时会自动加上。" in listed.text
    assert "没进月报" in listed.text
    assert "1次不在已报送的月报里" in listed.text
    assert (await month.stored())["activity_count"] == 0
    edit = await browser.get(listed.href("修改"))
    assert "现在改，结对里马上更新；月报里要等退回重报时才更新。" in edit.text
    changed = await browser.submit(edit, {"topic": "改过的题目"}, action="/edit", button="保存")
    assert "里面还是原来的；月报退回重报时会自动更新。" in changed.text
    version = (await month.stored())["version"]
    comments = [{"section": "activities", "text": "补上13日的活动"}]
    path = f"/reports/{month.report_id}/return"
    await month.coordinator.post(path, {"comments": comments}, version=version)
    assert "没进月报" not in (await browser.get("/activities")).text
    assert (await month.stored())["activity_count"] == 1


async def test_every_kind_of_activity_is_offered_once_the_common_ones_first() -> None:
    offered = [value for _, choices in forms.TYPES for value, _ in choices]
    assert sorted(offered) == sorted(code.value for code in ActivityType)
    assert next(len(choices) for _, choices in forms.TYPES) == 8


async def test_an_activity_that_was_recorded_before_is_told_and_leads_to_the_other(
    browser: Browser, month: Month
) -> None:
    await recorded(browser, month)
    page = await recorded(browser, month)
    assert "这天已经记过一次同样的活动" in page.text
    other = await browser.get(page.href("看那一条"))
    assert (other.path != page.path, "集体备课：大单元设计" in other.h1) == (True, True)
