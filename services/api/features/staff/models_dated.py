"""What changes in a person's working life, as dated rows (E-07.7, E-08, E-10). Both days are inside.

Nothing is deleted. The running row of a kind has no last day. The present values on `staff` are the copy of these
rows for today.
"""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type, json_type
from services.contracts.codes import Post, Stage, Title

_RUNNING = "end_on IS NULL AND voided_at IS NULL"


def one_running(name: str) -> Index:
    """Nobody has two running rows of one kind."""
    condition = text(_RUNNING)
    return Index(name, "person_id", unique=True, postgresql_where=condition, sqlite_where=condition)


class PersonRow(Entity):
    """What every dated record of a person has: why it was written, what was put right, and when it was voided."""

    county_code: str = Field(max_length=6)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    basis: str = Field(default="", max_length=500)
    correction: str = Field(default="", max_length=500)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)


class StaffPosition(PersonRow, table=True):
    """A post at a school (E-10), of the leadership team or not."""

    __tablename__ = "staff_position"
    __table_args__ = (one_running("uq_staff_position_running"), Index("ix_staff_position_start_on", "start_on"))

    event_fields: ClassVar[tuple[str, ...]] = (
        "person_id", "post", "leadership", "school_id", "start_on", "end_on", "voided_at",
    )  # fmt: skip

    post: Post = Field(sa_type=code_type(Post, "post"))
    leadership: bool = False
    school_id: UUID | None = Field(default=None, foreign_key="school.id", index=True)
    school_name: str = Field(default="", max_length=200)
    start_on: date
    end_on: date | None = None


class StaffTitle(PersonRow, table=True):
    """A title and its appointment (E-08)."""

    __tablename__ = "staff_title"
    __table_args__ = (one_running("uq_staff_title_running"), Index("ix_staff_title_start_on", "start_on"))

    event_fields: ClassVar[tuple[str, ...]] = (
        "person_id", "title", "start_on", "end_on", "appointed_on", "post_grade", "term_start_on", "term_end_on",
        "voided_at",
    )  # fmt: skip

    title: Title = Field(sa_type=code_type(Title, "title"))
    start_on: date
    end_on: date | None = None
    appointed_on: date | None = None
    post_grade: int | None = None
    term_start_on: date | None = None
    term_end_on: date | None = None


class StaffTeaching(PersonRow, table=True):
    """What somebody teaches: stage, subject, grades 1 to 12 (E-07.7)."""

    __tablename__ = "staff_teaching"
    __table_args__ = (one_running("uq_staff_teaching_running"), Index("ix_staff_teaching_start_on", "start_on"))

    event_fields: ClassVar[tuple[str, ...]] = ("person_id", "stage", "start_on", "end_on", "voided_at")

    stage: Stage = Field(sa_type=code_type(Stage, "stage"))
    subject: str = Field(default="", max_length=200)
    grades: list[Any] = Field(default_factory=list, sa_type=json_type())
    start_on: date
    end_on: date | None = None


class PersonName(PersonRow, table=True):
    """A name that somebody had until a day; the present one is on the person. Found by searches as well."""

    __tablename__ = "person_name"
    __table_args__ = (
        Index("ix_person_name_name", "name"),
        Index("ix_person_name_pinyin", "pinyin"),
        Index("ix_person_name_initials", "initials"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("person_id", "end_on")

    name: str = Field(max_length=60)
    pinyin: str = Field(max_length=300)
    initials: str = Field(max_length=60)
    end_on: date
