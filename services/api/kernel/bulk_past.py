"""A history written after the fact: rows as they became, and every event that led there, numbered and chained at once.

The worker numbers events after commit because many write at the same time. Here one writer makes a whole history, so
each batch of events is numbered as it is made, in (version, id) order like the worker's, and goes in with its rows in
one transaction. The result is a log that nobody can tell from one the worker numbered: `first_broken_link` accepts it.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel.bulk_rows import Columns, counties_of, plain_defaults, put_columns
from services.api.kernel.events import Event, plain
from services.api.kernel.models import Base, Entity
from services.api.kernel.positions import locked_head

NewId = Callable[[datetime], UUID]


class Interrupted(Exception):
    """Somebody else wrote to the log in between: its head is not where this history stands."""


@dataclass(frozen=True, slots=True)
class Step:
    """One act on many rows of a table, at an instant each; `changes` is the compact JSON of each event.

    `counties`: of each row the county that owns it and the other one or None. `actors`: the users, else the system.
    """

    model: type[Entity]
    action: str
    version: int
    ids: Sequence[UUID]
    counties: Sequence[tuple[str, str | None]]
    at: Sequence[datetime]
    changes: Sequence[str]
    actors: Sequence[UUID] | None = None


@dataclass(slots=True)
class Batch:
    """Rows of some tables in their order, and the chained events of all of them."""

    tables: list[tuple[type[Base], Columns, Collection[str]]]
    events: Columns
    first: int
    position: int
    link: str
    rows: int = field(init=False)

    def __post_init__(self) -> None:
        self.rows = sum(len(next(iter(columns.values()))) for _, columns, _ in self.tables if columns)


class Chain:
    """The head of the log while a history is made; `new_id` makes the ids of events."""

    def __init__(self, position: int, link: str, new_id: NewId) -> None:
        self.position, self.link, self._new_id = position, link, new_id

    def batch(self, tables: list[tuple[type[Base], Columns, Collection[str]]], steps: Sequence[Step]) -> Batch:
        """Number and chain the events of all steps, lower versions first."""
        first = self.position
        columns: Columns = {name: [] for name in _COLUMNS}
        for step in sorted(steps, key=lambda each: each.version):
            self._link(step, columns)
        return Batch(tables, columns, first, self.position, self.link)

    def _link(self, step: Step, columns: Columns) -> None:
        table, count = str(step.model.__tablename__), len(step.ids)
        others = [other if other != county else None for county, other in step.counties]
        ids = [self._new_id(moment) for moment in step.at]
        kind = "user" if step.actors is not None else "system"
        actors: Sequence[UUID | None] = step.actors if step.actors is not None else [None] * count
        head = f'"{table}",'
        tail = f',{step.version},"{step.action}","{kind}",'
        positions, links = [], []
        position, link = self.position, self.link
        stamps: dict[datetime, str] = {}
        for place, event_id in enumerate(ids):
            county, other, actor, moment = step.counties[place][0], others[place], actors[place], step.at[place]
            stamp = stamps.get(moment) or stamps.setdefault(moment, moment.isoformat())
            payload = (
                f'["{event_id}","{county}",{_text(other)},{head}"{step.ids[place]}"{tail}{_text(actor)},null,null,'
                f'{step.changes[place]},"{stamp}"]'
            )
            position += 1
            digest = hashlib.sha256(payload.encode()).hexdigest()
            link = hashlib.sha256(f"{link}:{position}:{digest}".encode()).hexdigest()
            positions.append(position)
            links.append(link)
        self.position, self.link = position, link
        made: Columns = {
            "county_code": [county for county, _ in step.counties], "id": ids, "other_county_code": others,
            "entity": [table] * count, "entity_id": list(step.ids), "entity_version": [step.version] * count,
            "action": [step.action] * count, "actor_kind": [kind] * count, "actor_id": list(actors),
            "changes": list(step.changes), "at": list(step.at), "position": positions, "hash": links,
        }  # fmt: skip
        for name, values in made.items():
            columns[name].extend(values)


_COLUMNS = (
    "county_code", "id", "other_county_code", "entity", "entity_id", "entity_version", "action", "actor_kind",
    "actor_id", "changes", "at", "position", "hash",
)  # fmt: skip


def _text(value: str | UUID | None) -> str:
    return "null" if value is None else f'"{value}"'


def complete(model: type[Base], columns: Columns) -> Columns:
    """The columns with the model's plain defaults for those that are not there; nulls are left out."""
    count = len(columns["id"])
    blanks = {name: value for name, value in plain_defaults(model).items() if name not in columns and value is not None}
    return {**{name: [value] * count for name, value in blanks.items()}, **columns}


def created(
    model: type[Entity], columns: Columns, action: str, at: Sequence[datetime], actors: Sequence[UUID] | None = None
) -> Step:
    """The first event of each of some complete rows: what their public fields became."""
    parts = [_fragments(name, columns.get(name)) for name in sorted(model.event_fields)]
    count = len(columns["id"])
    parts = [part or [f'"{name}":{{"to":null}}'] * count
             for name, part in zip(sorted(model.event_fields), parts, strict=True)]  # fmt: skip
    changes = [f"{{{','.join(said)}}}" for said in zip(*parts, strict=True)] if parts else ["{}"] * count
    return Step(model, action, 1, columns["id"], list(counties_of(model, columns)), at, changes, actors)


def changed(fields: Mapping[str, tuple[Any, Any]]) -> str:
    """What one event says of changed public fields: name → before and after."""
    said = {name: {"from": plain(before), "to": plain(after)} for name, (before, after) in fields.items()}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _fragments(name: str, values: Sequence[Any] | None) -> list[str]:
    """What each event says about one field; the same value is spelled once."""
    if values is None:
        return []
    head, made, found = f'"{name}":{{"to":', {}, []
    for value in values:
        kind = type(value)
        if kind is UUID:
            found.append(f'{head}"{value}"}}')
            continue
        key = str(value) if kind in {list, dict} else (kind, value)
        if key not in made:
            said = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
            made[key] = f"{head}{said}}}"
        found.append(made[key])
    return found


async def write(session: AsyncSession, batch: Batch, now: datetime) -> None:
    """Write rows, events and the new head in the caller's transaction. Raises Interrupted, bulk_rows.Clash."""
    head = await locked_head(session, now)
    if head.position != batch.first:
        raise Interrupted
    for model, columns, ready in batch.tables:
        await put_columns(session, model, columns, ready)
    if batch.events["id"]:
        await put_columns(session, Event, batch.events, {"changes"})
        head.position, head.hash, head.positioned_at = batch.position, batch.link, now
