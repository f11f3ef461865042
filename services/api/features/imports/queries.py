"""Selects on uploads, their progress and their rows."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.imports.models import ImportJob, ImportProgress, ImportRow
from services.api.features.imports.rules import RUNNING
from services.api.kernel.bulk_rows import rows_by
from services.api.kernel.scope import Principal, below
from services.contracts.codes import Role
from services.contracts.imports import ImportKind, ImportRowStatus, ImportState

J: Any = ImportJob
P: Any = ImportProgress
R: Any = ImportRow


class Sharing(NamedTuple):
    """A row, what was to become of it, and the first, the last and the number of those it shares something with."""

    number: int
    status: ImportRowStatus
    first: int
    last: int
    many: int


def _mine(principal: Principal) -> ColumnElement[bool]:
    """Uploads of the caller's own; administrators see those of their counties."""
    own: ColumnElement[bool] = J.created_by == principal.id
    if principal.role is Role.administrator:
        return or_(own, below(J.county_code, principal.prefix))
    return own


def shown(principal: Principal) -> Select[Any]:
    """Uploads with their progress."""
    progress = [P.__table__.c[name] for name in ("position", "total", "creating", "updating", "unchanged", "faulty",
                                                  "problems", "remarks", "failure")]  # fmt: skip
    return select(*J.__table__.c, *progress).join(ImportProgress, P.job_id == J.id).where(_mine(principal))


def listed(principal: Principal, kind: ImportKind | None, state: ImportState | None) -> Select[Any]:
    """Those that a list asks for."""
    rows = shown(principal)
    equal = {J.kind: kind, J.state: state}
    return rows.where(*(column == value for column, value in equal.items() if value is not None))


async def one(db: AsyncSession, principal: Principal, job_id: UUID) -> Any:
    """One upload with its progress."""
    return (await db.execute(shown(principal).where(J.id == job_id))).one_or_none()


def accounts_of(principal: Principal, job_id: UUID) -> Select[Any]:
    """The ids of the accounts that an upload of accounts made or matched."""
    mine = (J.id == job_id, J.kind == ImportKind.users, _mine(principal))
    rows = select(R.entity_id).join(ImportJob, J.id == R.job_id)
    return rows.where(*mine, R.entity_id.is_not(None))


async def for_change(db: AsyncSession, principal: Principal, job_id: UUID) -> ImportJob | None:
    """One upload, locked."""
    found = select(ImportJob).where(J.id == job_id, _mine(principal)).with_for_update()
    return (await db.scalars(found)).one_or_none()


async def progress_of(db: AsyncSession, job_id: UUID, *, lock: bool = False) -> ImportProgress:
    """Its progress."""
    found = select(ImportProgress).where(P.job_id == job_id)
    return (await db.scalars(found.with_for_update() if lock else found)).one()


def rows_of(job_id: UUID, status: ImportRowStatus | None) -> Select[Any]:
    """What became of its rows."""
    rows = select(*R.__table__.c).where(R.job_id == job_id)
    return rows if status is None else rows.where(R.status == status)


def faulty_rows(job_id: UUID, after: int, limit: int) -> Select[Any]:
    """The next faulty rows by number."""
    found = rows_of(job_id, ImportRowStatus.error).where(R.number > after)
    return found.order_by(R.number).limit(limit)


def due(now: datetime) -> Select[Any]:
    """Uploads that the worker has something to do for and that no process holds, the oldest first."""
    free = or_(P.until.is_(None), P.until <= now)
    return select(J.id).join(ImportProgress, P.job_id == J.id).where(J.state.in_(RUNNING), free).order_by(J.id).limit(1)


async def claimed(db: AsyncSession, now: datetime) -> tuple[ImportJob, ImportProgress] | None:
    """The next one, both rows locked; those that another process has locked are passed by."""
    free = or_(P.until.is_(None), P.until <= now)
    rows = select(ImportJob, ImportProgress).join(ImportProgress, P.job_id == J.id)
    found = rows.where(J.state.in_(RUNNING), free).order_by(J.id).limit(1).with_for_update(skip_locked=True)
    row = (await db.execute(found)).one_or_none()
    return (row[0], row[1]) if row is not None else None


async def held(db: AsyncSession, job_id: UUID) -> tuple[ImportJob, ImportProgress]:
    """An upload and its progress, locked."""
    rows = select(ImportJob, ImportProgress).join(ImportProgress, P.job_id == J.id).where(J.id == job_id)
    row = (await db.execute(rows.with_for_update())).one()
    return row[0], row[1]


async def rows_with_keys(db: AsyncSession, job_id: UUID, keys: Collection[str]) -> dict[str, int]:
    """Match key → the first row that had it."""
    rows = await rows_by(db, (R.match_key, R.number), R.match_key, keys, R.job_id == job_id)
    return {row.match_key: row.number for row in rows}


async def rows_between(db: AsyncSession, job_id: UUID, first: int, last: int) -> dict[int, Any]:
    """Number → what the check said."""
    columns = select(R.number, R.status, R.entity_id, R.said)
    found = await db.execute(columns.where(R.job_id == job_id, R.number >= first, R.number <= last))
    return {row.number: row for row in found}


async def sharing(db: AsyncSession, job_id: UUID, after: int, limit: int) -> list[Sharing]:
    """The next right rows by number that share what only one may have, with the first and last row of each group."""
    groups = (
        select(R.shared_key, func.min(R.number).label("first"), func.max(R.number).label("last"),
               func.count().label("count"))
        .where(R.job_id == job_id, R.shared_key.is_not(None)).group_by(R.shared_key).having(func.count() > 1).subquery()
    )  # fmt: skip
    rows = select(R.number, R.status, groups.c.first, groups.c.last, groups.c["count"])
    found = rows.join(groups, groups.c.shared_key == R.shared_key).where(R.job_id == job_id, R.number > after)
    return [Sharing(*row) for row in await db.execute(found.order_by(R.number).limit(limit))]


async def change_rows(db: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Write other outcomes; each has `job_id` and `number`."""
    if rows:
        await db.execute(update(ImportRow), rows)


async def expired(db: AsyncSession, before: datetime) -> list[ImportJob]:
    """Uploads whose file and results are to be erased."""
    found = select(ImportJob).where(J.created_at < before, J.erased_at.is_(None)).limit(50).with_for_update()
    return list((await db.scalars(found)).all())


async def forget_rows(db: AsyncSession, job_ids: Collection[UUID]) -> None:
    """Drop what became of the rows."""
    await db.execute(delete(ImportRow).where(R.job_id.in_(job_ids)))
    await db.execute(update(ImportProgress).where(P.job_id.in_(job_ids)).values(problems=[], remarks=[]))
