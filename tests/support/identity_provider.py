"""A real identity provider that checks PKCE, in a process of its own, and the part of a browser that signs in at it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.support.product import ROOT, free_port

START_SECONDS = 30.0
CLIENT_ID, CLIENT_SECRET = "jiedui-web", "a-client-secret-at-the-provider-32b"
CALLBACK = "http://web.test/sign-in/oidc/callback"


@contextmanager
def identity_provider(*users: str) -> Iterator[str]:
    """The issuer of a running provider that knows these people, each as JSON claims with `sub`."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "tests.support.pkce_provider", str(port), *users]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(issuer: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=1, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.1)
    raise RuntimeError("the identity provider did not start")


def _post(authorization_url: str, sub: str) -> httpx.Response:
    return httpx.post(authorization_url, data={"sub": sub}, follow_redirects=False, trust_env=False, timeout=10)


def status_there(authorization_url: str, sub: str) -> int:
    """The status of the provider's answer to who wants to sign in there."""
    return _post(authorization_url, sub).status_code


def sign_in_there(authorization_url: str, sub: str) -> dict[str, str]:
    """What the provider sends the browser back with: `code` and `state`."""
    answer = _post(authorization_url, sub)
    assert answer.status_code in {302, 303}, answer.text[:300]
    assert answer.headers["location"].startswith(CALLBACK), answer.headers["location"]
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
