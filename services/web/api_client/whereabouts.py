"""Who is where on a day."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.whereabouts import SchoolWhereabouts, WhereaboutRow, WhereaboutsDay
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class WhereaboutsClient:
    """`whereabouts`."""

    api: Api

    async def rows(self, params: Query) -> Page[WhereaboutRow]:
        """One page of the persons of a day, by receiving school."""
        return await self.api.get("/whereabouts", Page[WhereaboutRow], params)

    async def schools(self, params: Query) -> Page[SchoolWhereabouts]:
        """One page of the schools of a day."""
        return await self.api.get("/whereabouts/schools", Page[SchoolWhereabouts], params)

    async def day(self, params: Query) -> WhereaboutsDay:
        """The day in numbers."""
        return await self.api.get("/whereabouts/day", WhereaboutsDay, params)
