"""The worker opens each school's month when it is time (W-29.1, WC-19, A-58)."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event, select

from services.api.features.notices.models import Notice
from services.api.features.reports import service as reports
from services.api.features.reports.models import Report
from services.api.kernel.clock import SetClock
from services.contracts.codes import AssignmentStatus, NoticeKind, PairingStatus
from tests.api.reporting import calendar
from tests.factories.world import NEIGHBOUR, Make, World

MORNING_OF_THE_24TH = datetime(2026, 11, 24, 1, tzinfo=UTC)
MORNING_OF_THE_25TH = datetime(2026, 11, 25, 1, tzinfo=UTC)


@pytest.fixture
async def world(make: Make, clock: SetClock) -> World:
    clock.put(MORNING_OF_THE_25TH)
    return await make.county_world()


async def run(app: FastAPI) -> int:
    """One call of the job, as the worker makes it."""
    async with app.state.database.writer(clock=app.state.clock) as session:
        return await reports.open_month(session, app.state.clock.now())


async def opened(app: FastAPI) -> list[Report]:
    async with app.state.database.reader() as session:
        statement: Any = select(Report).order_by(Report.month, Report.school_id)  # type: ignore[arg-type]
        return list((await session.execute(statement)).scalars())


async def test_both_schools_of_a_live_pairing_get_their_month_on_the_25th(
    app: FastAPI, clock: SetClock, make: Make, world: World
) -> None:
    await make.pairing(world.urban, world.rural)
    clock.put(MORNING_OF_THE_24TH)
    assert await run(app) == 0
    clock.put(MORNING_OF_THE_25TH)
    assert await run(app) == 2
    rows = await opened(app)
    assert {row.school_id for row in rows} == {world.urban.id, world.rural.id}
    assert {(row.month, row.due_at, row.added_late) for row in rows} == {
        ("2026-11", datetime(2026, 12, 5, 16, tzinfo=UTC), False)
    }


async def test_running_again_makes_nothing_twice(app: FastAPI, make: Make, world: World) -> None:
    await make.pairing(world.urban, world.rural)
    assert [await run(app), await run(app), await run(app)] == [2, 0, 0]


async def test_schools_are_told_that_their_month_is_open(app: FastAPI, make: Make, world: World) -> None:
    await make.pairing(world.urban, world.rural)
    await run(app)
    async with app.state.database.reader() as session:
        told = (await session.execute(select(Notice))).scalars().all()
    assert Counter((note.kind, note.month) for note in told) == {(NoticeKind.report_opened, "2026-11"): 2}


async def test_an_assignment_opens_the_month_of_both_its_schools(app: FastAPI, make: Make, world: World) -> None:
    await make.assignment(world.staff[0], world.urban, world.neighbour)
    assert await run(app) == 2
    assert {row.county_code for row in await opened(app)} == {world.urban.county_code, NEIGHBOUR}


@pytest.mark.parametrize(
    ("changes", "made"),
    [
        ({"status": AssignmentStatus.confirmed}, 2),
        ({"status": AssignmentStatus.confirmed, "start_on": date(2026, 11, 28)}, 0),
        ({"status": AssignmentStatus.planned}, 0),
        ({"status": AssignmentStatus.void}, 0),
        ({"status": AssignmentStatus.completed, "end_on": date(2026, 11, 1)}, 2),
        ({"status": AssignmentStatus.completed, "end_on": date(2026, 10, 31)}, 0),
    ],
)
async def test_only_what_has_begun_and_touches_the_month_counts(
    app: FastAPI, make: Make, world: World, changes: dict[str, Any], made: int
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural, **changes)
    assert await run(app) == made


async def test_pairings_that_do_not_run_open_nothing(app: FastAPI, make: Make, world: World) -> None:
    await make.pairing(world.urban, world.rural, status=PairingStatus.suspended)
    await make.pairing(world.urban, world.neighbour, status=PairingStatus.signed)
    await make.pairing(world.urban, world.third, start_on=date(2026, 12, 1))
    assert await run(app) == 0


async def test_what_begins_after_the_opening_day_is_added_late(
    app: FastAPI, clock: SetClock, make: Make, world: World
) -> None:
    await make.pairing(world.urban, world.rural)
    await run(app)
    clock.put(datetime(2026, 11, 28, 4, tzinfo=UTC))
    await make.pairing(world.urban, world.neighbour, start_on=date(2026, 11, 28), status_at=clock.now())
    assert await run(app) == 1
    assert {row.school_id: row.added_late for row in await opened(app)} == {
        world.urban.id: False, world.rural.id: False, world.neighbour.id: True
    }  # fmt: skip


async def test_a_worker_that_was_down_on_the_25th_marks_nobody(
    app: FastAPI, clock: SetClock, make: Make, world: World
) -> None:
    await make.pairing(world.urban, world.rural)
    clock.put(datetime(2026, 12, 3, 1, tzinfo=UTC))
    assert await run(app) == 2
    assert [(row.month, row.added_late) for row in await opened(app)] == [("2026-11", False)] * 2


async def test_a_month_that_was_due_is_not_opened_afterwards(
    app: FastAPI, clock: SetClock, make: Make, world: World
) -> None:
    await make.pairing(world.urban, world.rural)
    clock.put(datetime(2026, 12, 5, 16, tzinfo=UTC))
    assert await run(app) == 0


async def test_each_county_has_its_own_days_and_exempt_months(
    app: FastAPI, clock: SetClock, make: Make, world: World
) -> None:
    await calendar(make, open_day=1, due_day=8, grace_day=12)
    await calendar(make, NEIGHBOUR, exempt_months=[11])
    await make.pairing(world.urban, world.neighbour)
    clock.put(datetime(2026, 11, 1, 1, tzinfo=UTC))
    await run(app)
    [row] = [each for each in await opened(app) if each.month == "2026-11"]
    assert (row.school_id, row.due_at) == (world.urban.id, datetime(2026, 12, 8, 16, tzinfo=UTC))
    clock.put(MORNING_OF_THE_25TH)
    assert await run(app) == 0


async def test_opening_a_month_costs_the_same_statements_for_many_schools(
    app: FastAPI, make: Make, world: World
) -> None:
    statements: list[str] = []
    engine = app.state.database.write_engine.sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    numbers = []
    for more in (1, 30):
        for _ in range(more):
            await make.pairing(world.urban, await make.school())
        statements.clear()
        await run(app)
        numbers.append(len(statements))
    assert numbers[0] == numbers[1]
    assert len(await opened(app)) == 32
