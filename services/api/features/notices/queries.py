"""Selects on notices. A school sees its own and those of schools it reports for; offices have worklists.

What was sent before an account started at its school is history to it: it lists as read.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.notices.models import Notice
from services.api.kernel.events import Event
from services.api.kernel.models import Instant
from services.api.kernel.paging import PageAsked, Rows, page_of
from services.api.kernel.scope import Scope
from services.contracts.codes import NoticeKind

N: Any = Notice
_E: Any = Event
BATCH = 1000
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


def _mine(scope: Scope) -> ColumnElement[bool]:
    who = scope.principal
    return N.school_id.in_([who.school_id, *sorted(who.delegated_school_ids)]) if who.is_school else false()


def _unread(scope: Scope) -> ColumnElement[bool]:
    """Nobody has read it, and it was sent since the account was made, or came to this school with a succession."""
    mine = and_(_E.entity == "user_account", _E.entity_id == scope.principal.id)
    started = select(func.max(_E.at)).where(mine, or_(_E.entity_version == 1, _E.action == "succession"))
    since = func.coalesce(started.scalar_subquery(), literal(ALWAYS, Instant))
    return and_(N.read_at.is_(None), N.created_at >= since)


async def add(db: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert notices in batches."""
    for start in range(0, len(rows), BATCH):
        await db.execute(insert(Notice), list(rows[start : start + BATCH]))


async def page(db: AsyncSession, scope: Scope, asked: PageAsked, *, unread_only: bool) -> Rows:
    """One page, newest first."""
    unread = _unread(scope)
    columns = select(
        N.id, N.kind, N.report_id, N.month, N.support_id, N.improvement_plan_id, N.school_id, N.created_at,
        unread.label("unread"),
    )  # fmt: skip
    columns = columns.where(_mine(scope), *([unread] if unread_only else []))
    return await page_of(db, columns, asked, [(N.id, UUID)], descending=True)


async def one(db: AsyncSession, scope: Scope, notice_id: UUID) -> Notice | None:
    """One notice, for a change."""
    found = select(Notice).where(N.id == notice_id, _mine(scope)).with_for_update()
    return (await db.execute(found)).scalar_one_or_none()


async def unread(db: AsyncSession, scope: Scope) -> int:
    """How many are unread."""
    return int(await db.scalar(select(func.count()).where(_unread(scope), _mine(scope))) or 0)


async def read_all(db: AsyncSession, scope: Scope, now: datetime) -> int:
    """Mark all as read; how many were not."""
    done = update(Notice).where(_unread(scope), _mine(scope)).values(read_at=now)
    return int(getattr(await db.execute(done, execution_options={"synchronize_session": False}), "rowcount", 0))


async def last_of(db: AsyncSession, kind: NoticeKind, report_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the last notice of a kind about each report was written."""
    latest = select(N.report_id, func.max(N.created_at)).where(N.report_id.in_(report_ids), N.kind == kind)
    return {row[0]: row[1] for row in await db.execute(latest.group_by(N.report_id))}


async def told_since(db: AsyncSession, kind: NoticeKind, school_ids: Sequence[UUID], since: datetime) -> set[UUID]:
    """Schools that got a notice of a kind since an instant."""
    told = select(N.school_id).where(N.school_id.in_(school_ids), N.kind == kind, N.created_at >= since)
    return set((await db.execute(told.distinct())).scalars())
