"""How much each provincial system calls, by day and area (E-68.4, E-68.5)."""

import asyncio
import contextlib
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from services.api.features.clients import queries, queries_usage
from services.api.features.clients.filters import UsageFilter
from services.api.features.clients.rules import MOST_USAGE_DAYS
from services.api.kernel.clock import Clock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.logs import log_failure
from services.api.kernel.problems import Problem, problem_on
from services.api.kernel.usage import CallCounts
from services.contracts.clients import ClientUsageOut, UsageOut

SHOWN_DAYS = 30
FLUSH_SECONDS = 15.0


async def usage(ctx: Ctx, client_id: UUID, asked: UsageFilter) -> ClientUsageOut:
    """What a client called, by default on the last thirty days. Three queries.

    Raises 404; 422 `client.usage_range` for days in the wrong order or more than a year.
    """
    to_on = asked.to_on or max(ctx.today, asked.from_on or ctx.today)
    from_on = asked.from_on or to_on - timedelta(days=SHOWN_DAYS - 1)
    if not timedelta() <= to_on - from_on < timedelta(days=MOST_USAGE_DAYS):
        raise problem_on("from_on", "client.usage_range", most=MOST_USAGE_DAYS)
    if await queries.one(ctx.db, ctx.scope, client_id) is None:
        raise Problem("resource.not_found")
    rows = await queries_usage.of_days(ctx.db, client_id, from_on, to_on)
    return _out(client_id, from_on, to_on, rows).model_copy(
        update={"last_call_at": await queries_usage.last_call(ctx.db, client_id)}
    )


def _out(client_id: UUID, from_on: date, to_on: date, rows: Any) -> ClientUsageOut:
    return ClientUsageOut(
        client_id=client_id, from_on=from_on, to_on=to_on, calls=sum(row.calls for row in rows),
        refused=sum(row.refused for row in rows), bytes_sent=sum(row.bytes_sent for row in rows),
        rows=[UsageOut.model_validate(row) for row in rows],
    )  # fmt: skip


async def flush(database: Database, clock: Clock, counts: CallCounts) -> int:
    """Write what this process has counted; what cannot be written now waits. How many rows."""
    taken = counts.take()
    if not taken:
        return 0
    try:
        async with database.writer(clock=clock) as db:
            await queries_usage.add(db, taken)
    except BaseException:
        counts.put_back(taken)
        raise
    return len(taken)


class UsageWriter:
    """Writes one process's counts every fifteen seconds and at its end: a kill loses at most those seconds' counts."""

    def __init__(self, database: Database, clock: Clock, counts: CallCounts) -> None:
        self._database, self._clock, self._counts = database, clock, counts
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin in the background."""
        self._task = asyncio.create_task(self._run(), name="usage")

    async def stop(self) -> None:
        """Write the rest and end."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._flush()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(FLUSH_SECONDS)
            await self._flush()

    async def _flush(self) -> None:
        try:
            await flush(self._database, self._clock, self._counts)
        except (SQLAlchemyError, OSError) as error:
            log_failure("usage", error)
