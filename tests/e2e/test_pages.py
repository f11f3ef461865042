"""Every page of every role: axe finds nothing, nothing scrolls sideways, one heading; with scripts and without.

A role's tour begins at its lists and goes on, from a record's own page, to every kind of page below it: tabs, forms,
confirmations. Each kind is looked at once, on the phone and on the desk. Nothing on the way is pressed.
"""

import os
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import PHONE, OpenPage, both_widths

JOINT_WORK = (
    "/commitments", "/mentor-pairs", "/mentor-listings", "/supports", "/support-classes", "/improvement-plans",
    "/leading-groups", "/staff-moves", "/headcounts", "/surplus-measures", "/partners", "/partners/new",
    "/activities/month", "/planned-activities", "/meeting-decisions", "/whereabouts", "/agenda", "/teams",
    "/teams/numbers", "/personal-plans", "/summaries", "/handovers", "/arrivals", "/disagreements", "/covers",
    "/pairings/board",
    "/pairings/roster", "/assignments/roster", "/policy-rules",
)  # fmt: skip
"""The lists of pairings and assignments, which schools and offices share."""
TOUR: dict[str, tuple[str, ...]] = {
    "demo.yangping": (*JOINT_WORK, "/staff-moves/new",
                      "/", "/reports", "/activities", "/activities/new", "/staff", "/pairings", "/account", "/notices",
                      "/account/sessions", "/account/password", "/users"),
    "demo.fenggeling.lead": ("/", "/refusals", "/reports", "/users", "/users/invite"),
    "demo.chencang": (
        *JOINT_WORK, "/improvement-plans/missing", "/refusals", "/refusals/new",
        "/", "/reviews", "/reviews/chase", "/assignments", "/assignments/new", "/pairings", "/pairings/new",
        "/schools", "/schools/new", "/staff", "/staff/new", "/statistics", "/statistics/S-01?group=month",
        "/statistics/S-01/rows?school_year=2026&group=direction", "/statistics/S-23", "/staff-bases",
        "/statistics/periods", "/staff-bases/new", "/users", "/account", "/calendar",
        "/persons/duplicates", "/person-merges", "/imports", "/imports?kind=staff", "/search", "/search?q=陈",
        "/search?q=没有这样的", "/users/new", "/users/invite", "/users?never_signed_in=true", "/codes",
    ),
    "demo.baoji": ("/", "/statistics", "/statistics/S-03", "/staff-bases", "/reviews", "/pairings", "/assignments",
                   "/calendar"),
    "demo.admin": ("/", "/schools", "/users", "/users/new", "/clients", "/clients/new", "/webhooks", "/webhooks/new",
                   "/events"),
    "demo.teacher": ("/", "/assignments", "/persons/me", "/mentor-pairs", "/summaries", "/handovers",
                     "/personal-plans"),
    "demo.audit": ("/", "/events", "/users"),
    "demo.finance": ("/",),
}  # fmt: skip
TOUR_PATHS = {path for paths in TOUR.values() for path in paths}
PICTURES = "PICTURES" in os.environ
"""Pictures of the pages below the tour too: they take as long as looking."""
LOOKED_AT: set[str] = set()
"""Kinds of pages below records that some role has looked at: they look the same to the next."""
FIRST_ROWS = (
    "/assignments", "/pairings", "/schools", "/staff", "/reviews", "/users", "/person-merges", "/reports",
    "/activities", "/mentor-pairs", "/mentor-listings", "/supports", "/support-classes", "/improvement-plans",
    "/leading-groups",
    "/staff-moves", "/partners", "/teams", "/personal-plans", "/summaries", "/handovers", "/disagreements", "/refusals",
)  # fmt: skip
"""Lists whose first row's page is visited too."""
BELOW = re.compile(
    r"/(schools|staff|persons|users|pairings|assignments|reports|clients|codes|activities|activity-plans|mentor-pairs|mentor-listings"
    r"|supports|support-classes|improvement-plans|leading-groups|partners|teams|personal-plans|summaries|handovers|disagreements"
    r"|policy-rules|refusals|staff-moves|surplus-measures)"
    r"/[^/?]+(?:[/?]|$)"
)
"""Pages that belong to one record."""
FILES = re.compile(r"\.(csv|xlsx|ndjson|pdf|jpg|png)$|^/files/")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_WHEN = re.compile(r"\d{4}-\d{2}(-\d{2})?")


