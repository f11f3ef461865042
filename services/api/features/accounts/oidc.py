"""The province's identity provider: OpenID Connect authorization code flow with PKCE, state and nonce.

Sources: OpenID Connect Core 1.0 §3.1, Discovery 1.0 §4, RFC 7636 (PKCE), RFC 9700. The ID token is verified with
joserfc: RS256 alone, by the provider's published keys, against our own clock.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.api.kernel.problems import Problem
from services.api.settings import Settings
from services.contracts.access import OidcStart

ALGORITHMS = ["RS256"]
LEEWAY_SECONDS = 60
TIMEOUT = httpx.Timeout(8.0, connect=3.0)
KEPT = timedelta(hours=1)
RETRY_SECONDS = 60
LONGEST_TOKEN = 16_000
_NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Known:
    """What the provider publishes, and when we read it."""

    metadata: dict[str, Any]
    keys: KeySet
    read_at: datetime


class Oidc:
    """One provider; what it publishes is kept for an hour."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: Known | None = None

    @property
    def label(self) -> str | None:
        """What people call the provider; None without one."""
        return self._settings.oidc_label if self._settings.oidc_issuer else None

    def down(self) -> Problem:
        """503 `auth.oidc_down`."""
        return Problem("auth.oidc_down", headers={"Retry-After": str(RETRY_SECONDS)}, label=self.label)

    def refused(self) -> Problem:
        """401 `auth.oidc_refused`, whatever was wrong."""
        return Problem("auth.oidc_refused", headers={"WWW-Authenticate": "Bearer"}, label=self.label)

    async def start(self, now: datetime) -> OidcStart:
        """Where the browser goes to sign in. Raises 409 `auth.oidc_off`, 503 `auth.oidc_down`."""
        known = await self._read(now)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code", "client_id": self._settings.oidc_client_id, "scope": self._settings.oidc_scope,
            "redirect_uri": self._settings.oidc_redirect_uri, "state": state, "nonce": nonce,
            "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        endpoint = str(known.metadata["authorization_endpoint"])
        url = f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"
        return OidcStart(authorization_url=url, state=state, nonce=nonce, code_verifier=verifier)

    async def claims(self, code: str, nonce: str, verifier: str, now: datetime) -> dict[str, Any]:
        """The verified claims behind a code.

        Raises 409 `auth.oidc_off`; 401 `auth.oidc_refused` for a code, token, nonce, audience, issuer or time that is
        not right; 503 `auth.oidc_down`.
        """
        known = await self._read(now)
        token = await self._exchange(known, code, verifier)
        try:
            return self._verified(token, known.keys, nonce, now)
        except (JoseError, ValueError, KeyError, TypeError):
            fresh = await self._read(now, anew=True)  # the provider may have changed its keys meanwhile
        try:
            return self._verified(token, fresh.keys, nonce, now)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise self.refused() from error

    def _verified(self, id_token: str, keys: KeySet, nonce: str, now: datetime) -> dict[str, Any]:
        claims = jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims
        rules = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()), leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self._settings.oidc_issuer},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            sub={"essential": True}, exp={"essential": True}, iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )  # fmt: skip
        rules.validate(claims)
        many = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", self._settings.oidc_client_id) != self._settings.oidc_client_id:
            raise ValueError("another authorized party")
        if many and "azp" not in claims:
            raise ValueError("several audiences and no authorized party")
        return dict(claims)

    async def _exchange(self, known: Known, code: str, verifier: str) -> str:
        form = {
            "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
            "redirect_uri": self._settings.oidc_redirect_uri, "client_id": self._settings.oidc_client_id,
        }  # fmt: skip
        ways = known.metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
        secret = self._settings.oidc_client_secret.get_secret_value()
        basic = httpx.BasicAuth(self._settings.oidc_client_id, secret) if "client_secret_basic" in ways else None
        if basic is None:
            form["client_secret"] = secret
        answer = await self._call("POST", str(known.metadata["token_endpoint"]), data=form, auth=basic)
        if answer.status_code != httpx.codes.OK:
            raise self.refused()
        token = _object(answer).get("id_token")
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise self.refused()
        return token

    async def _read(self, now: datetime, *, anew: bool = False) -> Known:
        if not self._settings.oidc_issuer:
            raise Problem("auth.oidc_off")
        known = self._known
        if known is None or anew or now - known.read_at > KEPT or known.read_at > now:
            self._known = known = await self._discover(now)
        return known

    async def _discover(self, now: datetime) -> Known:
        """Discovery 1.0 §4.3: the issuer it names must be the one that was configured."""
        issuer = self._settings.oidc_issuer
        found = await self._call("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        metadata = _object(found)
        if any(not isinstance(metadata.get(name), str) for name in _NEEDED) or metadata["issuer"] != issuer:
            raise self.down()
        keys = _object(await self._call("GET", metadata["jwks_uri"]))
        try:
            return Known(metadata, KeySet.import_key_set(keys), now)  # type: ignore[arg-type] # checked by the library
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise self.down() from error

    async def _call(self, method: str, url: str, **options: Any) -> httpx.Response:
        """One call; a provider that is away, too slow or broken is a 503 of ours."""
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as http:
                answer = await http.request(method, url, headers={"Accept": "application/json"}, **options)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self.down() from error
        if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise self.down()
        return answer


def _object(answer: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer, empty when it is none."""
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
