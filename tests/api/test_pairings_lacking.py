"""Which pairings still lack contacts or a leading group (U-33, QX-11, QX-12), and whether the numbers say the same."""

from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.contracts.codes import PairingStatus, Role
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

NAMED = {
    "supporting_leader": "马文涛", "supporting_liaison": "田野", "recipient_leader": "林立群",
    "recipient_liaison": "何晓兰",
}  # fmt: skip
PEOPLE = [{"role": "head", "name": "马文涛"}]


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural, **NAMED)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def lacking(caller: Caller, what: str) -> tuple[int, int]:
    """How many the list has, and the number above it."""
    listed = (await caller.get(f"/pairings?count=true&{what}=true")).json()
    sums = (await caller.get("/pairings?count=true")).json()["sums"]
    assert listed["count"] == len(listed["items"])
    return listed["count"], sums[what]


async def lead(caller: Caller, from_on: str = "2026-09-01", **owner: Any) -> dict[str, Any]:
    answer = await caller.post("/leading-groups", {"from_on": from_on, "members": PEOPLE, **owner})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_group_of_the_pairing_is_enough(county: Caller, pairing: Pairing) -> None:
    assert await lacking(county, "without_group") == (1, 1)
    made = await lead(county, pairing_id=str(pairing.id))
    assert await lacking(county, "without_group") == (0, 0)
    await county.post(f"/leading-groups/{made['id']}/void", {"reason": "登记错了"}, version=1)
    assert await lacking(county, "without_group") == (1, 1)


async def test_a_group_of_one_school_is_not_enough_and_one_of_each_is(county: Caller, pairing: Pairing) -> None:
    await lead(county, school_id=str(pairing.supporting_school_id))
    assert await lacking(county, "without_group") == (1, 1)
    await lead(county, school_id=str(pairing.recipient_school_id))
    assert await lacking(county, "without_group") == (0, 0)


async def test_a_group_that_leads_from_a_later_day_does_not_lead_yet(county: Caller, pairing: Pairing) -> None:
    await lead(county, "2027-02-01", pairing_id=str(pairing.id))
    assert await lacking(county, "without_group") == (1, 1)


@pytest.mark.parametrize("empty", NAMED)
async def test_leader_and_liaison_of_both_sides_are_needed(
    make: Make, world: World, county: Caller, empty: str
) -> None:
    await make.pairing(world.urban, world.rural, **{**NAMED, empty: ""})
    await make.pairing(await make.school(), world.rural, **NAMED)
    assert await lacking(county, "without_contacts") == (1, 1)


async def test_what_is_over_lacks_nothing(make: Make, world: World, county: Caller) -> None:
    await make.pairing(world.urban, world.rural, status=PairingStatus.ended)
    await make.pairing(world.urban, world.rural, status=PairingStatus.void, supporting_signed_on=None)
    for what in ("without_group", "without_contacts"):
        assert await lacking(county, what) == (0, 0)
    assert (await county.get("/pairings?count=true&unsigned=true")).json()["count"] == 0


async def test_the_list_asks_as_often_for_many_as_for_one(
    app: FastAPI, make: Make, world: World, county: Caller, pairing: Pairing
) -> None:
    path = "/pairings?count=true&without_group=true"
    await county.get(path)
    with counted_reads(app) as few:
        await county.get(path)
    for _ in range(12):
        await make.pairing(await make.school(), world.rural)
    with counted_reads(app) as many:
        found = (await county.get(path)).json()
    assert found["count"] == 13
    assert len(many) == len(few)
