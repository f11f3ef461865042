"""A backup is made while others write, and comes back whole into an empty place, or not at all."""

import asyncio
import json
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.api.features.pairings.models import Pairing
from services.api.kernel.clock import Clock, SetClock
from services.api.kernel.db import Database
from services.api.kernel.events import EventHead
from services.api.kernel.positions import HEAD_ID, first_broken_link
from services.api.main import equip
from services.api.operating.backup import back_up
from services.api.operating.dumps import program, read_contents, tool_environment
from services.api.operating.manifest import Manifest
from services.api.operating.refused import Refused
from services.api.operating.restore import restore
from services.api.settings import Settings
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.test_files import recorded
from tests.factories.world import HOME, Make
from tests.support import pictures, postgres
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for
from tests.support.installations import empty_beside

PG_BIN = str(postgres._binaries())
SCHOOLS_WITHOUT_LOCALITY = (
    "select count(*) from school where code like '21619%' and id not in (select school_id from school_locality)"
)


@dataclass
class Place:
    """An installation with its backup, and the settings of an empty place on the same engine."""

    settings: Settings
    folder: Path
    manifest: Manifest
    empty: Settings

    async def restore(self) -> Manifest:
        """The backup into the empty place."""
        return await asyncio.to_thread(restore, self.empty, self.folder, Clock())

    async def refusal(self) -> str:
        """The words it is refused with."""
        with pytest.raises(Refused) as refused:
            await self.restore()
        return str(refused.value)


@pytest.fixture
async def host(sign_in: SignIn, make: Make) -> tuple[Caller, str]:
    """A school's reporter who recorded an activity, and the id of its photo."""
    world = await make.county_world()
    pairing: Pairing = await make.pairing(world.urban, world.neighbour)
    caller = await sign_in(Role.school_reporter, school=world.urban)
    _, photos = await recorded(caller, pairing, pictures.jpeg())
    return caller, photos[0]


@pytest.fixture
async def place(
    app: FastAPI, host: tuple[Caller, str], worker: Worker, clock: SetClock, database_url: str, tmp_path: Path
) -> AsyncIterator[Place]:
    """A backup of rows, files and a numbered log."""
    await worker.run_once()
    settings = settings_for(database_url, data_dir=tmp_path, pg_bin=PG_BIN)
    folder = tmp_path / "backups" / "first"
    manifest = await back_up(settings, folder, clock)
    with empty_beside(database_url, tmp_path) as url:
        yield Place(settings, folder, manifest, settings_for(url, data_dir=tmp_path / "elsewhere", pg_bin=PG_BIN))


async def head_of(settings: Settings) -> EventHead:
    database = Database(settings)
    async with database.writer() as session:
        head = await session.get_one(EventHead, HEAD_ID)
        assert await first_broken_link(session) is None
    await database.close()
    return head


async def test_what_comes_back_is_what_was_there(place: Place, app: FastAPI, host: tuple[Caller, str]) -> None:
    before = await head_of(place.settings)
    assert place.manifest.contents.head.position == before.position > 0
    await place.restore()
    restored, after = await read_contents(place.empty), await head_of(place.empty)
    assert restored == place.manifest.contents
    assert restored.rows["activity"] == restored.rows["file"] == 1
    assert (after.position, after.hash) == (before.position, before.hash)
    assert after.epoch != before.epoch, "readers of the change feed begin again"
    reporter, photo_id = host
    content = (await reporter.get(f"/files/{photo_id}")).content
    app.state.passwords.close()
    await app.state.database.close()
    equip(app, place.empty, app.state.clock)
    assert content
    assert (await reporter.get(f"/files/{photo_id}")).content == content, "files and sign-ins are there again"


