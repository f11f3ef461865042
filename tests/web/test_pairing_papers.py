"""The plan (F-24) and the record of mutual aid (F-34) of a pairing on paper: made of what stands recorded."""

from datetime import date

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import HOME, THIRD, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    named = {"supporting_leader": "马文涛", "recipient_liaison": "何晓兰"}
    return await make.pairing(world.urban, world.rural, start_on=date(2025, 9, 1), **named)


@pytest.fixture
async def county(sign_in: SignIn, browser: Browser) -> Caller:
    caller = await sign_in(Role.county_coordinator, HOME)
    browser.become(caller.token)
    return caller


async def test_the_record_tells_by_day_what_each_school_gave_the_other(
    browser: Browser, county: Caller, make: Make, world: World, pairing: Pairing
) -> None:
    page = await browser.get(f"/pairings/{pairing.id}")
    empty = await browser.get(page.href("互帮共享记录"))
    assert "还没有互帮共享的记录。" in empty.text
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=pairing.id)
    planned = {"pairing_id": pairing.id, "status": AssignmentStatus.planned}
    await make.assignment(world.staff[1], world.urban, world.rural, **planned)
    held = {
        "pairing_id": str(pairing.id), "host_school_id": str(world.rural.id), "type": "demo_lesson",
        "held_on": "2026-10-12", "topic": "背影", "supporting_count": 2, "recipient_count": 9,
    }  # fmt: skip
    assert (await county.post("/activities", held)).status_code == 201
    gift = {
        "pairing_id": str(pairing.id), "kind": "goods", "giver": "supporting", "school_year": 2025, "term": "spring",
        "purpose": "图书角", "goods_type": "books", "quantity": 200, "unit": "册", "given_on": "2026-03-02",
        "condition": "new",
    }  # fmt: skip
    answer = await county.post("/supports", gift)
    assert answer.status_code == 201, answer.text
    page = await browser.get(empty.path)
    told = ["3月2日（", "200册", "9月1日（", "10月12日（", "示范课：背影", "11人次"]
    assert [words for words in told if words not in page.text] == []
    places = [page.text.index(words) for words in told]
    assert places == sorted(places)
    assert "3条" in page.text
    year = await browser.get(f"{empty.path}?school_year=2025")
    assert "200册" in year.text
    assert "背影" not in year.text


async def test_the_plan_has_goals_promises_dates_and_who_answers(
    browser: Browser, county: Caller, pairing: Pairing
) -> None:
    page = await browser.get(f"/pairings/{pairing.id}")
    bare = await browser.get(page.href("结对帮扶计划"))
    for words in ("还没有定目标。", "还没有承诺项。", "还没有排活动。", "还没有登记领导小组。", "马文涛", "何晓兰"):
        assert words in bare.text
    await county.post(f"/pairings/{pairing.id}/goals", {"title": "青年教师过关", "unit": "人", "target": 6})
    promise = {
        "pairing_id": str(pairing.id), "side": "supporting", "aid_area": "teaching", "item": "上示范课",
        "measure": "activities", "minimum": 4, "period": "term", "start_on": "2026-09-01",
    }  # fmt: skip
    answer = await county.post("/commitments", promise)
    assert answer.status_code == 201, answer.text
    await county.post(
        "/leading-groups",
        {"pairing_id": str(pairing.id), "from_on": "2026-09-01", "members": [{"role": "head", "name": "宋启明"}]},
    )
    page = await browser.get(bare.path)
    for words in ("青年教师过关：6人", "上示范课", "每学期4次", "组长宋启明"):
        assert words in page.text


@pytest.mark.parametrize("paper", ["plan", "record"])
async def test_a_third_county_finds_neither(browser: Browser, sign_in: SignIn, pairing: Pairing, paper: str) -> None:
    browser.become((await sign_in(Role.county_coordinator, THIRD)).token)
    assert (await browser.get(f"/pairings/{pairing.id}/{paper}")).status == 404
