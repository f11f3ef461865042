"""Uploaded files into a backup and out of it: each is held against its name, which is the SHA-256 of its content."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from services.api.operating.manifest import Files, digest_of
from services.api.operating.refused import Refused

_DIGEST_LENGTH = 64


def save_files(source: Path, target: Path) -> Files:
    """Copy all blobs; one that is erased meanwhile is left out, so is one whose content is damaged."""
    target.mkdir(mode=0o700)
    names, size, damaged = [], 0, []
    for path in _blobs(source):
        copy = _place(target, path)
        with suppress(FileNotFoundError):
            shutil.copy2(path, copy)
            if digest_of(copy) != path.name:
                copy.unlink()
                damaged.append(path.name)
                continue
            names.append(path.name)
            size += copy.stat().st_size
    return Files(count=len(names), size=size, sha256=_of_names(names), damaged=damaged)


def check_files(folder: Path, said: Files) -> None:
    """Raises Refused unless exactly the files of the manifest are there, each with its content."""
    names = [path.name for path in _blobs(folder)]
    if len(names) != said.count or _of_names(names) != said.sha256:
        raise Refused(
            f"备份里的文件应有{said.count}个，现在有{len(names)}个或换过，备份不完整 / "
            f"the manifest names {said.count} files, the folder holds {len(names)} or others: the backup is not whole"
        )
    for path in _blobs(folder):
        if digest_of(path) != path.name:
            raise Refused(f"备份里的文件{path.name}已损坏 / file {path.name} of the backup is damaged")


def load_files(source: Path, target: Path) -> None:
    """Copy the blobs of a checked backup beside their place, and put them there at once."""
    aside = target.with_name(f"{target.name}.restoring")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(mode=0o700, parents=True)
    for path in _blobs(source):
        copy = _place(aside, path)
        shutil.copy2(path, copy)
        os.chmod(copy, 0o600)  # noqa: PTH101 - pathlib's own does the same
    if target.exists():
        shutil.rmtree(target)  # empty: that was asked before
    aside.rename(target)


def has_files(folder: Path) -> bool:
    """Whether anything but folders is in there."""
    return any(path.is_file() for path in folder.rglob("*"))


def _blobs(folder: Path) -> Iterator[Path]:
    """All whole blobs, without what a writer has not finished."""
    for path in sorted(folder.glob("??/??/*")):
        if len(path.name) == _DIGEST_LENGTH:
            yield path


def _place(root: Path, path: Path) -> Path:
    folder = root / path.name[:2] / path.name[2:4]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / path.name


def _of_names(names: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest()
