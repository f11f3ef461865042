"""Tables of moves and of what is done about a surplus."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import Post, StaffMoveKind, StaffMoveReason, StaffMoveStatus, SurplusMethod

LIVE_SQL = text("status IN ('decided', 'filed', 'returned', 'proposed', 'approved')")


class StaffMove(Entity, table=True):
    """Somebody goes from one school to another for good; at most one live move a person.

    `county_code` is that of the school left, `other_county_code` of the new one. `staff_id` is the employment that
    ends, `new_staff_id` the one that begins on `planned_on`. `held_on`, `held_why`: the day had come and it could
    not be done.
    """

    __tablename__ = "staff_move"
    __table_args__ = (
        CheckConstraint("(status = 'moved') = (moved_on IS NOT NULL)", name="moved_has_day"),
        CheckConstraint("from_school_id <> to_school_id OR status IN ('withdrawn', 'void')", name="two_schools"),
        Index("uq_staff_move_live", "person_id", unique=True, postgresql_where=LIVE_SQL, sqlite_where=LIVE_SQL),
        Index("ix_staff_move_person", "person_id"),
        Index("ix_staff_move_from", "from_school_id", "status"),
        Index("ix_staff_move_to", "to_school_id", "status"),
        Index("ix_staff_move_due", "status", "planned_on"),
        Index("ix_staff_move_county", "county_code", "planned_on"),
        Index("ix_staff_move_other_county", "other_county_code", "planned_on"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "person_id", "staff_id", "from_school_id", "to_school_id", "kind", "reason", "status", "needs_approval",
        "post", "planned_on", "filed_on", "approved_on", "moved_on", "held_on", "overridden", "new_staff_id",
    )  # fmt: skip

    person_id: UUID = Field(foreign_key="person.id")
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    from_school_id: UUID = Field(foreign_key="school.id")
    to_school_id: UUID = Field(foreign_key="school.id")
    kind: StaffMoveKind = Field(sa_type=code_type(StaffMoveKind, "kind"))
    reason: StaffMoveReason = Field(sa_type=code_type(StaffMoveReason, "reason"))
    status: StaffMoveStatus = Field(sa_type=code_type(StaffMoveStatus, "status"))
    needs_approval: bool
    subject: str = Field(default="", max_length=200)
    post: Post = Field(default=Post.teacher, sa_type=code_type(Post, "post"))
    planned_on: date
    note: str = Field(default="", max_length=2000)
    decided_on: date
    filed_on: date | None = None
    approved_on: date | None = None
    overridden: bool = False
    override_reason: str = Field(default="", max_length=500)
    return_reason: str = Field(default="", max_length=500)
    postpone_reason: str = Field(default="", max_length=500)
    closed_reason: str = Field(default="", max_length=500)
    moved_on: date | None = None
    new_staff_id: UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    held_on: date | None = None
    held_why: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties."""
        return self.county_code, self.other_county_code


class SurplusMeasure(Entity, table=True):
    """How a school over its establishment resolved its surplus without a move (ND-24, W-17.5)."""

    __tablename__ = "surplus_measure"
    __table_args__ = (
        CheckConstraint("people >= 1", name="people"),
        Index("ix_surplus_measure_school", "school_id", "done_on"),
        Index("ix_surplus_measure_day", "done_on", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "method", "people", "done_on", "voided_at")

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    method: SurplusMethod = Field(sa_type=code_type(SurplusMethod, "method"))
    people: int
    done_on: date
    basis: str = Field(max_length=80)
    note: str = Field(default="", max_length=2000)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)
