"""How the receiving school looks after who comes to serve."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.arrivals import ArrivalDetail, ArrivalRow
from services.contracts.base import Page
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class ArrivalsClient:
    """`arrivals`; each is found by its assignment."""

    api: Api

    async def rows(self, params: Query) -> Page[ArrivalRow]:
        """One page of who comes soon or is there, the latest first day first."""
        return await self.api.get("/arrivals", Page[ArrivalRow], params)

    async def detail(self, assignment_id: UUID) -> ArrivalDetail:
        """One with its words."""
        return await self.api.get(f"/arrivals/{assignment_id}", ArrivalDetail)

    async def put(self, assignment_id: UUID, body: Body, version: int) -> ArrivalDetail:
        """Say how things stand."""
        return await self.api.put(f"/arrivals/{assignment_id}", ArrivalDetail, body, if_match=version)
