"""Who was, is or will be where on a day (SM-4, S-12, S-15, S-16)."""

from datetime import date
from typing import Literal
from uuid import UUID

from services.contracts.accounts import SchoolRef
from services.contracts.base import Out
from services.contracts.codes import DayState, Direction, ExchangeMode, Workload


class WhereaboutRow(Out):
    """An assignment as it was on the day, with the schools of that day.

    `from_on` is the day of arrival for who was there, else the day agreed on. `to_on` is the last day as it is known
    now; `agreed_to_on` the last day as it was agreed on that day, before later extensions or an early end. `side`
    says of the school asked for, or the caller's own, whether the person came to it or is away from it. `name` is
    null for callers that get no names.
    """

    assignment_id: UUID
    person_id: UUID
    name: str | None
    sending_school: SchoolRef
    receiving_school: SchoolRef
    side: Literal["came", "away"] | None
    mode: ExchangeMode
    direction: Direction
    workload: Workload
    subject: str
    from_on: date
    to_on: date
    agreed_to_on: date
    state: DayState


class SchoolWhereabouts(Out):
    """A school on the day: who had come and who was away, and who was expected to, in persons."""

    school: SchoolRef
    township: str
    came: int
    away: int
    came_expected: int
    away_expected: int


class WhereaboutsDay(Out):
    """All of the day in numbers: in post, expected but not arrived, planned and not confirmed by all."""

    on: date
    there: int
    expected: int
    planned: int
