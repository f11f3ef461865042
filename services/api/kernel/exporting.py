"""Every list as a file: the same rows, filters, order and fields as the list, read page by page (architecture §8).

A feature declares its columns once as a `Sheet` in `service_sheet.py` and offers the list beside its own route:

    offer(router, SCHOOLS, needs(Permission.school_read), SchoolFilter, listing)

An export is the list itself, asked for a page at a time in a read session of its own, so nothing that the list
hides can come out of it. The list's statement runs once and stays open: rows are sorted once, and memory does not
grow with their number. What only the table shows, because an import needs it, is looked up beside a page of rows.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.api.kernel.attachments import attachment
from services.api.kernel.context import Ctx
from services.api.kernel.db import Database
from services.api.kernel.export_log import Taken, note_export
from services.api.kernel.paging import PageAsked, RowStream
from services.api.kernel.problems import Problem
from services.api.kernel.rates import Rates
from services.api.kernel.spreadsheets import BOM, MOST_XLSX_ROWS, Cell, cell, csv_lines, write_xlsx
from services.api.settings import Settings
from services.contracts.base import Page

BATCH = 500
"""Rows read at once: few enough that other requests get their turn in between."""
AT_ONCE = 3
"""Exports under way in one process; each holds a connection."""
BUSY_SECONDS = 15


class Suffix(str, Enum):
    """The ending of the address says the format."""

    csv = "csv"
    xlsx = "xlsx"
    ndjson = "ndjson"


class TableSuffix(str, Enum):
    """The formats that people read."""

    csv = "csv"
    xlsx = "xlsx"


MEDIA_TYPES = {
    Suffix.csv: "text/csv; charset=utf-8",
    Suffix.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Suffix.ndjson: "application/x-ndjson",
}
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "the whole list as a file",
        "content": {kind.split(";")[0]: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()},
    }
}


BESIDE = "+"
Extra = Mapping[str, object]
Beside = Callable[[Ctx, Any, Sequence[Any]], Awaitable[Sequence[Extra]]]
"""What only the table shows of some rows, by name: caller, filters, rows → one mapping for each row, in their order.
It gives nothing that the list hides from this caller."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and where its value is: a path such as `school.code`, `+grades` beside the row, or a function of it."""

    heading: str
    of: str | Callable[[Any], object]

    def read(self, row: Any, extra: Extra) -> Cell:
        """The cell of one row; empty where something on the path is missing."""
        if not isinstance(self.of, str):
            return cell(self.of(row))
        if self.of.startswith(BESIDE):
            return cell(extra.get(self.of.removeprefix(BESIDE)))
        value = row
        for name in self.of.split("."):
            value = None if value is None else getattr(value, name)
        return cell(value)


titles: dict[str, str] = {}
"""Name of each table → its Chinese title."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as a table. `name` names it in events, `title` is the file's Chinese name.

    `more` are columns that depend on what is asked, before the others; `beside` looks up what the list does not say.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    more: Callable[[Any], Sequence[Column]] | None = None
    beside: Beside | None = None

    def __post_init__(self) -> None:
        titles[self.name] = self.title

    def columns_for(self, asked: Any) -> list[Column]:
        """All columns of this question."""
        return [*(self.more(asked) if self.more else ()), *self.columns]


def columns(*said: str) -> tuple[Column, ...]:
    """Columns written as `学校代码 school.code`."""
    return tuple(Column(*each.split(" ")) for each in said)


@dataclass(frozen=True, slots=True)
class Everything:
    """What a list is narrowed by that has no filters."""


Listing = Callable[[Ctx, Any, PageAsked], Awaitable[Page[Any]]]
"""One page of a list: caller, filters, page."""


region_names: list[Callable[[AsyncSession, Collection[str]], Awaitable[Mapping[str, str]]]] = []
"""Who can say what regions are called; filled by the regions."""


class ExportDesk:
    """How often a principal may take a list, and how many exports run at once in this process."""

    def __init__(self, settings: Settings) -> None:
        self.rates = Rates(settings, settings.export_limit_per_minute)
        self._slots = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """A place for one export. Raises 503 `export.busy` when all are taken."""
        if self._slots.locked():
            raise Problem("export.busy", headers={"Retry-After": str(BUSY_SECONDS)}, seconds=BUSY_SECONDS)
        async with self._slots:
            yield


def offer(router: APIRouter, sheet: Sheet, gate: Any, filters: Any, listing: Listing, *, path: str = "") -> None:
    """Add `{path}.csv`, `.xlsx` and `.ndjson` to a router; `filters` is what the list's own route depends on."""
    asked_of = Depends(filters)

    async def export(request: Request, suffix: Suffix, ctx: Ctx = gate, asked: Any = asked_of) -> Response:
        """The whole list as a file, same filters, order and fields. Leaves an event `export`."""
        return export_of(request, ctx, sheet, suffix, asked=asked, listing=listing)

    router.add_api_route(
        path + ".{suffix}", export, methods=["GET"], name=f"export_{sheet.name}", summary=f"下载{sheet.title}",
        response_class=StreamingResponse, responses=ANSWERS,
    )  # fmt: skip


