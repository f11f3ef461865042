"""Rate limits: one bucket per principal and process (architecture §8). Draft RateLimit header fields."""

import math
import time

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from services.api.kernel.problems import Problem
from services.api.settings import Settings

SWEEP_SECONDS = 60


class Counters(MemoryStorage):
    """The library's counters without its thread: it starts one with nearly each call to sweep up old counters.

    For one event loop: nothing here is awaited.
    """

    _swept_at = 0.0

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count; what has run out is swept up once a minute."""
        now = time.time()
        if now - self._swept_at >= SWEEP_SECONDS:
            self._swept_at = now
            for old in [name for name, until in self.expirations.items() if until <= now]:
                self.clear(old)
        found = self.get(key) + amount
        if found == amount:
            self.expirations[key] = now + expiry
        self.storage[key] = found
        return found


class Rates:
    """Counts calls per key in this process; the limit is shared among the workers.

    Two counters a key, whatever the limit: a list of all calls of the minute would have to be walked each time.
    """

    def __init__(self, settings: Settings, per_minute: int | None = None) -> None:
        limit = settings.rate_limit_per_minute if per_minute is None else per_minute
        self._limiter = SlidingWindowCounterRateLimiter(Counters())
        self._item = RateLimitItemPerMinute(max(1, limit // max(1, settings.workers)))

    def charge(self, key: str) -> dict[str, str]:
        """Count one call; the header fields to send. Raises 429 `rate.limited` with Retry-After."""
        allowed = self._limiter.hit(self._item, key)
        window = self._limiter.get_window_stats(self._item, key)
        wait = max(1, math.ceil(window.reset_time - time.time()))
        headers = {
            "RateLimit-Limit": str(self._item.amount),
            "RateLimit-Remaining": str(max(0, window.remaining)),
            "RateLimit-Reset": str(wait),
        }
        if not allowed:
            raise Problem("rate.limited", headers={**headers, "Retry-After": str(wait)}, seconds=wait)
        return headers


def charge(request: Request, key: str) -> None:
    """Charge a call to a key and remember the header fields for the answer."""
    rates: Rates = request.app.state.rates
    request.state.rate_headers = rates.charge(key)
