"""Monthly report (F-15, E-45, SM-6, W-29)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import ContactOut, SchoolRef
from services.contracts.activities import ActivityOut
from services.contracts.base import Body, Day, Line, Month, Out, Paragraph, Reason, VersionedOut
from services.contracts.codes import ReportSection, ReportStatus, Workload
from services.contracts.pairings import TimelineItem

Typed = Line
"""A field as typed, maybe not valid yet."""
TypedText = Paragraph


class PersonLine(Body):
    """One person's month as typed. `from_on`, `to_on` are days (`2026-11-18`) of a leave; for 离岗 only `from_on`."""

    assignment_id: UUID
    state: Typed = "at_post"
    from_on: Typed = ""
    to_on: Typed = ""
    category: Typed = ""
    note: Typed = ""


class GoalLine(Body):
    """A goal's running total as typed."""

    goal_id: UUID
    value: Typed = ""


class ReportContent(Body):
    """All that a school types. Kept as typed in a draft; checked on submit."""

    people: Annotated[list[PersonLine], Field(max_length=500)] = []
    goals: Annotated[list[GoalLine], Field(max_length=200)] = []
    has_problem: bool = False
    problem: TypedText = ""
    plan: TypedText = ""
    public_line: TypedText = ""


class DraftPut(Body):
    """Save the draft. `draft_version` is the one the page was made with; 0 when there was none."""

    draft_version: Annotated[int, Field(ge=0)]
    content: ReportContent


class DraftOut(Out):
    """The draft as it is stored now, with what it changes against last month.

    `version` goes into the next save's `draft_version`, `report_version` into the If-Match of the submission: the
    first save turns 待填报 into 填写中 and so makes a new version of the report.
    """

    version: int
    report_version: int
    status: ReportStatus
    saved_at: datetime
    saved_by: str
    content: ReportContent
    changes: list["ChangeOut"] = []


class SubmitReport(Body):
    """Submit `content`, or without it the stored draft, or without one what the system filled in.

    `no_change` sends last month's people and goals again, with what is typed under 下月打算 and 可以公开的一句话.
    When people, goals or the problem were changed it is refused with 409 `report.changed_not_sent`
    (`errors[0].params.count`) until `discard_changes` says that the changes are to be dropped.
    `draft_version` guards against another device's newer draft (412 `report.draft_changed`).
    """

    no_change: bool = False
    discard_changes: bool = False
    content: ReportContent | None = None
    draft_version: Annotated[int, Field(ge=0)] | None = None


class SectionComment(Body):
    """What to put right in one section."""

    section: ReportSection
    text: Reason


class ReturnReport(Body):
    """Send back with what to put right, and until when."""

    comments: Annotated[list[SectionComment], Field(min_length=1, max_length=8)]
    mend_by: Day | None = None


class AcceptItem(Body):
    """One row of a bulk acceptance with the version the page showed."""

    id: UUID
    version: int


class AcceptMany(Body):
    """Accept several; each is decided for itself."""

    items: Annotated[list[AcceptItem], Field(min_length=1, max_length=200)]


class AcceptResult(Out):
    """What happened to one row; `detail` says why not."""

    id: UUID
    accepted: bool
    code: str | None = None
    detail: str | None = None


class AcceptManyOut(Out):
    """Per row results."""

    results: list[AcceptResult]


class RemindMany(Body):
    """Remind the schools of these reports; at most one reminder a day each."""

    report_ids: Annotated[list[UUID], Field(min_length=1, max_length=500)]


class RemindOut(Out):
    """How many were told, had been told today already, and owe nothing any more."""

    reminded: int
    already_today: int
    not_open: int = 0


class ChangeOut(Out):
    """One difference: what, before, after, as words for people."""

    section: ReportSection
    label: str
    before: str
    after: str


class ReturnOut(Out):
    """A return; `by` is null for callers without names."""

    revision: int
    at: datetime
    by: str | None
    comments: list[SectionComment]
    mend_by: date | None


class PersonRow(Out):
    """A person at this school this month, and the state the last report gave. `name` is null without names."""

    assignment_id: UUID
    name: str | None
    subject: str
    workload: Workload
    from_school: SchoolRef
    start_on: date
    end_on: date
    last_state: str


