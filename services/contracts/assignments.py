"""Assignments of persons to other schools (E-23, SM-4)."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Reason, VersionedOut
from services.contracts.codes import (
    AssignmentStatus,
    Direction,
    ExchangeMode,
    FieldSet,
    Locality,
    Post,
    RuleEffect,
    Sex,
    Stage,
    SwapOf,
    Title,
    Workload,
)
from services.contracts.pairings import TimelineItem


class AssignmentCreate(Body):
    """Plan an assignment. Direction, school year and exclusiveness are derived. Both days are inside."""

    staff_id: UUID
    receiving_school_id: UUID
    mode: ExchangeMode
    workload: Workload
    start_on: Day
    end_on: Day
    pairing_id: UUID | None = None
    team_id: UUID | None = None
    subject: Line = ""
    receiving_post: Line = ""


class AssignmentPatch(Body):
    """May change while planned."""

    receiving_school_id: UUID | None = None
    mode: ExchangeMode | None = None
    workload: Workload | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    subject: Line | None = None
    receiving_post: Line | None = None


class ArriveAssignment(Body):
    """The person has begun to serve."""

    arrived_on: Day


class EndAssignment(Body):
    """The last day served and why."""

    end_on: Day
    reason: Reason


class ExtendAssignment(Body):
    """A later last day (ND-14)."""

    end_on: Day
    reason: Reason


class SwapAssignment(Body):
    """Exchange it with another planned one: everything but the persons, or the receiving schools alone.

    `other_version` is the version of the other one that was looked at.
    """

    other_id: UUID
    other_version: Annotated[int, Field(ge=0)]
    of: SwapOf = SwapOf.tasks


class ReplaceAssignment(Body):
    """Somebody else of the same school goes; the plan is taken back and made anew for that person."""

    staff_id: UUID
    reason: Reason


class RelieveAssignment(Body):
    """Somebody else of the same school goes on from a day; the day before is the last one of the first person."""

    staff_id: UUID
    start_on: Day
    reason: Reason


class CorrectFacts(Body):
    """Facts that were wrong from the start, and why; what is left out stays."""

    post: Post | None = None
    title: Title | None = None
    stage: Stage | None = None
    sex: Sex | None = None
    age: Annotated[int, Field(ge=16, le=90)] | None = None
    sending_locality: Locality | None = None
    receiving_locality: Locality | None = None
    reason: Reason


class Confirmation(Out):
    """One of three: sending school, receiving school, county."""

    by: str
    confirmed_at: datetime | None
    confirmed_by: str | None


class AssignmentRow(VersionedOut):
    """An assignment in a list. A field that `field_set` does not hold is null (architecture §5).

    `staff_id` is the employment at the sending school: null for the receiving side, which cannot open it.
    """

    id: UUID
    field_set: FieldSet
    person_id: UUID
    staff_id: UUID | None
    name: str | None
    sending_school: SchoolRef
    receiving_school: SchoolRef
    home_county_code: str
    receiving_county_code: str
    mode: ExchangeMode
    direction: Direction
    workload: Workload
    subject: str
    start_on: date
    end_on: date
    arrived_on: date | None
    school_year: int
    status: AssignmentStatus
    extended: bool
    confirmations: list[Confirmation]
    pairing_id: UUID | None
    team_id: UUID | None


class MonthState(Out):
    """What one month's report says of the person; null when nothing is reported."""

    month: str
    state: str | None


class FrozenFacts(Out):
    """Facts stored at confirmation and refreshed until the start, for statistics (architecture §4).

    `age` is null for the receiving side and for systems.
    """

    post: Post | None
    title: Title | None
    stage: Stage | None
    age: int | None
    sending_locality: Locality | None
    receiving_locality: Locality | None


class AssignmentExtension(Out):
    """The last day was put off, from one day to another. `extended_by` is null for callers without names."""

    from_end_on: date
    to_end_on: date
    reason: str | None
    extended_at: datetime
    extended_by: str | None


class FactCorrection(Out):
    """A frozen fact that was put right. `was` and `became` are codes; empty for what was not known.

    The receiving side and systems learn which fact it was, not more.
    """

    field: str
    was: str | None
    became: str | None
    reason: str | None
    corrected_at: datetime
    corrected_by: str | None


class AssignmentFinding(Out):
    """A rule of the county that sends, held against a plan: null while a fact is missing; how strict, resting on what.

    They tell the age: for the home side, the offices above both and the person.
    """

    rule_key: str
    title: str
    is_met: bool | None
    text: str
    effect: RuleEffect
    source: str


class AssignmentLink(Out):
    """Another assignment that took its place, whose place it took, or that it was exchanged with."""

    how: Literal["replaces", "replaced_by", "swapped_with"]
    assignment_id: UUID
    name: str | None


class AssignmentDetail(AssignmentRow):
    """With confirmations, extensions, corrections, months and history.

    `closed_reason` says why it was refused, ended early or voided; it may touch on health or family, so only the
    home side, the offices above both and the person have it.
    """

    receiving_post: str | None
    planned_end_on: date
    closed_reason: str | None
    extensions: list[AssignmentExtension] = []
    corrections: list[FactCorrection] = []
    links: list[AssignmentLink] = []
    facts: FrozenFacts
    findings: list[AssignmentFinding] = []
    months: list[MonthState] = []
    timeline: list[TimelineItem] = []
