"""The page of a person: tabs, corrections and changes, records, the own page, the whole number, duplicates."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from services.contracts.codes import Role, Sex
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn
from tests.support.id_numbers import id_number

BORN = date(1985, 5, 20)
TWIN = {"name": "罗志强", "sex": Sex.male, "birth_on": date(1979, 3, 2)}
TABS = ("", "work", "honours", "service", "exchange", "history")


@pytest.fixture
async def reporter(sign_in: SignIn, browser: Browser, world: World) -> Caller:
    """The urban school's reporter, signed in at the browser."""
    caller = await sign_in(Role.school_reporter, school=world.urban)
    browser.become(caller.token)
    return caller


@pytest.fixture
async def person(reporter: Caller, world: World) -> dict[str, Any]:
    """A woman of the urban school with a number."""
    made = await reporter.post("/staff", {
        "name": "单立群", "sex": "2", "birth_on": BORN.isoformat(), "id_number": id_number(BORN, Sex.female),
        "school_id": str(world.urban.id), "title": "second", "stage": "primary", "subject": "数学",
        "hired_on": "2010-09-01",
    })  # fmt: skip
    body: dict[str, Any] = made.json()
    return body


async def test_every_tab_says_what_is_there_and_what_is_not(browser: Browser, person: dict[str, Any]) -> None:
    path = f"/persons/{person['person_id']}"
    pages = {tab: (await browser.get(f"{path}?tab={tab}")).text for tab in TABS}
    assert "还缺5项" in pages[""]
    assert "还没有登记学历。" in pages[""]
    assert "现任" in pages["work"]
    assert "还没有登记荣誉。" in pages["honours"]
    assert "还没有登记任教经历。" in pages["service"]
    assert "还没有交流任务。" in pages["exchange"]
    assert "登记了人员" in pages["history"]


async def test_what_was_wrong_is_put_right_and_a_clash_shows_both_sides(
    browser: Browser, reporter: Caller, person: dict[str, Any]
) -> None:
    path = f"/persons/{person['person_id']}"
    page = await browser.get(path)
    assert page.href("信息写错了，改正") == f"{path}/correct"
    asked = await browser.get(f"{path}/correct")
    assert dict(asked.form("/correct").fields)["subject"] == "数学"
    nothing = await browser.submit(asked, {"reason": "核对档案"})
    assert nothing.status == 422
    assert "还没有填要改的内容" in nothing.text
    await reporter.post(f"{path}/correct", {"title": "senior", "reason": "核对档案"}, version=1)
    clash = await browser.submit(asked, {"title": "first", "reason": "核对档案"})
    assert clash.status == 412
    assert "高级教师" in clash.text
    done = await browser.submit(clash, {"keep.title": "typed"})
    assert "单立群的信息已改正。" in done.text
    assert "职称一级教师" in done.text


async def test_what_is_different_from_a_day_on_keeps_what_was(browser: Browser, person: dict[str, Any]) -> None:
    path = f"/persons/{person['person_id']}"
    asked = await browser.get(f"{path}/change")
    early = await browser.submit(asked, {"title": "first", "start_on": "2010-09-01", "reason": "评上一级"})
    assert early.status == 409
    done = await browser.submit(asked, {
        "title": "first", "grades": ["3", "4"], "name": "单雨薇", "start_on": "2021-09-01", "reason": "评上一级",
    })  # fmt: skip
    assert done.h1 == "单雨薇"
    assert "曾用名单立群" in done.text
    assert "三年级、四年级" in done.text
    work = await browser.get(f"{path}?tab=work")
    assert "二级教师" in work.text
    assert "2010年9月1日至2021年8月31日" in work.text


