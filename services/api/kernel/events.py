"""One log of changes for audit, timeline, change feed and webhooks (architecture §7).

An event is built at commit from what the session really changed; a service only names the action.
No event ever holds a name, a number of a person or typed text: only action, codes and the public
fields that a model lists in `event_fields`.
"""

import re
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Delete, Insert, TextClause, Update, event, inspect
from sqlalchemy import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction
from sqlmodel import Field

from services.api.kernel.clock import Clock
from services.api.kernel.ids import new_id
from services.api.kernel.models import Entity, Instant, Leaf, json_or_nothing, json_type

_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(r"^\s*(?:with\b.*\b)?(insert|update|delete|merge|truncate|copy)\b", re.IGNORECASE | re.DOTALL)
EVENTLESS_TABLES: dict[str, str] = {
    "event": "the log itself",
    "event_head": "position of the log",
}
"""Tables whose changes leave no event, with the reason. Features add theirs with `without_events`."""


def without_events(table: str, reason: str) -> None:
    """Declare a table without events and say why."""
    EVENTLESS_TABLES[table] = reason


class Event(Leaf, table=True):
    """One change of one entity. `position` and `hash` are given by the worker after commit."""

    __tablename__ = "event"

    other_county_code: str | None = Field(default=None, max_length=6, index=True)
    left_county_code: str | None = Field(default=None, max_length=6)
    """A county that the row concerned until this change: who sees that one alone is told that the row has left."""
    other_left_county_code: str | None = Field(default=None, max_length=6)
    entity: str = Field(max_length=40)
    entity_id: UUID = Field(index=True)
    entity_version: int
    action: str = Field(max_length=40)
    actor_kind: str = Field(max_length=10)
    actor_id: UUID | None = None
    on_behalf_of: UUID | None = None
    request_id: str | None = Field(default=None, max_length=64)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=json_type())
    record: dict[str, Any] | None = Field(default=None, sa_type=json_or_nothing())
    """All public fields as they were after a change of a row; of a new row `changes` holds them all."""
    at: datetime = Field(sa_type=Instant, nullable=False)
    position: int | None = Field(default=None, index=True, sa_type=BigInteger)
    hash: str | None = Field(default=None, max_length=64)


class EventHead(Entity, table=True):
    """The last position and the head of the hash chain: one row."""

    __tablename__ = "event_head"

    position: int = Field(default=0, sa_type=BigInteger)
    hash: str = Field(default="", max_length=64)
    epoch: UUID = Field(default_factory=new_id)
    positioned_at: datetime = Field(sa_type=Instant, nullable=False)

    def event_counties(self) -> tuple[str, str | None]:
        """The head belongs to nobody and leaves no event."""
        return "000000", None


class EventfulSession(Session):
    """A session that cannot commit a change without its event, and refuses DML that would."""


def name_action(session: AsyncSession, entity: Entity, action: str, *, on_behalf_of: UUID | None = None) -> None:
    """Say what is being done to an entity in this transaction; without it created or changed is written."""
    session.info.setdefault("actions", {})[_key(entity)] = (action, on_behalf_of)


async def now_acting(session: AsyncSession, kind: str, actor_id: UUID | None) -> None:
    """From here on somebody else acts in this transaction: what was changed up to now is the one's before."""
    await session.run_sync(_write_events)
    session.info.update(actor_kind=kind, actor_id=actor_id)


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value


def _key(entity: Entity) -> tuple[str, UUID]:
    return entity.__class__.__name__, entity.id


