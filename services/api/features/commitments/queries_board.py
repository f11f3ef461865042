"""Selects of the commitments of some pairings."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.commitments.filters import CommitmentFilter
from services.api.features.commitments.queries import C, base_rows, conditions_of
from services.api.kernel.scope import Scope


async def running_of(db: AsyncSession, scope: Scope, pairing_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """The commitments that can be behind of these pairings."""
    statement, pairing = base_rows()
    asked = conditions_of(scope, pairing, CommitmentFilter(lagging=True))
    rows = await db.execute(statement.where(C.pairing_id.in_(pairing_ids), *asked))
    return list(rows.all())
