"""Tables of assignments. The facts that statistics need are frozen on the row (architecture §4)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Entity, Instant, Leaf, code_type
from services.contracts.codes import (
    AssignmentStatus,
    Direction,
    ExchangeMode,
    Locality,
    Post,
    Sex,
    Stage,
    Title,
    Workload,
)

without_events("assignment_extension", "part of the assignment, whose own event says extend")
without_events("assignment_correction", "part of the assignment, whose own event says correct-facts")


class Assignment(Entity, table=True):
    """A person serves at another school; both days of the period are inside.

    `exclusive` (full-time, post cover) ones of a person never overlap while live: PostgreSQL has an
    EXCLUDE constraint, SQLite the same check inside the locked transaction.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("sending_school_id <> receiving_school_id", name="two_schools"),
        CheckConstraint("end_on >= start_on", name="period"),
        Index("ix_assignment_person", "person_id", "start_on"),
        Index("ix_assignment_status_start", "status", "start_on"),
        Index("ix_assignment_home_year", "home_county_code", "school_year", "id"),
        Index("ix_assignment_receiving_year", "receiving_county_code", "school_year", "id"),
        Index(
            "ix_assignment_statistics",
            "school_year",
            "home_county_code",
            "status",
            "direction",
            "mode",
            "post",
            "sex",
            "start_on",
            "end_on",
            "person_id",
        ),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "person_id",
        "sending_school_id",
        "receiving_school_id",
        "home_county_code",
        "receiving_county_code",
        "mode",
        "direction",
        "workload",
        "exclusive",
        "start_on",
        "end_on",
        "planned_end_on",
        "school_year",
        "status",
        "pairing_id",
        "team_id",
        "replaces_id",
        "swapped_with_id",
        "arrived_on",
        "post",
        "title",
        "stage",
        "sending_locality",
        "receiving_locality",
        "sending_confirmed_at",
        "receiving_confirmed_at",
        "county_confirmed_at",
    )

    person_id: UUID = Field(foreign_key="person.id")
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    home_county_code: str = Field(foreign_key="region.code", max_length=6)
    sending_school_id: UUID = Field(foreign_key="school.id", index=True)
    receiving_county_code: str = Field(foreign_key="region.code", max_length=6)
    receiving_school_id: UUID = Field(foreign_key="school.id", index=True)
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)
    team_id: UUID | None = Field(default=None, foreign_key="team.id", index=True)
    replaces_id: UUID | None = Field(default=None, foreign_key="assignment.id", index=True)
    """Whose place this person takes (换人)."""
    swapped_with_id: UUID | None = Field(default=None, foreign_key="assignment.id")
    """With which assignment it was exchanged last (互换)."""
    mode: ExchangeMode = Field(sa_type=code_type(ExchangeMode, "mode"))
    direction: Direction = Field(sa_type=code_type(Direction, "direction"))
    workload: Workload = Field(sa_type=code_type(Workload, "workload"))
    exclusive: bool
    subject: str = Field(default="", max_length=200)
    receiving_post: str = Field(default="", max_length=200)
    basis: str = Field(default="", max_length=200)
    """The document that decided it, where one is named."""
    start_on: date
    end_on: date
    planned_end_on: date
    school_year: int
    status: AssignmentStatus = Field(
        sa_type=code_type(AssignmentStatus, "status"),
        default=AssignmentStatus.planned,
    )
    status_at: datetime = Field(sa_type=Instant, nullable=False)
    arrived_on: date | None = None
    sending_confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    sending_confirmed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    receiving_confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    receiving_confirmed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    county_confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    county_confirmed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    closed_reason: str = Field(default="", max_length=500)
    # frozen facts, refreshed until the start, then changed by a correction only
    sex: Sex = Field(sa_type=code_type(Sex, "sex"))
    age: int
    post: Post = Field(sa_type=code_type(Post, "post"))
    title: Title = Field(sa_type=code_type(Title, "title"))
    honours: int = 0
    """A set in one number, see persons.service_honours.BITS."""
    stage: Stage = Field(sa_type=code_type(Stage, "stage"))
    sending_locality: Locality | None = Field(default=None, sa_type=code_type(Locality, "sending_locality"))
    receiving_locality: Locality | None = Field(default=None, sa_type=code_type(Locality, "receiving_locality"))

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.home_county_code, self.receiving_county_code


class AssignmentExtension(Leaf, table=True):
    """One extension: the last day before and after, why, and who decided (ND-14, E-23.7). Never changed."""

    __tablename__ = "assignment_extension"
    __table_args__ = (Index("ix_assignment_extension_assignment", "assignment_id", "extended_at"),)

    assignment_id: UUID = Field(foreign_key="assignment.id")
    from_end_on: date
    to_end_on: date
    reason: str = Field(max_length=500)
    extended_at: datetime = Field(sa_type=Instant, nullable=False)
    extended_by: UUID | None = Field(default=None, foreign_key="user_account.id")


class AssignmentCorrection(Leaf, table=True):
    """One frozen fact that was wrong from the start: what it was, what it is, why and who decided. Never changed."""

    __tablename__ = "assignment_correction"
    __table_args__ = (Index("ix_assignment_correction_assignment", "assignment_id", "corrected_at"),)

    assignment_id: UUID = Field(foreign_key="assignment.id")
    field: str = Field(max_length=32)
    was: str = Field(max_length=32)
    became: str = Field(max_length=32)
    reason: str = Field(max_length=500)
    corrected_at: datetime = Field(sa_type=Instant, nullable=False)
    corrected_by: UUID | None = Field(default=None, foreign_key="user_account.id")
