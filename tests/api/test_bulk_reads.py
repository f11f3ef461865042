"""Statistics, the log and the changes are read in turns, so that schools find the process and the database free."""

import asyncio

import pytest
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.api.kernel.db import Database, ping
from tests.support.databases import settings_for


async def test_a_bulk_read_waits_for_the_one_before_it_and_not_for_ever(database_url: str) -> None:
    database = Database(settings_for(database_url, bulk_reads_at_once=1, command_timeout_seconds=0.5))
    order = []

    async def read(name: str) -> None:
        async with database.bulk_reader() as session:
            await ping(session)
            order.append(name)

    async with database.bulk_reader() as session:
        with pytest.raises(PoolTimeout):
            await read("in vain")
        waiting = asyncio.create_task(read("second"))
        await asyncio.sleep(0)
        async with database.reader() as other:
            await ping(other)  # what a person asks for is not held up
        await ping(session)
        order.append("first")
    await waiting
    await database.close()
    assert order == ["first", "second"]
