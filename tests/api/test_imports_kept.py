"""What a check found right is kept beside the upload until it is written, and nothing depends on it."""

import os
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.imports.service import path_of
from services.api.features.imports.spool import spool_of
from services.api.features.staff.models import Person, Staff
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.importing import again, checked, csv_bytes, errors_of, xlsx_bytes
from tests.factories.world import Make
from tests.support.callers import Caller, SignIn

HEADINGS = ["姓名", "性别", "出生日期", "学校", "任教学段", "入职日期", "工号", "任教年级", "参加工作日期"]
PERSON: Any = Person
STAFF: Any = Staff


def people(school: str) -> list[list[Any]]:
    """Three right rows and a faulty one."""
    return [
        HEADINGS,
        ["秦望舒", "女", "1990-02-03", school, "小学", "2015-09-01", "A1", "3、4", "2014-09-01"],
        ["坏行", "女", "1990-02-30", school, "小学", "2015-09-01", "A2", "", ""],
        ["贺 明", "男", "1988-01-02", "云坪镇中心小学", "小学", "2015年9月1日", "A3", "", ""],
        ["阿依古丽·买买提", "女", "1992-07-08", school, "小学", "20150901", "A4", "12", ""],
    ]


async def staff_of(app: FastAPI) -> list[Any]:
    async with app.state.database.reader() as session:
        columns = select(PERSON.name, PERSON.birth_on, PERSON.career_start_on, STAFF.staff_no, STAFF.hired_on)
        rows = columns.join(Staff, STAFF.person_id == PERSON.id).where(STAFF.staff_no != "").order_by(STAFF.staff_no)
        return [tuple(row) for row in await session.execute(rows)]


async def confirmed(county: Caller, worker: Worker, found: dict[str, Any]) -> dict[str, Any]:
    answer = await county.post(f"/imports/{found['id']}/confirm", version=found["version"])
    assert answer.status_code == 200, answer.text
    await worker.run_once()
    return await again(county, found)


def files(app: FastAPI, found: dict[str, Any]) -> tuple[Path, Path]:
    upload = path_of(app.state.settings, found["id"])
    return upload, spool_of(upload)


async def test_writing_needs_the_upload_no_more_and_what_was_kept_goes_when_all_is_written(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "staff", xlsx_bytes(people(world.rural.code)))
    upload, spool = files(app, found)
    assert os.stat(spool).st_mode & 0o777 == 0o600, "only the service itself may read it"  # noqa: PTH116
    upload.write_bytes(b"not the file that was checked")
    done = await confirmed(county, worker, found)
    assert (done["state"], done["counts"]) == ("done", {"create": 3, "update": 0, "unchanged": 0, "error": 1}), done
    assert [row[0] for row in await staff_of(app)] == ["秦望舒", "贺明", "阿依古丽·买买提"]
    assert not spool.exists()


def cut_off(spool: Path) -> None:
    spool.write_bytes(spool.read_bytes()[:-40])


def changed(spool: Path) -> None:
    content = spool.read_bytes()
    assert "秦望舒".encode() in content
    spool.write_bytes(content.replace("秦望舒".encode(), "秦望书".encode()))


def emptied(spool: Path) -> None:
    spool.write_bytes(b"")


def filled_with_nonsense(spool: Path) -> None:
    spool.write_bytes(b"0 0 99999999999 abc\n[]" * 9)


@pytest.mark.parametrize("harm", [cut_off, changed, emptied, filled_with_nonsense, Path.unlink])
async def test_what_was_kept_is_not_trusted_when_it_was_touched(
    harm: Any, app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "staff", csv_bytes(people(world.rural.code)))
    harm(files(app, found)[1])
    done = await confirmed(county, worker, found)
    assert (done["state"], done["counts"]["create"], done["counts"]["error"]) == ("done", 3, 1), done
    assert [row[0] for row in await staff_of(app)] == ["秦望舒", "贺明", "阿依古丽·买买提"]
    assert await errors_of(county, done) == {"C3": "cell.no_such_day"}


async def test_what_another_upload_left_is_not_used(app: FastAPI, make: Make, sign_in: SignIn, worker: Worker) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    mine = await checked(county, worker, "staff", csv_bytes(people(world.rural.code)))
    other = await checked(county, worker, "staff", csv_bytes(people(world.urban.code)[:2]))
    files(app, other)[1].replace(files(app, mine)[1])
    done = await confirmed(county, worker, mine)
    assert (done["state"], done["counts"]["create"]) == ("done", 3), done


async def test_a_row_that_became_wrong_since_the_check_is_named_at_its_cell(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "staff", csv_bytes(people(world.rural.code)))
    late = ["秦望舒", "女", "1990-02-03", world.urban.code, "小学", "2015-09-01", "A1", "", ""]
    await confirmed(county, worker, await checked(county, worker, "staff", csv_bytes([HEADINGS, late])))
    done = await confirmed(county, worker, found)
    assert (done["state"], done["counts"]["create"], done["counts"]["error"]) == ("done", 2, 2), done
    assert (await errors_of(county, done))["D2"] == "staff.open_elsewhere"
