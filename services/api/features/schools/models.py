"""Tables of schools."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Entity, Instant, Leaf, code_type, json_type
from services.contracts.codes import (
    Locality,
    Ownership,
    PlanStatus,
    SchoolFlag,
    SchoolKind,
    SchoolType,
    SuccessionKind,
)

without_events("school_correction", "why a row was put right; the corrected row's own event says correct")
without_events("planned_school", "the schools of a plan; the plan's own events say what is decided")
without_events("school_move", "part of a succession; each moved row's own event says succession")


class School(Entity, table=True):
    """A school. `county_code` manages it, `location_code` is where it stands."""

    __tablename__ = "school"
    __table_args__ = (Index("ix_school_county_pinyin", "county_code", "pinyin", "id"),)

    event_fields: ClassVar[tuple[str, ...]] = (
        "code", "county_code", "location_code", "township", "kind", "type_code", "stages", "grades", "ownership",
        "urban_rural_code", "closed_on",
    )  # fmt: skip

    code: str = Field(unique=True, max_length=10)
    name: str = Field(max_length=80)
    pinyin: str = Field(max_length=300, index=True)
    initials: str = Field(max_length=80, index=True)
    county_code: str = Field(foreign_key="region.code", max_length=6)
    location_code: str = Field(foreign_key="region.code", max_length=6)
    township: str = Field(default="", max_length=200)
    kind: SchoolKind = Field(sa_type=code_type(SchoolKind, "kind"))
    type_code: SchoolType | None = Field(default=None, sa_type=code_type(SchoolType, "type_code"))
    stages: list[str] = Field(sa_type=json_type())
    grades: list[int] | None = Field(default=None, sa_type=json_type())
    ownership: Ownership = Field(sa_type=code_type(Ownership, "ownership"), default=Ownership.public)
    urban_rural_code: str | None = Field(default=None, max_length=3)
    aliases: str | None = Field(default=None, max_length=200)
    closed_on: date | None = None
    close_reason: str = Field(default="", max_length=80)


class SchoolLocality(Entity, table=True):
    """The county's decision on 城区 or 农村 from a day on; closed ranges that never overlap."""

    __tablename__ = "school_locality"
    __table_args__ = (Index("uq_school_locality_start", "school_id", "start_on", unique=True),)

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "locality", "start_on", "end_on")

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    locality: Locality = Field(sa_type=code_type(Locality, "locality"))
    start_on: date
    end_on: date | None = None
    basis: str = Field(max_length=80)


class SchoolFlagPeriod(Entity, table=True):
    """A flag such as 薄弱 on a closed range of days (E-04)."""

    __tablename__ = "school_flag"
    __table_args__ = (Index("uq_school_flag_start", "school_id", "flag", "start_on", unique=True),)

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "flag", "start_on", "end_on")

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    flag: SchoolFlag = Field(sa_type=code_type(SchoolFlag, "flag"))
    start_on: date
    end_on: date | None = None
    basis: str = Field(max_length=80)
    end_basis: str = Field(default="", max_length=80)


class SchoolFormer(Entity, table=True):
    """A name and code that a school had until its last day with them (E-03.1). A code is never used again."""

    __tablename__ = "school_former"
    __table_args__ = (Index("ix_school_former_school", "school_id", "end_on"),)

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "code", "kind", "end_on")

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    code: str = Field(max_length=10, index=True)
    name: str = Field(max_length=80)
    pinyin: str = Field(max_length=300)
    initials: str = Field(max_length=80)
    kind: SchoolKind = Field(sa_type=code_type(SchoolKind, "kind"))
    end_on: date
    basis: str = Field(max_length=80)


class SchoolHeadcount(Entity, table=True):
    """Approved posts of a school on a closed range of days (E-18): all, and senior, middle and junior ones."""

    __tablename__ = "school_headcount"
    __table_args__ = (
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="period"),
        Index("uq_school_headcount_start", "school_id", "start_on", unique=True),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "school_id", "approved", "senior_posts", "middle_posts", "junior_posts", "start_on", "end_on",
    )  # fmt: skip

    school_id: UUID = Field(foreign_key="school.id")
    county_code: str = Field(max_length=6)
    approved: int
    senior_posts: int
    middle_posts: int
    junior_posts: int
    start_on: date
    end_on: date | None = None
    basis: str = Field(max_length=80)


