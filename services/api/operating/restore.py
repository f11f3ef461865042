"""A backup back into an empty database and an empty folder, and held against its manifest."""

import asyncio
from pathlib import Path

from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.positions import begin_epoch
from services.api.migrating import known_revisions
from services.api.operating.backup import FILES
from services.api.operating.blobs import check_files, has_files, load_files
from services.api.operating.dumps import Dumper, dumper, read_contents
from services.api.operating.manifest import Contents, Manifest, digest_of, read_manifest
from services.api.operating.refused import Refused
from services.api.preparing import prepare
from services.api.settings import Settings


def restore(settings: Settings, folder: Path, clock: Clock) -> Manifest:
    """Check the backup, load it, compare, bring it to this release and begin a new epoch. Not inside an event loop.

    Every reader of the change feed starts again afterwards: positions since the backup are given a second time.
    Raises Refused when the backup is damaged or of another engine or a newer release, when something is there already,
    or when what was loaded is not what the manifest says.
    """
    manifest, way = read_manifest(folder), dumper(settings)
    _check(manifest, folder, way)
    asyncio.run(_load(settings, folder, manifest, way))
    prepare(settings)
    asyncio.run(_new_epoch(settings, clock))
    return manifest


def _check(manifest: Manifest, folder: Path, way: Dumper) -> None:
    if manifest.engine != way.engine:
        raise Refused(
            f"这是{manifest.engine}的备份，DATABASE_URL是{way.engine} / made on {manifest.engine}, not {way.engine}"
        )
    if manifest.contents.revision not in known_revisions():
        raise Refused(
            f"备份来自更新的版本{manifest.release}，请先更新程序 / "
            f"made by a newer release, {manifest.release}: update first"
        )
    dump = folder / manifest.database.name
    if not dump.is_file() or digest_of(dump) != manifest.database.sha256:
        raise Refused(f"备份里的{dump.name}不在或已损坏 / {dump.name} of the backup is missing or damaged")
    check_files(folder / FILES, manifest.files)


async def _load(settings: Settings, folder: Path, manifest: Manifest, way: Dumper) -> None:
    if not await way.is_empty():
        raise Refused("数据库不是空的，只往空数据库里恢复 / the database is not empty: restore into an empty one")
    if has_files(settings.files_dir):
        raise Refused(f"{settings.files_dir} 里已有文件，请先移走 / {settings.files_dir} holds files: move them away")
    await way.load(folder / manifest.database.name)
    _compare(manifest.contents, await read_contents(settings))
    await asyncio.to_thread(load_files, folder / FILES, settings.files_dir)


def _compare(said: Contents, found: Contents) -> None:
    if found == said:
        return
    names = sorted(name for name in {*said.rows, *found.rows} if said.rows.get(name) != found.rows.get(name))
    what = "、".join(names) or "操作记录的末端 / the head of the log"
    raise Refused(
        f"恢复出来的和清单不一致，请不要使用：{what} / what was loaded differs from the manifest, do not use it"
    )


async def _new_epoch(settings: Settings, clock: Clock) -> None:
    database = Database(settings)
    try:
        async with database.writer(clock=clock) as session:
            await begin_epoch(session, clock.now())
    finally:
        await database.close()
