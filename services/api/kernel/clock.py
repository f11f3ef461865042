"""The injected clock. Instants are UTC, days are Asia/Shanghai."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present instant, UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The present day in Asia/Shanghai."""
        return self.now().astimezone(SHANGHAI).date()


class SetClock(Clock):
    """A clock that stands where it is put: for the demo's stories and for tests."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        """The instant it was put to."""
        return self._at

    def put(self, at: datetime) -> None:
        """Put it to another instant."""
        self._at = at

    def forward(self, by: timedelta) -> None:
        """Move it on."""
        self._at += by


def shanghai_midnight(day: date) -> datetime:
    """00:00 of a day in Asia/Shanghai, as UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
