"""Selects on files."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.files import rules
from services.api.features.files.models import File
from services.contracts.files import FileKind

F: Any = File
LISTED = 200
ERASED_AT_ONCE = 1000
OWNERS = {
    FileKind.activity_photo: F.activity_id,
    FileKind.pairing_agreement: F.pairing_id,
    FileKind.mentor_summary: F.mentor_pair_id,
    FileKind.decision_basis: F.about_school_id,
    FileKind.service_evidence: F.about_person_id,
    FileKind.support_voucher: F.support_id,
    FileKind.summary_paper: F.support_summary_id,
    FileKind.feedback_paper: F.assignment_id,
    FileKind.improvement_paper: F.milestone_id,
    FileKind.term_paper: F.term_contribution_id,
    FileKind.lesson_paper: F.lesson_record_id,
    FileKind.shared_resource: F.shared_resource_id,
}
"""Which column names the owner of a kind."""


def _alone() -> ColumnElement[bool]:
    """Whether a file belongs to nothing yet."""
    return and_(*(owner.is_(None) for owner in OWNERS.values()))


async def get(db: AsyncSession, file_id: UUID, *, lock: bool = False) -> File | None:
    """One file of anybody; the caller's right is the owner's affair."""
    return await db.get(File, file_id, with_for_update=lock or None)


async def of_owner(db: AsyncSession, kind: FileKind, owner_id: UUID) -> Sequence[File]:
    """The files of an owner, oldest first, void ones left out."""
    mine = select(File).where(OWNERS[kind] == owner_id, F.kind == kind, F.voided_at.is_(None))
    return (await db.execute(mine.order_by(F.created_at, F.id).limit(LISTED))).scalars().all()


async def count_of(db: AsyncSession, kind: FileKind, owner_id: UUID, part: tuple[str, UUID] | None) -> int:
    """How many files an owner, or one decision of it, has."""
    counted = select(func.count()).where(OWNERS[kind] == owner_id, F.kind == kind, F.voided_at.is_(None))
    if part is not None:
        counted = counted.where(getattr(F, part[0]) == part[1])
    return int(await db.scalar(counted) or 0)


async def counts_of(db: AsyncSession, kind: FileKind, owner_ids: Collection[UUID]) -> dict[UUID, int]:
    """Owner → how many files it has; owners without one are missing."""
    owner = OWNERS[kind]
    counted = select(owner, func.count()).where(owner.in_(owner_ids), F.kind == kind, F.voided_at.is_(None))
    return {row[0]: row[1] for row in await db.execute(counted.group_by(owner))}


async def waiting(db: AsyncSession, ids: Collection[UUID], kind: FileKind, user_id: UUID) -> Sequence[File]:
    """Those of the ids that the user uploaded for this kind and that belong to nothing yet, locked."""
    mine = select(File).where(
        F.id.in_(ids), F.kind == kind, F.uploaded_by == user_id, F.voided_at.is_(None), F.erased_at.is_(None),
        _alone(),
    )  # fmt: skip
    return (await db.execute(mine.order_by(F.created_at, F.id).with_for_update())).scalars().all()


async def due(db: AsyncSession, now: datetime) -> Sequence[File]:
    """Files whose content has been kept long enough, oldest first."""
    is_due = or_(F.voided_at <= now - rules.VOID_KEPT, and_(_alone(), F.created_at <= now - rules.ORPHAN_KEPT))
    found = select(File).where(F.erased_at.is_(None), is_due).order_by(F.created_at).limit(ERASED_AT_ONCE)
    return (await db.execute(found.with_for_update(skip_locked=True))).scalars().all()


async def still_named(db: AsyncSession, digests: Collection[str]) -> set[str]:
    """Those of the blobs that a file, or its thumbnail, still is."""
    kept = F.erased_at.is_(None)
    named = select(F.digest).where(F.digest.in_(digests), kept)
    small = select(F.thumbnail_digest).where(F.thumbnail_digest.in_(digests), kept)
    return set((await db.execute(named)).scalars()) | set((await db.execute(small)).scalars())
