"""The commitments of a pairing in a browser without scripts: promising, counting, templates, changing, taking back."""

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.factories.world import CITY, THIRD, Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn

VALUES = {"item": "上示范课", "aid_area": "teaching", "count": "activities:demo_lesson", "minimum": "4"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """An active pairing in one county."""
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def clerk(sign_in: SignIn, browser: Browser, world: World) -> Caller:
    """The recipient school's reporter, signed in at the browser."""
    caller = await sign_in(Role.school_reporter, school=world.rural)
    browser.become(caller.token)
    return caller


async def promised(browser: Browser, pairing: Pairing, **changes: str) -> Page:
    """Promise something through the form; the pairing's page."""
    page = await browser.get(f"/pairings/{pairing.id}/commitments/new")
    return await browser.submit(page, VALUES | changes)


async def test_a_clerk_promises_and_reads_how_far_it_is(browser: Browser, clerk: Caller, pairing: Pairing) -> None:
    empty = await browser.get(f"/pairings/{pairing.id}?tab=commitments")
    assert "还没有承诺项。" in empty.text
    assert empty.href("定一项承诺") == f"/pairings/{pairing.id}/commitments/new"
    page = await promised(browser, pairing)
    assert page.path == f"/pairings/{pairing.id}"
    for words in (
        "承诺已定",
        "支援学校承诺，教学，每学期4次",
        "本学期（9月1日至2027年1月31日）应做4次，时间已过60%，现在应有2次，实有0次。",
        "落后",
    ):
        assert words in page.text
    activity = {"type": "demo_lesson", "held_on": "2026-12-01", "topic": "三年级古诗", "own_count": "8"}
    form = await browser.get(f"/activities/new?pairing={pairing.id}")
    await browser.submit(form, {**activity, "other_count": "3"}, action="/activities/new")
    counted = await browser.get(f"/pairings/{pairing.id}?tab=commitments")
    assert "实有1次" in counted.text
    assert "定了一项承诺" in counted.text


async def test_both_kinds_of_targets_say_who_counts_them(browser: Browser, clerk: Caller, pairing: Pairing) -> None:
    goals = await browser.get(f"/pairings/{pairing.id}")
    assert "目标由受援学校在月报里每月填一次" in goals.text
    assert goals.href("承诺项") == f"/pairings/{pairing.id}?tab=commitments"
    assert "承诺项由系统按记下的活动和交流自动数" in (await promised(browser, pairing)).text


async def test_what_is_missing_or_wrong_is_said_and_the_rest_is_kept(
    browser: Browser, clerk: Caller, pairing: Pairing
) -> None:
    page = await promised(browser, pairing, item="", count="", minimum="")
    assert page.status == 422
    for words in ("请填承诺做什么", "请选要数的活动或交流", "请填至少要做多少，比如：2"):
        assert words in page.text
    again = await promised(browser, pairing, maximum="2", start_on="2026-08-01")
    assert again.status == 422
    assert "最多不能少于4" in again.text
    assert dict(again.form("/commitments/new").fields)["item"] == "上示范课"
    early = await promised(browser, pairing, start_on="2026-08-01")
    assert "开始日期要在结对期内：9月1日到2029年8月31日之间" in early.text


async def test_a_promise_is_changed_and_an_emptied_most_goes_away(
    browser: Browser, clerk: Caller, pairing: Pairing
) -> None:
    page = await promised(browser, pairing, maximum="6")
    assert "每学期4至6次" in page.text
    asked = await browser.get(page.href("修改：上示范课"))
    assert dict(asked.form("/edit").fields)["maximum"] == "6"
    done = await browser.submit(asked, {"maximum": "", "minimum": "5"})
    assert "承诺已改好。" in done.text
    assert "每学期5次" in done.text
    stale = await browser.submit(asked, {"minimum": "7"})
    assert stale.status == 412
    assert "至少多少" in stale.text


async def test_a_promise_is_taken_back_with_a_reason_once(browser: Browser, clerk: Caller, pairing: Pairing) -> None:
    page = await promised(browser, pairing)
    asked = await browser.get(page.href("作废：上示范课"))
    assert asked.h1 == "作废承诺“上示范课”？"
    assert (await browser.submit(asked, {"reason": ""})).status == 422
    done = await browser.submit(asked, {"reason": "两校商量后取消"})
    assert "承诺已作废，记录保留。" in done.text
    assert "还没有承诺项。" in done.text
    assert "现在不能办“作废承诺”" in (await browser.get(asked.path)).text
    assert "现在不能改这项承诺" in (await browser.get(asked.path.replace("void", "edit"))).text


async def test_a_template_is_taken_over_and_not_twice(browser: Browser, clerk: Caller, pairing: Pairing) -> None:
    path = f"/pairings/{pairing.id}/commitments/templates"
    listed = await browser.get(path)
    assert listed.href("嘉禾一中—城关中学") == f"{path}/jiahe"
    asked = await browser.get(f"{path}/jiahe")
    assert "经验交流会（每学期2次，数经验交流会的次数，JH-10）" in asked.text
    unsaid = await browser.submit(asked, {"rules": "JH-12"})
    assert unsaid.status == 422
    assert "请填有几个学科" in unsaid.text
    done = await browser.submit(asked, {"rules": "JH-12", "subjects": "3"})
    assert "加了1项承诺。" in done.text
    assert "每学期3节" in done.text
    assert "依据：嘉禾一中—城关中学结对帮扶方案，（三）3" in done.text
    again = await browser.submit(await browser.get(f"{path}/jiahe"), {"rules": "JH-12", "subjects": "3"})
    assert "加了0项承诺。另有1项原来就有，没有重复加。" in again.text
    assert (await browser.get(f"{path}/nowhere")).status == 404


async def test_several_kinds_of_a_template_stay_when_something_else_is_changed(
    browser: Browser, clerk: Caller, pairing: Pairing
) -> None:
    asked = await browser.get(f"/pairings/{pairing.id}/commitments/templates/linqu")
    none = await browser.submit(asked, {"start_on": "2026-09-01"})
    assert (none.status, "请至少勾一项承诺" in none.text) == (422, True)
    page = await browser.submit(asked, {"rules": "LQ-06"})
    form = await browser.get(page.href("修改：每月上公开课、观摩课或交流课"))
    await browser.submit(form, {"minimum": "2"})
    row = (await clerk.get("/commitments")).json()["items"][0]
    assert (row["minimum"], row["kinds"]) == (2, ["exchange_lesson", "observation_lesson", "open_lesson"])


async def test_a_coordinator_sees_what_lags_in_the_county_and_takes_it_away(
    browser: Browser, clerk: Caller, pairing: Pairing, sign_in: SignIn
) -> None:
    await promised(browser, pairing)
    await promised(browser, pairing, item="听课", count="activities:observe_lesson", minimum="1", period="school_year")
    browser.become((await sign_in(Role.county_coordinator)).token)
    assert (await browser.get("/pairings")).href("承诺项") == "/commitments"
    everything = await browser.get("/commitments")
    assert "共2项" in everything.text
    lagging = await browser.get(everything.href("只看落后和逾期的"))
    assert "共1项" in lagging.text
    assert "县实验小学 → 云坪镇中心小学" in lagging.text
    assert lagging.href("县实验小学 → 云坪镇中心小学") == f"/pairings/{pairing.id}?tab=commitments"
    assert "没有符合条件的结果" in (await browser.get("/commitments?state=met")).text
    table = await browser.http.get(next(link for link, _ in lagging.links if ".csv" in link))
    assert len(table.content.decode("utf-8-sig").splitlines()) == 2


async def test_who_may_not_promise_sees_no_button_and_another_county_nothing(
    browser: Browser, clerk: Caller, pairing: Pairing, sign_in: SignIn
) -> None:
    page = await promised(browser, pairing)
    edit = page.href("修改：上示范课")
    browser.become((await sign_in(Role.city_supervisor, CITY)).token)
    seen = await browser.get(f"/pairings/{pairing.id}?tab=commitments")
    assert "上示范课" in seen.text
    assert "定一项承诺" not in seen.text
    assert "修改" not in seen.text
    browser.become((await sign_in(Role.county_coordinator, region_code=THIRD)).token)
    assert (await browser.get(edit)).status == 404
    assert (await browser.get(f"/pairings/{pairing.id}/commitments/new")).status == 404
