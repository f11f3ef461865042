"""Renewing a pairing: the next term beside the one that runs, and what becomes of both."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.commitments.models import Commitment
from services.api.features.pairings.models import Pairing
from services.contracts.codes import (
    AidArea,
    AssignmentStatus,
    CommitmentMeasure,
    CommitmentPeriod,
    PairingStatus,
    PromisedBy,
    Role,
)
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

AT_ONCE = 50
NEXT = {"start_on": "2026-12-03", "end_on": "2029-12-02", "batch": "第二批"}
CONTACTS = {"supporting_leader": "马文涛", "recipient_leader": "林立群"}


@pytest.fixture
async def running(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural, **CONTACTS)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def renewed(county: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    answer = await county.post(f"/pairings/{pairing.id}/renew", {**NEXT, **changes}, version=1)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def signed(county: Caller, row: dict[str, Any]) -> dict[str, Any]:
    for side in ("supporting", "recipient"):
        body = {"side": side, "signed_on": "2026-12-02"}
        answer = await county.post(f"/pairings/{row['id']}/sign", body, version=row["version"])
        assert answer.status_code == 200, answer.text
        row = answer.json()
    return row


def promise(pairing: Pairing, item: str, end_on: date | None = None) -> Commitment:
    return Commitment(
        pairing_id=pairing.id, county_code=HOME, other_county_code=HOME, side=PromisedBy.both,
        aid_area=AidArea.teaching, item=item, measure=CommitmentMeasure.activities, unit="次", minimum=2,
        period=CommitmentPeriod.term, start_on=date(2026, 9, 1), end_on=end_on,
    )  # fmt: skip


async def test_a_renewal_runs_from_its_first_day_and_the_old_term_ends_the_day_before(
    make: Make, running: Pairing, county: Caller
) -> None:
    await make.add(promise(running, "示范课"), promise(running, "开头一个月的", date(2026, 9, 30)))
    row = await renewed(county, running)
    assert (row["status"], row["renews_id"], row["batch"]) == ("negotiating", str(running.id), "第二批")
    before = (await county.get(f"/pairings/{running.id}")).json()
    assert (before["status"], before["renewed_by_id"]) == ("active", row["id"])
    assert "renew" not in before["allowed_actions"]
    row = await signed(county, row)
    answer = await county.post(f"/pairings/{row['id']}/activate", version=row["version"])
    assert (answer.status_code, answer.json()["status"]) == (200, "active")
    before = (await county.get(f"/pairings/{running.id}")).json()
    assert (before["status"], before["end_on"]) == ("ended", "2026-12-02")
    assert before["timeline"][0]["text"] == "新一期开始，这一期结束"
    promised = (await county.get(f"/commitments?pairing_id={row['id']}")).json()["items"]
    assert [(each["item"], each["start_on"], each["end_on"]) for each in promised] == [("示范课", "2026-12-03", None)]


async def test_what_was_promised_stays_behind_when_it_is_not_wanted(
    make: Make, running: Pairing, county: Caller
) -> None:
    await make.add(promise(running, "示范课"))
    row = await renewed(county, running, with_commitments=False)
    assert (await county.get(f"/commitments?pairing_id={row['id']}")).json()["items"] == []


async def test_a_renewal_waits_for_its_first_day_while_the_old_term_runs(running: Pairing, county: Caller) -> None:
    row = await signed(county, await renewed(county, running, start_on="2027-09-01", end_on=None))
    answer = await county.post(f"/pairings/{row['id']}/activate", version=row["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.renewal_early")
    assert "2027年9月1日" in answer.json()["detail"]
    assert (await county.get(f"/pairings/{running.id}")).json()["status"] == "active"


async def test_a_renewal_does_not_begin_over_people_in_post(
    make: Make, world: World, running: Pairing, county: Caller
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=running.id)
    row = await signed(county, await renewed(county, running))
    answer = await county.post(f"/pairings/{row['id']}/activate", version=row["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.people_in_post")
    states = [(await county.get(f"/pairings/{each}")).json()["status"] for each in (running.id, row["id"])]
    assert states == ["active", "signed"]


async def test_those_who_keep_a_pairing_from_ending_can_be_listed(
    make: Make, world: World, running: Pairing, county: Caller
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural, pairing_id=running.id)
    planned = {"pairing_id": running.id, "status": AssignmentStatus.planned}
    await make.assignment(world.staff[1], world.urban, world.rural, **planned)
    over = {"pairing_id": running.id, "status": AssignmentStatus.completed}
    await make.assignment(world.staff[2], world.urban, world.rural, **over)
    path = f"/assignments?pairing_id={running.id}&open_after="
    assert {row["status"] for row in (await county.get(f"{path}2026-12-01")).json()["items"]} == {"active", "planned"}
    assert (await county.get(f"{path}2030-12-01")).json()["items"] == []
    answer = await county.post(
        f"/pairings/{running.id}/end", {"end_on": "2026-12-01", "reason": "学校合并"}, version=running.version
    )
    assert "12月1日以后，这对结对还有2人在岗或已安排" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("changes", "day", "status"),
    [
        ({}, "2026-09-01", 422),
        ({}, "2026-09-02", 201),
        ({"status": PairingStatus.ended, "end_on": date(2026, 11, 30)}, "2026-11-30", 422),
        ({"status": PairingStatus.ended, "end_on": date(2026, 11, 30)}, "2026-12-01", 201),
    ],
)
async def test_a_renewal_comes_after_what_it_renews(
    make: Make, world: World, county: Caller, changes: dict[str, Any], day: str, status: int
) -> None:
    pairing = await make.pairing(world.urban, world.rural, **changes)
    answer = await county.post(f"/pairings/{pairing.id}/renew", {"start_on": day}, version=1)
    assert answer.status_code == status, answer.text
    if status == 422:
        assert answer.json()["errors"][0]["field"] == "start_on"


async def test_two_terms_never_share_a_day(running: Pairing, county: Caller) -> None:
    row = await signed(county, await renewed(county, running, start_on="2026-12-01", end_on=None))
    late = await county.post(f"/pairings/{running.id}/end", {"end_on": "2026-12-02", "reason": "两校商定"}, version=1)
    assert late.status_code == 200, late.text
    answer = await county.post(f"/pairings/{row['id']}/activate", version=row["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.renewal_overlap")


async def test_of_fifty_renewals_at_once_one_is_made(app: FastAPI, running: Pairing, county: Caller) -> None:
    path = f"/pairings/{running.id}/renew"
    answers = await asyncio.gather(*(county.insist(path, NEXT, version=1) for _ in range(AT_ONCE)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201, *[409] * (AT_ONCE - 1)], [answer.text for answer in answers if answer.status_code > 409]
    pairings: Any = Pairing
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).where(pairings.renews_id == running.id)) == 1


async def test_of_fifty_who_begin_and_end_at_once_the_schools_have_one_running_pairing(
    app: FastAPI, running: Pairing, county: Caller
) -> None:
    row = await signed(county, await renewed(county, running))
    end = {"end_on": "2026-12-01", "reason": "两校商定"}

    async def one(number: int) -> int:
        if number % 2:
            answer = await county.insist(f"/pairings/{running.id}/end", end, version=1)
        else:
            answer = await county.insist(f"/pairings/{row['id']}/activate", version=row["version"])
        return answer.status_code

    answers = await asyncio.gather(*(one(each) for each in range(AT_ONCE)))
    assert set(answers) <= {200, 409, 412}
    pairings: Any = Pairing
    async with app.state.database.reader() as session:
        found = dict((await session.execute(select(pairings.id, pairings.status))).all())
        last = await session.scalar(select(pairings.end_on).where(pairings.id == running.id))
    assert found[running.id] is PairingStatus.ended
    assert list(found.values()).count(PairingStatus.active) == 1
    assert last in {date(2026, 12, 1), date(2026, 12, 2)}


async def test_a_second_pairing_of_the_two_schools_is_refused_while_a_renewal_is_prepared(
    world: World, running: Pairing, county: Caller
) -> None:
    await renewed(county, running)
    body = {
        "supporting_school_id": str(world.urban.id), "recipient_school_id": str(world.rural.id), "category": "primary",
        "start_on": "2030-01-01",
    }  # fmt: skip
    answer = await county.post("/pairings", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.duplicate")
