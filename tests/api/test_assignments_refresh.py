"""Frozen facts follow the person and the schools until the assignment begins, and never afterwards."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.assignments.models import Assignment
from services.api.features.assignments.service import refresh_facts
from services.api.features.staff.models import Person
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, Locality, Role, Sex, Stage, Title
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

START = date(2026, 12, 14)
EVENT: Any = Event
AHEAD: dict[str, Any] = {
    "start_on": START, "status": AssignmentStatus.confirmed, "arrived_on": None, "age": 41,
    "sending_locality": Locality.urban, "receiving_locality": Locality.rural,
}  # fmt: skip


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def ahead(make: Make, world: World, **changes: Any) -> Assignment:
    """An assignment of a 41-year-old that begins on 14 December, with the facts as they are now."""
    person = await make.teacher(world.urban)
    async with make.app.state.database.reader() as session:
        human = await session.get(Person, person.person_id)
    assert human is not None
    return await make.assignment(person, world.urban, world.rural, **{**AHEAD, "sex": human.sex, **changes})


async def promoted(county: Caller, row: Assignment, **changes: Any) -> None:
    path = f"/staff/{row.staff_id}"
    version = (await county.get(path)).json()["version"]
    answer = await county.patch(path, changes or {"title": "senior"}, version=version)
    assert answer.status_code == 200, answer.text


async def facts(app: FastAPI, row: Assignment) -> Assignment:
    async with app.state.database.reader() as session:
        found: Assignment | None = await session.get(Assignment, row.id)
    assert found is not None
    return found


async def refreshed(app: FastAPI, row: Assignment) -> list[Any]:
    async with app.state.database.reader() as session:
        mine = select(EVENT).where(EVENT.entity_id == row.id, EVENT.action == "refresh_facts").order_by(EVENT.id)
        return list((await session.scalars(mine)).all())


async def test_a_promotion_before_the_start_counts_and_leaves_one_event(
    app: FastAPI, world: World, make: Make, county: Caller, worker: Worker, clock: SetClock
) -> None:
    row = await ahead(make, world)
    await worker.run_once()
    assert await refreshed(app, row) == []
    await promoted(county, row)
    clock.forward(timedelta(hours=1))
    await worker.run_once()
    assert (await facts(app, row)).title is Title.senior
    (event,) = await refreshed(app, row)
    assert (event.actor_kind, event.changes) == ("system", {"title": {"from": "first", "to": "senior"}})
    clock.forward(timedelta(days=1))
    await worker.run_once()
    assert ((await facts(app, row)).version, len(await refreshed(app, row))) == (2, 1)


@pytest.mark.parametrize("status", [AssignmentStatus.confirmed, AssignmentStatus.active, AssignmentStatus.planned])
async def test_a_promotion_from_the_first_day_on_does_not_count(
    app: FastAPI, world: World, make: Make, sign_in: SignIn, worker: Worker, clock: SetClock, status: AssignmentStatus
) -> None:
    row = await ahead(make, world, status=status)
    clock.put(datetime(2026, 12, 13, 16, 0, tzinfo=UTC))
    await promoted(await sign_in(Role.county_coordinator, HOME), row)
    for _ in range(3):
        await worker.run_once()
        clock.forward(timedelta(days=1))
    assert ((await facts(app, row)).title, await refreshed(app, row)) == (Title.first, [])


async def test_arriving_late_does_not_bring_in_what_came_after_the_start(
    app: FastAPI, world: World, make: Make, county: Caller, clock: SetClock
) -> None:
    row = await ahead(make, world, start_on=date(2026, 11, 16))
    await promoted(county, row)
    answer = await county.post(f"/assignments/{row.id}/arrive", {"arrived_on": "2026-12-02"}, version=1)
    assert answer.status_code == 200, answer.text
    assert (await facts(app, row)).title is Title.first


async def test_birth_date_sex_stage_and_locality_follow_and_the_direction_with_them(
    app: FastAPI, world: World, make: Make, county: Caller, worker: Worker
) -> None:
    row = await ahead(make, world)
    async with app.state.database.writer(clock=app.state.clock) as session:
        person = await session.get(Person, row.person_id)
        assert person is not None
        person.birth_on, person.sex = date(1980, 9, 2), Sex.male if person.sex is Sex.female else Sex.female
        expected = person.sex
    await promoted(county, row, stage="junior")
    school = (await county.get(f"/schools/{world.rural.id}")).json()
    decision = {"locality": "urban", "start_on": "2026-12-04", "basis": "县教育局会议"}
    decided = await county.post(f"/schools/{world.rural.id}/decide-locality", decision, version=school["version"])
    assert decided.status_code == 200, decided.text
    await worker.run_once()
    now = await facts(app, row)
    assert (now.age, now.sex, now.stage) == (45, expected, Stage.junior)
    assert (now.receiving_locality, now.direction.value) == (Locality.urban, "peer")
    (event,) = await refreshed(app, row)
    assert set(event.changes) == {"stage", "receiving_locality", "direction"}


@pytest.mark.parametrize(("birth_on", "age"), [("1985-09-01", 41), ("1985-09-02", 40), ("2000-02-29", 26)])
async def test_the_database_counts_years_as_the_rule_does(
    app: FastAPI, world: World, make: Make, worker: Worker, birth_on: str, age: int
) -> None:
    person = await make.teacher(world.urban, birth_on=date.fromisoformat(birth_on))
    row = await make.assignment(person, world.urban, world.rural, **{**AHEAD, "age": 99})
    await worker.run_once()
    assert (await facts(app, row)).age == age
    async with app.state.database.writer(clock=app.state.clock) as session:
        assert await refresh_facts(session, app.state.clock.now()) == 0


async def test_refused_and_void_ones_are_left_alone(
    app: FastAPI, world: World, make: Make, county: Caller, worker: Worker
) -> None:
    rows = [await ahead(make, world, status=status) for status in (AssignmentStatus.refused, AssignmentStatus.void)]
    for row in rows:
        await promoted(county, row)
    await worker.run_once()
    assert [(await facts(app, row)).title for row in rows] == [Title.first] * 2


async def test_the_history_says_what_the_refresh_was(world: World, make: Make, county: Caller, worker: Worker) -> None:
    row = await ahead(make, world)
    await promoted(county, row)
    await worker.run_once()
    told = (await county.get(f"/assignments/{row.id}")).json()["timeline"]
    assert (told[0]["text"], told[0]["who"]) == ("开始前更新了职务、职称等情况", None)
