"""What becomes of schools: corrections, changes, posts, successions, who reports for whom (E-03, E-04, E-18)."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Reason, RegionCode, ShortLine, VersionedOut
from services.contracts.codes import Locality, Ownership, SchoolKind, SchoolType, Stage, SuccessionKind, UrbanRural
from services.contracts.pairings import TimelineItem
from services.contracts.places import Grades, PlannedOut, SchoolCode, SchoolCreate

Posts = Annotated[int, Field(ge=0, le=5000)]


class SchoolFacts(Body):
    """What a school is and where it stands. What is not sent stays as it is."""

    code: SchoolCode | None = None
    township: Line | None = None
    location_code: RegionCode | None = None
    kind: SchoolKind | None = None
    type_code: SchoolType | None = None
    stages: Annotated[list[Stage], Field(min_length=1)] | None = None
    grades: Grades | None = None
    ownership: Ownership | None = None
    urban_rural_code: UrbanRural | None = None


class SchoolCorrect(SchoolFacts):
    """It was wrong: the values sent replace the present ones; nothing is dated. `reason` says what was wrong."""

    reason: Reason
    name: ShortLine | None = None
    aliases: Line | None = None


class SchoolChange(SchoolFacts):
    """It is different from a day on. Another category (a new first pair of digits) needs a new `code`; the old
    one is never used again. A new name is a succession of kind `rename`.
    """

    from_on: Day
    basis: ShortLine


class FactCorrect(Body):
    """A dated decision was written down wrongly. What is not sent stays; `locality` and posts only where they fit."""

    reason: Reason
    locality: Locality | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    basis: ShortLine | None = None
    approved: Posts | None = None
    senior_posts: Posts | None = None
    middle_posts: Posts | None = None
    junior_posts: Posts | None = None


class HeadcountDecision(Body):
    """Approved posts from a day on: all (编制数), and senior, middle and junior ones (高、中、初级岗位数)."""

    approved: Posts
    senior_posts: Posts
    middle_posts: Posts
    junior_posts: Posts
    start_on: Day
    basis: ShortLine


class SchoolAsSeen(Body):
    """A school and the version its caller looked at, which a preview may leave out."""

    id: UUID
    version: Annotated[int, Field(ge=0)] | None = None


class PartSchool(SchoolCreate):
    """A school that a succession makes, and the employments that go there."""

    staff_ids: Annotated[list[UUID], Field(max_length=2000)] = []


class SuccessionPlan(Body):
    """What becomes of `schools` from `on`, the first day of the new state. After today it is planned for that day.

    `rename`: one school and `new_name`. `merge`: `schools` into `to_school_id`, one of them or another school, which
    keeps its code and may get `new_name`, or into one of `new_schools` with a code of its own. `split`: one school
    stays, `new_schools` take the employments they name. `close`: live rows go to `to_school_id`; without one nothing
    may run any more. `reopen`: a closed school gets its code back, and `new_name` if it has another. Schools of
    several counties are joined by the office above all of them.
    """

    kind: SuccessionKind
    on: Day
    reason: Reason
    schools: Annotated[list[SchoolAsSeen], Field(min_length=1, max_length=20)]
    to_school_id: UUID | None = None
    new_name: ShortLine | None = None
    new_schools: Annotated[list[PartSchool], Field(max_length=5)] = []


class Carried(Out):
    """Live rows of one kind: `move` to the successor, `end` before the day, `stay` as they are, or `block` it all.

    `names` are at most fifty of them: people, schools, months.
    """

    what: Literal[
        "staff", "accounts", "pairings", "assignments", "mentor_pairs", "staff_moves", "improvement_plans",
        "term_reviews", "reports", "delegations",
    ]  # fmt: skip
    happens: Literal["move", "end", "stay", "block"]
    count: int
    names: list[str] = []


class SuccessionStep(Out):
    """What happens to one school: its state and name after, and what is carried to the successor.

    `managed_by`: the county that goes on managing the pairings and assignments that stand, when the successor is
    another county's; null otherwise.
    """

    school: SchoolRef
    to_name: str | None
    to_code: str | None
    closes: bool
    carried: list[Carried] = []
    managed_by: str | None = None


class SchoolVersion(Out):
    """A school and its version."""

    id: UUID
    version: int


class SuccessionPreview(Out):
    """What would happen if it were done now. Nothing has; `blocked` when something must be settled first.

    `planned`: the day is after today, so it can be planned even while something is in the way. `schools` are those of
    the plan with the versions that were looked at: send them when it is to be done.
    """

    kind: SuccessionKind
    on: date
    blocked: bool
    planned: bool = False
    schools: list[SchoolVersion]
    steps: list[SuccessionStep]


class SuccessionOut(VersionedOut):
    """One succession: what became of a school. `to_school` is null for a school that ended without a successor."""

    id: UUID
    kind: SuccessionKind
    on: date
    reason: str
    from_school: SchoolRef
    to_school: SchoolRef | None


class SuccessionDone(Out):
    """The successions that were written, and the schools they made; or what was planned for a later day."""

    items: list[SuccessionOut] = []
    made: list[SchoolRef] = []
    planned: PlannedOut | None = None


class PlannedDetail(PlannedOut):
    """A plan with what was done about it and by whom, the newest first."""

    timeline: list[TimelineItem]


class PlannedPreview(Out):
    """What would happen if a planned succession were done now, or in `trouble` why it could not be."""

    preview: SuccessionPreview | None = None
    trouble: str = ""


class DelegationCreate(Body):
    """`centre_school_id` reports for `school_id` from a day on."""

    school_id: UUID
    centre_school_id: UUID
    start_on: Day
    basis: ShortLine


class DelegationEnd(Body):
    """The last day."""

    end_on: Day


class HistoryItem(Out):
    """One thing in the life of a school, from a day. `noun` and `id` say where it is to be seen."""

    on: date
    kind: Literal["decision", "succession", "correction", "delegation", "pairing", "assignment", "report"]
    text: str
    note: str = ""
    bad: bool = False
    noun: Literal["pairings", "assignments", "reports", "schools", "plans"] | None = None
    id: UUID | None = None


class SchoolHistory(Out):
    """The newest first; `more` when older ones were left out (`?before=` a day goes on)."""

    items: list[HistoryItem]
    more: bool = False
