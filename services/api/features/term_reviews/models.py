"""Tables of term reviews, the summaries handed in for them and the evidence that was seen."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Entity, Instant, code_type
from services.contracts.codes import ContributionKind, EvidenceKind, SchoolTerm, TermReviewStatus

without_events("term_evidence", "what was seen at a check; the event of the review tells that it was checked")
LIVE_SQL = text("status <> 'void'")
SCHOOL_SQL = text("kind = 'school' AND voided_at IS NULL")
STAYS_SQL = text("voided_at IS NULL")


class TermReview(Entity, table=True):
    """One for a school, school year and term that is not void. `due_on`: until when summaries are to be handed in."""

    __tablename__ = "term_review"
    __table_args__ = (
        Index(
            "uq_term_review_term", "school_id", "school_year", "term", unique=True, postgresql_where=LIVE_SQL,
            sqlite_where=LIVE_SQL,
        ),
        Index("ix_term_review_county_year", "county_code", "school_year", "id"),
        Index("ix_term_review_year", "school_year", "id"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "school_id", "school_year", "term", "pairing_id", "due_on", "status", "checked_on", "decided_on",
        "submitted_on", "accepted_on",
    )  # fmt: skip

    school_id: UUID = Field(foreign_key="school.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    school_year: int
    term: SchoolTerm = Field(sa_type=code_type(SchoolTerm, "term"))
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)
    due_on: date
    status: TermReviewStatus = Field(
        default=TermReviewStatus.collecting, sa_type=code_type(TermReviewStatus, "status")
    )  # fmt: skip
    checked_on: date | None = None
    decided_on: date | None = None
    submitted_on: date | None = None
    accepted_on: date | None = None
    return_reason: str = Field(default="", max_length=500)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The school's county, and that of the partner of the pairing where it is another."""
        return self.county_code, self.other_county_code


class TermContribution(Entity, table=True):
    """A written summary that is owed or handed in: of a research group, a mentor, or the school (F-33).

    A mentor is named by the employment; `reward_cents` are 0.01 yuan.
    """

    __tablename__ = "term_contribution"
    __table_args__ = (
        CheckConstraint("(kind = 'mentor') = (staff_id IS NOT NULL)", name="mentor_is_named"),
        CheckConstraint("qualified IS NULL OR handed_on IS NOT NULL", name="judged_is_handed_in"),
        CheckConstraint("reward_cents > 0", name="something"),
        Index("ix_term_contribution_review", "review_id", "id"),
        Index(
            "uq_term_contribution_mentor", "review_id", "staff_id", unique=True, postgresql_where=STAYS_SQL,
            sqlite_where=STAYS_SQL,
        ),
        Index(
            "uq_term_contribution_school", "review_id", unique=True, postgresql_where=SCHOOL_SQL,
            sqlite_where=SCHOOL_SQL,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "review_id", "kind", "staff_id", "handed_on", "qualified", "voided_at",
    )  # fmt: skip

    review_id: UUID = Field(foreign_key="term_review.id")
    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    kind: ContributionKind = Field(sa_type=code_type(ContributionKind, "kind"))
    who: str = Field(default="", max_length=80)
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    practice: str = Field(default="", max_length=2000)
    effect: str = Field(default="", max_length=2000)
    mentoring: str = Field(default="", max_length=2000)
    handed_on: date | None = None
    qualified: bool | None = None
    reward: str = Field(default="", max_length=200)
    reward_cents: int | None = Field(default=None, sa_type=BigInteger)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """Those of the review."""
        return self.county_code, self.other_county_code


class TermEvidence(Base, table=True):
    """One kind that the school has seen: how many papers, and how many activities of the kind the term had then."""

    __tablename__ = "term_evidence"
    __table_args__ = (UniqueConstraint("review_id", "kind"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    review_id: UUID = Field(foreign_key="term_review.id")
    kind: EvidenceKind = Field(sa_type=code_type(EvidenceKind, "kind"))
    papers: int
    recorded: int
