"""Commitments of a pairing (E-33, W-21): what was promised, and how far it is kept on a day."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.contracts.accounts import SchoolRef
from services.contracts.base import Body, Day, Line, Out, ShortLine, VersionedOut
from services.contracts.codes import (
    AidArea,
    CommitmentMeasure,
    CommitmentPeriod,
    CommitmentState,
    PromisedBy,
)

MOST_KINDS = 40
Number = Annotated[int, Field(ge=1, le=10_000_000)]
Unit = Annotated[Line, Field(max_length=8)]
Kinds = Annotated[list[Annotated[Line, Field(min_length=1, max_length=40)]], Field(max_length=MOST_KINDS)]
"""Codes of activity types, or of modes of exchange for persons; none means all of them."""


class CommitmentCreate(Body):
    """A promise that the system counts. `minimum` to `maximum` are due in every `period` from `start_on` on.

    `end_on` null lasts as long as the pairing; `unit` is that of the measure when it is left out.
    """

    pairing_id: UUID
    side: PromisedBy
    aid_area: AidArea
    item: ShortLine
    measure: CommitmentMeasure
    kinds: Kinds = []
    unit: Unit = ""
    minimum: Number
    maximum: Number | None = None
    period: CommitmentPeriod
    start_on: Day
    end_on: Day | None = None
    source: Line = ""
    article: Line = ""


class CommitmentPatch(Body):
    """What is put right or agreed anew; `maximum` and `end_on` null take them away."""

    side: PromisedBy | None = None
    aid_area: AidArea | None = None
    item: ShortLine | None = None
    measure: CommitmentMeasure | None = None
    kinds: Kinds | None = None
    unit: Unit | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    period: CommitmentPeriod | None = None
    start_on: Day | None = None
    end_on: Day | None = None
    source: Line | None = None
    article: Line | None = None


class CommitmentProgress(Out):
    """How far it is kept on `on`, counted anew from dated entries up to that day (W-21.5).

    `window_start_on` to `window_end_on` is the week, month, term or school year that holds the day, cut to the
    commitment's own days; its end is null for one without an end. `done` is what happened in it, `due` what should have
    by now: `minimum` times the share of the days gone by, rounded down. `elapsed` is that share, 0 to 1, null without
    an end. `missed` is what was done in the period before when it was whole and fell short, else null.
    """

    on: date
    state: CommitmentState
    window_start_on: date
    window_end_on: date | None
    done: int
    due: int
    elapsed: float | None
    missed: int | None
    words: str


class CommitmentOut(VersionedOut):
    """A commitment with its progress. Typed words (`item`, `source`, `article`) are null for clients.

    `template_item` is the rule that a template took it from, such as JH-10; empty for one that was typed.
    """

    id: UUID
    pairing_id: UUID
    supporting_school: SchoolRef
    recipient_school: SchoolRef
    side: PromisedBy
    aid_area: AidArea
    item: str | None
    measure: CommitmentMeasure
    kinds: list[str]
    unit: str
    minimum: int
    maximum: int | None
    period: CommitmentPeriod
    start_on: date
    end_on: date | None
    source: str | None
    article: str | None
    template_item: str
    voided: bool
    progress: CommitmentProgress


class TemplateItem(Out):
    """One promise of a document. `per_subject`: the numbers are those of one subject.

    `countable` is false while the product has no records that it could be counted from; it cannot be added then.
    """

    rule: str
    item: str
    article: str
    side: PromisedBy
    aid_area: AidArea
    measure: CommitmentMeasure
    kinds: list[str] = []
    unit: str = ""
    minimum: int
    maximum: int | None = None
    period: CommitmentPeriod
    per_subject: bool = False
    countable: bool = True


class CommitmentTemplate(Out):
    """What one pairing promised in a document of its own."""

    key: str
    name: str
    source: str
    items: list[TemplateItem]


class CommitmentTemplates(Out):
    """Every template the product brings along."""

    items: list[CommitmentTemplate]


class AddFromTemplate(Body):
    """Take over items of a template. `subjects` is how many subjects count, needed for items `per_subject`."""

    pairing_id: UUID
    template: Annotated[ShortLine, Field(max_length=40)]
    rules: Annotated[list[Annotated[ShortLine, Field(max_length=20)]], Field(min_length=1, max_length=40)]
    start_on: Day
    end_on: Day | None = None
    subjects: Annotated[int, Field(ge=1, le=30)] | None = None


class TemplateAdded(Out):
    """Which rules became commitments now, and which the pairing had already."""

    added: list[CommitmentOut]
    kept: list[str]
