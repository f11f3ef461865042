"""Somebody of a team is swapped or replaced: the place stays one, the numbers of both ways say so (WC-03, F-58)."""

from datetime import date
from typing import Any

import pytest

from services.api.features.assignments.models import Assignment
from services.api.features.pairings.models import Pairing
from services.contracts.codes import AssignmentStatus, PairingStatus, Post, Role
from tests.api.test_teams import BACK, acted, going, made, strict, these
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn

ILL = {"reason": "本人不能继续"}
FIRST = date(2026, 9, 1)


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


class Both:
    """A team of two and one of two the other way, equal in number; the first of each leads."""

    def __init__(self, there: Any, back: Any, people: list[Assignment]) -> None:
        self.there, self.back, self.people = there, back, people


@pytest.fixture
async def both(make: Make, world: World, pairing: Pairing, county: Caller) -> Both:
    serving = {"status": AssignmentStatus.active, "start_on": FIRST, "arrived_on": FIRST, "post": Post.middle}
    people = [await going(make, world, pairing, back=n > 1, **serving) for n in range(4)]
    there, back = await made(county, pairing), await made(county, pairing, direction=BACK)
    await acted(county, there, "add-members", these(*people[:2]))
    await acted(county, back, "add-members", these(*people[2:]))
    for team, leader in ((there, people[0]), (back, people[2])):
        await acted(county, team, "set-leader", {"assignment_id": str(leader.id)})
    return Both(there, back, people)


async def stepped(county: Caller, row: Assignment, action: str, body: Any, expect: int = 200) -> Any:
    """The answer of one step of an assignment as it is now."""
    now = (await county.get(f"/assignments/{row.id}")).json()
    answer = await county.post(f"/assignments/{row.id}/{action}", body, version=now["version"])
    assert answer.status_code == expect, answer.text
    return answer.json()


async def of_team(county: Caller, team: Any) -> Any:
    return (await county.get(f"/teams/{team['id']}")).json()


async def test_who_is_relieved_leaves_the_place_to_the_other_one_and_the_numbers_stay_equal(
    make: Make, world: World, pairing: Pairing, county: Caller, both: Both
) -> None:
    other = await make.teacher(world.urban)
    body = {"staff_id": str(other.id), "start_on": "2026-12-01", **ILL}
    new = await stepped(county, both.people[1], "relieve", body)
    assert new["team_id"] == both.there["id"], "who goes on is of the team"
    team = await of_team(county, both.there)
    assert (team["own"]["people"], team["member_count"], team["difference"]) == (2, 2, 0)
    assert len(team["own"]["members"]) == 3, "who has left stays readable"
    left = [each["assignment_id"] for each in team["own"]["members"] if each["taken_over"]]
    assert left == [str(both.people[1].id)]
    listed = (await county.get("/teams")).json()["items"]
    assert {each["member_count"] for each in listed} == {2}
    [numbers] = (await county.get("/teams/numbers?school_year=2026")).json()["items"]
    assert (numbers["sent"], numbers["received"], numbers["difference"]) == (2, 2, 0)


async def test_a_relieved_leader_leads_no_longer_and_cannot_be_set_again(
    make: Make, world: World, county: Caller, both: Both
) -> None:
    other = await make.teacher(world.urban)
    body = {"staff_id": str(other.id), "start_on": "2026-12-01", **ILL}
    await stepped(county, both.people[0], "relieve", body)
    team = await of_team(county, both.there)
    assert (team["status"], team["leader_name"]) == ("draft", None)
    again = await acted(county, team, "set-leader", {"assignment_id": str(both.people[0].id)}, expect=422)
    assert again["code"] == "team.not_member"


async def test_who_served_counts_again_when_the_one_who_took_over_leaves_the_team(
    make: Make, world: World, county: Caller, both: Both
) -> None:
    other = await make.teacher(world.urban)
    body = {"staff_id": str(other.id), "start_on": "2026-12-01", **ILL}
    new = await stepped(county, both.people[1], "relieve", body)
    await acted(county, both.there, "remove-members", {"assignment_ids": [new["id"]]})
    team = await of_team(county, both.there)
    assert (team["own"]["people"], team["member_count"]) == (2, 2)


