"""Selects on term reviews, their summaries and what was seen."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, case, delete, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings import service as pairings
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.features.term_reviews.filters import TermReviewFilter
from services.api.features.term_reviews.models import TermContribution, TermEvidence, TermReview
from services.api.features.term_reviews.rules import LIVE, NEAR, OPEN
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Party, Scope, below, prefix_of
from services.contracts.codes import ContributionKind, SchoolTerm, TermReviewStatus

T: Any = TermReview
C: Any = TermContribution
E: Any = TermEvidence


def _parties(pairing: Any) -> Sequence[Party]:
    """The school and its county; both schools of its pairing and their counties."""
    return (
        Party(county=T.county_code, school=T.school_id),
        Party(county=pairing.supporting_county_code, school=pairing.supporting_school_id),
        Party(county=pairing.recipient_county_code, school=pairing.recipient_school_id),
    )


def _count(*more: ColumnElement[bool]) -> Any:
    owed = (C.review_id == T.id, C.voided_at.is_(None), C.kind != ContributionKind.school)
    return select(func.count()).select_from(TermContribution).where(*owed, *more)


@cache
def _rows() -> tuple[Select[Any], Any]:
    pairing = pairings.directory().alias("of_review")
    place, partner = schools.directory().alias("place"), schools.directory().alias("partner")
    helps = pairing.c.supporting_school_id == T.school_id
    other = case((helps, pairing.c.recipient_school_id), else_=pairing.c.supporting_school_id)
    counts = {
        "contribution_count": _count(),
        "awaited_count": _count(C.handed_on.is_(None)),
        "late_count": _count(C.handed_on > T.due_on),
        "qualified_count": _count(C.qualified.is_(True)),
        "evidence_count": select(func.count()).select_from(TermEvidence).where(E.review_id == T.id),
    }
    told = [each.correlate(TermReview).scalar_subquery().label(name) for name, each in counts.items()]
    statement = (
        select(
            *T.__table__.c, place.c.name.label("school_name"), place.c.code.label("school_code"),
            partner.c.id.label("partner_id"), partner.c.name.label("partner_name"),
            partner.c.code.label("partner_code"), *told,
        )
        .join_from(TermReview, place, place.c.id == T.school_id)
        .outerjoin(pairing, pairing.c.id == T.pairing_id)
        .outerjoin(partner, partner.c.id == other)
    )  # fmt: skip
    return statement, pairing.c


async def page(db: AsyncSession, scope: Scope, asked: TermReviewFilter, paging: PageAsked, today: date) -> Rows:
    """One page of the reviews in scope, the latest school year and the newest first."""
    statement, pairing = _rows()
    statement = statement.where(scope.rows(_parties(pairing)), *_asked(asked, today))
    return await page_of(db, statement, paging, [(T.school_year, int), (T.id, UUID)], descending=True)


def _asked(asked: TermReviewFilter, today: date) -> list[ColumnElement[bool]]:
    equal = {
        T.school_id: asked.school_id, T.pairing_id: asked.pairing_id, T.school_year: asked.school_year,
        T.term: asked.term,
    }  # fmt: skip
    found = [column == value for column, value in equal.items() if value is not None]
    found.append(T.status == asked.status if asked.status else T.status != TermReviewStatus.void)
    if asked.county_code:
        found.append(below(T.county_code, prefix_of(asked.county_code)))
    if asked.due:
        found += [T.status.in_(OPEN), T.due_on <= today + NEAR]
    if asked.overdue:
        found += [T.status.in_(OPEN), T.due_on < today]
    return found


async def row(db: AsyncSession, scope: Scope, review_id: UUID) -> Any:
    """One review in scope with names and counts."""
    statement, pairing = _rows()
    return (await db.execute(statement.where(T.id == review_id, scope.rows(_parties(pairing))))).one_or_none()


async def locked(db: AsyncSession, scope: Scope, review_id: UUID) -> TermReview | None:
    """One review in scope, locked for a change."""
    pairing = pairings.directory().alias("of_review")
    mine = select(TermReview).outerjoin(pairing, pairing.c.id == T.pairing_id)
    mine = mine.where(T.id == review_id, scope.rows(_parties(pairing.c))).with_for_update(of=TermReview)
    return (await db.execute(mine.execution_options(populate_existing=True))).scalar_one_or_none()


async def contributions(db: AsyncSession, review_id: UUID) -> Sequence[Any]:
    """The summaries of a review with the mentors' names: groups, mentors, then the school's own."""
    person = staff.directory()
    order = case((C.kind == ContributionKind.group, 0), (C.kind == ContributionKind.mentor, 1), else_=2)
    rows = select(*C.__table__.c, person.c.name.label("staff_name"), person.c.person_id)
    rows = rows.join_from(TermContribution, person, person.c.staff_id == C.staff_id, isouter=True)
    rows = rows.where(C.review_id == review_id, C.voided_at.is_(None))
    return (await db.execute(rows.order_by(order, C.id))).all()


async def names_of(db: AsyncSession, review_id: UUID) -> dict[UUID, str]:
    """Whose each summary of a review is, those that were taken out too; empty for the school's own."""
    person = staff.directory()
    rows = select(C.id, func.coalesce(person.c.name, C.who).label("who"))
    rows = rows.join_from(TermContribution, person, person.c.staff_id == C.staff_id, isouter=True)
    return {each.id: each.who for each in await db.execute(rows.where(C.review_id == review_id))}


