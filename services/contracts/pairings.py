"""Pairings between schools, their activities and goals (E-30 … E-35, SM-5, W-20)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Page, PersonName, Phone, Reason, ShortLine, VersionedOut
from services.contracts.codes import (
    Locality,
    PairCategory,
    PairingStatus,
    PairLevel,
    PairRelation,
    PairSide,
)
from services.contracts.files import FileIds


class PairingTerms(Body):
    """Who is paired, how and when. `end_on` null is open-ended (长期)."""

    supporting_school_id: UUID
    recipient_school_id: UUID
    relation: PairRelation = PairRelation.pairing
    category: PairCategory
    batch: Line = ""
    start_on: Day
    end_on: Day | None = None
    basis: Line = ""


class PairingCreate(PairingTerms):
    """Propose a pairing; `despite_warnings`: it is wanted although rules of the region warn (W-20.5)."""

    despite_warnings: bool = False


class SideContact(Body):
    """Who is responsible on one side (QX-11, QX-12)."""

    side: PairSide
    leader: PersonName
    liaison: PersonName
    phone: Phone = ""


class SignPairing(Body):
    """One side's signature under the agreement; both are needed before it is active (QX-02)."""

    side: PairSide
    signed_on: Day
    agreement_no: Line = ""
    file_ids: FileIds = []


class EndPairing(Body):
    """The last day and why."""

    end_on: Day
    reason: Reason


class WithReason(Body):
    """A step that must be explained."""

    reason: Reason


class NoBody(Body):
    """A step that needs no words."""


class PairingSchool(Out):
    """One side of a pairing; `own` says that the caller may sign and name contacts for it.

    Leader, liaison and phone are null for everybody but both schools, their counties and the office that decides;
    empty means that nobody is named yet.
    """

    school: SchoolRef
    county_code: str
    county_name: str
    locality: Locality | None
    signed_on: date | None
    leader: str | None
    liaison: str | None
    phone: str | None
    own: bool = False


class PairingRow(VersionedOut):
    """A pairing in a list."""

    id: UUID
    agreement_no: str
    status: PairingStatus
    relation: PairRelation
    level: PairLevel
    category: PairCategory
    supporting: PairingSchool
    recipient: PairingSchool
    start_on: date
    end_on: date | None
    batch: str
    basis: str
    renews_id: UUID | None = None


class PairingBatch(Out):
    """A batch and how many of its pairings are in scope and not void."""

    batch: str
    count: int


class PairingSums(Out):
    """Of the pairings that have neither ended nor are void: how many, how many of them run, how many have an agreement
    signed by both (S-18, S-19), how many lack leader or liaison of a side, how many a leading group (U-33);
    how many run without an agreed plan for this term (W-21.1)."""

    open: int
    running: int
    signed: int
    without_contacts: int = 0
    without_group: int = 0
    without_plan: int = 0
    batches: list[PairingBatch] = []


class PairingPage(Page[PairingRow]):
    """A page of the list. With `count` come the sums over all rows that the same filters let through."""

    sums: PairingSums | None = None


class GoalOut(Out):
    """A goal of a pairing (E-32). `actual` is the last reported value, null when nothing is reported yet."""

    id: UUID
    title: str
    unit: str
    target: int
    due_on: date | None
    actual: int | None


class GoalCreate(Body):
    """A goal with a countable target."""

    title: ShortLine
    unit: Annotated[Line, Field(min_length=1, max_length=8)]
    target: Annotated[int, Field(ge=1, le=100_000)]
    due_on: Day | None = None


class TimelineItem(Out):
    """One thing that happened. `who` is null for callers that get no names."""

    at: datetime
    action: str
    text: str
    who: str | None
    bad: bool = False


class PairingDetail(PairingRow):
    """With what both sides see.

    `batch_recipients` are the schools that the supporting school helps in this batch, `batch_supporters` those that
    help the recipient; `renewed_by_id` is the pairing that renews this one.
    """

    closed_reason: str
    cardinality: str
    batch_recipients: int = 1
    batch_supporters: int = 1
    renewed_by_id: UUID | None = None
    goals: list[GoalOut] = []
    sent_count: int = 0
    received_count: int = 0
    activity_count: int = 0
    mentor_pair_count: int = 0
    timeline: list[TimelineItem] = []
