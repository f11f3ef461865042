"""How far the goals of a pairing have come against time; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.contracts.pairings import GoalOut, PairingDetail


@dataclass(frozen=True, slots=True)
class Progress:
    """One goal as a commitment row; `mark` is the share that time says, 0–1, None without a date."""

    goal: GoalOut
    mark: float | None
    word: str
    kind: str
    bar: str
    rank: int

    @property
    def actual(self) -> int:
        """The last reported value; nothing reported counts as 0."""
        return self.goal.actual or 0


_LATE, _IDLE, _FINE, _DONE = (
    ("落后", "bad", "bad", 0),
    ("未开始", "neutral", "", 1),
    ("正常", "done", "", 2),
    ("已完成", "done", "done", 3),
)


def progress_of(pairing: PairingDetail, today: date) -> list[Progress]:
    """Return the goals, worst first."""
    rows = [_progress(goal, pairing.start_on, today) for goal in pairing.goals]
    return sorted(rows, key=lambda row: row.rank)


def behind(rows: Sequence[Progress]) -> int:
    """Return how many goals lag."""
    return sum(1 for row in rows if row.rank == _LATE[3])


def _progress(goal: GoalOut, start_on: date, today: date) -> Progress:
    mark = _share_of_time(start_on, goal.due_on, today) if goal.due_on else None
    actual = goal.actual or 0
    if actual >= goal.target:
        look = _DONE
    elif mark is not None and actual < int(goal.target * mark):
        look = _LATE
    else:
        look = _FINE if actual else _IDLE
    word, kind, bar, rank = look
    return Progress(goal, mark, word, kind, bar, rank)


def _share_of_time(start_on: date, due_on: date, today: date) -> float:
    whole = (due_on - start_on).days
    return 1.0 if whole <= 0 else min(1.0, max(0.0, (today - start_on).days / whole))
