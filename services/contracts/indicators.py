"""Indicators: how each is counted, its numbers by groups, and the rows behind a number (requirements §E-S)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.contracts.base import Out, Page
from services.contracts.codes import IndicatorSubject, RuleEffect, Unit, WithoutValue, YearBasis


class Term(Out):
    """One word of a definition and what it means; `source` is the paper or the requirement."""

    term: str
    meaning: str
    source: str = ""


class DimensionOut(Out):
    """What an indicator can be grouped and filtered by. `additive` false: one row may stand in several groups.

    `values` is null where values are regions, years, months or ids.
    """

    name: str
    label: str
    additive: bool
    values: dict[str, str] | None


class PartOut(Out):
    """What one number of an indicator counts. `additive` false: distinct persons, who do not add up over groups."""

    name: str
    label: str
    counts: str
    unit: Unit
    additive: bool


class IndicatorOut(Out):
    """How an indicator is counted. `version` goes up whenever the same rows would give another number.

    `threshold_rule` is the key of the rule of the regions (`/regions/{code}/policy-rules`) that its value is held
    against, null where there is none. `year_bases`: which assignments belong to a year; `started` alone where
    things have no duration. `ratio`: `value` is numerator ÷ denominator, a fraction; else it is the numerator.
    """

    id: str
    version: int
    name: str
    subject: IndicatorSubject
    formula: str
    unit: Unit
    ratio: bool
    additive: bool
    cumulative: bool
    year_bases: list[YearBasis]
    dimensions: list[DimensionOut]
    numerator: PartOut
    denominator: PartOut | None
    also: list[PartOut]
    terms: list[Term]
    sources: list[str]
    threshold_rule: str | None


class ThresholdOut(Out):
    """The rule in force for the region on the first day of the year, in the unit of the rule (%: of 100).

    Both bounds are inside. `effect` `off`: the region does not check it.
    """

    rule_key: str
    title: str
    effect: RuleEffect
    least: int | None
    most: int | None
    unit: str
    source: str
    region_code: str
    effective_from: date | None


class Figures(Out):
    """The numbers of one group. `reason` says why `denominator` and `value` are null; `suppressed` that they are too
    small to be told to who may not read the rows. `also` are the indicator's further numbers by their names."""

    numerator: int | None
    denominator: int | None
    value: float | None
    reason: WithoutValue | None = None
    reason_label: str = ""
    suppressed: bool = False
    within: bool | None = None
    """Whether the value keeps to the threshold; null without a value or a checked rule."""
    also: dict[str, int | None] = {}


class IndicatorRow(Figures):
    """One group: values of the asked dimensions, their words, its numbers, and those of the year before."""

    group: dict[str, Any]
    labels: dict[str, str]
    last_year: Figures | None = None


class NotCounted(Out):
    """Rows of the same region, year and filters that are not in the number, and why."""

    reason: str
    label: str
    count: int | None


class Comparison(Out):
    """What `last_year` is about."""

    school_year: int | None
    month: str | None


class IndicatorNumbers(Out):
    """An indicator's numbers. Without groups `rows` is empty and the number is `total`.

    `first_school_year` to `school_year` are the years counted, both inside; with `month` it is that month alone.
    `filter_labels` says each filter in words; `parts_open` are the numbers whose rows the caller may look at.
    """

    indicator: str
    definition: IndicatorOut
    unit: Unit
    year_basis: YearBasis
    school_year: int
    first_school_year: int
    month: str | None
    region_code: str
    region_name: str
    group_by: list[str]
    filters: dict[str, str]
    filter_labels: dict[str, str]
    rows: list[IndicatorRow]
    total: IndicatorRow
    threshold: ThresholdOut | None
    comparison: Comparison | None
    left_out: list[NotCounted]
    parts_open: list[str]
    as_of: datetime


class KeptNumbers(Out):
    """The frozen numbers of what was asked live: those of `/periods/{period_id}/statistics`.

    `version` goes up with each correction of this indicator and region, the last one counted at `computed_at`. `total`
    is null with filters, by which nothing is frozen, and for who may not see small numbers.
    """

    period_id: UUID
    name: str
    closed_at: datetime
    version: int
    computed_at: datetime
    total: Figures | None


class IndicatorAnswer(IndicatorNumbers):
    """The numbers as they are now. `closed_period` is there when the month or school year is closed, the basis is the
    indicator's own, and the caller may read closed periods."""

    closed_period: KeptNumbers | None = None


class BehindRow(Out):
    """One counted row: where it is found, and its codes. Where persons are counted there is one row a person.

    `labels` says the codes in words: schools and regions by their names. `person_name` is null for systems without a
    recorded legal basis.
    """

    entity: str
    id: UUID
    person_id: UUID | None = None
    person_name: str | None = None
    county_code: str | None = None
    codes: dict[str, Any] = {}
    labels: dict[str, str] = {}


class BehindPage(Page[BehindRow]):
    """A page of the rows behind one number; `count` is the number. `part` is the name of the number."""

    indicator: str
    part: str
    unit: Unit
    region_name: str
    filter_labels: dict[str, str]
