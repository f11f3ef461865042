"""Passwords: argon2id in a bounded thread pool, never inside a transaction (RFC 9106)."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.api.settings import Settings

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_RUNS = ("01234567890", "09876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SHORTEST = 10
FEWEST_DIFFERENT = 5
LONGEST_RUN = 5
UNSET = "!"
"""Stored in the place of a hash while no password opens the account."""


class Passwords:
    """Hashes and checks. At most `password_threads` at once; the rest wait their turn."""

    def __init__(self, settings: Settings) -> None:
        self._hasher = PasswordHasher(time_cost=3, memory_cost=settings.argon2_memory_kib, parallelism=1)
        self._pool = ThreadPoolExecutor(settings.password_threads, thread_name_prefix="argon2")
        self._dummy = self._hasher.hash(secrets.token_hex(16))

    async def hash(self, password: str) -> str:
        """An argon2id hash with its parameters."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether it fits; takes the same time when there is no such account, or no password yet."""
        check, is_set = self._check, stored is not None and stored != UNSET
        compared = stored if stored is not None and is_set else self._dummy
        return await asyncio.get_running_loop().run_in_executor(self._pool, check, compared, password) and is_set

    async def judge(self, password: str, own_words: list[str], judging: Callable[[str, list[str]], str]) -> str:
        """What `judging` says, in a thread: it takes as long as some requests."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, judging, password, own_words)

    def _check(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        """Stop the threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def is_weak(password: str, *own_words: str) -> bool:
    """Short, repeated, a run such as 12345, or made of the person's own words."""
    lowered = password.lower()
    if len(password) < SHORTEST or len(set(lowered)) < FEWEST_DIFFERENT:
        return True
    if any(len(word) > 1 and word.lower() in lowered for word in own_words):
        return True
    runs = [run[start : start + LONGEST_RUN] for run in _RUNS for start in range(len(run) - LONGEST_RUN + 1)]
    longest_left = re.sub("|".join(map(re.escape, runs)), "", lowered)
    return len(longest_left) < LONGEST_RUN


def start_code() -> str:
    """A code for the first sign-in: 12 easily read characters, about 59 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def new_secret() -> str:
    """A client secret or refresh token of 256 bits."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """How a random 256-bit secret is stored: SHA-256 is enough, it cannot be guessed."""
    return hashlib.sha256(secret.encode()).hexdigest()
