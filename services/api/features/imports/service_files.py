"""Files of imports: the first look at an upload, the template, and the faulty rows to be mended."""

import asyncio
import tempfile
from pathlib import Path
from uuid import UUID

from services.api.features.imports import queries, rules
from services.api.features.imports.filters import RowsAsked
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.reading.opening import Source
from services.api.features.imports.reading.raw import Unreadable
from services.api.features.imports.service_jobs import path_of
from services.api.features.imports.writing.mistakes import MistakeFile
from services.api.features.imports.writing.template import write_template
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.export_log import Taken, note_export
from services.api.kernel.exporting import titles
from services.api.kernel.problems import Problem, field_problem
from services.contracts.imports import ImportKind

AT_ONCE = 1000
ERRORS = "import_errors"
titles[ERRORS] = "导入的错误文件"


async def look(path: Path, kind: ImportKind, filename: str) -> None:
    """Refuse at once what cannot be read at all. Raises 422 `import.unreadable` on `file`."""
    try:
        source = await asyncio.to_thread(Source, path, KINDS[kind], filename)
    except Unreadable as error:
        problem = field_problem("file", error.code, error.sentence)
        raise Problem("import.unreadable", errors=[problem], sentence=error.sentence) from error
    await asyncio.to_thread(source.close)


async def template(kind: ImportKind) -> bytes:
    """The empty table of one kind."""
    return await asyncio.to_thread(_template, kind)


def _template(kind: ImportKind) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        write_template(KINDS[kind], path)
        return path.read_bytes()


async def mistakes(database: Database, ctx: Ctx, job_id: UUID) -> Path:
    """A temporary workbook of the faulty rows; the caller deletes it. They are people's: that it was taken is noted.

    Raises 404 `resource.not_found`, `import.nothing_wrong`, `import.erased`.
    """
    job = await queries.one(ctx.db, ctx.principal, job_id)
    if job is None:
        raise Problem("resource.not_found")
    upload = path_of(ctx.settings, job_id)
    if job.erased_at is not None or not upload.exists():
        raise Problem("import.erased", days=rules.DAYS_KEPT)
    if not job.faulty:
        raise Problem("import.nothing_wrong")
    source = await asyncio.to_thread(Source, upload, KINDS[job.kind], job.filename)
    with tempfile.NamedTemporaryFile(suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        await _write(ctx, job_id, MistakeFile(KINDS[job.kind], source, path))
        await note_export(database, ctx, Taken(ERRORS, "xlsx", RowsAsked(job_id), job.faulty))
    except BaseException:
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise
    finally:
        await asyncio.to_thread(source.close)
    return path


async def _write(ctx: Ctx, job_id: UUID, file: MistakeFile) -> None:
    last = 0
    while found := (await ctx.db.execute(queries.faulty_rows(job_id, last, AT_ONCE))).all():
        last = found[-1].number
        await asyncio.to_thread(file.add, [(row.number, row.errors) for row in found])
    await asyncio.to_thread(file.close)
