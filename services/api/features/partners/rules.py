"""What may be done with a partner. Pure."""

from datetime import date

WRITERS = "两校的报送员或学校领导，或主管的区县协调人"


def is_over(end_on: date | None, today: date) -> bool:
    """Whether the last day has passed."""
    return end_on is not None and end_on < today


def allowed(*, writes: bool, voided: bool, over: bool) -> list[str]:
    """The caller's actions: a void one stays as it is, one that is over can be put right."""
    if not writes or voided:
        return []
    return ["edit", "void"] if over else ["edit", "end", "void"]
