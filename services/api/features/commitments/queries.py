"""Selects on commitments."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.commitments import rules
from services.api.features.commitments.filters import CommitmentFilter
from services.api.features.commitments.models import Commitment
from services.api.features.pairings import service as pairings
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of

C: Any = Commitment
KEYS = [(C.start_on, date), (C.id, UUID)]


@cache
def base_rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    more = (pairing.status.label("pairing_status"), pairing.end_on.label("pairing_end_on"))
    return pairings.beside(C, pairing.supporting_county_code, pairing.recipient_county_code, *more), pairing


def conditions_of(scope: Scope, pairing: Any, asked: CommitmentFilter) -> list[Any]:
    found: list[Any] = [scope.rows(pairings.parties(pairing))]
    if not asked.include_void:
        found.append(C.voided_at.is_(None))
    if asked.pairing_id:
        found.append(C.pairing_id == asked.pairing_id)
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        found.append(or_(below(C.county_code, prefix), below(C.other_county_code, prefix)))
    if asked.aid_area:
        found.append(C.aid_area == asked.aid_area)
    if asked.by_progress:
        found += [pairing.status.in_(rules.RUNNING), C.voided_at.is_(None)]
    return found


async def page(db: AsyncSession, scope: Scope, asked: CommitmentFilter, paging: PageAsked) -> Rows:
    """One page of the commitments in scope, the latest first."""
    statement, pairing = base_rows()
    statement = statement.where(*conditions_of(scope, pairing, asked))
    return await page_of(db, statement, paging, KEYS, descending=True)


async def everything(db: AsyncSession, scope: Scope, asked: CommitmentFilter) -> list[Row[Any]]:
    """All commitments that are asked for, the latest first: which of them lag is known when they are counted."""
    statement, pairing = base_rows()
    ordered = statement.where(*conditions_of(scope, pairing, asked)).order_by(C.start_on.desc(), C.id.desc())
    return list((await db.execute(ordered)).all())


def pairings_asked(scope: Scope, asked: CommitmentFilter) -> Select[Any]:
    """The pairings of all of them, as a condition for the selects of dated entries."""
    pairing = pairings.directory()
    chosen = select(C.pairing_id).join_from(Commitment, pairing, pairing.c.id == C.pairing_id)
    return chosen.where(*conditions_of(scope, pairing.c, asked))


async def row(db: AsyncSession, scope: Scope, commitment_id: UUID) -> Any:
    """One commitment in scope with the names of both schools."""
    statement, pairing = base_rows()
    found = statement.where(C.id == commitment_id, scope.rows(pairings.parties(pairing)))
    return (await db.execute(found)).one_or_none()


async def visible(db: AsyncSession, scope: Scope, commitment_id: UUID) -> Commitment | None:
    """One commitment in scope, locked for a change."""
    pairing = pairings.directory()
    statement = select(Commitment).join(pairing, pairing.c.id == C.pairing_id)
    statement = statement.where(C.id == commitment_id, scope.rows(pairings.parties(pairing.c)))
    return (await db.execute(statement.with_for_update(of=Commitment))).scalar_one_or_none()


async def taken_over(db: AsyncSession, pairing_id: UUID) -> set[str]:
    """The rules of templates that stand on a pairing already."""
    found = select(C.template_item).where(
        C.pairing_id == pairing_id, C.voided_at.is_(None), C.template_item != ""
    )  # fmt: skip
    return set((await db.execute(found)).scalars())


async def standing(db: AsyncSession, pairing_id: UUID) -> list[Commitment]:
    """What stands on a pairing, in the order in which it was promised."""
    found = select(Commitment).where(C.pairing_id == pairing_id, C.voided_at.is_(None)).order_by(C.id)
    return list((await db.execute(found)).scalars())


async def entries(db: AsyncSession, source: Select[Any] | CompoundSelect[Any]) -> Sequence[Row[Any]]:
    """What a measure is counted from."""
    found: Sequence[Row[Any]] = (await db.execute(source)).all()
    return found


def ids_of(pairing_id: UUID) -> Select[tuple[UUID]]:
    """All commitments of a pairing, void ones too."""
    return select(C.id).where(C.pairing_id == pairing_id)