async def test_a_backup_made_while_others_write_is_one_moment_of_them(
    app: FastAPI, place: Place, sign_in: SignIn, worker: Worker, clock: SetClock, tmp_path: Path
) -> None:
    county, made = await sign_in(Role.county_coordinator, HOME), 0
    begun, stop = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        nonlocal made
        while not stop.is_set():
            made += 1
            school = {
                "code": f"21619{made:05d}", "name": f"新建第{made}小学", "county_code": HOME, "kind": "primary",
                "stages": ["primary"], "locality": "rural", "since": "2026-09-01",
            }  # fmt: skip
            answer = await county.insist("/schools", school)
            assert answer.status_code == 201, answer.text
            begun.set()

    writing = asyncio.create_task(write())
    await asyncio.wait({writing, asyncio.create_task(begun.wait())}, return_when=asyncio.FIRST_COMPLETED)
    assert begun.is_set(), writing
    place.folder = tmp_path / "backups" / "busy"
    place.manifest = await back_up(place.settings, place.folder, clock)
    stop.set()
    await writing
    await place.restore()
    rows = place.manifest.contents.rows
    assert rows == (await read_contents(place.empty)).rows
    assert rows["school"] > 4
    database = Database(place.empty)
    async with database.reader() as session:
        without = await session.scalar(text(SCHOOLS_WITHOUT_LOCALITY))
    await database.close()
    assert without == 0, "every school came with what was written in the same transaction"


async def test_a_backup_is_for_its_owner_alone_and_needs_a_folder_of_its_own(place: Place, clock: SetClock) -> None:
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700
    with pytest.raises(Refused, match="不是空文件夹"):
        await back_up(place.settings, place.folder, clock)


def blob(folder: Path) -> Path:
    return next(path for path in (folder / "files").rglob("*") if path.is_file())


def shorten(folder: Path) -> None:
    dump = next(folder.glob("jiedui.d*"))
    dump.write_bytes(dump.read_bytes()[:-100])


def lose_the_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def change_in_manifest(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        said = json.loads(path.read_text("utf-8"))
        said["contents"].update(changes)
        path.write_text(json.dumps(said), "utf-8")

    return change


DAMAGES: list[tuple[Callable[[Path], object], str]] = [
    (shorten, "不在或已损坏"),
    (lambda folder: blob(folder).write_bytes(b"rotten"), "已损坏"),
    (lambda folder: blob(folder).unlink(), "备份不完整"),
    (lose_the_manifest, "备份没有做完"),
    (lambda folder: (folder / "manifest.json").write_text("{"), "备份已损坏"),
    (change_in_manifest(revision="9999"), "更新的版本"),
    (change_in_manifest(head={"position": 1, "hash": "0"}), "操作记录的末端"),
]


async def test_a_damaged_backup_is_refused_with_words(place: Place, tmp_path: Path) -> None:
    whole = place.folder
    for number, (damage, words) in enumerate(DAMAGES):
        place.folder = tmp_path / "damaged" / str(number)
        await asyncio.to_thread(shutil.copytree, whole, place.folder)
        damage(place.folder)
        assert words in await place.refusal()
        assert not place.empty.files_dir.exists()


async def test_nothing_is_restored_over_something(place: Place) -> None:
    await asyncio.to_thread(shutil.copytree, place.settings.files_dir, place.empty.files_dir)
    assert "已有文件" in await place.refusal()
    await asyncio.to_thread(shutil.rmtree, place.empty.files_dir)
    await place.restore()
    await asyncio.to_thread(shutil.rmtree, place.empty.files_dir)
    assert "数据库不是空的" in await place.refusal()


async def test_a_file_that_was_damaged_already_is_named_and_left_out(
    place: Place, clock: SetClock, tmp_path: Path
) -> None:
    damaged = blob(place.settings.data_dir)
    await asyncio.to_thread(damaged.write_bytes, b"rotten")
    place.folder = tmp_path / "backups" / "later"
    manifest = await back_up(place.settings, place.folder, clock)
    assert manifest.files.damaged == [damaged.name]
    await place.restore()


def test_a_missing_program_of_postgresql_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="apt-get install -y postgresql-client"):
        program(settings_for("postgresql+asyncpg://127.0.0.1/nothing", pg_bin=str(tmp_path)), "pg_dump")


def test_no_password_stands_on_a_command_line() -> None:
    named = tool_environment("postgresql+asyncpg://somebody:s3cret@db.example.invalid:6432/jiedui?ssl=require")
    assert named["PGPASSWORD"] == "s3cret"
    assert (named["PGHOST"], named["PGPORT"], named["PGSSLMODE"]) == ("db.example.invalid", "6432", "require")
