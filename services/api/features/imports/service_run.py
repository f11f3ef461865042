"""The worker's part of imports: files are checked and applied in chunks, each in one transaction with its progress,
so that a killed process is followed by another one that goes on where it stopped (architecture §9)."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.accounts import service_bulk as accounts
from services.api.features.imports import queries
from services.api.features.imports.chunks import Chunk, applied, checked
from services.api.features.imports.feeds import Feed, ahead, feed_of
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.models import ImportJob, ImportProgress
from services.api.features.imports.reading.raw import Unreadable
from services.api.features.imports.rules import DAYS_KEPT
from services.api.features.imports.service_jobs import path_of
from services.api.features.imports.shared import Upload, refuse_shared
from services.api.features.imports.spool import spool_of
from services.api.kernel.bulk_rows import plans_fit
from services.api.kernel.clock import Clock
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.events import name_action
from services.api.kernel.ids import new_id
from services.api.kernel.logs import log, log_failure
from services.api.kernel.outcomes import LOOKED_UP, Place
from services.api.kernel.personal import PersonalData
from services.api.settings import Settings
from services.contracts.imports import ImportState

LEASE = timedelta(seconds=60)
ERASE_EVERY = timedelta(hours=1)
OWN_FAULT = "系统出了点问题，没有读完。请再传一次；还不行，请联系系统管理员。"
CLOSED = "上传的账号已停用，没有继续。"
S = ImportState


class Stopped(Exception):
    """Somebody cancelled, or another process has taken over."""


class Failed(Exception):
    """The upload cannot go on. `sentence` is Chinese."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__("failed")


@dataclass(frozen=True, slots=True)
class Held:
    """An upload that this process works on, as it was when it was taken."""

    id: UUID
    job: ImportJob
    state: ImportState
    position: int


