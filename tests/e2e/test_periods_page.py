"""A closed month: from the list to its numbers, to what was corrected since, and to the record; and on paper."""

import pytest
from playwright.sync_api import Page

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, both_widths

PAPER = 643
"""CSS pixels between the margins of an A4 sheet."""


def to_the_month(page: Page) -> None:
    """The closed month of the demo; in the first six weeks of a school year it has none."""
    page.goto("/statistics")
    page.get_by_role("link", name="封存的数").click()
    page.wait_for_url("**/statistics/periods")
    assert page.get_by_role("heading", level=1).inner_text() == "封存的月份和学年"
    first = page.locator("main table tbody th a").first
    if not first.count():
        assert page.get_by_text("还没有封存过月份或学年。").is_visible()
        pytest.skip("the school year has just begun")
    first.click()
    page.wait_for_url("**/statistics/periods/*-*")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_supervisor_finds_what_was_told_and_what_was_corrected_since(open_page: OpenPage, *, scripts: bool) -> None:
    with open_page(DESKTOP, "demo.shaanxi", scripts=scripts) as page:
        to_the_month(page)
        page.get_by_role("link", name="结对活动次数与人次", exact=True).click()
        page.get_by_label("分组").select_option("county")
        page.get_by_role("button", name="查看").click()
        page.wait_for_url("**group=county**")
        told = page.locator("#corrections tr").filter(has_text="合计")
        before, after = told.locator("td").nth(0).inner_text(), told.locator("td").nth(1).inner_text()
        assert int(after.removeprefix("参加人次").removesuffix("人次")) == (
            int(before.removeprefix("参加人次").removesuffix("人次")) + 2
        )
        assert f"{after.removeprefix('参加人次').removesuffix('人次')}" in page.locator("tfoot").inner_text()
        page.get_by_role("link", name="看第1版").click()
        page.wait_for_url("**version=1**")
        assert before.removeprefix("参加人次").removesuffix("人次") in page.locator("tfoot").inner_text()
        page.get_by_role("link", name="看最新的").click()
        told.get_by_role("link", name="活动：修改").click()
        page.wait_for_url("**/events?**")
        assert "活动：修改" in page.locator("main").inner_text()


def test_the_pages_of_a_closed_month_fit_and_are_accessible(open_page: OpenPage) -> None:
    with open_page(PHONE, "demo.shaanxi") as page:
        to_the_month(page)
        month = page.url
        found = both_widths(page, "statistics-period")
        closing = "/statistics/periods/new?kind=school_year&key="
        page.goto("/statistics/periods")
        early = page.locator(f"a[href^='{closing}']").first.get_attribute("href") or ""
        for path, name in (
            (f"{month}/S-21?group=county", "numbers"), (f"{month}/corrections", "corrections"), (early, "closing"),
        ):  # fmt: skip
            page.goto(path)
            found += [f"{name}: {fault}" for fault in both_widths(page, f"statistics-period-{name}")]
        page.set_viewport_size({"width": PAPER, "height": 972})
        page.emulate_media(media="print")
        for path in ("/statistics", "/statistics/S-03?group=post", "/statistics/S-01?group=subject", month):
            page.goto(path)
            if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
                found.append(f"{path} is wider than a sheet")
            if page.locator("main .filters:visible, main .btn:visible, .top:visible").count():
                found.append(f"{path} prints what cannot be pressed on paper")
    assert not found, "\n".join(found)
