"""Code lists."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.code_lists import CodeSetOut
from services.web.api_client.base import Api


@dataclass(slots=True)
class CodesClient:
    """`codes`."""

    api: Api

    async def sets(self) -> Page[CodeSetOut]:
        """All lists."""
        return await self.api.get("/codes", Page[CodeSetOut])

    async def one(self, name: str) -> CodeSetOut:
        """One list."""
        return await self.api.get(f"/codes/{name}", CodeSetOut)
