"""The pages of an agreement: writing, correcting, printing, renewing; the roster; what a rule of the county asks."""

from typing import Any

import pytest

from services.contracts.codes import PairingStatus, Role
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn

UNSIGNED: dict[str, Any] = {
    "status": PairingStatus.negotiating, "supporting_signed_on": None, "recipient_signed_on": None,
}  # fmt: skip
CONTACTS = {"supporting_leader": "马文涛", "supporting_liaison": "何晓兰", "supporting_phone": "6231 0045",
            "recipient_leader": "林立群", "recipient_liaison": "谢雯"}  # fmt: skip


@pytest.fixture
async def county(sign_in: SignIn, browser: Browser) -> Caller:
    """The home county's coordinator, signed in at the browser."""
    caller = await sign_in(Role.county_coordinator, HOME)
    browser.become(caller.token)
    return caller


async def test_a_school_writes_the_agreement_and_prints_it(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural, **UNSIGNED, **CONTACTS)
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.get(f"/pairings/{pairing.id}?tab=agreement")
    assert "还没有写协议内容" in page.text
    form = await browser.get(page.href("填协议内容"))
    wrong = await browser.submit(form, {"supporting_duties": "每学期送教两次"})
    assert wrong.status == 422
    assert "请选帮扶内容" in wrong.text
    assert "每学期送教两次" in wrong.html
    typed: dict[str, str | list[str]] = {
        "aid_areas": ["teaching", "research"],
        "goals": "三年内教研常态化",
        "supporting_signatory": "马文涛",
    }
    page = await browser.submit(wrong, typed)
    assert "协议内容已保存。" in page.text
    for words in ("教学、教研", "三年内教研常态化", "每学期送教两次", "马文涛，还没签"):
        assert words in page.text
    sheet = await browser.get(page.href("打印协议"))
    assert sheet.h1 == "结对帮扶合作协议"
    for words in ("一、帮扶目标", "六、签字盖章", "何晓兰6231 0045", "一对一"):
        assert words in sheet.text


async def test_two_who_write_at_once_see_both_texts_side_by_side(
    browser: Browser, make: Make, world: World, county: Caller
) -> None:
    pairing = await make.pairing(world.urban, world.rural, **UNSIGNED)
    form = await browser.get(f"/pairings/{pairing.id}/agreement")
    body = {"start_on": "2026-09-01", "aid_areas": ["teaching"], "goals": "县里先写好的"}
    assert (await county.put(f"/pairings/{pairing.id}/agreement", body, version=1)).status_code == 200
    page = await browser.submit(form, {"aid_areas": ["research"], "goals": "后来写的"})
    assert page.status == 412
    assert "县里先写好的" in page.text
    assert "后来写的" in page.html


