"""Plans that lift a weak school: goals, measures, schedule (W-28, F-47, CG-01)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Paragraph, Reason, SchoolYear, ShortLine, VersionedOut
from services.contracts.codes import (
    GuidanceKind,
    ImprovementResult,
    ImprovementSide,
    ImprovementStatus,
    MilestoneState,
    PairRelation,
)
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem

Note = Annotated[Paragraph, Field(max_length=500)]
MOST_MILESTONES = 40


class ImprovementPlanCreate(Body):
    """One plan of a school for a school year. `pairing_id`: who helps, in a pairing where it is the recipient.

    Goals, measures and schedule may be written later; `submit` asks for all three (CG-01).
    """

    school_id: UUID
    school_year: SchoolYear
    pairing_id: UUID | None = None
    responsible: Line = ""
    goals: Paragraph = ""
    measures: Paragraph = ""


class ImprovementPlanPatch(Body):
    """What is sent is changed; `pairing_id` null takes the pairing away."""

    pairing_id: UUID | None = None
    responsible: Line | None = None
    goals: Paragraph | None = None
    measures: Paragraph | None = None


class MilestoneCreate(Body):
    """A step of the schedule: what, until when, by which side and whom; `guidance` when it is one of the six kinds."""

    what: ShortLine
    due_on: Day
    side: ImprovementSide = ImprovementSide.school
    responsible: Line = ""
    guidance: GuidanceKind | None = None


class MilestonePatch(Body):
    """What is sent is changed; `guidance` null takes it away."""

    what: ShortLine | None = None
    due_on: Day | None = None
    side: ImprovementSide | None = None
    responsible: Line | None = None
    guidance: GuidanceKind | None = None


class MilestoneDone(Body):
    """It is done: when, what came of it, and papers that show it."""

    done_on: Day
    note: Note = ""
    file_ids: FileIds = []


class CloseImprovementPlan(Body):
    """What the county finds (W-28.4)."""

    result: ImprovementResult
    conclusion: Reason


class MilestoneOut(VersionedOut):
    """One step. `what`, `responsible` and `note` are typed text and stay with people."""

    id: UUID
    plan_id: UUID
    what: str | None
    due_on: date
    side: ImprovementSide
    responsible: str | None
    guidance: GuidanceKind | None
    done_on: date | None
    note: str | None
    state: MilestoneState
    file_count: int = 0


class MilestoneDetail(MilestoneOut):
    """One step with whose plan it belongs to."""

    school: SchoolRef
    school_year: int


class ImprovementPlanRow(VersionedOut):
    """A plan in a list, with how far it is. `relation` is the pairing's; `weak`: the school is flagged weak today.

    `next_due_on` is the earliest day of what is not done.
    """

    id: UUID
    school: SchoolRef
    county_code: str
    school_year: int
    status: ImprovementStatus
    result: ImprovementResult | None
    weak: bool
    pairing_id: UUID | None
    supporting_school: SchoolRef | None
    relation: PairRelation | None
    responsible: str | None
    submitted_on: date | None
    milestone_count: int
    done_count: int
    overdue_count: int
    next_due_on: date | None


class ImprovementPlanDetail(ImprovementPlanRow):
    """With the schedule and what happened; typed text is null for provincial systems."""

    goals: str | None
    measures: str | None
    return_reason: str | None
    conclusion: str | None
    void_reason: str | None
    closed_on: date | None
    milestones: list[MilestoneOut]
    timeline: list[TimelineItem] = []


class SchoolWithoutPlan(Out):
    """A school flagged weak that has no plan for the school year."""

    school: SchoolRef
    county_code: str
    township: str
