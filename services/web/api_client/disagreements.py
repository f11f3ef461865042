"""Disagreements about planned assignments."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.disagreements import DisagreementDetail, DisagreementRow
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class DisagreementsClient:
    """`disagreements`."""

    api: Api

    async def rows(self, params: Query) -> Page[DisagreementRow]:
        """One page, the newest first."""
        return await self.api.get("/disagreements", Page[DisagreementRow], params)

    async def detail(self, disagreement_id: UUID) -> DisagreementDetail:
        """One disagreement with what was said."""
        return await self.api.get(f"/disagreements/{disagreement_id}", DisagreementDetail)

    async def create(self, body: Body, key: str) -> DisagreementDetail:
        """Say that a plan cannot stay as it is."""
        return await self.api.post("/disagreements", DisagreementDetail, body, idempotency_key=key or None)

    async def act(self, disagreement_id: UUID, action: str, body: Body, version: int) -> DisagreementDetail:
        """Take a step."""
        return await self.api.post(
            f"/disagreements/{disagreement_id}/{action}", DisagreementDetail, body, if_match=version
        )
