"""Tables of staff bases: one row for each time a county freezes a school year, and one for each person in it."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, Instant, code_type
from services.contracts.codes import Locality, Post, Sex, Stage, Title

without_events("staff_base_member", "part of the staff base, whose own event says freeze")


class StaffBase(Entity, table=True):
    """A county's staff of a school year, as recorded for its first day. Never changed; a later one takes its place.

    `eligible` people meet the rules of exchange; `added`, `gone`, `changed` compare with the revision before and are
    null in the first. `superseded_at`: when the next revision took its place.
    """

    __tablename__ = "staff_base"
    __table_args__ = (
        Index("uq_staff_base_revision", "county_code", "school_year", "revision", unique=True),
        Index(
            "uq_staff_base_current",
            "county_code",
            "school_year",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
            sqlite_where=text("superseded_at IS NULL"),
        ),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "county_code", "school_year", "revision", "people", "eligible", "added", "gone", "changed", "superseded_at",
    )  # fmt: skip

    county_code: str = Field(foreign_key="region.code", max_length=6)
    school_year: int
    revision: int
    frozen_at: datetime = Field(sa_type=Instant, nullable=False)
    frozen_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    reason: str = Field(default="", max_length=500)
    people: int = 0
    eligible: int = 0
    added: int | None = None
    gone: int | None = None
    changed: int | None = None
    superseded_at: datetime | None = Field(default=None, sa_type=Instant)


class StaffBaseMember(Base, table=True):
    """One person of a base with the facts of the first day, in the columns that an assignment freezes."""

    __tablename__ = "staff_base_member"
    __table_args__ = (Index("ix_staff_base_member_year", "school_year", "county_code", "base_id"),)

    county_code: str = Field(primary_key=True, max_length=6)
    base_id: UUID = Field(primary_key=True, foreign_key="staff_base.id")
    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    school_year: int
    person_id: UUID = Field(foreign_key="person.id")
    school_id: UUID = Field(foreign_key="school.id")
    sex: Sex = Field(sa_type=code_type(Sex, "sex"))
    age: int
    post: Post = Field(sa_type=code_type(Post, "post"))
    title: Title = Field(sa_type=code_type(Title, "title"))
    honours: int
    stage: Stage = Field(sa_type=code_type(Stage, "stage"))
    subject: str = Field(max_length=200)
    locality: Locality | None = Field(default=None, sa_type=code_type(Locality, "locality"))
    leader: bool
    eligible: bool
