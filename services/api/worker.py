"""Periodic work: small loops that read what is due and can be killed at any point (architecture §9)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.kernel import idempotency
from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.ids import new_id
from services.api.kernel.leases import take_lease
from services.api.kernel.logs import log, log_failure
from services.api.kernel.maintenance import paused
from services.api.kernel.positions import BATCH, give_positions, waiting_events
from services.api.settings import Settings
from services.api.wiring import CHORES, JOBS, LONG_WORK, connect_guards

Job = Callable[[AsyncSession, datetime], Awaitable[int]]
Chore = Callable[[Database, Settings, datetime], Awaitable[int]]
"""Like a job, with transactions of its own."""
HOUSEKEEPING_EVERY = timedelta(minutes=1)
FULL_BATCH = 1000
"""A job that did so many rows has more to do: it is called again at the next tick."""


class Worker:
    """One process's loops; a lease row makes one of many processes the leader."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        connect_guards()  # in a process of its own nobody else has
        self._database, self._clock, self._settings = database, clock, settings
        self._tick = settings.worker_tick_seconds
        self._holder: UUID = new_id()
        self._tasks: list[asyncio.Task[None]] = []
        self._long_work = [kind(database, clock, settings) for kind in LONG_WORK]
        self._not_before: dict[str, datetime] = {}

    def start(self) -> None:
        """Begin in the background."""
        self._tasks = [asyncio.create_task(loop, name="worker") for loop in self._loops()]

    async def stop(self) -> None:
        """End; whatever was not committed is done by the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def run_forever(self) -> None:
        """For a process of its own."""
        await asyncio.gather(*self._loops())

    async def run_once(self) -> None:
        """Everything that is due now, in order."""
        await self._housekeeping()
        for step in self._long_steps():
            await step()

    async def _housekeeping(self) -> None:
        """What was written is numbered in any case, for the readers of the feed; the rest waits while paused."""
        now = self._clock.now()
        while await self._waiting() and await self._do("positions", give_positions, now) == BATCH:
            pass
        if not await self._paused():
            await self._jobs(now)

    async def _jobs(self, now: datetime) -> None:
        for name, job, every in (*JOBS, ("idempotency", idempotency.forget_old, HOUSEKEEPING_EVERY)):
            if now >= self._not_before.get(name, now):
                self._not_before[name] = now + self._pause(await self._do(name, job, now), every)
        for name, chore, every in CHORES:
            if now >= self._not_before.get(name, now):
                self._not_before[name] = now + self._pause(await self._do_outside(name, chore, now), every)

    @staticmethod
    def _pause(done: int | None, every: timedelta) -> timedelta:
        """None when there is more to do; short while another process leads, because it may end."""
        if done is None:
            return min(every, HOUSEKEEPING_EVERY)
        return timedelta() if done >= FULL_BATCH else every

    def _loops(self) -> list[Coroutine[Any, Any, None]]:
        """Long work has loops of its own, so that nothing else waits for it."""
        return [self._run(step) for step in (self._housekeeping, *self._long_steps())]

    def _long_steps(self) -> list[Callable[[], Awaitable[None]]]:
        async def unless_paused(work: Any) -> None:
            if not await self._paused():
                await work.run_due()

        return [partial(unless_paused, work) for work in self._long_work]

    async def _paused(self) -> bool:
        async with self._database.fresh_reader() as session:
            return await paused(session) is not None

    async def _run(self, step: Callable[[], Awaitable[Any]]) -> None:
        while True:
            try:
                await step()
            except (SQLAlchemyError, OSError) as error:
                log_failure("worker", error)
            await asyncio.sleep(self._tick)

    async def _waiting(self) -> int:
        async with self._database.reader() as session:
            return await waiting_events(session)

    async def _do(self, name: str, job: Job, now: datetime) -> int | None:
        """What the job did, or None when another process leads."""
        async with self._database.writer(clock=self._clock) as session:
            if not await take_lease(session, "worker", self._holder, now):
                return None
            done = await job(session, now)
        if done:
            log("worker", job=name, done=done)
        return done

    async def _do_outside(self, name: str, chore: Chore, now: datetime) -> int | None:
        """The same for what takes too long for one transaction, such as looking through files."""
        if await self._do(name, _nothing, now) is None:
            return None
        done = await chore(self._database, self._settings, now)
        if done:
            log("worker", job=name, done=done)
        return done


async def _nothing(_session: AsyncSession, _now: datetime) -> int:
    """Only the lease is taken."""
    return 0
