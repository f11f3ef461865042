"""Table of what is arranged at arrival. It hangs on the assignment alone, and so goes along with person and schools."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from services.api.kernel.models import Entity, code_type
from services.contracts.codes import LivingArrangement


class Arrival(Entity, table=True):
    """One for each assignment: housing, meals, transport, workplace and whom to turn to (ND-39)."""

    __tablename__ = "arrival"

    event_fields: ClassVar[tuple[str, ...]] = (
        "assignment_id", "housing", "meals", "transport", "workplace", "arranged_on",
    )  # fmt: skip

    assignment_id: UUID = Field(foreign_key="assignment.id", unique=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    housing: LivingArrangement | None = Field(default=None, sa_type=code_type(LivingArrangement, "housing"))
    meals: LivingArrangement | None = Field(default=None, sa_type=code_type(LivingArrangement, "meals"))
    transport: LivingArrangement | None = Field(default=None, sa_type=code_type(LivingArrangement, "transport"))
    workplace: LivingArrangement | None = Field(default=None, sa_type=code_type(LivingArrangement, "workplace"))
    contact: str = Field(default="", max_length=80)
    note: str = Field(default="", max_length=200)
    arranged_on: date | None = None
    arranged_by: UUID | None = Field(default=None, foreign_key="user_account.id")

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.county_code, self.other_county_code
