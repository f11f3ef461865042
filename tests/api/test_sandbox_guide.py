"""The guide to sandboxes: its commands run as they stand, and both languages say the same."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from services.api.demo.accounts import CLIENT_SECRET
from services.api.demo.sandbox import CLIENT_ID, open_sandbox
from services.api.kernel.clock import Clock, SetClock
from services.contracts.codes import SandboxScenario
from services.contracts.problem_codes import PROBLEMS
from tests.api.test_access_guide import Shell, blocks, codes
from tests.support.api_process import ApiProcess
from tests.support.product import ROOT

GUIDES = {name: (ROOT / "docs/integrators" / name).read_text("utf-8") for name in ("sandbox.md", "sandbox.en.md")}


@pytest.fixture
def clock() -> SetClock:
    """The machine's time: the guide's commands run against a process of its own."""
    return SetClock(Clock().now())


@pytest.fixture
async def shell(
    app: FastAPI, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Shell]:
    monkeypatch.setenv("SANDBOX", "true")
    await open_sandbox(app.state.settings)
    process = ApiProcess(database_url, tmp_path / "api.log")
    try:
        process.start()
        yield Shell({"API": process.url, "CLIENT_ID": CLIENT_ID, "CLIENT_SECRET": CLIENT_SECRET})
    finally:
        process.stop()


async def test_the_commands_of_the_guide_tell_a_story_and_begin_anew(shell: Shell) -> None:
    told = shell.run("\n".join(blocks(GUIDES["sandbox.md"])))
    assert told[0].startswith("school_year 20")
    both = [(0, 0), (0, 0), (0, 0), (2, 2), (1, 2)]
    assert told[1:6] == [f"S-08 {{'urban_to_rural': {there}, 'rural_to_urban': {back}}}" for there, back in both]
    assert told[6] == "actions ['arrive', 'confirm', 'plan', 'terminate']"
    assert told[7:] == ["as_of 10-07", "run 2"] or told[7:] == ["as_of 10-06", "run 2"]


def test_both_languages_have_the_same_commands_codes_and_stories() -> None:
    chinese, english = GUIDES.values()
    assert blocks(chinese) == blocks(english)
    assert codes(chinese) == codes(english)
    for text in GUIDES.values():
        assert all(f"| `{scenario}` |" in text for scenario in SandboxScenario)


def test_every_code_of_the_guide_exists_with_its_status_and_none_is_left_out() -> None:
    listed = codes(GUIDES["sandbox.md"])
    assert listed == [(PROBLEMS[code].status, code) for _, code in listed]
    assert {code for _, code in listed} == {code for code in PROBLEMS if code.startswith("sandbox.")}