async def test_the_same_as_now_from_an_earlier_day_is_led_to_the_day_that_is_wrong(
    browser: Browser, reporter: Caller, person: dict[str, Any]
) -> None:
    path = f"/persons/{person['person_id']}"
    body = {"title": "first", "post": "principal", "start_on": "2026-11-22", "reason": "批量导入"}
    assert (await reporter.post(f"{path}/change", body, version=1)).status_code == 200
    asked = await browser.get(f"{path}/change")
    assert asked.h1 == "从某天起变了：单立群"
    same = await browser.submit(asked, {"start_on": "2019-09-01", "reason": "证书上的日期"})
    assert same.status == 422
    assert "填的和现在登记的一样，没有要变的。只是日期登错了的，改正那一条的日期" in same.text
    wrong = await browser.get(same.href("职称：一级教师，11月22日起"))
    assert "挨着的那一条跟着改" in wrong.text
    fields = dict(wrong.form("/correct").fields)
    assert "end_on" not in fields
    right = await browser.submit(wrong, {"start_on": "2019-09-01", "reason": "证书上的日期"})
    assert "职称已改正，挨着的那一条的日期也跟着改了。" in right.text
    assert "2010年9月1日至2019年8月31日" in right.text
    post = await browser.get(right.href("改正：校长"))
    assert "school_id" not in dict(post.form("/correct").fields)
    assert dict(post.form("/correct").fields)["leadership"] == "true"
    swallowed = await browser.submit(post, {"start_on": "2010-09-01", "reason": "任命文件"})
    assert swallowed.status == 422
    assert "前一条是“教师”，从2010年9月1日起。" in swallowed.text
    moved = await browser.submit(swallowed, {"start_on": "2020-09-01"})
    assert "职务已改正，挨着的那一条的日期也跟着改了。" in moved.text
    former = await browser.get(moved.href("改正：教师"))
    assert dict(former.form("/correct").fields)["leadership"] == "false"
    taught = await browser.get(moved.href("改正：小学"))
    alone = await browser.submit(taught, {"start_on": "2010-10-01", "grades": ["5"], "reason": "课表"})
    assert "任教已改正。" in alone.text
    assert "五年级" in alone.text
    story = await browser.get(f"{path}?tab=history")
    assert "职称“二级教师”跟着改为到2019年8月31日为止，原来到2026年11月21日为止" in story.text


async def test_an_honour_is_added_put_right_and_voided(browser: Browser, person: dict[str, Any]) -> None:
    path = f"/persons/{person['person_id']}"
    listed = await browser.get(f"{path}?tab=honours")
    asked = await browser.get(listed.href("补荣誉"))
    empty = await browser.submit(asked, {"type": "subject_leader"})
    assert empty.status == 422
    added = await browser.submit(asked, {"type": "subject_leader", "level": "city", "awarded_on": "2019-09-10"})
    assert "市级学科带头人" in added.text
    wrong = await browser.get(added.href("改正：学科带头人"))
    right = await browser.submit(wrong, {"level": "province", "reason": "看错了证书"})
    assert "省级学科带头人" in right.text
    voided = await browser.submit(await browser.get(right.href("作废：学科带头人")), {"reason": "重复登记"})
    assert "还没有登记荣誉。" in voided.text
    told = await browser.get(f"{path}?tab=history")
    assert "作废了一条荣誉" in told.text


async def test_service_at_a_registered_school_is_picked_without_scripts(
    browser: Browser, person: dict[str, Any], world: World
) -> None:
    path = f"/persons/{person['person_id']}"
    asked = await browser.get(f"{path}/add/service")
    nowhere = await browser.submit(asked, {"source": "support", "start_on": "2020-09-01"})
    assert nowhere.status == 422
    assert "请选学校" in nowhere.text
    backwards = await browser.submit(
        asked, {"source": "support", "school_name": "青川小学", "start_on": "2020-09-01", "end_on": "2020-08-01"}
    )
    assert "f-end_on-error" in backwards.ids
    added = await browser.submit(asked, {
        "source": "support", "school_id": f"{world.rural.id} 云坪镇中心小学", "start_on": "2020-10-01",
        "end_on": "2021-07-31",
    })  # fmt: skip
    assert "当时是农村、薄弱" in added.text
    exchange = await browser.get(f"{path}?tab=exchange")
    assert "到云坪镇中心小学" in exchange.text


async def test_a_teacher_reads_the_own_page(browser: Browser, sign_in: SignIn, person: dict[str, Any]) -> None:
    teacher = await sign_in(Role.teacher, HOME, person_id=UUID(person["person_id"]))
    browser.become(teacher.token)
    page = await browser.get("/persons/me")
    assert page.h1 == "我的资料"
    assert "单立群" in page.text
    assert "还缺5项" in page.text
    assert "有错找谁" in page.text
    assert "改正" not in page.text
    assert (await browser.get("/persons/me?tab=work")).status == 200
    browser.become((await sign_in(Role.teacher, HOME)).token)
    assert "没有连到教职工登记" in (await browser.get("/persons/me")).text


async def test_the_whole_number_is_shown_once_with_a_reason(
    browser: Browser, sign_in: SignIn, person: dict[str, Any]
) -> None:
    path = f"/persons/{person['person_id']}"
    assert "看完整身份证号" not in (await browser.get(path)).text
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get(path)
    number = id_number(BORN, Sex.female)
    assert number not in page.html
    asked = await browser.get(page.href("看完整身份证号"))
    assert (await browser.submit(asked)).status == 422
    seen = await browser.submit(asked, {"reason": "办补助核对证件"})
    assert number in seen.html
    again = await browser.get(path)
    assert number not in again.html
    assert "办补助核对证件" in again.text


