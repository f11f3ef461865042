"""Selects on mentors offered and needs listed."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_listings.filters import MentorListingFilter
from services.api.features.mentor_listings.models import MentorListing
from services.api.features.pairings import service as pairings
from services.api.features.staff import service as staff
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope, below, prefix_of
from services.contracts.codes import ListingKind, ListingStatus

L: Any = MentorListing


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    person = staff.directory()
    school = case(
        (L.kind == ListingKind.offer, pairing.supporting_school_id), else_=pairing.recipient_school_id
    )  # fmt: skip
    more = (pairing.supporting_county_code, pairing.recipient_county_code, pairing.status.label("pairing_status"))
    columns = (
        person.c.person_id, person.c.name.label("person_name"), person.c.title.label("person_title"),
        person.c.ended_on.label("person_ended_on"), case((person.c.school_id == school, 1), else_=0).label("at_school"),
    )  # fmt: skip
    statement = pairings.beside(L, *more).add_columns(*columns).outerjoin(person, person.c.staff_id == L.staff_id)
    return statement, pairing


def _asked(pairing: Any, asked: MentorListingFilter, today: date) -> list[ColumnElement[bool]]:
    equal = {
        L.pairing_id: asked.pairing_id, L.kind: asked.kind, L.subject: asked.subject, L.stage: asked.stage,
        L.status: asked.status,
    }  # fmt: skip
    found = [column == value for column, value in equal.items() if value is not None]
    if asked.open:
        found.append(and_(L.status == ListingStatus.listed, L.end_on >= today))
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        codes = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(code, prefix) for code in codes)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: MentorListingFilter, paging: PageAsked, today: date) -> Rows:
    """One page of what is listed in scope, the latest first day and the newest first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(pairing, asked, today))
    return await page_of(db, statement, paging, [(L.start_on, date), (L.id, UUID)], descending=True)


async def of_pairing(db: AsyncSession, pairing_id: UUID) -> Sequence[Any]:
    """What is listed under a pairing, by subject; the caller has checked the scope."""
    statement, _ = _rows()
    mine = statement.where(L.pairing_id == pairing_id, L.status == ListingStatus.listed)
    found: Sequence[Any] = (await db.execute(mine.order_by(L.subject, L.start_on, L.id))).all()
    return found


async def row(db: AsyncSession, scope: Scope, listing_id: UUID) -> Any:
    """One listing in scope with the names of both schools and of the person."""
    statement, pairing = _rows()
    found = statement.where(L.id == listing_id, scope.rows(pairings.parties(pairing)))
    return (await db.execute(found)).one_or_none()


async def locked(db: AsyncSession, listing_id: UUID) -> MentorListing:
    """One listing, locked and read afresh; the caller has checked the scope."""
    found = select(MentorListing).where(L.id == listing_id).with_for_update()
    return (await db.scalars(found.execution_options(populate_existing=True))).one()


async def counted(db: AsyncSession, pairing_ids: Collection[UUID]) -> Sequence[Any]:
    """Everything ever listed under these pairings, as what the live pairs are counted against. One query."""
    person = staff.directory()
    rows = select(
        L.id, L.pairing_id, L.kind, L.subject, L.people, L.created_at, L.status, L.status_at, person.c.person_id
    ).outerjoin(person, person.c.staff_id == L.staff_id)
    return (await db.execute(rows.where(L.pairing_id.in_(pairing_ids)))).all()


async def listed(db: AsyncSession, mine: ColumnElement[bool], after: date) -> Sequence[MentorListing]:
    """What is listed and goes on after a day, locked."""
    rows = select(MentorListing).where(mine, L.status == ListingStatus.listed, L.end_on > after).order_by(L.id)
    return (await db.scalars(rows.with_for_update())).all()


def under(pairing_id: UUID) -> ColumnElement[bool]:
    """What is listed under a pairing."""
    return L.pairing_id == pairing_id  # type: ignore[no-any-return] # a comparison of a column


def of_staff(staff_id: UUID) -> ColumnElement[bool]:
    """What is listed of an employment."""
    return L.staff_id == staff_id  # type: ignore[no-any-return] # a comparison of a column


async def person_of(db: AsyncSession, staff_id: UUID) -> UUID | None:
    """Employment → person; nothing is loaded, so that the rows can still be locked and read fresh."""
    person = staff.directory()
    found: UUID | None = await db.scalar(select(person.c.person_id).where(person.c.staff_id == staff_id))
    return found


async def rows_of(db: AsyncSession, staff_ids: Collection[UUID]) -> Sequence[MentorListing]:
    """Everything ever listed of these employments, locked."""
    rows = select(MentorListing).where(L.staff_id.in_(staff_ids)).order_by(L.id).with_for_update()
    return (await db.scalars(rows)).all()


async def listed_of(db: AsyncSession, person_ids: Collection[UUID]) -> Sequence[Any]:
    """What is listed of these persons: (person_id, pairing_id, kind, subject)."""
    person = staff.directory()
    rows = select(person.c.person_id, L.pairing_id, L.kind, L.subject).join(person, person.c.staff_id == L.staff_id)
    mine = rows.where(person.c.person_id.in_(person_ids), L.status == ListingStatus.listed)
    return (await db.execute(mine)).all()
