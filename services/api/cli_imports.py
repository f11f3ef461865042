"""`import KIND FILE --county … --user …`: the same check and the same rows as over HTTP, for operators."""

import asyncio
import hashlib
import os
import shutil
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from services.api.features.accounts import service_bulk as accounts
from services.api.features.imports import service as imports
from services.api.kernel.clock import Clock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.ids import new_id
from services.api.kernel.logs import warnings_only
from services.api.kernel.problems import Problem
from services.api.kernel.uploads import Received
from services.api.settings import Settings
from services.contracts.imports import ImportKind, ImportOut, ImportState

BAR = 30
SHOWN = 5


class Session:
    """One import from the command line, in the name of an account."""

    def __init__(self, settings: Settings, user_id: UUID) -> None:
        self.settings, self.user_id, self.clock = settings, user_id, Clock()
        self.database = Database(settings)

    async def upload(self, kind: ImportKind, file: Path, county_code: str) -> UUID:
        """Copy the file and make the job. Raises Problem."""
        job_id = new_id()
        path = imports.path_of(self.settings, job_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(file, path)
        os.chmod(path, 0o600)  # noqa: PTH101 - pathlib's own does the same
        try:
            await imports.look(path, kind, file.name)
            digest = await asyncio.to_thread(lambda: hashlib.sha256(path.read_bytes()).hexdigest())
            received = Received(digest, path.stat().st_size, file.name)
            async with self.database.writer(clock=self.clock, actor_kind="user", actor_id=self.user_id) as db:
                ctx = await self._ctx(db)
                county = imports.county_for(ctx.principal, kind, county_code)
                await imports.create(ctx, job_id, received, kind, county, dry_run=True, atomic=False)
        except Problem:
            path.unlink(missing_ok=True)
            raise
        return job_id

    async def _ctx(self, db: object) -> Ctx:
        principal = await accounts.principal_of(db, self.user_id)  # type: ignore[arg-type] # a session
        if principal is None:
            raise Problem("auth.disabled", contact="系统管理员")
        return Ctx(db, principal, self.clock, self.settings, "")  # type: ignore[arg-type] # a session

    async def state(self, job_id: UUID) -> ImportOut:
        """How far it is."""
        async with self.database.reader() as db:
            return await imports.detail(await self._ctx(db), job_id)

    async def confirm(self, found: ImportOut) -> None:
        """Let the right rows in."""
        async with self.database.writer(clock=self.clock, actor_kind="user", actor_id=self.user_id) as db:
            await imports.confirm(await self._ctx(db), found.id, found.version)

    async def work(self, job_id: UUID) -> ImportOut:
        """Run what is due here, with a bar; a worker that runs already may be faster."""
        running = asyncio.create_task(imports.Importer(self.database, self.clock, self.settings).run_due())
        while True:
            done, _ = await asyncio.wait({running}, timeout=0.5)
            found = await self.state(job_id)
            typer.echo(f"\r{_bar(found)}", nl=False)
            if found.state not in {ImportState.uploaded, ImportState.checking, ImportState.applying}:
                await running
                typer.echo()
                return found
            if done:
                running.result()
                await asyncio.sleep(0.5)


def import_file(
    kind: ImportKind,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    county: Annotated[str, typer.Option(help="县区代码 / county code")],
    user: Annotated[str, typer.Option(help="以谁的名义 / account name")],
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask")] = False,  # noqa: FBT002 - a flag
) -> None:
    """检查并导入一个表格文件 / check a spreadsheet and import it."""
    warnings_only()
    try:
        raise typer.Exit(asyncio.run(_import(Settings(), kind, file, county, user, yes=yes)))
    except Problem as problem:
        typer.echo(problem.detail, err=True)
        raise typer.Exit(2) from None


async def _import(settings: Settings, kind: ImportKind, file: Path, county: str, user: str, *, yes: bool) -> int:
    database = Database(settings)
    try:
        async with database.reader() as db:
            user_id = await accounts.id_named(db, user)
    finally:
        await database.close()
    if user_id is None:
        typer.echo(f"没有“{user}”这个账号 / no such account", err=True)
        return 2
    session = Session(settings, user_id)
    try:
        return await _checked_and_confirmed(session, kind, file, county, yes=yes)
    finally:
        await session.database.close()


async def _checked_and_confirmed(session: Session, kind: ImportKind, file: Path, county: str, *, yes: bool) -> int:
    job_id = await session.upload(kind, file, county)
    found = await session.work(job_id)
    _tell(found)
    if "confirm" in found.allowed_actions and (yes or typer.confirm("导入 / import?")):
        await session.confirm(found)
        found = await session.work(job_id)
        _tell(found)
    return 0 if found.state is not ImportState.failed and not found.counts.error else 1


def _bar(found: ImportOut) -> str:
    full = round(BAR * found.done / found.total) if found.total else 0
    total = f"/{found.total}" if found.total else ""
    return f"{found.state.label} [{'#' * full}{'.' * (BAR - full)}] {found.done}{total}行  "


def _tell(found: ImportOut) -> None:
    counts = found.counts
    typer.echo(
        f"{found.state.label}：新增{counts.create}行，更新{counts.update}行，不变{counts.unchanged}行，有错{counts.error}行"
    )
    for line in [found.failure, *found.remarks]:
        if line:
            typer.echo(f"  {line}")
    for problem in found.problems:
        cells = "、".join(cell.cell for cell in problem.cells[:SHOWN]) + ("等" if problem.count > SHOWN else "")
        typer.echo(f"  {problem.heading or '这一行'}：{problem.detail}（{problem.count}处：{cells}）")
