"""Tables of monthly reports: the expectation, what is typed, what was sent, what was decided."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, Instant, Leaf, code_type, json_type
from services.contracts.codes import PersonState, ReportStatus

without_events("report_draft", "what is being typed; the submission leaves the event")
without_events("report_revision", "part of the report, whose own event says submitted")
without_events("report_line", "part of the report, whose own event says submitted")
without_events("report_review", "part of the report, whose own event says returned or accepted")


class Report(Entity, table=True):
    """One school's month: an expectation first, a report once it is sent. Never two for a month.

    `school_code` and `school_name` are those it was last sent with: what becomes of the school later changes no report.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("uq_report_school_month", "school_id", "month", unique=True),
        Index("ix_report_county_month", "county_code", "month", "status", "id"),
        Index("ix_report_queue", "status", "submitted_at", "id"),
        # A month of a whole province is counted from this alone
        Index("ix_report_statistics", "month", "county_code", "status", "due_at", "first_submitted_at", "school_id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "school_id", "month", "status", "due_at", "added_late", "revision", "first_submitted_at", "submitted_at",
        "receipt_no", "accepted_at", "returned_at", "mend_by", "no_change",
    )  # fmt: skip

    school_id: UUID = Field(foreign_key="school.id")
    school_code: str | None = Field(default=None, max_length=10)
    school_name: str | None = Field(default=None, max_length=80)
    county_code: str = Field(foreign_key="region.code", max_length=6)
    month: str = Field(max_length=7)
    status: ReportStatus = Field(sa_type=code_type(ReportStatus, "status"), default=ReportStatus.due)
    opened_at: datetime = Field(sa_type=Instant, nullable=False)
    due_at: datetime = Field(sa_type=Instant, nullable=False)
    grace_until: datetime = Field(sa_type=Instant, nullable=False)
    added_late: bool = False
    revision: int = 0
    receipt_no: str | None = Field(default=None, max_length=40, unique=True)
    no_change: bool | None = None
    first_submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    submitted_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    accepted_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    returned_at: datetime | None = Field(default=None, sa_type=Instant)
    mend_by: date | None = None


class ReportDraft(Base, table=True):
    """What a school is typing, exactly as typed; `version` guards two tabs and two devices."""

    __tablename__ = "report_draft"

    report_id: UUID = Field(primary_key=True, foreign_key="report.id")
    version: int = 0
    content: dict[str, Any] = Field(sa_type=json_type())
    saved_at: datetime = Field(sa_type=Instant, nullable=False)
    saved_by: UUID = Field(foreign_key="user_account.id")


class ReportRevision(Leaf, table=True):
    """One submission, never changed: the content and the activities as they were (snapshot).

    `shown` is what stood around the content: people, goals, partners. None for submissions from before it was kept.
    """

    __tablename__ = "report_revision"
    __table_args__ = (Index("uq_report_revision_number", "county_code", "report_id", "revision", unique=True),)

    report_id: UUID = Field(foreign_key="report.id", index=True)
    revision: int
    submitted_at: datetime = Field(sa_type=Instant, nullable=False)
    submitted_by: UUID = Field(foreign_key="user_account.id")
    no_change: bool
    content: dict[str, Any] = Field(sa_type=json_type())
    summary: dict[str, Any] = Field(sa_type=json_type())
    shown: dict[str, Any] | None = Field(default=None, sa_type=json_type())


class ReportLine(Leaf, table=True):
    """One person's month in one revision, so that a team's or a person's months are a query."""

    __tablename__ = "report_line"
    __table_args__ = (Index("ix_report_line_assignment", "assignment_id", "month"),)

    report_id: UUID = Field(foreign_key="report.id", index=True)
    revision: int
    month: str = Field(max_length=7)
    assignment_id: UUID = Field(foreign_key="assignment.id")
    state: PersonState = Field(sa_type=code_type(PersonState, "state"))
    from_on: date | None = None
    to_on: date | None = None
    category: str | None = Field(default=None, max_length=32)
    note: str = Field(default="", max_length=200)


class ReportReview(Leaf, table=True):
    """One decision of the county on one revision."""

    __tablename__ = "report_review"

    report_id: UUID = Field(foreign_key="report.id", index=True)
    revision: int
    accepted: bool
    comments: list[dict[str, Any]] = Field(default_factory=list, sa_type=json_type())
    mend_by: date | None = None
    decided_at: datetime = Field(sa_type=Instant, nullable=False)
    decided_by: UUID = Field(foreign_key="user_account.id")
