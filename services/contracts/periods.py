"""Closed months and school years: numbers that stay as they were told, and their corrections (E-69, U-45)."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.contracts.base import Body, Out, Reason, RegionCode, VersionedOut
from services.contracts.codes import IndicatorSubject, PeriodKind, PeriodStatus, Unit
from services.contracts.indicators import Figures, IndicatorNumbers


class PeriodCreate(Body):
    """Close a period before its day: `key` is `2026-10` for a month, `2026` for the school year 2026-2027."""

    region_code: RegionCode
    kind: PeriodKind
    key: str = Field(min_length=4, max_length=7, examples=["2026-10"])
    reason: Reason


class PeriodOut(VersionedOut):
    """A closed month or school year of a province. `closing`: its numbers are being counted.

    `closed_position` is the position of the change feed that its first numbers contain; `corrections` is how many
    times numbers were found to differ since, the last time at `corrected_at`.
    """

    id: UUID
    kind: PeriodKind
    key: str
    name: str
    region_code: str
    region_name: str
    first_on: date
    last_on: date
    status: PeriodStatus
    reason: str
    closed_at: datetime | None
    closed_position: int | None
    corrections: int
    corrected_at: datetime | None


class OpenPeriod(Out):
    """A month or school year that is not closed. `over`: it may be closed by hand.

    `closes_on` is the day on which it closes by itself, null where the province's rule is off or the period ended
    before the first school of the province was recorded.
    """

    kind: PeriodKind
    key: str
    name: str
    first_on: date
    last_on: date
    over: bool
    closes_on: date | None
    allowed_actions: list[str]


class OpenPeriods(Out):
    """What of the last and the running school year is not closed in a province, the latest first."""

    region_code: str
    region_name: str
    items: list[OpenPeriod]


class FrozenAnswer(IndicatorNumbers):
    """Frozen numbers in the shape of the live address. `as_of` is when this version was counted.

    The same `version` is the same bytes whenever it is asked for. `position` is the position of the change feed that
    the numbers contain, `digest` a hash of what they are answered from. `dimensions` are those they were frozen by.
    """

    period_id: UUID
    dimensions: list[str]
    version: int
    position: int
    digest: str


class FrozenIndicator(Out):
    """The latest frozen numbers of one indicator of a region. `total` is null for who may not see small numbers: ask
    for the indicator itself."""

    indicator: str
    name: str
    subject: IndicatorSubject
    unit: str
    unit_code: Unit
    ratio: bool
    version: int
    indicator_version: int
    computed_at: datetime
    digest: str
    dimensions: list[str]
    total: Figures | None


class FrozenRegion(Out):
    """A region that has frozen numbers."""

    code: str
    name: str


class FrozenIndicators(Out):
    """Everything that is frozen of a region and period. `regions` are those that the caller may ask for, by code."""

    period: PeriodOut
    region_code: str
    region_name: str
    regions: list[FrozenRegion]
    items: list[FrozenIndicator]


class CorrectionEvent(Out):
    """One change of a row that the corrected number is counted from."""

    position: int
    entity: str
    entity_id: UUID
    action: str
    at: datetime


class CorrectedNumber(Out):
    """One number of a cell that differs; null where the group was not or is not any more."""

    name: str
    label: str
    unit: Unit
    before: int | None
    after: int | None


class CorrectionOut(Out):
    """One cell of version `version` that differs from the version before. `dimension` is empty for the total.

    `before` and `after` are null where the group was not or is not any more, and with `suppressed` where the caller
    sees no small numbers; `numbers` are those that differ. `events` are the first hundred of `event_count` changes of
    such rows about these days, in this region, between the positions `after_position` and `position`: those that made
    the difference are among them. All of them: `…/corrections/{id}/events`. Null for who may not read the log.
    """

    id: UUID
    indicator: str
    indicator_name: str
    region_code: str
    version: int
    dimension: str
    dimension_label: str
    value: str
    label: str
    before: Figures | None
    after: Figures | None
    numbers: list[CorrectedNumber]
    suppressed: bool
    computed_at: datetime
    after_position: int
    position: int
    event_count: int
    events: list[CorrectionEvent] | None
