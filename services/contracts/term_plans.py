"""The plan of a pairing for a term or a school year: goals, measures, who answers for them (W-21.1, F-24)."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Line, Out, Paragraph, Reason, SchoolYear, VersionedOut
from services.contracts.codes import PairSide, PlanSpan, PromisedBy, TermPlanStatus
from services.contracts.commitments import CommitmentOut
from services.contracts.pairings import TimelineItem

MOST_MEASURES = 40


class PlanMeasure(Body):
    """What is to be done, by which side, who answers for it and when, in words: 每月一次, 10月下旬.

    `commitment_id` points to a commitment of the pairing, whose numbers the system counts; `what` may be empty then.
    """

    side: PromisedBy
    what: Line = ""
    responsible: Line = ""
    when: Line = ""
    commitment_id: UUID | None = None


Measures = Annotated[list[PlanMeasure], Field(max_length=MOST_MEASURES)]


class TermPlanCreate(Body):
    """A draft of one side. `drafted_by` is needed only of who speaks for both schools; it is the supporting one else.

    Goals, measures and who answers may be written later; `propose` asks for all of them.
    """

    pairing_id: UUID
    school_year: SchoolYear
    span: PlanSpan
    drafted_by: PairSide | None = None
    goals: Paragraph = ""
    measures: Measures = []
    supporting_responsible: Line = ""
    recipient_responsible: Line = ""


class TermPlanPatch(Body):
    """What is sent is changed; `measures` replaces all of them."""

    goals: Paragraph | None = None
    measures: Measures | None = None
    supporting_responsible: Line | None = None
    recipient_responsible: Line | None = None


class TermPlanRevise(Body):
    """Why an agreed plan is to be changed; the new revision starts as a draft with the same contents."""

    reason: Reason
    drafted_by: PairSide | None = None


class PlanMeasureOut(Out):
    """A measure; typed words are null for provincial systems. `commitment` with its progress today."""

    side: PromisedBy
    what: str | None
    responsible: str | None
    when: str | None
    commitment_id: UUID | None
    commitment: CommitmentOut | None = None


class TermPlanRow(VersionedOut):
    """A plan in a list. `start_on` to `end_on` is the term or the school year; `revision` counts from 1.

    `drafted_by` is the side that wrote it; the other one agrees. `revises_id`: the plan it is to replace.
    """

    id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    school_year: int
    span: PlanSpan
    start_on: date
    end_on: date
    revision: int
    revises_id: UUID | None
    status: TermPlanStatus
    drafted_by: PairSide
    supporting_responsible: str | None
    recipient_responsible: str | None
    measure_count: int
    proposed_on: date | None
    agreed_on: date | None


class TermPlanDetail(TermPlanRow):
    """With all that is written in it and what happened."""

    goals: str | None
    measures: list[PlanMeasureOut]
    revise_reason: str | None
    return_reason: str | None
    void_reason: str | None
    timeline: list[TimelineItem] = []
