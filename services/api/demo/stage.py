"""The stage of the demo's months: the API is called as one of its people at a moment of the story."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.accounts.models import SignInSession, User
from services.api.kernel.clock import SetClock
from services.api.kernel.ids import new_id

Later = list[tuple[datetime, Callable[[], Awaitable[Any]]]]
Scene = Callable[[], Awaitable[Later]]
Entry = tuple[datetime, int, Scene]
"""When, a number that keeps equal times in order, and what happens then."""


@dataclass(slots=True)
class Stage:
    """Calls the API as one of the demo's people at a moment of the story."""

    app: FastAPI
    clock: SetClock
    http: httpx.AsyncClient
    users: dict[str, User]
    sessions: dict[UUID, UUID]

    async def call(self, username: str, method: str, path: str, **options: Any) -> dict[str, Any]:
        """One call that must succeed."""
        user = self.users[username]
        token = self.app.state.tokens.make(user.id, self.sessions[user.id], "user", self.clock.now())
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": new_id().hex}
        if "version" in options:
            headers["If-Match"] = f'"{options.pop("version")}"'
        answer = await self.http.request(method, f"/api/v1{path}", headers=headers, **options)
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.json().get('code')}")
        found: dict[str, Any] = answer.json()
        return found


async def open_stage(app: FastAPI, clock: SetClock, present: datetime) -> Stage:
    """Everybody signed in for the length of the story."""
    async with app.state.database.reader() as session:
        users = {user.username: user for user in (await session.execute(select(User))).scalars()}
    sessions = {user.id: new_id() for user in users.values()}
    opened = clock.now()
    async with app.state.database.writer(clock=clock) as session:
        session.add_all(
            SignInSession(
                id=number, user_id=user_id, created_at=opened, last_used_at=present,
                expires_at=present + timedelta(hours=1),
            )
            for user_id, number in sessions.items()
        )  # fmt: skip
    transport = httpx.ASGITransport(app)
    return Stage(app, clock, httpx.AsyncClient(transport=transport, base_url="http://demo"), users, sessions)
