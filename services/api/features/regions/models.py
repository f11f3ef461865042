"""Tables of regions. A region's code is its key: the standard owns it."""

from datetime import date
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Base, Entity, code_type, json_type
from services.contracts.codes import RegionLevel

without_events("region", "reference data of the standard, loaded by migration and command")


class Region(Base, table=True):
    """A division of GB/T 2260 or an unofficial authority, valid on a closed range of days."""

    __tablename__ = "region"
    __table_args__ = (Index("ix_region_parent", "parent_code", "code"),)

    code: str = Field(primary_key=True, max_length=6)
    name: str = Field(max_length=80)
    full_name: str = Field(max_length=200)
    level: RegionLevel = Field(sa_type=code_type(RegionLevel, "level"))
    parent_code: str | None = Field(default=None, foreign_key="region.code", max_length=6)
    pinyin: str = Field(max_length=200, index=True)
    initials: str = Field(max_length=40, index=True)
    official: bool = True
    valid_from: date
    valid_to: date | None = None


class RegionCalendar(Entity, table=True):
    """A region's own reporting calendar and contact; the nearest one up the tree is in force (A-32)."""

    __tablename__ = "region_calendar"

    event_fields: ClassVar[tuple[str, ...]] = (
        "region_code",
        "open_day",
        "due_day",
        "grace_day",
        "review_workdays",
        "exempt_months",
    )

    region_code: str = Field(foreign_key="region.code", unique=True, max_length=6)
    source: str = Field(max_length=80)
    open_day: int = 25
    due_day: int = 5
    grace_day: int = 10
    review_workdays: int = 3
    exempt_months: list[int] = Field(default_factory=list, sa_type=json_type())
    contact_office: str = Field(default="", max_length=200)
    contact_name: str = Field(default="", max_length=200)
    contact_phone: str = Field(default="", max_length=200)

    def event_counties(self) -> tuple[str, str | None]:
        """The region itself."""
        return self.region_code, None
