"""Table of commitments. Progress is never stored: it is counted from activities and assignments (W-21.5)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type, json_type
from services.contracts.codes import AidArea, CommitmentMeasure, CommitmentPeriod, PromisedBy

_OPEN = text("voided_at IS NULL AND template_item <> ''")


class Commitment(Entity, table=True):
    """At least `minimum` in every `period`; both counties of the pairing see its events.

    A rule of a template stands once on a pairing while it is not void.
    """

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint("minimum >= 1 AND (maximum IS NULL OR maximum >= minimum)", name="numbers"),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="days"),
        Index("ix_commitment_pairing", "pairing_id", "start_on", "id"),
        Index(
            "uq_commitment_template_item",
            "pairing_id",
            "template_item",
            unique=True,
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id",
        "side",
        "aid_area",
        "measure",
        "minimum",
        "maximum",
        "period",
        "start_on",
        "end_on",
        "voided_at",
    )

    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    side: PromisedBy = Field(sa_type=code_type(PromisedBy, "side"))
    aid_area: AidArea = Field(sa_type=code_type(AidArea, "aid_area"))
    item: str = Field(max_length=80)
    measure: CommitmentMeasure = Field(sa_type=code_type(CommitmentMeasure, "measure"))
    kinds: list[str] = Field(default_factory=list, sa_type=json_type())
    unit: str = Field(max_length=8)
    minimum: int
    maximum: int | None = None
    period: CommitmentPeriod = Field(sa_type=code_type(CommitmentPeriod, "period"))
    start_on: date
    end_on: date | None = None
    source: str = Field(default="", max_length=200)
    article: str = Field(default="", max_length=200)
    template_item: str = Field(default="", max_length=20)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code
