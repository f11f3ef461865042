"""Table of leading groups."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.api.kernel.models import Entity, Instant, json_type

OWNERS = ("region_code", "school_id", "pairing_id")
LEADS = text("until_on IS NULL AND voided_at IS NULL")
ONE_OWNER = (
    "(CASE WHEN region_code IS NULL THEN 0 ELSE 1 END) + (CASE WHEN school_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN pairing_id IS NULL THEN 0 ELSE 1 END) = 1"
)


class LeadingGroup(Entity, table=True):
    """Who leads the work of a region, a school or a pairing from a day on; another list is another row."""

    __tablename__ = "leading_group"
    __table_args__ = (
        CheckConstraint(ONE_OWNER, name="one_owner"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="period"),
        *(
            Index(f"uq_leading_group_{name}", name, unique=True, postgresql_where=LEADS, sqlite_where=LEADS)
            for name in OWNERS
        ),
        *(Index(f"ix_leading_group_{name}", name, "from_on") for name in OWNERS),
    )

    event_fields: ClassVar[tuple[str, ...]] = (*OWNERS, "from_on", "until_on", "voided_at")

    county_code: str = Field(max_length=6)
    other_county_code: str | None = Field(default=None, max_length=6)
    region_code: str | None = Field(default=None, foreign_key="region.code", max_length=6)
    school_id: UUID | None = Field(default=None, foreign_key="school.id")
    pairing_id: UUID | None = Field(default=None, foreign_key="pairing.id")
    from_on: date
    until_on: date | None = None
    members: list[dict[str, str]] = Field(default_factory=list, sa_type=json_type())
    office: str = Field(default="", max_length=200)
    office_head: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=200)
    basis: str = Field(default="", max_length=200)
    voided_at: datetime | None = Field(default=None, sa_type=Instant)
    void_reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """The county of the owner, for a pairing both."""
        return self.county_code, self.other_county_code
