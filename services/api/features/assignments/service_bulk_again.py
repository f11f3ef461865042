"""Lines of a download that come back: what says the same as a row is that row, whosever and in whatever state it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import queries
from services.api.features.schools import service_bulk as schools
from services.api.features.schools.service_bulk import FoundSchool
from services.api.features.staff import service as staff
from services.api.kernel.bulk_rows import rows_by
from services.api.kernel.outcomes import Line, Place, differs
from services.contracts.imports import RunningAssignment

COMPARED = ("mode", "workload", "subject", "receiving_post", "end_on", "arrived_on", "basis")
A = queries.A
Known = Mapping[tuple[UUID, date], Sequence[tuple[str, Any]]]
"""Receiving school and first day → name of the person and row, for each assignment there."""


async def again(db: AsyncSession, place: Place, lines: Sequence[Line], anywhere: schools.Finder) -> list[UUID | None]:
    """For each line that says a state, as downloads do, the assignment that is just so; else None. Two queries."""
    there = [anywhere.one(line.extra["receiving"], "") if line.extra["status"] else None for line in lines]
    asked = [(line, school) for line, school in zip(lines, there, strict=True) if isinstance(school, FoundSchool)]
    known = await _known(db, place, {school.id for _, school in asked}, {line.body.start_on for line, _ in asked})
    return [
        _same(line, known.get((school.id, line.body.start_on), ()), anywhere)
        if isinstance(school, FoundSchool)
        else None
        for line, school in zip(lines, there, strict=True)
    ]


async def _known(db: AsyncSession, place: Place, school_ids: set[UUID], days: set[date]) -> Known:
    here = or_(A.home_county_code == place.county_code, A.receiving_county_code == place.county_code)
    columns = (A.id, A.person_id, A.sending_school_id, A.receiving_school_id, A.start_on, A.status,
               *(getattr(A, name) for name in COMPARED))  # fmt: skip
    rows = await rows_by(db, columns, A.receiving_school_id, school_ids, A.start_on.in_(days), here)
    names = await staff.person_names(db, {row.person_id for row in rows})
    found: dict[tuple[UUID, date], list[tuple[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row.receiving_school_id, row.start_on].append((names[row.person_id], row))
    return found


def _same(line: Line, rows: Sequence[tuple[str, Any]], anywhere: schools.Finder) -> UUID | None:
    for name, row in rows:
        is_meant = name == line.extra["name"] and row.status == line.extra["status"]
        if is_meant and _sends(line, row, anywhere) and not changes_of(line.body, row):
            return UUID(str(row.id))
    return None


def _sends(line: Line, row: Any, anywhere: schools.Finder) -> bool:
    sending = anywhere.one(line.extra["sending"], "") if line.extra["sending"] else None
    return sending is None or (isinstance(sending, FoundSchool) and sending.id == row.sending_school_id)


def changes_of(body: RunningAssignment, row: Any) -> dict[str, Any]:
    """What is said and is not so; what is left blank stays."""
    typed = {name: value for name in COMPARED if (value := getattr(body, name)) not in {None, ""}}
    return {name: value for name, value in typed.items() if differs(value, getattr(row, name))}
