"""Two at once, killed halfway, taken twice: no person is doubled and nothing is written twice."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.imports import service_run
from services.api.features.imports.service import Importer
from services.api.features.staff.models import Person, Staff
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import Role, Sex
from tests.api.importing import again, checked, csv_bytes, upload
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn
from tests.support.id_numbers import id_number

EVENT: Any = Event
HEADINGS = ["姓名", "性别", "出生日期", "身份证号", "学校", "任教学段", "入职日期", "工号"]


def table(world: World, first: int, last: int, *, numbered: bool = True) -> bytes:
    """People first to last, the same person under the same number; without identity numbers they have staff numbers."""
    rows: list[list[Any]] = [HEADINGS]
    for index in range(first, last):
        born = world.staff[0].hired_on - timedelta(days=10_000 + index)
        number = id_number(born, Sex.female, index % 100) if numbered else ""
        rows.append([f"贺{'甲乙丙丁戊己庚辛壬癸'[index % 10]}", "女", born, number, world.rural.code, "小学",
                     "2020-09-01",
                     f"P{index}"])  # fmt: skip
    return csv_bytes(rows)


async def counted(app: FastAPI, *models: Any) -> list[int]:
    async with app.state.database.reader() as session:
        return [int(await session.scalar(select(func.count()).select_from(model)) or 0) for model in models]


async def confirmed(county: Caller, found: dict[str, Any]) -> dict[str, Any]:
    """Waiting for a worker to write it."""
    answer = await county.post(f"/imports/{found['id']}/confirm", version=found["version"])
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def importer(app: FastAPI) -> Importer:
    """Another worker process."""
    return Importer(app.state.database, app.state.clock, app.state.settings)


class Killed(BaseException):
    """The end of a process in the middle of a chunk, whose transaction the database takes back."""

    @classmethod
    def after_two_chunks(cls, app: FastAPI) -> Importer:
        """A worker process that does not live to see the end of its third chunk."""

        class Mortal(Importer):
            chunks = 0

            async def _chunk(self, db: AsyncSession, held: Any, chunk: Any) -> int:
                refused = await super()._chunk(db, held, chunk)
                self.chunks += 1
                if self.chunks > 2:
                    raise cls
                return refused

        return Mortal(app.state.database, app.state.clock, app.state.settings)


@pytest.mark.parametrize("numbered", [True, False])
async def test_two_coordinators_importing_overlapping_files_at_once_double_nobody(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker, numbered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_run, "LOOKED_UP", 20)
    world = await make.county_world()
    one, other = await sign_in(Role.county_coordinator), await sign_in(Role.county_coordinator)
    first = await checked(one, worker, "staff", table(world, 0, 120, numbered=numbered))
    second = await checked(other, worker, "staff", table(world, 60, 180, numbered=numbered))
    jobs = [await confirmed(one, first), await confirmed(other, second)]
    before = await counted(app, Person, Staff)
    await asyncio.gather(importer(app).run_due(), importer(app).run_due())
    found = [await again(caller, job) for caller, job in zip((one, other), jobs, strict=True)]
    assert [each["state"] for each in found] == ["done", "done"], found
    assert sum(each["counts"]["create"] for each in found) == 180, found
    assert sum(each["counts"]["unchanged"] for each in found) == 60, found
    assert [after - was for after, was in zip(await counted(app, Person, Staff), before, strict=True)] == [180, 180]


async def test_a_process_that_is_killed_halfway_is_followed_by_one_that_goes_on(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service_run, "LOOKED_UP", 20)
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    uploaded = (await upload(county, "staff", table(world, 0, 100))).json()
    await importer(app).run_due()
    job = await confirmed(county, await again(county, uploaded))
    with pytest.raises(Killed):
        await Killed.after_two_chunks(app).run_due()
    halfway = await again(county, job)
    assert halfway["state"] == "applying"
    assert 0 < halfway["done"] < 100, halfway
    await importer(app).run_due()
    assert (await again(county, job))["state"] == "applying", "still held by the dead process"
    clock.put(clock.now() + timedelta(minutes=2))
    await importer(app).run_due()
    found = await again(county, job)
    assert (found["state"], found["counts"]["create"]) == ("done", 100), found
    assert await counted(app, Staff) == [100 + len(world.staff)]
    async with app.state.database.reader() as session:
        events = select(func.count()).where(EVENT.entity == "staff", EVENT.action == "import")
        assert await session.scalar(events) == 100


async def test_all_or_none_writes_nothing_while_a_row_is_wrong(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    wrong = table(world, 0, 5) + "\r\n坏,女,1990-01-01,,没有的学校,小学,2020-09-01,P9".encode()
    found = await checked(county, worker, "staff", wrong, atomic="true")
    assert (found["counts"]["create"], found["allowed_actions"]) == (5, ["cancel"]), found
    answer = await county.post(f"/imports/{found['id']}/confirm", version=found["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "import.has_errors")
    found = await checked(county, worker, "staff", table(world, 0, 5), atomic="true", dry_run="false")
    assert (found["state"], found["counts"]["create"]) == ("done", 5), found
    assert await counted(app, Staff) == [5 + len(world.staff)]


async def test_a_cancelled_upload_writes_nothing_and_an_old_one_is_erased(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker, clock: SetClock
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "staff", table(world, 0, 3) + b"\r\n,,,,,,,x")
    answer = await county.post(f"/imports/{found['id']}/cancel", version=found["version"])
    assert answer.json()["state"] == "cancelled"
    clock.put(clock.now() + timedelta(days=31))
    await Worker(app.state.database, clock, app.state.settings).run_once()
    county = await sign_in(Role.administrator)
    assert (await again(county, found))["problems"] == []
    assert (await county.get(f"/imports/{found['id']}/errors.xlsx")).json()["code"] == "import.erased"
    assert not list((app.state.settings.data_dir / "imports").iterdir())


async def test_the_same_key_sent_twice_makes_one_upload(sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    headers = {"Authorization": f"Bearer {county.token}", "Idempotency-Key": "the-same-key"}
    content = csv_bytes([["学校代码", "学校名称", "学段", "城乡起算日期"], ["1", "2", "3", "4"]])
    answers = [
        await county.http.post("/api/v1/imports?kind=schools", files={"file": ("a.csv", content)}, headers=headers)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201], answers[1].text
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert len((await county.get("/imports")).json()["items"]) == 1
    other = await upload(county, "schools", content)
    assert other.json()["id"] != answers[0].json()["id"]
