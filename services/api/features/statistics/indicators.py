"""All indicators. How one is added stands in `counting`."""

from collections.abc import Mapping

from services.api.features.statistics.counting import Counted, Indicator, Present, Years
from services.api.features.statistics.dimensions import DIMENSIONS, REGIONS, TIMES
from services.api.features.statistics.indicators_activities import ACTIVITY_INDICATORS
from services.api.features.statistics.indicators_commitments import COMMITMENT_INDICATORS
from services.api.features.statistics.indicators_exchange import EXCHANGE_INDICATORS
from services.api.features.statistics.indicators_following import FOLLOWING_INDICATORS
from services.api.features.statistics.indicators_pairings import PAIRING_INDICATORS
from services.api.features.statistics.indicators_posts import POST_INDICATORS
from services.api.features.statistics.indicators_reports import REPORT_INDICATORS
from services.api.features.statistics.indicators_shares import SHARE_INDICATORS
from services.contracts.codes import IndicatorSubject

_BY_SUBJECT: Mapping[IndicatorSubject, tuple[Indicator, ...]] = {
    IndicatorSubject.exchange: EXCHANGE_INDICATORS,
    IndicatorSubject.shares: SHARE_INDICATORS,
    IndicatorSubject.pairings: (*PAIRING_INDICATORS, *ACTIVITY_INDICATORS, *COMMITMENT_INDICATORS),
    IndicatorSubject.following: FOLLOWING_INDICATORS,
    IndicatorSubject.reports: REPORT_INDICATORS,
    IndicatorSubject.posts: POST_INDICATORS,
}
_ALL = [each for indicators in _BY_SUBJECT.values() for each in indicators]
REGISTRY: Mapping[str, Indicator] = {each.id: each for each in sorted(_ALL, key=lambda indicator: indicator.id)}
"""Id → indicator, in the order of the ids."""
SUBJECTS: Mapping[str, IndicatorSubject] = {
    each.id: subject for subject, indicators in _BY_SUBJECT.items() for each in indicators
}
"""Id → what the indicator is about."""


def known_dimensions(indicator: Indicator) -> list[str]:
    """What an indicator can be grouped by: what the rows of all its numbers have, in one order."""
    return [name for name in DIMENSIONS if all(_offers(indicator, part, name) for part in indicator.parts.values())]


def _offers(indicator: Indicator, part: Counted, name: str) -> bool:
    if name in REGIONS:
        return True
    if indicator.dimensions is not None and name not in indicator.dimensions:
        return False
    if name in TIMES:
        return not isinstance(part.source.when, (Present, Years) if name == "month" else Present)
    return name in part.source.dimensions


def is_of_today(indicator: Indicator) -> bool:
    """Whether there is a number of the present day alone."""
    return any(isinstance(part.source.when, Present) for part in indicator.parts.values())