async def entities(db: AsyncSession, review_id: UUID) -> Sequence[TermContribution]:
    """The summaries of a review, read fresh after the review has been locked."""
    mine = select(TermContribution).where(C.review_id == review_id, C.voided_at.is_(None)).order_by(C.id)
    return (await db.scalars(mine.with_for_update().execution_options(populate_existing=True))).all()


async def contribution(db: AsyncSession, review_id: UUID, contribution_id: UUID) -> TermContribution | None:
    """One summary of a review, read fresh after the review has been locked."""
    found = select(TermContribution).where(C.id == contribution_id, C.review_id == review_id, C.voided_at.is_(None))
    return (await db.scalars(found.with_for_update().execution_options(populate_existing=True))).one_or_none()


async def person_of(db: AsyncSession, staff_id: UUID) -> UUID | None:
    """Who is employed there."""
    person = staff.directory()
    found: UUID | None = await db.scalar(select(person.c.person_id).where(person.c.staff_id == staff_id))
    return found


async def open_of_persons(db: AsyncSession, person_ids: Collection[UUID]) -> Sequence[Any]:
    """Whose summaries reviews have that their schools still have: (school_year, term, review_id, person_id)."""
    person = staff.directory()
    rows = select(T.school_year, T.term, C.review_id, person.c.person_id)
    rows = rows.join_from(TermContribution, TermReview, T.id == C.review_id)
    rows = rows.join(person, person.c.staff_id == C.staff_id)
    mine = (person.c.person_id.in_(person_ids), C.voided_at.is_(None), T.status.in_(OPEN))
    return (await db.execute(rows.where(*mine).order_by(T.school_year, C.review_id))).all()


async def of_staff(db: AsyncSession, staff_ids: Collection[UUID]) -> Sequence[TermContribution]:
    """The summaries of these employments, those that were taken out too, locked."""
    rows = select(TermContribution).where(C.staff_id.in_(staff_ids)).order_by(C.id).with_for_update()
    return (await db.scalars(rows)).all()


async def review_of(db: AsyncSession, contribution_id: UUID) -> UUID | None:
    """The review that a summary belongs to."""
    found: UUID | None = await db.scalar(select(C.review_id).where(C.id == contribution_id))
    return found


async def evidence(db: AsyncSession, review_id: UUID) -> Sequence[TermEvidence]:
    """What was seen."""
    return (await db.scalars(select(TermEvidence).where(E.review_id == review_id))).all()


async def put_evidence(db: AsyncSession, review_id: UUID, rows: Sequence[TermEvidence]) -> None:
    """What was seen, written anew as a whole."""
    await db.execute(delete(TermEvidence).where(E.review_id == review_id))
    db.add_all(rows)


def pairings_of(school_id: UUID) -> Select[Any]:
    """The ids of all pairings of a school."""
    pairing = pairings.directory()
    either = or_(pairing.c.supporting_school_id == school_id, pairing.c.recipient_school_id == school_id)
    return select(pairing.c.id).where(either)


async def entries(db: AsyncSession, source: CompoundSelect[Any]) -> Sequence[Row[Any]]:
    """What another feature has recorded of pairings."""
    found: Sequence[Row[Any]] = (await db.execute(source)).all()
    return found


async def pairing_for(db: AsyncSession, scope: Scope, pairing_id: UUID) -> Any:
    """Schools and counties of a pairing in scope."""
    pairing = pairings.directory()
    columns = select(
        pairing.c.supporting_school_id, pairing.c.recipient_school_id, pairing.c.supporting_county_code,
        pairing.c.recipient_county_code,
    )  # fmt: skip
    mine = columns.where(pairing.c.id == pairing_id, scope.rows(pairings.parties(pairing.c)))
    return (await db.execute(mine)).one_or_none()


async def live_of_school(db: AsyncSession, school_id: UUID, *, locked: bool = False) -> Sequence[TermReview]:
    """The reviews of a school that the county has not taken."""
    rows = select(TermReview).where(T.school_id == school_id, T.status.in_(LIVE)).order_by(T.id)
    return (await db.scalars(rows.with_for_update() if locked else rows)).all()


async def terms_of(db: AsyncSession, school_ids: Collection[UUID]) -> set[tuple[int, SchoolTerm]]:
    """The terms for which one of the schools has a review."""
    rows = select(T.school_year, T.term).where(T.school_id.in_(school_ids), T.status != TermReviewStatus.void)
    return {(each.school_year, each.term) for each in await db.execute(rows)}
