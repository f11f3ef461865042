"""What two schools agree on besides single activities: decisions, base schools, planned dates (F-28, E-30.6, W-21)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.activities import MOST_JOINED, ActivityOut
from services.contracts.base import Body, Day, Line, Out, Reason, ShortLine, VersionedOut
from services.contracts.codes import (
    ActivityType,
    DecisionStatus,
    PairSide,
    PlannedStatus,
    PlanRepeat,
    ResponsibleSide,
    SchoolTerm,
)

MOST_DATES = 60
"""Dates that one plan may have."""
DecisionText = Annotated[Reason, Field(max_length=200)]
"""What was decided, 2 to 200 characters."""
BriefLine = Annotated[Line, Field(max_length=80)]


class DecisionCreate(Body):
    """What a joint meeting decided: who carries it out, and by which day.

    `pairing_id`: the pairing whose schools it is for, where several held the meeting; by default the meeting's own.
    """

    activity_id: UUID
    pairing_id: UUID | None = None
    text: DecisionText
    responsible: ResponsibleSide
    person: BriefLine = ""
    due_on: Day


class DecisionPatch(Body):
    """Put right what was typed, while it is not carried out."""

    text: DecisionText | None = None
    responsible: ResponsibleSide | None = None
    person: BriefLine | None = None
    due_on: Day | None = None


class CarryOutDecision(Body):
    """It is done since a day; what came of it."""

    done_on: Day
    note: Line = ""


class DecisionOut(VersionedOut):
    """A decision of a joint meeting. Typed text is null for provincial systems; `overdue`: open after its last day."""

    id: UUID
    activity_id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    met_on: date
    text: str | None
    responsible: ResponsibleSide
    person: str | None
    due_on: date
    status: DecisionStatus
    overdue: bool
    done_on: date | None
    note: str | None


class SameBase(Body):
    """Another pairing for which the same school is the base; `version`: of its base school, 0 while none is set."""

    pairing_id: UUID
    version: Annotated[int, Field(ge=0)]


class BaseSchoolPut(Body):
    """Which of the two schools is the base of a term (HZ-06); `also`: and of these pairings in one act (CI-02)."""

    side: PairSide
    also: Annotated[list[SameBase], Field(max_length=MOST_JOINED)] = []


class BaseSchoolOut(Out):
    """The base school of a pairing in a term; `version` is what the next change must carry, 0 while none is set.

    `elsewhere`: it is a school of another pairing of one of the two, `side` that school's side there.
    """

    pairing_id: UUID
    school_year: int
    term: SchoolTerm
    side: PairSide
    school: SchoolRef
    partner: SchoolRef
    elsewhere: bool = False
    version: int


class ActivityPlanCreate(Body):
    """Activities to come: one date, or every week or month from a day to a day, without the days excepted.

    `weekday` is 1 (Monday) to 7; `day` of the month, its last day where the month is shorter; `nth` week 1 to 4, or 5
    for the last one. Each repeat needs its own of them and refuses the others.
    """

    pairing_id: UUID
    host: PairSide
    type: ActivityType
    topic: ShortLine
    repeat: PlanRepeat
    start_on: Day
    end_on: Day
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    nth: Annotated[int, Field(ge=1, le=5)] | None = None
    except_on: Annotated[list[Day], Field(max_length=MOST_DATES)] = []


class MovePlanned(Body):
    """Another day for one date."""

    to_on: Day


class CancelPlan(Body):
    """Cancel what is still to come, from a day on."""

    from_on: Day
    reason: Reason


class PlannedOut(VersionedOut):
    """A planned date; `first_on` is the day it was planned for at first. Counts nowhere until it is recorded."""

    id: UUID
    plan_id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    host: PairSide
    type: ActivityType
    topic: str | None
    planned_on: date
    first_on: date
    status: PlannedStatus
    activity_id: UUID | None
    cancel_reason: str | None


class ActivityPlanOut(VersionedOut):
    """A plan with its rule and all its dates in their order."""

    id: UUID
    pairing_id: UUID
    host: PairSide
    type: ActivityType
    topic: str | None
    repeat: PlanRepeat
    start_on: date
    end_on: date
    weekday: int | None
    day: int | None
    nth: int | None
    dates: list[PlannedOut]


class JointWork(Out):
    """What stands between activities, of one pairing or of all in scope: what comes, what was missed, open decisions.

    With a pairing also its base schools, the present term first, and its newest activities.
    """

    planned: list[PlannedOut]
    planned_count: int
    decisions: list[DecisionOut]
    decision_count: int
    base_schools: list[BaseSchoolOut] = []
    activities: list[ActivityOut] = []
    activity_count: int = 0
