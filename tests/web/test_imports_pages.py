"""导入 in the browser without scripts."""

from urllib.parse import unquote

import httpx

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.importing import csv_bytes
from tests.factories.world import Make
from tests.support.browser import Browser, Page
from tests.support.callers import SignIn

HEADINGS = ["学校代码", "学校名称", "学校类型", "学段", "城乡", "城乡起算日期"]
RIGHT = ["2161000901", "石桥镇中心小学", "中心小学", "小学", "农村", "2020-09-01"]


async def send(browser: Browser, kind: str, name: str, content: bytes, **fields: str) -> Page:
    """Choose a file and press the button."""
    page = await browser.get(f"/imports?kind={kind}")
    form = page.form("/imports")
    values = dict(form.fields) | {"kind": kind, **fields}
    return await browser.post("/imports", data=values, files={"file": (name, content)})


def name_of(answer: httpx.Response) -> str:
    """The Chinese name under which a browser saves the file."""
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="')
    assert disposition.isascii()
    return unquote(disposition.partition("filename*=UTF-8''")[2])


async def test_before_the_first_upload_there_is_a_word_and_no_pager(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/imports")
    assert "还没有导入过。" in page.text
    assert "翻页" not in page.html


async def test_a_coordinator_uploads_reads_what_is_wrong_and_lets_the_rest_in(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    county = await sign_in(Role.county_coordinator)
    browser.become(county.token)
    page = await send(browser, "schools", "学校.csv", csv_bytes([HEADINGS, RIGHT, ["1", *RIGHT[1:]]]))
    assert page.h1 == "等待检查"
    assert "刷新" in page.text
    await worker.run_once()
    page = await browser.get(page.path)
    assert page.h1 == "1行可以导入"
    assert "1行有错，不导入，改好再传。" in page.text
    assert "A3" in page.text
    assert "学校代码" in page.text
    page = await browser.submit(page, action=f"{page.path}/confirm")
    assert page.h1 == "正在导入"
    await worker.run_once()
    page = await browser.get(page.path)
    assert page.h1 == "导入好了"
    file = await browser.http.get(f"{page.path}/errors.xlsx")
    assert file.content.startswith(b"PK")
    assert name_of(file) == "要改的行.xlsx"
    rows = await browser.http.get(f"{page.path}/rows.csv")
    assert [line.split(",")[1] for line in rows.text.splitlines()] == ["结果", "新增", "有错"]
    assert name_of(await browser.http.get(page.href("下载表格"))).startswith("导入结果-陈仓区-")
    assert (await browser.http.get(f"{page.path}/rows.pdf")).status_code == 404
    assert "石桥镇中心小学" in (await browser.get("/schools")).text


async def test_a_file_that_is_no_table_is_said_at_its_field(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await send(browser, "staff", "教师.xlsx", b"%PDF-1.7 ...")
    assert page.status == 422
    assert "这个文件是PDF文件，不是表格" in page.text
    page = await send(browser, "staff", "教师.csv", b"")
    assert page.status == 422
    assert "请选一个有内容的文件" in page.text


async def test_the_template_comes_down_and_goes_up_again(browser: Browser, sign_in: SignIn, worker: Worker) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    for kind in ("schools", "staff", "users", "pairings", "assignments"):
        template = await browser.http.get(f"/imports/templates/{kind}.xlsx")
        assert name_of(template).endswith("模板.xlsx")
        page = await send(browser, kind, "模板.xlsx", template.content)
        await worker.run_once()
        page = await browser.get(page.path)
        assert page.h1 == "这个文件没有读成", kind
        assert "表头下面没有数据" in page.text


async def done(browser: Browser, worker: Worker, kind: str, content: bytes) -> Page:
    """Uploaded, let in, and looked at."""
    page = await send(browser, kind, f"{kind}.csv", content)
    await worker.run_once()
    page = await browser.get(page.path)
    await browser.submit(page, action=f"{page.path}/confirm")
    await worker.run_once()
    return await browser.get(page.path)


STAFF = ["姓名", "性别", "出生日期", "学校", "任教学段", "入职日期", "工号", "职称"]


async def test_what_will_change_is_shown_before_it_is_let_in_and_all_of_it_has_a_page(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    rows = [
        ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", f"A{number}", "二级教师"]
        for number in range(12)
    ]
    await done(browser, worker, "staff", csv_bytes([STAFF, *rows]))
    page = await send(browser, "staff", "教师.csv", csv_bytes([STAFF, *([*row[:7], "一级教师"] for row in rows)]))
    await worker.run_once()
    page = await browser.get(page.path)
    assert page.h1 == "12行可以导入"
    assert page.text.count("职称：二级教师→一级教师") == 10
    assert "已有同样的内容" not in page.text, "nothing is said about no rows"
    assert "有错，不导入" not in page.text
    every = await browser.get(page.href("看全部12行"))
    assert every.h1 == "更新的内容"
    assert "还没有写进系统" in every.text
    assert every.text.count("职称：二级教师→一级教师") == 12
    assert "共12行" in every.text
    person = await browser.get(every.href("秦望舒"))
    assert "秦望舒" in person.h1


async def test_each_import_leads_to_the_next_and_that_of_accounts_to_their_slips_alone(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await done(browser, worker, "schools", csv_bytes([HEADINGS, RIGHT]))
    assert page.h1 == "导入好了"
    assert page.href("导入教职工") == "/imports?kind=staff"
    assert page.href("看学校") == "/schools"
    row = ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", ""]
    page = await done(browser, worker, "staff", csv_bytes([STAFF, row]))
    assert page.href("导入账号") == "/imports?kind=users"
    await sign_in(Role.school_reporter, school=world.rural)
    users = ["账号名", "姓名", "角色", "学校"]
    page = await done(browser, worker, "users", csv_bytes([users, ["yp.jw", "江晚", "学校报送员", world.rural.code]]))
    assert page.href("导入结对") == "/imports?kind=pairings"
    address = page.href("打印登录条")
    slips = await browser.get(address)
    assert "这次导入的账号里有1个账号还没登录过。" in slips.text
    assert slips.href("返回") == page.path
    printed = await browser.submit(slips, action="/users/invite")
    assert printed.h1 == "登录条1张"
    assert "江晚" in printed.text
    assert printed.href("都打印好了") == page.path
    none = await browser.get(address)
    assert "都已有没用的登录条或邀请" in none.text
