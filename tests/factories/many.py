"""Many invented rows at once for counting: one school and one person may stand for all of them."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import insert, text

from services.api.features.staff.models import Staff
from services.api.kernel.ids import new_id
from services.api.kernel.periods import school_year_of
from services.contracts.codes import (
    AssignmentStatus,
    Direction,
    ExchangeMode,
    Post,
    ReportStatus,
    Sex,
    Stage,
    Title,
    Workload,
)

Rows = list[dict[str, Any]]


@dataclass
class Place:
    """A school in a county with the people that it sends."""

    school_id: Any
    county_code: str
    staff: list[Staff]


def random_assignments(seed: int, count: int, places: list[Place], **fixed: Any) -> Rows:
    """Assignments of five school years with every status, mode, post and sex, the same for the same seed."""
    chance = random.Random(seed)
    return [_assignment(chance, places, fixed) for _ in range(count)]


def _assignment(chance: random.Random, places: list[Place], fixed: dict[str, Any]) -> dict[str, Any]:
    sending = chance.choice([place for place in places if place.staff])
    receiving = chance.choice([place for place in places if place is not sending])
    staff = chance.choice(sending.staff)
    start = date(2022, 3, 1) + timedelta(days=chance.randrange(1700))
    return {
        "id": new_id(), "version": 1, "created_at": datetime(2026, 9, 1, tzinfo=UTC), "person_id": staff.person_id,
        "staff_id": staff.id, "home_county_code": sending.county_code, "sending_school_id": sending.school_id,
        "receiving_county_code": receiving.county_code, "receiving_school_id": receiving.school_id,
        "pairing_id": None, "team_id": None, "mode": chance.choice(list(ExchangeMode)),
        "direction": chance.choice(list(Direction)), "workload": Workload.part_time, "exclusive": False,
        "subject": "", "receiving_post": "", "start_on": start,
        "end_on": (end := start + timedelta(days=chance.randrange(700))), "planned_end_on": end,
        "school_year": school_year_of(start), "status": chance.choice(list(AssignmentStatus)),
        "status_at": datetime(2026, 9, 1, tzinfo=UTC), "closed_reason": "", "sex": chance.choice(list(Sex)), "age": 40,
        "post": chance.choice(list(Post)), "title": chance.choice(list(Title)), "stage": chance.choice(list(Stage)),
        **fixed,
    }  # fmt: skip


def random_reports(seed: int, places: list[Place], months: list[str], **fixed: Any) -> Rows:
    """One report of each school and month in any state, sent in time, late or not at all."""
    chance = random.Random(seed)
    return [_report(chance, place, month, fixed) for place in places for month in months]


def _report(chance: random.Random, place: Place, month: str, fixed: dict[str, Any]) -> dict[str, Any]:
    status = chance.choice(list(ReportStatus))
    due = datetime(int(month[:4]), int(month[5:]), 28, 16, tzinfo=UTC)
    first = (
        due + timedelta(hours=chance.randrange(-48, 48))
        if status not in {ReportStatus.due, ReportStatus.draft}
        else None
    )
    return {
        "id": new_id(), "version": 1, "created_at": due, "school_id": place.school_id,
        "county_code": place.county_code, "month": month, "status": status, "opened_at": due - timedelta(days=9),
        "due_at": due, "grace_until": due + timedelta(days=5), "added_late": False, "revision": 1 if first else 0,
        "first_submitted_at": first, "submitted_at": first, **fixed,
    }  # fmt: skip


async def add_many(app: FastAPI, model: Any, rows: Rows) -> None:
    """Insert past the log, as no part of the product can, because nothing here looks at the log."""
    async with app.state.database.write_engine.begin() as connection:
        await connection.execute(insert(model.__table__), rows)


async def multiply(app: FastAPI, model: Any, times: int) -> None:
    """Copy all rows of a table so often that there are `times` of each, inside the database."""
    names = [column.name for column in model.__table__.columns if column.name != "id"]
    async with app.state.database.write_engine.begin() as connection:
        new = "gen_random_uuid()" if connection.dialect.name == "postgresql" else "lower(hex(randomblob(16)))"
        columns, table = ", ".join(names), model.__tablename__
        series = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times - 1})"  # noqa: S608 - a number
        copies = f"INSERT INTO {table} (id, {columns}) SELECT {new}, {columns} FROM {table}, n"  # noqa: S608 - own names
        await connection.execute(text(f"{series} {copies}"))


def copied(row: Any, **changes: Any) -> dict[str, Any]:
    """The values of a row under a new id, with some of them changed."""
    values = {column.name: getattr(row, column.name) for column in row.__table__.columns}
    return {**values, "id": new_id(), **changes}
