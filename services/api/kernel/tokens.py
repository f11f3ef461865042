"""Access tokens: ten-minute JWTs (RFC 7519) made by python-jose. The only module that imports it.

HS256 with the cryptography backend alone: the API both signs and reads them, and the ecdsa package that
comes along has an open timing advisory. Claims hold ids only.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jose import jwt
from jose.exceptions import JOSEError

from services.api.kernel.ids import new_id
from services.api.kernel.problems import Problem
from services.api.settings import SHORTEST_SECRET, Settings

ALGORITHM = "HS256"
LONGEST_TOKEN = 2000
MOST_VERIFIED = 10_000
"""Tokens whose signature a process remembers, at most some ten megabytes; then it begins again."""
# `exp` is required and compared below, with our own clock: the library's `require_exp` would turn on its comparison
# with the machine's time, whatever `verify_exp` says
_REQUIRED = {f"require_{claim}": True for claim in ("iat", "iss", "aud", "sub", "jti")}
_OPTIONS = {**_REQUIRED, "verify_exp": False, "leeway": 0}


class Tokens:
    """Signs with the first key, reads with any: put a new key first, drop the old one after ten minutes."""

    def __init__(self, settings: Settings) -> None:
        self._keys = settings.signing_keys()
        if not self._keys or any(len(secret.encode()) < SHORTEST_SECRET for secret in self._keys.values()):
            raise ValueError("JWT_KEYS needs kid:secret pairs with at least 32 bytes each")
        self._active = next(iter(self._keys))
        self._issuer, self._audience = settings.jwt_issuer, settings.jwt_audience
        self._verified: dict[str, dict[str, Any]] = {}
        self.lifetime_seconds = settings.access_token_seconds

    def make(self, subject: UUID, session_id: UUID, kind: str, now: datetime) -> str:
        """A token for a user or client and its session row."""
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": str(subject),
            "sid": str(session_id),
            "knd": kind,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(seconds=self.lifetime_seconds)).timestamp()),
            "jti": str(new_id()),
        }
        return str(jwt.encode(claims, self._keys[self._active], ALGORITHM, headers={"kid": self._active}))

    def read(self, token: str, now: datetime) -> dict[str, Any]:
        """The claims of a valid token. Raises 401 `auth.invalid_token`.

        What was signed by us stays so: a token that comes again is not verified again. Whether it has expired, and
        whether its session still holds, is asked each time.
        """
        refused = Problem("auth.invalid_token", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
        if len(token) > LONGEST_TOKEN:
            raise refused
        try:
            claims = self._verified.get(token) or self._verify(token)
            fresh = int(claims["iat"]) <= now.timestamp() + 1 and now.timestamp() < int(claims["exp"])
        except (JOSEError, KeyError, ValueError, TypeError) as error:
            raise refused from error
        if not fresh:
            raise refused
        return claims

    def _verify(self, token: str) -> dict[str, Any]:
        """Raises JOSEError, KeyError, ValueError or TypeError for what is not ours."""
        header = jwt.get_unverified_header(token)
        key = self._keys[str(header.get("kid"))]
        if header.get("alg") != ALGORITHM:
            raise ValueError(header.get("alg"))
        claims: dict[str, Any] = jwt.decode(
            token, key, [ALGORITHM], options=_OPTIONS, audience=self._audience, issuer=self._issuer
        )
        if len(self._verified) >= MOST_VERIFIED:
            self._verified.clear()
        self._verified[token] = claims
        return claims
