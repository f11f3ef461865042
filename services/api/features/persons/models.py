"""Tables of a person's records beside work itself, of looks at identity numbers, and of merges."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.features.staff.service_dated import PersonRow
from services.api.kernel.models import Entity, Instant, code_type, json_type
from services.contracts.codes import (
    CertificateType,
    Degree,
    EducationLevel,
    HonourLevel,
    HonourType,
    Locality,
    Post,
    ServiceSource,
    Stage,
)


class StaffHonour(PersonRow, table=True):
    """An honour (E-09); `valid_to` None holds without end."""

    __tablename__ = "staff_honour"

    event_fields: ClassVar[tuple[str, ...]] = ("person_id", "type", "level", "awarded_on", "valid_to", "voided_at")

    type: HonourType = Field(sa_type=code_type(HonourType, "type"))
    level: HonourLevel = Field(sa_type=code_type(HonourLevel, "level"))
    awarded_on: date
    valid_to: date | None = None
    document_no: str = Field(default="", max_length=200)


class ServiceRecord(PersonRow, table=True):
    """Service at a school (E-11). The nature of a registered school is read from its own dated decisions.

    `verified_by`: the county compared it with the papers (E-11.5); whatever is put right must be compared again.
    """

    __tablename__ = "service_record"

    event_fields: ClassVar[tuple[str, ...]] = (
        "person_id", "school_id", "source", "stage", "start_on", "end_on", "verified_at", "voided_at",
    )  # fmt: skip

    school_id: UUID | None = Field(default=None, foreign_key="school.id", index=True)
    school_name: str = Field(default="", max_length=200)
    locality: Locality | None = Field(default=None, sa_type=code_type(Locality, "locality"))
    flags: list[Any] = Field(default_factory=list, sa_type=json_type())
    source: ServiceSource = Field(sa_type=code_type(ServiceSource, "source"))
    start_on: date
    end_on: date | None = None
    stage: Stage | None = Field(default=None, sa_type=code_type(Stage, "stage"))
    subject: str = Field(default="", max_length=200)
    weekly_hours: int | None = None
    verified_at: datetime | None = Field(default=None, sa_type=Instant)
    verified_by: UUID | None = Field(default=None, foreign_key="user_account.id")


class TeacherCertificate(PersonRow, table=True):
    """A teacher certificate (E-07.9); its number stays out of events."""

    __tablename__ = "teacher_certificate"

    event_fields: ClassVar[tuple[str, ...]] = ("person_id", "type", "obtained_on", "valid_to", "voided_at")

    type: CertificateType = Field(sa_type=code_type(CertificateType, "type"))
    subject: str = Field(default="", max_length=200)
    number: str = Field(default="", max_length=200)
    obtained_on: date
    valid_to: date | None = None


class PersonEducation(PersonRow, table=True):
    """Education level and degree (E-07.10)."""

    __tablename__ = "person_education"

    event_fields: ClassVar[tuple[str, ...]] = ("person_id", "level", "degree", "graduated_on", "voided_at")

    level: EducationLevel = Field(sa_type=code_type(EducationLevel, "level"))
    degree: Degree = Field(sa_type=code_type(Degree, "degree"))
    graduated_on: date
    major: str = Field(default="", max_length=200)


class PersonRelation(PersonRow, table=True):
    """The spouse's work (E-12.1, restricted): nothing of it goes into an event."""

    __tablename__ = "person_relation"

    spouse_person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    spouse_name: str = Field(default="", max_length=60)
    spouse_school_id: UUID | None = Field(default=None, foreign_key="school.id")
    spouse_post: Post | None = Field(default=None, sa_type=code_type(Post, "spouse_post"))


class PersonHealth(PersonRow, table=True):
    """Whether somebody is fit for service elsewhere (E-07.11, restricted): nothing of it goes into an event.

    The last row counts. The note is encrypted like an identity number.
    """

    __tablename__ = "person_health"

    ok: bool
    note_cipher: str | None = Field(default=None, max_length=2000)
    told_on: date


class PersonUnmasking(Entity, table=True):
    """Somebody looked at the whole identity number, and why."""

    __tablename__ = "person_unmasking"

    event_fields: ClassVar[tuple[str, ...]] = ("person_id",)

    county_code: str = Field(max_length=6)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    looked_at: datetime = Field(sa_type=Instant, nullable=False)
    looked_by: UUID = Field(foreign_key="user_account.id")
    reason: str = Field(max_length=500)


class PersonDistinct(Entity, table=True):
    """Somebody decided that two records are two persons; the smaller id first."""

    __tablename__ = "person_distinct"
    __table_args__ = (
        Index("uq_person_distinct_pair", "person_id", "other_person_id", unique=True),
        CheckConstraint("person_id <> other_person_id", name="two_persons"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("person_id", "other_person_id")

    county_code: str = Field(max_length=6)
    person_id: UUID = Field(foreign_key="person.id")
    other_person_id: UUID = Field(foreign_key="person.id", index=True)
    reason: str = Field(max_length=500)
    decided_by: UUID = Field(foreign_key="user_account.id")


class PersonMerge(Entity, table=True):
    """Two records made one. `moved` says of every row what it was before, so that undoing puts all back."""

    __tablename__ = "person_merge"
    __table_args__ = (
        CheckConstraint("kept_person_id <> merged_person_id", name="two_persons"),
        Index(
            "uq_person_merge_live",
            "merged_person_id",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
            sqlite_where=text("undone_at IS NULL"),
        ),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("kept_person_id", "merged_person_id", "undone_at")

    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    kept_person_id: UUID = Field(foreign_key="person.id", index=True)
    merged_person_id: UUID = Field(foreign_key="person.id")
    moved: list[Any] = Field(default_factory=list, sa_type=json_type())
    reason: str = Field(max_length=500)
    merged_at: datetime = Field(sa_type=Instant, nullable=False)
    merged_by: UUID = Field(foreign_key="user_account.id")
    undone_at: datetime | None = Field(default=None, sa_type=Instant)
    undone_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    undo_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The counties of both records."""
        return self.county_code, self.other_county_code