async def test_two_records_are_compared_merged_and_put_back(
    browser: Browser, sign_in: SignIn, make: Make, world: World
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    assert "没有像是同一个人的记录。" in (await browser.get("/persons/duplicates")).text
    one = await make.teacher(world.urban, **TWIN, staff_no="S-1")
    other = await make.teacher(world.urban, **TWIN, staff_no="S-2", title="senior")
    page = await browser.get("/persons/duplicates")
    assert "姓名、性别、出生日期都相同" in page.text
    compared = await browser.get(page.href("对比"))
    assert compared.h1 == "是同一个人吗？"
    assert "f-reason" in compared.ids
    assert (await browser.submit(compared)).status == 422
    merged = await browser.submit(compared, {"reason": "登记了两次"})
    assert "两条记录已合并。" in merged.text
    lists = await browser.get("/person-merges")
    assert "罗志强并入罗志强" in lists.text
    gone = {str(one.person_id), str(other.person_id)}
    led = [await browser.get(f"/persons/{each}") for each in sorted(gone)]
    assert {each.h1 for each in led} == {"罗志强"}
    assert len({each.path for each in led}) == 1
    undone = await browser.submit(await browser.get(merged.href("撤销合并")), {"reason": "是两个人"})
    assert "合并已撤销" in undone.text
    assert "已撤销" in undone.text
    apart = await browser.get((await browser.get("/persons/duplicates")).href("是两个人"))
    assert "没有像是同一个人的记录。" in (await browser.submit(apart, {"reason": "同名同姓"})).text


async def test_what_stands_in_the_way_of_a_merge_is_said(
    browser: Browser, sign_in: SignIn, make: Make, world: World
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    one, other = await make.teacher(world.urban, **TWIN), await make.teacher(world.rural, **TWIN)
    page = await browser.get(f"/person-merges/new?kept={one.person_id}&merged={other.person_id}")
    assert "还不能合并" in page.text
    assert "县实验小学和云坪镇中心小学都有人事关系" in page.text
    assert {f"/persons/{each.person_id}" for each in (one, other)} <= {path for path, _ in page.links}
    assert "1979年3月2日" in page.text
    assert "1979-03-02" not in page.text
    assert "f-reason" not in page.ids, "nothing is asked that leads nowhere"


async def test_the_county_tells_of_health_and_the_school_sees_nothing_of_it(
    browser: Browser, sign_in: SignIn, world: World
) -> None:
    person_id = world.staff[0].person_id
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get(f"/persons/{person_id}")
    assert "没有登记健康情况" in page.text
    form = await browser.get(f"/persons/{person_id}/health")
    empty = await browser.submit(form, {})
    assert "请选能不能派去支教" in empty.text
    told = await browser.submit(empty, {"ok": "false", "note": "每周要复查"})
    assert "健康情况已保存。" in told.text
    for words in ("暂时不能", "每周要复查"):
        assert words in told.text
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    seen = await browser.get(f"/persons/{person_id}")
    for words in ("健康情况", "每周要复查"):
        assert words not in seen.text
    sent_away = await browser.get(f"/persons/{person_id}/health")
    assert "现在不能办" in sent_away.text


async def test_a_school_says_what_a_person_is_meant_for(browser: Browser, sign_in: SignIn, world: World) -> None:
    person_id = world.staff[0].person_id
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    form = await browser.get(f"/persons/{person_id}/describe")
    told = await browser.submit(form, {"is_reserve_cadre": "true", "can_mentor": "", "seeks_promotion": "senior"})
    assert "培养情况已保存。" in told.text
    assert "后备干部是" in told.text
    assert "带教待核实" in told.text
    assert "想评职称高级教师" in told.text


async def test_service_is_verified_by_the_county_with_a_paper(browser: Browser, sign_in: SignIn, world: World) -> None:
    person_id = world.staff[0].person_id
    browser.become((await sign_in(Role.county_coordinator)).token)
    form = await browser.get(f"/persons/{person_id}/add/service")
    typed = {"school_name": "青石小学", "source": "support", "start_on": "2018-09-01", "end_on": "2019-08-31"}
    page = await browser.submit(form, typed)
    assert "还没有核实" in page.text
    asked = await browser.get(page.href("核实"))
    assert "青石小学" in asked.text
    done = await browser.submit(asked, {})
    assert "任教经历已核实。" in done.text
    assert "12月3日核实" in done.text
    papers = await browser.get(done.href("附材料"))
    refused = await browser.submit(papers, {})
    assert "请选证明材料" in refused.text
