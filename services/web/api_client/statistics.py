"""Statistics with their definitions, and the staff that ratios stand on."""

from dataclasses import dataclass

from pydantic import RootModel

from services.contracts.indicators import BehindPage, IndicatorAnswer, IndicatorOut
from services.contracts.overview import StatisticsOverview
from services.web.api_client.base import Api, Query


class Catalogue(RootModel[list[IndicatorOut]]):
    """Every indicator."""


@dataclass(slots=True)
class StatisticsClient:
    """`indicators` and `statistics`."""

    api: Api

    async def catalogue(self) -> dict[str, IndicatorOut]:
        """Every indicator by its id, in the order of the registry."""
        return {each.id: each for each in (await self.api.get("/indicators", Catalogue)).root}

    async def definition(self, indicator: str) -> IndicatorOut:
        """How one is counted."""
        return await self.api.get(f"/indicators/{indicator}", IndicatorOut)

    async def numbers(self, indicator: str, params: Query) -> IndicatorAnswer:
        """One indicator by groups."""
        return await self.api.get(f"/statistics/{indicator}", IndicatorAnswer, params)

    async def rows(self, indicator: str, params: Query) -> BehindPage:
        """The rows behind one number."""
        return await self.api.get(f"/statistics/{indicator}/rows", BehindPage, params)

    async def overview(self, params: Query) -> StatisticsOverview:
        """All indicators of a region and the counties that are behind."""
        return await self.api.get("/statistics/overview", StatisticsOverview, params)
