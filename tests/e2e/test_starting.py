"""`make run` as a person meets it: it starts, tells the accounts, keeps the data, and stops on Ctrl-C."""

import json
import os
import pty
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.launcher.processes import ROOT

OFFICES = {"county_coordinator", "school_reporter"}


@dataclass
class Terminal:
    """The launcher in a terminal of its own, on free ports."""

    process: "subprocess.Popen[bytes]"
    screen: int
    api: str
    web: str
    said: str = ""

    def read_until(self, word: str, seconds: float = 300) -> None:
        """Read the screen until `word` stands there; fails with the screen when it does not come."""
        os.set_blocking(self.screen, False)
        deadline = time.monotonic() + seconds
        while word not in self.said and time.monotonic() < deadline:
            try:
                self.said += os.read(self.screen, 65536).decode("utf-8", "replace")
            except BlockingIOError:
                time.sleep(0.05)
            except OSError:  # the other side has closed the terminal
                break
        assert word in self.said, self.said

    def press_ctrl_c(self) -> int:
        """Press Ctrl-C, wait for the end and return the exit code."""
        os.write(self.screen, b"\x03")
        self.read_until("已停止", 30)
        return self.process.wait(30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_terminal(data_dir: Path) -> Terminal:
    api, web = free_port(), free_port()
    ours, theirs = pty.openpty()
    environment = os.environ | {
        "API_PORT": str(api),
        "WEB_PORT": str(web),
        "DATA_DIR": str(data_dir),
        "APP_ENV": "demo",
    }
    for name in ("DATABASE_URL", "JWT_KEYS", "WEB_CLIENT_SECRET", "COOKIE_KEY"):
        environment.pop(name, None)
    process = subprocess.Popen(
        # `setsid --ctty` gives the process this terminal, so that the Ctrl-C key reaches it as a signal
        ["setsid", "--ctty", sys.executable, "-m", "services.launcher"], cwd=ROOT, env=environment,
        stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    return Terminal(process, ours, f"http://127.0.0.1:{api}", f"http://127.0.0.1:{web}")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("product") / "var"


@pytest.fixture
def terminal(data_dir: Path) -> Iterator[Terminal]:
    started = open_terminal(data_dir)
    yield started
    if started.process.poll() is None:
        started.process.terminate()
        started.process.wait(30)
    os.close(started.screen)


def accounts(data_dir: Path) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads((data_dir / "demo-accounts.json").read_text("utf-8"))
    return read


def client_token(terminal: Terminal, data_dir: Path) -> str:
    client = next(account for account in accounts(data_dir) if "client_id" in account)
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    answer = httpx.post(f"{terminal.api}/api/v1/auth/token", data=form, trust_env=False)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def test_the_first_start_shows_addresses_and_accounts_of_every_role_and_ctrl_c_ends_it(
    terminal: Terminal, data_dir: Path
) -> None:
    terminal.read_until("Ctrl-C")
    assert terminal.web in terminal.said
    assert f"{terminal.api}/api/docs" in terminal.said
    people = [account for account in accounts(data_dir) if "username" in account]
    shown = [person for person in people if f"{person['username']} " in terminal.said]
    assert {person["role"] for person in shown} == {person["role"] for person in people} >= OFFICES
    assert all(person["password"] in terminal.said for person in shown)
    assert len({person["region_code"] for person in people if person["role"] == "county_coordinator"}) >= 2
    assert stat.S_IMODE((data_dir / "demo-accounts.json").stat().st_mode) == 0o600

    assert httpx.get(terminal.web, follow_redirects=True, trust_env=False).status_code == 200
    assert client_token(terminal, data_dir)

    assert terminal.press_ctrl_c() == 0
    assert "Traceback" not in terminal.said
    with pytest.raises(httpx.ConnectError):
        httpx.get(terminal.web, trust_env=False)


def test_the_second_start_keeps_the_data_and_the_accounts(terminal: Terminal, data_dir: Path) -> None:
    before = accounts(data_dir)
    terminal.read_until("Ctrl-C")
    assert accounts(data_dir) == before
    assert client_token(terminal, data_dir)
    assert terminal.press_ctrl_c() == 0
    logs = "".join((data_dir / name).read_text("utf-8") for name in ("api.log", "web.log"))
    assert "Traceback" not in logs
    assert not [person["password"] for person in before if person.get("password", "\0") in logs]
