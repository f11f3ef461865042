"""Processes that write schools and give positions until somebody kills them: for a copy that is kept under fire."""

import asyncio
import multiprocessing
import random
import time
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from uuid import UUID

import uuid_utils
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.api.features.schools.models import School
from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.ids import new_id
from services.api.worker import Worker
from services.contracts.codes import SchoolKind, Stage
from tests.support.databases import settings_for

COUNTIES = ("610304", "610302", "440883")
MODULE = "tests.support.feed_fire"
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([MODULE])


class Behind(Clock):
    """A machine whose clock is that much behind."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        """What that machine believes."""
        return super().now() - self._by


def start_writer(url: str, number: int, longest_pause: float, behind_ms: int = 0) -> BaseProcess:
    """A writer as a process of its own; it sleeps at most so many seconds before each commit."""
    made = FORKS.Process(target=_write_forever, args=(url, number, longest_pause, behind_ms), daemon=True)
    made.start()
    return made


def start_worker(url: str) -> BaseProcess:
    """The product's worker as a process of its own."""
    made = FORKS.Process(target=_work_forever, args=(url,), daemon=True)
    made.start()
    return made


def _write_forever(url: str, number: int, longest_pause: float, behind_ms: int) -> None:
    if behind_ms:
        _set_ids_back(behind_ms)
    asyncio.run(_writer(url, random.Random(f"{number} {time.time()}"), longest_pause, behind_ms))


def _set_ids_back(behind_ms: int) -> None:
    """Ids are made from the machine's clock."""
    right = uuid_utils.uuid7

    def late() -> uuid_utils.UUID:
        return right(nanoseconds=time.time_ns() - behind_ms * 1_000_000)

    uuid_utils.uuid7 = late  # type: ignore[assignment] # the clock of this process alone


def _work_forever(url: str) -> None:
    settings = settings_for(url, worker_tick_seconds=0.1)
    asyncio.run(Worker(Database(settings), Clock(), settings).run_forever())


async def _writer(url: str, chance: random.Random, longest_pause: float, behind_ms: int) -> None:
    database, clock = Database(settings_for(url)), Behind(timedelta(milliseconds=behind_ms))
    while True:
        try:
            async with database.writer(clock=clock) as session:
                await _act(session, chance)
                await session.flush()
                await asyncio.sleep(chance.uniform(0, longest_pause))
        except SQLAlchemyError:
            await asyncio.sleep(chance.uniform(0, 0.05))  # somebody else had the row or the file


async def _act(session: AsyncSession, chance: random.Random) -> None:
    """A new school, or changes of one or two of those there are: some of them move to another county."""
    if chance.random() < 0.2:
        session.add(_school(chance))
        return
    ids: list[UUID] = list((await session.scalars(select(col(School.id)).order_by(col(School.id)).limit(30))).all())
    for school_id in sorted(chance.sample(ids, chance.choice((1, 1, 2)))):
        school = await session.get_one(School, school_id)
        if chance.random() < 0.5:
            school.county_code = chance.choice(COUNTIES)
        school.township = f"第{chance.randrange(10_000)}镇"
        await session.flush()


def _school(chance: random.Random) -> School:
    code, county = f"21{chance.randrange(10**8):08d}", chance.choice(COUNTIES)
    return School(
        id=new_id(), code=code, name=f"第{code}小学", pinyin=f"di{code}xiaoxue", initials=f"d{code}xx",
        county_code=county, location_code=county, township="云坪镇", kind=SchoolKind.primary,
        stages=[Stage.primary.value],
    )  # fmt: skip
