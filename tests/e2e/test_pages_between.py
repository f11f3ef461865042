"""Pages that stand only between two taps: uploads under way, previews, codes shown once, somebody else's view."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import FilePayload, Page, expect

from services.contracts.codes import Sex
from tests.e2e.conftest import DESKTOP, PHONE, OpenPage, both_widths
from tests.support.id_numbers import id_number
from tests.support.product import Product
from tests.support.sheets import workbook

COORDINATOR, ADMINISTRATOR = "demo.chencang", "demo.admin"
SCHOOL, OTHER = "周原镇中心小学", "慕仪镇中心小学"
HEADINGS = ["姓名", "性别", "出生日期", "身份证号", "学校", "工号", "职称", "任教学段", "入职日期"]
TWICE, BORN = "尉晓雯", date(1987, 6, 5)
PEOPLE = [
    ["贺知行", "男", "1987-06-05", id_number(BORN, Sex.male, 1), SCHOOL, "E9001", "一级教师", "小学", "2012-09-01"],
    ["江小满", "女", "1987-06-05", id_number(BORN, Sex.female, 2), OTHER, "E9002", "", "小学", "2014-09-01"],
    ["仇志强", "男", "1985-02-30", "", "没有的小学", "E9003", "特级大师", "小小学", ""],
    ["", "男性", "1990-01-01", "123", SCHOOL, "E9004", "", "小学", "2030-09-01"],
]
PATIENCE = 40
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextmanager
def looking(open_page: OpenPage, username: str, width: int = DESKTOP) -> Iterator[tuple[Page, list[str]]]:
    """A signed-in page, and the list of what is found wrong; nothing may be."""
    found: list[str] = []
    with open_page(width, username) as page:
        yield page, found
    assert not found, "\n".join(found)


def send(page: Page, name: str, content: bytes) -> None:
    """Upload a spreadsheet of people."""
    page.goto("/imports?kind=staff")
    file = FilePayload(name=name, mimeType=XLSX, buffer=content)
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并检查").click()


def test_an_upload_with_mistakes_from_the_file_to_the_result(open_page: OpenPage) -> None:
    with looking(open_page, COORDINATOR) as (page, found):
        send(page, "教职工.xlsx", workbook([HEADINGS, *PEOPLE]))
        page.wait_for_url(re.compile(r"/imports/[0-9a-f-]{36}"))
        wait_for(page, "2行可以导入")
        found.extend(both_widths(page, "import-checked"))
        page.get_by_role("button", name="导入2行").click()
        wait_for(page, "导入好了")
        found.extend(both_widths(page, "import-done"))
        page.goto("/imports")
        found.extend(both_widths(page, "imports-list"))


def wait_for(page: Page, heading: str) -> None:
    """Come back to the page until the worker has done its part, as people do who do not wait for the ten seconds."""
    for _ in range(PATIENCE):
        if heading in page.locator("h1").inner_text():
            return
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError(page.locator("main").inner_text()[:500])


def test_a_file_that_nobody_can_read_says_what_to_do(open_page: OpenPage) -> None:
    with looking(open_page, COORDINATOR) as (page, found):
        send(page, "名单.xlsx", b"%PDF-1.7 not a spreadsheet")
        expect(page.get_by_role("alert").first).to_contain_text("PDF")
        found.extend(both_widths(page, "import-unreadable"))


def two_records(product: Product) -> None:
    """One person twice, as systems and people make it: no number, an employment that ended and one that goes on."""
    who = {"username": COORDINATOR, "password": product.account(COORDINATOR)["password"], "grant_type": "password"}
    with httpx.Client(base_url=f"{product.api}/api/v1", trust_env=False, timeout=20) as http:
        http.headers["Authorization"] = f"Bearer {http.post('/auth/token', data=who).json()['access_token']}"
        made = []
        for school, hired in ((SCHOOL, "2012-09-01"), (OTHER, "2020-09-01")):
            found = http.get("/schools", params={"q": school}).json()["items"][0]["id"]
            body = {"name": TWICE, "sex": Sex.female.value, "birth_on": BORN.isoformat(), "school_id": found,
                    "stage": "primary", "hired_on": hired, "subject": "语文"}  # fmt: skip
            made.append(http.post("/staff", json=body, headers={"Idempotency-Key": uuid4().hex}))
        ended = made[0].json()
        body = {"ended_on": "2020-08-31", "reason": "调到别的学校"}
        version = {"If-Match": f'"{ended["version"]}"'}
        made.append(http.post(f"/staff/{ended['id']}/end", json=body, headers=version))
    assert [answer.status_code for answer in made] == [201, 201, 200], [answer.text for answer in made]


def test_two_records_of_one_person_are_compared_joined_and_taken_apart_again(
    open_page: OpenPage, product: Product
) -> None:
    two_records(product)
    with looking(open_page, COORDINATOR) as (page, found):
        page.goto("/persons/duplicates")
        pair = page.get_by_role("row").filter(has_text=TWICE)
        expect(pair).to_have_count(1)
        found.extend(both_widths(page, "duplicates"))
        pair.get_by_role("link", name="对比").click()
        found.extend(both_widths(page, "merge"))
        page.get_by_label("原因").fill("同一个人登记了两次")
        page.get_by_role("button", name="合并").click()
        expect(page.get_by_text("已合并").first).to_be_visible()
        found.extend(both_widths(page, "merged"))
        page.get_by_role("main").get_by_role("link", name="撤销合并").click()
        found.extend(both_widths(page, "merge-undo"))
        page.get_by_label("原因").fill("其实是两个人")
        page.get_by_role("button", name="撤销合并").click()
        expect(page.get_by_text("已撤销").first).to_be_visible()
        found.extend(both_widths(page, "merge-undone"))
        page.goto("/person-merges")
        found.extend(both_widths(page, "merges"))


@pytest.mark.parametrize("kind", ["更名", "合并", "分设", "撤销"])
def test_the_way_to_a_succession_up_to_its_preview(open_page: OpenPage, kind: str) -> None:
    with looking(open_page, COORDINATOR) as (page, found):
        page.goto("/schools?q=慕仪")
        page.get_by_role("rowheader").get_by_role("link").first.click()
        page.get_by_role("link", name="更名撤并").click()
        page.get_by_role("main").get_by_role("link", name=kind, exact=True).click()
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        found.extend(both_widths(page, f"succession-{kind}-faulty"))
        fill_in(page, kind)
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{kind}：慕仪镇中心小学")
        expect(page.get_by_role("button", name="返回修改")).to_be_visible()
        found.extend(both_widths(page, f"succession-{kind}-preview"))


def fill_in(page: Page, kind: str) -> None:
    """What the kind asks for, as far as a preview needs it."""
    if kind in {"合并", "撤销"}:
        page.get_by_label("要合并的学校" if kind == "合并" else "接收学校").fill("周原镇中心小学")
        page.get_by_role("button", name="找").last.click()
        page.get_by_role("radio", name="周原镇中心小学").check()
    if kind == "更名":
        page.get_by_label("新校名").fill("慕仪镇第一小学")
    if kind == "分设":
        page.get_by_label("分出学校的名称").fill("慕仪镇第二小学")
        page.get_by_label("学校代码").fill("2161000777")
    page.get_by_label("原因和依据").fill("陈教发〔2026〕9号")


def test_slips_and_links_that_are_shown_once(open_page: OpenPage) -> None:
    with looking(open_page, COORDINATOR) as (page, found):
        page.goto("/users/invite")
        page.get_by_role("button", name="生成登录条").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("登录条")
        found.extend(both_widths(page, "slips"))


def test_a_look_with_somebody_elses_eyes_and_back(open_page: OpenPage) -> None:
    with looking(open_page, ADMINISTRATOR, PHONE) as (page, found):
        page.goto("/users?q=demo.qianhe")
        page.get_by_role("rowheader").get_by_role("link").first.click()
        page.get_by_role("link", name="以这个身份查看").click()
        page.get_by_label("原因").fill("核对首页的显示")
        page.get_by_role("button", name="开始查看").click()
        expect(page.get_by_text("只能看").first).to_be_visible()
        found.extend(both_widths(page, "view-as-home"))
        page.goto("/reports")
        found.extend(both_widths(page, "view-as-reports"))
        page.get_by_role("button", name="结束查看").click()
        expect(page.get_by_text("已结束查看").first).to_be_visible()
