"""What open pairings lack (U-33): who is responsible on both sides (QX-12), who leads the work (QX-11)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, not_, or_

from services.api.features.pairings.models import Pairing

P: Any = Pairing
CONTACTS = (P.supporting_leader, P.supporting_liaison, P.recipient_leader, P.recipient_liaison)
led_hooks: list[Callable[[Any, date], ColumnElement[bool]]] = []
"""(table of pairings, day) → whether somebody leads both sides of a row on the day; filled by the feature above."""


def without_contacts() -> ColumnElement[bool]:
    """A side has not named its responsible leader or its liaison."""
    return or_(*(named == "" for named in CONTACTS))


def without_group(day: date) -> ColumnElement[bool]:
    """On the day nobody leads the pairing, nor both of its schools."""
    return and_(*(not_(led(P, day)) for led in led_hooks))
