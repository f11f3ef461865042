"""Table of partners."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, code_type
from services.contracts.codes import PartnerKind

OWNERS = ("pairing_id", "school_id")
OPEN = text("end_on IS NULL AND voided_at IS NULL")
ONE_OWNER = "(pairing_id IS NULL) <> (school_id IS NULL)"


class Partner(Entity, table=True):
    """An organisation that is no school of the system and helps one pairing or one school."""

    __tablename__ = "partner"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("end_on IS NULL OR end_on >= start_on", name="period"),
        *(
            Index(f"uq_partner_{name}", name, "name", unique=True, postgresql_where=OPEN, sqlite_where=OPEN)
            for name in OWNERS
        ),
        *(Index(f"ix_partner_{name}", name) for name in OWNERS),
        Index("ix_partner_county", "county_code", "start_on", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = (*OWNERS, "kind", "start_on", "end_on", "voided_at")

    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id")
    school_id: UUID | None = Field(default=None, foreign_key="school.id")
    name: str = Field(max_length=80)
    kind: PartnerKind = Field(sa_type=code_type(PartnerKind, "kind"))
    helps_with: str = Field(default="", max_length=500)
    contact: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=200)
    start_on: date
    end_on: date | None = None
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The county of the school, for a pairing both."""
        return self.county_code, self.other_county_code
