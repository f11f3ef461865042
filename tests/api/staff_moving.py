"""What tests of moves between schools say again and again."""

from datetime import UTC, date, datetime
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.schools.models import School, SchoolHeadcount
from services.api.features.staff.models import Staff
from services.api.features.staff_moves import service_due
from tests.factories.world import STARTED, Make, World
from tests.support.callers import Caller

AT_ONCE = 50
TODAY, LATER = "2026-12-03", "2026-12-20"
REASON = {"reason": "请先核对学科需求"}
SECRET = "家里只有一个人照顾"


async def posts(make: Make, school: School, approved: int) -> None:
    """The county has set the approved posts of a school."""
    await make.add(
        SchoolHeadcount(
            school_id=school.id, county_code=school.county_code, approved=approved, senior_posts=0, middle_posts=0,
            junior_posts=0, start_on=STARTED, basis="编办〔2020〕3号",
        )
    )  # fmt: skip


def body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "staff_id": str(world.staff[0].id), "to_school_id": str(world.rural.id), "kind": "within_quota",
        "reason": "subject_need", "planned_on": LATER, "note": SECRET, **changes,
    }  # fmt: skip


def abroad(world: World, **changes: Any) -> dict[str, Any]:
    """To the next county of the same city."""
    return body(world, to_school_id=str(world.neighbour.id), kind="cross_county", **changes)


async def decided(caller: Caller, sent: dict[str, Any]) -> dict[str, Any]:
    made = await caller.post("/staff-moves", sent)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def step(caller: Caller, row: dict[str, Any], action: str, sent: Any = None) -> dict[str, Any]:
    done = await caller.post(f"/staff-moves/{row['id']}/{action}", sent, version=row["version"])
    assert done.status_code == 200, done.text
    found: dict[str, Any] = done.json()
    return found


async def worker_on(app: FastAPI, day: date) -> int:
    """What the worker does on a day."""
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return await service_due.carry_out_due(app.state.database, app.state.settings, at)


async def employments(app: FastAPI, staff: Staff) -> list[Staff]:
    async with app.state.database.reader() as db:
        mine: Any = Staff
        rows = select(Staff).where(mine.person_id == staff.person_id).order_by(mine.hired_on)
        return list((await db.scalars(rows)).all())
