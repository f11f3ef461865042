"""How an import of people compares with a raw COPY of the same columns: `python -m tests.bench.importing [ROWS]`.

Both write the same rows into the same tables with their keys and indexes; the import also reads the file, checks every
cell, looks everybody up, records what became of each row and writes an event for each row of each table. Ratios
only: times mean nothing on shared machines. Peak memory is that of this process above what it had before.
"""

import asyncio
import gc
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import xlsxwriter
from fastapi import FastAPI

from services.api.features.imports.models import ImportJob, ImportProgress
from services.api.features.imports.service import Importer, path_of
from services.api.kernel.ids import new_id
from services.api.main import create_app
from services.contracts.codes import Role, Sex
from services.contracts.imports import ImportKind, ImportState
from tests.factories.world import HOME, Make
from tests.support.callers import SignIn
from tests.support.databases import DATABASES, settings_for
from tests.support.id_numbers import id_number

ROWS = 100_000
HEADINGS = ["姓名", "性别", "出生日期", "身份证号", "学校", "工号", "职务", "职称", "任教学段", "任教学科", "入职日期"]
TABLES = ("person", "staff", "staff_position", "staff_teaching", "staff_title")
SURNAMES, GIVEN = "陈林何罗邓韩谢吴秦贺江沈曾单仇尉", "立群婉清一鸣晓雯志强雨桐望舒小满知行若谷思齐"


def people(count: int, schools: list[str]) -> Iterator[list[str]]:
    """Invented people; no two share an identity number."""
    for index in range(count):
        born = date(1962, 1, 1) + timedelta(days=index % 14_000)
        sex = Sex.female if index % 3 else Sex.male
        name = SURNAMES[index % 16] + GIVEN[index % 22] + GIVEN[index // 22 % 22]
        number = id_number(born, sex, serial=index // 14_000 * 10 + index % 3)
        yield [name, sex.label, born.isoformat(), number, schools[index % len(schools)], f"B{index:06d}", "教师",
               "一级教师", "小学", "语文", "2020-09-01"]  # fmt: skip


def write_workbook(path: Path, count: int, schools: list[str]) -> None:
    """A workbook with shared texts, as spreadsheet programs write them."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("教职工")
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(people(count, schools), 1):
        sheet.write_row(number, 0, row)
    book.close()


def peak_mb(*, anew: bool = False) -> float:
    """The most memory this process had since it was last asked `anew`, in MB (Linux)."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


async def _import(app: FastAPI, job_id: Any) -> dict[str, float]:
    """Seconds of the check and of the rest."""
    state = app.state
    importer = Importer(state.database, state.clock, state.settings)
    started = time.perf_counter()
    took: dict[str, float] = {}
    while (held := await importer._take()) is not None:
        phase = time.perf_counter()
        await importer._work(held)
        took[held.state.value] = time.perf_counter() - phase
    took["all"] = time.perf_counter() - started
    async with state.database.reader() as db:
        job, progress = await db.get(ImportJob, job_id), await db.get(ImportProgress, job_id)
        assert job is not None
        assert progress is not None
        assert (job.state, progress.failure) == (ImportState.done, ""), (job.state, progress.failure, progress.problems)
        took["rows"] = progress.creating
    return took


async def _copy(url: str) -> float:
    """Seconds of COPY of the very same rows, after the tables have been emptied."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    kept: dict[str, tuple[list[str], list[Any]]] = {}
    for table in TABLES:
        rows = await connection.fetch(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
        kept[table] = (list(rows[0].keys()), [tuple(row) for row in rows])
    await connection.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    started = time.perf_counter()
    async with connection.transaction():
        for table, (columns, records) in kept.items():
            await connection.copy_records_to_table(table, columns=columns, records=records)
    took = time.perf_counter() - started
    await connection.close()
    return took


async def _run(url: str, folder: Path, count: int) -> None:
    app = create_app(settings_for(url, data_dir=folder, app_env="test"))
    make, sign_in = Make(app), SignIn(app, None)  # type: ignore[arg-type] # nothing is asked over HTTP
    schools = [(await make.school()).code for _ in range(30)]
    user = await sign_in(Role.county_coordinator)
    job_id = new_id()
    path = path_of(app.state.settings, job_id)
    path.parent.mkdir(parents=True)
    await asyncio.to_thread(write_workbook, path, count, schools)
    gc.collect()
    before = peak_mb(anew=True)
    await make.add(
        ImportJob(id=job_id, kind=ImportKind.staff, county_code=HOME, filename="a.xlsx", digest="0" * 64, atomic=False,
                  size=path.stat().st_size, dry_run=False, created_by=user.id, created_at=datetime.now(UTC)),
        ImportProgress(job_id=job_id),
    )  # fmt: skip
    took = await _import(app, job_id)
    grown = peak_mb() - before
    print(f"  {count:,} rows ({path.stat().st_size / 1e6:.1f} MB): {took['all']:.1f} s "
          f"(check {took['checking']:.1f}, apply {took['applying']:.1f}), peak memory +{grown:.0f} MB")  # fmt: skip
    if url.startswith("postgresql"):
        copied = await _copy(url)
        print(f"  raw COPY of the same rows: {copied:.1f} s; ratio {took['all'] / copied:.1f}")
    app.state.passwords.close()
    await app.state.database.close()


def main() -> None:
    """Ten thousand rows first, then all: memory that grows with the rows would show."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for name in sys.argv[2:] or ["postgres"]:
        for rows in (count // 10, count):
            with DATABASES[name]() as url, tempfile.TemporaryDirectory() as folder:
                print(name)
                asyncio.run(_run(url, Path(folder), rows))


if __name__ == "__main__":
    main()
