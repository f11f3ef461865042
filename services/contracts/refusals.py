"""Refusals to be exchanged: the case, who was heard, what the county decided (W-18, HG-43 to HG-45)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Paragraph, Reason, SchoolYear, ShortLine, VersionedOut
from services.contracts.codes_refusals import DismissalGround, HearingKind, RefusalMeasure, RefusalStatus
from services.contracts.pairings import TimelineItem
from services.contracts.statistics import Definition

Words = Annotated[Paragraph, Field(min_length=2)]


class RefusalCreate(Body):
    """Somebody does not go who was confirmed: with the refused assignment, or the document that named the person.

    `school_year` is that of the exchange; with an assignment it is the assignment's. Who was named only goes without
    `assignment_id` and has `named_in`.
    """

    staff_id: UUID
    assignment_id: UUID | None = None
    school_year: SchoolYear | None = None
    refused_on: Day
    named_in: ShortLine | None = None
    facts: Words


class RefusalPatch(Body):
    """Put the recorded facts right while nothing is decided."""

    refused_on: Day | None = None
    named_in: ShortLine | None = None
    facts: Words | None = None


class StateRefusal(Body):
    """The person's own words, from the own account."""

    words: Words


class HearRefusal(Body):
    """What the person said, or how it was put on record that the person would not speak."""

    kind: HearingKind
    heard_on: Day
    words: Words


class DecideRefusal(Body):
    """What follows, each once. `document_no` and `basis` are asked for with the end of employment.

    The other two have their basis in the rule of the region, and need it. `capped_year` is by default the school year
    of the refusal.
    """

    decided_on: Day
    measures: Annotated[list[RefusalMeasure], Field(min_length=1, max_length=len(RefusalMeasure))]
    capped_year: SchoolYear | None = None
    document_no: Line = ""
    basis: Line = ""
    words: Words


class DismissRefusal(Body):
    """Why nothing follows."""

    ground: DismissalGround
    reason: Reason


class MeasureOut(Out):
    """One consequence with its basis. `school_year` of a cap; `until_on` is the last day of waiting, null when the
    rule sets none; `document_no` of the end of employment."""

    measure: RefusalMeasure
    basis: str
    school_year: int | None
    until_on: date | None
    document_no: str


class RefusalRow(VersionedOut):
    """A case in a list, without its words. `waiting`: something is to be done before it is decided."""

    id: UUID
    person_id: UUID
    staff_id: UUID
    name: str | None
    school: SchoolRef
    county_code: str
    assignment_id: UUID | None
    school_year: int
    refused_on: date
    status: RefusalStatus
    heard_on: date | None
    decided_on: date | None
    measures: list[MeasureOut] = []


class StatementOut(Out):
    """What was said, never changed. `said_by` is who wrote it down."""

    kind: HearingKind
    heard_on: date
    said_at: datetime
    said_by: str | None
    words: str


class RefusalDetail(RefusalRow):
    """With its words: for the county that decides, the leader of the person's school, and the person.

    `employed_until`: the last day of employment, null while it runs.
    """

    named_in: str
    facts: str
    opened_by: str | None
    decided_by: str | None
    decision: str
    ground: DismissalGround | None
    closed_reason: str
    employed_until: date | None
    cap_allowed: bool
    waiting_allowed: bool
    statements: list[StatementOut] = []
    timeline: list[TimelineItem] = []


class PersonRefusal(Out):
    """A case on the page of the person, for those who may read it."""

    refusal_id: UUID
    school_year: int
    refused_on: date
    status: RefusalStatus
    measures: list[MeasureOut] = []


class GradeCap(Out):
    """A grade of this school year may not be 合格 or better; with `refuses` it cannot be entered."""

    school_year: int
    source: str
    refuses: bool


class RefusalCountRow(Out):
    """One group. `cases` is null when only places with one or two are in it.

    `hidden` is the number of counties and school years that have one or two cases and are in no number.
    """

    group: dict[str, str | int]
    labels: dict[str, str]
    cases: int | None
    hidden: int


class RefusalCounts(Out):
    """S-37: refusals that were handled and whose handling stands, by school year and region."""

    indicator: str = "S-37"
    definition: Definition
    unit: str = "cases"
    school_year: int
    first_school_year: int
    region_code: str
    group_by: list[str]
    rows: list[RefusalCountRow]
    total_cases: int | None
    hidden: int
    as_of: datetime
