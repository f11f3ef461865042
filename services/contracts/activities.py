"""Activities of pairings, recorded once by the host school (E-35, W-21.4, F-29)."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Paragraph, ShortLine, VersionedOut
from services.contracts.codes import ActivityPayer, ActivityType, PairSide
from services.contracts.files import FileIds
from services.contracts.supports import Money

LINKS = ("https://", "http://")
MOST_PRESENT = 500
MOST_JOINED = 20


def _web_link(value: str) -> str:
    if value and not value.startswith(LINKS):
        raise PydanticCustomError("web_link", "网址要以https://或http://开头，请从浏览器里复制")
    return value


WebLink = Annotated[Line, AfterValidator(_web_link)]
"""An address of the web, or nothing."""
Headcount = Annotated[int, Field(ge=0, le=10_000)]
Lessons = Annotated[int, Field(ge=1, le=1_000)]
BriefLine = Annotated[Line, Field(max_length=80)]


class JoinedPairing(Body):
    """Another pairing that held the meeting too, and how many came from its other school."""

    pairing_id: UUID
    count: Headcount = 0


Joined = Annotated[list[JoinedPairing], Field(max_length=MOST_JOINED)]


class ActivityCreate(Body):
    """An activity of a pairing, recorded once by the host school. Counts are persons.

    Everything after the photos may be left out. A `cost` needs its `payer`. `planned_activity_id` is the planned date
    that this record answers.
    """

    pairing_id: UUID
    host_school_id: UUID
    type: ActivityType
    held_on: Day
    topic: ShortLine
    supporting_count: Headcount = 0
    recipient_count: Headcount = 0
    file_ids: FileIds = []
    speaker: BriefLine = ""
    subject: BriefLine = ""
    grade: BriefLine = ""
    lessons: Lessons | None = None
    place: BriefLine = ""
    online_link: WebLink = ""
    cost: Money | None = None
    payer: ActivityPayer | None = None
    agenda: Paragraph = ""
    outcome: Paragraph = ""
    mentor_pair_id: UUID | None = None
    planned_activity_id: UUID | None = None
    joined: Joined = []


class ActivityPatch(Body):
    """A correction by the host school; null takes lessons, cost, payer and mentor pair out again.

    `joined` is written anew as a whole.
    """

    type: ActivityType | None = None
    held_on: Day | None = None
    topic: ShortLine | None = None
    supporting_count: Headcount | None = None
    recipient_count: Headcount | None = None
    speaker: BriefLine | None = None
    subject: BriefLine | None = None
    grade: BriefLine | None = None
    lessons: Lessons | None = None
    place: BriefLine | None = None
    online_link: WebLink | None = None
    cost: Money | None = None
    payer: ActivityPayer | None = None
    agenda: Paragraph | None = None
    outcome: Paragraph | None = None
    mentor_pair_id: UUID | None = None
    joined: Joined | None = None


class ActivityWarning(Out):
    """Something to look at, with the document it rests on; nothing is refused for it."""

    text: str
    source: str


class ActivityPerson(Out):
    """Somebody of one of the two schools; `present`: ticked as having taken part."""

    staff_id: UUID
    name: str
    subject: str
    side: PairSide
    present: bool


class JoinedOut(VersionedOut):
    """Another pairing that held the meeting too: its other school, how many came, and whether it says nobody did."""

    pairing_id: UUID
    school: SchoolRef
    count: int
    absent_on: date | None
    absent_reason: str | None


class ActivityOut(VersionedOut):
    """An activity; `person_times` is the sum of both sides and of who joined. Typed text is null for clients.

    A meeting may be one of several pairings of a school (CI-01): `joined` are the others. It is one record and counts
    once for each of the pairings.

    `in_report` is for schools: whether the report they have sent of its month shows it as it is now. Null while that
    month is not sent, or was returned: it will show by itself. An activity noted or put right later counts for the
    pairing all the same and comes into the report when it is returned and sent again (W-29, SM-6).
    `file_count` is how many photos it has, `cost` is in yuan, `lessons` are 节. `present` and `warnings` are told of a
    single activity, not in lists. `twin_id` is another record of the same pairing, day, type and topic; both count
    until one is void.
    """

    id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    host_school_id: UUID
    type: ActivityType
    held_on: date
    topic: str | None
    supporting_count: int
    recipient_count: int
    person_times: int
    voided: bool
    in_report: bool | None = None
    file_count: int = 0
    speaker: str | None = None
    subject: str | None = None
    grade: str | None = None
    lessons: int | None = None
    place: str | None = None
    online_link: str | None = None
    cost: Decimal | None = None
    payer: ActivityPayer | None = None
    agenda: str | None = None
    outcome: str | None = None
    mentor_pair_id: UUID | None = None
    planned_activity_id: UUID | None = None
    void_reason: str | None = None
    twin_id: UUID | None = None
    warnings: list[ActivityWarning] = []
    present: list[ActivityPerson] = []
    joined: list[JoinedOut] = []


class ActivityPeople(Out):
    """Who took part, by name; for who may correct the record also everybody in service who could have (E-35.3)."""

    version: int
    items: list[ActivityPerson]


class ActivityPeoplePut(Body):
    """Everybody of both schools who took part; a count that is smaller than the names of its side is raised to it."""

    staff_ids: Annotated[list[UUID], Field(max_length=MOST_PRESENT)]
