"""The select of the log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.events.filters import EventFilter
from services.api.kernel.events import Event
from services.api.kernel.scope import Party, Scope

ADMINISTRATION = ("user_account", "api_client")
"""Entities that a provincial system never sees: they are about access, not about schools."""
_E: Any = Event


async def after(db: AsyncSession, scope: Scope, asked: EventFilter) -> Sequence[Any]:
    """The numbered events after a position that concern a county of the caller, one more than asked for."""
    parties = [Party(county=_E.county_code), Party(county=_E.other_county_code)]
    columns = select(
        _E.id, _E.position, _E.entity, _E.entity_id, _E.entity_version, _E.action, _E.actor_kind, _E.actor_id,
        _E.on_behalf_of, _E.request_id, _E.changes, _E.county_code, _E.other_county_code, _E.at,
    ).where(scope.rows(parties), _E.position > asked.after)  # fmt: skip
    if scope.principal.is_client:
        columns = columns.where(_E.entity.not_in(ADMINISTRATION))
    equal = {_E.entity: asked.entity, _E.entity_id: asked.entity_id}
    columns = columns.where(*(column == value for column, value in equal.items() if value is not None))
    return (await db.execute(columns.order_by(_E.position).limit(asked.limit + 1))).all()
