"""The pages of term plans: drafting, sending, agreeing, revising, printing, and the lists of what is missing."""

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn

TYPED = {
    "goals": "课堂提问更有效", "supporting_measures": "每月送教一次；教导处刘明远；每月下旬\n开一次专题讲座",
    "both_measures": "联合教研;教研组长", "supporting_responsible": "马校长", "recipient_responsible": "林校长",
}  # fmt: skip


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural, supporting_leader="马文涛")


@pytest.fixture
async def helper(sign_in: SignIn, world: World, browser: Browser) -> Caller:
    """The reporter of the supporting school, at the browser."""
    caller = await sign_in(Role.school_reporter, school=world.urban)
    browser.become(caller.token)
    return caller


@pytest.fixture
async def helped(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.rural)


async def draft(browser: Browser, pairing: Pairing, **typed: str) -> str:
    page = await browser.submit(await browser.get(f"/term-plans/new?pairing={pairing.id}"), {**TYPED, **typed})
    assert "计划已存成草稿。" in page.text
    return page.path


async def test_one_school_writes_the_other_agrees_and_the_paper_shows_it(
    browser: Browser, helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    page = await browser.get(f"/pairings/{pairing.id}?tab=plans")
    assert "还没有学期计划。" in page.text
    page = await browser.get(page.href("起草学期计划"))
    assert dict(page.form().fields)["supporting_responsible"] == "马文涛"
    path = await draft(browser, pairing)
    page = await browser.get(path)
    for words in (
        "2026–2027学年秋季学期帮扶计划",
        "起草中",
        "每月送教一次",
        "教导处刘明远",
        "每月下旬",
        "联合教研",
        "两校一起",
    ):
        assert words in page.text
    page = await browser.submit(await browser.get(f"{path}/propose"), {})
    assert "已送出，等受援学校同意。" in page.text
    browser.become(helped.token)
    home = await browser.get("/")
    assert "这学期的帮扶计划等本校同意" in home.text
    page = await browser.submit(await browser.get(f"{path}/agree"), {})
    for words in ("计划已商定，两校照这份做。", "已商定", "12月3日商定"):
        assert words in page.text
    home = await browser.get("/")
    assert "这学期的帮扶计划等本校同意" not in home.text
    assert "和县实验小学" in home.text
    paper = await browser.get(f"/pairings/{pairing.id}/plan")
    for words in ("两校商定的", "课堂提问更有效", "每月送教一次", "马校长", "林校长"):
        assert words in paper.text
    alone = await browser.get(f"{path}/print")
    for words in ("结对", "课堂提问更有效", "开一次专题讲座", "2026年12月3日"):
        assert words in alone.text


async def test_what_is_missing_is_said_and_a_revision_says_why(
    browser: Browser, helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    path = await draft(browser, pairing, goals="", supporting_measures="", both_measures="")
    page = await browser.get(path)
    assert "还差目标、措施，写好就能送对方。" in page.text
    refused = await browser.submit(await browser.get(f"{path}/propose"), {})
    assert refused.status == 422
    assert "请写目标" in refused.text
    page = await browser.submit(await browser.get(f"{path}/edit"), TYPED)
    assert "计划已改好。" in page.text
    await browser.submit(await browser.get(f"{path}/propose"), {})
    browser.become(helped.token)
    await browser.submit(await browser.get(f"{path}/agree"), {})
    page = await browser.get(f"{path}/revise")
    untold = await browser.submit(page, {"reason": ""})
    assert untold.status == 422
    page = await browser.submit(untold, {"reason": "期中停课两周"})
    assert page.path != path
    for words in ("新一版已起草", "第2版", "期中停课两周", "每月送教一次"):
        assert words in page.text
    again = await browser.submit(await browser.get(f"/term-plans/new?pairing={pairing.id}"), TYPED)
    assert again.status == 409
    assert "2026-2027学年秋季学期已有计划。" in again.text
    assert dict(again.form().fields)["goals"] == TYPED["goals"]


async def test_a_change_keeps_what_was_written_line_by_line(browser: Browser, helper: Caller, pairing: Pairing) -> None:
    path = await draft(browser, pairing)
    fields = dict((await browser.get(f"{path}/edit")).form().fields)
    assert fields["supporting_measures"] == TYPED["supporting_measures"]
    assert fields["both_measures"] == "联合教研；教研组长"


async def test_a_promise_is_ticked_and_its_progress_shown(browser: Browser, helper: Caller, pairing: Pairing) -> None:
    promised = {
        "pairing_id": str(pairing.id), "side": "supporting", "aid_area": "teaching", "item": "上示范课",
        "measure": "activities", "minimum": 2, "period": "term", "start_on": "2026-09-01",
    }  # fmt: skip
    made = (await helper.post("/commitments", promised)).json()
    path = await draft(browser, pairing, commitments=made["id"])
    page = await browser.get(path)
    assert "上示范课，" in page.text
    assert "落后" in page.text or "正常" in page.text or "未" in page.text
    page = await browser.submit(await browser.get(f"{path}/edit"), {"goals": "换一个目标"})
    assert "上示范课，" in page.text, "what is ticked stays ticked"


async def test_the_office_finds_the_pairings_without_a_plan(
    browser: Browser, sign_in: SignIn, pairing: Pairing
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    desk = await browser.get("/")
    assert "没有学期计划" in desk.text
    page = await browser.get("/pairings")
    assert "这学期没有商定计划的1对" in page.text
    page = await browser.get("/pairings?without_plan=true")
    assert "只看这学期没有商定计划的" in page.text
    assert "县实验小学" in page.text
    empty = await browser.get("/term-plans")
    assert "还没有学期计划。" in empty.text


async def test_who_looks_on_only_is_offered_nothing(browser: Browser, sign_in: SignIn, pairing: Pairing) -> None:
    browser.become((await sign_in(Role.auditor, HOME)).token)
    page = await browser.get(f"/pairings/{pairing.id}?tab=plans")
    assert "起草学期计划" not in page.text
    page = await browser.get(f"/term-plans/new?pairing={pairing.id}")
    assert page.path == f"/pairings/{pairing.id}"
