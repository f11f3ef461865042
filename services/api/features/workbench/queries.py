"""Selects of the first week's checklist."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.workbench.models import CountyStart

S: Any = CountyStart


async def start_of(db: AsyncSession, county_code: str) -> CountyStart | None:
    """Whether the county has put its checklist away."""
    return (await db.scalars(select(CountyStart).where(S.county_code == county_code))).one_or_none()
