"""Table of term plans."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type, json_type
from services.contracts.codes import PairSide, PlanSpan, TermPlanStatus

OPEN_SQL = text("status IN ('draft', 'proposed', 'returned')")
AGREED_SQL = text("status = 'agreed'")
OF_SPAN = ("pairing_id", "school_year", "span")


class TermPlan(Entity, table=True):
    """One revision of the plan of a pairing for a term or a school year; nothing changes it once it is agreed.

    Of a pairing and a term one revision is agreed at most, and beside it one is being written. `measures` are
    `contracts.term_plans.PlanMeasure` as JSON: they are written and replaced as a whole.
    """

    __tablename__ = "term_plan"
    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision"),
        CheckConstraint("(status IN ('agreed', 'replaced')) = (agreed_on IS NOT NULL)", name="agreed_has_day"),
        Index("uq_term_plan_open", *OF_SPAN, unique=True, postgresql_where=OPEN_SQL, sqlite_where=OPEN_SQL),
        Index("uq_term_plan_agreed", *OF_SPAN, unique=True, postgresql_where=AGREED_SQL, sqlite_where=AGREED_SQL),
        Index("ix_term_plan_pairing", *OF_SPAN, "revision"),
        Index("ix_term_plan_year", "school_year", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "school_year", "span", "revision", "revises_id", "drafted_by", "status", "proposed_on",
        "agreed_on",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    school_year: int
    span: PlanSpan = Field(sa_type=code_type(PlanSpan, "span"))
    revision: int = 1
    revises_id: UUID | None = Field(default=None, foreign_key="term_plan.id")
    drafted_by: PairSide = Field(sa_type=code_type(PairSide, "drafted_by"))
    status: TermPlanStatus = Field(default=TermPlanStatus.draft, sa_type=code_type(TermPlanStatus, "status"))
    goals: str = Field(default="", max_length=2000)
    measures: list[dict[str, str | None]] = Field(default_factory=list, sa_type=json_type())
    supporting_responsible: str = Field(default="", max_length=200)
    recipient_responsible: str = Field(default="", max_length=200)
    proposed_on: date | None = None
    proposed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    agreed_on: date | None = None
    revise_reason: str = Field(default="", max_length=500)
    return_reason: str = Field(default="", max_length=500)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code
