"""Tables of improvement plans and their milestones."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import GuidanceKind, ImprovementResult, ImprovementSide, ImprovementStatus

LIVE_SQL = text("status <> 'void'")


class ImprovementPlan(Entity, table=True):
    """What a weak school wants to reach in a school year, and how (F-47). One for a school and year that is not void.

    Who helps is told by the pairing, so that it follows when the supporting school has a successor.
    """

    __tablename__ = "improvement_plan"
    __table_args__ = (
        CheckConstraint("(status = 'closed') = (result IS NOT NULL)", name="closed_has_result"),
        Index(
            "uq_improvement_plan_school_year", "school_id", "school_year", unique=True, postgresql_where=LIVE_SQL,
            sqlite_where=LIVE_SQL,
        ),
        Index("ix_improvement_plan_county_year", "county_code", "school_year", "id"),
        Index("ix_improvement_plan_year", "school_year", "id"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "school_id", "school_year", "pairing_id", "status", "submitted_on", "closed_on", "result",
    )  # fmt: skip

    school_id: UUID = Field(foreign_key="school.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    school_year: int
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)
    responsible: str = Field(default="", max_length=200)
    goals: str = Field(default="", max_length=2000)
    measures: str = Field(default="", max_length=2000)
    status: ImprovementStatus = Field(
        default=ImprovementStatus.draft, sa_type=code_type(ImprovementStatus, "status")
    )  # fmt: skip
    submitted_on: date | None = None
    closed_on: date | None = None
    result: ImprovementResult | None = Field(default=None, sa_type=code_type(ImprovementResult, "result"))
    return_reason: str = Field(default="", max_length=500)
    conclusion: str = Field(default="", max_length=500)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The school's county, and that of the supporting school where it is another."""
        return self.county_code, self.other_county_code


class ImprovementMilestone(Entity, table=True):
    """One step of a plan's schedule, with who answers for it and what came of it."""

    __tablename__ = "improvement_milestone"
    __table_args__ = (Index("ix_improvement_milestone_plan", "plan_id", "due_on", "id"),)

    event_fields: ClassVar[tuple[str, ...]] = ("plan_id", "due_on", "side", "guidance", "done_on", "voided_at")

    plan_id: UUID = Field(foreign_key="improvement_plan.id")
    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    what: str = Field(max_length=80)
    due_on: date
    side: ImprovementSide = Field(sa_type=code_type(ImprovementSide, "side"))
    responsible: str = Field(default="", max_length=200)
    guidance: GuidanceKind | None = Field(default=None, sa_type=code_type(GuidanceKind, "guidance"))
    done_on: date | None = None
    note: str = Field(default="", max_length=500)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """Those of the plan."""
        return self.county_code, self.other_county_code
