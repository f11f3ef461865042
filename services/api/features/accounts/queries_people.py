"""Selects on the accounts of persons."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts.models import User

_U: Any = User


async def of_person(db: AsyncSession, person_id: UUID) -> Sequence[User]:
    """The accounts of a person, locked."""
    return (await db.scalars(select(User).where(_U.person_id == person_id).order_by(_U.id).with_for_update())).all()
