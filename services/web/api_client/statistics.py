"""Statistics with their definitions."""

from dataclasses import dataclass

from services.contracts.refusals import RefusalCounts
from services.contracts.statistics import BalanceOut, ReportingOut, RotationOut
from services.web.api_client.base import Api, Query


@dataclass(slots=True)
class StatisticsClient:
    """`statistics`."""

    api: Api

    async def rotation(self, params: Query) -> RotationOut:
        """S-01: assignments and persons by group."""
        return await self.api.get("/statistics/rotation", RotationOut, params)

    async def balance(self, params: Query) -> BalanceOut:
        """S-08: what goes one way and comes back, for each pairing."""
        return await self.api.get("/statistics/rotation/balance", BalanceOut, params)

    async def refusals(self, params: Query) -> RefusalCounts:
        """S-37: handled refusals by group."""
        return await self.api.get("/statistics/refusals", RefusalCounts, params)

    async def reporting(self, params: Query) -> ReportingOut:
        """S-23: reporting rates by group."""
        return await self.api.get("/statistics/reporting", ReportingOut, params)
