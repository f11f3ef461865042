"""All indicators. How one is added stands in `counting`."""

from collections.abc import Mapping

from services.api.features.statistics.counting import Counted, Indicator, Years
from services.api.features.statistics.dimensions import DIMENSIONS, REGIONS, TIMES
from services.api.features.statistics.indicators_exchange import EXCHANGE_INDICATORS
from services.api.features.statistics.indicators_reports import REPORT_INDICATORS
from services.api.features.statistics.indicators_shares import SHARE_INDICATORS

_ALL = (*EXCHANGE_INDICATORS, *SHARE_INDICATORS, *REPORT_INDICATORS)
REGISTRY: Mapping[str, Indicator] = {
    each.id: each
    for each in sorted(
        (*EXCHANGE_INDICATORS, *SHARE_INDICATORS, *REPORT_INDICATORS), key=lambda indicator: indicator.id
    )
}
"""Id → indicator, in the order of the ids."""


def known_dimensions(indicator: Indicator) -> list[str]:
    """What an indicator can be grouped by: what the rows of all its numbers have, in one order."""
    return [name for name in DIMENSIONS if all(_offers(indicator, part, name) for part in indicator.parts.values())]


def _offers(indicator: Indicator, part: Counted, name: str) -> bool:
    if name in REGIONS:
        return True
    if indicator.dimensions is not None and name not in indicator.dimensions:
        return False
    if name in TIMES:
        return name == "school_year" or not isinstance(part.source.when, Years)
    return name in part.source.dimensions
