"""People who move to another school for good: decided and filed by the school, or approved by an office (W-17)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Page, Paragraph, Reason, ShortLine, VersionedOut
from services.contracts.codes import (
    HeadcountState,
    HonourType,
    Post,
    StaffMoveKind,
    StaffMoveReason,
    StaffMoveStatus,
    SurplusMethod,
)
from services.contracts.pairings import TimelineItem


class StaffMoveCreate(Body):
    """Somebody of a school moves to another one. `post` and `subject` are what the person does there.

    `subject` is that of today when it is left out; the day is today or at most 366 days ahead.
    """

    staff_id: UUID
    to_school_id: UUID
    kind: StaffMoveKind
    reason: StaffMoveReason
    subject: Line | None = None
    post: Post = Post.teacher
    planned_on: Day
    note: Paragraph = ""


class StaffMovePatch(Body):
    """What is sent is changed; person and schools are not: withdraw and decide anew."""

    reason: StaffMoveReason | None = None
    subject: Line | None = None
    post: Post | None = None
    planned_on: Day | None = None
    note: Paragraph | None = None


class ApproveStaffMove(Body):
    """`override_reason` is needed where a rule of the region refuses the move (ND-26)."""

    override_reason: Reason | None = None


class PostponeStaffMove(Body):
    """Another day for a move that has been filed or approved."""

    planned_on: Day
    reason: Reason


class SubjectPeople(Out):
    """How many people in the establishment teach a subject; empty for those without one."""

    subject: str
    people: int


class MoveSide(Out):
    """A school of a move: its establishment today, who is to leave and to come, and its people by subject (ND-25).

    `approved` null: no number is set. `in_quota` counts people in the establishment today.
    """

    school: SchoolRef
    county_code: str
    state: HeadcountState
    approved: int | None
    in_quota: int
    leaving: int
    coming: int
    weak: bool
    subjects: list[SubjectPeople]


class MoveControl(Out):
    """Whether ND-26 speaks against a move: who has a degree or an honour, in the term of office, to a developed region.

    `ok` false: it does. `unknown`: the term of office is not on record, so nobody can tell. `refuses`: the office must
    say why it approves nevertheless. `source` is the document.
    """

    ok: bool
    unknown: bool
    refuses: bool
    text: str
    source: str
    has_degree: bool
    honours: list[HonourType]
    in_term: bool | None
    developed: bool


class StaffMoveRow(VersionedOut):
    """A move in a list. `needs_approval`: not the school but an office decides it; `why_approval` says why.

    `held_on`: its day had come and it could not be done; the system tries again every hour. `name` is for people only.
    """

    id: UUID
    person_id: UUID
    staff_id: UUID
    name: str | None
    from_school: SchoolRef
    to_school: SchoolRef
    from_county_code: str
    to_county_code: str
    kind: StaffMoveKind
    reason: StaffMoveReason
    status: StaffMoveStatus
    needs_approval: bool
    subject: str
    post: Post
    planned_on: date
    decided_on: date
    filed_on: date | None
    approved_on: date | None
    moved_on: date | None
    held_on: date | None


class StaffMoveDetail(StaffMoveRow):
    """With typed words for people, both schools beside each other, and what happened."""

    why_approval: str
    note: str | None
    return_reason: str | None
    closed_reason: str | None
    override_reason: str | None
    postpone_reason: str | None
    held_why: str | None
    new_staff_id: UUID | None
    from_side: MoveSide
    to_side: MoveSide
    control: MoveControl | None
    timeline: list[TimelineItem] = []


class MoveTarget(Out):
    """A school that somebody can move to; `weak` is that of today."""

    school: SchoolRef
    county_code: str
    county_name: str
    weak: bool


class MoveTargets(Out):
    """The schools that are called so, at most eight, those of the caller's county first."""

    items: list[MoveTarget]


class HeadcountRow(Out):
    """A public school against its approved posts (S-35). `gap`: people over (positive) or under (negative) them.

    `approved`, `since`, `basis` and `gap` are null and `state` unknown while no number is set. `leaving`, `coming`:
    moves that are filed or approved; `resolved`: people of the surplus resolved otherwise in this school year.
    """

    school: SchoolRef
    county_code: str
    township: str
    state: HeadcountState
    approved: int | None
    since: date | None
    basis: str | None
    in_quota: int
    gap: int | None
    leaving: int
    coming: int
    resolved: int
    weak: bool
    allowed_actions: list[str] = []


class HeadcountSums(Out):
    """S-35: schools by state, and the people over and under of those with a number; sums of what is known alone."""

    over: int
    under: int
    even: int
    unknown: int
    approved: int
    in_quota: int
    people_over: int
    people_under: int


class HeadcountPage(Page[HeadcountRow]):
    """With the count come the sums over all rows."""

    sums: HeadcountSums | None = None


People = Annotated[int, Field(ge=1, le=1000)]


class SurplusMeasureCreate(Body):
    """How a school over its establishment resolved its surplus: 转岗, 培训, 调出; how many people, on what paper."""

    school_id: UUID
    method: SurplusMethod
    people: People
    done_on: Day
    basis: ShortLine
    note: Paragraph = ""


class SurplusMeasureRow(VersionedOut):
    """What was done about a surplus; nothing of it changes the number of people, which comes from the staff records."""

    id: UUID
    school: SchoolRef
    county_code: str
    method: SurplusMethod
    people: int
    done_on: date
    basis: str | None
    note: str | None
    is_void: bool
    void_reason: str | None
