"""One person with everything dated (E-07 … E-12), corrections and changes."""

from datetime import date, datetime
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, PersonName, Reason, VersionedOut
from services.contracts.codes import FieldSet, MentorPairStatus, Post, Sex, Stage, Title
from services.contracts.pairings import TimelineItem
from services.contracts.people import Grades, IdNumber, WorkFacts
from services.contracts.person_records import (
    CertificateOut,
    EducationOut,
    HonourOut,
    PositionOut,
    ServiceOut,
    SpouseOut,
    TeachingOut,
    TitleOut,
)
from services.contracts.refusals import PersonRefusal
from services.contracts.summaries import FiledSummary


class PresentFacts(WorkFacts):
    """What is so now of a person's work."""

    name: PersonName | None = None
    leadership: bool | None = None
    grades: Grades | None = None


class PersonCorrection(PresentFacts):
    """It was wrong: the value is replaced where it stands. At least one value beside the reason."""

    reason: Reason
    sex: Sex | None = None
    birth_on: Day | None = None
    id_number: IdNumber | None = None
    career_start_on: Day | None = None
    confirmed_on: Day | None = None
    hired_on: Day | None = None
    """First day of the present employment; what began with it begins with it still."""


class PersonChange(PresentFacts):
    """It is different from a day on: what was so before ends the day before. At least one value."""

    start_on: Day
    reason: Reason


class PersonAims(Body):
    """What a person is meant for, all three as they are now (E-07.12 to E-07.14).

    Null: not known, or no promotion wanted.
    """

    is_reserve_cadre: bool | None = None
    can_mentor: bool | None = None
    seeks_promotion: Title | None = None


class HealthIn(Body):
    """Whether somebody is fit for service elsewhere (E-07.11); `note` says no more than the decision needs."""

    ok: bool
    note: Line = ""


class HealthOut(Out):
    """For the person, and for the county coordinator and the personnel office that decide; nobody else."""

    ok: bool
    note: str
    told_on: date


class UnmaskPerson(Body):
    """Why somebody has to see the whole number."""

    reason: Reason


class UnmaskedOut(Out):
    """The whole identity number, shown this once."""

    person_id: UUID
    id_number: str


class Employment(VersionedOut):
    """Employment at a school."""

    id: UUID
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


class ExchangeOut(Out):
    """Service elsewhere: an assignment, or an earlier one recorded by hand (`assignment_id` null)."""

    assignment_id: UUID | None
    sending_school: str
    receiving_school: str
    words: str
    start_on: date
    end_on: date | None
    status: str


class MentoringOut(Out):
    """A mentor pair that somebody is in; `name` and `school` are the other one's, `name` for people only."""

    mentor_pair_id: UUID
    is_mentor: bool
    name: str | None
    school: str
    subject: str
    start_on: date
    end_on: date
    status: MentorPairStatus


class FormerName(Out):
    """A name somebody had until a day."""

    name: str
    end_on: date


class LookOut(Out):
    """Somebody looked at the whole identity number."""

    at: datetime
    who: str
    reason: str


class PersonRow(VersionedOut):
    """A person in a list, with the present or last employment. Names and numbers by `field_set`."""

    id: UUID
    field_set: FieldSet
    name: str | None
    sex: Sex
    birth_on: date | None
    id_number_masked: str | None
    employment: Employment | None


class PersonDetail(PersonRow):
    """Everything dated. A field that `field_set` does not hold is null or empty; `restricted` says whether it is so.

    `sees_health`: `health` is given to the caller; null then means that nothing is recorded.
    """

    career_start_on: date | None
    confirmed_on: date | None
    restricted: bool
    is_reserve_cadre: bool | None = None
    can_mentor: bool | None = None
    seeks_promotion: Title | None = None
    health: HealthOut | None = None
    sees_health: bool = False
    former_names: list[FormerName] = []
    employments: list[Employment] = []
    positions: list[PositionOut] = []
    titles: list[TitleOut] = []
    teachings: list[TeachingOut] = []
    honours: list[HonourOut] = []
    services: list[ServiceOut] = []
    certificates: list[CertificateOut] = []
    educations: list[EducationOut] = []
    spouses: list[SpouseOut] = []
    exchanges: list[ExchangeOut] = []
    mentorings: list[MentoringOut] = []
    refusals: list[PersonRefusal] = []
    summaries: list[FiledSummary] = []
    looks: list[LookOut] = []
    missing: list[str] = []
    duplicates: int = 0
    timeline: list[TimelineItem] = []
