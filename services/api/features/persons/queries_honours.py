"""Selects of honours for features that count them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons.models import StaffHonour

H: Any = StaffHonour


async def held_by(db: AsyncSession, person_ids: Collection[UUID]) -> Sequence[Any]:
    """(person_id, type, awarded_on, valid_to) of these persons, void ones left out. One query."""
    columns = select(H.person_id, H.type, H.awarded_on, H.valid_to)
    return (await db.execute(columns.where(H.person_id.in_(person_ids), H.voided_at.is_(None)))).all()
