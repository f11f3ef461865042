"""The web's idea of now: set once per request, so that a page cannot disagree with itself."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
Clock = Callable[[], datetime]

_now: ContextVar[datetime | None] = ContextVar("web_now", default=None)


def system_clock() -> datetime:
    """Return the machine's time in UTC."""
    return datetime.now(UTC)


def set_now(moment: datetime) -> None:
    """Fix now for the request that is running."""
    _now.set(moment)


def now() -> datetime:
    """Return the time of the request, in Asia/Shanghai."""
    return (_now.get() or system_clock()).astimezone(SHANGHAI)


def today() -> date:
    """Return the calendar day in Asia/Shanghai."""
    return now().date()
