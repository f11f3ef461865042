"""Tables of pairings. One row per pair of schools; one-to-many is several rows (A-23)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type, json_type
from services.contracts.codes import PairCategory, PairingStatus, PairLevel, PairRelation

FORMING = text("status IN ('proposed', 'decided', 'negotiating', 'signed')")
RUNNING = text("status IN ('active', 'suspended')")


class Pairing(Entity, table=True):
    """A supporting school helps a recipient school; both counties are named on the row.

    Two schools have one running pairing, and beside it one that is being prepared: its renewal.
    """

    __tablename__ = "pairing"
    __table_args__ = (
        CheckConstraint("supporting_school_id <> recipient_school_id", name="two_schools"),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="period"),
        Index("ix_pairing_supporting_county", "supporting_county_code", "id"),
        Index("ix_pairing_recipient_county", "recipient_county_code", "id"),
        Index(
            "uq_pairing_forming", "supporting_school_id", "recipient_school_id", unique=True, postgresql_where=FORMING,
            sqlite_where=FORMING,
        ),
        Index(
            "uq_pairing_running", "supporting_school_id", "recipient_school_id", unique=True, postgresql_where=RUNNING,
            sqlite_where=RUNNING,
        ),
    )  # fmt: skip

    event_fields: ClassVar[tuple[str, ...]] = (
        "supporting_school_id",
        "recipient_school_id",
        "relation",
        "level",
        "category",
        "start_on",
        "end_on",
        "status",
        "supporting_signed_on",
        "recipient_signed_on",
        "renews_id",
        "warned",
    )

    supporting_school_id: UUID = Field(foreign_key="school.id", index=True)
    recipient_school_id: UUID = Field(foreign_key="school.id", index=True)
    supporting_county_code: str = Field(foreign_key="region.code", max_length=6)
    recipient_county_code: str = Field(foreign_key="region.code", max_length=6)
    relation: PairRelation = Field(sa_type=code_type(PairRelation, "relation"))
    level: PairLevel = Field(sa_type=code_type(PairLevel, "level"))
    category: PairCategory = Field(sa_type=code_type(PairCategory, "category"))
    batch: str = Field(default="", max_length=200)
    basis: str = Field(default="", max_length=200)
    agreement_no: str = Field(default="", max_length=200)
    start_on: date
    end_on: date | None = None
    status: PairingStatus = Field(sa_type=code_type(PairingStatus, "status"), default=PairingStatus.proposed)
    supporting_signed_on: date | None = None
    recipient_signed_on: date | None = None
    supporting_leader: str = Field(default="", max_length=60)
    supporting_liaison: str = Field(default="", max_length=60)
    supporting_phone: str = Field(default="", max_length=200)
    recipient_leader: str = Field(default="", max_length=60)
    recipient_liaison: str = Field(default="", max_length=60)
    recipient_phone: str = Field(default="", max_length=200)
    closed_reason: str = Field(default="", max_length=500)
    status_at: datetime = Field(sa_type=Instant, nullable=False)
    renews_id: UUID | None = Field(default=None, foreign_key="pairing.id", index=True)
    agreement_edits: int | None = None
    """How often the words of the agreement were saved; with it the version moves, so that nobody signs other words than
    those of the own page."""
    warned: list[str] | None = Field(default=None, sa_type=json_type())
    """Keys of the rules that warned when it was proposed, decided or renewed; None when nothing was looked at."""

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties."""
        return self.supporting_county_code, self.recipient_county_code


class PairingAgreement(Entity, table=True):
    """The words of an agreement (E-31); number, days and term stand on the pairing.

    Until somebody signs there is one row that is changed; each correction afterwards is a row of its own.
    """

    __tablename__ = "pairing_agreement"
    __table_args__ = (Index("uq_pairing_agreement_revision", "pairing_id", "revision", unique=True),)

    event_fields: ClassVar[tuple[str, ...]] = ("pairing_id", "revision", "aid_areas")

    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    revision: int = 1
    aid_areas: list[str] = Field(default_factory=list, sa_type=json_type())
    goals: str = Field(default="", max_length=2000)
    supporting_duties: str = Field(default="", max_length=2000)
    recipient_duties: str = Field(default="", max_length=2000)
    supporting_signatory: str = Field(default="", max_length=60)
    recipient_signatory: str = Field(default="", max_length=60)
    reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code


class PairingGoal(Entity, table=True):
    """A goal of a pairing with a countable target (E-32); the recipient school reports its running total."""

    __tablename__ = "pairing_goal"

    event_fields: ClassVar[tuple[str, ...]] = ("pairing_id", "target", "actual", "due_on", "voided_at")

    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    title: str = Field(max_length=80)
    unit: str = Field(max_length=8)
    target: int
    actual: int | None = None
    due_on: date | None = None
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
