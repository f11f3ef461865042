"""Pairings and their goals."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.agreements import AgreementOut
from services.contracts.pairings import GoalOut, PairingDetail, PairingPage, PairingRow
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class PairingsClient:
    """`pairings`."""

    api: Api

    async def rows(self, params: Query) -> PairingPage:
        """One page, the latest start first."""
        return await self.api.get("/pairings", PairingPage, params)

    async def detail(self, pairing_id: UUID) -> PairingDetail:
        """One pairing with goals and history."""
        return await self.api.get(f"/pairings/{pairing_id}", PairingDetail)

    async def create(self, body: Body, key: str) -> PairingRow:
        """Propose a pairing."""
        return await self.api.post("/pairings", PairingRow, body, idempotency_key=key or None)

    async def act(self, pairing_id: UUID, action: str, body: Body, version: int) -> PairingRow:
        """Take a step."""
        return await self.api.post(f"/pairings/{pairing_id}/{action}", PairingRow, body, if_match=version)

    async def agreement(self, pairing_id: UUID) -> AgreementOut:
        """The words of its agreement, with the pairing."""
        return await self.api.get(f"/pairings/{pairing_id}/agreement", AgreementOut)

    async def put_agreement(self, pairing_id: UUID, body: Body, version: int) -> AgreementOut:
        """Write the words while both sides negotiate; the version is the pairing's."""
        return await self.api.put(f"/pairings/{pairing_id}/agreement", AgreementOut, body, if_match=version)

    async def correct_agreement(self, pairing_id: UUID, body: Body, version: int) -> AgreementOut:
        """Put right what was written wrong, with a reason."""
        return await self.api.post(f"/pairings/{pairing_id}/agreement/correct", AgreementOut, body, if_match=version)

    async def contacts(self, pairing_id: UUID, body: Body, version: int) -> PairingRow:
        """Name leader and liaison of one side."""
        return await self.api.patch(f"/pairings/{pairing_id}/contacts", PairingRow, body, if_match=version)

    async def add_goal(self, pairing_id: UUID, body: Body, key: str) -> GoalOut:
        """Agree on a goal."""
        return await self.api.post(f"/pairings/{pairing_id}/goals", GoalOut, body, idempotency_key=key or None)

    async def void_goal(self, pairing_id: UUID, goal_id: UUID, version: int) -> PairingRow:
        """Drop a goal; the version is the pairing's."""
        return await self.api.post(f"/pairings/{pairing_id}/goals/{goal_id}/void", PairingRow, {}, if_match=version)
