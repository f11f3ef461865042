"""Which lists were taken away."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.exports import ExportOut
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class ExportsClient:
    """`exports`."""

    api: Api

    async def rows(self, params: Query) -> Page[ExportOut]:
        """One page of downloads, the newest first."""
        return await self.api.get("/exports", Page[ExportOut], params)
