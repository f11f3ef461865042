"""The running product and a real browser."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, TimeoutError, sync_playwright  # noqa: A004 - its own name

from tests.support.product import ROOT, Product, free_port

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip
PHONE, DESKTOP = 375, 1440
HEIGHTS = {PHONE: 812, DESKTOP: 900}
SIGN_IN_MS = 20_000
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OpenPage = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One product with demo data for all browser tests."""
    product = Product(tmp_path_factory.mktemp("product") / "data", free_port(), free_port())
    product.start()
    yield product
    assert product.stop() == 0, "Ctrl-C ends the product cleanly"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, product: Product) -> OpenPage:
    """`with open_page(width, username, scripts=…) as page:` a signed-in page that tolerates no script error."""

    @contextmanager
    def open_page(
        width: int = DESKTOP, username: str | None = None, *, scripts: bool = True, blocked: bool = False
    ) -> Iterator[Page]:
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]}, locale="zh-CN", timezone_id="Asia/Shanghai",
            java_script_enabled=scripts, base_url=product.web,
        )  # fmt: skip
        if blocked:  # the page's own scripts never arrive, but the test can still run axe in it
            context.route("**/*", lambda route: route.abort() if _is_script(route) else route.continue_())
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if _is_violation(message.text) else None)
        if username is not None:
            sign_in(page, product, username)
        yield page
        context.close()
        assert not errors, errors

    return open_page


def _is_script(route: Route) -> bool:
    return route.request.resource_type == "script"


def _is_violation(text: str) -> bool:
    return "Content Security Policy" in text


def sign_in(page: Page, product: Product, username: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto("/sign-in")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码", exact=True).fill(product.account(username)["password"])
    page.get_by_role("button", name="登录").click()
    try:
        page.wait_for_url(lambda url: "/sign-in" not in url, timeout=SIGN_IN_MS)
    except TimeoutError as error:
        raise AssertionError(f"{username} cannot sign in: {page.locator('body').inner_text()[:400]}") from error


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page: rule and first place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("async () => (await axe.run(document, {resultTypes: ['violations']})).violations")
    return [f"{rule['id']}: {rule['nodes'][0]['target']} {rule['help']}" for rule in found]


def look_here(page: Page) -> list[str]:
    """What is wrong with the page as it stands, everything folded open first."""
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    found = axe_violations(page)
    if page.locator("h1").count() != 1:
        found.append("not one h1")
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        found.append("scrolls sideways")
    return found


def both_widths(page: Page, name: str = "") -> list[str]:
    """The same on the phone and on the desk, with a picture of each if it has a name; the page stays as it was."""
    found = []
    before = page.viewport_size
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if name:
            picture(page, f"{name}-{width}")
        found += [f"at {width}: {fault}" for fault in look_here(page)]
    if before is not None:
        page.set_viewport_size(before)
    return found


def picture(page: Page, name: str) -> None:
    """Keep a screenshot for looking at."""
    folder = Path(ROOT / "tests" / "e2e" / "artifacts")
    folder.mkdir(exist_ok=True)
    page.screenshot(path=folder / f"{name}.png", full_page=True)
