"""CSRF protection: a masked token in every form, and the browser's word on where a write came from."""

import base64
import binascii
import secrets
from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.requests import Request

from services.web.session import Session

FIELD = "csrf"
HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_MASK_BYTES = 16
LARGEST_BODY = 4 * 1024 * 1024
"""Bytes of one post: a month of 500 people is about 0.2 MB."""


LARGEST_UPLOADS = 61 * 1024 * 1024
"""Bytes of a post with six files of 10 MB. Its route says so: `max_body_size=LARGEST_UPLOADS`."""
LARGEST_BODIES = {"/imports": 51 * 1024 * 1024}
"""Bytes of one post where files are uploaded; they go to disk, not into memory."""


class CsrfError(Exception):
    """A write without our token. `same_origin` says whether the browser vouches for our own page."""

    def __init__(self, *, same_origin: bool) -> None:
        """Remember whether what was typed may be offered again."""
        super().__init__("csrf")
        self.same_origin = same_origin


def token(session: Session) -> str:
    """Return a form token: the secret under a fresh mask, so that compression gives nothing away."""
    secret = session.csrf_secret().encode()
    mask = secrets.token_bytes(_MASK_BYTES)
    return base64.urlsafe_b64encode(mask + _xor(secret, mask)).decode()


def matches(session: Session, sent: str) -> bool:
    """Tell whether `sent` was made from this session's secret."""
    if not session.csrf or not sent:
        return False
    try:
        raw = base64.urlsafe_b64decode(sent.encode("ascii"))
    except (ValueError, binascii.Error):
        return False
    secret = _xor(raw[_MASK_BYTES:], raw[:_MASK_BYTES]) if len(raw) > _MASK_BYTES else b""
    return secrets.compare_digest(secret, session.csrf.encode())


def origin_of(request: Request) -> bool | None:
    """Tell whether the write comes from our own page: True, False, or None when the browser does not say."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host")
    return None


async def check(request: Request) -> None:
    """Let a write pass only with our token.

    Raises:
        CsrfError: the token is missing, of another sign-in, or the write came from elsewhere.
        HTTPException: 413, before anything of the body is read.
    """
    if request.method in SAFE_METHODS:
        return
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > _largest(request):
        raise HTTPException(413)
    ours = origin_of(request)
    if ours is False:
        raise CsrfError(same_origin=False)
    sent = request.headers.get(HEADER) or (await request.form(**FORM_LIMITS)).get(FIELD)
    if not isinstance(sent, str) or not matches(request.state.session, sent):
        raise CsrfError(same_origin=ours is True)


def _largest(request: Request) -> int:
    """Bytes that the route takes; one that takes files says so itself."""
    of_route = int(request.scope.get(MAX_BODY_SIZE_SCOPE_KEY, 0))
    return of_route if of_route > 2 * LARGEST_BODY else LARGEST_BODY


FORM_LIMITS = {"max_files": 20, "max_fields": 6000, "max_part_size": 256 * 1024}
"""A month of 500 people has about 3,000 fields. A text field is measured as it is sent: a Chinese character takes 9."""


def _xor(text: bytes, mask: bytes) -> bytes:
    return bytes(byte ^ mask[index % len(mask)] for index, byte in enumerate(text))
