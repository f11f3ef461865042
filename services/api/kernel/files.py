"""Files under DATA_DIR, named by the SHA-256 of their content: whole or not at all, each content once.

A row names a blob only after the blob is safely on the disk, so a killed process leaves a blob without a row at
worst; `drop` takes that away later (architecture §4).
"""

import asyncio
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from services.api.kernel.ids import new_id

_PARTIAL, _DROPPED = ".part", ".drop"
_DIGEST_LENGTH = 64


class FileStore:
    """The blobs of one installation; two processes may share the folder. Blocking: call it in a thread.

    `turn` lets one upload of a process be looked at after the other, so that memory stays that of one picture.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.turn = asyncio.Semaphore(1)

    def path(self, digest: str) -> Path:
        """Where a blob is or would be: `ab/cd/abcd…`."""
        return self.root / digest[:2] / digest[2:4] / digest

    def put(self, content: bytes, now: datetime) -> str:
        """Store a content and return its SHA-256 in hex. What is there already is used again and counts as new.

        Raises OSError when the disk is full or refuses; nothing of the content stays then.
        """
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if not self._renew(target, now):
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial = target.with_name(f"{new_id().hex}{_PARTIAL}")
            try:
                _write(partial, content)
                os.utime(partial, (now.timestamp(), now.timestamp()))
                partial.rename(target)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise
            _sync_folder(target.parent)
        return digest

    def old(self, before: datetime) -> Iterator[str]:
        """The digests of blobs that were last put before an instant; leftovers of killed writers are removed."""
        for path in sorted(self.root.glob("??/??/*")):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime >= before.timestamp():
                    continue
                if len(path.name) == _DIGEST_LENGTH:
                    yield path.name
                else:
                    path.unlink()

    def drop(self, digest: str, before: datetime) -> bool:
        """Erase a blob unless it was put again since `before`; whether it is gone.

        It is set aside first: a writer that comes in between finds nothing and writes it anew.
        """
        path = self.path(digest)
        aside = path.with_name(f"{new_id().hex}{_DROPPED}")
        with suppress(FileNotFoundError):
            path.rename(aside)
            if aside.stat().st_mtime >= before.timestamp():
                aside.rename(path)
                return False
            aside.unlink()
            return True
        return False

    def _renew(self, target: Path, now: datetime) -> bool:
        try:
            os.utime(target, (now.timestamp(), now.timestamp()))
        except FileNotFoundError:
            return False
        return True


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
