"""Tables of teams."""

from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from services.api.kernel.models import Entity


class Team(Entity, table=True):
    """People of one batch who go between two paired schools (E-25)."""

    __tablename__ = "team"

    event_fields: ClassVar[tuple[str, ...]] = ("pairing_id", "school_year")

    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    name: str = Field(max_length=80)
    school_year: int
    batch: str = Field(default="", max_length=200)

    def event_counties(self) -> tuple[str, str | None]:
        """Both counties of the pairing."""
        return self.county_code, self.other_county_code
