"""How long a county's moving in takes: `python -m tests.bench.moving_in [SCHOOLS] [STAFF] [postgres] [sqlite]`.

The product runs as in production: the API, and on PostgreSQL the worker as a process of its own (on SQLite the API
works for itself); passwords cost what they cost there. Over HTTP alone a coordinator uploads schools, staff, accounts,
pairings and assignments with mistakes, mends them, and prints the slips; then two people of every school come in with
theirs, eight at once, open their roster, and one of them sends the month. Seconds per step are those of this machine;
peak memory is that of each process. It stops at the first thing that is not as it ought to be, and ends by itself.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx

from services.api.kernel.clock import SHANGHAI
from tests.factories.county import County
from tests.factories.world import PROVINCE
from tests.support.databases import DATABASES, SECRETS
from tests.support.moving import Move, new_coordinator
from tests.support.product import ROOT, free_port

SCHOOLS, STAFF = 300, 10_000
START_SECONDS, STOP_SECONDS, POLL_SECONDS = 60.0, 30.0, 0.5
UVICORN = ["-m", "uvicorn", "services.api.main:app_factory", "--factory", "--host", "127.0.0.1", "--no-access-log",
           "--log-level", "warning"]  # fmt: skip


@dataclass
class Running:
    """The product's processes by name, and where the API answers."""

    url: str
    processes: dict[str, "subprocess.Popen[bytes]"]

    def peaks(self) -> dict[str, float]:
        """The most memory each process ever had, in MB."""
        return {name: _peak_mb(process.pid) for name, process in self.processes.items()}


@contextmanager
def production(url: str, folder: Path) -> Iterator[tuple[Running, dict[str, str]]]:
    """The product on a migrated database, with its environment; both end with the block."""
    port, is_sqlite = free_port(), url.startswith("sqlite")
    environment = {
        **os.environ, **{name.upper(): value for name, value in SECRETS.items()}, "APP_ENV": "production",
        "DATABASE_URL": url, "DATA_DIR": str(folder), "ALLOW_SQLITE_IN_PRODUCTION": str(is_sqlite),
        "EMBEDDED_WORKER": str(is_sqlite),
    }  # fmt: skip
    commands = {"api": [*UVICORN, "--port", str(port)]}
    if not is_sqlite:
        commands["worker"] = ["-m", "services.api.cli", "worker"]
    running = Running(f"http://127.0.0.1:{port}", {})
    with (folder / "log").open("ab") as log:
        try:
            for name, command in commands.items():
                running.processes[name] = subprocess.Popen(
                    [sys.executable, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log,
                )  # fmt: skip
            _wait_until_ready(running.url, folder / "log")
            yield running, environment
        finally:
            for process in running.processes.values():
                process.terminate()
            for process in running.processes.values():
                process.wait(STOP_SECONDS)


def _wait_until_ready(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/health/ready", timeout=2, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError(f"the API did not start:\n{log.read_text('utf-8')[-2000:]}")


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def _administrator(environment: dict[str, str]) -> tuple[str, str]:
    """The first account, as an operator makes it."""
    command = [sys.executable, "-m", "services.api.cli", "administrator", "sheng.guanli", "方省吾"]
    said = subprocess.run(
        [*command, "--region-code", PROVINCE], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    return "sheng.guanli", said.split()[-1]


async def move_in(running: Running, environment: dict[str, str], county: County) -> Move:
    """The whole day."""
    limits = httpx.Limits(max_connections=16)
    async with httpx.AsyncClient(base_url=running.url, timeout=60, trust_env=False, limits=limits) as http:

        async def settle() -> None:
            await asyncio.sleep(POLL_SECONDS)

        move = Move(http, county, settle, settle)
        administrator = await move.come_in(*_administrator(environment), place="10.200.0.9")
        await move.run(*await new_coordinator(administrator, county))
        return move


def _say(move: Move, peaks: dict[str, float]) -> None:
    for name, seconds in move.seconds.items():
        print(f"  {name:36}{seconds:8.1f} s")
    print(f"  {'all':36}{sum(move.seconds.values()):8.1f} s")
    print("  peak memory: " + ", ".join(f"{name} {peak:.0f} MB" for name, peak in peaks.items()))
    print("  " + ", ".join(f"{name} {count:,}" for name, count in move.counts.items()), flush=True)


def main() -> None:
    """PostgreSQL, unless databases are named."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    schools, staff = (numbers + [SCHOOLS, STAFF][len(numbers) :])[:2]
    county = County(schools, staff, datetime.now(SHANGHAI).date())
    for name in [each for each in sys.argv[1:] if not each.isdigit()] or ["postgres"]:
        print(f"{name}: {schools} schools, {staff:,} staff", flush=True)
        with (
            DATABASES[name]() as url,
            tempfile.TemporaryDirectory() as folder,
            production(url, Path(folder)) as (running, environment),
        ):
            move = asyncio.run(move_in(running, environment, county))
            _say(move, running.peaks())


if __name__ == "__main__":
    main()
