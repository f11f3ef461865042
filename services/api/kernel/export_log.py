"""Who took which list away: one row and one event for each export (architecture §4, E-72)."""

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.events import name_action, plain
from services.api.kernel.models import Entity, json_type

TYPED = {"q", "township"}
"""Filters that people type: that one was used is kept, what was typed is not."""


class ExportLog(Entity, table=True):
    """One list as one file, or as printed slips.

    `filters` has names and codes, never typed text; `row_count` is without the heading.
    `reason` is given for whole identity numbers; it never goes into events.
    """

    __tablename__ = "export_log"
    __table_args__ = (
        Index("ix_export_log_actor_id", "actor_id", "id"),
        Index("ix_export_log_county_code", "county_code", "id"),
    )

    event_fields: ClassVar[tuple[str, ...]] = ("list_name", "format", "filters", "row_count")

    county_code: str = Field(max_length=6)
    actor_kind: str = Field(default="user", max_length=10)
    actor_id: UUID | None = None
    list_name: str = Field(max_length=40)
    format: str = Field(max_length=10)
    filters: dict[str, Any] = Field(sa_type=json_type())
    row_count: int
    reason: str = Field(default="", max_length=500)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken away: list, format, filters, number of rows, and why where that has to be said."""

    list_name: str
    format: str
    asked: Any
    rows: int
    reason: str = ""


async def note_export(database: Database, ctx: Ctx, taken: Taken) -> None:
    """Write down in a transaction of its own that the caller takes these rows; the event is `export`."""
    who, actor = ctx.principal, _actor(ctx)
    made = _made(ctx, taken)
    async with database.writer(clock=ctx.clock, request_id=ctx.request_id, **actor) as session:
        session.add(made)
        name_action(session, made, "export", on_behalf_of=who.id if who.viewer_id else None)


def note_here(ctx: Ctx, taken: Taken) -> None:
    """The same in the caller's own transaction, for what is written in it: who prints slips makes them."""
    made = _made(ctx, taken)
    ctx.db.add(made)
    ctx.act(made, "export")


def _actor(ctx: Ctx) -> dict[str, Any]:
    return {"actor_kind": ctx.principal.kind, "actor_id": ctx.principal.viewer_id or ctx.principal.id}


def _made(ctx: Ctx, taken: Taken) -> ExportLog:
    return ExportLog(
        county_code=ctx.principal.region_code, list_name=taken.list_name, format=taken.format,
        filters=filters_used(taken.asked), row_count=taken.rows, reason=taken.reason, created_at=ctx.now, **_actor(ctx),
    )  # fmt: skip


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
