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
    """One act on many rows of a table, at an instant each, as `Past` tells it.

    `changes` and `records` are the compact JSON of each event with its names in order; a first event has no record.
    `counties`: of each row the county that owns it and the other one or None. `actors`: the users, else the system.
    """

    model: type[Entity]
    action: str
    version: int
    ids: Sequence[UUID]
    counties: Sequence[tuple[str, str | None]]
    at: Sequence[datetime]
    changes: Sequence[str]
    records: Sequence[str] | None = None
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
        ends = [f',{{"record":{record}}}]' for record in step.records] if step.records is not None else ["]"] * count
        positions, links = [], []
        position, link = self.position, self.link
        stamps: dict[datetime, str] = {}
        for place, event_id in enumerate(ids):
            county, other, actor, moment = step.counties[place][0], others[place], actors[place], step.at[place]
            stamp = stamps.get(moment) or stamps.setdefault(moment, moment.isoformat())
            payload = (
                f'["{event_id}","{county}",{_text(other)},{head}"{step.ids[place]}"{tail}{_text(actor)},null,null,'
                f'{step.changes[place]},"{stamp}"{ends[place]}'
            )
            position += 1
            digest = hashlib.sha256(payload.encode()).hexdigest()
            link = hashlib.sha256(f"{link}:{position}:{digest}".encode()).hexdigest()
            positions.append(position)
            links.append(link)
        self.position, self.link = position, link
        records = [None] * count if step.records is None else list(step.records)
        made: Columns = {
            "county_code": [county for county, _ in step.counties], "id": ids, "other_county_code": others,
            "entity": [table] * count, "entity_id": list(step.ids), "entity_version": [step.version] * count,
            "action": [step.action] * count, "actor_kind": [kind] * count, "actor_id": list(actors),
            "changes": list(step.changes), "record": records, "at": list(step.at),
            "position": positions, "hash": links,
        }  # fmt: skip
        for name, values in made.items():
            columns[name].extend(values)


_COLUMNS = (
    "county_code", "id", "other_county_code", "entity", "entity_id", "entity_version", "action", "actor_kind",
    "actor_id", "changes", "record", "at", "position", "hash",
)  # fmt: skip


def _text(value: str | UUID | None) -> str:
    return "null" if value is None else f'"{value}"'


def complete(model: type[Base], columns: Columns) -> Columns:
    """The columns with the model's plain defaults for those that are not there; nulls are left out."""
    count = len(columns["id"])
    blanks = {name: value for name, value in plain_defaults(model).items() if name not in columns and value is not None}
    return {**{name: [value] * count for name, value in blanks.items()}, **columns}


class Past:
    """Rows of a table on their way to what they became: each act gives what changed and the whole row after it.

    Every public field is kept as JSON, spelled once for all rows that have the same value.
    """

    def __init__(self, model: type[Entity], first: Columns) -> None:
        self._model, self._ids = model, first["id"]
        self._counties = list(counties_of(model, first))
        self._names = sorted(model.event_fields)
        nothing = ["null"] * len(self._ids)
        self._said = {name: spelled(first[name]) if name in first else list(nothing) for name in self._names}

    def created(self, action: str, at: Sequence[datetime], actors: Sequence[UUID] | None = None) -> Step:
        """The first event of each row: what its public fields began with."""
        changes = _filled(self._names, '{"to":%s}', [self._said[name] for name in self._names], len(self._ids))
        return Step(self._model, action, 1, self._ids, self._counties, at, changes, None, actors)

    def changed(
        self, action: str, version: int, places: Sequence[int], at: Sequence[datetime],
        fields: Mapping[str, Sequence[Any]], *, actors: Sequence[UUID] | None = None,
    ) -> Step:  # fmt: skip
        """A later event of the rows at `places`: per public field its new values, in the order of the places.

        A field that stays what it was is not told as changed, as with a write through the ORM.
        """
        parts = [self._became(name, places, fields[name]) for name in sorted(fields)]
        changes = [f"{{{','.join(filter(None, said))}}}" for said in zip(*parts, strict=True)]
        now = [[self._said[name][place] for place in places] for name in self._names]
        records = _filled(self._names, "%s", now, len(places))
        ids, counties = [self._ids[place] for place in places], [self._counties[place] for place in places]
        return Step(self._model, action, version, ids, counties, at, changes, records, actors)

    def _became(self, name: str, places: Sequence[int], values: Sequence[Any]) -> list[str]:
        said, parts = self._said[name], []
        for place, after in zip(places, spelled(values), strict=True):
            before = said[place]
            parts.append("" if before == after else f'"{name}":{{"from":{before},"to":{after}}}')
            said[place] = after
        return parts


def created(
    model: type[Entity], columns: Columns, action: str, at: Sequence[datetime], actors: Sequence[UUID] | None = None
) -> Step:
    """The first and only event of each of some complete rows."""
    return Past(model, columns).created(action, at, actors)


def _filled(names: Sequence[str], form: str, columns: Sequence[Sequence[str]], count: int) -> list[str]:
    """A JSON object a row, made of a form with every name in it."""
    if not names:
        return ["{}"] * count
    whole = "{" + ",".join(f'"{name}":{form}' for name in names) + "}"
    return [whole % row for row in zip(*columns, strict=True)]


def spelled(values: Sequence[Any]) -> list[str]:
    """Each value as compact JSON; the same value is spelled once."""
    made: dict[Any, str] = {}
    found = []
    for value in values:
        kind = type(value)
        if kind is UUID:
            found.append(f'"{value}"')
            continue
        key = str(value) if kind in {list, dict} else (kind, value)
        if key not in made:
            made[key] = json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
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
        await put_columns(session, Event, batch.events, {"changes", "record"})
        head.position, head.hash, head.positioned_at = batch.position, batch.link, now
