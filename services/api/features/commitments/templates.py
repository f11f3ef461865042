"""The promises of real documents that ship with the product; read once."""

import tomllib
from functools import cache
from pathlib import Path

from services.contracts.commitments import CommitmentTemplate

DATA = Path(__file__).parent / "data" / "templates.toml"


@cache
def templates() -> dict[str, CommitmentTemplate]:
    """Every template by its key, in the order of the file."""
    found = tomllib.loads(DATA.read_text("utf-8"))["template"]
    return {each["key"]: CommitmentTemplate.model_validate(each) for each in found}