class SchoolSuccession(Entity, table=True):
    """What became of a school from a day on. A renamed or reopened school is its own successor."""

    __tablename__ = "school_succession"

    event_fields: ClassVar[tuple[str, ...]] = ("from_school_id", "to_school_id", "kind", "on")

    county_code: str = Field(max_length=6)
    from_school_id: UUID = Field(foreign_key="school.id", index=True)
    to_school_id: UUID | None = Field(default=None, foreign_key="school.id", index=True)
    kind: SuccessionKind = Field(sa_type=code_type(SuccessionKind, "kind"))
    on: date
    reason: str = Field(max_length=500)


class PlannedSuccession(Entity, table=True):
    """A succession of a later day; `plan` is the body as it was sent. On its day the worker does it.

    `held_why` says why it could not be done when its day had come; it is tried again every hour.
    """

    __tablename__ = "planned_succession"
    __table_args__ = (Index("ix_planned_succession_due", "status", "on"),)

    event_fields: ClassVar[tuple[str, ...]] = ("kind", "on", "status", "held_on")

    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    kind: SuccessionKind = Field(sa_type=code_type(SuccessionKind, "kind"))
    on: date
    reason: str = Field(max_length=500)
    plan: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    status: PlanStatus = Field(sa_type=code_type(PlanStatus, "status"), default=PlanStatus.planned)
    status_at: datetime = Field(sa_type=Instant, nullable=False)
    planned_by: UUID = Field(foreign_key="user_account.id")
    cancel_reason: str = Field(default="", max_length=500)
    held_on: date | None = None
    held_why: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The counties of its schools."""
        return self.county_code, self.other_county_code


class PlannedSchool(Leaf, table=True):
    """A school that a planned succession begins with or ends in."""

    __tablename__ = "planned_school"
    __table_args__ = (Index("ix_planned_school_school", "school_id"), Index("ix_planned_school_plan", "plan_id"))

    plan_id: UUID = Field(foreign_key="planned_succession.id")
    school_id: UUID = Field(foreign_key="school.id")


class SchoolMove(Leaf, table=True):
    """A live row that a succession took to another school: where one `side` of it was until a day.

    So a month or a year of the past finds the row where it was then. `entity` and `moved_row` name the row.
    """

    __tablename__ = "school_move"
    __table_args__ = (
        Index("ix_school_move_row", "entity", "moved_row", "side", "until_on"),
        Index("ix_school_move_from", "from_school_id", "entity"),
    )

    entity: str = Field(max_length=40)
    moved_row: UUID
    side: str = Field(max_length=12)
    from_school_id: UUID = Field(foreign_key="school.id")
    to_school_id: UUID = Field(foreign_key="school.id")
    until_on: date


class SchoolCorrection(Leaf, table=True):
    """What was wrong about a school or one of its dated facts, why, and who put it right. Never changed."""

    __tablename__ = "school_correction"
    __table_args__ = (Index("ix_school_correction_school", "school_id", "corrected_at"),)

    school_id: UUID = Field(foreign_key="school.id")
    fields: list[str] = Field(sa_type=json_type())
    reason: str = Field(max_length=500)
    corrected_at: datetime = Field(sa_type=Instant, nullable=False)
    corrected_by: UUID | None = Field(default=None, foreign_key="user_account.id")


class ReportDelegation(Entity, table=True):
    """A centre school reports for another school, such as a teaching point, on a closed range of days."""

    __tablename__ = "report_delegation"
    __table_args__ = (
        CheckConstraint("school_id <> centre_school_id", name="two_schools"),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="period"),
        Index("ix_report_delegation_centre", "centre_school_id", "start_on"),
        Index(
            "uq_report_delegation_open",
            "school_id",
            unique=True,
            postgresql_where=text("end_on IS NULL"),
            sqlite_where=text("end_on IS NULL"),
        ),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("school_id", "centre_school_id", "start_on", "end_on")

    county_code: str = Field(max_length=6)
    school_id: UUID = Field(foreign_key="school.id")
    centre_school_id: UUID = Field(foreign_key="school.id")
    start_on: date
    end_on: date | None = None
    basis: str = Field(max_length=80)
