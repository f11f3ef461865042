"""Goals of an assignment and the teacher's personal plan (E-24, F-48, ND-19 … ND-21, LQ-23)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.assigned import AssignedRow
from services.contracts.base import Body, Day, Line, Out, Paragraph, Reason, SchoolYear, ShortLine
from services.contracts.codes import GoalSpeaker, GoalStanding, GoalStatus, PersonalPlanStatus, RuleEffect
from services.contracts.pairings import TimelineItem

LARGEST_TARGET = 99_999
MOST_TIMES = 99

Number = Annotated[int, Field(ge=0, le=LARGEST_TARGET)]
Target = Annotated[int, Field(ge=1, le=LARGEST_TARGET)]
Times = Annotated[int, Field(ge=0, le=MOST_TIMES)]
Unit = Annotated[Line, Field(max_length=8)]
Weight = Annotated[int, Field(ge=1, le=100)]
MaybeReason = Annotated[Paragraph, Field(max_length=500)]
Text = Annotated[Paragraph, Field(min_length=2)]


class GoalContent(Body):
    """A goal in words; with `target` it is measured in `unit`, without it is judged in words. `weight` is percent."""

    description: ShortLine
    measure: Line = ""
    target: Target | None = None
    unit: Unit = ""
    due_on: Day | None = None
    weight: Weight | None = None
    is_key_task: bool = False


class GoalCreate(GoalContent):
    """Propose a goal; the proposer's side has agreed by that. Once the assignment has begun a `reason` is needed."""

    assignment_id: UUID
    reason: MaybeReason = ""


class GoalPatch(Body):
    """Change a proposal; the other side is asked again."""

    description: ShortLine | None = None
    measure: Line | None = None
    target: Target | None = None
    unit: Unit | None = None
    due_on: Day | None = None
    weight: Weight | None = None
    is_key_task: bool | None = None


class ReviseGoal(GoalContent):
    """Propose another goal in place of an agreed one, which holds until both sides have agreed."""

    reason: Reason


class JudgeGoal(Body):
    """What was reached. With a target `achieved` decides, without one `met` does."""

    achieved: Number | None = None
    met: bool | None = None
    judged_on: Day | None = None


class ProgressGoal(Body):
    """How a goal comes along on a day, by default today: a code and short words; what was reached is judged later."""

    standing: GoalStanding
    noted_on: Day | None = None
    words: Line = ""


class GoalProgressOut(Out):
    """What one side said in between. `words` are for people who read goals, `noted_by` is the user's name."""

    noted_on: date
    noted_at: datetime
    speaker: GoalSpeaker
    standing: GoalStanding
    words: str | None
    noted_by: str | None


class GoalSide(Out):
    """One of the two sides that agree: `sending`, or `receiving`, for which the teacher may speak too."""

    side: str
    agreed_at: datetime | None
    agreed_by: str | None


class GoalRow(AssignedRow):
    """A goal in a list. What people typed is null for provincial systems.

    `agreed_on` is the day on which the second side agreed; `is_late`: proposed after the assignment had begun.
    `standing` is what was said last of how it comes along, for the day `standing_on`.
    """

    status: GoalStatus
    description: str | None
    measure: str | None
    target: int | None
    unit: str | None
    due_on: date
    weight: int | None
    is_key_task: bool
    is_late: bool
    agreed_on: date | None
    achieved: int | None
    judged_on: date | None
    replaces_id: UUID | None
    standing: GoalStanding | None
    standing_on: date | None


class GoalDetail(GoalRow):
    """With both sides' agreement, the reason for a late or changed one, how it came along, and what happened."""

    sides: list[GoalSide]
    progress: list[GoalProgressOut] = []
    reason: str | None
    closed_reason: str | None
    timeline: list[TimelineItem] = []


class PlanContent(Body):
    """The plan for a school year: goals, measures, teaching, lessons to hear and to give, the key project (F-48)."""

    goals: Paragraph = ""
    measures: Paragraph = ""
    teaching_task: Line = ""
    observed_per_week: Times | None = None
    open_per_month: Times | None = None
    key_project: Line = ""


class PersonalPlanCreate(PlanContent):
    """Begin the plan of an assignment for a school year, by default the present one."""

    assignment_id: UUID
    school_year: SchoolYear | None = None


class PersonalPlanPatch(PlanContent):
    """Save what is typed; what is left out stays."""


class PersonalPlanRow(AssignedRow):
    """A plan in a list. Typed text is null for provincial systems, and until it is handed in for all but its writers.

    `missing`: what is still needed to hand it in.
    """

    school_year: int
    status: PersonalPlanStatus
    goals: str | None
    measures: str | None
    teaching_task: str | None
    observed_per_week: int | None
    open_per_month: int | None
    key_project: str | None
    submitted_on: date | None
    accepted_on: date | None
    missing: list[str] = []


class PersonalPlanDetail(PersonalPlanRow):
    """With the reason for which it came back, and what happened."""

    return_reason: str | None
    timeline: list[TimelineItem] = []


class PlanTemplate(Out):
    """What a real plan promised, to begin from (LQ)."""

    key: str
    name: str
    source: str
    rules: list[str]
    goals: str
    measures: str
    teaching_task: str = ""
    observed_per_week: int | None = None
    open_per_month: int | None = None
    key_project: str = ""


class PlanTemplates(Out):
    """All that ship with the product."""

    items: list[PlanTemplate]


class GoalCheck(Out):
    """A check in force on a step of the assignment, what it says now, and the document behind it.

    `lacking` is how many goals are missing or not judged; 0 when all is well.
    """

    step: str
    effect: RuleEffect
    source: str
    lacking: int


class AssignmentGoals(Out):
    """All of one assignment: goals, plans, the checks on arriving and ending, what the caller may begin.

    `allowed_actions`: `propose` a goal, `plan` for the present school year. `unmet`: a reason to extend (ND-21).
    """

    assignment_id: UUID
    goals: list[GoalDetail]
    plans: list[PersonalPlanRow]
    checks: list[GoalCheck]
    unmet: int
    begun: bool
    allowed_actions: list[str] = []
