"""Selects of mentor pairs of a person, an employment, a pairing or a school."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.mentor_pairs.models import MentorPair
from services.api.features.mentor_pairs.queries import M
from services.api.features.mentor_pairs.rules import OPEN
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.contracts.codes import MentorPairStatus


def _of_person(person_id: UUID) -> ColumnElement[bool]:
    return or_(M.mentor_person_id == person_id, M.mentee_person_id == person_id)


async def of_person(db: AsyncSession, person_id: UUID) -> Sequence[Any]:
    """Somebody's pairs as mentor and as mentee, the latest start first, void ones left out, with the other side."""
    mentor, mentee = staff.directory().alias("mentor"), staff.directory().alias("mentee")
    taught, learning = schools.directory().alias("mentor_school"), schools.directory().alias("mentee_school")
    rows = (
        select(
            M.id, M.mentor_person_id, M.subject, M.start_on, M.end_on, M.ended_on, M.status,
            mentor.c.name.label("mentor_name"), mentee.c.name.label("mentee_name"),
            taught.c.name.label("mentor_school"), learning.c.name.label("mentee_school"),
        )
        .join(mentor, mentor.c.staff_id == M.mentor_staff_id)
        .join(mentee, mentee.c.staff_id == M.mentee_staff_id)
        .join(taught, taught.c.id == M.mentor_school_id)
        .join(learning, learning.c.id == M.mentee_school_id)
        .where(_of_person(person_id), M.status != MentorPairStatus.void)
    )  # fmt: skip
    return (await db.execute(rows.order_by(M.start_on.desc(), M.id))).all()


async def rows_of_person(db: AsyncSession, person_id: UUID) -> Sequence[MentorPair]:
    """All pairs of somebody, void ones too, locked."""
    rows = select(MentorPair).where(_of_person(person_id)).order_by(M.id).with_for_update()
    return (await db.scalars(rows)).all()


async def open_between(db: AsyncSession, one_id: UUID, other_id: UUID) -> Sequence[Any]:
    """The open pairs of two persons: who is mentee of whom, in what."""
    rows = select(M.mentor_person_id, M.mentee_person_id, M.subject).where(M.status.in_(OPEN))
    return (await db.execute(rows.where(or_(_of_person(one_id), _of_person(other_id))))).all()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Pairs of these employments other than the named ones."""
    mine = or_(M.mentor_staff_id.in_(staff_ids), M.mentee_staff_id.in_(staff_ids))
    return int(await db.scalar(select(func.count()).where(mine, M.id.not_in(but))) or 0)


async def open_after(db: AsyncSession, mine: ColumnElement[bool], day: date) -> Sequence[MentorPair]:
    """Open pairs that go on after a day, locked."""
    rows = select(MentorPair).where(mine, M.status.in_(OPEN), M.end_on > day).order_by(M.id).with_for_update()
    return (await db.scalars(rows)).all()


async def run_out(db: AsyncSession, today: date, limit: int) -> Sequence[MentorPair]:
    """Reviewed pairs whose last day has passed, locked."""
    rows = select(MentorPair).where(M.status == MentorPairStatus.reviewed, M.end_on < today)
    return (await db.scalars(rows.order_by(M.id).limit(limit).with_for_update(skip_locked=True))).all()


def of_staff(staff_id: UUID) -> ColumnElement[bool]:
    """Pairs of an employment."""
    return or_(M.mentor_staff_id == staff_id, M.mentee_staff_id == staff_id)


def under(pairing_id: UUID) -> ColumnElement[bool]:
    """Pairs of a pairing."""
    return M.pairing_id == pairing_id  # type: ignore[no-any-return] # a comparison of a column


async def count_of(db: AsyncSession, pairing_id: UUID) -> int:
    """How many pairs a pairing has, void ones left out."""
    counted = select(func.count()).where(under(pairing_id), M.status != MentorPairStatus.void)
    return int(await db.scalar(counted) or 0)


async def of_pairing(db: AsyncSession, pairing_id: UUID, limit: int) -> Sequence[Any]:
    """The newest pairs of a pairing: (id, names of both)."""
    mentor, mentee = staff.directory().alias("mentor"), staff.directory().alias("mentee")
    rows = (
        select(M.id, mentor.c.name.label("mentor_name"), mentee.c.name.label("mentee_name"))
        .join(mentor, mentor.c.staff_id == M.mentor_staff_id)
        .join(mentee, mentee.c.staff_id == M.mentee_staff_id)
        .where(under(pairing_id))
    )
    return (await db.execute(rows.order_by(M.created_at.desc(), M.id.desc()).limit(limit))).all()


async def open_of_school(db: AsyncSession, school_id: UUID, day: date) -> int:
    """How many open pairs of a school go on after a day."""
    mine = or_(M.mentor_school_id == school_id, M.mentee_school_id == school_id)
    return int(await db.scalar(select(func.count()).where(mine, M.status.in_(OPEN), M.end_on > day)) or 0)


async def to_move(
    db: AsyncSession, school_id: UUID, staff_ids: Collection[UUID] | None, *, locked: bool = False
) -> list[tuple[MentorPair, str]]:
    """Open pairs of a school, or of some of its employments, each with the mentee's name."""
    mentee = staff.directory()
    mine = or_(M.mentor_school_id == school_id, M.mentee_school_id == school_id)
    rows = select(MentorPair, mentee.c.name).join(mentee, mentee.c.staff_id == M.mentee_staff_id)
    rows = rows.where(mine, M.status.in_(OPEN)).order_by(M.id)
    if staff_ids is not None:
        rows = rows.where(or_(M.mentor_staff_id.in_(staff_ids), M.mentee_staff_id.in_(staff_ids)))
    found = await db.execute(rows.with_for_update(of=MentorPair) if locked else rows)
    return [(each[0], each[1]) for each in found]
