"""The agenda of a month and of a day."""

from dataclasses import dataclass

from services.contracts.agenda import AgendaItem, AgendaMonth
from services.contracts.base import Page
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class AgendaClient:
    """`agenda`."""

    api: Api

    async def month(self, month: str) -> AgendaMonth:
        """What begins, ends and was done, day by day."""
        return await self.api.get("/agenda", AgendaMonth, {"month": month})

    async def items(self, params: Query) -> Page[AgendaItem]:
        """One page of everything of a day."""
        return await self.api.get("/agenda/items", Page[AgendaItem], params)
