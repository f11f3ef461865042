"""The search box of the top bar and the button that copies, in a real browser."""

from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, axe_violations

COORDINATOR = "demo.chencang"


def test_a_slash_goes_to_the_search_box_unless_somebody_is_typing(open_page: OpenPage) -> None:
    with open_page(DESKTOP, COORDINATOR) as page:
        page.goto("/pairings")
        box = page.get_by_role("searchbox")
        page.keyboard.press("/")
        expect(box).to_be_focused()
        page.keyboard.type("1/2")
        expect(box).to_have_value("1/2")
        box.fill("虢镇初级中学")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_contain_text("找到")
        assert page.url.partition("?")[0].endswith("/search")
        assert axe_violations(page) == []


def test_the_phone_reaches_the_search_with_one_tap_and_without_scripts(open_page: OpenPage) -> None:
    with open_page(PHONE, COORDINATOR, scripts=False) as page:
        page.goto("/")
        expect(page.get_by_role("banner").get_by_role("searchbox")).to_be_hidden()
        page.get_by_role("banner").get_by_role("link", name="搜索").click()
        page.get_by_role("searchbox").fill("虢镇初级中学")
        page.get_by_role("button", name="搜索").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("找到")


def test_one_press_copies_the_link_of_an_invitation(open_page: OpenPage) -> None:
    with open_page(DESKTOP, COORDINATOR) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto("/users?role=school_reporter")
        page.get_by_role("link", name="查看").first.click()
        page.get_by_role("link", name="邀请登录").click()
        page.get_by_role("button", name="生成").click()
        field = page.get_by_role("textbox", name="登录链接")
        page.get_by_role("button", name="复制").click()
        expect(page.get_by_role("button", name="已复制")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == field.input_value()
        assert "/welcome/" in field.input_value()
        assert axe_violations(page) == []
