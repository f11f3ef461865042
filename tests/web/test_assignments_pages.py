"""The pages of assignments: the list, planning, the three confirmations, and every step to the end."""

from datetime import date

import pytest

from services.contracts.codes import AssignmentStatus, PairingStatus, Role
from tests.factories.world import Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn

PERIOD = {"start_on": "2026-12-01", "end_on": "2027-01-31"}


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def plan(browser: Browser, world: World, number: int = 0, **changes: str) -> Page:
    """Plan an exchange from town to the country."""
    typed = {
        "staff_id": f"{world.staff[number].id} 某老师", "receiving_school_id": f"{world.rural.id} 云坪镇中心小学",
        "mode": "support_teaching", "workload": "full_time", "subject": "数学", **PERIOD, **changes,
    }  # fmt: skip
    return await browser.answer(await browser.get("/assignments/new"), typed)


async def test_the_person_is_found_by_pinyin_and_the_form_says_what_is_missing(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    asked = await browser.get("/assignments/new")
    page = await browser.submit(asked, {"staff_id_q": "jiaoshi", "find": "staff_id"})
    assert page.status == 200
    assert "县实验小学·教师·语文" in page.text
    wrong = await browser.submit(await browser.submit(asked, {"at": "4", "end_on": ""}))
    assert wrong.status == 422
    for words in ("请选派谁去", "请选到哪所学校", "请选交流方式", "请填到哪天止"):
        assert words in wrong.text, words


async def test_an_end_before_the_start_is_said_on_its_own_page_and_going_back_finds_the_answers_in_the_address(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    asked = await browser.get("/assignments/new")
    first = await browser.submit(asked, {"staff_id": f"{world.staff[0].id} 教师"})
    second = await browser.submit(first, {"receiving_school_id": f"{world.rural.id} 云坪镇中心小学"})
    third = await browser.submit(second, {"mode": "support_teaching"})
    wrong = await browser.submit(third, {"start_on": "2026-12-01", "end_on": "2026-11-30"})
    assert (wrong.status, "结束日期要在2026年12月1日或之后" in wrong.text) == (422, True)
    assert dict(wrong.form().fields)["end_on"] == "2026-11-30"
    back = await browser.get(second.address)
    assert ("怎么去，做什么？" in back.text, "云坪镇中心小学" in back.html) == (True, True)


async def test_a_plan_is_confirmed_by_all_three_then_the_person_arrives(
    browser: Browser, coordinator: Caller, world: World, sign_in: SignIn
) -> None:
    page = await plan(browser, world)
    assert "等三方确认" in page.text
    assert "待确认" in page.text
    assert "下派（城→乡）" in page.text
    path = page.path
    for caller in (
        await sign_in(Role.school_leader, school=world.urban),
        await sign_in(Role.school_reporter, school=world.rural),
        coordinator,
    ):
        browser.become(caller.token)
        page = await browser.submit(await browser.get(f"{path}/confirm"))
        assert "的安排。" in page.text
    assert "三方已确认" in page.text
    assert "待到岗" in page.text
    page = await browser.submit(await browser.get(f"{path}/arrive"), {"arrived_on": "2026-12-02"})
    assert "到岗。" in page.text
    assert "到岗12月2日" in page.text
    assert "在岗" in page.text


async def test_two_full_time_exchanges_of_one_person_cannot_overlap_and_the_page_names_the_other(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    await plan(browser, world)
    page = await plan(browser, world, start_on="2027-01-01", end_on="2027-06-30")
    assert page.status == 409
    assert "云坪镇中心小学，12月1日至2027年1月31日" in page.text
    assert dict(page.form("/assignments/new").fields)["end_on"] == "2027-06-30"


async def test_a_plan_changed_by_two_people_shows_both_sides(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await plan(browser, world)
    asked = await browser.get(f"{page.path}/edit")
    version = int(dict(asked.form("/edit").fields)["version"])
    await coordinator.patch(page.path, {"subject": "科学"}, version=version)
    clash = await browser.submit(asked, {"subject": "英语"})
    assert clash.status == 412
    assert "科学" in clash.text
    done = await browser.submit(clash, {"keep.subject": "stored"})
    assert "学科科学" in done.text


async def test_an_exchange_under_a_pairing_offers_its_two_schools(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    page = await browser.get(f"/pairings/{pairing.id}")
    asked = await browser.get(page.href("安排交流"))
    fields = dict(asked.form("/assignments/new").fields)
    assert fields["pairing_id"] == str(pairing.id)
    assert fields["receiving_school_id"] == str(world.rural.id)
    typed = {"staff_id": f"{world.staff[0].id} 某老师", "mode": "support_teaching", "workload": "full_time", **PERIOD}
    done = await browser.answer(asked, typed)
    assert done.status == 200, done.text
    assert done.href("看所属结对") == f"/pairings/{pairing.id}"


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_pairing_of_both_schools_is_proposed_and_may_be_declined(
    browser: Browser, coordinator: Caller, make: Make, world: World, *, wanted: bool
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    await make.pairing(world.urban, world.rural, status=PairingStatus.ended, start_on=date(2023, 9, 1))
    await make.pairing(world.urban, world.neighbour)
    first = await browser.submit(await browser.get("/assignments/new"), {"staff_id": f"{world.staff[0].id} 某老师"})
    asked = await browser.submit(first, {"receiving_school_id": f"{world.rural.id} 云坪镇中心小学"})
    assert "算在哪对结对里？" in asked.text
    assert f"{world.urban.name}与{world.rural.name}" in asked.text
    assert world.neighbour.name not in asked.text
    typed = {"mode": "support_teaching", "workload": "full_time", **PERIOD}
    done = await browser.answer(asked, typed if wanted else {**typed, "of_pairing": "none"})
    assert done.status == 200, done.text
    row = (await coordinator.get(f"/assignments/{done.path.rpartition('/')[2]}")).json()
    assert row["pairing_id"] == (str(pairing.id) if wanted else None)


async def test_people_are_looked_for_in_the_schools_of_the_pairing_and_told_with_their_school(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    other = await make.school(name="柳林小学")
    stranger = await make.teacher(other, name="魏子安")
    inside = await make.teacher(world.urban, name="魏子平")
    asked = await browser.get(f"/assignments/new?pairing={pairing.id}")
    found = await browser.submit(asked, {"staff_id_q": "魏子", "find": "staff_id"})
    assert (str(inside.id) in found.html, str(stranger.id) in found.html) == (True, False)
    assert f"魏子平（{world.urban.name}）" in found.html
    path = f"/assignments/people/{world.rural.id}/{world.urban.id}"
    assert f'hx-get="{path}?field=staff_id"' in found.html
    live = await browser.http.get(f"{path}?field=staff_id&staff_id_q=魏子", headers={"HX-Request": "true"})
    assert ("魏子平" in live.text, "魏子安" in live.text) == (True, False)
    anywhere = await browser.get("/assignments/new")
    assert str(stranger.id) in (await browser.submit(anywhere, {"staff_id_q": "柳林", "find": "staff_id"})).html
    empty = await browser.submit(anywhere, {"staff_id_q": "", "find": "staff_id"})
    assert "先写姓名、拼音、首字母或学校名称，再点“找”" in empty.text


async def test_one_in_post_is_extended_and_then_ended_early_with_a_reason(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    path = f"/assignments/{row.id}"
    page = await browser.submit(await browser.get(f"{path}/extend"), {"end_on": "2027-09-30", "reason": "学校请求延长"})
    assert "已延期" in page.text
    assert "原定到2027年8月31日" in page.text
    assert "从2027年8月31日延到2027年9月30日：学校请求延长" in page.text
    early = await browser.submit(await browser.get(f"{path}/extend"), {"end_on": "2027-01-01", "reason": "写反了"})
    assert early.status == 422
    page = await browser.submit(await browser.get(f"{path}/terminate"), {"end_on": "2026-12-02", "reason": "调回原校"})
    assert "提前结束" in page.text
    assert "调回原校" in page.text


async def test_what_was_entered_by_mistake_is_voided_and_stays(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await plan(browser, world)
    page = await browser.submit(await browser.get(f"{page.path}/void"), {"reason": "选错了人"})
    assert "已作废" in page.text
    assert "共1条" in (await browser.get("/assignments?status=void")).text


async def test_somebody_who_does_not_come_is_recorded_with_a_reason(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    row = await make.assignment(
        world.staff[0], world.urban, world.rural, status=AssignmentStatus.confirmed, arrived_on=None
    )
    page = await browser.submit(await browser.get(f"/assignments/{row.id}/refuse"), {"reason": "本人不同意前往"})
    assert "拒不参加" in page.text


async def test_one_whose_time_is_over_is_completed_with_one_button(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 1))
    page = await browser.get(f"/assignments/{row.id}")
    page = await browser.submit(await browser.get(page.href("期满")))
    assert "已期满" in page.text


async def test_the_list_is_narrowed_by_the_address_and_shows_the_next_step(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    late = await make.assignment(
        world.staff[1], world.urban, world.rural, status=AssignmentStatus.confirmed, arrived_on=None
    )
    assert "共2条" in (await browser.get("/assignments")).text
    missing = await browser.get("/assignments?status=confirmed&starts_by=2026-12-03")
    assert "只看应到未到的" in missing.text
    assert missing.href("确认到岗") == f"/assignments/{late.id}/arrive"
    assert "没有符合条件的结果" in (await browser.get("/assignments?direction=rural_to_urban")).text
    assert "没有等你确认的人。" in (await browser.get("/assignments?to_confirm=true")).text
    assert "没有1月1日前到期的人。" in (await browser.get("/assignments?ends_by=2026-01-01")).text
    assert "共2条" in (await browser.get("/assignments?school_year=2026&mode=support_teaching")).text


async def test_the_receiving_school_reads_it_and_cannot_end_it(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    page = await browser.get(f"/assignments/{row.id}")
    assert "县实验小学" in page.text
    assert "提前结束" not in page.text
    assert "看人员" not in page.text
    page = await browser.get(f"/assignments/{row.id}/terminate")
    assert page.path == f"/assignments/{row.id}"
    assert "现在不能办" in page.text


async def test_a_teacher_finds_the_own_exchange_alone(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    await make.assignment(world.staff[1], world.urban, world.rural)
    teacher = await sign_in(Role.teacher, school=world.urban, person_id=world.staff[0].person_id)
    browser.become(teacher.token)
    page = await browser.get("/assignments")
    assert page.h1 == "我的交流"
    assert "共1条" in page.text
    assert (await browser.get(f"/assignments/{row.id}")).status == 200


async def test_an_assignment_of_other_counties_is_not_there(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural)
    browser.become((await sign_in(Role.county_coordinator, region_code="440883")).token)
    assert (await browser.get(f"/assignments/{row.id}")).status == 404
    assert (await browser.get(f"/assignments/{row.id}/void")).status == 404


async def test_the_roster_of_a_school_year_is_for_paper_and_leaves_out_what_is_void(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    await make.assignment(world.staff[1], world.urban, world.rural, status=AssignmentStatus.void)
    page = await browser.get((await browser.get("/assignments")).href("名单"))
    assert page.h1 == "陈仓区2026–2027学年交流支教名单"
    for words in ("1人次", "县实验小学", "云坪镇中心小学", "支教", "（盖章）", "打印"):
        assert words in page.text, words
    other = await browser.get("/assignments/roster?school_year=2024")
    assert "这个学年还没有交流任务。" in other.text


async def test_the_plan_says_why_it_may_be_and_asks_again_before_the_last_word(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    """ND-30: two months of support are fewer than a year."""
    page = await plan(browser, world)
    assert "为什么能派" in page.text
    assert "支教期限：期限2个月，要求12至24个月" in page.text
    asked = await browser.get(f"{page.path}/confirm")
    assert "不符合“支教期限”：期限2个月，要求12至24个月。" in asked.text