async def test_a_place_is_taken_over_in_the_second_year_of_a_long_assignment_too(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    long: dict[str, Any] = {"start_on": date(2025, 9, 1), "arrived_on": date(2025, 9, 1), "end_on": date(2027, 7, 31)}
    old = await going(make, world, pairing, status=AssignmentStatus.active, school_year=2025, **long)
    team = await made(county, pairing, school_year=2025)
    await acted(county, team, "add-members", these(old))
    other = await make.teacher(world.urban)
    new = await stepped(county, old, "relieve", {"staff_id": str(other.id), "start_on": "2026-12-01", **ILL})
    assert (new["school_year"], new["team_id"]) == (2026, team["id"])
    changed = await county.patch(f"/assignments/{new['id']}", {"end_on": "2027-06-30"}, version=new["version"])
    assert changed.status_code == 200, changed.text


async def test_a_substitute_before_the_start_is_of_the_team_and_asks_for_the_confirmation_again_where_it_is_strict(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    await strict(make, "team.equal_numbers")
    rows = [await going(make, world, pairing, back=back, post=Post.middle) for back in (False, False, True, True)]
    there, back = await made(county, pairing), await made(county, pairing, direction=BACK)
    await acted(county, there, "add-members", these(*rows[:2]))
    await acted(county, back, "add-members", these(*rows[2:]))
    await acted(county, there, "set-leader", {"assignment_id": str(rows[0].id)})
    assert (await acted(county, there, "confirm"))["status"] == "confirmed"
    other = await make.teacher(world.urban)
    new = await stepped(county, rows[1], "substitute", {"staff_id": str(other.id), **ILL})
    team = await of_team(county, there)
    assert new["team_id"] == there["id"]
    assert (team["own"]["people"], team["difference"], team["status"]) == (2, 0, "leader_set")
    assert (await acted(county, there, "confirm"))["status"] == "confirmed"


async def test_two_way_exchange_in_teams_is_planned_under_a_pairing_and_confirmed_once_that_runs(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    """WC-01."""
    body = {
        "staff_id": str(world.staff[0].id), "receiving_school_id": str(world.rural.id), "mode": "team_two_way",
        "workload": "full_time", "start_on": "2026-12-01", "end_on": "2027-08-31",
    }  # fmt: skip
    alone = await county.post("/assignments", body)
    assert (alone.status_code, alone.json()["errors"][0]["code"]) == (422, "assignment.pairing_missing")
    other = (await county.post("/assignments", {**body, "mode": "support_teaching"})).json()
    changed = await county.patch(f"/assignments/{other['id']}", {"mode": "team_two_way"}, version=other["version"])
    assert changed.json()["errors"][0]["code"] == "assignment.pairing_missing"
    await county.post(f"/assignments/{other['id']}/void", {"reason": "写错了"}, version=other["version"])
    signed = await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    plan = (await county.post("/assignments", {**body, "pairing_id": str(signed.id)})).json()
    for role, school in ((Role.school_leader, world.urban), (Role.school_leader, world.rural)):
        caller = await sign_in(role, school=school)
        now = (await caller.get(f"/assignments/{plan['id']}")).json()
        answer = await caller.post(f"/assignments/{plan['id']}/confirm", {}, version=now["version"])
        assert answer.status_code == 200, answer.text
    now = (await county.get(f"/assignments/{plan['id']}")).json()
    early = await county.post(f"/assignments/{plan['id']}/confirm", {}, version=now["version"])
    assert (early.status_code, early.json()["code"]) == (409, "assignment.pairing_not_active")


async def test_a_swap_takes_the_place_in_the_team_along_with_the_task(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    inside = await going(make, world, pairing)
    team = await made(county, pairing)
    await acted(county, team, "add-members", these(inside))
    outside = await make.assignment(
        await make.teacher(world.urban), world.urban, world.rural, status=AssignmentStatus.planned, arrived_on=None
    )
    seen = (await county.get(f"/assignments/{outside.id}")).json()
    await stepped(county, inside, "swap", {"other_id": str(outside.id), "other_version": seen["version"]})
    found = await of_team(county, team)
    assert [each["assignment_id"] for each in found["own"]["members"]] == [str(outside.id)]
    assert found["member_count"] == 1


async def test_a_leader_whose_task_goes_to_somebody_else_by_a_swap_leads_no_longer(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    leader = await going(make, world, pairing, post=Post.middle)
    team = await made(county, pairing)
    await acted(county, team, "add-members", these(leader))
    await acted(county, team, "set-leader", {"assignment_id": str(leader.id)})
    outside = await make.assignment(
        await make.teacher(world.urban), world.urban, world.rural, status=AssignmentStatus.planned, arrived_on=None
    )
    other = (await county.get(f"/assignments/{outside.id}")).json()
    await stepped(county, leader, "swap", {"other_id": str(outside.id), "other_version": other["version"]})
    found = await of_team(county, team)
    assert (found["status"], found["leader_name"], found["member_count"]) == ("draft", None, 1)


async def test_a_swap_of_schools_alone_puts_nobody_into_a_team_of_another_year(
    make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    inside = await going(make, world, pairing)
    team = await made(county, pairing)
    await acted(county, team, "add-members", these(inside))
    later = await make.assignment(
        await make.teacher(world.urban), world.urban, world.rural, status=AssignmentStatus.planned, arrived_on=None,
        start_on=date(2027, 9, 1), end_on=date(2028, 7, 31),
    )  # fmt: skip
    other = (await county.get(f"/assignments/{later.id}")).json()
    body = {"other_id": str(later.id), "other_version": other["version"], "of": "schools"}
    refused = await stepped(county, inside, "swap", body, expect=422)
    assert [(each["field"], each["code"]) for each in refused["errors"]] == [("team_id", "team.not_fitting")]
    assert (await of_team(county, team))["member_count"] == 1
