"""What the plans of real exchanged teachers promised; read once."""

import tomllib
from functools import cache
from pathlib import Path

from services.contracts.goals import PlanTemplate

DATA = Path(__file__).parent / "data" / "plans.toml"


@cache
def templates() -> dict[str, PlanTemplate]:
    """Every template by its key, in the order of the file."""
    found = tomllib.loads(DATA.read_text("utf-8"))["template"]
    return {each["key"]: PlanTemplate.model_validate(each) for each in found}
