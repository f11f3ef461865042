"""The pages of a meeting of several pairings: who came besides, who says it was not there, one base school for all."""

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.factories.world import Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def other(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def host(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def guest(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.neighbour)


async def meeting(host: Caller, pairing: Pairing) -> str:
    made = await host.post("/activities", {
        "pairing_id": str(pairing.id), "host_school_id": str(pairing.supporting_school_id), "type": "joint_meeting",
        "held_on": "2026-11-18", "topic": "商量下学期的安排", "supporting_count": 4, "recipient_count": 2,
    })  # fmt: skip
    assert made.status_code == 201, made.text
    return f"/activities/{made.json()['id']}"


async def test_a_school_is_added_to_a_meeting_says_it_was_not_there_and_takes_it_back(
    browser: Browser, host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World
) -> None:
    path = await meeting(host, pairing)
    browser.become(host.token)
    page = await browser.get(path)
    assert "只有两校开会。" in page.text
    form = await browser.get(page.href("加一起开会的学校"))
    assert world.neighbour.name in form.text
    wrong = await browser.submit(form, {f"count_{other.id.hex}": "很多"})
    assert wrong.status == 422
    page = await browser.submit(wrong, {f"count_{other.id.hex}": "3"})
    assert "一起开会的学校已保存。" in page.text
    assert "来了3人" in page.text
    form = await browser.get(f"{path}/decisions/new")
    assert f"一起开会的{world.neighbour.name}" in form.text
    typed = {"pairing_id": str(other.id), "text": "报两名徒弟", "responsible": "recipient", "due_on": "2026-12-20"}
    assert "报两名徒弟" in (await browser.submit(form, typed)).text
    browser.become(guest.token)
    assert "商量下学期的安排" in (await browser.get(f"/pairings/{other.id}?tab=activities")).text
    page = await browser.get(path)
    assert "报两名徒弟" in page.text
    page = await browser.submit(await browser.get(page.href("本校没到")), {"reason": "那天学校停课"})
    assert "说没到：那天学校停课，不算进结对" in page.text
    page = await browser.submit(await browser.get(page.href("本校到了")), {})
    assert "来了3人" in page.text


async def test_one_base_school_is_set_for_two_pairings_and_each_shows_it(
    browser: Browser, host: Caller, guest: Caller, pairing: Pairing, other: Pairing, world: World
) -> None:
    browser.become(host.token)
    form = await browser.get(f"/base-schools/{other.id}/2026/autumn")
    page = await browser.submit(form, {"side": "recipient", "also": f"{pairing.id}.0"})
    assert f"基地学校是{world.neighbour.name}。" in page.text
    page = await browser.get(f"/pairings/{pairing.id}?tab=activities")
    assert world.neighbour.name in page.text
    assert "几个结对一起定的" in page.text
