"""Whoever relies on /api/v1 is not broken: the description is compared with the promised one (CONTRIBUTING.md)."""

import gzip
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PROMISED = ROOT / "docs/openapi-promised.json.gz"
PRESENT = ROOT / "docs/openapi.json"
BREAKS = Path(__file__).with_name("openapi_breaks.mjs")
COMPARED_WITHIN = 300
Change = Callable[[dict[str, Any]], None]


def breaks(promised: Path, present: Path) -> list[str]:
    """What the present description breaks, one line each."""
    node = shutil.which("node") or str(ROOT / ".venv-node/bin/node")
    asked = [node, str(BREAKS), str(promised), str(present)]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=COMPARED_WITHIN, check=False)
    assert done.returncode in {0, 1}, done.stderr
    assert not done.stderr
    return done.stdout.splitlines()


def test_nothing_that_was_promised_is_taken_away_or_asked_for_in_addition() -> None:
    assert breaks(PROMISED, PRESENT) == []


def _small() -> dict[str, Any]:
    """The part about clients: small, with lists, questions and answers."""
    whole = json.loads(gzip.decompress(PROMISED.read_bytes()))
    whole["paths"] = {path: item for path, item in whole["paths"].items() if path.startswith("/api/v1/clients")}
    return dict(whole)


def _drop_operation(found: dict[str, Any]) -> None:
    del found["paths"]["/api/v1/clients/{client_id}"]["get"]


def _drop_sent_field(found: dict[str, Any]) -> None:
    del found["components"]["schemas"]["ClientOut"]["properties"]["name"]


def _ask_for_more(found: dict[str, Any]) -> None:
    asked = found["components"]["schemas"]["ClientCreate"]
    asked["properties"]["purpose"] = {"type": "string"}
    asked["required"].append("purpose")


def _drop_filter(found: dict[str, Any]) -> None:
    parameters = found["paths"]["/api/v1/clients"]["get"]["parameters"]
    parameters[:] = [each for each in parameters if each["name"] != "revoked"]


def _change_type_sent(found: dict[str, Any]) -> None:
    found["components"]["schemas"]["ClientOut"]["properties"]["client_id"] = {"type": "integer"}


def _shorten_what_may_be_said(found: dict[str, Any]) -> None:
    found["components"]["schemas"]["ClientCreate"]["properties"]["name"]["maxLength"] = 10


def _take_a_code_away(found: dict[str, Any]) -> None:
    found["components"]["schemas"]["ClientScope"]["enum"].remove("stats:read")


BREAKING = (
    _drop_operation, _drop_sent_field, _ask_for_more, _drop_filter, _change_type_sent, _shorten_what_may_be_said,
    _take_a_code_away,
)  # fmt: skip


def _add_what_hurts_nobody(found: dict[str, Any]) -> None:
    schemas, paths = found["components"]["schemas"], found["paths"]
    schemas["ClientCreate"]["properties"]["purpose"] = {"type": "string"}
    schemas["ClientOut"]["properties"]["purpose"] = {"type": "string"}
    schemas["ClientOut"]["required"].append("purpose")
    schemas["ClientScope"]["enum"].append("more:read")
    paths["/api/v1/clients"]["get"]["parameters"].append(
        {"name": "purpose", "in": "query", "required": False, "schema": {"type": "string"}}
    )
    paths["/api/v1/clients/of-mine"] = {"get": paths["/api/v1/clients/{client_id}"]["get"]}


def _compared(change: Change, folder: Path) -> list[str]:
    promised, present = _small(), _small()
    change(present)
    for name, described in (("promised.json", promised), ("present.json", present)):
        (folder / name).write_text(json.dumps(described), "utf-8")
    return breaks(folder / "promised.json", folder / "present.json")


@pytest.mark.parametrize("change", BREAKING, ids=lambda change: change.__name__.strip("_"))
def test_what_would_break_an_integrator_is_found(change: Change, tmp_path: Path) -> None:
    assert _compared(change, tmp_path) != []


def test_what_is_only_added_breaks_nobody(tmp_path: Path) -> None:
    assert _compared(_add_what_hurts_nobody, tmp_path) == []
