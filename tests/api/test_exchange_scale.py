"""2,000 pairings, 50,000 activities and 20,000 assignments: every list and view costs as many queries as with 20."""

import random
from datetime import date, timedelta
from typing import Any

from fastapi import FastAPI

from services.api.features.activities.models import Activity
from services.api.features.assignments.models import Assignment
from services.api.features.commitments.models import Commitment
from services.api.features.pairings.models import Pairing
from services.api.features.schools.models import School
from services.contracts.codes import (
    ActivityType,
    AidArea,
    CommitmentMeasure,
    CommitmentPeriod,
    PairingStatus,
    PromisedBy,
    Role,
)
from tests.factories.many import Place, add_many, copied, random_assignments
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

FEW, PAIRINGS, ACTIVITIES, ASSIGNMENTS, COMMITMENTS = 20, 2_000, 50_000, 20_000, 4_000
SIDE = 45
"""So many schools on either side make every pairing one of its own."""
PATHS = (
    "/pairings?count=true", "/pairing-board", "/commitments?count=true", "/commitments?lagging=true&count=true",
    "/activities?count=true", "/mentor-pairs?count=true", "/supports?count=true", "/assignments?count=true",
    "/whereabouts?count=true", "/whereabouts?on=2026-10-01&state=there", "/whereabouts/schools?count=true",
    "/whereabouts/day", "/agenda?month=2026-11", "/agenda/items?on=2026-11-12&count=true", "/workbench",
)  # fmt: skip


class Crowd:
    """Adds rows to one county, in as many pieces as the test likes."""

    def __init__(self, app: FastAPI, make: Make, world: World) -> None:
        self.app, self.make, self.world, self.chance = app, make, world, random.Random(5)
        self.pairs: list[tuple[Any, Any]] = []
        self.pairings: list[Any] = []
        self.pairing: Any = None

    async def begin(self) -> None:
        """Two sides of schools, and one row of each kind to copy."""
        rows = [
            copied(self.world.urban, code=f"2199{number:06d}", name=f"第{number}学校") for number in range(2 * SIDE)
        ]
        await add_many(self.app, School, rows)
        ids = [row["id"] for row in rows]
        self.pairs = [(one, other) for one in ids[:SIDE] for other in ids[SIDE:]]
        self.pairing = await self.make.pairing(self.world.urban, self.world.rural)
        self.pairings.append(self.pairing.id)

    async def grow(self, pairings: int, activities: int, assignments: int, commitments: int) -> None:
        """More of everything."""
        made = [self._pairing() for _ in range(pairings)]
        await add_many(self.app, Pairing, made)
        self.pairings += [row["id"] for row in made]
        await add_many(self.app, Activity, [self._activity() for _ in range(activities)])
        sides = ((self.world.urban, self.world.staff[:3]), (self.world.rural, self.world.staff[3:]))
        places = [Place(school.id, HOME, staff) for school, staff in sides]
        rows = random_assignments(self.chance.randrange(9**9), assignments, places)
        pairing_ids = [{"pairing_id": self.chance.choice(self.pairings)} for _ in rows]
        await add_many(self.app, Assignment, [{**row, **more} for row, more in zip(rows, pairing_ids, strict=True)])
        await add_many(self.app, Commitment, [self._commitment() for _ in range(commitments)])

    def _pairing(self) -> dict[str, Any]:
        one, other = self.pairs.pop()
        states = [each for each in PairingStatus if each is not PairingStatus.void] + [PairingStatus.active] * 5
        return copied(
            self.pairing, supporting_school_id=one, recipient_school_id=other, status=self.chance.choice(states)
        )

    def _activity(self) -> dict[str, Any]:
        held = date(2026, 9, 1) + timedelta(days=self.chance.randrange(93))
        row = Activity(
            pairing_id=self.chance.choice(self.pairings), host_school_id=self.world.urban.id, county_code=HOME,
            other_county_code=HOME, type=self.chance.choice(list(ActivityType)), held_on=held, topic="研讨",
        )  # fmt: skip
        return copied(row, version=1)

    def _commitment(self) -> dict[str, Any]:
        row = Commitment(
            pairing_id=self.chance.choice(self.pairings), county_code=HOME, other_county_code=HOME,
            side=PromisedBy.supporting, aid_area=AidArea.teaching, item="活动", measure=CommitmentMeasure.activities,
            kinds=[], unit="次", minimum=40, period=CommitmentPeriod.term, start_on=date(2026, 9, 1),
        )  # fmt: skip
        return copied(row, version=1)


async def costs(app: FastAPI, caller: Caller) -> dict[str, int]:
    """How many queries each path takes."""
    found = {}
    for path in PATHS:
        with counted_reads(app) as statements:
            answer = await caller.get(path)
        assert answer.status_code == 200, answer.text
        found[path] = len(statements)
    return found


async def test_two_thousand_pairings_cost_as_many_queries_as_twenty(app: FastAPI, make: Make, sign_in: SignIn) -> None:
    world = await make.county_world()
    await make.assignment(world.staff[0], world.urban, world.rural, exclusive=False)
    crowd = Crowd(app, make, world)
    await crowd.begin()
    await crowd.grow(FEW, FEW * 20, FEW * 20, FEW)
    caller = await sign_in(Role.county_coordinator, HOME)
    few = await costs(app, caller)
    await crowd.grow(PAIRINGS - FEW, ACTIVITIES - FEW * 20, ASSIGNMENTS - FEW * 20, COMMITMENTS - FEW)
    assert (await caller.get("/pairings?count=true&limit=1")).json()["count"] == PAIRINGS + 1
    assert await costs(app, caller) == few
