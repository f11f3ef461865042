"""Assignments as counted rows, with the facts frozen on them (architecture §4)."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, FromClause, or_

from services.api.features.assignments import service as assignments
from services.api.features.statistics import queries
from services.api.features.statistics.counting import Days, Source
from services.api.features.statistics.dimensions import age_band, column, held, length_band, subjects
from services.api.kernel.scope import Party, Permission, Scope, below, prefix_of
from services.contracts.codes import Unit

CODES = (
    "home_county_code", "receiving_county_code", "sending_school_id", "receiving_school_id", "mode", "direction",
    "workload", "post", "title", "stage", "school_year", "start_on", "end_on", "status",
)  # fmt: skip
"""What systems without a legal basis read of an assignment anyhow: no age, no sex."""
_DIMENSIONS: Any = {
    **{name: column(name) for name in ("direction", "mode", "post", "title", "stage", "sex")},
    "honour": held("honours"),
    "subject": subjects("subject"),
    "age_band": age_band("age"),
    "length": length_band("start_on", "end_on"),
    "sending_school": column("sending_school_id"),
    "receiving_school": column("receiving_school_id"),
}


def _sent(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
    """Whom the schools of a region send; a school counts its own people."""
    home = Party(rows.c.home_county_code, rows.c.sending_school_id)
    return scope.rows([home]) & below(rows.c.home_county_code, prefix_of(region_code))


def _source(seen: Any) -> Source:
    return Source(
        entity="assignment", unit=Unit.assignments, reads=Permission.assignment_read, rows=assignments.directory,
        seen=seen, when=Days("start_on", "end_on", "school_year"), county="home_county_code", dimensions=_DIMENSIONS,
        person="person_id", codes=CODES,
    )  # fmt: skip


EXCHANGED = _source(assignments.counted_at)
"""A school sees both whom it sends and whom it receives, as in its list."""
SENT = _source(_sent)
"""For ratios to people of one's own: a school's are those it sends."""


def _of_pairing(rows: FromClause, scope: Scope, region_code: str) -> ColumnElement[bool]:
    """Those of pairings with a side in the region, as the list of pairings shows them."""
    parties = [Party(rows.c.supporting_county_code, rows.c.supporting_school_id),
               Party(rows.c.recipient_county_code, rows.c.recipient_school_id)]  # fmt: skip
    prefix = prefix_of(region_code)
    return scope.rows(parties) & or_(*(below(party.county, prefix) for party in parties))


PAIRED = replace(
    _source(_of_pairing), rows=queries.paired, made_of=("pairing",), shared=True,
    dimensions={**_DIMENSIONS, "supporting_school": column("supporting_school_id"),
                "recipient_school": column("recipient_school_id")},
)  # fmt: skip
"""By both schools of the pairing it is the balance of each pair."""
