"""The API as a process of its own, to be killed, limited and restarted."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.support.databases import SECRETS
from tests.support.product import ROOT, free_port

START_SECONDS = 180.0


@dataclass
class ApiProcess:
    """uvicorn with one worker on a free port; the database is migrated already."""

    database_url: str
    log: Path
    file_size_limit: int | None = None
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

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
        command = [
            sys.executable, "-m", "uvicorn", "services.api.main:app_factory", "--factory", "--host", "127.0.0.1",
            "--port", str(self.port), "--log-level", "warning",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                preexec_fn=self._limiter(),  # noqa: PLW1509 - the test process starts no threads before
            )  # fmt: skip
        if wait:
            self.wait_until_ready()

    def _limiter(self) -> Callable[[], None] | None:
        limit = self.file_size_limit
        if limit is None:
            return None
        return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

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
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    def stop(self) -> None:
        """SIGTERM."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(15)
            self.process = None
