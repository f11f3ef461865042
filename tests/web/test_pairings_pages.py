"""The pairing pages: the list, one pairing, proposing, and every step to its end."""

from collections.abc import Awaitable, Callable

import pytest

from services.contracts.codes import Locality, PairingStatus, Role
from tests.factories.world import Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn

Load = Callable[[], Awaitable[World]]


@pytest.fixture
async def coordinator(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def propose(browser: Browser, world: World) -> Page:
    """Propose a pairing by typing and choosing, without scripts."""
    page = await browser.get("/pairings/new")
    typed = {"supporting_school_id_q": "实验", "find": "supporting_school_id", "category": "primary"}
    page = await browser.submit(page, typed)
    assert "县实验小学" in page.text
    chosen = {
        "supporting_school_id": f"{world.urban.id} 县实验小学",
        "recipient_school_id": f"{world.rural.id} 云坪镇中心小学",
        "start_on": "2026-12-01",
    }
    return await browser.answer(page, chosen)


async def test_a_county_without_pairings_says_so_and_offers_to_propose_one(
    browser: Browser, coordinator: Caller
) -> None:
    page = await browser.get("/pairings")
    assert page.h1 == "结对"
    assert "还没有结对。" in page.text
    assert page.href("新建结对") == "/pairings/new"


async def test_searching_in_the_form_keeps_what_was_typed_and_writes_nothing(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/pairings/new")
    page = await browser.submit(
        page, {"supporting_school_id_q": "实验", "find": "supporting_school_id", "batch": "头一批"}
    )
    assert page.status == 200
    assert dict(page.form("/pairings/new").fields)["batch"] == "头一批"
    assert dict(page.form("/pairings/new").fields)["supporting_school_id"] == f"{world.urban.id} 县实验小学"
    assert (await coordinator.get("/pairings")).json()["items"] == []


async def test_the_picker_answers_htmx_with_choices_alone(browser: Browser, coordinator: Caller, world: World) -> None:
    address = "/schools/pick?field=recipient_school_id&recipient_school_id_q=云坪"
    page = await browser.get(address, headers={"HX-Request": "true"})
    assert f'value="{world.rural.id} 云坪镇中心小学"' in page.html
    assert "<html" not in page.html
    none = await browser.get(address.replace("云坪", "没有这所"), headers={"HX-Request": "true"})
    assert "没有找到" in none.text


async def test_what_is_missing_is_listed_with_links_to_the_inputs(browser: Browser, coordinator: Caller) -> None:
    page = await browser.submit(await browser.get("/pairings/new"))
    assert (page.status, "请选支援学校" in page.text) == (422, True)
    assert "f-supporting_school_id" in page.ids
    last = await browser.submit(await browser.submit(page, {"at": "4", "start_on": ""}))
    assert (last.status, "哪所学校来支援？" in last.text) == (422, True)
    for words in ("请选支援学校", "请选受援学校", "请选学段类别", "请填从哪天起"):
        assert words in last.text


async def test_a_pairing_is_asked_one_question_a_page_and_checked_before_it_is_written(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    page = await browser.get("/pairings/new")
    assert ("哪所学校来支援？" in page.text, "第1步，共5步" in page.text) == (True, True)
    page = await browser.submit(page, {"supporting_school_id": f"{world.urban.id} 县实验小学"})
    page = await browser.submit(page, {"recipient_school_id": f"{world.rural.id} 云坪镇中心小学"})
    back = await browser.submit(page, button="上一步")
    assert ("帮哪所学校？" in back.text, "云坪镇中心小学" in back.text) == (True, True)
    page = await browser.submit(await browser.submit(back), {"category": "primary"})
    page = await browser.submit(page, {"start_on": "2026-12-01", "batch": "头一批"})
    for words in ("第5步", "县实验小学", "云坪镇中心小学", "小学", "2026年12月1日", "头一批", "两边学校就能看到"):
        assert words in page.text, words
    assert (await coordinator.get("/pairings")).json()["items"] == []
    again = await browser.submit(page, {"to": "3"})
    assert "从什么时候到什么时候？" in again.text
    done = await browser.submit(await browser.submit(again, {"batch": "第二批"}))
    assert "结对已拟定" in done.text
    assert (await coordinator.get("/pairings")).json()["items"][0]["batch"] == "第二批"


async def test_the_same_school_on_both_sides_is_refused_in_words(
    browser: Browser, coordinator: Caller, world: World
) -> None:
    same = f"{world.urban.id} 县实验小学"
    typed = {"supporting_school_id": same, "recipient_school_id": same, "category": "primary"}
    page = await browser.answer(await browser.get("/pairings/new"), typed)
    assert page.status == 422
    assert "不能是同一所" in page.text
    assert "帮哪所学校？" in page.text


async def test_a_pairing_goes_from_the_proposal_to_its_end(browser: Browser, coordinator: Caller, world: World) -> None:
    page = await propose(browser, world)
    assert page.h1 == "县实验小学与云坪镇中心小学结对"
    assert "结对已拟定" in page.text
    assert "拟结对" in page.text
    page = await browser.submit(await browser.get(f"{page.path}/decide"))
    assert "已确定结对。" in page.text
    path = page.path
    for side, leader in (("supporting", "罗鸣"), ("recipient", "谢雯")):
        asked = await browser.get(f"{path}/contacts")
        page = await browser.submit(asked, {"side": side, "leader": leader, "liaison": "林立群", "phone": "6210 8822"})
        assert leader in page.text
    page = await browser.submit(await browser.get(f"{path}/negotiate"))
    assert "协商中" in page.text
    for side in ("supporting", "recipient"):
        asked = await browser.get(f"{path}/sign")
        page = await browser.submit(
            asked, {"side": side, "signed_on": "2026-12-02", "agreement_no": "青教结〔2026〕12号"}
        )
        assert "签字已登记。" in page.text
    assert page.href("结对开始") == f"{path}/activate"
    page = await browser.submit(await browser.get(f"{path}/activate"))
    assert "进行中" in page.text
    page = await browser.submit(await browser.get(f"{path}/suspend"), {"reason": "学校校舍维修"})
    assert "已暂停" in page.text
    page = await browser.submit(await browser.get(f"{path}/resume"))
    page = await browser.submit(await browser.get(f"{path}/end"), {"end_on": "2026-12-03", "reason": "两校已合并"})
    assert "结对已结束。" in page.text
    assert "已结束" in page.text
    assert "两校已合并" in page.text


async def test_while_contacts_are_missing_the_button_leads_to_them_and_negotiating_names_both_schools(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.decided)
    path = f"/pairings/{pairing.id}"
    page = await browser.get(path)
    assert page.href("填联络人") == f"{path}/contacts"
    refused = await browser.submit(await browser.get(f"{path}/negotiate"))
    assert refused.status == 409
    assert "支援学校和受援学校还没有填负责领导和联络人" in refused.text
    assert "支援学校 县实验小学、受援学校 云坪镇中心小学：还没有填" in refused.text
    for leader in ("罗鸣", "谢雯"):
        asked = await browser.get((await browser.get(path)).href("填联络人"))
        page = await browser.submit(asked, {"leader": leader, "liaison": "林立群"})
    assert page.href("开始协商") == f"{path}/negotiate"
    assert page.href("变更联络人") == f"{path}/contacts"


async def test_a_step_that_is_no_longer_possible_leads_to_the_pairing_and_says_so(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    page = await browser.get(f"/pairings/{pairing.id}/decide")
    assert page.path == f"/pairings/{pairing.id}"
    assert "现在不能办“确定结对”" in page.text
    assert (await browser.get(f"/pairings/{pairing.id}/marry")).status == 404


async def test_a_reason_that_is_missing_is_asked_for_and_nothing_typed_is_lost(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    asked = await browser.get(f"/pairings/{pairing.id}/end")
    page = await browser.submit(asked, {"end_on": "2026-12-02", "reason": ""})
    assert page.status == 422
    assert "请填原因" in page.text
    assert dict(page.form("/end").fields)["end_on"] == "2026-12-02"


async def test_a_pairing_changed_in_between_is_shown_anew_and_the_reason_stays(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    asked = await browser.get(f"/pairings/{pairing.id}/suspend")
    version = int(dict(asked.form("/suspend").fields)["version"])
    contacts = {"side": "supporting", "leader": "罗鸣", "liaison": "林立群"}
    changed = await coordinator.patch(f"/pairings/{pairing.id}/contacts", contacts, version=version)
    assert changed.status_code == 200
    page = await browser.submit(asked, {"reason": "学校校舍维修"})
    assert page.status == 412
    assert "这条记录刚被改过" in page.text
    assert dict(page.form("/suspend").fields)["reason"] == "学校校舍维修"
    done = await browser.submit(page)
    assert "结对已暂停。" in done.text


async def test_people_in_post_keep_a_pairing_from_ending_and_are_counted_as_listed(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=pairing.id)
    page = await browser.get(f"/pairings/{pairing.id}")
    assert "看1人名单" in page.text
    people = await browser.get(page.href("看1人名单"))
    assert "在岗人员1人" in people.text
    asked = await browser.get(f"/pairings/{pairing.id}/end")
    assert "还有1人在岗，要先安排好" in asked.text
    listed = await browser.get(asked.href("以后还在岗或已安排的人"))
    assert "以后还在岗或已安排的" in listed.text
    assert "1条" in listed.text
    page = await browser.submit(asked, {"reason": "两校已合并", "end_on": "2026-12-02"})
    assert page.status == 409
    assert "还有1人在岗" in page.text


async def test_a_goal_lags_when_time_says_more_and_stands_first(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    path = f"/pairings/{pairing.id}"
    for title, due in (("联合教研", "2029-08-31"), ("示范课", "2026-12-10")):
        asked = await browser.get(f"{path}/goals/new")
        page = await browser.submit(asked, {"title": title, "target": "8", "unit": "次", "due_on": due})
        assert "目标已定" in page.text
    assert page.text.index("示范课到") < page.text.index("联合教研到")
    assert "落后" in page.text
    wrong = await browser.submit(
        await browser.get(f"{path}/goals/new"), {"title": "听课", "target": "很多", "unit": "节"}
    )
    assert wrong.status == 422
    assert dict(wrong.form("/goals/new").fields)["target"] == "很多"


async def test_a_goal_is_dropped_once_and_a_second_try_says_so(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    path = f"/pairings/{pairing.id}"
    typed = {"title": "示范课", "target": "8", "unit": "次"}
    page = await browser.submit(await browser.get(f"{path}/goals/new"), typed)
    asked = await browser.get(page.href("取消目标：示范课"))
    assert asked.h1 == "取消目标“示范课”？"
    done = await browser.submit(asked)
    assert done.path == path
    assert "还没有定目标。" in done.text
    assert "现在不能办“取消目标”" in (await browser.get(asked.path)).text


async def test_the_list_is_filtered_by_the_address_and_counts_what_it_shows(
    browser: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    await make.pairing(world.urban, world.rural)
    other = await make.school(locality=Locality.rural, name="柳林小学")
    await make.pairing(world.urban, other, status=PairingStatus.proposed, recipient_signed_on=None)
    assert "共2对" in (await browser.get("/pairings")).text
    assert "共1对" in (await browser.get("/pairings?q=柳林")).text
    unsigned = await browser.get("/pairings?unsigned=true")
    assert "只看协议缺签字的" in unsigned.text
    assert "受援学校没签" in unsigned.text
    assert "没有符合条件的结果" in (await browser.get("/pairings?status=ended")).text
    lacking = await browser.get((await browser.get("/pairings")).href("没有领导小组的2对"))
    assert "只看没有领导小组的" in lacking.text
    assert "共2对" in lacking.text
    assert "共2对" in (await browser.get(lacking.href("缺负责领导或联络人的2对"))).text
    assert "共2对" in (await browser.get("/pairings?status=nonsense&cursor=")).text


async def test_a_school_sees_its_own_pairings_and_no_office_buttons(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    assert "新建结对" not in (await browser.get("/pairings")).text
    page = await browser.get(f"/pairings/{pairing.id}")
    assert "填联络人" in page.text
    assert "结束结对" not in page.text
    asked = await browser.get(f"/pairings/{pairing.id}/contacts")
    assert dict(asked.form("/contacts").fields)["side"] == "recipient"
    assert 'type="radio"' not in asked.html
    named = await browser.submit(asked, {"leader": "林校长", "liaison": "孙主任"}, action="/contacts")
    assert "联络人已更新。" in named.text
    assert "林校长" in named.text
    assert page.href("记一次活动") == f"/activities/new?pairing={pairing.id}"


async def test_another_countys_pairing_is_not_there(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    browser.become((await sign_in(Role.county_coordinator, region_code="440883")).token)
    page = await browser.get(f"/pairings/{pairing.id}")
    assert page.status == 404
    assert page.headers["x-request-id"] in page.text


async def test_an_api_that_does_not_answer_keeps_what_was_typed(
    browser: Browser, lonely: Browser, coordinator: Caller, make: Make, world: World
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    asked = await browser.get(f"/pairings/{pairing.id}/suspend")
    fields = [(name, value) for name, value in asked.form("/suspend").fields if name != "reason"]
    lonely.become(coordinator.token)
    page = await lonely.post(f"/pairings/{pairing.id}/suspend", dict(fields) | {"reason": "学校校舍维修"})
    assert page.status == 503
    assert dict(page.form("/suspend").fields)["reason"] == "学校校舍维修"


@pytest.mark.parametrize("side", ["supporting", "recipient"])
async def test_a_school_signs_for_its_own_side_without_being_asked_which(
    browser: Browser, make: Make, world: World, sign_in: SignIn, side: str
) -> None:
    unsigned = {"supporting_signed_on": None, "recipient_signed_on": None}
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.negotiating, **unsigned)
    own = world.urban if side == "supporting" else world.rural
    browser.become((await sign_in(Role.school_leader, school=own)).token)
    asked = await browser.get(f"/pairings/{pairing.id}/sign")
    assert f"{own.name}签字。" in asked.text
    assert 'type="radio"' not in asked.html
    done = await browser.submit(asked, {"signed_on": "2026-12-02"})
    assert "签字已登记。" in done.text
    assert f"{'支援学校' if side == 'supporting' else '受援学校'}12月2日已签" in done.text


async def test_an_office_is_told_what_it_may_arrange_and_whose_business_the_rest_is(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    city = await sign_in(Role.city_supervisor, region_code="610300")
    browser.become(city.token)
    form = await browser.get("/pairings/new")
    assert "这里只办跨县区的结对" in form.text
    assert "这里只办跨县区的交流" in (await browser.get("/assignments/new")).text
    typed = {
        "supporting_school_id": f"{world.urban.id} {world.urban.name}",
        "recipient_school_id": f"{world.rural.id} {world.rural.name}",
        "category": "primary",
    }
    refused = await browser.answer(form, typed)
    assert "两所学校都在陈仓区，要区县协调人办。" in refused.text
    assert world.urban.name in refused.html
    browser.become((await sign_in(Role.county_coordinator)).token)
    other = await make.school("610302", name="隔壁小学")
    caller = await sign_in(Role.county_coordinator)
    answer = await caller.post("/pairings", {
        "supporting_school_id": str(world.urban.id), "recipient_school_id": str(other.id), "relation": "pairing",
        "category": "primary", "start_on": "2026-12-01",
    })  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.other_office")
    assert answer.json()["detail"] == "两所学校分别在陈仓区和渭滨区，要市级督导办。"
