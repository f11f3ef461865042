"""What is counted stays what was written: instalments, names, places, a term held against the rules, what never was."""

from datetime import date
from typing import Any

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import AssignmentStatus, PairingStatus, Role
from tests.api.test_teams import acted, made, strict, these
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn

REASON = {"reason": "登记错了"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


async def paid(county: Caller, pairing: Pairing, amount: str, given_on: str) -> str:
    fund = {"giver": "supporting", "kind": "fund", "fund_type": "teaching_research", "purpose": "教研"}
    when = {"school_year": 2026, "term": "autumn", "given_on": given_on}
    answer = await county.post("/supports", {"pairing_id": str(pairing.id), "amount": amount, **fund, **when})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def promised_funds(county: Caller, pairing: Pairing) -> str:
    promise = {"side": "supporting", "aid_area": "teaching", "item": "教研经费", "measure": "funds", "minimum": 10000}
    body = {"pairing_id": str(pairing.id), **promise, "period": "school_year", "start_on": "2026-09-01"}
    return f"/commitments/{(await county.post('/commitments', body)).json()['id']}"


async def test_instalments_with_cents_add_up_to_what_was_promised(county: Caller, pairing: Pairing) -> None:
    path = await promised_funds(county, pairing)
    last = ""
    for amount, day in (("3333.34", "2026-10-01"), ("3333.33", "2026-10-02"), ("3333.33", "2026-10-03")):
        last = await paid(county, pairing, amount, day)
    progress = (await county.get(path)).json()["progress"]
    assert (progress["done"], progress["state"]) == (10000, "met")
    await county.post(f"/supports/{last}/void", REASON, version=1)
    assert (await county.get(path)).json()["progress"]["done"] == 6666


async def test_a_side_of_an_activity_has_no_fewer_people_than_names(
    world: World, county: Caller, pairing: Pairing
) -> None:
    body = {"pairing_id": str(pairing.id), "host_school_id": str(world.urban.id), "type": "joint_prep"}
    held = {"held_on": "2026-11-20", "topic": "大单元", "supporting_count": 3, "recipient_count": 2}
    path = f"/activities/{(await county.post('/activities', {**body, **held})).json()['id']}"
    await county.put(f"{path}/people", {"staff_ids": [str(each.id) for each in world.staff[:3]]}, version=1)
    answer = await county.patch(path, {"supporting_count": 2}, version=2)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "supporting_count")
    assert (await county.patch(path, {"supporting_count": 3, "recipient_count": 0}, version=2)).status_code == 200


async def test_one_person_has_one_place_in_a_team(make: Make, world: World, county: Caller, pairing: Pairing) -> None:
    team = await made(county, pairing)
    plan: dict[str, Any] = {"pairing_id": pairing.id, "status": AssignmentStatus.planned, "arrived_on": None}
    autumn, spring = [
        await make.assignment(world.staff[0], world.urban, world.rural, **plan, start_on=first, end_on=last)
        for first, last in ((date(2026, 12, 7), date(2027, 1, 20)), (date(2027, 2, 20), date(2027, 7, 10)))
    ]
    answer = await acted(county, team, "add-members", these(autumn, spring), expect=422)
    assert answer["errors"][0]["code"] == "team.twice"
    await acted(county, team, "add-members", these(autumn))
    assert (await acted(county, team, "add-members", these(spring), expect=422))["errors"][0]["code"] == "team.twice"
    task = {
        "staff_id": str(world.staff[0].id), "receiving_school_id": str(world.rural.id), "mode": "support_teaching",
        "workload": "full_time", "start_on": "2027-07-11", "end_on": "2027-08-31", "team_id": team["id"],
    }  # fmt: skip
    again = await county.post("/assignments", task)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "team.twice")
    await acted(county, team, "remove-members", these(autumn))
    assert (await acted(county, team, "add-members", these(spring)))["member_count"] == 1


AGREED = {"start_on": "2026-09-01", "aid_areas": ["teaching"], "goals": "三年内教研常态化"}


async def test_a_term_that_the_rules_refuse_does_not_get_in_by_the_agreement(
    make: Make, world: World, county: Caller
) -> None:
    unsigned = {"supporting_signed_on": None, "recipient_signed_on": None}
    row = await make.pairing(world.urban, world.rural, status=PairingStatus.negotiating, **unsigned)
    await strict(make, "pairing.end_date")
    path = f"/pairings/{row.id}/agreement"
    answer = await county.put(path, AGREED, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.check_refused")
    saved = await county.put(path, {**AGREED, "end_on": "2028-08-31"}, version=1)
    assert (saved.status_code, saved.json()["pairing"]["end_on"]) == (200, "2028-08-31")


async def test_a_term_may_be_changed_where_the_rules_refused_it_before_already(
    make: Make, world: World, county: Caller
) -> None:
    unsigned = {"supporting_signed_on": None, "recipient_signed_on": None}
    row = await make.pairing(world.urban, world.rural, status=PairingStatus.negotiating, end_on=None, **unsigned)
    await strict(make, "pairing.end_date")
    answer = await county.put(f"/pairings/{row.id}/agreement", {**AGREED, "start_on": "2026-10-01"}, version=1)
    assert answer.status_code == 200, answer.text


async def test_nothing_is_written_any_more_about_an_assignment_that_never_was(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    leader = await sign_in(Role.school_leader, school=world.urban)
    task = await make.assignment(world.staff[0], world.urban, world.rural)
    about = {"assignment_id": str(task.id)}
    summary = (await leader.post("/summaries", {**about, "text": "总结正文", "workload": "每周十二节"})).json()
    written = {"goals": "目标", "measures": "措施", "teaching_task": "任务"}
    plan = (await leader.post("/personal-plans", {**about, **written})).json()
    assert "submit" in summary["allowed_actions"]
    await county.post(f"/assignments/{task.id}/void", REASON, version=1)
    for path, code in ((f"/summaries/{summary['id']}", "summary.not_served"),
                       (f"/personal-plans/{plan['id']}", "plan.closed")):  # fmt: skip
        now = (await leader.get(path)).json()
        assert now["allowed_actions"] == []
        answer = await leader.post(f"{path}/submit", version=now["version"])
        assert (answer.status_code, answer.json()["code"]) == (409, code)
