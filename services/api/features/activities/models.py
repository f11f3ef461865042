"""Table of activities."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import ActivityType


class Activity(Entity, table=True):
    """Recorded once by the host school, shown to both."""

    __tablename__ = "activity"
    __table_args__ = (Index("ix_activity_pairing_day", "pairing_id", "held_on"),)

    event_fields: ClassVar[tuple[str, ...]] = (
        "pairing_id",
        "host_school_id",
        "type",
        "held_on",
        "supporting_count",
        "recipient_count",
        "voided_at",
    )

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

    def event_counties(self) -> tuple[str, str | None]:
        """Host's county and the partner's."""
        return self.county_code, self.other_county_code
