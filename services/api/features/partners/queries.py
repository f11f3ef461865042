"""Selects on partners."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import service as pairings
from services.api.features.partners.filters import PartnerFilter
from services.api.features.partners.models import Partner
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope

P: Any = Partner


def _rows(scope: Scope) -> Select[Any]:
    """Partners in scope with the names of whom they help."""
    pairing, school = pairings.directory(), schools.directory()
    supporting, recipient = schools.directory().alias("supporting"), schools.directory().alias("recipient")
    of_school = and_(P.school_id.is_not(None), scope.rows([Party(P.county_code, P.school_id)]))
    of_pairing = and_(P.pairing_id.is_not(None), scope.rows(pairings.parties(pairing.c)))
    return (
        select(
            *P.__table__.c, school.c.name.label("school_name"), school.c.code.label("school_code"),
            pairing.c.supporting_school_id, pairing.c.recipient_school_id, pairing.c.supporting_county_code,
            pairing.c.recipient_county_code, supporting.c.name.label("supporting_name"),
            recipient.c.name.label("recipient_name"),
        )
        .select_from(Partner)
        .outerjoin(school, school.c.id == P.school_id)
        .outerjoin(pairing, pairing.c.id == P.pairing_id)
        .outerjoin(supporting, supporting.c.id == pairing.c.supporting_school_id)
        .outerjoin(recipient, recipient.c.id == pairing.c.recipient_school_id)
        .where(or_(of_school, of_pairing))
    )  # fmt: skip


async def page(db: AsyncSession, scope: Scope, asked: PartnerFilter, paging: PageAsked) -> Rows:
    """One page of the partners in scope, the latest start first."""
    same = ((P.kind, asked.kind), (P.school_id, asked.school_id))
    rows = _rows(scope).where(*(column == value for column, value in same if value is not None))
    if asked.pairing_id is not None:
        rows = rows.where(_helps_pairing(asked.pairing_id))
    rows = rows.where(P.voided_at.is_not(None) if asked.voided else P.voided_at.is_(None))
    if asked.q:
        rows = rows.where(P.name.contains(asked.q, autoescape=True))
    if asked.on is not None:
        rows = rows.where(_helps_on(asked.on))
    return await page_of(db, rows, paging, [(P.start_on, date), (P.id, UUID)], descending=True)


def _helps_pairing(pairing_id: UUID) -> ColumnElement[bool]:
    pairing = pairings.directory()
    schools_of = (
        select(side).where(pairing.c.id == pairing_id)
        for side in (pairing.c.supporting_school_id, pairing.c.recipient_school_id)
    )
    return or_(P.pairing_id == pairing_id, *(P.school_id == each.scalar_subquery() for each in schools_of))


def _helps_on(day: date) -> ColumnElement[bool]:
    return and_(P.start_on <= day, or_(P.end_on.is_(None), P.end_on >= day))


async def row(db: AsyncSession, scope: Scope, partner_id: UUID) -> Any:
    """One partner in scope."""
    return (await db.execute(_rows(scope).where(P.id == partner_id))).one_or_none()


async def locked(db: AsyncSession, partner_id: UUID) -> Partner | None:
    """One partner, locked."""
    return (await db.scalars(select(Partner).where(P.id == partner_id).with_for_update())).one_or_none()


async def is_open(db: AsyncSession, owner: str, value: UUID, name: str, but: UUID | None) -> bool:
    """Whether another open one of the same name helps there."""
    rows = select(P.id).where(getattr(P, owner) == value, P.name == name, P.end_on.is_(None), P.voided_at.is_(None))
    rows = rows if but is None else rows.where(P.id != but)
    return (await db.execute(rows.limit(1))).first() is not None


async def going_on(db: AsyncSession, owner: str, value: UUID, day: date) -> list[Partner]:
    """Those that help beyond a day, locked."""
    rows = select(Partner).where(
        getattr(P, owner) == value, P.voided_at.is_(None), or_(P.end_on.is_(None), P.end_on > day)
    )
    return list((await db.scalars(rows.order_by(P.id).with_for_update())).all())
