"""Teams that go between two paired schools in equal numbers (E-25, W-10, S-08, F-58)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Line, Out, Page, SchoolYear, ShortLine, VersionedOut
from services.contracts.codes import (
    AssignmentStatus,
    HonourType,
    Post,
    RuleEffect,
    TeamDirection,
    TeamStatus,
    Title,
)
from services.contracts.pairings import TimelineItem

MOST_AT_ONCE = 100
AssignmentIds = Annotated[list[UUID], Field(min_length=1, max_length=MOST_AT_ONCE)]


class TeamCreate(Body):
    """A team of one batch, from one school of a pairing to the other; the one of the other direction is its mirror."""

    name: ShortLine
    pairing_id: UUID
    school_year: SchoolYear
    batch: Line = ""
    direction: TeamDirection = TeamDirection.from_supporting


class TeamPatch(Body):
    """What it is called, and its batch."""

    name: ShortLine | None = None
    batch: Line | None = None


class TeamMembers(Body):
    """Assignments that get into a team or out of it; all of them or none."""

    assignment_ids: AssignmentIds


class TeamLeader(Body):
    """The member who leads (W-10.3)."""

    assignment_id: UUID


class TeamMirror(Out):
    """The team of the other direction."""

    id: UUID
    name: str
    status: TeamStatus
    member_count: int


class TeamOut(VersionedOut):
    """A team in a list. `difference` is its members less those of the team of the other direction (S-08).

    `name`, `batch` and `leader_name` are typed text and a name: for callers who see names.
    """

    id: UUID
    name: str
    pairing_id: UUID
    sending_school: SchoolRef
    receiving_school: SchoolRef
    school_year: int
    batch: str
    direction: TeamDirection
    status: TeamStatus
    leader_name: str | None
    leader_post: Post | None
    member_count: int
    mirror: TeamMirror | None
    difference: int


class TeamMember(Out):
    """Somebody of a team, or somebody under the pairing who is in no team yet. `name` is for callers who see names.

    `taken_over`: another member went on in the place, so that this one is counted no longer.
    """

    assignment_id: UUID
    name: str | None
    post: Post
    title: Title
    honours: list[HonourType]
    status: AssignmentStatus
    start_on: date
    end_on: date
    is_leader: bool = False
    taken_over: bool = False


class TeamSide(Out):
    """Who goes one way, counted: all, principals, and backbone teachers (WC-03, WC-08, WC-09).

    `honoured` hold an honour of a backbone or famous teacher; `famous` add senior titles; `share` is that of `famous`
    in whole percent, null when nobody is there.
    """

    direction: TeamDirection
    people: int
    principals: int
    teachers: int
    honoured: int
    famous: int
    share: int | None
    members: list[TeamMember]


class TeamFinding(Out):
    """One rule that applies: whether it is met, in words, how strict it is, and what it rests on."""

    rule_key: str
    title: str
    is_met: bool
    effect: RuleEffect
    text: str
    source: str
    source_region_code: str


class TeamDetail(TeamOut):
    """With both directions beside each other, who could still join, what the rules say and what happened."""

    closed_reason: str | None
    own: TeamSide
    other: TeamSide
    waiting: list[TeamMember] = []
    findings: list[TeamFinding] = []
    timeline: list[TimelineItem] = []


class TeamNumbers(Out):
    """Both directions of a pairing in one batch of a school year (F-58); `difference` is `sent` less `received`.

    `sent` go from the supporting school to the recipient, `received` come back; principals are those with the post of
    principal, vice-principal or the same rank. `in_team` false: persons under the pairing who are in no team (WC-22).
    """

    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    school_year: int
    batch: str
    in_team: bool
    sent: int
    received: int
    difference: int
    principals_sent: int
    principals_received: int


class TeamBatch(Out):
    """One batch of a school year in all pairings in scope."""

    batch: str
    in_team: bool
    pairings: int
    unequal: int
    sent: int
    received: int
    difference: int


class TeamNumbersPage(Page[TeamNumbers]):
    """A page of F-58. With `count` come the batches of the school year summed over all rows, those in no team last;
    S-08 is the sum of their differences.
    """

    school_year: int
    batches: list[TeamBatch] = []
