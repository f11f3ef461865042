"""Tables of support classes and of who has their posts."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, code_type
from services.contracts.codes import ClassPost, PairSide, SupportClassStatus

VALID_SQL = text("status <> 'void'")
PRESENT_SQL = text("removed_on IS NULL")


class SupportClass(Entity, table=True):
    """A class that two paired schools run together. Sides, not schools, so that it follows the pairing.

    `staff_changes` counts how often posts were given, so that two who do so from one page do not pass each other.
    """

    __tablename__ = "support_class"
    __table_args__ = (
        CheckConstraint("pupils_planned > 0 AND pupils_enrolled > 0", name="pupils"),
        CheckConstraint("ended_on >= started_on", name="period"),
        Index(
            "uq_support_class_name", "pairing_id", "school_year", "grade", "name", unique=True,
            postgresql_where=VALID_SQL, sqlite_where=VALID_SQL,
        ),
        Index("ix_support_class_year", "school_year", "id"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "school_year", "place", "proposed_by", "status", "pupils_planned", "pupils_enrolled",
        "applied_on", "approved_on", "started_on", "ended_on",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    name: str = Field(max_length=80)
    grade: str = Field(max_length=20)
    school_year: int
    place: PairSide = Field(sa_type=code_type(PairSide, "place"))
    proposed_by: PairSide = Field(sa_type=code_type(PairSide, "proposed_by"))
    pupils_planned: int
    pupils_enrolled: int | None = None
    status: SupportClassStatus = Field(
        default=SupportClassStatus.proposed, sa_type=code_type(SupportClassStatus, "status")
    )  # fmt: skip
    staff_changes: int = 0
    applied_on: date | None = None
    approved_on: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    return_reason: str = Field(default="", max_length=500)
    closed_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The county that decides, where the class is taught, and the other one of the pairing."""
        return self.county_code, self.other_county_code


class SupportClassPost(Entity, table=True):
    """Who has, or had until `removed_on`, a post of a class; one person a post."""

    __tablename__ = "support_class_post"
    __table_args__ = (
        Index(
            "uq_support_class_post_present", "class_id", "post", unique=True, postgresql_where=PRESENT_SQL,
            sqlite_where=PRESENT_SQL,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = ("class_id", "post", "staff_id", "start_on", "removed_on")

    class_id: UUID = Field(foreign_key="support_class.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    post: ClassPost = Field(sa_type=code_type(ClassPost, "post"))
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    start_on: date
    removed_on: date | None = None

    def event_counties(self) -> tuple[str, str | None]:
        """Those of the class."""
        return self.county_code, self.other_county_code
