"""The whole product as a person starts it: the launcher's own command on free ports with demo data."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 300.0
STOP_SECONDS = 20.0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Product:
    """A running product. `log` is everything both services printed."""

    data_dir: Path
    api_port: int
    web_port: int
    process: "subprocess.Popen[bytes] | None" = None
    environment: dict[str, str] | None = None

    @property
    def web(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def api(self) -> str:
        """Where systems go."""
        return f"http://127.0.0.1:{self.api_port}"

    @property
    def log(self) -> Path:
        """Standard output and error of launcher, API and web."""
        return self.data_dir.with_suffix(".log")

    def start(self) -> None:
        """Start and wait until the pages answer."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "API_PORT": str(self.api_port),
            "WEB_PORT": str(self.web_port),
            "DATA_DIR": str(self.data_dir),
            **(self.environment or {}),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "services.launcher", "--stop-with-stdin"], cwd=ROOT, env=environment,
                stdin=subprocess.PIPE,  # closes with the tests, even when they are killed
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                break
            try:
                ready = (f"{self.api}/health/ready", f"{self.web}/health/live")
                if all(httpx.get(url, timeout=2).status_code == 200 for url in ready):
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.2)
        raise RuntimeError(f"the product did not start:\n{self.log.read_text('utf-8')[-3000:]}")

    def stop(self) -> int:
        """Ask it to stop as Ctrl-C does; its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(STOP_SECONDS)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            if self.process.stdin is not None:
                self.process.stdin.close()
            self.process = None

    def accounts(self) -> list[dict[str, Any]]:
        """What demo-accounts.json says."""
        found: list[dict[str, Any]] = json.loads((self.data_dir / "demo-accounts.json").read_text("utf-8"))
        return found

    def account(self, username: str) -> dict[str, Any]:
        """One account by name."""
        return next(account for account in self.accounts() if account.get("username") == username)

    def client(self, client_id: str) -> dict[str, Any]:
        """One client by id."""
        return next(account for account in self.accounts() if account.get("client_id") == client_id)