def export_of(
    request: Request, ctx: Ctx, sheet: Sheet, suffix: Suffix, *, asked: Any, listing: Listing, reason: str = ""
) -> Response:
    """The answer of one export. `reason` is kept with it. Raises 429 `rate.limited`; once asked 503 `export.busy`."""
    desk: ExportDesk = request.app.state.exports
    desk.rates.charge(f"{ctx.principal.kind}:{ctx.principal.id}")
    return ExportResponse(Export(request.app.state.database, desk, ctx, sheet, suffix, asked, listing, reason))


@dataclass(frozen=True, slots=True)
class Export:
    """One list on its way out."""

    database: Database
    desk: ExportDesk
    ctx: Ctx
    sheet: Sheet
    suffix: Suffix
    asked: Any
    listing: Listing
    reason: str = ""

    @asynccontextmanager
    async def opened(self) -> AsyncIterator["Opened"]:
        """One snapshot of the list, after the export has been written down with its number of rows."""
        async with self.desk.slot(), snapshot(self.database) as session:
            ctx = replace(self.ctx, db=session)
            stream = RowStream()
            first = await self.listing(ctx, self.asked, PageAsked(BATCH, None, count=True, stream=stream))
            rows = first.count if first.count is not None else len(first.items)
            if self.suffix is Suffix.xlsx and rows > MOST_XLSX_ROWS:
                raise Problem("export.too_long", most=f"{MOST_XLSX_ROWS:,}", count=f"{rows:,}")
            taken = Taken(self.sheet.name, self.suffix.value, self.asked, rows, self.reason)
            await note_export(self.database, ctx, taken)
            yield Opened(ctx, self._pages(ctx, first, stream), await self._headers(ctx))

    async def _pages(self, ctx: Ctx, page: Page[Any], stream: RowStream) -> AsyncIterator[list[Any]]:
        yield page.items
        while page.next_cursor:
            page = await self.listing(ctx, self.asked, PageAsked(BATCH, page.next_cursor, count=False, stream=stream))
            yield page.items

    async def _headers(self, ctx: Ctx) -> dict[str, str]:
        """The file's name, such as 学校-陈仓区-20261203.csv, and that nobody keeps it."""
        place = getattr(self.asked, "county_code", None) or getattr(self.asked, "region_code", None)
        code, day = place or ctx.principal.region_code, ctx.today.strftime("%Y%m%d")
        names = [name for look_up in region_names if (name := (await look_up(ctx.db, [code])).get(code))]
        plain = f"{self.sheet.name}-{day}.{self.suffix.value}"
        said = "-".join([self.sheet.title, *names, day]) + f".{self.suffix.value}"
        return {"Content-Disposition": attachment(plain, said), "Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Opened:
    """The pages of one snapshot, who sees them, and the headers of the answer."""

    ctx: Ctx
    pages: AsyncIterator[list[Any]]
    headers: dict[str, str]


@asynccontextmanager
async def snapshot(database: Database) -> AsyncIterator[AsyncSession]:
    """A read session that sees one state of the database from its first to its last statement."""
    async with database.replica_reader("REPEATABLE READ") as session:
        yield session


class ExportResponse(Response):
    """Reads and sends at once; until the first byte a problem is still a problem."""

    def __init__(self, export: Export) -> None:
        self.export = export
        super().__init__(media_type=MEDIA_TYPES[export.suffix])
        del self.headers["content-length"]
        del self.body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        try:
            async with self.export.opened() as opened:
                if self.export.suffix is Suffix.xlsx:
                    await self._send_book(opened, scope, receive, send)
                else:
                    is_json = self.export.suffix is Suffix.ndjson
                    lines = _json_lines(opened.pages) if is_json else self._csv(opened)
                    await self._answer(StreamingResponse, lines, opened)(scope, receive, send)
        except ClientDisconnect:
            return  # who asked has gone; the event stays

    def _answer(self, kind: Any, content: Any, opened: Opened) -> Response:
        answer: Response = kind(content, headers=opened.headers, media_type=self.media_type)
        return answer

    async def _csv(self, opened: Opened) -> AsyncIterator[bytes]:
        headings, table = self._table(opened)
        yield BOM.encode() + csv_lines([headings])
        async for rows in table:
            yield csv_lines(rows)

    async def _send_book(self, opened: Opened, scope: Scope, receive: Receive, send: Send) -> None:
        headings, table = self._table(opened)
        with TemporaryDirectory(prefix="export-") as folder:
            path = Path(folder) / "list.xlsx"
            await write_xlsx(path, self.export.sheet.title, headings, table)
            await self._answer(FileResponse, path, opened)(scope, receive, send)

    def _table(self, opened: Opened) -> tuple[list[str], AsyncIterator[list[list[Cell]]]]:
        shown = self.export.sheet.columns_for(self.export.asked)
        return [column.heading for column in shown], self._rows(opened, shown)

    async def _rows(self, opened: Opened, shown: Sequence[Column]) -> AsyncIterator[list[list[Cell]]]:
        async for page in opened.pages:
            extras = await self._beside(opened.ctx, page)
            yield [[column.read(row, extra) for column in shown] for row, extra in zip(page, extras, strict=True)]

    async def _beside(self, ctx: Ctx, page: list[Any]) -> Sequence[Extra]:
        look_up = self.export.sheet.beside
        return await look_up(ctx, self.export.asked, page) if look_up else [{}] * len(page)


async def _json_lines(pages: AsyncIterator[list[BaseModel]]) -> AsyncIterator[bytes]:
    """One row of the list's own answer a line."""
    async for page in pages:
        yield "".join(f"{row.model_dump_json()}\n" for row in page).encode()
