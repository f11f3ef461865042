"""Selects of heard lessons by person, and as dated entries."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Uuid, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.lesson_records.models import LessonRecord
from services.api.features.lesson_records.queries import L
from services.api.kernel.entries import EntriesAsked
from services.contracts.codes import LessonStatus


def _of_person(person_id: UUID) -> ColumnElement[bool]:
    return or_(L.teacher_person_id == person_id, L.observer_person_id == person_id)


async def count_of(db: AsyncSession, person_id: UUID) -> int:
    """How many records somebody is in."""
    return int(await db.scalar(select(func.count()).where(_of_person(person_id))) or 0)


async def valid_of(db: AsyncSession, person_ids: Collection[UUID]) -> Sequence[Any]:
    """Who taught and who heard which lesson, of these persons."""
    rows = select(L.teacher_person_id, L.observer_person_id, L.held_on, L.lesson_no)
    mine = or_(L.teacher_person_id.in_(person_ids), L.observer_person_id.in_(person_ids))
    return (await db.execute(rows.where(mine, L.status != LessonStatus.void))).all()


async def rows_of(db: AsyncSession, person_id: UUID) -> Sequence[LessonRecord]:
    """All records of somebody, void ones too, locked."""
    rows = select(LessonRecord).where(_of_person(person_id)).order_by(L.id).with_for_update()
    return (await db.scalars(rows)).all()


async def later_of_staff(db: AsyncSession, staff_ids: Collection[UUID], but: Collection[UUID]) -> int:
    """Records of these employments other than the named ones."""
    mine = or_(L.teacher_staff_id.in_(staff_ids), L.observer_staff_id.in_(staff_ids))
    return int(await db.scalar(select(func.count()).where(mine, L.id.not_in(but))) or 0)


def heard(asked: EntriesAsked) -> Select[Any]:
    """How many lessons were heard on each day: one that ten people heard is one lesson. Void records are left out."""
    lessons = (
        select(L.pairing_id, L.held_on, L.teacher_person_id, L.lesson_no)
        .where(*asked.between(L.pairing_id, L.held_on, L.held_on), L.status != LessonStatus.void)
        .distinct()
        .subquery("lessons_heard")
    ).c  # fmt: skip
    counted = select(
        lessons.pairing_id, literal("", String()).label("kind"), lessons.held_on.label("from_on"),
        lessons.held_on.label("to_on"), func.count().label("amount"), literal(None, Uuid()).label("who"),
    )  # fmt: skip
    return counted.group_by(lessons.pairing_id, lessons.held_on)
