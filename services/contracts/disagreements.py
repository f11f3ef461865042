"""Disagreements about a planned assignment: both sides' words, and how they were settled."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Out, Paragraph, Reason, VersionedOut
from services.contracts.codes import AssignmentParty, AssignmentStatus, DisagreementStatus, ExchangeMode

Words = Annotated[Paragraph, Field(min_length=2)]


class DisagreementCreate(Body):
    """Say that a plan cannot stay as it is, and why; all parties of the assignment read the words."""

    assignment_id: UUID
    words: Words


class AnswerDisagreement(Body):
    """Words of a party. With `own_side_only` the other county and its school do not read them; the office does."""

    words: Words
    own_side_only: bool = False


class KeepPlan(Body):
    """The office leaves the plan as it is, and says why."""

    reason: Reason


class DisagreementRow(VersionedOut):
    """A disagreement in a list. `words` and `reason` are typed text: null for systems, finance and personnel."""

    id: UUID
    assignment_id: UUID
    assignment_status: AssignmentStatus
    name: str | None
    sending_school: SchoolRef
    receiving_school: SchoolRef
    home_county_code: str
    receiving_county_code: str
    mode: ExchangeMode
    subject: str
    start_on: date
    end_on: date
    raised_by: AssignmentParty
    raised_at: datetime
    words: str | None
    status: DisagreementStatus
    settled_at: datetime | None
    reason: str | None


class Answer(Out):
    """What a party said. `said_by` is the person's name."""

    party: AssignmentParty
    said_at: datetime
    said_by: str | None
    words: str
    own_side_only: bool


class DisagreementDetail(DisagreementRow):
    """With the answers that the caller's side may read, the first one first."""

    raised_by_name: str | None
    settled_by_name: str | None
    answers: list[Answer] = []
