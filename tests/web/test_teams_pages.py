"""Teams in the pages: from the pairing's page to the confirmation, both directions, the roster, numbers and month."""

import re
from typing import Any
from uuid import UUID

import pytest

from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing
from services.contracts.codes import AssignmentStatus, Post, Role
from tests.factories.world import Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def county(sign_in: SignIn, browser: Browser) -> Caller:
    """The coordinator, at the browser."""
    caller = await sign_in(Role.county_coordinator)
    browser.become(caller.token)
    return caller


async def going(make: Make, world: World, pairing: Pairing, *, back: bool = False, **changes: Any) -> Assignment:
    sending, receiving = (world.rural, world.urban) if back else (world.urban, world.rural)
    teacher = await make.teacher(sending, post=Post.middle, name="罗晓雯" if back else "陈立群")
    values = {"status": AssignmentStatus.planned, "pairing_id": pairing.id, "arrived_on": None, **changes}
    return await make.assignment(teacher, sending, receiving, **values)


async def test_two_teams_are_formed_from_the_pairings_page_filled_led_and_confirmed(
    browser: Browser, make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    there = await going(make, world, pairing)
    back = await going(make, world, pairing, back=True)
    page = await browser.get(f"/pairings/{pairing.id}?tab=teams")
    assert "这对结对还没有交流团队。" in page.text
    page = await browser.get(page.href("组建团队"))
    page = await browser.submit(page, {"batch": "第一批"})
    assert page.h1 == "县实验小学赴云坪镇中心小学团队"
    assert "另一个方向还没有团队。" in page.text
    first = page.href("加人").removesuffix("/add-members")
    page = await browser.get(f"{first}/add-members")
    page = await browser.submit(page, {"assignment_ids": str(there.id)})
    assert "比另一边多1人" in page.text
    page = await browser.get(f"{first}/set-leader")
    assert "陈立群（中层干部" in page.text
    page = await browser.submit(page, {"assignment_id": str(there.id)})
    assert "带队人已定。" in page.text
    page = await browser.get(page.href("组建另一个方向的团队"))
    page = await browser.submit(page, {})
    assert page.h1 == "云坪镇中心小学赴县实验小学团队"
    page = await browser.submit(await browser.get(page.href("加人")), {"assignment_ids": str(back.id)})
    page = await browser.get(first)
    assert "两边人数相等" in page.text
    assert "罗晓雯" in page.text
    page = await browser.submit(await browser.get(page.href("确认团队")), {})
    assert "已确认" in page.text
    listed = await browser.get("/teams")
    assert listed.text.count("两边人数相等") == 2


async def test_the_list_of_teams_leads_to_a_new_one_by_way_of_its_pairing(
    browser: Browser, world: World, pairing: Pairing, county: Caller, sign_in: SignIn
) -> None:
    page = await browser.get((await browser.get("/teams")).href("组建团队"))
    assert "先选是哪对结对的" in page.text
    asked = await browser.get(page.href(f"{world.urban.name} → {world.rural.name}"))
    assert dict(asked.form("/teams/new").fields)["pairing_id"] == str(pairing.id)
    assert "没有找到这所学校的在办结对。" in (await browser.get("/teams/new?q=没有这所")).text
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    assert "组建团队" not in (await browser.get("/teams")).text


async def test_an_exchange_is_planned_into_its_team_from_the_teams_page(
    browser: Browser, world: World, pairing: Pairing, county: Caller
) -> None:
    team = {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026, "direction": "from_recipient"}
    made = (await county.post("/teams", team)).json()
    page = await browser.get(f"/teams/{made['id']}")
    asked = await browser.get(page.href("安排交流"))
    fields = dict(asked.form("/assignments/new").fields)
    assert fields["team_id"] == made["id"]
    assert fields["receiving_school_id"] == str(world.urban.id), "this team goes to town"
    typed = {"staff_id": f"{world.staff[3].id} 某老师", "end_on": "2027-08-31"}
    done = await browser.answer(asked, typed)
    assert done.status == 200, done.text
    assert done.href("看交流团队") == f"/teams/{made['id']}"
    assert "1人" in (await browser.get(f"/teams/{made['id']}")).text
    again = await browser.get(page.href("安排交流"))
    wrong = await browser.answer(again, {**typed, "staff_id": f"{world.staff[0].id} 某老师"})
    assert wrong.status == 422
    assert "这个团队是另一个方向的，请改选" in wrong.text


async def test_a_refused_confirmation_says_what_is_missing_on_the_page_that_asks(
    browser: Browser, make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    row = await going(make, world, pairing)
    rule = {"effect": "refuse", "source": "县教发〔2026〕18号", "effective_from": "2026-09-01"}
    said = await county.put("/policy-rules/610304/team.equal_numbers", rule, version=0)
    assert said.status_code == 200, said.text
    body = {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026}
    team = (await county.post("/teams", body)).json()
    filled = await county.post(f"/teams/{team['id']}/add-members", {"assignment_ids": [str(row.id)]}, version=1)
    led = await county.post(
        f"/teams/{team['id']}/set-leader", {"assignment_id": str(row.id)}, version=filled.json()["version"]
    )
    assert led.status_code == 200, led.text
    page = await browser.get(f"/teams/{team['id']}/confirm")
    assert "还不符合：两边人数相等：县实验小学1人，云坪镇中心小学0人，云坪镇中心小学少1人。" in page.text
    page = await browser.submit(page, {})
    assert (page.status, "依据：县教发〔2026〕18号。补齐后再确认。" in page.text) == (409, True)


async def test_the_numbers_of_the_page_equal_a_recount_and_show_who_is_in_no_team(
    browser: Browser, make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    rows = [await going(make, world, pairing) for _ in range(3)]
    rows.append(await going(make, world, pairing, back=True))
    await going(make, world, pairing, status=AssignmentStatus.refused)
    body = {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026, "batch": "第一批"}
    team = (await county.post("/teams", body)).json()
    two = {"assignment_ids": [str(row.id) for row in rows[:2]]}
    await county.post(f"/teams/{team['id']}/add-members", two, version=team["version"])
    page = await browser.get("/teams/numbers?school_year=2026")
    said = re.findall(r"(第一批|没有编入团队的)：1对，派出(\d+)人，派来(\d+)人，差额(-?\d+)人", page.text)
    assert said == [("第一批", "2", "0", "2"), ("没有编入团队的", "1", "1", "0")]
    sent = sum(row.sending_school_id == world.urban.id for row in rows)
    told = (await county.get("/teams/numbers?school_year=2026&count=true")).json()["batches"]
    assert sum(each["difference"] for each in told) == sent - (len(rows) - sent) == 2
    lines = (await county.get("/teams/numbers.csv?school_year=2026")).text.splitlines()
    assert len(lines) == 3
    only = await browser.get("/teams/numbers?school_year=2026&unequal=true")
    assert "1行" in only.text


async def test_a_school_sees_its_teams_and_the_roster_and_decides_nothing_but_the_leader(
    browser: Browser, make: Make, world: World, pairing: Pairing, county: Caller, sign_in: SignIn
) -> None:
    row = await going(make, world, pairing)
    body = {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026}
    team = (await county.post("/teams", body)).json()
    await county.post(f"/teams/{team['id']}/add-members", {"assignment_ids": [str(row.id)]}, version=1)
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    page = await browser.get(f"/teams/{team['id']}")
    assert page.href("定带队人") == f"/teams/{team['id']}/set-leader"
    assert "减人" not in page.text
    roster = await browser.get(f"/teams/{team['id']}/print")
    assert (roster.h1, "陈立群" in roster.text) == ("第一批团队名册", True)


async def test_a_team_shows_each_member_and_what_was_reported(
    browser: Browser, make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    body = {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026}
    team = (await county.post("/teams", body)).json()
    assignment = await make.assignment(
        world.staff[0], world.urban, world.rural, team_id=UUID(team["id"]), pairing_id=pairing.id
    )  # fmt: skip
    detail = await browser.get(f"/assignments/{assignment.id}")
    assert "看交流团队" in detail.text
    page = await browser.get(f"/teams/{team['id']}")
    page = await browser.get(page.href("本月情况"))
    assert page.status == 200
    assert "1人，已报0人" in page.text
    assert "云坪镇中心小学" in page.text
    earlier = await browser.get(f"/teams/{team['id']}/month?month=2026-11")
    assert "11月情况" in earlier.text
    first = await browser.get(f"/teams/{team['id']}/month?month=2026-09")
    assert ("10月" in first.text, "8月" in first.text) == (True, False)


async def test_a_team_of_another_county_is_not_found(
    browser: Browser, pairing: Pairing, county: Caller, sign_in: SignIn
) -> None:
    body = {"name": "第一批团队", "pairing_id": str(pairing.id), "school_year": 2026}
    team = (await county.post("/teams", body)).json()
    browser.become((await sign_in(Role.county_coordinator, "440883")).token)
    for path in ("", "/month", "/print", "/confirm"):
        assert (await browser.get(f"/teams/{team['id']}{path}")).status == 404