class OutgoingRow(Out):
    """A person of this school serving elsewhere: what the receiving school reported, read-only."""

    assignment_id: UUID
    name: str | None
    to_school: SchoolRef
    state: str | None
    from_on: str
    to_on: str


class GoalRow(Out):
    """A goal and its last reported running total."""

    goal_id: UUID
    pairing_id: UUID
    title: str
    unit: str
    target: int
    last_value: int


class PairingActivities(Out):
    """This month's activities with one partner school; rows hosted by the other side are read-only."""

    pairing_id: UUID
    partner: SchoolRef
    items: list[ActivityOut]


class ReceiptOut(Out):
    """Proof of a submission. `review_workdays` is how many working days the county takes, null where it is not said.

    `problem`, `plan` and `public_line` are the sentences that were written, null where none was; only the receipt
    itself says them, and not to clients.
    """

    report_id: UUID
    receipt_no: str
    school: SchoolRef
    month: str
    revision: int
    submitted_at: datetime
    submitted_by: str | None
    on_time: bool
    due_at: datetime
    status: ReportStatus
    people_total: int
    people_at_post: int
    people_on_leave: int
    people_left: int
    people_problem: int
    activity_count: int
    person_times: int
    goal_count: int
    goals_updated: int
    has_problem: bool
    accepted_at: datetime | None = None
    accepted_by: str | None = None
    review_workdays: int | None = None
    problem: str | None = None
    plan: str | None = None
    public_line: str | None = None


class ReportRow(VersionedOut):
    """A report (or the expectation of one) in a list. `overdue_days` is 0 when it is not overdue.

    `baseline_month` is the month that `no_change` compares with: the last one before this that the school sent, null
    when this is its first.
    """

    id: UUID
    school: SchoolRef
    county_code: str
    township: str
    month: str
    status: ReportStatus
    due_at: datetime
    overdue_days: int
    late: bool
    added_late: bool
    revision: int
    receipt_no: str | None
    submitted_at: datetime | None
    no_change: bool | None
    baseline_month: str | None = None
    mend_by: date | None
    reporter_name: str | None = None
    reporter_phone: str | None = None
    reminded_at: datetime | None = None
    late_count: int = 0


class QueuePlace(Out):
    """Where a report stands among those waiting; `index` starts at 1."""

    index: int
    total: int
    previous_id: UUID | None
    next_id: UUID | None


class Outlier(Out):
    """Something to look at, with the arithmetic."""

    text: str
    how: str


class ReportDetail(ReportRow):
    """Everything the form, the receipt and the review page show.

    `timeline` is every submission and decision, newest first; what was written at a return is for people only.
    """

    submitted_by: str | None
    first_submitted_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str | None
    grace_until: datetime
    review_workdays: int
    contact: ContactOut | None
    people: list[PersonRow]
    outgoing: list[OutgoingRow]
    goals: list[GoalRow]
    activities: list[PairingActivities]
    activity_count: int
    person_times: int
    baseline: ReportContent
    content: ReportContent
    draft_version: int
    draft_saved_at: datetime | None
    draft_saved_by: str | None
    changes: list[ChangeOut]
    returned: ReturnOut | None
    changes_since_return: list[ChangeOut]
    outliers: list[Outlier]
    last_receipt: ReceiptOut | None
    timeline: list[TimelineItem] = []
    queue: QueuePlace | None = None


class RevisionOut(Out):
    """One submitted revision, never changed afterwards, and what was decided on it."""

    revision: int
    submitted_at: datetime
    submitted_by: str | None
    no_change: bool
    content: ReportContent
    accepted_at: datetime | None = None
    returned: ReturnOut | None = None


class RevisionList(Out):
    """All revisions of a report, newest first."""

    items: list[RevisionOut]


class TeamLine(Out):
    """One member's month, from the receiving school's report."""

    assignment_id: UUID
    name: str | None
    receiving_school: SchoolRef
    state: str | None
    report_status: ReportStatus | None


class TeamReport(Out):
    """A team's month as a view over its members' lines (G-108)."""

    team_id: UUID
    name: str
    school_year: int
    month: Month
    lines: list[TeamLine]
