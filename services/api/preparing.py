"""A database made ready to serve: the newest schema and the official regions."""

import asyncio

from services.api import migrating
from services.api.features.regions import service as regions
from services.api.kernel.db import Database
from services.api.settings import Settings


def prepare(settings: Settings) -> None:
    """Migrate and load the regions; safe to repeat. Not inside a running event loop."""
    migrating.upgrade(settings.url)
    asyncio.run(_load(settings))


async def _load(settings: Settings) -> None:
    database = Database(settings)
    try:
        async with database.writer() as session:
            await regions.load_official(session)
    finally:
        await database.close()
