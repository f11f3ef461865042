"""The agenda: what begins and ends, is due to arrive, and was done together, day by day (U-29, U-33)."""

from datetime import date
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.base import Out
from services.contracts.codes import ActivityType, AgendaKind


class AgendaItem(Out):
    """One thing of a day. `id` is that of the assignment, or of the pairing that begins, ends or did something.

    `from_school` is the sending or supporting school, `to_school` the receiving or recipient one. `late` says that
    somebody should have arrived by today and has not. `name` is null for callers that get no names, and of pairings.
    """

    kind: AgendaKind
    on: date
    id: UUID
    name: str | None
    from_school: SchoolRef
    to_school: SchoolRef
    activity_type: ActivityType | None
    late: bool


class AgendaPart(Out):
    """All of one kind on a day: how many, and the first of them."""

    kind: AgendaKind
    count: int
    items: list[AgendaItem]


class AgendaDay(Out):
    """A day with something on it."""

    on: date
    parts: list[AgendaPart]


class AgendaMonth(Out):
    """A month; days with nothing on them are left out. `GET /agenda/items` lists all of a day."""

    month: str
    today: date
    days: list[AgendaDay]
