"""Nothing is recorded under a pairing that is over, and nothing stays open under one that never began (SM-5, W-20)."""

from datetime import date
from typing import Any

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import AssignmentStatus, PairingStatus, Role
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn

REASON = {"reason": "登记错了"}
HEAD = [{"role": "head", "name": "张明", "post": "校长"}]
LAST = date(2026, 11, 30)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


def partner_of(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    body = {"name": "师范大学", "kind": "university", "pairing_id": str(pairing.id), "start_on": "2026-09-01"}
    return {**body, **changes}


def group_of(pairing: Pairing, from_on: str = "2026-09-10") -> dict[str, Any]:
    return {"pairing_id": str(pairing.id), "from_on": from_on, "members": HEAD}


async def made(county: Caller, path: str, body: dict[str, Any]) -> str:
    answer = await county.post(path, body)
    assert answer.status_code == 201, answer.text
    return f"{path}/{answer.json()['id']}"


async def fields_refused(county: Caller, path: str, body: dict[str, Any]) -> list[str]:
    answer = await county.post(path, body)
    assert answer.status_code == 422, answer.text
    return [each["field"] for each in answer.json()["errors"]]


@pytest.mark.parametrize("status", [PairingStatus.ended, PairingStatus.void])
async def test_nobody_begins_to_lead_a_pairing_that_is_over(
    make: Make, world: World, county: Caller, status: PairingStatus
) -> None:
    pairing = await make.pairing(world.urban, world.rural, status=status, end_on=LAST)
    assert await fields_refused(county, "/leading-groups", group_of(pairing)) == ["pairing_id"]


async def test_nobody_helps_a_pairing_that_never_was(make: Make, world: World, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.void)
    assert await fields_refused(county, "/partners", partner_of(pairing, end_on="2026-10-01")) == ["pairing_id"]


async def test_who_helped_a_pairing_is_recorded_afterwards_for_no_longer_than_it_lasted(
    make: Make, world: World, county: Caller
) -> None:
    pairing = await make.pairing(world.urban, world.rural, status=PairingStatus.ended, end_on=LAST)
    assert await fields_refused(county, "/partners", partner_of(pairing)) == ["end_on"]
    assert await fields_refused(county, "/partners", partner_of(pairing, end_on="2026-12-01")) == ["end_on"]
    assert await fields_refused(county, "/partners", partner_of(pairing, start_on="2026-12-01")) == ["pairing_id"]
    path = await made(county, "/partners", partner_of(pairing, end_on="2026-11-30"))
    for change in ({"end_on": None}, {"end_on": "2027-01-31"}):
        assert (await county.patch(path, change, version=1)).status_code == 422
    assert (await county.patch(path, {"end_on": "2026-11-01"}, version=1)).status_code == 200


async def test_a_pairing_that_ends_takes_back_what_had_not_begun(make: Make, world: World, county: Caller) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    begun = await made(county, "/partners", partner_of(pairing))
    coming = await made(county, "/partners", partner_of(pairing, name="出版社", start_on="2027-03-01"))
    leads = await made(county, "/leading-groups", group_of(pairing))
    follows = await made(county, "/leading-groups", group_of(pairing, "2027-03-01"))
    answer = await county.post(f"/pairings/{pairing.id}/end", {"end_on": "2026-12-03", **REASON}, version=1)
    assert answer.status_code == 200, answer.text
    assert (await county.get(begun)).json()["end_on"] == "2026-12-03"
    assert (await county.get(coming)).json()["voided"]
    assert (await county.get(leads)).json()["until_on"] == "2026-12-03"
    assert (await county.get(follows)).json()["voided"]


@pytest.fixture
async def signed(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural, status=PairingStatus.signed)


async def test_a_pairing_under_which_somebody_is_to_serve_is_not_voided(
    make: Make, world: World, county: Caller, signed: Pairing
) -> None:
    task = await make.assignment(
        world.staff[0], world.urban, world.rural, pairing_id=signed.id, status=AssignmentStatus.planned,
        arrived_on=None, start_on=date(2026, 12, 7), end_on=date(2027, 8, 31),
    )  # fmt: skip
    path = f"/pairings/{signed.id}/void"
    assert (await county.post(path, REASON, version=1)).json()["code"] == "pairing.people_in_post"
    await county.post(f"/assignments/{task.id}/void", REASON, version=1)
    assert (await county.post(path, REASON, version=1)).json()["status"] == "void"


async def test_a_void_pairing_leaves_nothing_open(county: Caller, signed: Pairing) -> None:
    partner = await made(county, "/partners", partner_of(signed))
    group = await made(county, "/leading-groups", group_of(signed))
    team = await made(county, "/teams", {"name": "第一批", "pairing_id": str(signed.id), "school_year": 2026})
    days = {"repeat": "weekly", "weekday": 4, "start_on": "2026-12-03", "end_on": "2026-12-20"}
    told = {"pairing_id": str(signed.id), "host": "supporting", "type": "joint_prep", "topic": "大单元"}
    plan = await made(county, "/activity-plans", {**told, **days})
    assert (await county.post(f"/pairings/{signed.id}/void", REASON, version=1)).status_code == 200
    assert (await county.get(partner)).json()["voided"]
    assert (await county.get(group)).json()["voided"]
    assert (await county.get(team)).json()["status"] == "void"
    assert {each["status"] for each in (await county.get(plan)).json()["dates"]} == {"cancelled"}


async def test_nobody_is_kept_on_beyond_the_last_day_of_a_pairing_that_has_ended(
    make: Make, world: World, county: Caller
) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    task = await make.assignment(
        world.staff[0], world.urban, world.rural, pairing_id=pairing.id, end_on=date(2026, 12, 1)
    )  # fmt: skip
    await county.post(f"/pairings/{pairing.id}/end", {"end_on": "2026-12-02", **REASON}, version=1)
    path = f"/assignments/{task.id}/extend"
    answer = await county.post(path, {"end_on": "2027-08-31", **REASON}, version=1)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "end_on")
    assert (await county.post(path, {"end_on": "2026-12-02", **REASON}, version=1)).status_code == 200


async def test_a_term_is_renewed_once(make: Make, world: World, county: Caller) -> None:
    begun = date(2025, 9, 1)
    first = await make.pairing(
        world.urban, world.rural, status=PairingStatus.ended, start_on=begun, end_on=date(2026, 10, 1)
    )  # fmt: skip
    await make.pairing(
        world.urban, world.rural, status=PairingStatus.ended, start_on=date(2026, 10, 2), end_on=LAST,
        renews_id=first.id,
    )  # fmt: skip
    answer = await county.post(f"/pairings/{first.id}/renew", {"start_on": "2026-11-01"}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.renewed")
    assert "renew" not in (await county.get(f"/pairings/{first.id}")).json()["allowed_actions"]
