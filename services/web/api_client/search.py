"""The search box."""

from dataclasses import dataclass

from services.contracts.search import SearchOut
from services.web.api_client.base import Api


@dataclass(slots=True)
class SearchClient:
    """`search`."""

    api: Api

    async def find(self, q: str) -> SearchOut:
        """Schools, people, pairings and accounts, ten of each at most."""
        return await self.api.get("/search", SearchOut, {"q": q})
