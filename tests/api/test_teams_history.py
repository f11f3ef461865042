"""Whatever is done to teams, one by one or at once, a confirmed one meets the strict rule and a leader is a member."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from random import Random
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.assignments.models import Assignment as AssignmentTable
from services.api.features.pairings.models import Pairing
from services.api.features.policy_rules.models import PolicyRule
from services.api.features.teams.models import Team as TeamTable
from services.contracts.codes import AssignmentStatus, Post, Role, RuleEffect
from tests.factories.world import HOME, Make, World
from tests.support.callers import BUSY, Caller, SignIn

Assignment: Any = AssignmentTable
Team: Any = TeamTable
STEPS, AT_ONCE = 60, 50
GONE = (AssignmentStatus.refused, AssignmentStatus.void)
REASON = {"reason": "登记错了"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """Two schools whose county is strict about equal numbers."""
    rule = PolicyRule(
        region_code=HOME, rule_key="team.equal_numbers", effective_from=date(2026, 9, 1), effect=RuleEffect.refuse,
        source="县教发〔2026〕18号",
    )  # fmt: skip
    await make.add(rule)
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


async def going(make: Make, world: World, pairing: Pairing, count: int, *, back: bool) -> list[AssignmentTable]:
    sending, receiving = (world.rural, world.urban) if back else (world.urban, world.rural)
    planned = {"status": AssignmentStatus.planned, "pairing_id": pairing.id, "arrived_on": None}
    return [
        await make.assignment(await make.teacher(sending, post=Post.middle), sending, receiving, **planned)
        for _ in range(count)
    ]


async def made(caller: Caller, pairing: Pairing, direction: str, batch: str = "第一批") -> httpx.Response:
    body = {"name": "团队", "pairing_id": str(pairing.id), "school_year": 2026, "batch": batch, "direction": direction}
    return await caller.insist("/teams", body)


async def stored(app: FastAPI) -> tuple[list[Any], dict[Any, list[Any]]]:
    """All teams, and the members of each, counted from the assignments themselves."""
    async with app.state.database.reader() as session:
        teams = list((await session.scalars(select(Team).order_by(Team.id))).all())
        rows = (
            await session.scalars(select(Assignment).where(Assignment.status.not_in(GONE)).order_by(Assignment.id))
        ).all()
    return teams, {team.id: [row for row in rows if row.team_id == team.id] for team in teams}


async def check(app: FastAPI, caller: Caller) -> list[str]:
    """What must hold of all teams, checked against a recount; the states that were seen."""
    teams, members = await stored(app)
    by_id = {team.id: team for team in teams}
    for team in teams:
        mirror = by_id.get(team.mirror_team_id)
        assert mirror is None or (mirror.mirror_team_id, mirror.batch) == (team.id, team.batch)
        assert mirror is None or mirror.direction is not team.direction
        if team.status.value == "confirmed":
            assert len(members[team.id]) == (len(members[mirror.id]) if mirror else 0)
            assert team.leader_staff_id is not None
        if team.leader_staff_id is not None:
            assert team.leader_staff_id in {row.staff_id for row in members[team.id]}
        if team.status.value in {"draft", "void"}:
            assert team.leader_staff_id is None
        if team.status.value == "void":
            assert members[team.id] == []
    counts = {row["id"]: row["member_count"] for row in (await caller.get("/teams?limit=200")).json()["items"]}
    assert counts == {str(team.id): len(members[team.id]) for team in teams if team.status.value != "void"}
    sums = (await caller.get("/teams/numbers?school_year=2026&count=true")).json()["batches"]
    assert sum(each["sent"] + each["received"] for each in sums if each["in_team"]) == sum(map(len, members.values()))
    return [team.status.value for team in teams]


async def test_a_random_history_never_leaves_a_confirmed_team_unequal_nor_a_leader_outside(
    app: FastAPI, make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    chance, seen = Random(3), set()
    people = [row for back in (False, True) for row in await going(make, world, pairing, 4, back=back)]
    for direction in ("from_supporting", "from_recipient"):
        await made(county, pairing, direction)
    for _ in range(STEPS):
        answer = await _random_act(chance, app, county, pairing, people)
        assert answer.status_code in {200, 201, 403, 409, 412, 422}, answer.text
        seen.update(await check(app, county))
    assert {"draft", "leader_set", "confirmed"} <= seen


async def _random_act(
    chance: Random, app: FastAPI, caller: Caller, pairing: Pairing, people: list[AssignmentTable]
) -> httpx.Response:
    teams, members = await stored(app)
    standing = [each for each in teams if each.status.value != "void"] or teams
    team, one, small = chance.choice(standing), chance.choice(people), min(standing, key=lambda t: len(members[t.id]))
    side = [row for row in people if (row.sending_school_id == people[0].sending_school_id) is _sends(small)]
    new = {"assignment_ids": [str(chance.choice(side).id)]}
    out = {"assignment_ids": [str(chance.choice(members[team.id] or people).id)]}
    lead = {"assignment_id": out["assignment_ids"][0]}
    acts: list[tuple[int, Callable[[], Awaitable[httpx.Response]]]] = [
        (8, lambda: caller.post(f"/teams/{small.id}/add-members", new, version=small.version)),
        (3, lambda: caller.post(f"/teams/{team.id}/remove-members", out, version=team.version)),
        (6, lambda: caller.post(f"/teams/{team.id}/set-leader", lead, version=team.version)),
        (12, lambda: caller.post(f"/teams/{team.id}/confirm", version=team.version)),
        (1, lambda: _leave(caller, one, chance.choice(["refuse", "void"]))),
        (1, lambda: caller.post(f"/teams/{team.id}/void", REASON, version=team.version)),
        (2, lambda: made(caller, pairing, chance.choice(["from_supporting", "from_recipient"]))),
        (1, lambda: caller.patch(f"/teams/{team.id}", {"batch": chance.choice(["", "第一批"])}, version=team.version)),
    ]
    [act] = chance.choices([each for _, each in acts], [weight for weight, _ in acts])
    return await act()


def _sends(team: Any) -> bool:
    return bool(team.direction.value == "from_supporting")


async def _leave(caller: Caller, row: AssignmentTable, action: str) -> httpx.Response:
    version = (await caller.get(f"/assignments/{row.id}")).json()["version"]
    return await caller.insist(f"/assignments/{row.id}/{action}", REASON, version=version)


async def test_fifty_confirmations_and_departures_at_once_leave_no_confirmed_team_unequal(
    app: FastAPI, make: Make, world: World, pairing: Pairing, county: Caller
) -> None:
    teams, leaving = [], []
    for direction in ("from_supporting", "from_recipient"):
        team = (await made(county, pairing, direction)).json()
        rows = await going(make, world, pairing, 6, back=direction == "from_recipient")
        ids = {"assignment_ids": [str(row.id) for row in rows]}
        now = (await county.get(f"/teams/{team['id']}")).json()["version"]
        filled = await county.post(f"/teams/{team['id']}/add-members", ids, version=now)
        lead = {"assignment_id": ids["assignment_ids"][0]}
        led = await county.post(f"/teams/{team['id']}/set-leader", lead, version=filled.json()["version"])
        assert led.json()["status"] == "leader_set"
        teams.append((team["id"], led.json()["version"]))
        leaving += rows[:5]
    versions = {row.id: (await county.get(f"/assignments/{row.id}")).json()["version"] for row in leaving}
    departures = [
        county.insist(f"/assignments/{row.id}/refuse", REASON, version=versions[row.id]) for row in leaving
    ]  # fmt: skip
    confirmations = [
        county.insist(f"/teams/{team_id}/confirm", version=version + later)
        for later in range((AT_ONCE - len(leaving)) // 2)
        for team_id, version in teams
    ]
    together = [each for two in zip(confirmations[:10], departures, strict=True) for each in two]
    answers = await asyncio.gather(*together, *confirmations[10:])
    assert {answer.status_code for answer in answers} <= {200, 409, 412, BUSY}
    await check(app, county)
    for row, answer in zip(leaving, answers[1:20:2], strict=True):
        if answer.status_code == BUSY:  # nothing was done: it comes back once the others are through
            assert (await _leave(county, row, "refuse")).status_code == 200
    assert await check(app, county) == ["draft", "draft"]


async def test_of_fifty_teams_made_at_once_one_stands_for_each_direction_and_they_know_each_other(
    app: FastAPI, pairing: Pairing, county: Caller
) -> None:
    ways = ("from_supporting", "from_recipient")
    answers = await asyncio.gather(*(made(county, pairing, ways[number % 2]) for number in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [201] * 2 + [409] * (AT_ONCE - 2)
    teams = (await stored(app))[0]
    assert {(team.id, team.mirror_team_id) for team in teams} == {
        (teams[0].id, teams[1].id), (teams[1].id, teams[0].id),
    }  # fmt: skip
