"""How long a county's moving in takes: `python -m tests.bench.moving_in [SCHOOLS] [STAFF] [postgres] [sqlite]`.

The product runs as in production: the API, and on PostgreSQL the worker as a process of its own (on SQLite the API
works for itself); passwords cost what they cost there. Over HTTP alone a coordinator uploads schools, staff, accounts,
pairings and assignments with mistakes, mends them, and prints the slips; then two people of every school come in with
theirs, eight at once, open their roster, and one of them sends the month. Seconds per step are those of this machine;
peak memory is that of each process. It stops at the first thing that is not as it ought to be, and ends by itself.
"""

import asyncio
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import httpx

from services.api.kernel.clock import SHANGHAI
from tests.factories.county import County
from tests.factories.world import PROVINCE
from tests.support.databases import DATABASES
from tests.support.moving import Move, new_coordinator
from tests.support.product import ROOT
from tests.support.production import Running, production

SCHOOLS, STAFF = 300, 10_000
POLL_SECONDS = 0.5


def _administrator(environment: dict[str, str]) -> tuple[str, str]:
    """The first account, as an operator makes it."""
    command = [sys.executable, "-m", "services.api.cli", "administrator", "sheng.guanli", "方省吾"]
    said = subprocess.run(
        [*command, "--region-code", PROVINCE], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout
    return "sheng.guanli", said.split()[-1]


async def move_in(running: Running, county: County) -> Move:
    """The whole day."""
    limits = httpx.Limits(max_connections=16)
    async with httpx.AsyncClient(base_url=running.urls["api"], timeout=60, trust_env=False, limits=limits) as http:

        async def settle() -> None:
            await asyncio.sleep(POLL_SECONDS)

        move = Move(http, county, settle, settle)
        administrator = await move.come_in(*_administrator(running.environment), place="10.200.0.9")
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
            production(url, Path(folder)) as running,
        ):
            move = asyncio.run(move_in(running, county))
            _say(move, running.peaks())


if __name__ == "__main__":
    main()
