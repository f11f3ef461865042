"""The select of the log."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import service as accounts
from services.api.features.assignments import service as assignments
from services.api.features.events.filters import EventFilter, EventsAsked
from services.api.features.pairings import service as pairings
from services.api.features.reports import service as reports
from services.api.features.schools import service as schools
from services.api.features.staff import service as staff
from services.api.kernel.clock import SHANGHAI
from services.api.kernel.events import Event
from services.api.kernel.json_rows import as_written
from services.api.kernel.scope import Party, Scope
from services.contracts.codes import Role

ADMINISTRATION = ("user_account", "invitation", "user_view", "api_client", "webhook", "export_log")
"""Entities that a provincial system never sees: they are about access, not about schools."""
RESTRICTED = ("refusal",)
"""Entities whose cases only the county reads, and who looks after the log: others learn their count alone."""
READS_RESTRICTED = frozenset({Role.county_coordinator, Role.auditor, Role.administrator})
_E: Any = Event


async def listed(db: AsyncSession, scope: Scope, asked: EventFilter) -> Sequence[Any]:
    """The numbered events that concern a county of the caller, one more than asked for; `changes` as it is written."""
    columns = select(
        _E.id, _E.position, _E.entity, _E.entity_id, _E.entity_version, _E.action, _E.actor_kind, _E.actor_id,
        _E.on_behalf_of, _E.request_id, _E.county_code, _E.other_county_code, _E.at,
        as_written(_E.changes).label("changes"),
    ).where(*_conditions(scope, asked))  # fmt: skip
    order = _E.position.desc() if asked.newest_first else _E.position
    return (await db.execute(columns.order_by(order).limit(asked.limit + 1))).all()


async def counted(db: AsyncSession, scope: Scope, asked: EventsAsked) -> int:
    """How many events that is."""
    return int(await db.scalar(select(func.count()).select_from(_E).where(*_conditions(scope, asked))) or 0)


def _conditions(scope: Scope, asked: EventsAsked) -> list[ColumnElement[bool]]:
    parties = [Party(county=_E.county_code), Party(county=_E.other_county_code)]
    found: list[ColumnElement[bool]] = [scope.rows(parties), _E.position > asked.after]
    if scope.principal.is_client:
        found.append(_E.entity.not_in(ADMINISTRATION))
    if scope.principal.role not in READS_RESTRICTED:
        found.append(_E.entity.not_in(RESTRICTED))
    if asked.before is not None:
        found.append(_E.position < asked.before)
    if asked.from_on is not None:
        found.append(_E.at >= _midnight(asked.from_on))
    if asked.to_on is not None:
        found.append(_E.at < _midnight(asked.to_on + timedelta(days=1)))
    if asked.school_id is not None:
        found.append(_E.entity_id.in_(_of_school(asked.school_id)))
    equal = {_E.entity: asked.entity, _E.entity_id: asked.entity_id, _E.actor_id: asked.actor_id}
    return found + [column == value for column, value in equal.items() if value is not None]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _of_school(school_id: UUID) -> CompoundSelect[Any]:
    """Ids of the rows that belong to a school."""
    place, employed, report = schools.directory().c, staff.directory().c, reports.directory().c
    paired, moved = pairings.directory().c, assignments.directory().c
    parts: list[Select[Any]] = [
        select(place.id).where(place.id == school_id),
        select(employed.staff_id).where(employed.school_id == school_id),
        select(employed.person_id).where(employed.school_id == school_id),
        select(report.id).where(report.school_id == school_id),
        select(paired.id).where(or_(paired.supporting_school_id == school_id, paired.recipient_school_id == school_id)),
        select(moved.id).where(or_(moved.sending_school_id == school_id, moved.receiving_school_id == school_id)),
        accounts.of_school(school_id),
    ]
    return union_all(*parts)
