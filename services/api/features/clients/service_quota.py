"""Calls a day of a provincial system, shared by all processes through the database (E-68.4, architecture §8).

A process takes a slice of the day's calls and gives them out by itself; so a call costs no write, and the sum over all
processes never exceeds the quota. A killed process takes its slice with it, at most a twentieth of the quota.
"""

import asyncio
import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from fastapi import Request

from services.api.features.clients import queries_usage
from services.api.kernel.clock import Clock, shanghai_midnight
from services.api.kernel.db import Database
from services.api.kernel.problems import Problem
from services.api.kernel.scope import Principal
from services.api.settings import Settings


@dataclass(slots=True)
class Share:
    """What one process holds of one client's calls of a day: `left` to give out, `taken` by all when it last asked."""

    day: date
    quota: int
    left: int = 0
    taken: int = 0
    used_up: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def must_ask(self) -> bool:
        """Whether only the database knows if there is more."""
        return not self.left and not self.used_up

    @property
    def remaining(self) -> int:
        """Calls left today as far as this process knows."""
        return max(0, self.quota - self.taken) + self.left


class Quotas:
    """One process's shares."""

    def __init__(self, database: Database, clock: Clock, settings: Settings) -> None:
        self._database, self._clock, self._default = database, clock, settings.client_daily_quota
        self._shares: dict[UUID, Share] = {}

    def of(self, daily_quota: int | None) -> int:
        """How many calls a day that is; 0: without a limit."""
        return self._default if daily_quota is None else daily_quota

    def held(self, client_id: UUID) -> int:
        """Calls of today that this process has taken and not given out."""
        share = self._shares.get(client_id)
        return share.left if share is not None and share.day == self._clock.today() else 0

    async def charge(self, request: Request, principal: Principal) -> None:
        """Take one call off. Raises 429 `rate.daily_quota` with Retry-After when none is left until midnight."""
        quota = self.of(principal.daily_quota)
        if not quota:
            return
        share = self._share(principal.id, quota)
        while share.must_ask():
            async with share.lock:
                if share.must_ask():  # somebody else may have asked meanwhile
                    await self._take(principal.id, share)
        if not share.left:
            headers = self._headers(share)
            headers["Retry-After"] = headers["RateLimit-Reset"]
            raise Problem("rate.daily_quota", headers=headers, limit=quota)
        share.left -= 1
        told: dict[str, str] = request.state.rate_headers
        if share.remaining < int(told["RateLimit-Remaining"]):
            told.update(self._headers(share))

    def _share(self, client_id: UUID, quota: int) -> Share:
        """Today's share; another quota is asked for anew, with what is in hand."""
        today, found = self._clock.today(), self._shares.get(client_id)
        if found is not None and (found.day, found.quota) == (today, quota):
            return found
        kept = min(found.left, quota) if found is not None and found.day == today else 0
        made = self._shares[client_id] = Share(today, quota, kept)
        return made

    async def _take(self, client_id: UUID, share: Share) -> None:
        async with self._database.writer(clock=self._clock) as db:
            granted, share.taken = await queries_usage.take_slice(db, client_id, share.day, share.quota)
        share.left, share.used_up = granted, granted == 0

    def _headers(self, share: Share) -> dict[str, str]:
        until = shanghai_midnight(share.day + timedelta(days=1)) - self._clock.now()
        return {
            "RateLimit-Limit": str(share.quota),
            "RateLimit-Remaining": str(share.remaining),
            "RateLimit-Reset": str(max(1, math.ceil(until.total_seconds()))),
        }

    async def give_back(self) -> None:
        """At the end of a process: what it has not given out is there for the others."""
        shares, self._shares = self._shares, {}
        kept = {client_id: share for client_id, share in shares.items() if share.left}
        if not kept:
            return
        async with self._database.writer(clock=self._clock) as db:
            for client_id, share in sorted(kept.items(), key=lambda pair: pair[0]):
                await queries_usage.give_back(db, client_id, share.day, share.left)
