"""Where a sign-in comes from, and one at a time from each place."""

import asyncio
import hashlib
import hmac
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.api.kernel.problems import Problem
from services.api.settings import Settings

LONGEST_QUEUE = 100
RETRY_SECONDS = 5
IPV6_SITE_BITS = 64


def place_of(address: str) -> str:
    """An address as one place: IPv4 itself, IPv6 its /64 network; anything else counts as one unknown place."""
    try:
        parsed = ipaddress.ip_address(address.strip().partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, IPV6_SITE_BITS), strict=False))
    return str(parsed)


def keyed_digest(settings: Settings, purpose: str, value: str) -> str:
    """HMAC-SHA256 of a value for one purpose, so that nobody can try all values without the secret."""
    key = settings.personal_data_hash_key.get_secret_value().encode()
    return hmac.new(key, f"{purpose}:{value}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


@dataclass(slots=True)
class _Door:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Doors:
    """From one address one password is checked at a time, so that guessing there cannot delay others."""

    def __init__(self) -> None:
        self._doors: dict[str, _Door] = {}

    @asynccontextmanager
    async def through(self, address: str) -> AsyncIterator[None]:
        """Wait for one's turn. Raises 429 `rate.limited` when a hundred are waiting already."""
        door = self._doors.setdefault(address, _Door())
        if door.waiting >= LONGEST_QUEUE:
            raise Problem("rate.limited", headers={"Retry-After": str(RETRY_SECONDS)}, seconds=RETRY_SECONDS)
        door.waiting += 1
        try:
            async with door.lock:
                yield
        finally:
            door.waiting -= 1
            if not door.waiting:
                del self._doors[address]
