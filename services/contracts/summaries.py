"""The yearly summary of an assignment, its review and its way into the file (W-23, SM-8, F-20, S-17)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.assigned import Assigned, AssignedRow
from services.contracts.base import Body, Line, LongText, Out, Paragraph, SchoolYear
from services.contracts.codes import AppraisalGrade, SummaryStatus
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem


class SummaryContent(Body):
    """The summary, the work done (lessons a week, classes) and what came of it."""

    text: LongText = ""
    workload: Line = ""
    achievements: Paragraph = ""


class SummaryCreate(SummaryContent):
    """Begin the summary of an assignment for a school year, by default the present one."""

    assignment_id: UUID
    school_year: SchoolYear | None = None
    file_ids: FileIds = []


class SummaryPatch(SummaryContent):
    """Save what is typed; what is left out stays."""


class ReviewSummary(Body):
    """What the receiving school finds, and the grade."""

    opinion: Annotated[Paragraph, Field(min_length=2)]
    grade: AppraisalGrade


class SummaryRow(AssignedRow):
    """A summary in a list; `first_on` … `last_on` are the days served in its school year."""

    school_year: int
    status: SummaryStatus
    first_on: date
    last_on: date
    grade: AppraisalGrade | None
    submitted_on: date | None
    reviewed_on: date | None
    forwarded_on: date | None
    filed_on: date | None
    file_count: int = 0


class SummaryDetail(SummaryRow):
    """With its texts, null for provincial systems; a draft is for its writers alone.

    Who wrote, reviewed and filed it are names, for people only.
    """

    text: str | None
    workload: str | None
    achievements: str | None
    opinion: str | None
    return_reason: str | None
    submitted_by: str | None
    reviewed_by: str | None
    filed_by: str | None
    missing: list[str] = []
    timeline: list[TimelineItem] = []


class SummaryDue(Assigned):
    """Somebody who owes a summary for a school year, or has written one. `summary_id` is null before it is begun.

    `due_on` is the last day served in the school year; `overdue`: that day has passed and it is not handed in.
    """

    school_year: int
    due_on: date
    overdue: bool
    summary_id: UUID | None
    status: SummaryStatus | None
    grade: AppraisalGrade | None
    allowed_actions: list[str] = []


class SummaryTally(Out):
    """S-17 of a school year: how many are owed, and how many of those were handed in, reviewed, forwarded and filed.

    Each number holds the later ones: what is filed was handed in too.
    """

    school_year: int
    due: int
    submitted: int
    reviewed: int
    forwarded: int
    filed: int
    overdue: int


class FiledSummary(Out):
    """A summary in somebody's personal file (ND-45)."""

    summary_id: UUID
    school_year: int
    receiving_school: str
    grade: AppraisalGrade | None
    filed_on: date
