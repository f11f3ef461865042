"""An import whose worker is killed while it checks and while it writes ends as one that nobody disturbed."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update

from services.api.features.imports.models import ImportJob, ImportProgress, ImportRow
from services.api.features.imports.service import Importer, path_of
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.service_dated import StaffPosition, StaffTeaching, StaffTitle
from services.api.kernel.events import Event
from services.api.kernel.ids import new_id
from services.api.main import create_app
from services.contracts.codes import Role, Sex
from services.contracts.imports import ImportKind, ImportState
from tests.api.importing import csv_bytes
from tests.factories.world import HOME, Make
from tests.support.callers import SignIn
from tests.support.databases import DATABASES, SECRETS, settings_for
from tests.support.id_numbers import id_number
from tests.support.product import ROOT

ROWS, SECONDS = 5000, 180
HEADINGS = ["姓名", "性别", "出生日期", "身份证号", "学校", "任教学段", "入职日期", "工号"]
JOB: Any = ImportJob
PROGRESS: Any = ImportProgress
PERSON: Any = Person
STAFF: Any = Staff
EVENT: Any = Event
RESULT: Any = ImportRow


class Home(NamedTuple):
    """A database and a folder for files."""

    url: str
    folder: Path


def people(school: str) -> list[list[str]]:
    """Invented people; every fiftieth is at a school that does not exist."""
    rows = [HEADINGS]
    for index in range(ROWS):
        born = date(1965, 1, 1) + timedelta(days=index)
        number = id_number(born, Sex.female, serial=index % 100)
        name = f"贺{'甲乙丙丁戊己庚辛壬癸'[index % 10]}{'子丑寅卯辰巳午未申酉戌亥'[index % 12]}"
        where = "没有的学校" if index % 50 == 7 else school
        rows.append([name, "女", born.isoformat(), number, where, "小学", "2020-09-01", f"K{index}"])
    return rows


@contextmanager
def process(home: Home) -> Iterator["subprocess.Popen[bytes]"]:
    """The worker as operators run it; killed at the end."""
    secrets = {name.upper(): value for name, value in SECRETS.items()}
    own = {"APP_ENV": "test", "DATABASE_URL": home.url, "DATA_DIR": str(home.folder), "WORKER_TICK_SECONDS": "0.05"}
    command = [sys.executable, "-m", "services.api.cli", "worker"]
    with (home.folder / "worker.log").open("ab") as log:
        started = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **secrets, **own}, stdout=log, stderr=log)
        try:
            yield started
        finally:
            started.send_signal(signal.SIGKILL)
            started.wait(10)


async def uploaded(app: FastAPI) -> UUID:
    """A file of people, to be checked and written without asking."""
    make, sign_in = Make(app), SignIn(app, None)  # type: ignore[arg-type] # nothing is asked over HTTP
    school, user = await make.school(name="云坪镇中心小学"), await sign_in(Role.county_coordinator)
    content, job_id = csv_bytes(people(school.code)), new_id()
    path = path_of(app.state.settings, job_id)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    job = ImportJob(
        id=job_id, kind=ImportKind.staff, county_code=HOME, filename="a.csv", digest="0" * 64, atomic=False,
        size=len(content), dry_run=False, created_by=user.id, created_at=datetime.now(UTC),
    )  # fmt: skip
    await make.add(job, ImportProgress(job_id=job_id))
    return job_id


async def where(app: FastAPI, job_id: UUID) -> tuple[ImportState, int]:
    """How far it is."""
    async with app.state.database.reader() as db:
        rows = select(JOB.state, PROGRESS.position).join(ImportProgress, PROGRESS.job_id == JOB.id)
        row = (await db.execute(rows.where(JOB.id == job_id))).one()
        return row.state, row.position


async def until(app: FastAPI, job_id: UUID, wanted: ImportState, least: int = 0) -> None:
    """Wait for a state and for that many rows behind it."""
    async with asyncio.timeout(SECONDS):
        while (now := await where(app, job_id))[0] is not wanted or now[1] < least:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.02)


async def lease_ran_out(app: FastAPI, job_id: UUID) -> None:
    """A minute later: nobody holds what the dead process held."""
    async with app.state.database.writer() as db:
        await db.execute(update(ImportProgress).where(PROGRESS.job_id == job_id).values(until=None))


async def outcome(app: FastAPI, job_id: UUID) -> dict[str, Any]:
    """Everything that an import leaves, without ids and instants."""
    found: dict[str, Any] = {}
    async with app.state.database.reader() as db:
        for model in (Person, Staff, StaffPosition, StaffTeaching, StaffTitle):
            found[model.__name__] = await db.scalar(select(func.count()).select_from(model))
        humans = select(PERSON.name, PERSON.birth_on, PERSON.id_number_hash, STAFF.staff_no, STAFF.hired_on)
        joined = humans.join(Staff, STAFF.person_id == PERSON.id).order_by(STAFF.staff_no)
        found["people"] = [tuple(row) for row in await db.execute(joined)]
        rows = select(RESULT.number, RESULT.status, RESULT.match_key, RESULT.errors).where(RESULT.job_id == job_id)
        found["rows"] = [tuple(row) for row in await db.execute(rows.order_by(RESULT.number))]
        counted = select(EVENT.entity, func.count(), func.count(EVENT.entity_id.distinct()))
        events = counted.where(EVENT.action == "import").group_by(EVENT.entity).order_by(EVENT.entity)
        found["events"] = [tuple(row) for row in await db.execute(events)]
        progress = await db.get(ImportProgress, job_id)
        names = ("total", "creating", "updating", "unchanged", "faulty", "problems", "remarks", "failure")
        found["progress"] = {name: getattr(progress, name) for name in names}
    return found


@pytest.fixture(params=["sqlite", "postgres"])
def homes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Home]]:
    """Two of one kind: for an import that is not disturbed, and for one that is."""
    folders = [tmp_path / "calm", tmp_path / "disturbed"]
    for folder in folders:
        folder.mkdir()
    with DATABASES[request.param]() as one, DATABASES[request.param]() as other:
        yield [Home(one, folders[0]), Home(other, folders[1])]


@asynccontextmanager
async def product(home: Home) -> AsyncIterator[FastAPI]:
    """The application on a database, its files in a folder of its own."""
    app = create_app(settings_for(home.url, data_dir=home.folder))
    yield app
    app.state.passwords.close()
    await app.state.database.close()


async def test_a_worker_that_is_killed_while_it_checks_and_while_it_writes_doubles_and_loses_nothing(
    homes: list[Home],
) -> None:
    calm, disturbed = homes
    async with product(calm) as app:
        job_id = await uploaded(app)
        await Importer(app.state.database, app.state.clock, app.state.settings).run_due()
        undisturbed = await outcome(app, job_id)
    assert undisturbed["progress"]["creating"] == undisturbed["Staff"] == ROWS - ROWS // 50
    chance = random.Random(3)
    async with product(disturbed) as app:
        job_id = await uploaded(app)
        for phase in (ImportState.checking, ImportState.applying):
            with process(disturbed):
                await until(app, job_id, phase, 1)
                await asyncio.sleep(chance.uniform(0, 0.1))
            state, position = await where(app, job_id)
            assert state is phase, "killed too late to be a test"
            assert 0 < position < ROWS
            await lease_ran_out(app, job_id)
        with process(disturbed):
            await until(app, job_id, ImportState.done)
            assert await outcome(app, job_id) == undisturbed
