"""Table of papers that the schools of a pairing share."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import PairSide, ResourceKind


class SharedResource(Entity, table=True):
    """What one school of a pairing gave the other to use; the content is its files."""

    __tablename__ = "shared_resource"
    __table_args__ = (
        Index("ix_shared_resource_pairing_day", "pairing_id", "shared_on", "id"),
        Index("ix_shared_resource_day", "shared_on", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("pairing_id", "giver", "kind", "shared_on", "voided_at")

    pairing_id: UUID = Field(foreign_key="pairing.id")
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    giver: PairSide = Field(sa_type=code_type(PairSide, "giver"))
    kind: ResourceKind = Field(sa_type=code_type(ResourceKind, "kind"))
    title: str = Field(max_length=80)
    audience: str = Field(default="", max_length=80)
    shared_on: date
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The giver's county and the receiver's."""
        return self.county_code, self.other_county_code
