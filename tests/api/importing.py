"""Uploading in tests: tables as text, as workbooks, and through to the end."""

import io
from collections.abc import Sequence
from typing import Any

import httpx
import xlsxwriter

from services.api.kernel.ids import new_id
from services.api.worker import Worker
from tests.support.callers import Caller

Table = Sequence[Sequence[Any]]


def csv_bytes(table: Table, encoding: str = "utf-8", divider: str = ",") -> bytes:
    """A table without quotes."""
    return "\r\n".join(divider.join(str(cell) for cell in row) for row in table).encode(encoding)


def xlsx_bytes(table: Table, sheet: str = "Sheet1") -> bytes:
    """A workbook whose cells are what the values are: text, numbers, days."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet(sheet)
    for number, row in enumerate(table):
        page.write_row(number, 0, row)
    book.close()
    return memory.getvalue()


async def upload(caller: Caller, kind: str, content: bytes, **query: Any) -> httpx.Response:
    """POST the raw bytes."""
    asked = "&".join(f"{name}={value}" for name, value in {"kind": kind, **query}.items())
    headers = {"Authorization": f"Bearer {caller.token}", "Idempotency-Key": new_id().hex,
               "Content-Type": "application/octet-stream"}  # fmt: skip
    return await caller.http.post(f"/api/v1/imports?{asked}", content=content, headers=headers)


async def checked(caller: Caller, worker: Worker, kind: str, content: bytes, **query: Any) -> dict[str, Any]:
    """Uploaded and checked."""
    answer = await upload(caller, kind, content, **query)
    assert answer.status_code == 201, answer.text
    await worker.run_once()
    return await again(caller, answer.json())


async def again(caller: Caller, found: dict[str, Any]) -> dict[str, Any]:
    """The upload as it is now."""
    answer = await caller.get(f"/imports/{found['id']}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def applied(caller: Caller, worker: Worker, kind: str, content: bytes, **query: Any) -> dict[str, Any]:
    """Uploaded, checked, confirmed and written."""
    found = await checked(caller, worker, kind, content, **query)
    if "confirm" not in found["allowed_actions"]:
        return found
    answer = await caller.post(f"/imports/{found['id']}/confirm", version=found["version"])
    assert answer.status_code == 200, answer.text
    await worker.run_once()
    return await again(caller, found)


async def errors_of(caller: Caller, found: dict[str, Any]) -> dict[str, str]:
    """Cell → code of every error."""
    cells: dict[str, str] = {}
    cursor: str | None = ""
    while cursor is not None:
        path = f"/imports/{found['id']}/rows?status=error&limit=200" + (f"&cursor={cursor}" if cursor else "")
        page = (await caller.get(path)).json()
        cells |= {error["cell"]: error["code"] for row in page["items"] for error in row["errors"]}
        cursor = page["next_cursor"]
    return cells
