"""Table of lessons that were heard."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type
from services.contracts.codes import LessonRating, LessonStatus, PairSide

VALID_SQL = text("status <> 'void'")


class LessonRecord(Entity, table=True):
    """One lesson that one person heard at the other school of a pairing.

    Nobody hears two lessons at once: an observer has one record of a lesson of a day. The schools are those of the
    pairing, `teacher_side` says which of them taught; the counties are those at the time.
    """

    __tablename__ = "lesson_record"
    __table_args__ = (
        CheckConstraint("teacher_person_id <> observer_person_id OR status = 'void'", name="two_persons"),
        CheckConstraint("lesson_no BETWEEN 1 AND 12", name="lesson_no"),
        Index(
            "uq_lesson_record_observer", "observer_person_id", "held_on", "lesson_no", unique=True,
            postgresql_where=VALID_SQL, sqlite_where=VALID_SQL,
        ),
        Index("ix_lesson_record_pairing_day", "pairing_id", "held_on", "id"),
        Index("ix_lesson_record_day", "held_on", "id"),
        Index("ix_lesson_record_teacher", "teacher_person_id", "status"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "activity_id", "mentor_pair_id", "teacher_side", "teacher_person_id", "observer_person_id",
        "held_on", "lesson_no", "reflected_on", "status",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id")
    activity_id: UUID | None = Field(default=None, foreign_key="activity.id", index=True)
    mentor_pair_id: UUID | None = Field(default=None, foreign_key="mentor_pair.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    teacher_side: PairSide = Field(sa_type=code_type(PairSide, "teacher_side"))
    teacher_staff_id: UUID = Field(foreign_key="staff.id", index=True)
    teacher_person_id: UUID = Field(foreign_key="person.id")
    observer_staff_id: UUID = Field(foreign_key="staff.id", index=True)
    observer_person_id: UUID = Field(foreign_key="person.id")
    class_name: str = Field(max_length=80)
    subject: str = Field(max_length=80)
    topic: str = Field(max_length=80)
    held_on: date
    lesson_no: int
    process: str = Field(default="", max_length=2000)
    rating: LessonRating = Field(sa_type=code_type(LessonRating, "rating"))
    strengths: str = Field(default="", max_length=2000)
    suggestions: str = Field(default="", max_length=2000)
    reflection: str = Field(default="", max_length=2000)
    reflected_on: date | None = None
    status: LessonStatus = Field(default=LessonStatus.recorded, sa_type=code_type(LessonStatus, "status"))
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The observer's county and the teacher's."""
        return self.county_code, self.other_county_code
