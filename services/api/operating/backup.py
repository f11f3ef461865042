"""A backup: first the database, then the files, last the manifest (deploy/README.md says why in this order)."""

import asyncio
from pathlib import Path

from services.api.kernel.clock import Clock
from services.api.operating.blobs import save_files
from services.api.operating.dumps import dumper
from services.api.operating.manifest import Manifest, dump_of, key_mark
from services.api.operating.refused import Refused
from services.api.settings import Settings

FILES = "files"


async def back_up(settings: Settings, folder: Path, clock: Clock) -> Manifest:
    """Write a backup into a new or empty folder while the services run; what it holds.

    `folder` is absolute. Raises Refused when it holds something, the database cannot be read or a program is missing.
    """
    await asyncio.to_thread(_make, folder)
    way = dumper(settings)
    dump, contents = await way.save(folder)
    manifest = Manifest(
        release=settings.release, made_at=clock.now(), engine=way.engine, contents=contents,
        database=await asyncio.to_thread(dump_of, dump),
        files=await asyncio.to_thread(save_files, settings.files_dir, folder / FILES), key_mark=key_mark(settings),
    )  # fmt: skip
    manifest.write(folder)
    return manifest


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"{folder} 不是空文件夹，请换一个新的 / {folder} is not empty: name a new folder")
