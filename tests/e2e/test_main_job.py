"""The product's main job, from the phone of a school to the county's desk and the province's system."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, picture
from tests.support.product import Product

COORDINATOR = "demo.chencang"
REASON = "请补上两位老师下月的公开课安排。"
PLAN = "下月上旬两校各上一节公开课，月底一起评课。"


def send_without_changes(page: Page) -> str:
    """From the start page to a receipt in two taps; the number on it."""
    page.get_by_role("main").get_by_role("link", name="月月报").first.click()
    page.get_by_role("button", name="没有变化，直接报送").click()
    expect(page.get_by_role("heading", level=1, name="月报已报送")).to_be_visible()
    return page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("reporter", "scripts"),
    [("demo.jh-first", True), ("demo.cx-shiyan", False)],
    ids=["with scripts", "without scripts"],
)
def test_a_school_reports_nothing_new_in_three_taps_on_a_phone(
    open_page: OpenPage, reporter: str, *, scripts: bool
) -> None:
    with open_page(PHONE, reporter, scripts=scripts) as page:
        slip = send_without_changes(page)
        assert "回执号" in slip
        assert "按时" in slip
        picture(page, f"receipt-{'scripts' if scripts else 'plain'}-375")


@pytest.mark.parametrize(
    ("reporter", "school", "scripts"),
    [("demo.tianwang", "天王镇中心小学", True), ("demo.xiangong", "县功镇初级中学", False)],
    ids=["with scripts", "without scripts"],
)
def test_a_report_is_sent_returned_with_a_reason_mended_and_accepted(
    open_page: OpenPage, reporter: str, school: str, *, scripts: bool
) -> None:
    with open_page(PHONE, reporter, scripts=scripts) as page:
        send_without_changes(page)
    with open_page(DESKTOP, COORDINATOR, scripts=scripts) as page:
        open_review(page, school)
        page.get_by_text("要学校改，退回").click()
        page.get_by_role("textbox", name="问题和下月打算").fill(REASON)
        page.get_by_role("button", name="退回", exact=True).click()
        expect(page.get_by_role("heading", level=1, name=f"退回{school}")).to_be_visible()
        page.get_by_role("button", name="退回", exact=True).click()
        expect(page.get_by_text("已退回，已告诉").first).to_be_visible()
    with open_page(PHONE, reporter, scripts=scripts) as page:
        page.get_by_role("main").get_by_role("link", name="月月报").first.click()
        expect(page.get_by_text(REASON).first).to_be_visible()
        page.get_by_role("textbox", name="下月打算").fill(PLAN)
        page.get_by_role("button", name="检查并报送").first.click()
        expect(page.get_by_role("heading", level=1, name="月报已报送")).to_be_visible()
        expect(page.get_by_text("第2次")).to_be_visible()
    with open_page(DESKTOP, COORDINATOR, scripts=scripts) as page:
        open_review(page, school)
        page.get_by_role("link", name="和退回前比").click()
        expect(page.get_by_text(PLAN).first).to_be_visible()
        picture(page, f"review-returned-{'scripts' if scripts else 'plain'}-1440")
        page.get_by_role("button", name="受理").first.click()
        expect(page.get_by_text("已受理").first).to_be_visible()


def open_review(page: Page, school: str) -> None:
    """The review page of a school's waiting report."""
    page.goto("/reviews")
    page.get_by_role("link", name=school).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(school)


def test_a_provincial_system_pulls_a_statistic_and_gets_a_304_the_second_time(product: Product) -> None:
    client = product.client("demo-shaanxi")
    form = {
        "grant_type": "client_credentials",
        "client_id": client["client_id"],
        "client_secret": client["client_secret"],
    }
    token = httpx.post(f"{product.api}/api/v1/auth/token", data=form).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{product.api}/api/v1/statistics/S-01?group_by=direction"
    first = httpx.get(url, headers=headers)
    assert first.status_code == 200, first.text
    assert first.json()["total"]["numerator"] > 0
    second = httpx.get(url, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert second.status_code == 304
    assert second.content == b""


def test_two_browsers_editing_one_report_lose_nothing(open_page: OpenPage) -> None:
    with open_page(PHONE, "demo.guozhen-junior") as phone, open_page(DESKTOP, "demo.guozhen-junior") as desk:
        for page in (phone, desk):
            page.get_by_role("main").get_by_role("link", name="月月报").first.click()
            expect(page.get_by_role("textbox", name="下月打算")).to_be_visible()
        phone.get_by_role("textbox", name="下月打算").fill("手机上写的打算")
        expect(phone.get_by_text("已自动保存").first).to_be_visible(timeout=15_000)
        desk.get_by_role("textbox", name="下月打算").fill("电脑上写的打算")
        desk.get_by_role("button", name="检查并报送").first.click()
        expect(desk.get_by_text("另一台设备上改过").first).to_be_visible()
        page_text = desk.locator("main").inner_text() + desk.locator("main").inner_html()
        assert "手机上写的打算" in page_text
        assert "电脑上写的打算" in page_text
        picture(desk, "two-devices-1440")
