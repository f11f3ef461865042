"""Telling a step: the features' services are called as invented users, each of whom leaves events as its own actor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from services.api.features.sandbox.models import Sandbox
from services.api.kernel.clock import SHANGHAI, SetClock
from services.api.kernel.context import Ctx
from services.api.kernel.events import now_acting
from services.api.kernel.scope import ROLE_PERMISSIONS, SYSTEM, Permission, Principal
from services.contracts.codes import Role

OFFICE_HOURS = time(9, 30, tzinfo=SHANGHAI)
ROWS = {
    "school": "schools", "staff": "staff", "pairing": "pairings", "team": "teams", "assignment": "assignments",
    "report": "reports",
}  # fmt: skip
"""Entities that a story points at, and where they are read."""


@dataclass(slots=True)
class Play:
    """A story while one of its steps is told. `ids` are its rows: `entity:part` → id."""

    ctx: Ctx
    sandbox: Sandbox
    serial: int
    day: date
    ids: dict[str, Any]

    def county(self, number: int) -> str:
        """The code of the first, second or third county."""
        return f"{self.sandbox.city_code[:4]}{number:02d}"

    def on(self, month: int, day: int) -> date:
        """A day of the story's school year."""
        year = self.sandbox.school_year
        return date(year if month > 8 else year + 1, month, day)

    def id(self, entity: str, part: str) -> UUID:
        """The row that plays this part."""
        return UUID(self.ids[f"{entity}:{part}"])

    def keep(self, entity: str, part: str, row_id: UUID) -> None:
        """Note which row plays a part."""
        self.ids[f"{entity}:{part}"] = str(row_id)

    def all(self, entity: str, parts: str = "") -> Iterator[UUID]:
        """All rows of a kind whose part begins so, in the order in which they came."""
        wanted = f"{entity}:{parts}"
        return (UUID(row_id) for name, row_id in self.ids.items() if name.startswith(wanted))

    async def office(self, number: int = 0) -> Ctx:
        """The coordinator of a county; the city's supervisor for 0. Asked anew before each act, so that each act
        leaves an event of its own."""
        if number == 0:
            return await self._as(Role.city_supervisor, self.sandbox.city_code, self.id("user", "city"))
        return await self._as(Role.county_coordinator, self.county(number), self.id("user", f"county{number}"))

    async def school(self, part: str) -> Ctx:
        """The reporter of a school."""
        user_id, school_id = self.id("user", part), self.id("school", part)
        return await self._as(Role.school_reporter, self.ids[f"county:{part}"], user_id, school_id)

    async def system(self) -> Ctx:
        """Whoever sets up what nobody in the story would: accounts, and what time brings."""
        await now_acting(self.ctx.db, SYSTEM, None)
        city = self.sandbox.city_code
        return self._ctx(Principal(SYSTEM, self.sandbox.id, Role.administrator, city, frozenset(Permission)))

    async def _as(self, role: Role, region_code: str, user_id: UUID, school_id: UUID | None = None) -> Ctx:
        await now_acting(self.ctx.db, "user", user_id)
        return self._ctx(Principal("user", user_id, role, region_code, ROLE_PERMISSIONS[role], school_id=school_id))

    def _ctx(self, principal: Principal) -> Ctx:
        clock = SetClock(datetime.combine(self.day, OFFICE_HOURS).astimezone(UTC))
        return Ctx(self.ctx.db, principal, clock, self.ctx.settings, self.ctx.request_id)
