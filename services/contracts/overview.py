"""All indicators of a region in one answer, and which of its counties are behind."""

from datetime import datetime

from services.contracts.base import Out
from services.contracts.codes import BehindKind, IndicatorSubject, Unit, YearBasis
from services.contracts.indicators import Figures, PartOut, ThresholdOut


class IndicatorTotal(Figures):
    """One indicator's number of a region and school year, as `/statistics/{indicator}` gives it without groups.

    `numerator_label` and `denominator_label` say what the fraction is made of, `also_parts` what `also` holds;
    `threshold` is null where none is held against the whole region.
    """

    indicator: str
    name: str
    subject: IndicatorSubject
    unit: Unit
    ratio: bool
    year_basis: YearBasis
    numerator_label: str
    denominator_label: str | None
    also_parts: list[PartOut]
    threshold: ThresholdOut | None
    last_year: Figures | None


class BehindReason(Out):
    """One thing in which a county is behind: `indicator` with its `value`, or `count` of what is overdue.

    `part` names the number whose rows are overdue. Of a base that was not recorded there is neither.
    """

    kind: BehindKind
    indicator: str | None = None
    name: str = ""
    part: str = ""
    count: int | None = None
    unit: Unit | None = None
    value: float | None = None


class CountyBehind(Out):
    """A county with everything in which it is behind."""

    county_code: str
    county_name: str
    reasons: list[BehindReason]


class StatisticsOverview(Out):
    """Every indicator in the order of the registry, and the counties that are behind, those with most reasons first.

    `behind` holds the first 200 of `behind_count`; it is empty for a county. `counties`: how many have schools.
    """

    region_code: str
    region_name: str
    school_year: int
    indicators: list[IndicatorTotal]
    counties: int
    behind_count: int
    behind: list[CountyBehind]
    as_of: datetime
