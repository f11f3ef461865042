"""The dated records of a person: posts, titles, honours, service, certificates, education, spouse (E-07 … E-12)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Reason, VersionedOut
from services.contracts.codes import (
    CertificateType,
    Degree,
    EducationLevel,
    HonourLevel,
    HonourType,
    Locality,
    Post,
    RecordKind,
    SchoolFlag,
    ServiceSource,
    Stage,
    Title,
)
from services.contracts.files import FileIds, FileOut
from services.contracts.people import Grades

PostGrade = Annotated[int, Field(ge=1, le=13)]
"""Professional post grade 一级 to 十三级 (E-08.1)."""
WeeklyHours = Annotated[int, Field(ge=0, le=40)]


class PositionRecord(Body):
    """A post, here or elsewhere (E-10). Both days are inside; it shares no day with another post."""

    kind: Literal["position"] = "position"
    post: Post
    leadership: bool = False
    school_id: UUID | None = None
    school_name: Line = ""
    start_on: Day
    end_on: Day | None = None


class TitleRecord(Body):
    """A title (E-08); the present one has no last day. Terms are those of the appointment."""

    kind: Literal["title"] = "title"
    title: Title
    start_on: Day
    end_on: Day | None = None
    appointed_on: Day | None = None
    post_grade: PostGrade | None = None
    term_start_on: Day | None = None
    term_end_on: Day | None = None


class TeachingRecord(Body):
    """What somebody teaches (E-07.7); the present one has no last day. It shares no day with another."""

    kind: Literal["teaching"] = "teaching"
    stage: Stage
    subject: Line = ""
    grades: Grades = []
    start_on: Day
    end_on: Day | None = None


class HonourRecord(Body):
    """An honour (E-09, N-10, N-11); `valid_to` null holds without end."""

    kind: Literal["honour"] = "honour"
    type: HonourType
    level: HonourLevel
    awarded_on: Day
    valid_to: Day | None = None
    document_no: Line = ""


class ServiceRecordIn(Body):
    """Service at a school (E-11). For a school that is not registered here, its name and nature are typed."""

    kind: Literal["service"] = "service"
    school_id: UUID | None = None
    school_name: Line = ""
    locality: Locality | None = None
    flags: list[SchoolFlag] = []
    source: ServiceSource
    start_on: Day
    end_on: Day | None = None
    stage: Stage | None = None
    subject: Line = ""
    weekly_hours: WeeklyHours | None = None


class CertificateRecord(Body):
    """A teacher certificate (E-07.9)."""

    kind: Literal["certificate"] = "certificate"
    type: CertificateType
    subject: Line = ""
    number: Line = ""
    obtained_on: Day
    valid_to: Day | None = None


class EducationRecord(Body):
    """Education level and degree (E-07.10)."""

    kind: Literal["education"] = "education"
    level: EducationLevel
    degree: Degree = Degree.none
    graduated_on: Day
    major: Line = ""


class SpouseRecord(Body):
    """The spouse's work (E-12.1, restricted): a registered person, or the name and the school."""

    kind: Literal["spouse"] = "spouse"
    spouse_person_id: UUID | None = None
    spouse_name: Annotated[str, Field(max_length=60)] = ""
    spouse_school_id: UUID | None = None
    spouse_post: Post | None = None


PersonRecord = Annotated[
    PositionRecord
    | TitleRecord
    | TeachingRecord
    | HonourRecord
    | ServiceRecordIn
    | CertificateRecord
    | EducationRecord
    | SpouseRecord,
    Field(discriminator="kind"),
]


class RecordIn(Body):
    """One dated record to add."""

    record: PersonRecord


class Evidence(Body):
    """Papers about a service record, uploaded before."""

    file_ids: FileIds = []


class RecordCorrection(Body):
    """The whole record as it should have been, and why; its kind stays."""

    record: PersonRecord
    reason: Reason


class RecordOut(VersionedOut):
    """What every dated record has. `basis` says why it was written, or what was put right; null for clients."""

    id: UUID
    basis: str | None = None


class PositionOut(RecordOut):
    """A post; the running one has no last day."""

    post: Post
    leadership: bool
    school: SchoolRef | None
    school_name: str
    start_on: date
    end_on: date | None


class TitleOut(RecordOut):
    """A title; the present one has no last day."""

    title: Title
    start_on: date
    end_on: date | None
    appointed_on: date | None
    post_grade: int | None
    term_start_on: date | None
    term_end_on: date | None


class TeachingOut(RecordOut):
    """What somebody teaches; the running one has no last day."""

    stage: Stage
    subject: str
    grades: list[int]
    start_on: date
    end_on: date | None


class HonourOut(RecordOut):
    """An honour."""

    type: HonourType
    level: HonourLevel
    awarded_on: date
    valid_to: date | None
    document_no: str | None


class ServiceOut(RecordOut):
    """Service with the school's nature at the time: from the school's dated decisions, or as typed."""

    school: SchoolRef | None
    school_name: str
    localities: list[Locality]
    flags: list[SchoolFlag]
    source: ServiceSource
    start_on: date
    end_on: date | None
    stage: Stage | None
    subject: str
    weekly_hours: int | None
    verified_at: datetime | None = None
    verified_by: str = ""
    """Who of the county compared it with the papers; empty for systems."""
    files: list[FileOut] = []


class CertificateOut(RecordOut):
    """A teacher certificate; its number is personal."""

    type: CertificateType
    subject: str
    number: str | None
    obtained_on: date
    valid_to: date | None


class EducationOut(RecordOut):
    """An education."""

    level: EducationLevel
    degree: Degree
    graduated_on: date
    major: str


class SpouseOut(RecordOut):
    """The spouse's work."""

    person_id: UUID | None
    name: str
    school: SchoolRef | None
    post: Post | None


class RecordChanged(Out):
    """The record that was written, and its kind."""

    id: UUID
    kind: RecordKind
    person_id: UUID
