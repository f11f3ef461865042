"""Blobs that no file names any more are erased from the disk."""

import asyncio
from datetime import datetime

from services.api.features.files import queries, rules
from services.api.kernel.db import Database
from services.api.kernel.files import FileStore
from services.api.settings import Settings

BATCH = 500


async def sweep(database: Database, settings: Settings, now: datetime) -> int:
    """Erase blobs without a row that are older than a day; how many.

    A blob is renewed when the same content comes again, so one that somebody is just about to name is never old.
    """
    store, before, erased = FileStore(settings.files_dir), now - rules.ORPHAN_KEPT, 0
    old = await asyncio.to_thread(lambda: list(store.old(before)))
    for start in range(0, len(old), BATCH):
        batch = old[start : start + BATCH]
        async with database.reader() as db:
            named = await queries.still_named(db, batch)
        for digest in batch:
            if digest not in named:
                erased += await asyncio.to_thread(store.drop, digest, before)
    return erased
