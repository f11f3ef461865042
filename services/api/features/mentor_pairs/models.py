"""Table of mentor pairs."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import MentorKind, MentorPairStatus, MentorResult

OPEN_SQL = text("status IN ('active', 'summarised', 'reviewed')")


class MentorPair(Entity, table=True):
    """A mentor and a mentee in one subject; one open pair of a mentee in a subject.

    Schools and counties are those at the time; a succession takes the schools of open pairs along.
    """

    __tablename__ = "mentor_pair"
    __table_args__ = (
        CheckConstraint("mentor_person_id <> mentee_person_id OR status IN ('ended', 'void')", name="two_persons"),
        CheckConstraint("end_on >= start_on", name="period"),
        Index(
            "uq_mentor_pair_open", "mentee_person_id", "subject", unique=True, postgresql_where=OPEN_SQL,
            sqlite_where=OPEN_SQL,
        ),
        Index("ix_mentor_pair_mentor", "mentor_person_id", "status"),
        Index("ix_mentor_pair_mentor_county", "mentor_county_code", "start_on", "id"),
        Index("ix_mentor_pair_mentee_county", "mentee_county_code", "start_on", "id"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "mentor_person_id", "mentee_person_id", "mentor_school_id", "mentee_school_id", "pairing_id", "kind",
        "subject_differs", "start_on", "end_on", "ended_on", "status", "result",
    )  # fmt: skip

    mentor_person_id: UUID = Field(foreign_key="person.id")
    mentor_staff_id: UUID = Field(foreign_key="staff.id", index=True)
    mentor_school_id: UUID = Field(foreign_key="school.id", index=True)
    mentor_county_code: str = Field(max_length=6)
    mentee_person_id: UUID = Field(foreign_key="person.id", index=True)
    mentee_staff_id: UUID = Field(foreign_key="staff.id", index=True)
    mentee_school_id: UUID = Field(foreign_key="school.id", index=True)
    mentee_county_code: str = Field(max_length=6)
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)
    kind: MentorKind = Field(sa_type=code_type(MentorKind, "kind"))
    subject: str = Field(max_length=80)
    subject_differs: bool = False
    start_on: date
    end_on: date
    ended_on: date | None = None
    goal: str = Field(default="", max_length=2000)
    status: MentorPairStatus = Field(
        default=MentorPairStatus.active, sa_type=code_type(MentorPairStatus, "status")
    )  # fmt: skip
    status_at: datetime = Field(sa_type=Instant, nullable=False)
    summary: str = Field(default="", max_length=2000)
    result: MentorResult | None = Field(default=None, sa_type=code_type(MentorResult, "result"))
    reward: str = Field(default="", max_length=200)
    closed_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The mentee's county and the mentor's."""
        return self.mentee_county_code, self.mentor_county_code
