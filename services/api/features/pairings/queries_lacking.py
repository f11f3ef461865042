"""What open pairings lack (U-33): who is responsible on both sides (QX-12), who leads the work (QX-11), and
what is planned for the term (W-21.1)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_

from services.api.features.pairings.models import Pairing
from services.contracts.codes import PairingStatus

P: Any = Pairing
CONTACTS = (P.supporting_leader, P.supporting_liaison, P.recipient_leader, P.recipient_liaison)
led_hooks: list[Callable[[Any, date], ColumnElement[bool]]] = []
"""(table of pairings, day) → whether somebody leads both sides of a row on the day; filled by the feature above."""
planned_hooks: list[Callable[[Any, date], ColumnElement[bool]]] = []
"""(table of pairings, day) → whether both schools have agreed on a plan that holds the day; filled likewise."""


def without_contacts() -> ColumnElement[bool]:
    """A side has not named its responsible leader or its liaison."""
    return or_(*(named == "" for named in CONTACTS))


def without_group(day: date) -> ColumnElement[bool]:
    """On the day nobody leads the pairing, nor both of its schools."""
    return and_(*(not_(led(P, day)) for led in led_hooks))


def without_plan(day: date) -> ColumnElement[bool]:
    """It runs on the day, and both schools have agreed on no plan that holds it."""
    runs = (P.status == PairingStatus.active, P.start_on <= day)
    return and_(*runs, *(not_(planned(P, day)) for planned in planned_hooks))