def _field_changes(entity: Entity, *, is_new: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    state = inspect(entity)
    for name in entity.event_fields:
        if is_new:
            changes[name] = {"to": plain(getattr(entity, name))}
            continue
        history = state.attrs[name].history
        if history.has_changes():
            before = history.deleted[0] if history.deleted else None
            changes[name] = {"from": plain(before), "to": plain(getattr(entity, name))}
    return changes


class _Before:
    """A row as it was loaded: reads each attribute's value from before the changes of this flush."""

    def __init__(self, entity: Entity) -> None:
        self._entity, self._state = entity, inspect(entity)

    def __getattr__(self, name: str) -> Any:
        if name in self._state.attrs:
            history = self._state.attrs[name].history
            if history.has_changes() and history.deleted:
                return history.deleted[0]
        return getattr(self._entity, name)


def _counties_before(entity: Entity) -> tuple[str | None, ...]:
    """The counties that the row concerned when it was loaded."""
    return type(entity).event_counties(_Before(entity))  # type: ignore[arg-type] # reads columns only


def _counties_left(before: tuple[str | None, ...], now: tuple[str | None, ...]) -> list[str | None]:
    """Up to two counties that the row concerned and does not any more, the rest null."""
    left = sorted({code for code in before if code} - set(now))
    return [*left, None, None][:2]


def _merge(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    merged = dict(earlier)
    for name, change in later.items():
        first = merged.get(name, change)
        merged[name] = {**({"from": first["from"]} if "from" in first else {}), "to": change["to"]}
    return merged


@event.listens_for(EventfulSession, "after_flush")
def _collect(session: Session, _flush: UOWTransaction) -> None:
    pending: dict[tuple[str, UUID], dict[str, Any]] = session.info.setdefault("pending_events", {})
    for entity in [*session.new, *session.dirty]:
        if not isinstance(entity, Entity) or entity.__tablename__ in EVENTLESS_TABLES:
            continue
        is_new = entity in session.new
        if not is_new and not session.is_modified(entity):
            continue
        key = _key(entity)
        if key not in pending:
            before = () if is_new else _counties_before(entity)
            pending[key] = {"entity": entity, "is_new": is_new, "changes": {}, "before": before}
        found = pending[key]
        found["changes"] = _merge(found["changes"], _field_changes(entity, is_new=is_new))


@event.listens_for(EventfulSession, "before_flush")
def _refuse_deletes(session: Session, _flush: UOWTransaction, _instances: Any) -> None:
    for entity in session.deleted:
        if isinstance(entity, Entity) and entity.__tablename__ not in EVENTLESS_TABLES:
            raise RuntimeError(f"{entity.__tablename__}: nothing is deleted; void it with a reason")


@event.listens_for(EventfulSession, "before_commit")
def _write_events(session: Session) -> None:
    session.flush()
    pending = session.info.pop("pending_events", {})
    actions = session.info.pop("actions", {})
    if not pending:
        return
    rows = [_event_row(session, found, actions.get(key)) for key, found in pending.items()]
    session.connection().execute(insert_into(Event), rows)


@event.listens_for(EventfulSession, "after_transaction_create")
def _remember(session: Session, transaction: SessionTransaction) -> None:
    """Keep what is pending when a savepoint begins: the savepoint's rollback goes back to it."""
    if transaction.nested:
        pending = {key: dict(found) for key, found in session.info.get("pending_events", {}).items()}
        kept = session.info.setdefault("savepoints", {})
        kept[transaction] = (pending, dict(session.info.get("actions", {})))


@event.listens_for(EventfulSession, "after_transaction_end")
def _drop_memory(session: Session, transaction: SessionTransaction) -> None:
    """Savepoints end before their rollback is told, so they are remembered as long as the whole transaction."""
    if transaction.parent is None:
        session.info.pop("savepoints", None)


@event.listens_for(EventfulSession, "after_soft_rollback")
def _forget(session: Session, previous: SessionTransaction) -> None:
    """The whole transaction forgets everything, a savepoint what came after it, a failed flush nothing yet."""
    if previous.nested or previous.parent is None:
        pending, actions = session.info.get("savepoints", {}).get(previous, ({}, {}))
        session.info["pending_events"], session.info["actions"] = pending, actions


def _event_row(session: Session, found: dict[str, Any], named: tuple[str, UUID | None] | None) -> dict[str, Any]:
    entity: Entity = found["entity"]
    county, other = entity.event_counties()
    clock: Clock = session.info.get("clock") or Clock()
    action, on_behalf_of = named or ("created" if found["is_new"] else "changed", None)
    left, other_left = _counties_left(found["before"], (county, other))
    return {
        "county_code": county,
        "other_county_code": other if other != county else None,
        "left_county_code": left,
        "other_left_county_code": other_left,
        "id": new_id(),
        "entity": entity.__tablename__,
        "entity_id": entity.id,
        "entity_version": entity.version,
        "action": action,
        "actor_kind": session.info.get("actor_kind", "system"),
        "actor_id": session.info.get("actor_id"),
        "on_behalf_of": on_behalf_of,
        "request_id": session.info.get("request_id"),
        "changes": found["changes"],
        "record": None if found["is_new"] else {name: plain(getattr(entity, name)) for name in entity.event_fields},
        "at": clock.now(),
    }


@event.listens_for(EventfulSession, "do_orm_execute")
def _refuse_unlogged_writes(state: ORMExecuteState) -> None:
    if state.execution_options.get("writes_own_events"):
        return
    statement = state.statement
    if isinstance(statement, TextClause):
        if _WRITES.match(_COMMENTS.sub(" ", statement.text)):
            raise RuntimeError("text SQL that writes leaves no event; use the ORM or kernel/bulk.py")
        return
    if isinstance(statement, (Insert, Update, Delete)):
        table = getattr(statement.table, "name", "")
        if table not in EVENTLESS_TABLES:
            raise RuntimeError(f"a bulk write to {table} leaves no event; use the ORM or kernel/bulk.py")
