"""The API as a process of its own, to be killed, limited and restarted.

Processes are forked from one that has read the code and done nothing else: to read it takes longer than all else that
fifty kills ask.
"""

import multiprocessing
import os
import resource
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx
import uvicorn

from tests.support.databases import SECRETS
from tests.support.product import ROOT, free_port

START_SECONDS = 180.0
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["services.api.main", __name__])


def _serve(environment: dict[str, str], log: str, file_size_limit: int | None, port: int) -> None:
    """In the new process: as `uvicorn services.api.main:app_factory --factory` does."""
    with Path(log).open("ab") as said:
        os.dup2(said.fileno(), sys.stdout.fileno())
        os.dup2(said.fileno(), sys.stderr.fileno())
    os.chdir(ROOT)
    os.environ.clear()  # what it was forked from has that of an earlier test
    os.environ.update(environment)
    if file_size_limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_size_limit, file_size_limit))
    uvicorn.run("services.api.main:app_factory", factory=True, host="127.0.0.1", port=port, log_level="warning")


@dataclass
class ApiProcess:
    """uvicorn with one worker on a free port; the database is migrated already."""

    database_url: str
    log: Path
    file_size_limit: int | None = None
    port: int = field(default_factory=free_port)
    process: BaseProcess | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, wait: bool = True) -> None:
        """Start; by default until it is ready."""
        secrets = {name.upper(): value for name, value in SECRETS.items()}
        environment = {
            **os.environ, **secrets, "APP_ENV": "test", "DATABASE_URL": self.database_url,
            "RATE_LIMIT_PER_MINUTE": "100000", "ARGON2_MEMORY_KIB": "1024", "DATA_DIR": str(self.log.parent),
        }  # fmt: skip
        given = environment, str(self.log), self.file_size_limit, self.port
        self.process = _FORKS.Process(target=_serve, args=given, daemon=True)
        self.process.start()
        if wait:
            self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Until /health/live answers."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/health/live", timeout=1).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.02)
        raise RuntimeError(f"the API did not start:\n{self.log.read_text('utf-8')[-3000:]}")

    def kill(self) -> None:
        """SIGKILL, as a power cut."""
        if self.process is not None:
            self.process.kill()
            self.process.join(10)
            self.process = None

    def stop(self) -> None:
        """SIGTERM."""
        if self.process is not None:
            self.process.terminate()
            self.process.join(15)
            self.process = None
