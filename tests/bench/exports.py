"""Whether an export's memory grows with its rows: the server's peak while two whole files go out.

The files are the last ten thousand and the last hundred thousand rows of the log as CSV, read to their end.
"""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench.load import Call, answer

FEW, MANY, MOST_GROWN_MB = 10_000, 100_000, 16.0


@dataclass(frozen=True)
class ExportMemory:
    """Rows sent and how far the server's peak rose above what it had before, in MB."""

    few: int
    few_mb: float
    many: int
    many_mb: float
    rows_a_second: float

    @property
    def is_flat(self) -> bool:
        """Ten times the rows need no more memory, but for some MB that come and go."""
        return self.many_mb <= self.few_mb + MOST_GROWN_MB


async def export_memory(port: int, process: int, headers: dict[str, str]) -> ExportMemory:
    """A log of fewer than a hundred thousand rows goes out whole."""
    newest = Call("/api/v1/events?newest_first=true&limit=1", headers=headers)
    head = json.loads((await answer(port, newest))[2])["items"][0]["position"]
    await _whole(port, headers, max(head - 1000, 0))
    few, few_mb, _ = await _peak(port, process, headers, max(head - FEW, 0))
    many, many_mb, seconds = await _peak(port, process, headers, max(head - MANY, 0))
    return ExportMemory(few, few_mb, many, many_mb, many / seconds)


async def _peak(port: int, process: int, headers: dict[str, str], after: int) -> tuple[int, float, float]:
    """Rows of the file, by how many MB the server's peak rose, and seconds."""
    before, began = _high_water(process, anew=True), time.perf_counter()
    rows = await _whole(port, headers, after)
    return rows, _high_water(process) - before, time.perf_counter() - began


def _high_water(process: int, *, anew: bool = False) -> float:
    if anew:
        Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


async def _whole(port: int, headers: dict[str, str], after: int) -> int:
    """Read a file to its end, which the client knows from its framing; its rows without the headings."""
    rows = -1
    async with (
        httpx.AsyncClient(timeout=60, trust_env=False) as http,
        http.stream("GET", f"http://127.0.0.1:{port}/api/v1/events.csv?after={after}", headers=headers) as answered,
    ):
        answered.raise_for_status()
        async for part in answered.aiter_bytes():
            rows += part.count(b"\n")
    return rows
