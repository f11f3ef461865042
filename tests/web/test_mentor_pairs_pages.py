"""The pages of mentor pairs: registering one, its summary, review and end, and the checks of the county."""

import pytest

from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.contracts.codes import Role
from tests.factories.world import Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def mentor(make: Make, world: World) -> Staff:
    return await make.teacher(world.urban, name="陈立群")


@pytest.fixture
async def mentee(make: Make, world: World) -> Staff:
    return await make.teacher(world.rural, name="罗晓雯")


@pytest.fixture
async def leader(sign_in: SignIn, world: World, browser: Browser) -> Caller:
    """The head of the mentor's school, at the browser."""
    caller = await sign_in(Role.school_leader, school=world.urban)
    browser.become(caller.token)
    return caller


async def chosen(browser: Browser, pairing: Pairing, mentor: Staff, mentee: Staff) -> Page:
    """The form with both people found by name, without scripts."""
    page = await browser.get(f"/mentor-pairs/new?pairing={pairing.id}")
    page = await browser.submit(page, {"mentor_staff_id_q": "陈立群", "find": "mentor_staff_id"})
    page = await browser.submit(page, {"mentee_staff_id_q": "罗晓雯", "find": "mentee_staff_id"})
    fields = dict(page.form("/mentor-pairs/new").fields)
    assert fields["mentor_staff_id"] == f"{mentor.id} 陈立群"
    assert fields["mentee_staff_id"] == f"{mentee.id} 罗晓雯"
    return page


async def test_a_pair_goes_from_the_pairings_page_to_its_review_and_end(
    browser: Browser, leader: Caller, pairing: Pairing, mentor: Staff, mentee: Staff
) -> None:
    page = await browser.get(f"/pairings/{pairing.id}?tab=mentor_pairs")
    assert "这对结对还没有师徒。" in page.text
    assert page.href("登记师徒") == f"/mentor-pairs/new?pairing={pairing.id}"
    page = await chosen(browser, pairing, mentor, mentee)
    page = await browser.submit(page, {"subject": "语文", "start_on": "2026-12-01", "goal": "每月听评课两次"})
    assert page.h1 == "陈立群带罗晓雯"
    for words in ("已登记陈立群带罗晓雯，语文。", "结对中", "每月听评课两次", "登记了师徒结对"):
        assert words in page.text
    path = page.path
    page = await browser.submit(await browser.get(f"{path}/summarise"), {"summary": "徒弟上了县级公开课"})
    assert "徒弟上了县级公开课" in page.text
    page = await browser.submit(await browser.get(f"{path}/review"), {"result": "passed", "reward": "优秀师傅证书"})
    for words in ("考核结果已登记。", "合格", "优秀师傅证书"):
        assert words in page.text
    page = await browser.submit(await browser.get(f"{path}/end"), {"end_on": "2026-12-03"})
    assert "师徒结对已结束。" in page.text
    listed = await browser.get(f"/pairings/{pairing.id}?tab=mentor_pairs")
    assert "陈立群带罗晓雯" in listed.text
    assert "登记了师徒结对：陈立群带罗晓雯" in listed.text


async def test_subjects_that_differ_bring_a_tick_and_nothing_typed_is_lost(
    browser: Browser, leader: Caller, pairing: Pairing, mentor: Staff, mentee: Staff
) -> None:
    page = await chosen(browser, pairing, mentor, mentee)
    page = await browser.submit(page, {"subject": "数学", "goal": "先听课"})
    assert page.status == 422
    assert "陈立群教语文，罗晓雯教语文，和数学对不上。" in page.text
    assert dict(page.form("/mentor-pairs/new").fields)["goal"] == "先听课"
    page = await browser.submit(page, {"subject_differs": "true"})
    assert page.h1 == "陈立群带罗晓雯"
    assert "登记时已确认" in page.text


