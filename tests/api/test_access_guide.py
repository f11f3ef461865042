"""The guide to access: its commands run as they stand, its codes are those of the API."""

import os
import re
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.api.kernel.clock import Clock, SetClock
from services.contracts.codes import ClientScope, Role
from services.contracts.problem_codes import PROBLEMS
from tests.factories.world import PROVINCE
from tests.support.api_process import ApiProcess
from tests.support.callers import SignIn
from tests.support.product import ROOT
from tests.support.sign_ins import Accounts

GUIDES = {name: (ROOT / "docs/integrators" / name).read_text("utf-8") for name in ("access.md", "access.en.md")}


@pytest.fixture
def clock() -> SetClock:
    """The machine's time: the guide's commands run against a process of its own."""
    return SetClock(Clock().now())


def blocks(text: str) -> list[str]:
    return re.findall(r"```bash\n(.*?)```", text, re.DOTALL)


def codes(text: str) -> list[tuple[int, str]]:
    return [(int(status), code) for status, code in re.findall(r"^\| (\d{3}) \| `([\w.]+)`", text, re.MULTILINE)]


@dataclass
class Shell:
    """A shell in which the guide's variables are set."""

    variables: dict[str, str]

    def run(self, script: str) -> list[str]:
        environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "no_proxy": "*", **self.variables}
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], env=environment, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@pytest.fixture
async def shell(app: FastAPI, database_url: str, sign_in: SignIn, tmp_path: Path) -> AsyncIterator[Shell]:
    client, secret = await Accounts(app, sign_in.http).client(ClientScope.stats_read)
    administrator = await sign_in(Role.administrator, PROVINCE)
    process = ApiProcess(database_url, tmp_path / "api.log")
    try:
        process.start()
        yield Shell(
            {
                "API": process.url, "CLIENT_ID": client.client_id, "CLIENT_SECRET": secret, "ID": str(client.id),
                "VERSION": "1", "ADMIN_TOKEN": administrator.token,
            }
        )  # fmt: skip
    finally:
        process.stop()


async def test_the_commands_of_the_guide_lead_to_a_first_number_and_a_new_secret(shell: Shell) -> None:
    script = "\necho; echo ----\n".join(blocks(GUIDES["access.md"]))
    told = "\n".join(shell.run(script)).split("----")
    assert len(told) == 5
    assert '"client_id":"c-shaanxi"' in told[1]
    assert "persons 0" in told[2]
    assert told[3].strip() == "304"
    assert told[4].count('"in_use":true') == 2


def test_both_languages_have_the_same_commands_and_codes() -> None:
    chinese, english = GUIDES.values()
    assert blocks(chinese) == blocks(english)
    assert codes(chinese) == codes(english)


def test_every_code_of_the_guide_exists_with_its_status() -> None:
    listed = codes(GUIDES["access.md"])
    assert listed == [(PROBLEMS[code].status, code) for _, code in listed]
