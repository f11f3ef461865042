"""Selects of what a table of people shows beside the list."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff.queries import person, staff
from services.api.features.staff.queries_dated import TEACHING, in_force
from services.api.kernel.bulk_rows import rows_by


async def careers(db: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, Any]:
    """Person → `career_start_on`, `confirmed_on`, `id_number_cipher`."""
    columns = (person.id, person.career_start_on, person.confirmed_on, person.id_number_cipher)
    return {row.id: row for row in await rows_by(db, columns, person.id, person_ids)}


async def grades(db: AsyncSession, person_ids: Collection[UUID], day: date) -> dict[UUID, list[int]]:
    """Person → the grades taught on a day; the row that began last counts."""
    columns = (TEACHING.person_id, TEACHING.grades, TEACHING.start_on)
    rows = await rows_by(db, columns, TEACHING.person_id, person_ids, in_force(TEACHING, day))
    return {row.person_id: row.grades for row in sorted(rows, key=lambda row: row.start_on)}


async def staff_numbers(db: AsyncSession, staff_ids: Collection[UUID]) -> dict[UUID, str]:
    """Employment → its number at the authority."""
    return {row.id: row.staff_no for row in await rows_by(db, (staff.id, staff.staff_no), staff.id, staff_ids)}


async def open_numbers(db: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Person → the number of the open employment."""
    columns, is_open = (staff.person_id, staff.staff_no), (staff.ended_on.is_(None), staff.merged_at.is_(None))
    return {row.person_id: row.staff_no for row in await rows_by(db, columns, staff.person_id, person_ids, *is_open)}
