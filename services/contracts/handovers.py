"""The end of an assignment: handover and appraisal by the receiving school, feedback to the home school (W-40)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.contracts.assigned import Assigned
from services.contracts.base import Body, Day, Paragraph, VersionedOut
from services.contracts.codes import AppraisalGrade, FeedbackStatus, HandoverItem, HandoverStatus
from services.contracts.files import FileIds
from services.contracts.pairings import TimelineItem
from services.contracts.refusals import GradeCap

Words = Annotated[Paragraph, Field(min_length=2)]


class HandOver(Body):
    """What is handed over when, and what the receiving school finds; `notes` say to whom and what is left to do.

    `despite_cap`: the grade stands although the region warns of it, because the person refused another exchange of
    the school year (HG-44, A-36).
    """

    handed_over_on: Day
    items: Annotated[list[HandoverItem], Field(min_length=1, max_length=len(HandoverItem))]
    notes: Paragraph = ""
    grade: AppraisalGrade
    appraisal: Words
    despite_cap: bool = False


class EditFeedback(Body):
    """What was learnt there, and what of it will be done at home."""

    learnt: Words
    to_apply: Paragraph = ""


class GiveFeedback(EditFeedback):
    """With papers that show it."""

    file_ids: FileIds = []


class ShareFeedback(Body):
    """On which day it was told to all teachers of the home school (ND-08)."""

    shared_on: Day


class HandoverRow(VersionedOut, Assigned):
    """The end of an assignment; there is one as soon as it is near. `version` is 0 until something is written.

    `opens_on` is thirty days before the end: from then on it can be done, and then it is `ready`. `handover_overdue`:
    the assignment is over and nothing is handed over; `feedback_overdue`: over and no feedback. `grade` is null for
    whom the words are not meant for.
    """

    opens_on: date
    ready: bool
    status: HandoverStatus
    handed_over_on: date | None
    items: list[HandoverItem]
    grade: AppraisalGrade | None
    handover_overdue: bool
    feedback_status: FeedbackStatus
    feedback_filed_on: date | None
    feedback_read_on: date | None
    shared_on: date | None
    feedback_overdue: bool


class HandoverDetail(HandoverRow):
    """With its words: for the person, both schools, their counties and the office that decides between these.

    For everybody else `words_shown` is false, and texts and names are null. `grade_cap` is for who enters the grade.
    """

    words_shown: bool
    notes: str | None
    appraisal: str | None
    learnt: str | None
    to_apply: str | None
    handed_over_by: str | None
    feedback_filed_by: str | None
    feedback_read_by: str | None
    file_count: int
    grade_cap: GradeCap | None = None
    timeline: list[TimelineItem] = []
