"""Messages to schools: what happened and where to go."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.notices import queries
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.ids import new_id
from services.api.kernel.paging import PageAsked
from services.api.kernel.problems import Problem
from services.contracts.accounts import SchoolRef
from services.contracts.base import Page
from services.contracts.codes import Code, NoticeKind
from services.contracts.workbench import NoticeOut, ReadOut

States = Callable[[AsyncSession, Collection[UUID]], Awaitable[Mapping[UUID, Code]]]
state_hooks: list[tuple[str, States]] = []
"""Column of what a message is about, such as `report_id` → who can say where that stands now."""


@dataclass(frozen=True, slots=True)
class Message:
    """A notice to be written, about one report, support or plan; `month` is the report's, `YYYY-MM`."""

    school_id: UUID
    kind: NoticeKind
    created_at: datetime
    report_id: UUID | None = None
    month: str | None = None
    support_id: UUID | None = None
    improvement_plan_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


async def tell(db: AsyncSession, messages: Sequence[Message]) -> None:
    """Write notices, set-based; they leave with the transaction that causes them."""
    await queries.add(db, [asdict(message) for message in messages])


async def page(ctx: Ctx, asked: PageAsked, *, unread_only: bool) -> Page[NoticeOut]:
    """The caller's school's messages, newest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, unread_only=unread_only)
    refs = await schools.refs(ctx.db, {row.school_id for row in found.rows})
    states = await _states(ctx.db, found.rows)
    items = [_out(row, refs[row.school_id], states, read=not row.unread) for row in found.rows]
    return Page[NoticeOut](
        items=items,
        **found.around(),
    )


def _out(row: Any, school: SchoolRef, states: Mapping[UUID | None, Any], *, read: bool) -> NoticeOut:
    same = ("id", "kind", "report_id", "month", "support_id", "improvement_plan_id", "created_at")
    return NoticeOut(
        **{name: getattr(row, name) for name in same}, school=school, read=read,
        **{f"{name.removesuffix('_id')}_status": states.get(getattr(row, name)) for name, _ in state_hooks},
    )  # fmt: skip


async def _states(db: AsyncSession, rows: Sequence[Any]) -> dict[UUID | None, Code]:
    """Where what the messages are about stands now; one query for each kind of it."""
    found: dict[UUID | None, Code] = {}
    for name, ask in state_hooks:
        asked = {getattr(row, name) for row in rows} - {None}
        found.update(dict(await ask(db, asked)).items())
    return found


async def mark_read(ctx: Ctx, notice_id: UUID) -> NoticeOut:
    """Mark one message as read. Raises 404 `resource.not_found` for another school's."""
    notice = await queries.one(ctx.db, ctx.scope, notice_id)
    if notice is None:
        raise Problem("resource.not_found")
    notice.read_at = notice.read_at or ctx.now
    refs, states = await schools.refs(ctx.db, {notice.school_id}), await _states(ctx.db, [notice])
    return _out(notice, refs[notice.school_id], states, read=True)


async def read_all(ctx: Ctx) -> ReadOut:
    """Mark all messages as read."""
    return ReadOut(read=await queries.read_all(ctx.db, ctx.scope, ctx.now))


async def unread(ctx: Ctx) -> int:
    """How many messages wait."""
    return await queries.unread(ctx.db, ctx.scope)


async def last_reminded(db: AsyncSession, report_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When each report's school was last reminded; a reminder is its notice."""
    return await queries.last_of(db, NoticeKind.report_reminder, report_ids)


async def reminded_since(db: AsyncSession, school_ids: Sequence[UUID], since: datetime) -> set[UUID]:
    """The schools among these that were reminded of any report since an instant."""
    return await queries.told_since(db, NoticeKind.report_reminder, school_ids, since)
