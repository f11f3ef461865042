"""Staff bases of the demo: one county has frozen its staff, so that its ratios can be read; others still have to."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts.models import User
from services.api.features.staff_bases import service as staff_bases
from services.api.kernel.clock import Clock
from services.api.kernel.context import Ctx
from services.api.kernel.events import now_acting
from services.api.kernel.scope import ROLE_PERMISSIONS, Principal
from services.api.settings import Settings
from services.contracts.staff_bases import StaffBaseCreate


async def tell_bases(session: AsyncSession, clock: Clock, settings: Settings, year: int) -> None:
    """Freeze the staff of the school year in the county of most of the stories, as its coordinator does."""
    user: Any = User
    found = select(user.id, user.role, user.region_code).where(user.username == "demo.chencang")
    who = (await session.execute(found)).one()
    await now_acting(session, "user", who.id)
    principal = Principal("user", who.id, who.role, who.region_code, ROLE_PERMISSIONS[who.role])
    asked = StaffBaseCreate(region_code=who.region_code, school_year=year)
    await staff_bases.freeze(Ctx(session, principal, clock, settings, ""), asked)
