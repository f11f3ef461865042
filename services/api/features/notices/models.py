"""Table of notices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Instant, code_type
from services.contracts.codes import NoticeKind

without_events("notice", "messages about things that have their own events")


class Notice(Base, table=True):
    """A message to one school; it tells what happened and where to go: to one report, support or plan."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_school", "school_id", "read_at", "id"),
        Index("ix_notice_report", "report_id", "kind", "created_at"),
    )

    id: UUID = Field(primary_key=True)
    school_id: UUID = Field(foreign_key="school.id")
    kind: NoticeKind = Field(sa_type=code_type(NoticeKind, "kind"))
    report_id: UUID | None = Field(default=None, foreign_key="report.id")
    month: str | None = Field(default=None, max_length=7)
    support_id: UUID | None = Field(default=None, foreign_key="support.id", index=True)
    improvement_plan_id: UUID | None = Field(default=None, foreign_key="improvement_plan.id", index=True)
    created_at: datetime = Field(sa_type=Instant, nullable=False)
    read_at: datetime | None = Field(default=None, sa_type=Instant)
