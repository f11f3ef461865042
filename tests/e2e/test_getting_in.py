"""Back in through the county within five minutes, and handing over: on a phone, with and without scripts (E-67)."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, axe_violations, picture

COORDINATOR, CALLED = "demo.chencang", "6210 0123"
NEW_PASSWORD = "露水从松针落到溪石上面"
MOST_OF_COORDINATOR, MOST_OF_CLERK, FIVE_MINUTES = 6, 6, 300


class Taps:
    """Somebody at a page: what is pressed, and how often the page loads."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed, self.loaded = page, 0, 0
        page.on("domcontentloaded", self._count)

    def _count(self, _page: Page) -> None:
        self.loaded += 1

    def press(self, place: Locator) -> None:
        """One tap or click."""
        place.click()
        self.pressed += 1


def whom_to_call(clerk: Taps, school: str) -> None:
    """From the page that asks for the lost password to the county's telephone."""
    page = clerk.page
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()
    clerk.press(page.get_by_text("忘记密码找谁"))
    clerk.press(page.get_by_role("link", name="查县教育局的电话"))
    page.get_by_label("县区或学校的名称").fill(school)
    clerk.press(page.get_by_role("button", name="找电话"))
    expect(page.get_by_text(CALLED)).to_be_visible()


def give_code(desk: Taps, school: str, account: str) -> str:
    """The coordinator finds the school, its account, and reads a new code on the telephone."""
    page = desk.page
    search = page.get_by_role("search", name="全站搜索")
    search.get_by_role("searchbox").fill(school)
    desk.press(search.get_by_role("button", name="搜索"))
    desk.press(page.get_by_role("main").get_by_role("link", name=school, exact=True))
    desk.press(page.get_by_role("link", name="本校账号"))
    desk.press(page.get_by_role("row").filter(has_text=account).filter(has_text="报送员").locator("a").first)
    desk.press(page.get_by_role("link", name="重新给登录码"))
    expect(page.get_by_text("核对是不是本人")).to_be_visible()
    desk.press(page.get_by_role("main").get_by_role("button", name="重新给登录码"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("的登录码")
    picture(page, "new-code-1440")
    return page.locator(".secret").inner_text().strip()


def come_in(clerk: Taps, account: str, code: str) -> None:
    """The clerk types account, code and a new password, and is on the start page."""
    page = clerk.page
    clerk.press(page.get_by_role("link", name="返回登录"))
    clerk.press(page.get_by_role("link", name="手里是登录码或登录条"))
    page.get_by_label("账号").fill(account)
    page.get_by_label("登录码").fill(code.upper().replace("-", " "))
    page.get_by_label("新密码", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("再写一遍新密码").fill(NEW_PASSWORD)
    picture(page, "come-in-375")
    clerk.press(page.get_by_role("button", name="保存密码，登录"))


def is_home(page: Page, school: str) -> None:
    """On the school's start page, told that the password is set."""
    expect(page.get_by_text("密码已设好")).to_be_visible()
    expect(page.get_by_role("banner")).to_contain_text(school)
    assert urlsplit(page.url).path == "/"


def is_told(page: Page, done: str) -> None:
    """The log says so, at the latest when the worker has numbered what was done last."""
    row = page.get_by_role("rowheader", name=done)
    for _ in range(40):
        if row.count():
            break
        page.wait_for_timeout(250)
        page.reload()
    expect(row.first).to_be_visible()


@pytest.mark.parametrize(
    ("account", "school", "scripts"),
    [("demo.jiacun", "贾村镇中心小学", True), ("demo.xiangquan", "香泉镇中心小学", False)],
    ids=["with scripts", "without scripts"],
)
def test_a_clerk_who_lost_phone_password_and_colleague_is_back_in_through_the_county(
    open_page: OpenPage, record_property: Callable[[str, object], None], account: str, school: str, *, scripts: bool
) -> None:
    with (
        open_page(PHONE, account, scripts=scripts) as lost_phone,
        open_page(PHONE, scripts=scripts) as new_phone,
        open_page(DESKTOP, COORDINATOR, scripts=scripts) as office,
    ):
        started, clerk, desk = time.monotonic(), Taps(new_phone), Taps(office)
        whom_to_call(clerk, school)
        code = give_code(desk, school, account)
        office_taps = (desk.pressed, desk.loaded)
        assert max(office_taps) <= MOST_OF_COORDINATOR, office_taps
        come_in(clerk, account, code)
        is_home(new_phone, school)
        assert clerk.pressed <= MOST_OF_CLERK, clerk.pressed
        assert time.monotonic() - started < FIVE_MINUTES
        lost_phone.goto("/")
        expect(lost_phone.get_by_role("heading", level=1, name="登录")).to_be_visible()
        office.get_by_role("main").get_by_role("link", name="我抄好了").click()
        office.get_by_role("link", name="看这个账号的经过").click()
        for done in ("账号：重新给登录码", "账号：用登录码登录"):
            is_told(office, done)
        record_property(
            "clicks and loads of the coordinator, taps of the clerk", (desk.pressed, desk.loaded, clerk.pressed)
        )


@pytest.mark.parametrize(
    ("account", "school", "scripts"),
    [("demo.zhouyuan", "周原镇中心小学", True), ("demo.panxi", "磻溪镇中心小学", False)],
    ids=["with scripts", "without scripts"],
)
def test_a_leaving_clerk_hands_over_and_takes_nothing_along(
    open_page: OpenPage, account: str, school: str, *, scripts: bool
) -> None:
    with open_page(PHONE, account, scripts=scripts) as page:
        if scripts:
            page.evaluate("localStorage.setItem('kept:of-a-report', '{}')")
        page.goto("/account")
        page.get_by_role("link", name="交给同事").click()
        expect(page.get_by_role("heading", level=1, name="把工作交给同事")).to_be_visible()
        if scripts:
            expect(page.get_by_text("还有没存上的月报内容")).to_be_visible()
            assert axe_violations(page) == []
        picture(page, f"hand-over-{'scripts' if scripts else 'plain'}-375")
        page.get_by_text("新同事，现在开账号").click()
        if not page.get_by_label("姓名").is_visible():
            page.get_by_text("新同事的账号").click()
        page.get_by_label("姓名").fill("尉知行")
        page.get_by_label("账号名").fill(f"{account.removeprefix('demo.')}.wzx")
        page.get_by_role("button", name="确认交接").click()
        expect(page.get_by_role("heading", level=1, name="已交接给尉知行")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth") if scripts else True
        if scripts:
            assert axe_violations(page) == []
            assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:')).length") == 0
        picture(page, f"handed-over-{'scripts' if scripts else 'plain'}-375")
        link = page.get_by_role("textbox", name="登录链接").input_value().strip()
        page.goto("/")
        expect(page.get_by_role("heading", level=1, name="登录")).to_be_visible()
    with open_page(PHONE, scripts=scripts) as page:
        page.goto(link)
        page.get_by_label("新密码", exact=True).fill(NEW_PASSWORD)
        page.get_by_label("再写一遍新密码").fill(NEW_PASSWORD)
        page.get_by_role("button", name="保存密码，登录").click()
        is_home(page, school)
