"""The log of changes."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.statistics import EventOut
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class EventsClient:
    """`events`."""

    api: Api

    async def rows(self, params: Query) -> Page[EventOut]:
        """Changes after a position, oldest first."""
        return await self.api.get("/events", Page[EventOut], params)
