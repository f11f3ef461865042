"""Selects on support classes and their posts."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments import service as assignments
from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.support_classes import rules
from services.api.features.support_classes.filters import SupportClassFilter
from services.api.features.support_classes.models import SupportClass, SupportClassPost
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Principal, Scope, below, prefix_of
from services.api.kernel.search import matches
from services.contracts.codes import AssignmentStatus, ClassPost, PairingStatus, SupportClassStatus

C: Any = SupportClass
O: Any = SupportClassPost  # noqa: E741 - P is the pairing
PICKED = 8
LIVE = (AssignmentStatus.confirmed, AssignmentStatus.active)


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().c
    more = (pairing.supporting_county_code, pairing.recipient_county_code, pairing.status.label("pairing_status"))
    return pairings.beside(C, *more), pairing


def _asked(pairing: Any, asked: SupportClassFilter, who: Principal) -> list[ColumnElement[bool]]:
    equal = {C.pairing_id: asked.pairing_id, C.school_year: asked.school_year}
    found = [column == value for column, value in equal.items() if value is not None]
    if asked.waiting:
        running = pairing.status == PairingStatus.active
        found += [C.status == SupportClassStatus.applied, below(C.county_code, who.prefix), running]
    if asked.to_do:
        found.append(C.status.in_(rules.OF_SCHOOLS))
    found.append(C.status == asked.status if asked.status else C.status != SupportClassStatus.void)
    if asked.school_id:
        sides = (pairing.supporting_school_id, pairing.recipient_school_id)
        found.append(or_(*(side == asked.school_id for side in sides)))
    if asked.county_code:
        prefix = prefix_of(asked.county_code)
        codes = (pairing.supporting_county_code, pairing.recipient_county_code)
        found.append(or_(*(below(code, prefix) for code in codes)))
    return found


async def page(db: AsyncSession, scope: Scope, asked: SupportClassFilter, paging: PageAsked) -> Rows:
    """One page of the classes in scope, the latest school year and the newest first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(pairings.parties(pairing)), *_asked(pairing, asked, scope.principal))
    return await page_of(db, statement, paging, [(C.school_year, int), (C.id, UUID)], descending=True)


async def row(db: AsyncSession, scope: Scope, class_id: UUID) -> Any:
    """One class in scope with the names of both schools."""
    statement, pairing = _rows()
    found = statement.where(C.id == class_id, scope.rows(pairings.parties(pairing)))
    return (await db.execute(found)).one_or_none()


async def locked(db: AsyncSession, class_id: UUID) -> SupportClass:
    """One class, locked and read afresh; the caller has checked the scope."""
    found = select(SupportClass).where(C.id == class_id).with_for_update().execution_options(populate_existing=True)
    return (await db.scalars(found)).one()


async def open_of(db: AsyncSession, pairing_id: UUID) -> Sequence[SupportClass]:
    """The classes of a pairing that have not ended, locked."""
    rows = select(SupportClass).where(C.pairing_id == pairing_id, C.status.in_(rules.OPEN)).order_by(C.id)
    return (await db.scalars(rows.with_for_update())).all()


def _there(person: Any, pairing: Any, today: date) -> ColumnElement[bool]:
    """In service at the supporting school, or under a live assignment of the pairing."""
    sent = assignments.directory().c
    live = select(sent.id).where(
        sent.staff_id == person.staff_id, sent.pairing_id == pairing.id, sent.status.in_(LIVE), sent.end_on >= today
    )
    in_service = or_(person.ended_on.is_(None), person.ended_on >= today)
    at_supporter = person.school_id == pairing.supporting_school_id
    return and_(in_service, or_(at_supporter, live.correlate(person.staff_id.table, pairing.id.table).exists()))


async def posts(db: AsyncSession, class_ids: Collection[UUID], today: date) -> Sequence[Any]:
    """Who has the posts of these classes, with school and whether the person is still there. One query."""
    person, place, pairing = staff.directory(), schools.directory(), pairings.directory()
    there = case((_there(person.c, pairing.c, today), 1), else_=0).label("there")
    rows = (
        select(
            O.class_id, O.post, O.staff_id, person.c.person_id, person.c.name, person.c.subject, person.c.school_id,
            place.c.code.label("school_code"), place.c.name.label("school_name"), there,
        )
        .join_from(SupportClassPost, SupportClass, C.id == O.class_id)
        .join(pairing, pairing.c.id == C.pairing_id)
        .join(person, person.c.staff_id == O.staff_id)
        .join(place, place.c.id == person.c.school_id)
        .where(O.class_id.in_(class_ids), O.removed_on.is_(None))
        .order_by(O.class_id)
    )  # fmt: skip
    return (await db.execute(rows)).all()


async def people(db: AsyncSession, pairing_id: UUID, q: str, today: date) -> Sequence[Any]:
    """Who may have a post and is called so, the first few by spelling."""
    person, place, pairing = staff.directory(), schools.directory(), pairings.directory()
    rows = (
        select(person.c.staff_id, person.c.name, person.c.subject, place.c.id, place.c.code, place.c.name.label("at"))
        .join(place, place.c.id == person.c.school_id)
        .join(pairing, pairing.c.id == pairing_id)
        .where(_there(person.c, pairing.c, today), matches(q, person.c))
    )
    return (await db.execute(rows.order_by(person.c.pinyin, person.c.staff_id).limit(PICKED))).all()


async def may_have_post(db: AsyncSession, pairing_id: UUID, staff_id: UUID, today: date) -> bool:
    """Whether an employment is of the supporting school, or under a live assignment of the pairing."""
    person, pairing = staff.directory(), pairings.directory()
    mine = select(person.c.staff_id).join(pairing, pairing.c.id == pairing_id)
    mine = mine.where(person.c.staff_id == staff_id, _there(person.c, pairing.c, today))
    return (await db.execute(mine)).first() is not None


async def present(db: AsyncSession, class_id: UUID, post: ClassPost) -> SupportClassPost | None:
    """Who has a post now, locked."""
    mine = select(SupportClassPost).where(O.class_id == class_id, O.post == post, O.removed_on.is_(None))
    return (await db.scalars(mine.with_for_update())).one_or_none()


async def of_staff(db: AsyncSession, staff_ids: Collection[UUID]) -> Sequence[SupportClassPost]:
    """Every post that these employments have or had, locked."""
    rows = select(SupportClassPost).where(O.staff_id.in_(staff_ids)).order_by(O.id).with_for_update()
    return (await db.scalars(rows)).all()


def ids_of_pairing(pairing_id: UUID) -> Select[tuple[UUID]]:
    """All classes of a pairing, void ones too."""
    return select(C.id).where(C.pairing_id == pairing_id)
