"""A full disk under the whole product: the page says so, keeps what was typed, and the same tap succeeds later."""

import resource
import sqlite3
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import PHONE, OpenPage
from tests.support.full_log import fill_log
from tests.support.product import Product

REPORTER = "demo.wc-first"
PLAN = "下月请支援学校的老师来听两节课。"
LIMIT = 20 * 1024 * 1024


def api_process(product: Product) -> int:
    """The process id of the API: the launcher's child that runs it."""
    assert product.process is not None
    launcher = product.process.pid
    children = Path(f"/proc/{launcher}/task/{launcher}/children").read_text("utf-8").split()
    return next(int(pid) for pid in children if b"services.api.main" in Path(f"/proc/{pid}/cmdline").read_bytes())


def test_a_full_disk_keeps_the_typed_text_and_the_next_try_gives_one_receipt(
    open_page: OpenPage, product: Product
) -> None:
    pid, database = api_process(product), product.data_dir / "jiedui.db"
    filler = sqlite3.connect(database, isolation_level=None, timeout=20)
    with open_page(PHONE, REPORTER, scripts=False) as page:
        page.get_by_role("main").get_by_role("link", name="月月报").first.click()
        page.get_by_role("textbox", name="下月打算").fill(PLAN)
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))
        try:
            fill_log(filler, Path(f"{database}-wal"), LIMIT)
            page.get_by_role("button", name="检查并报送").first.click()
            expect(page.get_by_text("存储空间满了").first).to_be_visible()
            expect(page.get_by_role("textbox", name="下月打算")).to_have_value(PLAN)
            assert filler.execute("pragma integrity_check").fetchall() == [("ok",)]
        finally:
            filler.execute("pragma wal_checkpoint(truncate)")
            filler.execute("drop table if exists ballast")
            filler.close()
            resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
        page.get_by_role("button", name="检查并报送").first.click()
        expect(page.get_by_role("heading", level=1, name="月报已报送")).to_be_visible()
        expect(page.get_by_text("没有修订过")).to_be_visible()
