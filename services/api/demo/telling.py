"""Tells the demo's stories from the past up to today, with the API's own clock put to each moment."""

from datetime import date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.demo.accounts import PASSWORD, set_up_accounts
from services.api.demo.aims import tell_aims
from services.api.demo.arrivals import tell_arrivals
from services.api.demo.base import set_up_base
from services.api.demo.bases import tell_bases
from services.api.demo.endings import tell_endings
from services.api.demo.establishments import tell_establishments
from services.api.demo.exchange import at, tell_exchange
from services.api.demo.joint_work import tell_joint_work
from services.api.demo.months import tell_months
from services.api.demo.refusals import tell_refusals
from services.api.features.schools.models import School
from services.api.kernel.clock import Clock, SetClock
from services.api.kernel.periods import school_year_of, school_year_period
from services.api.main import create_app
from services.api.settings import Settings
from services.api.worker import Worker


async def is_empty(app: FastAPI) -> bool:
    """Whether no school is there yet."""
    async with app.state.database.reader() as session:
        return not await session.scalar(select(func.count()).select_from(School))


async def tell(settings: Settings, now: datetime | None = None) -> list[dict[str, Any]]:
    """Fill an empty database up to `now`; the accounts and clients to write down.

    The database must be migrated. Takes some seconds.
    """
    present = now or Clock().now()
    clock = SetClock(present)
    app = create_app(settings, clock)
    try:
        return await _tell(app, clock, present)
    finally:
        app.state.passwords.close()
        await app.state.database.close()


async def _tell(app: FastAPI, clock: SetClock, present: datetime) -> list[dict[str, Any]]:
    state, today = app.state, clock.today()
    year = school_year_of(today)
    hashed = await state.passwords.hash(PASSWORD)
    clock.put(at(_beginning(year)))
    async with state.database.writer(clock=clock) as session:
        cast = await set_up_base(session, state.personal, year)
        accounts = await set_up_accounts(session, cast, hashed)
    async with state.database.writer(clock=clock) as session:
        story = await tell_exchange(session, clock, cast, state.personal, year, today)
    worker = Worker(state.database, clock, state.settings)
    await tell_months(app, clock, worker, cast, story, present)
    clock.put(present)
    async with state.database.writer(clock=clock) as session:
        await tell_aims(session, cast, story, year, today)
        await tell_endings(session, story, today)
        await tell_refusals(session, cast, school_year_period(year).start_on, today)
        await tell_arrivals(session, story.assignments, today)
        await tell_joint_work(session, story.pairings, today)
        await tell_establishments(session, cast, school_year_period(year).start_on, today)
    async with state.database.writer(clock=clock) as session:
        await tell_bases(session, clock, state.settings, year)
    await worker.run_once()
    return accounts


def _beginning(year: int) -> date:
    return school_year_period(year).start_on - timedelta(days=20)
