"""Tables of refusals. A case hangs on the employment, and so goes along with the person and the school."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Entity, Instant, Leaf, code_type
from services.contracts.codes_refusals import DismissalGround, HearingKind, RefusalMeasure, RefusalStatus

WAITING_SQL = text("status IN ('open', 'heard')")
LIVE_SQL = text("status NOT IN ('withdrawn', 'void')")

without_events("refusal_statement", "part of the case, whose own event says that the person was heard")
without_events("refusal_measure", "part of the case, whose own event says that it was decided")


class Refusal(Entity, table=True):
    """Somebody confirmed does not go; one case in hand for an employment and school year, one for an assignment.

    `county_code` is the county of the person then: it decides. Events name neither the person nor the assignment.
    """

    __tablename__ = "refusal"
    __table_args__ = (
        Index(
            "uq_refusal_waiting", "staff_id", "school_year", unique=True, postgresql_where=WAITING_SQL,
            sqlite_where=WAITING_SQL,
        ),
        Index("uq_refusal_assignment", "assignment_id", unique=True, postgresql_where=LIVE_SQL, sqlite_where=LIVE_SQL),
        Index("ix_refusal_county", "county_code", "refused_on", "id"),
        Index("ix_refusal_year", "school_year", "status", "county_code"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = ("school_year", "status", "statement_count")

    county_code: str = Field(foreign_key="region.code", max_length=6)
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    assignment_id: UUID | None = Field(default=None, foreign_key="assignment.id")
    school_year: int
    refused_on: date
    named_in: str = Field(default="", max_length=80)
    facts: str = Field(default="", max_length=2000)
    opened_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    status: RefusalStatus = Field(default=RefusalStatus.open, sa_type=code_type(RefusalStatus, "status"))
    heard_on: date | None = None
    statement_count: int = 0
    decided_on: date | None = None
    decided_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    decision: str = Field(default="", max_length=2000)
    ground: DismissalGround | None = Field(default=None, sa_type=code_type(DismissalGround, "ground"))
    closed_reason: str = Field(default="", max_length=500)


class RefusalStatement(Leaf, table=True):
    """What the person said, or that nothing was to be said; never changed."""

    __tablename__ = "refusal_statement"
    __table_args__ = (Index("ix_refusal_statement_refusal", "refusal_id", "said_at"),)

    refusal_id: UUID = Field(foreign_key="refusal.id")
    kind: HearingKind = Field(sa_type=code_type(HearingKind, "kind"))
    heard_on: date
    said_at: datetime = Field(sa_type=Instant, nullable=False)
    said_by: UUID = Field(foreign_key="user_account.id")
    words: str = Field(max_length=2000)


class RefusalMeasureTaken(Leaf, table=True):
    """One consequence of a decision with its basis as it was then; it is in force while the case is 已处理."""

    __tablename__ = "refusal_measure"
    __table_args__ = (Index("ix_refusal_measure_refusal", "refusal_id"),)

    refusal_id: UUID = Field(foreign_key="refusal.id")
    measure: RefusalMeasure = Field(sa_type=code_type(RefusalMeasure, "measure"))
    basis: str = Field(max_length=300)
    school_year: int | None = None
    until_on: date | None = None
    document_no: str = Field(default="", max_length=200)
