"""Signed-in callers of the API in a test."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from services.api.features.accounts.models import SignInSession, User
from services.api.features.clients.models import ApiClient
from services.api.kernel.ids import new_id
from services.contracts.codes import ClientScope, Role

BUSY, MOST_ATTEMPTS = 503, 6


@dataclass
class Caller:
    """An HTTP client with somebody's bearer token."""

    http: httpx.AsyncClient
    token: str
    id: UUID

    async def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Any call below /api/v1; `version=` becomes If-Match, `key=` the Idempotency-Key."""
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        if (version := options.pop("version", None)) is not None:
            headers["If-Match"] = f'"{version}"'
        if (key := options.pop("key", None)) is not None:
            headers["Idempotency-Key"] = key
        return await self.http.request(method, f"/api/v1{path}", headers=headers, **options)

    async def get(self, path: str, **options: Any) -> httpx.Response:
        """GET."""
        return await self.request("GET", path, **options)

    async def post(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """POST; an Idempotency-Key of its own unless one is given."""
        options.setdefault("key", new_id().hex)
        return await self.request("POST", path, json={} if json is None else json, **options)

    async def insist(self, path: str, json: Any = None, **options: Any) -> httpx.Response:
        """POST that comes back as a 503 asks, with the same key, like a client that means it; six times at most."""
        options.setdefault("key", new_id().hex)
        for _ in range(MOST_ATTEMPTS):
            answer = await self.post(path, json, **options)
            if answer.status_code != BUSY:
                break
            await asyncio.sleep(int(answer.headers["Retry-After"]))
        return answer

    async def patch(self, path: str, json: Any, **options: Any) -> httpx.Response:
        """PATCH."""
        return await self.request("PATCH", path, json=json, **options)

    async def put(self, path: str, json: Any, **options: Any) -> httpx.Response:
        """PUT."""
        return await self.request("PUT", path, json=json, **options)


class SignIn:
    """Makes accounts and signs them in without hashing."""

    def __init__(self, app: FastAPI, http: httpx.AsyncClient) -> None:
        self.app, self.http, self._count = app, http, 0

    async def __call__(
        self, role: Role, region_code: str = "610304", school: Any = None, person_id: UUID | None = None
    ) -> Caller:
        """A signed-in user of this role; school roles take the School."""
        self._count += 1
        region = school.county_code if school is not None else region_code
        user = User(
            username=f"u{self._count}.{new_id().hex[-8:]}", name="测试员", role=role, region_code=region,
            school_id=school.id if school is not None else None, person_id=person_id, password_hash="-",
            must_set_password=False,
        )  # fmt: skip
        return await self._open(user, "user", user_id=user.id)

    async def client(self, scopes: list[ClientScope], region_code: str = "610000") -> Caller:
        """A signed-in provincial system."""
        self._count += 1
        client = ApiClient(
            client_id=f"c{self._count}-{new_id().hex[-8:]}", name="省平台", region_code=region_code,
            scopes=[scope.value for scope in scopes],
        )  # fmt: skip
        return await self._open(client, "client", client_id=client.id)

    async def existing(self, user: User) -> Caller:
        """Somebody who has an account already, signed in without a password."""
        return await self._open(user, "user", user_id=user.id, is_new=False)

    async def existing_client(self, client: ApiClient) -> Caller:
        """A provincial system that is there already, signed in without its secret."""
        return await self._open(client, "client", client_id=client.id, is_new=False)

    async def _open(self, holder: Any, kind: str, *, is_new: bool = True, **owner: Any) -> Caller:
        state = self.app.state
        now = state.clock.now()
        session_id = new_id()
        async with state.database.writer(clock=state.clock) as session:
            if is_new:
                session.add(holder)
                await session.flush()
            session.add(
                SignInSession(
                    id=session_id, created_at=now, last_used_at=now, expires_at=now + timedelta(days=30), **owner
                )
            )
        return Caller(self.http, state.tokens.make(holder.id, session_id, kind, now), holder.id)
