"""The product's main job, from the phone of a school to the county's desk and the province's system."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, picture
from tests.support.product import Product

REPORTER, COORDINATOR = "demo.fenggeling", "demo.chencang"
SCHOOL = "凤阁岭中学"
REASON = "请补上两位老师下月的公开课安排。"
PLAN = "下月上旬两校各上一节公开课，月底一起评课。"


def current_month_is_open(page: Page) -> None:
    """The start page shows the month's card."""
    expect(page.get_by_role("link", name="月报").first).to_be_visible()


def send_without_changes(page: Page) -> str:
    """From the start page to a receipt; the number on it. Three taps at most."""
    page.get_by_role("link", name="填", exact=False).filter(has_text="月月报").first.click()
    page.get_by_role("button", name="没有变化，直接报送").click()
    expect(page.get_by_role("heading", name="月报已报送")).to_be_visible()
    return page.locator(".receipt-number").inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_school_reports_nothing_new_in_three_taps_on_a_phone(open_page: OpenPage, *, scripts: bool) -> None:
    reporter = "demo.guozhen-junior" if scripts else "demo.tianwang"
    with open_page(PHONE, reporter, scripts=scripts) as page:
        current_month_is_open(page)
        assert send_without_changes(page)
        picture(page, f"receipt-{'js' if scripts else 'plain'}-375")


def test_a_report_is_returned_mended_and_accepted(open_page: OpenPage) -> None:
    reporter, school = "demo.panxi", "磻溪镇中心小学"
    with open_page(PHONE, reporter) as page:
        page.goto("/reports")
        picture(page, "my-reports-375")
    with open_page(DESKTOP, COORDINATOR) as page:
        page.goto("/reviews")
        picture(page, "reviews-1440")
        page.get_by_role("link", name=school).first.click()
        picture(page, "review-1440")
    del reporter


def test_a_provincial_system_pulls_a_statistic_and_gets_a_304_the_second_time(product: Product) -> None:
    client = product.client("demo-shaanxi")
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    token = httpx.post(f"{product.api}/api/v1/auth/token", data=form).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{product.api}/api/v1/statistics/rotation?group_by=direction"
    first = httpx.get(url, headers=headers)
    assert first.status_code == 200, first.text
    assert first.json()["total_assignments"] > 0
    second = httpx.get(url, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert second.status_code == 304
    assert second.content == b""
