"""Table of yearly summaries. It hangs on the assignment alone, and so goes along with person and schools."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type
from services.contracts.codes import AppraisalGrade, SummaryStatus


class SupportSummary(Entity, table=True):
    """One summary of an assignment for a school year (ND-44, F-20)."""

    __tablename__ = "support_summary"
    __table_args__ = (
        UniqueConstraint("assignment_id", "school_year"),
        Index("ix_support_summary_year", "school_year", "status"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "assignment_id", "school_year", "status", "grade", "submitted_on", "reviewed_on", "forwarded_on", "filed_on",
    )  # fmt: skip

    assignment_id: UUID = Field(foreign_key="assignment.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    school_year: int
    status: SummaryStatus = Field(default=SummaryStatus.draft, sa_type=code_type(SummaryStatus, "status"))
    text: str = Field(default="", max_length=8000)
    workload: str = Field(default="", max_length=200)
    achievements: str = Field(default="", max_length=2000)
    submitted_on: date | None = None
    submitted_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    return_reason: str = Field(default="", max_length=500)
    opinion: str = Field(default="", max_length=2000)
    grade: AppraisalGrade | None = Field(default=None, sa_type=code_type(AppraisalGrade, "grade"))
    reviewed_on: date | None = None
    reviewed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    forwarded_on: date | None = None
    filed_on: date | None = None
    filed_by: UUID | None = Field(default=None, foreign_key="user_account.id")

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.county_code, self.other_county_code
