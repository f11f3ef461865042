"""Closed months and school years: which there are, their frozen numbers, and what was corrected since."""

from dataclasses import dataclass

from services.contracts.base import Page
from services.contracts.periods import (
    CorrectionEvent,
    CorrectionOut,
    FrozenAnswer,
    FrozenIndicators,
    OpenPeriods,
    PeriodOut,
)
from services.web.api_client.base import Api, Body, Query

PERIODS = "/periods"


@dataclass(slots=True)
class PeriodsClient:
    """`periods`."""

    api: Api

    async def rows(self, params: Query) -> Page[PeriodOut]:
        """One page, the latest first."""
        return await self.api.get(PERIODS, Page[PeriodOut], params)

    async def open(self, region_code: str) -> OpenPeriods:
        """What is not closed yet; empty stands for the caller's own province."""
        return await self.api.get(f"{PERIODS}/open", OpenPeriods, {"region_code": region_code})

    async def close(self, body: Body, key: str) -> PeriodOut:
        """Close a period before its day."""
        return await self.api.post(PERIODS, PeriodOut, body, idempotency_key=key or None)

    async def detail(self, period_id: str) -> PeriodOut:
        """One of them."""
        return await self.api.get(f"{PERIODS}/{period_id}", PeriodOut)

    async def listing(self, period_id: str, region_code: str) -> FrozenIndicators:
        """Everything that is frozen of a region."""
        return await self.api.get(f"{PERIODS}/{period_id}/statistics", FrozenIndicators, {"region_code": region_code})

    async def numbers(self, period_id: str, indicator: str, params: Query) -> FrozenAnswer:
        """The frozen numbers of an indicator."""
        return await self.api.get(f"{PERIODS}/{period_id}/statistics/{indicator}", FrozenAnswer, params)

    async def corrections(self, period_id: str, params: Query) -> Page[CorrectionOut]:
        """What was corrected since, the oldest first."""
        return await self.api.get(f"{PERIODS}/{period_id}/corrections", Page[CorrectionOut], params)

    async def causes(self, period_id: str, correction_id: str, params: Query) -> Page[CorrectionEvent]:
        """All changes among which the cause of a correction is."""
        path = f"{PERIODS}/{period_id}/corrections/{correction_id}/events"
        return await self.api.get(path, Page[CorrectionEvent], params)
