"""One server in a process of its own: `python -m tests.bench.serving ours|bare URL PORT`."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from services.api.kernel.logs import set_up_logs
from services.api.main import create_app
from tests.bench.bare import create_bare
from tests.bench.data import TOKENS
from tests.bench.load import Call, answer
from tests.support.databases import settings_for

START_SECONDS = 180.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(kind: str, url: str) -> Iterator[tuple[int, int]]:
    """Port and process id of a running server; it ends with the block."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.serving", kind, url, str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": "."})
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("a server of the bench did not start")
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            asyncio.run(answer(port, Call("/health/live")))
            return
        time.sleep(0.1)
    raise RuntimeError("a server of the bench did not answer")


if __name__ == "__main__":
    _, kind, url, port = sys.argv
    set_up_logs()
    app = create_app(settings_for(url, app_env="production", **TOKENS)) if kind == "ours" else create_bare(url)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_level="critical", access_log=False)
