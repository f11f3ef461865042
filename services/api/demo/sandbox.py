"""A system that practises, for an integrator's own machine: `cli demo --sandbox`."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.demo.accounts import CLIENT_SECRET
from services.api.features.clients.models import ApiClient, ClientSecret
from services.api.features.sandbox import service as sandbox
from services.api.kernel.clock import Clock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.ids import new_id
from services.api.kernel.passwords import secret_digest
from services.api.kernel.scope import NATION, SYSTEM, Principal
from services.api.settings import Settings
from services.contracts.codes import ClientScope

CLIENT_ID = "demo-sandbox"
"""Begins like every client of the demo: production refuses to start beside it."""
OWNER = "610000"
"""The province of the demo's administrator."""
SCOPES = (ClientScope.stats_read, ClientScope.records_read, ClientScope.changes_read)


async def open_sandbox(settings: Settings, clock: Clock | None = None) -> list[dict[str, Any]]:
    """What to write into the file of the client that practises. Safe to repeat: one that is there stays as it is.

    The database must be migrated and hold the official regions.
    """
    database, at = Database(settings), clock or Clock()
    try:
        async with database.writer(clock=at) as session:
            client = await _client(session, settings, at)
    finally:
        await database.close()
    return [{"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "scopes": client.scopes,
             "region_code": client.sandbox_code}]  # fmt: skip


async def _client(session: AsyncSession, settings: Settings, clock: Clock) -> ApiClient:
    named = select(ApiClient).where(ApiClient.client_id == CLIENT_ID)  # type: ignore[arg-type] # a column
    found = (await session.execute(named)).scalar_one_or_none()
    if found is not None:
        return found
    made = ApiClient(
        client_id=CLIENT_ID, name="沙箱：给对接方练习", region_code=OWNER, scopes=[str(scope) for scope in SCOPES],
        secret_changes=1,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    session.add(ClientSecret(client_id=made.id, digest=secret_digest(CLIENT_SECRET), made_at=clock.now()))
    nobody = Principal(SYSTEM, new_id(), None, NATION, frozenset())
    made.sandbox_code = await sandbox.open_for(Ctx(session, nobody, clock, settings, ""), made.id)
    await session.flush()
    return made
