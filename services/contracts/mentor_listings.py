"""Mentors that a supporting school offers, and needs that a recipient school lists (W-22.1, W-22.2, CI-04, HZ-07)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, ShortLine, VersionedOut
from services.contracts.codes import HonourType, ListingKind, ListingStatus, MentorPurpose, Stage, Title
from services.contracts.pairings import TimelineItem

People = Annotated[int, Field(ge=1, le=50)]
Grades = Annotated[Line, Field(max_length=40)]


class MentorOfferCreate(Body):
    """The supporting school offers one of its people as mentor. `people`: how many mentees under this pairing at most,
    those who are mentored already among them."""

    pairing_id: UUID
    staff_id: UUID
    subject: ShortLine
    stage: Stage
    grades: Grades = ""
    people: People
    note: Line = ""
    start_on: Day
    end_on: Day


class MentorNeedCreate(Body):
    """The recipient school says for how many of its people it needs mentors. With `staff_id` it is for this one."""

    pairing_id: UUID
    staff_id: UUID | None = None
    subject: ShortLine
    stage: Stage
    grades: Grades = ""
    people: People
    purpose: MentorPurpose
    note: Line = ""
    start_on: Day
    end_on: Day


class MentorListingPatch(Body):
    """Put right what was typed. Another person or subject is another listing. `purpose` is of needs alone."""

    stage: Stage | None = None
    grades: Grades | None = None
    people: People | None = None
    purpose: MentorPurpose | None = None
    note: Line | None = None
    start_on: Day | None = None
    end_on: Day | None = None


class MentorListingRow(VersionedOut):
    """An offer or a need in a list.

    `taken`: of `people`, how many the live mentor pairs of the pairing have taken or met; `left`: what is still to be
    had on this day, 0 once it is over or not listed any more. `there`: the person still is at the school that listed
    it; `title` and `honours` are the person's on this day. Names and typed words are for people only.
    """

    id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    kind: ListingKind
    subject: str
    stage: Stage
    grades: str | None
    people: int
    taken: int
    left: int
    staff_id: UUID | None
    person_id: UUID | None
    name: str | None
    title: Title | None
    honours: list[HonourType] = []
    there: bool = True
    purpose: MentorPurpose | None
    note: str | None
    start_on: date
    end_on: date
    status: ListingStatus
    over: bool = False


class MentorListingDetail(MentorListingRow):
    """With why it was withdrawn or closed, and what happened."""

    closed_reason: str | None
    timeline: list[TimelineItem] = []


class MentorMatch(Out):
    """A subject on which the two lists meet: how many mentees are offered, how many are needed.

    `offer_id` and `need_id` are the first ones that are left on either side, for a mentor pair made of both; null where
    one side has nothing left.
    """

    subject: str
    offered: int
    needed: int
    offer_id: UUID | None
    need_id: UUID | None


class MentorBoard(Out):
    """Both lists of a pairing beside each other; `allowed_actions`: `offer` and `need`, what the caller may list."""

    offers: list[MentorListingRow]
    needs: list[MentorListingRow]
    matches: list[MentorMatch]
    allowed_actions: list[str] = []
