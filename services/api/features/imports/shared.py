"""Two things of one upload that share what only one may have, such as a staff number: neither goes in."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.imports import queries, rules
from services.api.features.imports.feeds import Feed
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.models import ImportJob, ImportProgress
from services.api.features.imports.reading.places import Places
from services.contracts.imports import ImportRowStatus

AT_ONCE = 1000
COUNTED = {ImportRowStatus.create: "creating", ImportRowStatus.update: "updating"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked upload, how far it is, and its rows."""

    job: ImportJob
    progress: ImportProgress
    feed: Feed


async def refuse_shared(db: AsyncSession, upload: Upload) -> None:
    """Make every one of such rows a faulty one, at its cell: which of them is right nobody can tell.

    Asked once when all rows are checked, because the two may be far apart; a thousand at a time.
    """
    field = KINDS[upload.job.kind].shared_field
    last = 0
    with closing(upload.feed.labels()) as labels:
        while field and (found := await queries.sharing(db, upload.job.id, last, AT_ONCE)):
            last = found[-1].number
            named = await asyncio.to_thread(_named, labels, {row.number for row in found})
            errors = [_error(upload.feed.places(), field, row, named.get(row.number, "")) for row in found]
            await queries.change_rows(db, [_refused(upload.job.id, error) for error in errors])
            _count(upload.progress, found)
            upload.progress.problems = rules.added(upload.progress.problems, errors)


def _named(labels: Iterator[tuple[int, str]], numbers: set[int]) -> dict[int, str]:
    """The names of some rows; the file is read along."""
    last, found = max(numbers), {}
    for number, label in labels:
        if number in numbers:
            found[number] = label
        if number >= last:
            break
    return found


def _count(progress: ImportProgress, found: Sequence[queries.Sharing]) -> None:
    for row in found:
        counted = COUNTED[row.status]
        setattr(progress, counted, getattr(progress, counted) - 1)
    progress.faulty += len(found)


def _error(places: Places, field: str, row: queries.Sharing, label: str) -> dict[str, object]:
    other = row.last if row.number == row.first else row.first
    more = "等几行" if row.many > 2 else ""
    return {
        "field": field, "cell": places.cell(field, row.number), "code": "import.shared", "row": row.number,
        "label": label, "detail": f"和第{other}行{more}不是同一个人，工号却一样，请核对工号",
    }  # fmt: skip


def _refused(job_id: UUID, error: dict[str, object]) -> dict[str, object]:
    stored = {name: error[name] for name in ("field", "cell", "code", "detail")}
    return {"job_id": job_id, "number": error["row"], "status": ImportRowStatus.error, "entity_id": None,
            "said": None, "errors": [stored]}  # fmt: skip
