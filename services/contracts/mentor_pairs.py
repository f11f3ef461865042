"""Mentor pairs, 师徒结对 and 一帮一 (E-37, W-22)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Paragraph, ShortLine, VersionedOut
from services.contracts.codes import MentorKind, MentorPairStatus, MentorResult
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem


class MentorPairCreate(Body):
    """Pair a mentor with a mentee. With `pairing_id` each is at one of its schools; without, both are in one county.

    `subject_differs` says that they are paired although one of them does not teach the subject (JH-24).
    """

    mentor_staff_id: UUID
    mentee_staff_id: UUID
    kind: MentorKind = MentorKind.mentor
    subject: ShortLine
    pairing_id: UUID | None = None
    start_on: Day
    end_on: Day
    goal: Paragraph = ""
    subject_differs: bool = False


class MentorPairPatch(Body):
    """Put right what was typed, or change the plan."""

    kind: MentorKind | None = None
    subject: ShortLine | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    goal: Paragraph | None = None
    subject_differs: bool | None = None


class SummariseMentorPair(Body):
    """The mentor's summary, and papers that show it (W-22.5)."""

    summary: Annotated[Paragraph, Field(min_length=2)]
    file_ids: FileIds = []


class ReviewMentorPair(Body):
    """What the school finds, and the reward if there is one (W-22.6)."""

    result: MentorResult
    reward: Line = ""


class EndMentorPair(Body):
    """The last day. Before the review a reason is needed."""

    end_on: Day
    reason: Annotated[Paragraph, Field(max_length=500)] = ""


class MentorSide(Out):
    """Mentor or mentee. `name` is for people only; `own`: the person is in the caller's scope."""

    staff_id: UUID
    person_id: UUID
    name: str | None
    school: SchoolRef
    county_code: str
    own: bool = False


class MentorPairRow(VersionedOut):
    """A pair in a list. `goal` is typed text and stays with people; `ended_on` is null while it runs.

    `over`: its last day has passed, and nobody has ended it yet.
    """

    id: UUID
    kind: MentorKind
    subject: str
    subject_differs: bool
    mentor: MentorSide
    mentee: MentorSide
    pairing_id: UUID | None
    start_on: date
    end_on: date
    ended_on: date | None
    status: MentorPairStatus
    over: bool = False
    result: MentorResult | None
    goal: str | None
    file_count: int = 0


class MentorPairDetail(MentorPairRow):
    """With summary, review and what happened; typed text is null for provincial systems."""

    summary: str | None
    reward: str | None
    closed_reason: str | None
    timeline: list[TimelineItem] = []


class MentorPerson(Out):
    """Somebody who can be chosen as mentor or mentee."""

    staff_id: UUID
    name: str
    subject: str
    school: SchoolRef


class MentorPeople(Out):
    """The first few who fit what was typed."""

    items: list[MentorPerson]
