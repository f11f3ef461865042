"""The product's services as they run in production: started by the commands of their unit files."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.support.databases import SECRETS
from tests.support.product import ROOT, free_port

START_SECONDS, STOP_SECONDS = 180.0, 60.0
UNITS = ROOT / "deploy" / "systemd"


@dataclass
class Running:
    """The product's processes by name, where each answers, and what they are told by the environment."""

    environment: dict[str, str]
    urls: dict[str, str]
    log: Path
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def peaks(self) -> dict[str, float]:
        """The most memory each process ever had, in MB."""
        return {name: _peak_mb(process.pid) for name, process in self.processes.items()}

    def start(self, name: str, port: int | None = None) -> None:
        """Start one by the command of its unit file, on a port of its own; the database is migrated already."""
        command = unit_command(name)
        if "--port" in command:
            port = port or free_port()
            command = re.sub(r"--port \d+", f"--port {port}", command)
            self.urls[name] = f"http://127.0.0.1:{port}"
        with self.log.open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, *command.split()], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**self.environment, "API_URL": self.urls.get("api", "")},
            )  # fmt: skip

    def wait_until_ready(self, name: str, path: str) -> None:
        """Until it answers 200 there; RuntimeError with the log after three minutes, or when it has ended."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.processes[name].poll() is None:
            try:
                if httpx.get(f"{self.urls[name]}{path}", timeout=2, trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise RuntimeError(f"{name} did not start:\n{self.log.read_text('utf-8')[-3000:]}")

    def stop(self) -> dict[str, int]:
        """Ask all of them to end; their exit codes."""
        for process in self.processes.values():
            process.terminate()
        return {name: process.wait(STOP_SECONDS) for name, process in self.processes.items()}


@contextmanager
def production(url: str, folder: Path) -> Iterator[Running]:
    """API and worker on a migrated database until the block ends; on SQLite the API works for itself."""
    is_sqlite = url.startswith("sqlite")
    environment = {
        **os.environ, **{name.upper(): value for name, value in SECRETS.items()}, "APP_ENV": "production",
        "COOKIE_KEY": "test-cookie-key-of-thirty-two-bytes-1", "DATABASE_URL": url, "DATA_DIR": str(folder),
        "ALLOW_SQLITE_IN_PRODUCTION": str(is_sqlite), "EMBEDDED_WORKER": str(is_sqlite),
    }  # fmt: skip
    running = Running(environment, {}, folder / "log")
    try:
        for name in ("api",) if is_sqlite else ("api", "worker"):
            running.start(name)
        running.wait_until_ready("api", "/health/ready")
        yield running
    finally:
        running.stop()


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def unit_command(service: str) -> str:
    """What the unit file of a service hands to its Python."""
    text = (UNITS / f"jiedui-{service}.service").read_text("utf-8")
    found = re.search(r"^ExecStart=\S+/python (.+)$", text, re.MULTILINE)
    assert found is not None, service
    return found.group(1)
