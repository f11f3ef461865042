"""The desk where tokens are asked for: what it works with, who asks, and from where."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus
from uuid import UUID

from services.api.features.accounts.devices import device_words
from services.api.features.accounts.doors import Doors, keyed_digest, place_of
from services.api.features.accounts.oidc import Oidc
from services.api.kernel.clock import Clock
from services.api.kernel.db import Database
from services.api.kernel.passwords import Passwords
from services.api.kernel.problems import Problem
from services.api.kernel.rates import Rates
from services.api.kernel.tokens import Tokens
from services.api.kernel.usage import CallCounts
from services.api.settings import Settings
from services.contracts.accounts import TokenForm

WEB = "web"
CLIENT_CHALLENGE = {"WWW-Authenticate": 'Basic realm="auth/token"'}


@dataclass(frozen=True, slots=True)
class Desk:
    """What a sign-in works with."""

    database: Database
    passwords: Passwords
    tokens: Tokens
    rates: Rates
    doors: Doors
    oidc: Oidc
    clock: Clock
    settings: Settings
    request_id: str
    usage: CallCounts

    def writer(self, kind: str, actor_id: UUID | None = None) -> Any:
        """A transaction of its own, in somebody's name."""
        return self.database.writer(clock=self.clock, actor_kind=kind, actor_id=actor_id, request_id=self.request_id)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a request without a token: the web or not, its address as a keyed digest, its device in words."""

    client_id: str
    client_secret: str
    is_web: bool
    address: str
    device: str


@dataclass(frozen=True, slots=True)
class Asking:
    """One request for tokens: the form, who sent it, and the address it came from as the API sees it."""

    form: TokenForm
    sender: Sender
    peer: str


def asking_of(settings: Settings, form: TokenForm, headers: Mapping[str, str], peer: str) -> Asking:
    """Who asks for tokens, from where. Raises 401 `auth.client` for the web's name without its secret."""
    return Asking(form, sender_of(settings, headers, peer, (form.client_id, form.client_secret)), peer)


def sender_of(settings: Settings, headers: Mapping[str, str], peer: str, named: tuple[str, str] = ("", "")) -> Sender:
    """Who sent a request, by HTTP Basic or as `named`. The web alone is believed about the browser behind it.

    Raises 401 `auth.client` for the web's name without its secret.
    """
    client_id, secret = _basic(headers.get("Authorization", "")) or named
    is_web = client_id == WEB
    if is_web and not hmac.compare_digest(secret.encode(), settings.web_client_secret.get_secret_value().encode()):
        raise Problem("auth.client", headers=CLIENT_CHALLENGE)
    place = place_of((headers.get("X-Client-Address") or peer) if is_web else peer)
    agent = headers.get("X-Client-Agent", "") if is_web else headers.get("User-Agent", "")
    return Sender(client_id, secret, is_web, keyed_digest(settings, "address", place), device_words(agent))


def _basic(authorization: str) -> tuple[str, str] | None:
    """Client id and secret of HTTP Basic (RFC 6749 §2.3.1)."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise Problem("auth.client", headers=CLIENT_CHALLENGE) from error
    return unquote_plus(name), unquote_plus(secret)
