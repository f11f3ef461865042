"""Messages to schools: what happened and where to go."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.notices import queries
from services.api.features.schools import service as schools
from services.api.kernel.context import Ctx
from services.api.kernel.ids import new_id
from services.api.kernel.paging import PageAsked
from services.api.kernel.positions import head_position
from services.api.kernel.problems import Problem
from services.contracts.base import Page
from services.contracts.codes import NoticeKind, ReportStatus
from services.contracts.workbench import NoticeOut, ReadOut

report_state_hook: list[Callable[[AsyncSession, Collection[UUID]], Awaitable[Mapping[UUID, ReportStatus]]]] = []
"""Who can say where reports stand; filled by the reports."""


@dataclass(frozen=True, slots=True)
class Message:
    """A notice to be written; `month` is `YYYY-MM`."""

    school_id: UUID
    kind: NoticeKind
    report_id: UUID
    month: str
    created_at: datetime
    id: UUID = field(default_factory=new_id)


async def tell(db: AsyncSession, messages: Sequence[Message]) -> None:
    """Write notices, set-based; they leave with the transaction that causes them."""
    await queries.add(db, [asdict(message) for message in messages])


async def page(ctx: Ctx, asked: PageAsked, *, unread_only: bool) -> Page[NoticeOut]:
    """The caller's school's messages, newest first."""
    found = await queries.page(ctx.db, ctx.scope, asked, unread_only=unread_only)
    refs = await schools.refs(ctx.db, {row.school_id for row in found.rows})
    states = await _states(ctx.db, [row.report_id for row in found.rows])
    items = [
        NoticeOut(
            id=row.id, kind=row.kind, report_id=row.report_id, report_status=states.get(row.report_id),
            month=row.month, school=refs[row.school_id], created_at=row.created_at, read=not row.unread,
        )
        for row in found.rows
    ]  # fmt: skip
    return Page[NoticeOut](
        items=items,
        next_cursor=found.next_cursor,
        prev_cursor=found.prev_cursor,
        count=found.count,
        as_of_position=await head_position(ctx.db),
    )


async def _states(db: AsyncSession, report_ids: Collection[UUID | None]) -> dict[UUID | None, ReportStatus]:
    asked = {report_id for report_id in report_ids if report_id is not None}
    return {key: state for ask in report_state_hook for key, state in (await ask(db, asked)).items()}


async def mark_read(ctx: Ctx, notice_id: UUID) -> NoticeOut:
    """Mark one message as read. Raises 404 `resource.not_found` for another school's."""
    notice = await queries.one(ctx.db, ctx.scope, notice_id)
    if notice is None:
        raise Problem("resource.not_found")
    notice.read_at = notice.read_at or ctx.now
    refs, states = await schools.refs(ctx.db, {notice.school_id}), await _states(ctx.db, [notice.report_id])
    return NoticeOut(
        id=notice.id, kind=notice.kind, report_id=notice.report_id, month=notice.month,
        report_status=states.get(notice.report_id), school=refs[notice.school_id], created_at=notice.created_at,
        read=True,
    )  # fmt: skip


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