class Importer:
    """One process's part; several processes share the uploads by their leases."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database, self._clock, self._settings = database, clock, settings
        self._personal = PersonalData(settings)
        self._at_once = LOOKED_UP // 2 if database.is_sqlite else LOOKED_UP  # SQLite lets one write: the others wait
        self._holder: UUID = new_id()
        self._erase_next = datetime.min.replace(tzinfo=clock.now().tzinfo)

    async def run_due(self) -> int:
        """Work until nothing is due; how many phases were worked on."""
        count = 0
        while (held := await self._take()) is not None:
            await self._work(held)
            count += 1
        await self._erase_old()
        return count

    async def _take(self) -> Held | None:
        now = self._clock.now()
        async with self._database.fresh_reader() as db:
            if await db.scalar(queries.due(now)) is None:
                return None
        async with self._database.writer(clock=self._clock) as db:
            found = await queries.claimed(db, now)
            if found is None:
                return None
            job, progress = found
            if job.state is S.uploaded:
                job.state = S.checking
                name_action(db, job, "check")
            progress.holder, progress.until = self._holder, now + LEASE
            return Held(job.id, job, job.state, progress.position)

    async def _work(self, held: Held) -> None:
        try:
            await self._phase(held)
        except Stopped:
            log("import", stopped=str(held.id))
        except Unreadable as error:
            await self._fail(held, error.sentence)
        except Failed as error:
            await self._fail(held, error.sentence)
        except (SQLAlchemyError, OSError) as error:
            log_failure("import", error)  # the lease runs out, and the next try goes on from the last chunk
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the uploads behind it
            log_failure("import", error)
            await self._fail(held, OWN_FAULT)

    async def _phase(self, held: Held) -> None:
        job, upload = held.job, path_of(self._settings, held.id)
        applying = held.state is S.applying
        feed = await asyncio.to_thread(feed_of, upload, job, held.position, applying=applying)
        try:
            if applying and job.atomic:
                await self._all_or_none(held, feed)
            else:
                async with aclosing(ahead(feed.chunks(self._at_once))) as chunks:
                    async for number, reads in chunks:
                        async with self._writer(job) as db:
                            await self._chunk(db, held, Chunk(job, number, reads))
            state = await self._finish(held, feed)
        finally:
            await asyncio.to_thread(feed.close)
        if state is S.done:
            await asyncio.to_thread(spool_of(upload).unlink, missing_ok=True)

    async def _all_or_none(self, held: Held, feed: Feed) -> None:
        """Every chunk in one transaction: a row that does not fit takes all others back."""
        async with self._writer(held.job) as db, aclosing(ahead(feed.chunks(self._at_once))) as chunks:
            async for number, reads in chunks:
                if await self._chunk(db, held, Chunk(held.job, number, reads)):
                    raise Failed("有一行和别人刚存的内容冲突，按“全部没有错才导入”，一行也没有导入。请重新上传。")

    async def _chunk(self, db: AsyncSession, held: Held, chunk: Chunk) -> int:
        """Plan and record one chunk, and write it when it is to be applied; how many rows became faulty."""
        job, progress = await self._hold(db, held)
        await plans_fit(db)
        place = await self._place(db, job)
        act = applied if held.state is S.applying else checked
        faulty = await act(db, place, chunk, progress)
        progress.position = chunk.position
        progress.until = self._clock.now() + LEASE
        return faulty

    async def _hold(self, db: AsyncSession, held: Held) -> tuple[ImportJob, ImportProgress]:
        job, progress = await queries.held(db, held.id)
        if progress.holder != self._holder or job.state is not held.state:
            raise Stopped
        return job, progress

    async def _place(self, db: AsyncSession, job: ImportJob) -> Place:
        principal = await accounts.principal_of(db, job.created_by)
        if principal is None or KINDS[job.kind].permission not in principal.permissions:
            raise Failed(CLOSED)
        ctx = Ctx(db, principal, self._clock, self._settings, f"import-{job.id.hex}")
        return Place(job.county_code, ctx, self._personal)

    async def _finish(self, held: Held, feed: Feed) -> ImportState:
        async with self._writer(held.job) as db:
            job, progress = await self._hold(db, held)
            if held.state is S.applying:
                job.state = S.done
                name_action(db, job, "apply")
            else:
                await self._checked(db, job, progress, feed)
            progress.holder = progress.until = None
            return job.state

    async def _checked(self, db: AsyncSession, job: ImportJob, progress: ImportProgress, feed: Feed) -> None:
        progress.remarks = feed.remarks()
        await refuse_shared(db, Upload(job, progress, feed))
        progress.total = progress.creating + progress.updating + progress.unchanged + progress.faulty
        if not progress.total:
            raise Unreadable("file.no_rows", "表头下面没有数据，请填好再传。")
        blocked = job.atomic and progress.faulty
        goes_on = not job.dry_run and not blocked and progress.creating + progress.updating
        job.state = S.applying if goes_on else S.checked
        if not job.dry_run and not blocked and not goes_on:
            job.state = S.done
        progress.position = 0
        name_action(db, job, "checked")

    async def _fail(self, held: Held, sentence: str) -> None:
        async with self._writer(held.job) as db:
            job, progress = await queries.held(db, held.id)
            if progress.holder == self._holder:
                job.state, progress.failure = S.failed, sentence[:200]
                progress.holder = progress.until = None
                name_action(db, job, "fail")
        await asyncio.to_thread(spool_of(path_of(self._settings, held.id)).unlink, missing_ok=True)

    def _writer(self, job: ImportJob):  # type: ignore[no-untyped-def] # noqa: ANN202 - the database's own context manager
        """A transaction in the name of who uploaded."""
        return self._database.writer(
            clock=self._clock, actor_kind="user", actor_id=job.created_by, request_id=f"import-{job.id.hex}"
        )

    async def _erase_old(self) -> None:
        """Files and results older than 30 days go; the upload itself stays in the log."""
        now = self._clock.now()
        if now < self._erase_next:
            return
        self._erase_next = now + ERASE_EVERY
        async with self._database.writer(clock=self._clock) as db:
            jobs = await queries.expired(db, now - timedelta(days=DAYS_KEPT))
            for job in jobs:
                job.erased_at = now
                job.state = job.state if job.state in {S.done, S.failed} else S.cancelled
                name_action(db, job, "erase")
            if jobs:
                await queries.forget_rows(db, [job.id for job in jobs])
        for job in jobs:
            upload = path_of(self._settings, job.id)
            for path in (upload, spool_of(upload)):
                path.unlink(missing_ok=True)
