"""Tables of disagreements and of what is said about them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from services.api.kernel.events import without_events
from services.api.kernel.models import Entity, Instant, Leaf, code_type
from services.contracts.codes import AssignmentParty, DisagreementStatus

OPEN_SQL = text("status = 'open'")

without_events("disagreement_answer", "part of the disagreement, whose own event says that somebody answered")


class Disagreement(Entity, table=True):
    """A party does not agree to a plan; one open at a time for an assignment.

    Schools and counties are those of the plan that it is about: whoever is asked after a change does not read it.
    """

    __tablename__ = "disagreement"
    __table_args__ = (
        Index("uq_disagreement_open", "assignment_id", unique=True, postgresql_where=OPEN_SQL, sqlite_where=OPEN_SQL),
        Index("ix_disagreement_home", "home_county_code", "status", "raised_at"),
        Index("ix_disagreement_receiving", "receiving_county_code", "status", "raised_at"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("assignment_id", "raised_by_party", "status", "answer_count")

    assignment_id: UUID = Field(foreign_key="assignment.id", index=True)
    home_county_code: str = Field(foreign_key="region.code", max_length=6)
    sending_school_id: UUID = Field(foreign_key="school.id", index=True)
    receiving_county_code: str = Field(foreign_key="region.code", max_length=6)
    receiving_school_id: UUID = Field(foreign_key="school.id", index=True)
    raised_by_party: AssignmentParty = Field(sa_type=code_type(AssignmentParty, "raised_by_party"))
    raised_by: UUID = Field(foreign_key="user_account.id")
    raised_at: datetime = Field(sa_type=Instant, nullable=False)
    words: str = Field(max_length=2000)
    status: DisagreementStatus = Field(
        default=DisagreementStatus.open, sa_type=code_type(DisagreementStatus, "status")
    )  # fmt: skip
    answer_count: int = 0
    settled_by: UUID | None = Field(default=None, foreign_key="user_account.id")
    settled_at: datetime | None = Field(default=None, sa_type=Instant)
    reason: str = Field(default="", max_length=500)

    def event_counties(self) -> tuple[str, str | None]:
        """Home and receiving county."""
        return self.home_county_code, self.receiving_county_code


class DisagreementAnswer(Leaf, table=True):
    """What a party said, never changed. `own_side_only`: the other county and its school do not read it."""

    __tablename__ = "disagreement_answer"
    __table_args__ = (Index("ix_disagreement_answer_disagreement", "disagreement_id", "said_at"),)

    disagreement_id: UUID = Field(foreign_key="disagreement.id")
    party: AssignmentParty = Field(sa_type=code_type(AssignmentParty, "party"))
    said_by: UUID = Field(foreign_key="user_account.id")
    said_at: datetime = Field(sa_type=Instant, nullable=False)
    words: str = Field(max_length=2000)
    own_side_only: bool = False
