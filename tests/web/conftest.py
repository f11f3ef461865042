"""The web over the real API, in one process."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.web.main import create_app
from services.web.settings import WebSettings
from tests.support.browser import Browser
from tests.support.databases import SECRETS


def web_settings(**changes: object) -> WebSettings:
    """Settings of a test."""
    values: dict[str, object] = {
        "app_env": "test",
        "cookie_key": "a-cookie-secret-of-the-tests-32-bytes",
        "web_client_secret": SECRETS["web_client_secret"],
        "api_url": "http://api.test",
        **changes,
    }
    return WebSettings(_env_file=None, **values)  # type: ignore[arg-type]


@pytest.fixture
async def web(app: FastAPI, clock: SetClock) -> AsyncIterator[FastAPI]:
    """The web application, talking to the API application of the test."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("127.0.0.1", 50001))
    web = create_app(web_settings(), transport=transport, clock=clock.now)
    yield web
    await web.state.api_connection.close()


@pytest.fixture
async def browser(web: FastAPI) -> AsyncIterator[Browser]:
    """A browser without scripts, not signed in; `browser.become(caller.token)` signs in."""
    browser = Browser(web)
    yield browser
    await browser.http.aclose()


@pytest.fixture
async def lonely(clock: SetClock) -> AsyncIterator[Browser]:
    """A browser of a web whose API does not answer: nothing listens on its port."""
    web = create_app(web_settings(api_url="http://127.0.0.1:9"), clock=clock.now)
    browser = Browser(web)
    yield browser
    await browser.http.aclose()
    await web.state.api_connection.close()
