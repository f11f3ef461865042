"""While a pairing ends, much is recorded under it at once: what is left never outlasts it, on both databases."""

import asyncio
from typing import Any

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import PairingStatus, Role
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn

REASON = {"reason": "学校合并"}
HEAD = [{"role": "head", "name": "张明", "post": "校长"}]
TODAY, ROUNDS = "2026-12-03", 8
LATER = {"start_on": "2026-12-07", "end_on": "2027-07-10"}


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


def recorded(world: World, pairing: Pairing, number: int) -> list[tuple[str, dict[str, Any]]]:
    """A task, a mentor pair, a planned date, a team, a partner, a leading group and a promise."""
    under = {"pairing_id": str(pairing.id)}
    task = {"receiving_school_id": str(world.rural.id), "mode": "support_teaching", "workload": "part_time"}
    pair = {"mentor_staff_id": str(world.staff[1].id), "mentee_staff_id": str(world.staff[3].id)}
    plan = {"host": "supporting", "type": "joint_prep", "topic": "大单元", "repeat": "once", **LATER}
    promise = {"side": "both", "aid_area": "teaching", "item": "联席会议", "measure": "activities", "minimum": 1}
    return [
        ("/assignments", {**under, **task, **LATER, "staff_id": str(world.staff[0].id)}),
        ("/mentor-pairs", {**under, **pair, **LATER, "subject": "语文"}),
        ("/activity-plans", {**under, **plan, "start_on": "2026-12-10", "end_on": "2026-12-10"}),
        ("/teams", {**under, "name": "第一批", "school_year": 2026}),
        ("/partners", {**under, "name": f"第{number}大学", "kind": "university", "start_on": "2026-09-01"}),
        ("/leading-groups", {**under, "from_on": "2026-09-10", "members": HEAD}),
        ("/commitments", {**under, **promise, "period": "term", "start_on": "2026-09-01"}),
    ]


def outlasts(path: str, row: dict[str, Any]) -> bool:
    """Whether a row is open beyond the day on which its pairing ended."""
    if path == "/activity-plans":
        return any(each["status"] == "planned" for each in row["dates"])
    if path in {"/partners", "/leading-groups"}:
        last = row["end_on"] if path == "/partners" else row["until_on"]
        return not row["voided"] and (last is None or last > TODAY)
    if path == "/commitments":
        return False
    return row["status"] not in {"ended", "void"}


async def test_what_is_recorded_while_a_pairing_ends_ends_with_it(make: Make, world: World, county: Caller) -> None:
    for number in range(ROUNDS):
        pairing = await make.pairing(world.urban, world.rural)
        bodies = recorded(world, pairing, number)
        end = county.insist(f"/pairings/{pairing.id}/end", {"end_on": TODAY, **REASON}, version=1)
        calls = [county.insist(path, body) for path, body in bodies]
        calls.insert(number % len(calls), end)
        answers = await asyncio.gather(*calls)
        ended = answers.pop(number % len(calls[:-1])).status_code == 200
        assert {each.status_code for each in answers} <= {201, 409, 422}
        made = [(path, each.json()["id"]) for (path, _), each in zip(bodies, answers, strict=True)
                if each.status_code == 201]  # fmt: skip
        rows = [(path, (await county.get(f"{path}/{row_id}")).json()) for path, row_id in made]
        if ended:
            assert [path for path, row in rows if outlasts(path, row)] == []
        await clear(county, pairing, dict(made))


async def clear(county: Caller, pairing: Pairing, made: dict[str, str]) -> None:
    """Make room for the next round: the same people, the same two schools."""
    for path in ("/assignments", "/mentor-pairs"):
        if path in made:
            row = (await county.get(f"{path}/{made[path]}")).json()
            if row["status"] in {"planned", "active"}:
                await county.post(f"{path}/{made[path]}/void", REASON, version=row["version"])
    found = (await county.get(f"/pairings/{pairing.id}")).json()
    if found["status"] != PairingStatus.ended.value:
        answer = await county.post(
            f"/pairings/{pairing.id}/end", {"end_on": TODAY, **REASON}, version=found["version"]
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
