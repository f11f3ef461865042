"""Selects of honours for features that count them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, case, cast, distinct, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.persons.models import StaffHonour
from services.contracts.codes import HonourType

H: Any = StaffHonour


async def held_by(db: AsyncSession, person_ids: Collection[UUID]) -> Sequence[Any]:
    """(person_id, type, awarded_on, valid_to) of these persons, void ones left out. One query."""
    columns = select(H.person_id, H.type, H.awarded_on, H.valid_to)
    return (await db.execute(columns.where(H.person_id.in_(person_ids), H.voided_at.is_(None)))).all()


def bits_on(person_id: Any, day: Any, bits: Mapping[HonourType, int]) -> ColumnElement[int]:
    """The honours that the person in a column holds on a day, as the sum of their bits; 0 for none."""
    bit = case(*((H.type == honour, value) for honour, value in bits.items()), else_=0)
    holds = and_(H.voided_at.is_(None), H.awarded_on <= day, or_(H.valid_to.is_(None), H.valid_to >= day))
    total = select(func.coalesce(func.sum(distinct(bit)), 0)).where(H.person_id == person_id, holds)
    return cast(total.scalar_subquery(), Integer)
