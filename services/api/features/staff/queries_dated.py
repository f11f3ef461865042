"""Selects of the dated rows of persons."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, Subquery, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.staff.models import Person, Staff
from services.api.features.staff.models_dated import PersonName, PersonRow, StaffPosition, StaffTeaching, StaffTitle
from services.api.kernel.search import spelled_like

Row = TypeVar("Row", bound=PersonRow)
POSITION: Any = StaffPosition
TITLE: Any = StaffTitle
TEACHING: Any = StaffTeaching
NAME: Any = PersonName
STAFF: Any = Staff
LONGEST_OUTAGE = timedelta(days=40)
"""A row that began longer ago than this has been copied already."""


def in_force(row: Any, day: Any) -> ColumnElement[bool]:
    """Whether a dated row counts on a day."""
    return and_(row.voided_at.is_(None), row.start_on <= day, or_(row.end_on.is_(None), row.end_on >= day))


def _newest(column: Any, model: Any, person_id: Any, day: Any) -> ScalarSelect[Any]:
    rows = select(column).where(model.person_id == person_id, in_force(model, day))
    return rows.order_by(model.start_on.desc()).limit(1).scalar_subquery()


def facts_columns(person_id: Any, day: Any) -> dict[str, ScalarSelect[Any]]:
    """Post, title, stage and subject of a person on a day, as columns for a select; null where no row counts then."""
    wanted = {
        "post": (POSITION.post, POSITION), "title": (TITLE.title, TITLE), "stage": (TEACHING.stage, TEACHING),
        "subject": (TEACHING.subject, TEACHING),
    }  # fmt: skip
    return {name: _newest(column, model, person_id, day) for name, (column, model) in wanted.items()}


async def facts_on(db: AsyncSession, person_id: UUID, day: date) -> Any:
    """Post, title, stage and subject on a day."""
    return (await db.execute(select(*(c.label(n) for n, c in facts_columns(person_id, day).items())))).one()


async def rows_of(db: AsyncSession, model: type[Row], person_id: UUID, *, locked: bool = False) -> list[Row]:
    """The rows of one kind that are not void, the latest first."""
    table: Any = model
    last = table.start_on if hasattr(table, "start_on") else table.end_on if model is PersonName else table.created_at
    rows = select(model).where(table.person_id == person_id, table.voided_at.is_(None)).order_by(last.desc(), table.id)
    return list((await db.scalars(rows.with_for_update() if locked else rows)).all())


async def every_row(db: AsyncSession, model: type[Row], person_id: UUID, *, locked: bool = False) -> list[Row]:
    """All rows of one kind, void ones too."""
    table: Any = model
    rows = select(model).where(table.person_id == person_id).order_by(table.id)
    return list((await db.scalars(rows.with_for_update() if locked else rows)).all())


async def record(db: AsyncSession, model: type[Row], person_id: UUID, record_id: UUID) -> Row | None:
    """One row that is not void, locked."""
    table: Any = model
    rows = select(model).where(table.id == record_id, table.person_id == person_id, table.voided_at.is_(None))
    return (await db.scalars(rows.with_for_update())).one_or_none()


def has_had_name(q: str, person_id: Any) -> ColumnElement[bool]:
    """Whether a person had such a name before."""
    found = spelled_like(q, name=NAME.name, pinyin=NAME.pinyin, initials=NAME.initials)
    return person_id.in_(select(NAME.person_id).where(NAME.voided_at.is_(None), found))  # type: ignore[no-any-return]


async def became_present(db: AsyncSession, today: date, most: int) -> Sequence[Any]:
    """Open employments whose copy differs from a row that began lately; locked, with what is so today."""
    found: list[Any] = []
    for model, names in ((POSITION, ("post",)), (TITLE, ("title",)), (TEACHING, ("stage", "subject"))):
        rows = (
            select(Staff, *(getattr(model, name).label(f"now_{name}") for name in names))
            .join(model, model.person_id == STAFF.person_id)
            .where(model.start_on <= today, model.start_on >= today - LONGEST_OUTAGE, in_force(model, today))
            .where(STAFF.ended_on.is_(None), STAFF.merged_at.is_(None))
            .where(or_(*(getattr(STAFF, name) != getattr(model, name) for name in names)))
            .order_by(STAFF.id)
            .limit(most)
        )
        found += (await db.execute(rows.with_for_update(of=Staff))).all()
    return found


@cache
def people() -> Subquery:
    """All columns of all persons."""
    return select(*Person.__table__.c).subquery("people")  # type: ignore[attr-defined] # the table of a model


def all_employments() -> Select[Any]:
    """All columns of the employments that are shown."""
    return select(*Staff.__table__.c).where(STAFF.merged_at.is_(None))  # type: ignore[attr-defined] # as above
