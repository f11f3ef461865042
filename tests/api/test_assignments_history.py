"""Random lives of assignments: the table's guard, the periods and every count hold at each step."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.api.test_assignments_races import nobody_is_at_two_schools, stored
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

STEPS = 70
FIRST = date(2026, 9, 7)
ACTIONS = (
    "plan", "plan", "confirm", "confirm", "confirm", "confirm", "arrive", "arrive", "extend", "complete", "incomplete",
    "terminate", "void", "refuse", "swap", "swap", "substitute", "relieve", "correct-facts", "edit", "disagree",
)  # fmt: skip
COUNTED = {"active", "completed"}
AFTER = {
    "arrive": {"active"}, "complete": {"completed"}, "incomplete": {"incomplete"}, "terminate": {"terminated"},
    "void": {"void"}, "refuse": {"refused"}, "extend": {"active"}, "swap": {"planned"}, "edit": {"planned"},
    "confirm": {"planned", "confirmed"}, "substitute": {"planned"}, "relieve": {"planned"},
}  # fmt: skip
"""The states in the answer of each action; who replaces is in the answer of both kinds of replacement."""


@dataclass
class Play:
    """One random history and what has happened in it."""

    chance: random.Random
    world: World
    pairing: Pairing
    callers: dict[str, Caller]
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def period(self) -> dict[str, str]:
        """Some weeks of the school year, most of them begun."""
        start = FIRST + timedelta(days=self.chance.randrange(150))
        return {"start_on": str(start), "end_on": str(start + timedelta(days=self.chance.randrange(1, 60)))}

    async def step(self) -> None:
        """One random act of a random caller on a random assignment."""
        action = self.chance.choice(ACTIONS)
        office = self.callers["county"]
        rows = (await office.get("/assignments?limit=200")).json()["items"]
        if action == "plan" or not rows:
            await self._plan(office)
            return
        row, caller = self.chance.choice(rows), self.callers[self.chance.choice(sorted(self.callers))]
        seen = (await caller.get(f"/assignments/{row['id']}")).json()
        answer = await self._send(caller, action, seen, rows)
        self._judge(action, seen, answer)

    def _judge(self, action: str, seen: dict[str, Any], answer: Any) -> None:
        """What was not offered is not done; what is done ends where the table says."""
        assert answer.status_code in {200, 201, 403, 409, 422}, answer.text
        (self.done if answer.is_success else self.refused)[action] += 1
        if answer.is_success:
            assert action in seen["allowed_actions"], (action, seen["status"])
            if action in AFTER:
                assert answer.json()["status"] in AFTER[action], (action, answer.text)

    async def _plan(self, office: Caller) -> None:
        person = self.chance.randrange(5)
        there = self.world.rural if person < 3 else self.world.urban
        pairing = {"pairing_id": str(self.pairing.id)} if self.chance.random() < 0.6 else {}
        body = {
            "staff_id": str(self.world.staff[person].id), "receiving_school_id": str(there.id), "workload": "full_time",
            "mode": "support_teaching", **self.period(), **pairing,
        }  # fmt: skip
        answer = await office.post("/assignments", body)
        assert answer.status_code in {201, 409}, answer.text
        (self.done if answer.is_success else self.refused)["plan"] += 1

    async def _send(self, caller: Caller, action: str, seen: dict[str, Any], rows: list[dict[str, Any]]) -> Any:
        path, version = f"/assignments/{seen['id']}", seen["version"]
        if action == "edit":
            return await caller.patch(path, self.period(), version=version)
        if action == "disagree":
            return await caller.post("/disagreements", {"assignment_id": seen["id"], "words": "这个时间不合适。"})
        return await caller.post(f"{path}/{action}", self._body(action, seen, rows), version=version)

    def _body(self, action: str, seen: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
        chance, last = self.chance, date.fromisoformat(seen["end_on"])
        day = str(date.fromisoformat(seen["start_on"]) + timedelta(days=chance.randrange(40)))
        other = chance.choice(rows)
        successor = str(chance.choice(self.world.staff).id)
        bodies: dict[str, dict[str, Any]] = {
            "arrive": {"arrived_on": day},
            "extend": {"end_on": str(last + timedelta(days=chance.randrange(30)))},
            "incomplete": {"end_on": day},
            "terminate": {"end_on": day},
            "swap": {
                "other_id": other["id"], "other_version": other["version"], "of": chance.choice(["tasks", "schools"]),
            },
            "substitute": {"staff_id": successor},
            "relieve": {"staff_id": successor, "start_on": day},
            "correct-facts": {"title": chance.choice(["senior", "first"])},
        }  # fmt: skip
        without_reason = {"arrive", "confirm", "complete", "swap"}
        return bodies.get(action, {}) | ({} if action in without_reason else {"reason": "测试用的原因"})


@pytest.mark.parametrize("seed", [20261122, 4])
async def test_a_random_history_breaks_no_guard_no_period_and_no_count(
    app: FastAPI, make: Make, sign_in: SignIn, seed: int
) -> None:
    world = await make.county_world()
    callers = {
        "county": await sign_in(Role.county_coordinator, HOME),
        "sending": await sign_in(Role.school_leader, school=world.urban),
        "receiving": await sign_in(Role.school_leader, school=world.rural),
    }
    play = Play(random.Random(seed), world, await make.pairing(world.urban, world.rural), callers)
    for _ in range(STEPS):
        await play.step()
    await nobody_is_at_two_schools(app)
    await _confirmed_by_all_three(app)
    await _counts_are_those_of_a_recount(app, play)
    assert len(play.done) >= 5, play.done
    assert play.refused


async def _confirmed_by_all_three(app: FastAPI) -> None:
    """Nobody got beyond the plan without all three."""
    for row in await stored(app):
        parts = [row.sending_confirmed_at, row.receiving_confirmed_at, row.county_confirmed_at]
        if row.status.value in {"confirmed", "active", "completed", "incomplete", "terminated"}:
            assert all(parts), row.id
        if row.status.value == "planned":
            assert not all(parts), row.id


async def _counts_are_those_of_a_recount(app: FastAPI, play: Play) -> None:
    rows = await stored(app)
    county = play.callers["county"]
    counted = [row for row in rows if row.status.value in COUNTED]
    number = (await county.get("/statistics/S-01?school_year=2026&basis=started")).json()
    assert number["total"]["numerator"] == len(counted)
    active = [row for row in rows if row.status.value == "active" and row.pairing_id == play.pairing.id]
    sent = sum(row.sending_school_id == play.world.urban.id for row in active)
    pairing = (await county.get(f"/pairings/{play.pairing.id}")).json()
    assert (pairing["sent_count"], pairing["received_count"]) == (sent, len(active) - sent)