async def test_ending_before_the_review_asks_for_a_reason_and_void_for_one_too(
    browser: Browser, leader: Caller, make: Make, mentor: Staff, mentee: Staff
) -> None:
    pair = await make.mentor_pair(mentor, mentee)
    page = await browser.submit(await browser.get(f"/mentor-pairs/{pair.id}/end"), {"end_on": "2026-12-01"})
    assert page.status == 422
    assert "请填原因" in page.text
    page = await browser.submit(await browser.get(f"/mentor-pairs/{pair.id}/void"), {"reason": "登记错了人"})
    assert "已作废，记录保留。" in page.text


async def test_a_plan_is_changed_and_a_stale_page_shows_both_sides(
    browser: Browser, leader: Caller, make: Make, mentor: Staff, mentee: Staff
) -> None:
    pair = await make.mentor_pair(mentor, mentee)
    page = await browser.get(f"/mentor-pairs/{pair.id}/edit")
    assert (await leader.patch(f"/mentor-pairs/{pair.id}", {"goal": "每周一次"}, version=1)).status_code == 200
    page = await browser.submit(page, {"goal": "每月两次"})
    assert page.status == 412
    assert "每周一次" in page.text
    page = await browser.submit(page, {"keep.goal": "typed"})
    assert "师徒结对已改好。" in page.text
    assert "每月两次" in page.text


async def test_the_list_is_narrowed_by_subject_and_state_and_taken_away(
    browser: Browser, leader: Caller, make: Make, mentor: Staff, mentee: Staff
) -> None:
    assert "还没有师徒结对。" in (await browser.get("/mentor-pairs")).text
    await make.mentor_pair(mentor, mentee)
    page = await browser.get("/mentor-pairs?subject=语文&status=active&q=罗晓雯")
    assert "陈立群带罗晓雯" in page.text
    assert "没有符合条件的结果" in (await browser.get("/mentor-pairs?subject=数学")).text
    assert page.href("下载CSV").startswith("/downloads/mentor_pairs.csv?")


async def test_a_teacher_finds_the_own_pairs_and_writes_the_summary(
    browser: Browser, sign_in: SignIn, make: Make, mentor: Staff, mentee: Staff
) -> None:
    pair = await make.mentor_pair(mentor, mentee)
    caller = await sign_in(Role.teacher, person_id=mentor.person_id)
    browser.become(caller.token)
    page = await browser.get("/mentor-pairs")
    assert page.h1 == "我的师徒结对"
    assert "登记师徒" not in page.text
    page = await browser.submit(await browser.get(f"/mentor-pairs/{pair.id}/summarise"), {"summary": "带了一学期"})
    assert "总结已保存，等学校考核。" in page.text
    own = await browser.get("/persons/me?tab=exchange")
    assert "带徒弟罗晓雯" in own.text


async def test_the_county_sets_how_many_mentees_a_mentor_may_have(
    browser: Browser, sign_in: SignIn, make: Make, world: World, mentor: Staff, mentee: Staff
) -> None:
    await make.mentor_pair(mentor, mentee)
    county = await sign_in(Role.county_coordinator)
    browser.become(county.token)
    page = await browser.get("/policy-rules")
    assert "一位师傅同时带的徒弟" in page.text
    page = await browser.get("/policy-rules/mentor_pair.mentees")
    short = await browser.submit(page, {"effect": "refuse", "most": "1", "source": ""})
    assert (short.status, "请填依据" in short.text, ("most", "1") in short.form().fields) == (422, True, True)
    page = await browser.submit(short, {"effect": "refuse", "most": "1", "source": "县教发〔2026〕18号"})
    assert "规则已保存：一位师傅同时带的徒弟。" in page.text
    assert "不超过1名" in page.text
    page = await browser.get("/mentor-pairs/new")
    people = {"mentor_staff_id": f"{mentor.id} 陈立群", "mentee_staff_id": f"{world.staff[3].id} 某老师"}
    page = await browser.submit(page, {**people, "subject": "语文"})
    assert page.status == 409
    assert "陈立群已带1名徒弟，按《县教发〔2026〕18号》最多带1名。" in page.text
