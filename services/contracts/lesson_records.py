"""Lessons that were heard, 听课记录, 评课记录 and 评课反思 (E-36, F-30, F-31)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Out, Paragraph, ShortLine, VersionedOut
from services.contracts.codes import LessonRating, LessonStatus, PairSide
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem

MOST_LESSONS = 12
"""Lessons of a day."""

LessonNo = Annotated[int, Field(ge=1, le=MOST_LESSONS)]
"""Which lesson of the day it was, counted from 1."""


class LessonRecordCreate(Body):
    """A lesson that somebody of one school of a pairing heard at the other one.

    Without `observer_staff_id` it is the caller, who then is a teacher with an account. An activity is one of the same
    pairing on the same day, a mentor pair one of the same two persons.
    """

    pairing_id: UUID
    teacher_staff_id: UUID
    observer_staff_id: UUID | None = None
    class_name: ShortLine
    subject: ShortLine
    topic: ShortLine
    held_on: Day
    lesson_no: LessonNo
    process: Paragraph = ""
    rating: LessonRating
    strengths: Paragraph = ""
    suggestions: Paragraph = ""
    activity_id: UUID | None = None
    mentor_pair_id: UUID | None = None
    file_ids: FileIds = []


class LessonRecordPatch(Body):
    """Put right what was typed, until the reflection answers it."""

    class_name: ShortLine | None = None
    subject: ShortLine | None = None
    topic: ShortLine | None = None
    held_on: Day | None = None
    lesson_no: LessonNo | None = None
    process: Paragraph | None = None
    rating: LessonRating | None = None
    strengths: Paragraph | None = None
    suggestions: Paragraph | None = None


class Reflect(Body):
    """What the taught teacher makes of it, or a better text; papers such as the lesson plan besides."""

    reflection: Annotated[Paragraph, Field(min_length=2)]
    file_ids: FileIds = []


class LessonPerson(Out):
    """Who taught or who heard. `name` is for people only; `own`: of the caller's school, or the caller."""

    person_id: UUID
    name: str | None
    school: SchoolRef
    own: bool = False


class LessonRecordRow(VersionedOut):
    """One lesson that was heard. `topic` and `class_name` stay with people; `rating` with those who read the words."""

    id: UUID
    pairing_id: UUID
    teacher: LessonPerson
    observer: LessonPerson
    class_name: str | None
    subject: str
    topic: str | None
    held_on: date
    lesson_no: int
    rating: LessonRating | None
    status: LessonStatus
    activity_id: UUID | None
    mentor_pair_id: UUID | None
    file_count: int = 0


class LessonRecordDetail(LessonRecordRow):
    """With the words, for the two persons, their schools and counties: `sees_words`. Null for everybody else."""

    sees_words: bool
    process: str | None
    strengths: str | None
    suggestions: str | None
    reflection: str | None
    reflected_on: date | None
    void_reason: str | None
    timeline: list[TimelineItem] = []


class LessonPairing(Out):
    """A pairing under which the caller may record; `own_side` is the caller's."""

    pairing_id: UUID
    own_side: PairSide
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    start_on: date
    end_on: date | None


class LessonPairings(Out):
    """All of them, the latest start first."""

    items: list[LessonPairing]


class LessonColleague(Out):
    """Somebody who can be chosen as who taught or who heard."""

    staff_id: UUID
    name: str
    subject: str
    school: SchoolRef


class LessonColleagues(Out):
    """The first few who fit what was typed."""

    items: list[LessonColleague]
