"""Frozen staff as counted rows: what ratios of people stand on."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause

from services.api.features.staff_bases import service as staff_bases
from services.api.features.statistics.counting import Measure, Source, Years
from services.api.features.statistics.dimensions import age_band, column, held, subjects
from services.api.kernel.scope import Party, Permission, Scope, below, prefix_of
from services.contracts.codes import Unit

HEADS = Measure(Unit.persons)
"""A base has one row a person, so that rows are persons and groups add up."""
_DIMENSIONS: Any = {
    **{name: column(name) for name in ("post", "title", "stage", "sex", "locality")},
    "honour": held("honours"),
    "subject": subjects("subject"),
    "age_band": age_band("age"),
    "sending_school": column("school_id"),
}


def _seen(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
    parties = [Party(rows.c.county_code, rows.c.school_id)]
    return scope.rows(parties) & below(rows.c.county_code, prefix_of(region_code))


BASE = Source(
    entity="staff", unit=Unit.persons, reads=Permission.staff_read, rows=staff_bases.directory, seen=_seen,
    when=Years("school_year"), county="county_code", dimensions=_DIMENSIONS, key="staff_id", person="person_id",
    codes=("school_year", "school_id", "post", "title", "stage"), frozen=True,
    made_of=("staff_base",),
)  # fmt: skip
