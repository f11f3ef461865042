"""The pages of shared papers: shared from the pairing's page with a file, opened by the other school, taken back."""

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.factories.world import Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.support.pictures import jpeg


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


async def test_a_school_shares_a_file_from_the_pairings_page_and_the_other_one_opens_it(
    browser: Browser, sign_in: SignIn, world: World, pairing: Pairing
) -> None:
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    tab = await browser.get(f"/pairings/{pairing.id}?tab=resources")
    assert "两校还没有共享材料。" in tab.text
    page = await browser.get(tab.href("共享一份材料"))
    typed = {"kind": "work_plan", "title": "秋季学期工作计划", "shared_on": "2026-11-05"}
    without = await browser.submit(page, typed)
    assert without.status == 422
    assert "请选文件" in without.text
    fields = {name: value for name, value in without.form("/shared-resources/new").fields if name != "file_ids.new"}
    chosen = [("file_ids.new", ("jihua.jpg", jpeg(), "image/jpeg"))]
    page = await browser.post("/shared-resources/new", data=fields, files=chosen)
    assert page.h1 == "工作计划：秋季学期工作计划"
    assert "已共享，云坪镇中心小学现在就能打开。" in page.text
    path = page.path
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    assert "秋季学期工作计划" in (await browser.get(f"/pairings/{pairing.id}?tab=resources")).text
    assert "秋季学期工作计划" in (await browser.get("/shared-resources?kind=work_plan")).text
    seen = await browser.get(path)
    assert "/files/" in seen.html
    assert "传错了用" not in seen.text
    browser.become((await sign_in(Role.school_leader, school=world.urban)).token)
    gone = await browser.submit(await browser.get(f"{path}/void"), {"reason": "传错了文件"})
    assert "作废原因：传错了文件" in gone.text
    assert "/files/" in gone.html
    browser.become((await sign_in(Role.school_reporter, school=world.rural)).token)
    closed = await browser.get(path)
    assert "没有文件。" in closed.text
    assert "/files/" not in closed.html
