"""Where the rows of an upload come from: the file itself, or what its check has kept."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from services.api.features.imports.checking import Read, RowReader, read_all
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.models import ImportJob
from services.api.features.imports.reading.opening import Source
from services.api.features.imports.reading.places import Places
from services.api.features.imports.spool import Spool, SpoolWriter, spool_of
from services.api.kernel.outcomes import Line

Some = tuple[int, list[Read]]
"""Rows of the upload behind a chunk, and what was read of it."""


class Feed(Protocol):
    """Rows from a position on."""

    def chunks(self, at_once: int) -> Iterator[Some]:
        """What comes next, a chunk at a time. Raises Unreadable."""
        ...

    def remarks(self) -> list[str]:
        """What is worth telling, once all rows are read."""
        ...

    def places(self) -> Places:
        """How the cells are called."""
        ...

    def labels(self) -> Generator[tuple[int, str], None, None]:
        """Number and own name of every row, from the first; reading begins anew, and so do the remarks."""
        ...

    def close(self) -> None:
        """Give the files back."""
        ...


class FileFeed:
    """The upload itself; `keeps` what is right for the writing."""

    def __init__(self, upload: Path, job: ImportJob, position: int, *, keeps: bool) -> None:
        kind = KINDS[job.kind]
        self._source, self._position, self._county = Source(upload, kind, job.filename), position, job.county_code
        self._writer: SpoolWriter | None = None
        if keeps:
            self._writer = SpoolWriter(spool_of(upload), kind, _bound(job), self._source.addresses, position)

    def chunks(self, at_once: int) -> Iterator[Some]:
        """Read and checked, cell by cell."""
        reader, rows, position = RowReader(self._source, self._county), self._source.rows(), self._position
        next(islice(rows, position, position), None)
        while raw := list(islice(rows, at_once)):
            before, position = position, position + len(raw)
            reads = read_all(reader, raw)
            if self._writer is not None:
                right = [(read.number, read.label, read.line.extra, read.line.body) for read in reads if read.line]
                self._writer.add(before, position, right)
            yield position, reads
        if self._writer is not None:
            self._writer.end(position)

    def remarks(self) -> list[str]:
        """What the file is told about."""
        return self._source.remarks()

    def places(self) -> Places:
        """Where the headings stand."""
        return self._source.addresses

    def labels(self) -> Generator[tuple[int, str], None, None]:
        """As typed."""
        reader = RowReader(self._source, self._county)
        yield from ((row.number, reader.label(row)) for row in self._source.rows())

    def close(self) -> None:
        """Give the files back."""
        if self._writer is not None:
            self._writer.close()
        self._source.close()


class SpoolFeed:
    """What the check found right; rows that it found wrong do not come again."""

    def __init__(self, upload: Path, job: ImportJob, position: int) -> None:
        """Raises OSError or ValueError when the check left nothing that can be used."""
        self._spool = Spool(spool_of(upload), KINDS[job.kind], _bound(job), position)

    def chunks(self, at_once: int) -> Iterator[Some]:  # noqa: ARG002 - the chunks are those of the check
        """As they were kept."""
        places = self.places()
        for position, rows in self._spool.chunks():
            yield (
                position,
                [Read(number, label, places, Line(body, extra)) for number, label, extra, body in rows],
            )

    def remarks(self) -> list[str]:
        """The check has told them."""
        return []

    def places(self) -> Places:
        """Where they stood."""
        return self._spool.places

    def labels(self) -> Generator[tuple[int, str], None, None]:
        """Those of the right rows."""
        yield from ((number, label) for _, rows in self._spool.chunks() for number, label, _, _ in rows)

    def close(self) -> None:
        """Give the file back."""
        self._spool.close()


def _bound(job: ImportJob) -> str:
    return f"{job.id} {job.digest} {job.county_code}"


def feed_of(upload: Path, job: ImportJob, position: int, *, applying: bool) -> Feed:
    """The rows of an upload from a position on. Raises Unreadable."""
    if applying:
        try:
            return SpoolFeed(upload, job, position)
        except (OSError, ValueError):
            return FileFeed(upload, job, position, keeps=False)
    return FileFeed(upload, job, position, keeps=True)


async def ahead(chunks: Iterator[Some]) -> AsyncGenerator[Some, None]:
    """The next chunk is read in a thread while the database works on this one."""

    def fetched() -> "asyncio.Task[Some | None]":
        return asyncio.create_task(asyncio.to_thread(next, chunks, None))

    coming = fetched()
    try:
        while True:
            await asyncio.wait({coming})  # which leaves the thread alone when it is interrupted
            found = coming.result()
            if found is None:
                return
            coming = fetched()
            yield found
    finally:
        await asyncio.wait({coming})
        coming.exception()
