"""Rows that two sides share stand in the county of one of them, so that nothing is counted twice."""

from sqlalchemy import ColumnElement, FromClause, or_

from services.api.features.statistics.counting import Seen
from services.api.kernel.scope import Party, Scope, below, prefix_of

Side = tuple[str, str]
"""Names of the columns with the county and the school of a side."""


def seen_from(place: Side, other: Side) -> Seen:
    """Regions count what stands in a county of theirs; a school counts its rows whichever side it is on."""

    def seen(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
        sides = (place, other) if scope.principal.is_school else (place,)
        parties = [Party(rows.c[county], rows.c[school]) for county, school in sides]
        prefix = prefix_of(region_code)
        return scope.rows(parties) & or_(*(below(party.county, prefix) for party in parties))

    return seen
