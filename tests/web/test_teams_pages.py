"""A team's month in the pages: a view over its members' lines."""

from services.api.features.teams.models import Team
from services.contracts.codes import Role
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn


async def test_a_team_shows_each_member_and_what_was_reported(browser: Browser, make: Make, sign_in: SignIn) -> None:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    team = Team(
        pairing_id=pairing.id, county_code=world.urban.county_code, other_county_code=world.rural.county_code,
        name="县实验小学交流团队", school_year=2026,
    )  # fmt: skip
    await make.add(team)
    assignment = await make.assignment(world.staff[0], world.urban, world.rural, team_id=team.id, pairing_id=pairing.id)
    browser.become((await sign_in(Role.county_coordinator)).token)
    detail = await browser.get(f"/assignments/{assignment.id}")
    assert "看交流团队" in detail.text
    page = await browser.get(f"/teams/{team.id}")
    assert page.status == 200
    assert "1人，已报0人" in page.text
    assert "云坪镇中心小学" in page.text
    assert "还没有报" in page.text
    earlier = await browser.get(f"/teams/{team.id}?month=2026-11")
    assert "11月情况" in earlier.text


async def test_a_team_of_another_county_is_not_found(browser: Browser, make: Make, sign_in: SignIn) -> None:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    team = Team(
        pairing_id=pairing.id, county_code=world.urban.county_code, other_county_code=world.rural.county_code,
        name="县实验小学交流团队", school_year=2026,
    )  # fmt: skip
    await make.add(team)
    browser.become((await sign_in(Role.county_coordinator, "440883")).token)
    assert (await browser.get(f"/teams/{team.id}")).status == 404
