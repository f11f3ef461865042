"""Tables of goals and personal plans. Both hang on the assignment alone, and so go along with person and schools."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Entity, Instant, Leaf, code_type
from services.contracts.codes import GoalSpeaker, GoalStanding, GoalStatus, PersonalPlanStatus

without_events("goal_progress", "said of a goal in between; the event of the goal tells how it stands")
PROPOSED_SQL = text("status = 'proposed'")


class AssignmentGoal(Entity, table=True):
    """A goal of an assignment (E-24). An agreed one is never changed: another one replaces it once both agree.

    `replaces_id` is the goal that a proposal is to replace; one proposal for each at a time.
    """

    __tablename__ = "assignment_goal"
    __table_args__ = (
        CheckConstraint("target > 0 AND achieved >= 0 AND weight BETWEEN 1 AND 100", name="numbers"),
        Index("ix_assignment_goal_assignment", "assignment_id", "created_at"),
        Index("ix_assignment_goal_due", "due_on", "status", "assignment_id"),
        Index(
            "uq_assignment_goal_change", "replaces_id", unique=True, postgresql_where=PROPOSED_SQL,
            sqlite_where=PROPOSED_SQL,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "assignment_id", "status", "target", "due_on", "weight", "is_key_task", "is_late", "agreed_on", "achieved",
        "judged_on", "replaces_id", "sending_agreed_at", "receiving_agreed_at", "standing", "standing_on",
        "progressed_at",
    )  # fmt: skip

    assignment_id: UUID = Field(foreign_key="assignment.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    status: GoalStatus = Field(default=GoalStatus.proposed, sa_type=code_type(GoalStatus, "status"))
    description: str = Field(max_length=80)
    measure: str = Field(default="", max_length=200)
    target: int | None = None
    unit: str = Field(default="", max_length=8)
    due_on: date
    weight: int | None = None
    is_key_task: bool = False
    is_late: bool = False
    reason: str = Field(default="", max_length=500)
    sending_agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    sending_agreed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    receiving_agreed_at: datetime | None = Field(default=None, sa_type=Instant)
    receiving_agreed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    agreed_on: date | None = None
    achieved: int | None = None
    judged_on: date | None = None
    replaces_id: UUID | None = Field(default=None, foreign_key="assignment_goal.id")
    closed_reason: str = Field(default="", max_length=500)
    standing: GoalStanding | None = Field(default=None, sa_type=code_type(GoalStanding, "standing"))
    standing_on: date | None = None
    progressed_at: datetime | None = Field(default=None, sa_type=Instant)

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.county_code, self.other_county_code


class GoalProgress(Leaf, table=True):
    """How a goal stood on a day, as one side said it; never changed. The goal has what was said of the latest day."""

    __tablename__ = "goal_progress"
    __table_args__ = (Index("ix_goal_progress_goal", "goal_id", "noted_on"),)

    goal_id: UUID = Field(foreign_key="assignment_goal.id")
    noted_on: date
    noted_at: datetime = Field(sa_type=Instant, nullable=False)
    noted_by: UUID = Field(foreign_key="user_account.id")
    speaker: GoalSpeaker = Field(sa_type=code_type(GoalSpeaker, "speaker"))
    standing: GoalStanding = Field(sa_type=code_type(GoalStanding, "standing"))
    words: str = Field(default="", max_length=200)


class PersonalPlan(Entity, table=True):
    """The teacher's plan of an assignment for a school year (F-48); one each."""

    __tablename__ = "personal_plan"
    __table_args__ = (
        UniqueConstraint("assignment_id", "school_year"),
        Index("ix_personal_plan_year", "school_year", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "assignment_id", "school_year", "status", "submitted_on", "accepted_on",
    )  # fmt: skip

    assignment_id: UUID = Field(foreign_key="assignment.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    school_year: int
    status: PersonalPlanStatus = Field(
        default=PersonalPlanStatus.draft, sa_type=code_type(PersonalPlanStatus, "status")
    )
    goals: str = Field(default="", max_length=2000)
    measures: str = Field(default="", max_length=2000)
    teaching_task: str = Field(default="", max_length=200)
    observed_per_week: int | None = None
    open_per_month: int | None = None
    key_project: str = Field(default="", max_length=200)
    submitted_on: date | None = None
    accepted_on: date | None = None
    return_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.county_code, self.other_county_code