async def test_a_signed_agreement_is_corrected_with_a_reason_by_the_office_only(
    browser: Browser, make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    term = {"start_on": str(pairing.start_on), "end_on": str(pairing.end_on)}
    written = {**term, "aid_areas": ["teaching"], "goals": "先写的", "reason": "补填"}
    path = f"/pairings/{pairing.id}/agreement/correct"
    answer = await county.post(path, written, version=1)
    assert answer.status_code == 200, answer.text
    form = await browser.get(path)
    assert "双方都签了字，原来写的会留在记录里。" in form.text
    typed: dict[str, str | list[str]] = {"aid_areas": ["teaching"], "goals": "三年内教研常态化", "reason": "漏写了目标"}
    page = await browser.submit(form, typed)
    assert "协议已更正。" in page.text
    assert "更正：漏写了目标" in page.text
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.get(f"/pairings/{pairing.id}?tab=agreement")
    assert "更正协议" not in page.text
    back = await browser.get(f"/pairings/{pairing.id}/agreement/correct")
    assert "现在不能改协议内容" in back.text


async def test_who_signs_or_begins_an_agreement_without_words_is_told_and_led_to_them(
    browser: Browser, make: Make, world: World, county: Caller
) -> None:
    pairing = await make.pairing(world.urban, world.rural, **UNSIGNED, **CONTACTS)
    asked = await browser.get(f"/pairings/{pairing.id}/sign")
    assert "协议内容还是空的" in asked.text
    assert asked.href("填协议内容") == f"/pairings/{pairing.id}/agreement"
    both = await make.pairing(world.rural, world.urban, status=PairingStatus.signed, **CONTACTS)
    asked = await browser.get(f"/pairings/{both.id}/activate")
    assert "协议内容还是空的" in asked.text
    form = await browser.get(asked.href("填协议内容"))
    assert form.h1 == "填协议内容"
    assert "双方都签了字，协议内容还没有填。" in form.text
    page = await browser.submit(form, {"aid_areas": ["teaching"], "goals": "三年内教研常态化"})
    assert "协议内容已保存。" in page.text
    assert page.href("更正协议").endswith("/agreement/correct")
    assert "还是空的" not in (await browser.get(f"/pairings/{both.id}/activate")).text


async def test_a_pairing_is_renewed_and_both_terms_lead_to_each_other(
    browser: Browser, make: Make, world: World, county: Caller
) -> None:
    pairing = await make.pairing(world.urban, world.rural, **CONTACTS)
    form = await browser.get(f"/pairings/{pairing.id}/renew")
    assert dict(form.form(f"/pairings/{pairing.id}/renew").fields)["start_on"] == "2029-09-01"
    page = await browser.submit(form, {"start_on": "2026-12-03", "end_on": "2029-12-02"})
    assert "新一期已拟好" in page.text
    assert "协商中" in page.text
    old = await browser.get(page.href("看上一期"))
    assert old.path == f"/pairings/{pairing.id}"
    assert old.href("看新一期") == page.path
    assert "/renew" not in old.html


async def test_names_of_contacts_are_said_to_be_for_both_sides(
    browser: Browser, make: Make, world: World, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.rural, **CONTACTS)
    browser.become((await sign_in(Role.province_supervisor, PROVINCE)).token)
    page = await browser.get(f"/pairings/{pairing.id}")
    assert "马文涛" not in page.html
    assert "两校和主管的教育局看得到" in page.text


async def test_the_list_says_how_many_have_an_agreement_and_the_roster_prints_a_batch(
    browser: Browser, make: Make, world: World, county: Caller
) -> None:
    await make.pairing(world.urban, world.rural, batch="第一批", **CONTACTS)
    await make.pairing(world.rural, world.urban, batch="第二批", **UNSIGNED)
    page = await browser.get("/pairings")
    assert "没结束的2对，双方签了协议的1对（50%）" in page.text
    only = await browser.get(page.href("协议缺签字的1对"))
    assert "县实验小学 → 云坪镇中心小学" not in only.text
    assert "1对" in only.text
    roster = await browser.get("/pairings/roster?batch=第一批")
    assert roster.h1 == "结对学校名单"
    assert "何晓兰6231 0045" in roster.text
    assert "1对" in roster.text
    assert "/downloads/pairings.xlsx?batch=" in roster.html


async def test_a_supporter_of_three_is_said_on_each_page_of_the_batch(
    browser: Browser, make: Make, world: World, county: Caller
) -> None:
    for _ in range(2):
        await make.pairing(world.urban, await make.school(NEIGHBOUR), batch="第一批")
    pairing = await make.pairing(world.urban, world.rural, batch="第一批")
    page = await browser.get(f"/pairings/{pairing.id}")
    assert "本批3所受援学校" in page.text


async def test_what_a_rule_warns_of_is_asked_once_more_before_it_is_written(
    browser: Browser, world: World, county: Caller
) -> None:
    rule = {"effective_from": "2026-12-01", "effect": "warn", "source": "县教发〔2026〕18号"}
    assert (await county.put(f"/policy-rules/{HOME}/pairing.advantage", rule, version=0)).status_code == 200
    page = await browser.get("/pairings/new")
    for chosen in (
        {"supporting_school_id": f"{world.urban.id} 县实验小学"},
        {"recipient_school_id": f"{world.rural.id} 云坪镇中心小学"},
        {"category": "primary"},
        {"start_on": "2026-12-10", "end_on": "2029-08-31"},
        {},
    ):
        page = await browser.submit(page, chosen)
    assert page.status == 422
    assert "县实验小学没有“优质”“重点”“龙头”标记（依据：县教发〔2026〕18号）" in page.text
    assert (await county.get("/pairings")).json()["items"] == []
    page = await browser.submit(page, {"despite_warnings": "true"})
    assert "结对已拟定" in page.text
    tab = await browser.get(f"{page.path}?tab=agreement")
    assert "有1条不一致" in tab.text
    assert "拟定时已确认" in tab.text
