"""Where each role lands, and what it finds there."""

import re
from datetime import date

import pytest

from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, PairingStatus, Role
from tests.factories.world import CITY, HOME, PROVINCE, Make
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.web.months import november


async def test_the_school_sees_what_else_is_to_do_with_a_button_each(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    coming = await make.assignment(
        month.world.staff[2], month.world.urban, month.world.rural,
        status=AssignmentStatus.confirmed, start_on=date(2026, 12, 1), arrived_on=None,
    )  # fmt: skip
    unsigned = await make.pairing(
        month.world.neighbour, month.world.rural, status=PairingStatus.negotiating, recipient_signed_on=None
    )
    browser.become(month.reporter.token)
    page = await browser.get("/")
    assert page.h1 == "今天有4件事要办"
    assert page.href("确认到岗") == f"/assignments/{coming.id}/arrive"
    assert page.href("查看协议") == f"/pairings/{unsigned.id}"
    assert "县实验小学 → 本校" in page.text
    assert "全部2人" in page.text
    assert browser.api_calls <= 3


async def test_the_start_page_names_what_waits_for_the_school_and_leads_there(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    planned = await make.assignment(
        world.staff[0], world.urban, world.rural, status=AssignmentStatus.planned, start_on=date(2027, 2, 22),
        arrived_on=None,
    )  # fmt: skip
    agreed = await make.assignment(world.staff[1], world.urban, world.rural)
    unsigned = {"supporting_signed_on": None, "recipient_signed_on": None}
    new = await make.pairing(world.urban, world.rural, status=PairingStatus.decided, **unsigned)
    village = await sign_in(Role.school_leader, school=world.rural)
    goal = {"assignment_id": str(agreed.id), "description": "带两名青年教师", "reason": "刚商量好"}
    made = await (await sign_in(Role.school_leader, school=world.urban)).post("/assignment-goals", goal)
    assert made.status_code == 201, made.text
    browser.become(village.token)
    page = await browser.get("/")
    assert page.h1 == "今天有3件事要办"
    assert f"{world.urban.name}派来，" in page.text
    assert page.href("去确认") == f"/assignments/{planned.id}/confirm"
    assert page.href("填联络人") == f"/pairings/{new.id}/contacts"
    assert page.href("看目标") == f"/assignments/{agreed.id}?tab=goals"
    teacher = await sign_in(Role.teacher, school=world.urban, person_id=world.staff[1].person_id)
    browser.become(teacher.token)
    assert (await browser.get("/")).href("看目标") == f"/assignments/{agreed.id}?tab=goals"


async def test_the_county_reads_which_pairings_wait_for_it_to_begin(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    await make.pairing(world.urban, world.neighbour)
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get("/")
    assert "双方都签了，等你办结对开始" in page.text
    rows = await browser.get(page.href("去开始"))
    assert "只看双方都签了、等开始的" in rows.text
    assert world.rural.name in rows.text
    assert f"→ {world.neighbour.name}" not in rows.text


async def test_every_count_of_the_workbench_equals_the_rows_behind_it(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    browser.become(month.coordinator.token)
    answer = await month.coordinator.get("/workbench")
    desk = await browser.get("/")
    for item in answer.json()["lists"]:
        path = item["query"].removeprefix("/api/v1")
        rows = (await month.coordinator.get(f"{path}&limit=200")).json()["items"]
        assert len(rows) == item["count"], item["key"]
    assert desk.text.count("查看") >= 3


@pytest.mark.parametrize(
    ("role", "title", "crossing"),
    [(Role.city_supervisor, "宝鸡市总览", "跨县区"), (Role.province_supervisor, "陕西省总览", "跨市")],
)
async def test_supervisors_see_the_rates_and_buttons_that_change_nothing(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker, role: Role, title: str, crossing: str
) -> None:
    await november(make, sign_in, worker)
    who = await sign_in(role, region_code=CITY if role is Role.city_supervisor else PROVINCE)
    browser.become(who.token)
    page = await browser.get("/")
    assert page.h1 == title
    assert "报送率" in page.text
    assert "怎么算的" in page.text
    assert f"{crossing}的结对和交流在这里办，其余只看" in page.text
    assert not [form for form in page.forms if form.method == "post"]


async def test_a_month_can_be_chosen_and_an_impossible_one_is_refused(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    browser.become(month.coordinator.token)
    page = await browser.get("/?month=2026-10")
    assert page.status == 200
    assert "没有数据，不是0。" in page.text
    assert (await browser.get("/?month=13")).status == 422


@pytest.mark.parametrize("role", [Role.administrator, Role.auditor, Role.finance, Role.hr])
async def test_every_other_role_lands_on_a_page_of_its_own(
    browser: Browser, make: Make, sign_in: SignIn, role: Role
) -> None:
    await make.county_world()
    who = await sign_in(role, region_code=PROVINCE)
    browser.become(who.token)
    answer = await browser.http.get("/", follow_redirects=False)
    assert answer.status_code == (200 if role is Role.administrator else 303)


async def test_a_returned_report_says_on_the_start_page_what_to_put_right(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    browser.become(month.reporter.token)
    await browser.submit(await browser.get(month.path), action=month.path, button="没有变化，直接报送")
    version = (await month.stored())["version"]
    comments = [{"section": "people", "text": "请假的日期没写"}, {"section": "texts", "text": "写下月打算"}]
    await month.coordinator.post(f"/reports/{month.report_id}/return", {"comments": comments}, version=version)
    page = await browser.get("/")
    assert "人员：请假的日期没写" in page.text
    assert "问题和下月打算：写下月打算" in page.text
    assert page.href("看退回原因") == f"{month.path}#returned"
    assert browser.api_calls <= 3


async def test_a_teacher_lands_on_the_own_posting_and_what_comes_next(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    teacher = await sign_in(Role.teacher, school=world.urban, person_id=world.staff[0].person_id)
    browser.become(teacher.token)
    assert (await browser.get("/")).h1 == "现在没有交流任务"
    await make.assignment(world.staff[1], world.urban, world.rural)
    earlier = await make.assignment(
        world.staff[0], world.urban, world.rural, status=AssignmentStatus.completed,
        start_on=date(2025, 9, 1), end_on=date(2026, 1, 31),
    )  # fmt: skip
    now = await make.assignment(world.staff[0], world.urban, world.rural)
    page = await browser.get("/")
    assert page.h1 == f"正在{world.rural.name}交流"
    assert page.href("看这次安排") == f"/assignments/{now.id}"
    assert f"/assignments/{earlier.id}" in page.html
    assert f"每月情况由{world.rural.name}在月报里填" in page.text
    assert "谁确认了" in page.text
    assert browser.api_calls <= 3
    detail = await browser.get(f"/assignments/{now.id}")
    assert detail.href("我的交流") == "/"


@pytest.mark.parametrize(
    ("status", "title", "step"),
    [
        (AssignmentStatus.planned, "还没定", "你不用办"),
        (AssignmentStatus.confirmed, "报到", "在系统里确认到岗"),
    ],
)
async def test_a_teacher_reads_who_must_act_before_the_posting_begins(
    browser: Browser, make: Make, sign_in: SignIn, status: AssignmentStatus, title: str, step: str
) -> None:
    world = await make.county_world()
    await make.assignment(
        world.staff[0], world.urban, world.rural, status=status, start_on=date(2027, 2, 20), arrived_on=None
    )
    browser.become((await sign_in(Role.teacher, school=world.urban, person_id=world.staff[0].person_id)).token)
    page = await browser.get("/")
    assert title in page.h1
    assert step in page.text


async def test_a_bar_is_filled_only_as_far_as_the_month_is_reported(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    stored = await month.stored()
    await month.reporter.put(f"/reports/{month.report_id}/draft", {"draft_version": 0, "content": stored["content"]})
    browser.become(month.coordinator.token)
    started = await browser.get("/")
    assert "0.0%" in started.text
    drawn = re.findall(r'<rect class="b-([a-z ]+)"', started.html)
    assert "draft hollow" in drawn
    assert all(kind.endswith(" hollow") for kind in drawn)
    version = (await month.stored())["version"]
    sent = await month.reporter.post(f"/reports/{month.report_id}/submit", {"no_change": True}, version=version)
    assert sent.status_code == 201, sent.text
    assert '<rect class="b-submitted" x="0.000%"' in (await browser.get("/")).html


async def test_a_school_without_anybody_registered_is_led_to_register(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    school = await make.school()
    browser.become((await sign_in(Role.school_reporter, school=school)).token)
    page = await browser.get("/")
    assert "本校还没有登记人员。" in page.text
    assert page.href("登记人员") == "/staff/new"
    await make.teacher(school)
    assert "这个月不用报" in (await browser.get("/")).text


async def test_a_school_confirms_what_it_got_from_its_start_page(browser: Browser, make: Make, sign_in: SignIn) -> None:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    giver = await sign_in(Role.school_reporter, school=world.urban)
    fund = {
        "pairing_id": str(pairing.id), "giver": "supporting", "kind": "fund", "school_year": 2026, "term": "autumn",
        "purpose": "秋季教研活动", "amount": "10000", "fund_type": "teaching_research", "given_on": "2026-11-20",
    }  # fmt: skip
    assert (await giver.post("/supports", fund)).status_code == 201
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    page = await browser.get("/")
    assert "收到县实验小学拨的10,000元了吗？" in page.text
    assert "秋季教研活动，11月20日给的" in page.text
    confirmed = await browser.submit(await browser.get(page.href("确认收到：秋季教研活动")))
    assert confirmed.status == 200
    assert "收到县实验小学拨的10,000元了吗？" not in (await browser.get("/")).text
