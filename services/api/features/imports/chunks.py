"""One chunk of an upload: planned by the feature, recorded row by row, and written at a savepoint."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from services.api.features.imports import queries, rules
from services.api.features.imports.checking import Read
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.kinds.columns import Kind
from services.api.features.imports.models import ImportJob, ImportProgress, ImportRow
from services.api.features.imports.said import opened, said, sealed
from services.api.features.regions import service as regions
from services.api.kernel.bulk_rows import Clash, put_rows
from services.api.kernel.outcomes import Line, Outcome, Place, refused, wrong
from services.api.kernel.problems import Problem
from services.contracts.imports import ImportRowStatus

TRIES = 3
KEY_LENGTH = 32
COUNTED = {
    ImportRowStatus.create: "creating",
    ImportRowStatus.update: "updating",
    ImportRowStatus.unchanged: "unchanged",
    ImportRowStatus.error: "faulty",
}
LATE = wrong("", "import.clash", "和别人刚存的内容冲突，请核对后再传这一行")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The rows of a chunk; `position` rows of the file are behind it."""

    job: ImportJob
    position: int
    reads: Sequence[Read]

    @property
    def kind(self) -> Kind:
        """What they are."""
        return KINDS[self.job.kind]


Planned = list[tuple[Read, Outcome]]


async def checked(db: AsyncSession, place: Place, chunk: Chunk, progress: ImportProgress) -> int:
    """Say of each row what would become of it. Returns how many are faulty."""
    planned = await _without_doubles(db, chunk, await _plan(db, place, chunk, chunk.reads))
    rows = _rows(place, chunk, planned)
    await put_rows(db, ImportRow, rows)
    return _count(progress, planned, rows)


async def applied(db: AsyncSession, place: Place, chunk: Chunk, progress: ImportProgress) -> int:
    """Write the rows that were right when they were checked. Returns how many became faulty since."""
    if not chunk.reads:
        return 0
    await regions.queue(db, place.county_code)
    before = await queries.rows_between(db, chunk.job.id, chunk.reads[0].number, chunk.reads[-1].number)
    reads = [read for read in chunk.reads if before[read.number].status is not ImportRowStatus.error]
    planned = await _written(db, place, chunk, reads, before)
    changed = [(read, outcome) for read, outcome in planned if _differs(place, read, outcome, before[read.number])]
    for read, _ in changed:
        _add(progress, before[read.number].status, -1)
    rows = _rows(place, chunk, changed)
    await queries.change_rows(db, rows)
    return _count(progress, changed, rows)


async def _plan(db: AsyncSession, place: Place, chunk: Chunk, reads: Sequence[Read]) -> Planned:
    lines: list[Line] = [read.line for read in reads if read.line is not None]
    answers = iter(await chunk.kind.plan(db, place, lines) if lines else [])
    return [(read, read.refusal() if read.line is None else next(answers)) for read in reads]


async def _without_doubles(db: AsyncSession, chunk: Chunk, planned: Planned) -> Planned:
    """A second row about the same thing is a mistake: which one was meant nobody can tell."""
    keys = {outcome.match[:KEY_LENGTH] for _, outcome in planned if outcome.match}
    first = await queries.rows_with_keys(db, chunk.job.id, keys) if keys else {}
    found: Planned = []
    for read, outcome in planned:
        key = (outcome.match or "")[:KEY_LENGTH]
        if key and key in first:
            field = chunk.kind.columns[0].field
            problem = wrong(field, "import.double", f"和第{first[key]}行是同一{_counter(chunk.kind)}，请只留一行")
            found.append((read, refused(*outcome.problems, problem)))
            continue
        if key:
            first[key] = read.number
        found.append((read, outcome))
    return found


def _counter(kind: Kind) -> str:
    return {"schools": "所学校", "staff": "个人", "users": "个账号", "pairings": "对学校"}.get(kind.key.value, "项任务")


async def _written(
    db: AsyncSession, place: Place, chunk: Chunk, reads: Sequence[Read], before: dict[int, Any]
) -> Planned:
    """Plan again with what others have written meanwhile, and write; after clashes half by half."""
    for _ in range(TRIES):
        planned = await _plan(db, place, chunk, reads)
        if await _try(db, place, chunk, planned, before):
            return planned
    if len(reads) == 1:
        return [(reads[0], refused(LATE))]
    half = len(reads) // 2
    first = await _written(db, place, chunk, reads[:half], before)
    return first + await _written(db, place, chunk, reads[half:], before)


async def _try(db: AsyncSession, place: Place, chunk: Chunk, planned: Planned, before: dict[int, Any]) -> bool:
    for read, outcome in planned:
        if outcome.status is ImportRowStatus.create:
            outcome.id = before[read.number].entity_id or outcome.id
    try:
        async with db.begin_nested():
            await chunk.kind.write(db, place, [outcome for _, outcome in planned])
    except (Clash, IntegrityError, StaleDataError, Problem):
        return False
    return True


def _differs(place: Place, read: Read, outcome: Outcome, before: Any) -> bool:
    if (outcome.status, outcome.id) != (before.status, before.entity_id):
        return True
    return before.said is not None and said(read.label, outcome) != opened(place.personal, before.said)


def _rows(place: Place, chunk: Chunk, planned: Planned) -> list[dict[str, Any]]:
    return [
        {
            "job_id": chunk.job.id,
            "number": read.number,
            "status": outcome.status,
            "entity_id": outcome.id,
            "match_key": outcome.match[:KEY_LENGTH] if outcome.match else None,
            "shared_key": outcome.shared[:KEY_LENGTH] if outcome.shared else None,
            "said": sealed(place.personal, said(read.label, outcome)),
            "errors": [
                {"field": problem.field, "cell": read.cell(problem.field), "code": problem.code,
                 "detail": problem.detail}
                for problem in outcome.problems
            ],
        }
        for read, outcome in planned
    ]  # fmt: skip


def _count(progress: ImportProgress, planned: Planned, rows: list[dict[str, Any]]) -> int:
    """Add the outcomes up; how many rows are faulty."""
    counts = Counter(outcome.status for _, outcome in planned)
    for status, number in counts.items():
        _add(progress, status, number)
    errors = [
        {**error, "row": read.number, "label": read.label}
        for (read, _), row in zip(planned, rows, strict=True)
        for error in row["errors"]
    ]
    if errors:
        progress.problems = rules.added(progress.problems, errors)
    return counts[ImportRowStatus.error]


def _add(progress: ImportProgress, status: ImportRowStatus, by: int) -> None:
    name = COUNTED[status]
    setattr(progress, name, getattr(progress, name) + by)
