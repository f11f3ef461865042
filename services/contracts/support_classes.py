"""Support classes, 对口教学支援班, that two paired schools run together (W-25, F-60)."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Out, Reason, SchoolYear, ShortLine, VersionedOut
from services.contracts.codes import ClassPost, PairSide, SupportClassStatus
from services.contracts.pairings import TimelineItem

Pupils = Annotated[int, Field(ge=1, le=2000)]
Grade = Annotated[ShortLine, Field(max_length=20)]


class SupportClassCreate(Body):
    """One school of a pairing proposes a class; the other one joins, and so both apply to the county.

    `place` is the school where the class is taught; the county of that school decides.
    """

    pairing_id: UUID
    name: ShortLine
    grade: Grade
    school_year: SchoolYear
    pupils_planned: Pupils
    place: PairSide = PairSide.recipient


class SupportClassPatch(Body):
    """Put a proposal right, or what the county returned."""

    name: ShortLine | None = None
    grade: Grade | None = None
    school_year: SchoolYear | None = None
    pupils_planned: Pupils | None = None
    place: PairSide | None = None


class AssignClassTeacher(Body):
    """Who has a post of the class from today on; null leaves the post open."""

    post: ClassPost
    staff_id: UUID | None = None


class StartSupportClass(Body):
    """The first day, and how many pupils were enrolled."""

    started_on: Day
    pupils_enrolled: Pupils


class EndSupportClass(Body):
    """The last day, and why it ends."""

    ended_on: Day
    reason: Reason


class SupportClassRow(VersionedOut):
    """A class in a list. `name` and `grade` are typed and null for provincial systems without names.

    `class_teacher` and `teachers` (`语文罗晓雯、数学陈立群`) are who is there today: those who have left do not count.
    """

    id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    place: PairSide
    place_school: SchoolRef
    name: str | None
    grade: str | None
    school_year: int
    pupils_planned: int
    pupils_enrolled: int | None
    status: SupportClassStatus
    proposed_by: PairSide
    applied_on: date | None
    approved_on: date | None
    started_on: date | None
    ended_on: date | None
    post_count: int = 0
    class_teacher: str | None = None
    teachers: str | None = None


class ClassPostOut(Out):
    """Who has a post; `there` is false once the person has left the supporting school or the assignment is over."""

    post: ClassPost
    staff_id: UUID
    person_id: UUID
    name: str | None
    subject: str
    school: SchoolRef
    there: bool


class ClassCheck(Out):
    """A rule of the region on this class. `refuses`: while it is not `ok`, the staff list cannot be closed."""

    rule: str
    ok: bool
    refuses: bool
    text: str
    source: str


class ClassFunds(Out):
    """Publicity money of the supporting school for the year of the class, from the ledger of supports, in yuan."""

    count: int
    planned: Decimal
    given: Decimal


class SupportClassDetail(SupportClassRow):
    """With its posts, the checks, the publicity money and what happened."""

    posts: list[ClassPostOut] = []
    checks: list[ClassCheck] = []
    funds: ClassFunds
    return_reason: str | None
    closed_reason: str | None
    timeline: list[TimelineItem] = []


class ClassPerson(Out):
    """Somebody who can be chosen for a post."""

    staff_id: UUID
    name: str
    subject: str
    school: SchoolRef


class ClassPeople(Out):
    """The first few who fit what was typed."""

    items: list[ClassPerson]
