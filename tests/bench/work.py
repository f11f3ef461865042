"""How much of the processors an answer takes, on both sides of the socket: it says the same on a busy machine.

A rate falls with everything else that runs; processor time does not. Linux, with PostgreSQL on the same machine.
"""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy.engine import make_url

TICKS = os.sysconf("SC_CLK_TCK")
_UTIME, _STIME = 11, 12
"""Places in /proc/PID/stat after the name of the command."""


def processor_seconds(process: int, url: str) -> float:
    """Of a server process and all sessions of the database since they began; sessions must stay open in between."""
    mark = f" {make_url(url).database} ".encode()
    found = _seconds(Path(f"/proc/{process}"))
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            command = (folder / "cmdline").read_bytes()
            if command.startswith(b"postgres: ") and mark in command:
                found += _seconds(folder)
    return found


def _seconds(folder: Path) -> float:
    fields = (folder / "stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[_UTIME]) + int(fields[_STIME])) / TICKS
