"""结对看板: what is missing next stands on the card, with the step that helps."""

from datetime import date
from typing import Any

import pytest

from services.contracts.codes import PairingStatus, Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn

S = PairingStatus
NAMED = {f"{side}_{field}": "何晓兰" for side in ("supporting", "recipient") for field in ("leader", "liaison")}


@pytest.fixture
async def world(make: Make) -> World:
    """One pairing lacks a signature, one its contacts, one runs out next month."""
    world = await make.county_world()
    waiting: dict[str, Any] = {**NAMED, "status": S.negotiating, "recipient_signed_on": None, "batch": "2026年第二批"}
    await make.pairing(world.urban, world.rural, **waiting)
    await make.pairing(world.neighbour, world.rural, status=S.decided)
    await make.pairing(world.urban, world.neighbour, end_on=date(2026, 12, 20), **NAMED)
    return world


async def test_a_card_says_what_is_missing_and_leads_to_the_step(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    page = await browser.get("/pairings/board")
    for words in (
        "结对看板", "共3对", "等云坪镇中心小学签字", "白果镇小学和云坪镇中心小学还没填负责领导和联络人",
        "快到期，要续签还是结束", "还有17天", "还没有活动", "没有已暂停的结对。",
    ):  # fmt: skip
        assert words in page.text, words
    assert browser.api_calls <= 3
    assert page.href("签协议：").endswith("/sign")
    sign = await browser.get(page.href("签协议："))
    assert sign.status == 200
    listed = await browser.get(page.href("1对：进行中"))
    assert "县实验小学 → 白果镇小学" in listed.text


async def test_the_phone_shows_one_column_and_filters_keep_it(browser: Browser, world: World, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    first = await browser.get("/pairings/board?batch=2026年第二批")
    assert "共1对" in first.text
    shown = await browser.http.get(first.href("进行中 0"))
    assert (str(shown.url.params["status"]), str(shown.url.params["batch"])) == ("active", "2026年第二批")
    assert shown.text.count("board-column other") == 6
    assert '<section class="panel board-column" id="active"' in shown.text


async def test_a_school_without_a_say_looks_only_and_an_empty_board_says_what_to_do(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    school = await make.school()
    browser.become((await sign_in(Role.school_reporter, school=school)).token)
    assert "县里定了结对，会出现在这里。" in (await browser.get("/pairings/board")).text
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    assert (await browser.get("/pairings/board")).href("新建结对") == "/pairings/new"
    browser.become((await sign_in(Role.finance)).token)
    assert (await browser.get("/pairings/board")).status == 403
