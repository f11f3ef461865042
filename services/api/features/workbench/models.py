"""Tables of the start page."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from services.api.kernel.models import Entity, Instant


class CountyStart(Entity, table=True):
    """A county that has put its first-week checklist away."""

    __tablename__ = "county_start"

    event_fields: ClassVar[tuple[str, ...]] = ("county_code", "dismissed_at")

    county_code: str = Field(foreign_key="region.code", max_length=6, unique=True)
    dismissed_at: datetime = Field(sa_type=Instant, nullable=False)
    dismissed_by: UUID = Field(foreign_key="user_account.id")
