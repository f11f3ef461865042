"""Selects on shared papers."""

from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import service as pairings
from services.api.features.shared_resources.filters import SharedResourceFilter
from services.api.features.shared_resources.models import SharedResource
from services.api.kernel.entries import EntriesAsked
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import PairSide

R: Any = SharedResource


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    return pairings.beside(R, pairing.supporting_county_code, pairing.recipient_county_code), pairing


def _asked(asked: SharedResourceFilter, pairing: Any) -> list[ColumnElement[bool]]:
    names = ("pairing_id", "kind")
    found = [getattr(R, name) == getattr(asked, name) for name in names if getattr(asked, name) is not None]
    found += [] if asked.include_void else [R.voided_at.is_(None)]
    if asked.school_id:
        found.append(
            or_(pairing.supporting_school_id == asked.school_id, pairing.recipient_school_id == asked.school_id)
        )
    if asked.giver_school_id:
        given = [
            and_(R.giver == side, getattr(pairing, f"{side}_school_id") == asked.giver_school_id) for side in PairSide
        ]
        found.append(or_(*given))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(R.county_code, prefix), below(R.other_county_code, prefix)))
    found += [R.shared_on >= asked.from_on] if asked.from_on else []
    found += [R.shared_on <= asked.until_on] if asked.until_on else []
    return found


async def page(db: AsyncSession, scope: Scope, asked: SharedResourceFilter, paging: PageAsked) -> Rows:
    """One page of the papers in scope, the latest first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(asked, pairing))
    return await page_of(db, statement, paging, [(R.shared_on, date), (R.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, resource_id: UUID) -> Any:
    """One paper in scope with the names of both schools."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(R.id == resource_id, scope.rows(pairings.parties(pairing))))).one_or_none()


async def lock(db: AsyncSession, resource_id: UUID) -> SharedResource:
    """A paper that was seen in scope, locked and read afresh for a change."""
    statement = select(SharedResource).where(R.id == resource_id).with_for_update()
    return (await db.execute(statement.execution_options(populate_existing=True))).scalar_one()


def by_day(asked: EntriesAsked) -> Select[Any]:
    """How many papers of each kind were shared on each day; void ones are left out."""
    return (
        select(
            R.pairing_id, R.kind.label("kind"), R.shared_on.label("from_on"), R.shared_on.label("to_on"),
            func.count().label("amount"), literal(None, Uuid()).label("who"),
        )
        .where(*asked.between(R.pairing_id, R.shared_on, R.shared_on), R.voided_at.is_(None))
        .group_by(R.pairing_id, R.kind, R.shared_on)
    )  # fmt: skip


def ids_of_pairing(pairing_id: UUID) -> Select[tuple[UUID]]:
    """All papers of a pairing, void ones too."""
    return select(R.id).where(R.pairing_id == pairing_id)
