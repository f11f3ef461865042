"""Reviews of a school's term: summaries of research groups and mentors, evidence, who qualifies (W-26, E-50, F-33)."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, Paragraph, SchoolYear, ShortLine, VersionedOut
from services.contracts.codes import (
    ContributionKind,
    ContributionState,
    EvidenceKind,
    SchoolTerm,
    TermReviewStatus,
)
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem
from services.contracts.supports import Money

MOST_CONTRIBUTIONS = 200
MOST_PAPERS = 9999


class TermReviewCreate(Body):
    """Begin the review of a school's term. `due_on`: until when summaries are to be handed in.

    `pairing_id`: the pairing it belongs to, when it belongs to one alone. The school's mentors are taken over from
    the mentor pairs of the term (HZ-11).
    """

    school_id: UUID
    school_year: SchoolYear
    term: SchoolTerm
    due_on: Day
    pairing_id: UUID | None = None


class TermReviewPatch(Body):
    """What is sent is changed; `pairing_id` null takes the pairing away."""

    due_on: Day | None = None
    pairing_id: UUID | None = None


class ContributionCreate(Body):
    """A research group that owes a summary; `who` is what it is called."""

    who: ShortLine


class HandIn(Body):
    """A summary as F-33 has it: what was done, what came of it, what became of the mentees; and papers."""

    handed_on: Day
    practice: Annotated[Paragraph, Field(min_length=2)]
    effect: Paragraph = ""
    mentoring: Paragraph = ""
    file_ids: FileIds = []


class Evidence(Body):
    """A kind that the school has seen, and how many papers of it."""

    kind: EvidenceKind
    papers: Annotated[int, Field(ge=0, le=MOST_PAPERS)] = 0


class CheckTermReview(Body):
    """The kinds that were there; what is not named was not (HZ-12)."""

    evidence: Annotated[list[Evidence], Field(max_length=len(EvidenceKind))]


class JudgeContribution(Body):
    """Whether who handed in qualifies; a reward, in words or yuan, only for who does (HZ-13)."""

    qualified: bool
    reward: Line = ""
    reward_amount: Money | None = None


class DecideTermReview(Body):
    """All are judged. `rest_qualified` finds everybody qualified who handed in and has not been judged."""

    rest_qualified: bool = False


class EvidenceOut(Out):
    """One kind: `seen` and how many `papers` when the school looked; `recorded` activities of the kind in the term."""

    kind: EvidenceKind
    seen: bool
    papers: int
    recorded: int


class ContributionOut(VersionedOut):
    """One summary. Typed text, names and rewards are null for who only sees how far the review is."""

    id: UUID
    review_id: UUID
    kind: ContributionKind
    who: str | None
    state: ContributionState
    handed_on: date | None
    practice: str | None
    effect: str | None
    mentoring: str | None
    qualified: bool | None
    reward: str | None
    reward_amount: Decimal | None
    file_count: int = 0


class ContributionDetail(ContributionOut):
    """One summary with whose term it belongs to."""

    school: SchoolRef
    school_year: int
    term: SchoolTerm
    due_on: date


class TermReviewRow(VersionedOut):
    """A review in a list. Counts are of groups and mentors; `late` handed in after the day, `awaited` not at all.

    `overdue`: the day has passed and the school has not sent it. `evidence_count`: of the four kinds.
    """

    id: UUID
    school: SchoolRef
    county_code: str
    school_year: int
    term: SchoolTerm
    status: TermReviewStatus
    due_on: date
    overdue: bool
    pairing_id: UUID | None
    partner: SchoolRef | None
    contribution_count: int
    awaited_count: int
    late_count: int
    qualified_count: int
    evidence_count: int
    submitted_on: date | None


class TermReviewDetail(TermReviewRow):
    """With every summary, the evidence and what happened; `words` says whether the caller reads what was typed."""

    words: bool
    checked_on: date | None
    decided_on: date | None
    accepted_on: date | None
    return_reason: str | None
    void_reason: str | None
    contributions: list[ContributionOut]
    evidence: list[EvidenceOut]
    timeline: list[TimelineItem] = []
