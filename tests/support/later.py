"""The API or the worker as a process on a given day: `python -m tests.support.later api|worker URL AHEAD PORT`.

The demo's months depend on the day; with a clock that is some seconds ahead or behind they are always the same.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import uvicorn

from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.logs import set_up_logs
from services.api.main import create_app
from services.api.worker import Worker
from tests.support.databases import settings_for
from tests.support.product import ROOT

TOKENS = {"access_token_seconds": 24 * 3600}


class Later(Clock):
    """The machine's clock put forward by some seconds, or back."""

    def __init__(self, ahead: float) -> None:
        self._ahead = timedelta(seconds=ahead)

    def now(self) -> datetime:
        """What it shows."""
        return super().now() + self._ahead


@contextmanager
def running(kind: str, url: str, ahead: float, port: int = 0) -> Iterator[None]:
    """One process until the block ends; whether it answers already is the caller's to see."""
    command = [sys.executable, "-m", "tests.support.later", kind, url, str(ahead), str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait(10)


def _main(kind: str, url: str, ahead: str, port: str) -> None:
    set_up_logs()
    clock, settings = Later(float(ahead)), settings_for(url, **TOKENS)
    if kind == "worker":
        asyncio.run(Worker(Database(settings), clock, settings).run_forever())
    else:
        uvicorn.run(
            create_app(settings, clock), host="127.0.0.1", port=int(port), log_level="critical", access_log=False
        )


if __name__ == "__main__":
    _main(*sys.argv[1:])