class Walk:
    """One role's way through its pages: addresses are told apart by their shape, records are not."""

    def __init__(self, page: Page, username: str) -> None:
        self.page, self.username = page, username
        self.seen: set[str] = set()
        self.found: list[str] = []

    def visit(self, path: str) -> None:
        """Look at a page, then at the pages below it."""
        if shape(path) in self.seen:
            return
        self.seen.add(shape(path))
        answer = self.page.goto(path)
        if answer is None or answer.status != 200:
            self.found.append(f"{path}: {answer.status if answer else 'no answer'}")
            return
        name = re.sub(r"[/*?=]+", "-", f"{self.username}{shape(path)}")[:80] if path in TOUR_PATHS or PICTURES else ""
        self.found += [f"{path} {fault}" for fault in both_widths(self.page, name)]
        for href in list(self._below(path)):
            self.visit(href)

    def _below(self, path: str) -> Iterator[str]:
        """Links to follow: from a list the first row, from a record everything of its own."""
        hrefs = [link.get_attribute("href") or "" for link in self.page.locator("main a[href^='/']").all()]
        own = urlsplit(path).path
        if own in FIRST_ROWS:
            first = next((href for href in hrefs if re.fullmatch(rf"/[a-z-]+/{_ID.pattern}", href)), None)
            yield from [first] if first else []
        record = _ID.search(own)
        if record is not None:
            mine = [href for href in hrefs if record.group() in href and leads_on(href)]
            yield from (href for href in mine if shape(href) not in LOOKED_AT)
            LOOKED_AT.update(shape(href) for href in mine)


def leads_on(href: str) -> bool:
    """Whether a link leads to a page of a record: no file, no next page of a list."""
    parts = urlsplit(href)
    turns = {"cursor", "before", "after"} & dict(parse_qsl(parts.query)).keys()
    return bool(BELOW.match(href)) and not turns and not FILES.search(parts.path)


def shape(path: str) -> str:
    """An address without what tells records apart."""
    parts = urlsplit(path)
    asked = "&".join(f"{name}={_WHEN.sub('*', _ID.sub('*', value))}" for name, value in sorted(parse_qsl(parts.query)))
    return _ID.sub("*", parts.path) + (f"?{asked}" if asked else "")


@pytest.mark.parametrize("username", TOUR)
def test_every_page_is_accessible_and_fits(open_page: OpenPage, username: str) -> None:
    with open_page(PHONE, username) as page:
        walk = Walk(page, username)
        for path in TOUR[username]:
            walk.visit(path)
    assert not walk.found, "\n".join(walk.found)


@pytest.mark.parametrize("username", ["demo.yangping", "demo.chencang", "demo.admin"])
def test_every_page_is_accessible_and_fits_without_scripts(open_page: OpenPage, username: str) -> None:
    found: list[str] = []
    with open_page(PHONE, username, blocked=True) as page:
        for path in TOUR[username]:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            found += [f"{path} {fault}" for fault in both_widths(page)]
    assert not found, "\n".join(found)


def test_the_ways_in_are_accessible(open_page: OpenPage) -> None:
    with open_page(PHONE) as page:
        walk = Walk(page, "guest")
        for path in ("/sign-in", "/welcome", "/sign-in/help", "/sign-in/help?q=陈仓"):
            walk.visit(path)
    assert not walk.found, "\n".join(walk.found)
