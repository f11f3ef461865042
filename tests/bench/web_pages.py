"""What a page of the web costs beside the calls of the API that it is made of: both in one process, one by one."""

import statistics
import time
from dataclasses import dataclass, field

import httpx

from services.api.kernel.clock import Clock
from services.api.kernel.logs import warnings_only
from services.api.main import create_app
from services.web.main import create_app as create_web
from services.web.settings import WebSettings
from tests.bench.data import TOKENS
from tests.support.browser import Browser
from tests.support.databases import SECRETS, settings_for

ROUNDS, WARM_UP, MOST = 7, 3, 1.5
PAGES = ("/assignments", "/reviews", "/pairings")
"""What a county's coordinator opens most."""


@dataclass(frozen=True)
class WebPage:
    """Medians of a page and of its calls, in milliseconds, and the median of their ratios."""

    path: str
    calls: int
    page_ms: float
    calls_ms: float
    ratio: float

    @property
    def is_thin(self) -> bool:
        """Whether the page adds at most half to what its calls take."""
        return self.ratio <= MOST


@dataclass
class Overheard(httpx.AsyncBaseTransport):
    """The way to the API that remembers what was asked."""

    inner: httpx.ASGITransport
    asked: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass it on."""
        self.asked.append(request)
        return await self.inner.handle_async_request(request)


async def web_pages(url: str, bearer: str) -> list[WebPage]:
    """Each page some times with a coordinator's token, every time followed by its calls alone."""
    app = create_app(settings_for(url, **TOKENS), Clock())
    way = Overheard(httpx.ASGITransport(app, client=("127.0.0.1", 50001)))
    settings = WebSettings(
        _env_file=None, app_env="test", cookie_key="a-cookie-secret-of-the-bench-32bytes",
        web_client_secret=SECRETS["web_client_secret"], api_url="http://api.bench",
    )  # fmt: skip
    web = create_web(settings, transport=way)
    warnings_only()  # the web has set up logs of its own
    browser = Browser(web)
    browser.become(bearer)
    try:
        return [await _measured(browser, way, path) for path in PAGES]
    finally:
        await browser.http.aclose()
        await web.state.api_connection.close()
        app.state.passwords.close()
        await app.state.database.close()


async def _measured(browser: Browser, way: Overheard, path: str) -> WebPage:
    rounds: list[tuple[float, float, float]] = []
    for number in range(WARM_UP + ROUNDS):
        way.asked.clear()
        began = time.perf_counter()
        (await browser.http.get(path)).raise_for_status()
        page, calls = time.perf_counter() - began, list(way.asked)
        began = time.perf_counter()
        for call in calls:
            await (await way.inner.handle_async_request(call)).aread()
        alone = time.perf_counter() - began
        if number >= WARM_UP:
            rounds.append((page * 1000, alone * 1000, page / alone))
    page_ms, calls_ms, ratio = (statistics.median(column) for column in zip(*rounds, strict=True))
    return WebPage(path, len(calls), page_ms, calls_ms, ratio)
