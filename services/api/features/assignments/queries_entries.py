"""Selects of who was in post under some pairings."""

from typing import Any

from sqlalchemy import Select, func, literal, or_, select

from services.api.features.assignments.models import Assignment
from services.api.features.assignments.queries import THERE
from services.api.features.pairings import service as pairings_of
from services.api.kernel.entries import EntriesAsked

A: Any = Assignment


def in_post(asked: EntriesAsked, *, towards: str) -> Select[Any]:
    """Those who have arrived at the `supporting` or `recipient` school and were there on a day asked for.

    The day of arrival is the first one where it is known. Either end tells the direction: where one of the schools
    was merged, an assignment that had ended by then still names the former one.
    """
    pairing = pairings_of.directory()
    first = func.coalesce(A.arrived_on, A.start_on)
    sides = (pairing.c.supporting_school_id, pairing.c.recipient_school_id)
    home, there = sides if towards == "recipient" else sides[::-1]
    return (
        select(
            A.pairing_id, A.mode.label("kind"), first.label("from_on"), A.end_on.label("to_on"),
            literal(1).label("amount"), A.person_id.label("who"),
        )
        .join_from(Assignment, pairing, pairing.c.id == A.pairing_id)
        .where(
            *asked.between(A.pairing_id, first, A.end_on), A.status.in_(THERE),
            or_(home == A.sending_school_id, there == A.receiving_school_id),
        )
    )  # fmt: skip
