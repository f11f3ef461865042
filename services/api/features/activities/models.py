"""Tables of activities and of those who took part."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.ids import new_id
from services.api.kernel.models import Base, Entity, Instant, code_type
from services.contracts.codes import (
    ActivityPayer,
    ActivityType,
    DecisionStatus,
    PairSide,
    PlanRepeat,
    ResponsibleSide,
    SchoolTerm,
)

without_events("activity_presence", "names of those present; the activity's own event tells that they were written")
NOT_VOID_SQL = text("voided_at IS NULL")
JOINED_SQL = text("removed_on IS NULL")


class Activity(Entity, table=True):
    """Recorded once by the host school, shown to both. `cost_cents` are 0.01 yuan, `lessons` 节.

    A planned date is recorded by one activity at most; a void one sets it free again.
    """

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_pairing_day", "pairing_id", "held_on"),
        Index(
            "uq_activity_planned", "planned_activity_id", unique=True, postgresql_where=NOT_VOID_SQL,
            sqlite_where=NOT_VOID_SQL,
        ),
        CheckConstraint("cost_cents > 0 AND lessons > 0", name="something"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "host_school_id", "type", "held_on", "supporting_count", "recipient_count", "voided_at",
        "lessons", "cost_cents", "payer", "mentor_pair_id", "planned_activity_id",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id")
    host_school_id: UUID = Field(foreign_key="school.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    type: ActivityType = Field(sa_type=code_type(ActivityType, "type"))
    held_on: date
    topic: str = Field(max_length=80)
    supporting_count: int = 0
    recipient_count: int = 0
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)
    speaker: str = Field(default="", max_length=80)
    subject: str = Field(default="", max_length=80)
    grade: str = Field(default="", max_length=80)
    lessons: int | None = None
    place: str = Field(default="", max_length=80)
    online_link: str = Field(default="", max_length=200)
    cost_cents: int | None = Field(default=None, sa_type=BigInteger)
    payer: ActivityPayer | None = Field(default=None, sa_type=code_type(ActivityPayer, "payer"))
    agenda: str = Field(default="", max_length=2000)
    outcome: str = Field(default="", max_length=2000)
    mentor_pair_id: UUID | None = Field(default=None, foreign_key="mentor_pair.id", index=True)
    planned_activity_id: UUID | None = Field(default=None, foreign_key="planned_activity.id")
    people_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the names of those present were last written; with it the version moves."""
    joined_at: datetime | None = Field(default=None, sa_type=Instant)
    """When the schools that joined a meeting were last written; with it the version moves."""

    def event_counties(self) -> tuple[str, str | None]:
        """Host's county and the partner's."""
        return self.county_code, self.other_county_code


class ActivityPresence(Base, table=True):
    """Somebody of one of the two schools took part (E-35.3); written anew as a whole with the activity's version."""

    __tablename__ = "activity_presence"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    activity_id: UUID = Field(foreign_key="activity.id", index=True)
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    side: PairSide = Field(sa_type=code_type(PairSide, "side"))


class ActivityPairing(Entity, table=True):
    """Another pairing of the same school that held a meeting too (CI-01): its other school, `side`, joined.

    `count` is how many came from that school. It counts for the pairing unless the school says that it was not there.
    """

    __tablename__ = "activity_pairing"
    __table_args__ = (
        Index(
            "uq_activity_pairing_present", "activity_id", "pairing_id", unique=True, postgresql_where=JOINED_SQL,
            sqlite_where=JOINED_SQL,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = ("activity_id", "pairing_id", "side", "count", "absent_on", "removed_on")

    activity_id: UUID = Field(foreign_key="activity.id")
    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    side: PairSide = Field(sa_type=code_type(PairSide, "side"))
    count: int = 0
    absent_on: date | None = None
    absent_reason: str = Field(default="", max_length=500)
    removed_on: date | None = None

    def event_counties(self) -> tuple[str, str | None]:
        """The county of the school that joined, and the other one of its pairing."""
        return self.county_code, self.other_county_code


class Decision(Entity, table=True):
    """What a joint meeting decided: by whom and by when (F-28)."""

    __tablename__ = "meeting_decision"
    __table_args__ = (
        Index("ix_meeting_decision_due", "due_on", "id"),
        Index("ix_meeting_decision_pairing", "pairing_id", "due_on"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "activity_id", "pairing_id", "responsible", "due_on", "status", "done_on",
    )  # fmt: skip

    activity_id: UUID = Field(foreign_key="activity.id", index=True)
    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    text: str = Field(max_length=200)
    responsible: ResponsibleSide = Field(sa_type=code_type(ResponsibleSide, "responsible"))
    person: str = Field(default="", max_length=80)
    due_on: date
    status: DecisionStatus = Field(default=DecisionStatus.open, sa_type=code_type(DecisionStatus, "status"))
    done_on: date | None = None
    note: str = Field(default="", max_length=200)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code


class BaseSchool(Entity, table=True):
    """Which side's school is the base of a term (E-30.6, HZ-06); a side, so that it follows a school's successor.

    Several pairings of a school may have one base (CI-02): then `side` is that of `base_pairing_id`, one of the others.
    """

    __tablename__ = "base_school"
    __table_args__ = (Index("uq_base_school_term", "pairing_id", "school_year", "term", unique=True),)

    event_fields: ClassVar[tuple[str, ...]] = ("pairing_id", "school_year", "term", "side", "base_pairing_id")

    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    school_year: int
    term: SchoolTerm = Field(sa_type=code_type(SchoolTerm, "term"))
    side: PairSide = Field(sa_type=code_type(PairSide, "side"))
    base_pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code


class ActivityPlan(Entity, table=True):
    """Activities to come: a rule from a day to a day. Its dates are rows of their own."""

    __tablename__ = "activity_plan"
    __table_args__ = (CheckConstraint("end_on >= start_on", name="period"),)

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "host", "type", "repeat", "start_on", "end_on", "weekday", "day", "nth",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    host: PairSide = Field(sa_type=code_type(PairSide, "host"))
    type: ActivityType = Field(sa_type=code_type(ActivityType, "type"))
    topic: str = Field(max_length=80)
    repeat: PlanRepeat = Field(sa_type=code_type(PlanRepeat, "repeat"))
    start_on: date
    end_on: date
    weekday: int | None = None
    day: int | None = None
    nth: int | None = None

    def event_counties(self) -> tuple[str, str | None]:
        """Host's county and the partner's."""
        return self.county_code, self.other_county_code


class PlannedActivity(Entity, table=True):
    """One date of a plan. Whether it is recorded, its activity says."""

    __tablename__ = "planned_activity"
    __table_args__ = (
        Index("ix_planned_activity_pairing_day", "pairing_id", "planned_on"),
        Index("ix_planned_activity_day", "planned_on", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("plan_id", "pairing_id", "planned_on", "first_on", "cancelled_on")

    plan_id: UUID = Field(foreign_key="activity_plan.id", index=True)
    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    planned_on: date
    first_on: date
    cancelled_on: date | None = None
    cancel_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Host's county and the partner's."""
        return self.county_code, self.other_county_code
