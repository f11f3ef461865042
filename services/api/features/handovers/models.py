"""Table of handovers. It hangs on the assignment alone, and so goes along with person and schools."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlmodel import Field

from services.api.kernel.models import Entity, code_type, json_type
from services.contracts.codes import AppraisalGrade, FeedbackStatus, HandoverStatus


class Handover(Entity, table=True):
    """One for each assignment: what the receiving school hands over and finds, and what the person learnt (W-40)."""

    __tablename__ = "handover"

    event_fields: ClassVar[tuple[str, ...]] = (
        "assignment_id", "status", "handed_over_on", "items", "feedback_status", "feedback_filed_on",
        "feedback_read_on", "shared_on",
    )  # fmt: skip

    assignment_id: UUID = Field(foreign_key="assignment.id", unique=True)
    county_code: str = Field(max_length=6)
    other_county_code: str = Field(max_length=6)
    status: HandoverStatus = Field(default=HandoverStatus.open, sa_type=code_type(HandoverStatus, "status"))
    handed_over_on: date | None = None
    handed_over_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    items: list[str] = Field(default_factory=list, sa_type=json_type())
    notes: str = Field(default="", max_length=2000)
    grade: AppraisalGrade | None = Field(default=None, sa_type=code_type(AppraisalGrade, "grade"))
    appraisal: str = Field(default="", max_length=2000)
    feedback_status: FeedbackStatus = Field(
        default=FeedbackStatus.open, sa_type=code_type(FeedbackStatus, "feedback_status")
    )
    learnt: str = Field(default="", max_length=2000)
    to_apply: str = Field(default="", max_length=2000)
    feedback_filed_on: date | None = None
    feedback_filed_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    feedback_read_on: date | None = None
    feedback_read_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    shared_on: date | None = None

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.county_code, self.other_county_code
