"""The published code lists: a data file of facts, read once (docs: data/README.md)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from services.contracts.code_lists import CodeSetOut

DATA = Path(__file__).parent / "data" / "lists.json"


@cache
def _read() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DATA.read_text("utf-8"))
    return found


def version() -> str:
    """The version of the collection."""
    return str(_read()["version"])


def own_names() -> dict[str, str]:
    """Our own sets and what they are called."""
    return dict(_read()["own"])


@cache
def published() -> dict[str, CodeSetOut]:
    """The lists of published standards by name."""
    return {each["set"]: CodeSetOut(version=version(), **each) for each in _read()["sets"]}
