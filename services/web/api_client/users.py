"""Accounts of people."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.accounts import UserOut
from services.contracts.base import Page
from services.web.api_client.base import Api, Body, Query


@dataclass(slots=True)
class UsersClient:
    """`users`."""

    api: Api

    async def rows(self, params: Query) -> Page[UserOut]:
        """One page by account name."""
        return await self.api.get("/users", Page[UserOut], params)

    async def detail(self, user_id: UUID) -> UserOut:
        """One account."""
        return await self.api.get(f"/users/{user_id}", UserOut)

    async def create(self, body: Body, key: str) -> UserOut:
        """Invite somebody; the answer has the start code, this once."""
        return await self.api.post("/users", UserOut, body, idempotency_key=key or None)

    async def change(self, user_id: UUID, body: Body, version: int) -> UserOut:
        """Change name or phone."""
        return await self.api.patch(f"/users/{user_id}", UserOut, body, if_match=version)

    async def act(self, user_id: UUID, action: str, body: Body | None, version: int) -> UserOut:
        """Close, open or reset; a reset answers with a new start code, this once."""
        return await self.api.post(f"/users/{user_id}/{action}", UserOut, body, if_match=version)
