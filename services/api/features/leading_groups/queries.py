"""Selects on leading groups."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.leading_groups.filters import LeadingGroupFilter
from services.api.features.leading_groups.models import LeadingGroup
from services.api.features.pairings import service as pairings
from services.api.features.regions import service as regions
from services.api.features.schools import service as schools
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope, below

G: Any = LeadingGroup


def _rows(scope: Scope | None) -> Select[Any]:
    """Groups with the names of their owners; `scope` None: the caller has checked it."""
    pairing, school = pairings.directory(), schools.directory()
    supporting, recipient = schools.directory().alias("supporting"), schools.directory().alias("recipient")
    rows = (
        select(
            *G.__table__.c, school.c.name.label("school_name"), school.c.code.label("school_code"),
            pairing.c.supporting_school_id, pairing.c.recipient_school_id, pairing.c.supporting_county_code,
            pairing.c.recipient_county_code, supporting.c.name.label("supporting_name"),
            recipient.c.name.label("recipient_name"),
        )
        .select_from(LeadingGroup)
        .outerjoin(school, school.c.id == G.school_id)
        .outerjoin(pairing, pairing.c.id == G.pairing_id)
        .outerjoin(supporting, supporting.c.id == pairing.c.supporting_school_id)
        .outerjoin(recipient, recipient.c.id == pairing.c.recipient_school_id)
    )  # fmt: skip
    return rows if scope is None else rows.where(_visible(scope, pairing.c))


def _visible(scope: Scope, pairing: Any) -> ColumnElement[bool]:
    """A school's and a pairing's group for whom they are in scope; a region's also for everybody in it."""
    who = scope.principal
    above = G.region_code.in_(regions.chain(who.region_code))
    region = above if who.is_school else or_(above, below(G.region_code, who.prefix))
    return or_(
        and_(G.school_id.is_not(None), scope.rows([Party(G.county_code, G.school_id)])),
        and_(G.pairing_id.is_not(None), scope.rows(pairings.parties(pairing))),
        and_(G.region_code.is_not(None), region),
    )


async def page(db: AsyncSession, scope: Scope, asked: LeadingGroupFilter, paging: PageAsked) -> Rows:
    """One page of the groups in scope, the latest first."""
    same = ((G.region_code, asked.region_code), (G.school_id, asked.school_id), (G.pairing_id, asked.pairing_id))
    rows = _rows(scope).where(*(column == value for column, value in same if value is not None))
    rows = rows.where(G.voided_at.is_not(None) if asked.voided else G.voided_at.is_(None))
    if asked.on is not None:
        rows = rows.where(_leads_on(asked.on))
    return await page_of(db, rows, paging, [(G.from_on, date), (G.id, UUID)], descending=True)


def _leads_on(day: date) -> ColumnElement[bool]:
    return and_(G.from_on <= day, or_(G.until_on.is_(None), G.until_on >= day))


def leads_both(pairing: Any, day: date) -> ColumnElement[bool]:
    """Whether a group leads a pairing on a day, or one each of its two schools (QX-11)."""

    def led(owner: Any, owned: Any) -> ColumnElement[bool]:
        groups = select(G.id).where(owner == owned, G.voided_at.is_(None), _leads_on(day))
        return groups.correlate(pairing).exists()

    schools_led = [led(G.school_id, side) for side in (pairing.supporting_school_id, pairing.recipient_school_id)]
    return or_(led(G.pairing_id, pairing.id), and_(*schools_led))


async def row(db: AsyncSession, scope: Scope, group_id: UUID) -> Any:
    """One group in scope."""
    return (await db.execute(_rows(scope).where(G.id == group_id))).one_or_none()


async def around(db: AsyncSession, pairing_id: UUID, school_ids: Collection[UUID], day: date) -> Sequence[Any]:
    """The groups of a pairing and of its schools that lead on a day; the caller has checked the scope. One query."""
    owned = or_(G.pairing_id == pairing_id, G.school_id.in_(school_ids))
    rows = _rows(None).where(owned, G.voided_at.is_(None), _leads_on(day)).order_by(G.id)
    return list((await db.execute(rows)).all())


async def locked(db: AsyncSession, group_id: UUID) -> LeadingGroup | None:
    """One group, locked."""
    return (await db.scalars(select(LeadingGroup).where(G.id == group_id).with_for_update())).one_or_none()


async def newest(db: AsyncSession, owner: str, value: Any, but: UUID | None = None) -> LeadingGroup | None:
    """The newest group of an owner that is not void, locked."""
    rows = select(LeadingGroup).where(getattr(G, owner) == value, G.voided_at.is_(None))
    rows = rows if but is None else rows.where(G.id != but)
    return (await db.scalars(rows.order_by(G.from_on.desc(), G.id.desc()).limit(1).with_for_update())).one_or_none()
