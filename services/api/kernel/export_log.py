"""Who took which list away: one row and one event for each export (architecture §4, E-72)."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from sqlmodel import Field

from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.events import name_action, plain
from services.api.kernel.models import Entity, json_type

TYPED = {"q", "township"}
"""Filters that people type: that one was used is kept, what was typed is not."""


class ExportLog(Entity, table=True):
    """One list as one file. `filters` has names and codes, never typed text; `row_count` is without the heading."""

    __tablename__ = "export_log"

    event_fields: ClassVar[tuple[str, ...]] = ("list_name", "format", "filters", "row_count")

    county_code: str = Field(max_length=6)
    list_name: str = Field(max_length=40)
    format: str = Field(max_length=10)
    filters: dict[str, Any] = Field(sa_type=json_type())
    row_count: int


async def note_export(database: Database, ctx: Ctx, list_name: str, format_: str, *, asked: Any, rows: int) -> None:
    """Write down in a transaction of its own that the caller takes these rows; the event is `export`."""
    who = ctx.principal
    made = ExportLog(
        county_code=who.region_code, list_name=list_name, format=format_, filters=filters_used(asked), row_count=rows,
        created_at=ctx.now,
    )  # fmt: skip
    actor = {"actor_kind": who.kind, "actor_id": who.viewer_id or who.id, "request_id": ctx.request_id}
    async with database.writer(clock=ctx.clock, **actor) as session:
        session.add(made)
        name_action(session, made, "export", on_behalf_of=who.id if who.viewer_id else None)


def filters_used(asked: Any) -> dict[str, Any]:
    """Names and codes of the filters that differ from their defaults; typed text is null."""
    if not is_dataclass(asked):
        return {}
    used: dict[str, Any] = {}
    for each in fields(asked):
        value = getattr(asked, each.name)
        if value in (None, "", (), [], {}) or value == each.default:
            continue
        used |= _told(each.name, value)
    return used


def _told(name: str, value: Any) -> dict[str, Any]:
    if name in TYPED:
        return {name: None}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if is_dataclass(value):
        return filters_used(value)
    if isinstance(value, (list, tuple)):
        return {name: [plain(each) for each in value]}
    return {name: plain(value) if isinstance(value, (Enum, date, UUID, str, int)) else None}
