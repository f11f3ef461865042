"""Mentors offered and needs listed, and both lists of a pairing."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.base import Page
from services.contracts.codes import ListingKind
from services.contracts.mentor_listings import MentorBoard, MentorListingDetail, MentorListingRow
from services.web.api_client.base import Api, Body, Query

LISTINGS = "/mentor-listings"


@dataclass(slots=True)
class MentorListingsClient:
    """`mentor-listings`."""

    api: Api

    async def rows(self, params: Query) -> Page[MentorListingRow]:
        """One page, the latest first day first."""
        return await self.api.get(LISTINGS, Page[MentorListingRow], params)

    async def board(self, pairing_id: UUID) -> MentorBoard:
        """Both lists of a pairing, and where they meet."""
        return await self.api.get(f"{LISTINGS}/board", MentorBoard, {"pairing_id": str(pairing_id)})

    async def detail(self, listing_id: UUID) -> MentorListingDetail:
        """One offer or need with its history."""
        return await self.api.get(f"{LISTINGS}/{listing_id}", MentorListingDetail)

    async def create(self, kind: ListingKind, body: Body, key: str) -> MentorListingDetail:
        """Offer a mentor, or list a need."""
        return await self.api.post(f"{LISTINGS}/{kind.value}s", MentorListingDetail, body, idempotency_key=key or None)

    async def change(self, listing_id: UUID, body: Body, version: int) -> MentorListingDetail:
        """Put right what was typed."""
        return await self.api.patch(f"{LISTINGS}/{listing_id}", MentorListingDetail, body, if_match=version)

    async def act(self, listing_id: UUID, action: str, body: Body, version: int) -> MentorListingDetail:
        """Take a step."""
        return await self.api.post(f"{LISTINGS}/{listing_id}/{action}", MentorListingDetail, body, if_match=version)
