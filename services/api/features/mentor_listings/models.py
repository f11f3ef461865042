"""Table of mentors offered and needs listed."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import ListingKind, ListingStatus, MentorPurpose, Stage

LISTED_SQL = text("status = 'listed'")


class MentorListing(Entity, table=True):
    """What one side of a pairing lists. It hangs on the pairing and on an employment, so that it follows both.

    A person is listed once in a subject. `people` is how many mentees an offer takes, how many people a need is for.
    """

    __tablename__ = "mentor_listing"
    __table_args__ = (
        CheckConstraint("end_on >= start_on", name="period"),
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("kind <> 'offer' OR staff_id IS NOT NULL", name="offered"),
        CheckConstraint("kind <> 'need' OR purpose IS NOT NULL", name="needed"),
        Index(
            "uq_mentor_listing_person", "pairing_id", "kind", "staff_id", "subject", unique=True,
            postgresql_where=LISTED_SQL, sqlite_where=LISTED_SQL,
        ),
        Index("ix_mentor_listing_start", "start_on", "id"),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id", "kind", "stage", "people", "staff_id", "purpose", "start_on", "end_on", "status",
    )  # fmt: skip

    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    kind: ListingKind = Field(sa_type=code_type(ListingKind, "kind"))
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    subject: str = Field(max_length=80)
    stage: Stage = Field(sa_type=code_type(Stage, "stage"))
    grades: str = Field(default="", max_length=40)
    people: int
    purpose: MentorPurpose | None = Field(default=None, sa_type=code_type(MentorPurpose, "purpose"))
    note: str = Field(default="", max_length=200)
    start_on: date
    end_on: date
    status: ListingStatus = Field(default=ListingStatus.listed, sa_type=code_type(ListingStatus, "status"))
    status_at: datetime = Field(sa_type=Instant, nullable=False)
    closed_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The county of the school that lists it, and the other one of the pairing."""
        return self.county_code, self.other_county_code
