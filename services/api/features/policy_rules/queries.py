"""Selects of the regions' own rules."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.policy_rules.models import PolicyRule

P: Any = PolicyRule


async def said(db: AsyncSession, codes: Collection[str], keys: Collection[str]) -> Sequence[PolicyRule]:
    """What these regions say of these rules, of all days."""
    found = select(PolicyRule).where(P.region_code.in_(codes), P.rule_key.in_(keys))
    return (await db.scalars(found.order_by(P.region_code, P.rule_key, P.effective_from))).all()


async def own(db: AsyncSession, code: str, key: str, effective_from: date) -> PolicyRule | None:
    """What a region says of a rule from a day on, locked."""
    found = select(PolicyRule).where(P.region_code == code, P.rule_key == key, P.effective_from == effective_from)
    return (await db.scalars(found.with_for_update())).one_or_none()
