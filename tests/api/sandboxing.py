"""A system that practises, in a test: its stories, and what the feed tells of them."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import FastAPI

from services.api.features.clients.models import ApiClient
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import PROVINCE
from tests.support.callers import Caller, SignIn

SCOPES = [ClientScope.stats_read, ClientScope.records_read, ClientScope.changes_read]
BODY = {"name": "练习用", "region_code": PROVINCE, "scopes": [str(each) for each in SCOPES], "sandbox": True}


def allow(app: FastAPI, **changes: Any) -> None:
    """Let this installation have sandboxes."""
    app.state.settings = app.state.settings.model_copy(update={"sandbox": True, **changes})


@dataclass
class Integrator:
    """A signed-in system in its sandbox."""

    caller: Caller
    worker: Worker
    client: ApiClient
    cursor: str = ""

    async def look(self) -> dict[str, Any]:
        """Its sandbox."""
        answer = await self.caller.get("/sandbox")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def next(self, scenario: str) -> dict[str, Any]:
        """The next step of a story."""
        answer = await self.caller.post(f"/sandbox/scenarios/{scenario}/next")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def changes(self) -> Counter[tuple[str, str]]:
        """How many changes of each kind the feed tells since the last time."""
        await self.worker.run_once()
        found: Counter[tuple[str, str]] = Counter()
        while True:
            page = (await self.caller.get("/changes", params={"after": self.cursor} if self.cursor else {})).json()
            found.update((each["entity"], each["action"]) for each in page["items"])
            self.cursor = page["next_cursor"]
            if not page["more"]:
                return found

    async def read(self, path: str, day: str = "") -> dict[str, Any]:
        """A read, as of a day or of now; `path` may be one that the sandbox names."""
        headers = {"X-Sandbox-Date": day} if day else {}
        answer = await self.caller.get(path.removeprefix("/api/v1"), headers=headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


async def integrator(sign_in: SignIn, worker: Worker, app: FastAPI) -> Integrator:
    """A new system that practises, made by the province's administrator."""
    administrator = await sign_in(Role.administrator, PROVINCE)
    made = await administrator.post("/clients", BODY)
    assert made.status_code == 201, made.text
    async with app.state.database.reader() as session:
        client = await session.get(ApiClient, UUID(made.json()["id"]))
    assert client is not None
    return Integrator(await sign_in.existing_client(client), worker, client)
