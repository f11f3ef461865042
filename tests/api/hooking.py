"""Subscribing and sending in tests."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from services.api.features.webhooks.calling import Resolve, system_resolve
from services.api.features.webhooks.service import Sender
from services.api.kernel.positions import give_positions
from tests.factories.world import HOME, Make
from tests.support.callers import Caller
from tests.support.receiver import Receiver


@dataclass
class Hooks:
    """The worker's part of webhooks, and rows that change."""

    app: FastAPI
    make: Make
    senders: dict[str, Sender] = field(default_factory=dict)

    def sender(self, name: str = "one", resolve: Resolve = system_resolve) -> Sender:
        """A process that sends."""
        state = self.app.state
        if name not in self.senders:
            self.senders[name] = Sender(state.database, state.clock, state.settings, resolve)
        return self.senders[name]

    async def numbered(self) -> None:
        """Give every event its position, as the worker does."""
        state = self.app.state
        async with state.database.writer(clock=state.clock) as session:
            await give_positions(session, state.clock.now(), 5000)

    async def change(self, county_code: str = HOME, count: int = 1) -> None:
        """New schools, with their positions."""
        for _ in range(count):
            await self.make.school(county_code)
        await self.numbered()

    async def send(self, name: str = "one") -> int:
        """Everything that is due now."""
        return await self.sender(name).run_due()


async def subscribed(caller: Caller, receiver: Receiver, **changes: Any) -> dict[str, Any]:
    """A new subscription with its secret."""
    answer = await caller.post("/webhooks", {"url": receiver.url, **changes})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def act(caller: Caller, hook: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    """One step of a subscription, on its newest version."""
    newest = (await caller.get(f"/webhooks/{hook['id']}")).json()
    answer = await caller.post(f"/webhooks/{hook['id']}/{action}", body, version=newest["version"])
    assert answer.status_code == 200, answer.text
    done: dict[str, Any] = answer.json()
    return done


async def logged(caller: Caller, hook: dict[str, Any], **asked: str) -> list[dict[str, Any]]:
    """The messages of a subscription, the newest first."""
    answer = await caller.get(f"/webhooks/{hook['id']}/deliveries", params=asked)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
