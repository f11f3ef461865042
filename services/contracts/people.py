"""Persons and staff (E-07 … E-10)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, PersonName, Reason, VersionedOut
from services.contracts.codes import Post, Sex, Stage, Title

IdNumber = Annotated[Line, Field(min_length=1, max_length=30)]
"""As typed; that it has 18 characters is checked with its check digit, so that one sentence says what is wrong."""
Grades = Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(max_length=12)]
"""Grades 1 to 12: 7 is the first year of junior school, 10 that of senior school."""


class StaffCreate(Body):
    """A person and the employment at a school. `id_number` is stored encrypted and never answered whole."""

    name: PersonName
    sex: Sex
    birth_on: Day
    id_number: IdNumber | None = None
    school_id: UUID
    staff_no: Line = ""
    post: Post = Post.teacher
    title: Title = Title.none
    stage: Stage
    subject: Line = ""
    grades: Grades = []
    in_quota: bool = True
    full_time_teacher: bool = True
    hired_on: Day
    career_start_on: Day | None = None
    confirmed_on: Day | None = None


class WorkFacts(Body):
    """What somebody does at work. What is not sent stays as it is."""

    post: Post | None = None
    title: Title | None = None
    stage: Stage | None = None
    subject: Line | None = None


class StaffPatch(WorkFacts):
    """What may change of an employment."""

    staff_no: Line | None = None
    full_time_teacher: bool | None = None


class EndStaff(Body):
    """The last day of an employment."""

    ended_on: Day
    reason: Reason


class StaffOut(VersionedOut):
    """One employment with its person. Names are given to people only, never to clients."""

    id: UUID
    person_id: UUID
    name: str | None
    sex: Sex
    birth_on: date | None
    id_number_masked: str | None
    school: SchoolRef
    county_code: str
    staff_no: str
    post: Post
    title: Title
    stage: Stage
    subject: str
    in_quota: bool
    full_time_teacher: bool
    hired_on: date
    ended_on: date | None
