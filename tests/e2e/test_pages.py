"""Every page of every role: axe finds nothing, nothing scrolls sideways, scripts on and off, at both widths."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, axe_violations, picture

TOUR: dict[str, tuple[str, ...]] = {
    "demo.yangping": ("/", "/reports", "/activities", "/activities/new", "/staff", "/pairings", "/account", "/notices"),
    "demo.fenggeling.lead": ("/", "/reports", "/pairings"),
    "demo.chencang": (
        "/", "/reviews", "/reviews/chase", "/assignments", "/assignments/new", "/pairings", "/pairings/new",
        "/schools", "/schools/new", "/staff", "/staff/new", "/statistics", "/users", "/account",
    ),
    "demo.baoji": ("/", "/statistics", "/reviews", "/pairings", "/assignments"),
    "demo.admin": ("/", "/schools", "/users", "/users/new", "/clients", "/clients/new", "/events"),
    "demo.teacher": ("/", "/assignments"),
    "demo.audit": ("/", "/events"),
    "demo.finance": ("/",),
}  # fmt: skip
FIRST_ROWS = ("/assignments", "/pairings", "/schools", "/staff", "/reviews", "/users")
"""Lists whose first row's page is visited too."""


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("username", TOUR)
def test_every_page_is_accessible_and_fits(open_page: OpenPage, username: str, width: int) -> None:
    found: list[str] = []
    with open_page(width, username) as page:
        for path in TOUR[username]:
            found += look_at(page, path, f"{username}-{width}")
            detail = first_row(page, path) if path in FIRST_ROWS else None
            if detail:
                found += look_at(page, detail, f"{username}-{path.strip('/')}-detail-{width}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
@pytest.mark.parametrize("username", ["demo.yangping", "demo.chencang", "demo.admin"])
def test_every_page_is_accessible_and_fits_without_scripts(open_page: OpenPage, username: str, width: int) -> None:
    found: list[str] = []
    with open_page(width, username, blocked=True) as page:
        for path in TOUR[username]:
            found += look_at(page, path, f"plain-{username}-{width}")
    assert not found, "\n".join(found)


def test_sign_in_is_accessible(open_page: OpenPage) -> None:
    for width in (PHONE, DESKTOP):
        with open_page(width) as page:
            assert look_at(page, "/sign-in", f"sign-in-{width}") == []


def look_at(page: Page, path: str, name: str) -> list[str]:
    """What is wrong with a page."""
    answer = page.goto(path)
    if answer is None or answer.status != 200:
        return [f"{path}: {answer.status if answer else 'no answer'}"]
    picture(page, f"{name}{path.replace('/', '-') if len(path) < 30 else ''}")
    found = [f"{path}: {violation}" for violation in axe_violations(page)]
    if page.locator("h1").count() != 1:
        found.append(f"{path}: not one h1")
    if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
        found.append(f"{path}: scrolls sideways")
    return found


def first_row(page: Page, path: str) -> str | None:
    """The address of the first row's own page."""
    links = page.locator(f"main a[href^='{path}/']").all()
    hrefs = [link.get_attribute("href") or "" for link in links]
    return next((href for href in hrefs if len(href.rsplit("/", 1)[1]) == 36), None)
