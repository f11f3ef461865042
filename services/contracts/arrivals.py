"""How the receiving school looks after who comes to serve (W-15.5, ND-39)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from services.contracts.assigned import Assigned
from services.contracts.base import Body, Line, VersionedOut
from services.contracts.codes import ArrivalItem, LivingArrangement
from services.contracts.pairings import TimelineItem

Contact = Annotated[Line, Field(max_length=80)]


class ArrivalPut(Body):
    """The whole list as it stands now; what is left out is not arranged yet and may follow.

    `contact` says who at the school is there for the person, and how to reach him or her.
    """

    housing: LivingArrangement | None = None
    meals: LivingArrangement | None = None
    transport: LivingArrangement | None = None
    workplace: LivingArrangement | None = None
    contact: Contact = ""
    note: Line = ""


class ArrivalRow(VersionedOut, Assigned):
    """What is arranged for one assignment; `version` is 0 until something is written.

    `missing` is what is not arranged; `asked`: the rule of the receiving county asks for it, and the person comes
    within fourteen days or is there. `arranged_on` is the day on which nothing was missing any more.
    """

    arrived_on: date | None
    housing: LivingArrangement | None
    meals: LivingArrangement | None
    transport: LivingArrangement | None
    workplace: LivingArrangement | None
    missing: list[ArrivalItem]
    asked: bool
    arranged_on: date | None


class ArrivalDetail(ArrivalRow):
    """With its words: for the person, both schools, their counties and the office that decides between these.

    For everybody else `words_shown` is false, and texts and names are null. `source` is the document of the rule, empty
    where the county asks for nothing.
    """

    words_shown: bool
    contact: str | None
    note: str | None
    arranged_by: str | None
    source: str
    timeline: list[TimelineItem] = []
