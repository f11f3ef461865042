"""Messages to the school whose turn it is with funds, goods and improvement plans."""

from typing import Any

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ImprovementStatus, Role
from tests.api.test_supports import fund, goods, planned
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def giver(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def receiver(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


async def told(caller: Caller) -> list[tuple[str, Any]]:
    """Kinds of the messages with where their matter stands now, the newest first."""
    notes = (await caller.get("/notices")).json()["items"]
    return [(note["kind"], note["support_status"] or note["improvement_plan_status"]) for note in notes]


async def test_the_receiver_is_told_of_what_is_given_and_the_giver_of_what_is_contested(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    row = await planned(giver, fund(pairing))
    assert (await told(giver), await told(receiver)) == ([], [])
    path = f"/supports/{row['id']}"
    await giver.post(f"{path}/give", {"given_on": "2026-12-01"}, version=row["version"])
    assert (await told(giver), await told(receiver)) == ([], [("support_given", "paid")])
    assert (await receiver.get("/me")).json()["unread_notices"] == 1
    short = {"reason": "只到账8000元"}
    assert (await receiver.post(f"{path}/dispute", short, version=row["version"] + 1)).status_code == 200
    assert await told(giver) == [("support_disputed", "disputed")]
    assert (await giver.get("/notices")).json()["items"][0]["support_id"] == row["id"]
    assert await told(receiver) == [("support_given", "disputed")]


async def test_what_is_noted_as_given_at_once_is_told_at_once(
    pairing: Pairing, giver: Caller, receiver: Caller
) -> None:
    await planned(giver, goods(pairing, given_on="2026-12-01"))
    assert await told(receiver) == [("support_given", "handed_over")]


async def test_a_school_is_told_what_its_county_says_to_its_plan(world: World, make: Make, sign_in: SignIn) -> None:
    plan = await make.improvement_plan(world.rural, status=ImprovementStatus.submitted)
    county = await sign_in(Role.county_coordinator, HOME)
    school = await sign_in(Role.school_reporter, school=world.rural)
    path = f"/improvement-plans/{plan.id}"
    assert (await county.post(f"{path}/accept", version=1)).json()["version"] == 2
    assert (await county.post(f"{path}/return", {"reason": "进度太密"}, version=2)).json()["version"] == 3
    assert await told(school) == [("plan_returned", "returned"), ("plan_accepted", "returned")]
    assert {note["improvement_plan_id"] for note in (await school.get("/notices")).json()["items"]} == {str(plan.id)}
