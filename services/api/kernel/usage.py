"""How much each provincial system calls: counted in the process, written now and then, never with the request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fastapi import Request

from services.api.kernel.clock import SHANGHAI

REFUSALS = frozenset({403, 429})
AREA_PART = 3
"""`/api/v1/assignments/{id}` → `assignments`."""
Key = tuple[UUID, date, str]
"""Client, day in Asia/Shanghai, area."""


@dataclass(slots=True)
class Tally:
    """Calls of one client on one day in one area; `refused` of them were answered 403 or 429."""

    last_at: datetime
    calls: int = 0
    refused: int = 0
    bytes_sent: int = 0

    def add(self, other: "Tally") -> None:
        """Take another one's counts in."""
        self.last_at = max(self.last_at, other.last_at)
        self.calls += other.calls
        self.refused += other.refused
        self.bytes_sent += other.bytes_sent


class CallCounts:
    """What this process has counted and nobody has written yet."""

    def __init__(self) -> None:
        self._tallies: dict[Key, Tally] = {}

    def count(self, client_id: UUID, area: str, now: datetime, *, refused: bool = False, size: int = 0) -> None:
        """One answered call; `size` are the bytes of its body."""
        key = client_id, now.astimezone(SHANGHAI).date(), area
        self._add(key, Tally(now, 1, int(refused), size))

    def take(self) -> Mapping[Key, Tally]:
        """Hand everything over and begin anew."""
        taken, self._tallies = self._tallies, {}
        return taken

    def put_back(self, taken: Mapping[Key, Tally]) -> None:
        """What could not be written waits for the next time."""
        for key, tally in taken.items():
            self._add(key, tally)

    def _add(self, key: Key, tally: Tally) -> None:
        if key in self._tallies:
            self._tallies[key].add(tally)
        else:
            self._tallies[key] = tally


def count_call(request: Request, status: int, size: int) -> None:
    """Count an answered call if a provincial system made it: the access check has left its id."""
    client_id: UUID | None = getattr(request.state, "client_id", None)
    if client_id is None:
        return
    state = request.app.state
    counts: CallCounts = state.usage
    counts.count(client_id, _area(request), state.clock.now(), refused=status in REFUSALS, size=size)


def _area(request: Request) -> str:
    """The first part of the route's template, so that nobody can make areas up."""
    parts = str(getattr(request.scope.get("route"), "path", "")).split("/")
    return parts[AREA_PART].partition(".")[0] if len(parts) > AREA_PART else "other"
