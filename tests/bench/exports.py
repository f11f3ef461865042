"""Whether an export's memory grows with its rows: the server's peak while ten thousand and while all rows go out."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

FEW, MOST_GROWN_MB = 10_000, 16.0


@dataclass(frozen=True)
class ExportMemory:
    """Rows sent and how far the server's peak rose above what it had before, in MB."""

    few: int
    few_mb: float
    many: int
    many_mb: float

    @property
    def is_flat(self) -> bool:
        """Ten times the rows need no more memory, but for some MB that come and go."""
        return self.many_mb <= self.few_mb + MOST_GROWN_MB


async def export_memory(port: int, process: int, headers: dict[str, str]) -> ExportMemory:
    """The log as CSV, which has rows enough: the first part of it, then all that there is or a hundred thousand."""
    await _taken(port, headers, 1000)
    few, few_mb = await _peak(port, process, headers, FEW)
    many, many_mb = await _peak(port, process, headers, FEW * 10)
    return ExportMemory(few, few_mb, many, many_mb)


async def _peak(port: int, process: int, headers: dict[str, str], rows: int) -> tuple[int, float]:
    before = _high_water(process, anew=True)
    sent = await _taken(port, headers, rows)
    return sent, _high_water(process) - before


def _high_water(process: int, *, anew: bool = False) -> float:
    if anew:
        Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")
    lines = Path(f"/proc/{process}/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


async def _taken(port: int, headers: dict[str, str], rows: int) -> int:
    """Read so many lines and hang up."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    lines = [f"GET /api/v1/events.csv HTTP/1.1\r\nHost: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    try:
        status = await reader.readline()
        if b" 200 " not in status:
            raise RuntimeError(f"export: {status!r}")
        seen = 0
        while seen < rows and (part := await reader.read(1 << 16)):
            seen += part.count(b"\n")
        return seen
    finally:
        writer.close()
