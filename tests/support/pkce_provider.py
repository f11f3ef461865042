"""The identity provider of the tests, with what it lacks: proof of possession of a code (PKCE, RFC 7636).

It stands before the provider's own WSGI application: it remembers the challenge of each code it sees given out and
lets nobody exchange a code without the verifier behind it. Only S256, and only with a challenge (RFC 9700 §2.1.1).
"""

import base64
import hashlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import uvicorn
from oidc_provider_mock._storage import User

AUTHORIZE, TOKEN = "/oauth2/authorize", "/oauth2/token"
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def challenge_of(verifier: str) -> str:
    """BASE64URL(SHA256(verifier)) (RFC 7636 §4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


class WithPkce:
    """A WSGI application in front of the provider's."""

    def __init__(self, provider: Wsgi) -> None:
        self._provider = provider
        self._challenges: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Check on the way in, remember on the way out."""
        path, is_post = environ["PATH_INFO"], environ["REQUEST_METHOD"] == "POST"
        if path == AUTHORIZE:
            asked = parse_qs(environ.get("QUERY_STRING", ""))
            challenge = _one(asked, "code_challenge")
            if _one(asked, "code_challenge_method") != "S256" or not challenge:
                return _refused(start, "invalid_request")
            return self._provider(environ, self._remembering(start, challenge))
        if path == TOKEN and is_post and not self._is_proved(environ):
            return _refused(start, "invalid_grant")
        return self._provider(environ, start)

    def _remembering(self, start: Callable[..., Any], challenge: str) -> Callable[..., Any]:
        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            location = next((value for name, value in headers if name.lower() == "location"), "")
            code = _one(parse_qs(urlsplit(location).query), "code")
            if code:
                self._challenges[code] = challenge
            return start(status, headers, *rest)

        return begin

    def _is_proved(self, environ: dict[str, Any]) -> bool:
        """A code is worth one attempt; the body is given back to be read again."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        form = parse_qs(body.decode())
        challenge = self._challenges.pop(_one(form, "code"), None)
        return challenge is not None and challenge_of(_one(form, "code_verifier")) == challenge


def _one(values: dict[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, [])), "")


def _refused(start: Callable[..., Any], error: str) -> list[bytes]:
    start("400 Bad Request", [("Content-Type", "application/json"), ("Cache-Control", "no-store")])
    return [json.dumps({"error": error}).encode()]


def main(port: int, people: list[str]) -> None:
    """Serve until told to stop; each of `people` is the JSON claims of one person, with `sub`."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    claims = [json.loads(person) for person in people]
    users = [User(sub=each.pop("sub"), claims=each) for each in claims]
    provider = oidc_provider_mock.app(require_nonce=True, user_claims=users)
    uvicorn.run(WithPkce(provider), interface="wsgi", host="127.0.0.1", port=port, log_config=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
