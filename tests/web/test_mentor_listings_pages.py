"""The pages of mentors offered and needs listed: both beside each other, and a mentor pair made of both."""

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn

FOUND = {"staff_id_q": "陈立群", "find": "staff_id"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def supporter(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def recipient(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.rural)


async def test_an_offer_and_a_need_meet_and_one_press_opens_the_mentor_pair_filled_in(
    browser: Browser, supporter: Caller, recipient: Caller, pairing: Pairing, make: Make, world: World
) -> None:
    await make.teacher(world.urban, name="陈立群")
    await make.teacher(world.rural, name="陈立群子")
    mentee = await make.teacher(world.rural, name="罗晓雯")
    browser.become(supporter.token)
    tab = await browser.get(f"/pairings/{pairing.id}?tab=mentor_listings")
    assert "支援学校还没有列师傅。" in tab.text
    assert "列一条需求" not in tab.text
    typed = {"subject": "语文", "stage": "primary"}
    page = await browser.submit(await browser.get(tab.href("列一位师傅")), {**typed, **FOUND})
    assert "陈立群子" not in page.text
    page = await browser.submit(page, {**typed, "people": "3"})
    assert "语文：可带3人，没有需求" in page.text
    assert "一级教师" in page.text
    browser.become(recipient.token)
    assert "陈立群可以带徒弟，还没人拜师" in (await browser.get("/")).text
    form = await browser.get(page.path + "?tab=mentor_listings")
    form = await browser.get(form.href("列一条需求"))
    typed = {**typed, "people": "1", "purpose": "new_teacher"}
    form = await browser.submit(form, {**typed, "staff_id_q": "罗晓雯", "find": "staff_id"})
    tab = await browser.submit(form, typed)
    assert "语文：可带3人，需要1人" in tab.text
    browser.become(supporter.token)
    assert "语文1人等本校派师傅" in (await browser.get("/")).text
    tab = await browser.get(f"/pairings/{pairing.id}?tab=mentor_listings")
    form = await browser.get(tab.href("登记师徒"))
    assert "陈立群" in form.text
    assert "罗晓雯" in form.text
    made = await browser.submit(form, {})
    assert made.h1 == "陈立群带罗晓雯"
    tab = await browser.get(f"/pairings/{pairing.id}?tab=mentor_listings")
    assert "可带3人，已带1人" in tab.text
    assert "要1人，已结成1人" in tab.text
    assert str(mentee.id) not in (await browser.get("/")).text


async def test_what_was_typed_wrong_is_kept_and_an_offer_is_changed_and_withdrawn(
    browser: Browser, supporter: Caller, pairing: Pairing, make: Make, world: World, sign_in: SignIn
) -> None:
    await make.teacher(world.urban, name="陈立群")
    browser.become(supporter.token)
    form = await browser.get(f"/mentor-listings/new?pairing={pairing.id}&kind=offer")
    form = await browser.submit(form, FOUND)
    typed = {"subject": "语文", "stage": "primary", "people": "2", "end_on": "2020-01-01", "note": "周三下午"}
    again = await browser.submit(form, typed)
    assert again.status == 422
    assert "周三下午" in again.text
    await browser.submit(again, {"end_on": "2027-01-31"})
    listed = await browser.get("/mentor-listings")
    page = await browser.get(listed.href("陈立群·语文"))
    assert "可带2人，已带0人" in page.text
    page = await browser.submit(await browser.get(f"{page.path}/edit"), {"people": "4"})
    assert "可带4人，已带0人" in page.text
    page = await browser.submit(await browser.get(f"{page.path}/withdraw"), {"reason": "这学期课太多"})
    assert "已撤回，对方学校看得到原因。" in page.text
    assert "这学期课太多" in page.text
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    assert "陈立群·语文" in (await browser.get("/mentor-listings?status=withdrawn&county_code=610304")).text
