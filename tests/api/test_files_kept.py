"""How long files are kept, and that a blob is there for every row and none for long without one."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.api.kernel.clock import SetClock
from services.api.kernel.files import FileStore
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.test_files import blobs, events_of, recorded, upload
from tests.factories.world import HOME, Make
from tests.support import pictures
from tests.support.callers import Caller, SignIn


@pytest.fixture(autouse=True)
def folder(app: FastAPI, tmp_path: Path) -> Path:
    """A folder of the test's own."""
    app.state.settings.data_dir = tmp_path
    app.state.files = FileStore(app.state.settings.files_dir)
    return tmp_path / "files"


@pytest.fixture
async def pairing(make: Make) -> Pairing:
    world = await make.county_world()
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def host(sign_in: SignIn, pairing: Pairing) -> Caller:
    class _School:
        id, county_code = pairing.supporting_school_id, pairing.supporting_county_code

    return await sign_in(Role.school_reporter, school=_School)


async def later(worker: Worker, clock: SetClock, hours: int) -> None:
    clock.forward(timedelta(hours=hours))
    await worker.run_once()


async def test_an_upload_that_nothing_was_recorded_for_is_erased_after_a_day(
    host: Caller,
    pairing: Pairing,
    worker: Worker,
    clock: SetClock,
    folder: Path,
    app: FastAPI,
    sign_in: SignIn,
) -> None:
    alone = (await upload(host, pictures.jpeg(shade=1))).json()["id"]
    _, (kept,) = await recorded(host, pairing, pictures.jpeg(shade=2))
    await later(worker, clock, 23)
    assert len(blobs(folder)) == 4
    await later(worker, clock, 26)
    assert len(blobs(folder)) == 2
    office = await sign_in(Role.county_coordinator, HOME)
    assert (await office.get(f"/files/{kept}")).status_code == 200
    (erased,) = [event for event in await events_of(app, "file") if event.action == "erase"]
    assert str(erased.entity_id) == alone
    assert erased.actor_kind == "system"


async def test_a_removed_file_is_erased_after_thirty_days_but_not_what_another_file_shares_with_it(
    host: Caller, pairing: Pairing, worker: Worker, clock: SetClock, folder: Path, sign_in: SignIn
) -> None:
    _, (first,) = await recorded(host, pairing, pictures.jpeg())
    _, (second,) = await recorded(host, pairing, pictures.jpeg())
    await host.post(f"/files/{first}/void", {"reason": "传错了"}, version=2)
    await later(worker, clock, 31 * 24)
    await later(worker, clock, 25)
    assert len(blobs(folder)) == 2
    office = await sign_in(Role.county_coordinator, HOME)
    assert (await office.get(f"/files/{second}")).status_code == 200
    await office.post(f"/files/{second}/void", {"reason": "传错了"}, version=2)
    await later(worker, clock, 29 * 24)
    assert len(blobs(folder)) == 2
    await later(worker, clock, 3 * 24)
    assert blobs(folder) == []


def test_a_blob_that_comes_again_while_it_is_swept_stays(tmp_path: Path, clock: SetClock) -> None:
    store = FileStore(tmp_path)
    digest = store.put(b"a picture", clock.now())
    then = clock.now() + timedelta(days=2)
    assert list(store.old(then)) == [digest]
    assert store.put(b"a picture", then) == digest
    assert not store.drop(digest, then)
    assert store.path(digest).read_bytes() == b"a picture"
    assert store.drop(digest, then + timedelta(seconds=1))
    assert store.put(b"a picture", then) == digest
    assert store.path(digest).exists()


def test_what_a_killed_writer_left_is_cleared_away(tmp_path: Path, clock: SetClock) -> None:
    store = FileStore(tmp_path)
    digest = store.put(b"a picture", clock.now())
    half = store.path(digest).with_name("0123.part")
    half.write_bytes(b"a pic")
    assert list(store.old(clock.now() - timedelta(days=400))) == []
    assert half.exists()
    assert list(store.old(clock.now() + timedelta(days=36500))) == [digest]
    assert not half.exists()
