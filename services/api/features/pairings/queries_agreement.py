"""Selects on the words of agreements."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.pairings.models import PairingAgreement
from services.api.features.pairings.queries import P

A = PairingAgreement.__table__.c  # type: ignore[attr-defined]


async def revisions(db: AsyncSession, pairing_id: UUID) -> list[PairingAgreement]:
    """All that stands written of a pairing's agreement, the newest first."""
    rows = select(PairingAgreement).where(A.pairing_id == pairing_id).order_by(A.revision.desc())
    return list((await db.scalars(rows)).all())


async def latest(db: AsyncSession, pairing_id: UUID) -> PairingAgreement | None:
    """The words in force."""
    rows = select(PairingAgreement).where(A.pairing_id == pairing_id).order_by(A.revision.desc())
    return (await db.scalars(rows.limit(1))).one_or_none()


async def renewed_by(db: AsyncSession, pairing_id: UUID) -> UUID | None:
    """The pairing that renews one, unless it is void."""
    rows = select(P.id).where(P.renews_id == pairing_id, P.status != "void").order_by(P.id.desc())
    found: UUID | None = await db.scalar(rows.limit(1))
    return found
