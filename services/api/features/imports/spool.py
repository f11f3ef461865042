"""What a check found right, kept beside the upload, so that writing need not read and check the file a second time.

The file is a chain of frames. Each begins with one line: the rows of the upload before and behind it, the bytes that
follow, and a digest of all that; then come the rows' contracts as JSON. The first frame says where the columns stand,
the last one, empty, that nothing is missing. The digests are keyed with the upload and with the contract as it is now:
a spool that was cut off, changed, written for another file or by another release is none, and the upload is read again.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from pydantic import TypeAdapter

from services.api.features.imports.kinds.columns import Kind
from services.api.features.imports.reading.places import Places
from services.contracts.base import Body

ENDING = ".right"
LONGEST_HEAD = 120
MOST_BYTES = 256 * 1024 * 1024
"""Of one frame; what claims to be longer is damaged."""
Right = tuple[int, str, dict[str, str], Any]
"""One right row: its number and name, the columns that the contract has no place for, and the contract."""


class Frame(NamedTuple):
    """One frame: rows of the upload before and behind it, and what it holds."""

    before: int
    behind: int
    content: bytes


def spool_of(upload: Path) -> Path:
    """Where the spool of an upload lies."""
    return upload.with_suffix(ENDING)


@cache
def _adapter(contract: type[Body]) -> TypeAdapter[list[Right]]:
    return TypeAdapter(list[tuple[int, str, dict[str, str], contract]])  # type: ignore[valid-type] # known at run time


def _encoded(kind: Kind, rows: Sequence[Right]) -> bytes:
    """Rows for a frame; the reader lets no text through that is none."""
    return _adapter(kind.contract).dump_json(list(rows), exclude_unset=True)


def _decoded(kind: Kind, content: bytes) -> list[Right]:
    """Rows of a frame, validated again."""
    return _adapter(kind.contract).validate_json(content)


class _Frames:
    """Frames of one upload on the disk."""

    def __init__(self, kind: Kind, bound_to: str) -> None:
        bound = json.dumps([bound_to, kind.key.value, kind.contract.model_json_schema()], sort_keys=True)
        self._key = hashlib.sha256(bound.encode()).digest()

    def put(self, file: BinaryIO, frame: Frame) -> None:
        """Write one frame."""
        file.write(f"{frame.before} {frame.behind} {len(frame.content)} {self._seal(frame)}\n".encode())
        file.write(frame.content)

    def each(self, file: BinaryIO) -> Iterator[Frame]:
        """The frames as long as they are whole and follow each other."""
        behind = 0
        while len(parts := file.readline(LONGEST_HEAD).split()) == 4 and all(part.isdigit() for part in parts[:3]):
            before, after, size = (int(part) for part in parts[:3])
            frame = Frame(before, after, file.read(min(size, MOST_BYTES)))
            if before != behind or self._seal(frame).encode() != parts[3]:
                return
            yield frame
            behind = after

    def _seal(self, frame: Frame) -> str:
        seal = hashlib.blake2b(f"{frame.before} {frame.behind} ".encode(), key=self._key, digest_size=16)
        seal.update(frame.content)
        return seal.hexdigest()


class SpoolWriter:
    """Takes the right rows of a check as it goes on; it gives up silently, because a spool only saves time."""

    def __init__(self, path: Path, kind: Kind, bound_to: str, places: Places, position: int) -> None:
        """Go on behind the frame at which an earlier process stopped, or begin anew at position 0."""
        self._path, self._kind, self._frames = path, kind, _Frames(kind, bound_to)
        self._file: BinaryIO | None = None
        try:
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
            if position and all(frame.behind != position for frame in self._frames.each(self._file)):
                self.drop()
            elif position:
                self._file.truncate(self._file.tell())
                self._file.seek(0, os.SEEK_END)
            else:
                self._file.truncate(0)
                self._put(Frame(0, 0, json.dumps([places.columns, places.has_cells]).encode()))
        except OSError:
            self.drop()

    def add(self, before: int, behind: int, rows: Sequence[Right]) -> None:
        """The right ones of the next rows of the upload."""
        if self._file is None:
            return
        self._put(Frame(before, behind, _encoded(self._kind, rows)))

    def end(self, behind: int) -> None:
        """All rows are in."""
        self._put(Frame(behind, behind, b""))

    def _put(self, frame: Frame) -> None:
        if self._file is None:
            return
        try:
            self._frames.put(self._file, frame)
            self._file.flush()
        except OSError:
            self.drop()

    def drop(self) -> None:
        """There is no spool."""
        with suppress(OSError):
            self.close()
        self._path.unlink(missing_ok=True)

    def close(self) -> None:
        """Give the file back."""
        file, self._file = self._file, None
        if file is not None:
            file.close()


class Spool:
    """A whole spool."""

    def __init__(self, path: Path, kind: Kind, bound_to: str, position: int) -> None:
        """Raises OSError or ValueError when there is none to read from this position on."""
        self._kind, self._frames, self._position = kind, _Frames(kind, bound_to), position
        self._file = path.open("rb")
        try:
            self.places = self._looked_through()
        except ValueError:
            self.close()
            raise

    def _looked_through(self) -> Places:
        frames = self._frames.each(self._file)
        columns, has_cells = json.loads(next(frames, Frame(0, 0, b"")).content)
        last, borders = Frame(0, 0, b"[]"), {0}
        for last in frames:
            borders.add(last.behind)
        if last.content or self._position not in borders:
            raise ValueError("not whole")
        return Places(self._kind, columns, has_cells=has_cells)

    def chunks(self) -> Iterator[tuple[int, list[Right]]]:
        """Rows of the upload behind each chunk, and its right rows."""
        self._file.seek(0)
        for frame in self._frames.each(self._file):
            if frame.content and frame.behind > self._position:
                yield frame.behind, _decoded(self._kind, frame.content)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()
