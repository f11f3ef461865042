"""The sealed session cookie: tokens and a CSRF secret, at most 2 kB, never what somebody typed."""

import base64
import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from http.cookies import SimpleCookie

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.web.settings import WebSettings

LARGEST_COOKIE = 2048
LONGEST_FLASH = 200


class CookieTooLargeError(Exception):
    """The session would not fit into 2 kB (architecture §10)."""


@dataclass(slots=True)
class Session:
    """What the browser carries for us, sealed.

    `access_until` is Unix time in seconds. `flash` is shown on the next page and then forgotten. `own_refresh` is the
    administrator's token to come back to while looking as somebody else. `leaving` is what the way to the identity
    provider and back has to match.
    """

    csrf: str = ""
    access_token: str = ""
    refresh_token: str = ""
    access_until: int = 0
    own_refresh: str = ""
    leaving: dict[str, str] = field(default_factory=dict)
    flash: list[str] = field(default_factory=list)
    changed: bool = False
    gone: bool = False

    @property
    def signed_in(self) -> bool:
        """Whether there is a token to try."""
        return bool(self.access_token)

    @property
    def viewing(self) -> bool:
        """Whether an administrator looks as somebody else."""
        return bool(self.own_refresh)

    def view(self, access_token: str, refresh_token: str, access_until: int) -> None:
        """Look as somebody else; the own refresh token waits."""
        own = self.own_refresh or self.refresh_token
        self.sign_in(access_token, refresh_token, access_until)
        self.own_refresh = own

    def end_view(self) -> None:
        """Be oneself again: the next call asks for an access token."""
        self.access_token, self.refresh_token, self.access_until = "-", self.own_refresh, 0
        self.own_refresh = ""
        self.changed = True

    def leave(self, kept: dict[str, str]) -> None:
        """Keep what must match when the browser comes back from the identity provider."""
        self.leaving, self.changed = kept, True

    def take_leaving(self) -> dict[str, str]:
        """Return and forget it: it works once."""
        kept, self.leaving = self.leaving, {}
        self.changed = self.changed or bool(kept)
        return kept

    def csrf_secret(self) -> str:
        """Return the CSRF secret, made at first use."""
        if not self.csrf:
            self.csrf = secrets.token_urlsafe(16)
            self.changed = True
        return self.csrf

    def sign_in(self, access_token: str, refresh_token: str, access_until: int) -> None:
        """Take new tokens and, because the person may be another, a new CSRF secret."""
        self.csrf = secrets.token_urlsafe(16)
        self.own_refresh = ""
        self.renew(access_token, refresh_token, access_until)

    def renew(self, access_token: str, refresh_token: str, access_until: int) -> None:
        """Take new tokens of the same sign-in."""
        self.access_token, self.refresh_token, self.access_until = access_token, refresh_token, access_until
        self.changed, self.gone = True, False

    def sign_out(self) -> None:
        """Forget everything but what the next page says."""
        self.csrf = self.access_token = self.refresh_token = self.own_refresh = ""
        self.access_until = 0
        self.changed = self.gone = True

    def say(self, text: str) -> None:
        """Show `text` on the next page, as a receipt of what was done."""
        self.flash.append(text[:LONGEST_FLASH])
        self.changed = True

    def take_flash(self) -> list[str]:
        """Return and forget the messages."""
        messages, self.flash = self.flash, []
        self.changed = self.changed or bool(messages)
        return messages


class CookieJar:
    """Seals and opens the session cookie (Fernet: AES-CBC with HMAC-SHA256)."""

    def __init__(self, settings: WebSettings) -> None:
        """Derive one Fernet key from each secret; the first seals."""
        self._fernet = MultiFernet([Fernet(_fernet_key(key)) for key in settings.cookie_keys()])
        self._secure = settings.https
        self._seconds = settings.sign_in_hours * 3600
        self.name = "__Host-session" if settings.https else "session"

    def read(self, cookie: str | None) -> Session:
        """Return the session of a request; an empty one when the cookie is missing, old or not ours."""
        if not cookie or len(cookie) > 2 * LARGEST_COOKIE:
            return Session()
        try:
            values = json.loads(self._fernet.decrypt(cookie.encode("ascii", "replace"), ttl=self._seconds))
            return Session(**values)
        except (InvalidToken, ValueError, TypeError):
            return Session()

    def header(self, session: Session) -> str:
        """Return the `Set-Cookie` value.

        Raises:
            CookieTooLargeError: it would be larger than 2 kB.
        """
        cookie: SimpleCookie = SimpleCookie()
        empty = session.gone and not session.flash and not session.csrf
        cookie[self.name] = "" if empty else self._seal(session)
        morsel = cookie[self.name]
        morsel["path"], morsel["httponly"], morsel["samesite"] = "/", True, "Lax"
        morsel["max-age"] = "0" if empty else str(self._seconds)
        if self._secure:
            morsel["secure"] = True
        return morsel.OutputString()

    def _seal(self, session: Session) -> str:
        values = asdict(session)
        del values["changed"], values["gone"]
        kept = {key: value for key, value in values.items() if value}
        sealed = self._fernet.encrypt(json.dumps(kept, separators=(",", ":"), ensure_ascii=False).encode()).decode()
        if len(sealed) > LARGEST_COOKIE:
            raise CookieTooLargeError(f"{len(sealed)} bytes")
        return sealed


def _fernet_key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"session-cookie:" + secret.encode()).digest())


class SessionMiddleware:
    """Opens the cookie before the page and writes it after, if it changed."""

    def __init__(self, app: ASGIApp, jar: CookieJar) -> None:
        """Wrap `app`."""
        self.app, self.jar = app, jar

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        session = self.jar.read(HTTPConnection(scope).cookies.get(self.jar.name))
        scope.setdefault("state", {})["session"] = session

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and session.changed:
                MutableHeaders(scope=message).append("set-cookie", self.jar.header(session))
            await send(message)

        await self.app(scope, receive, send_with_cookie)
