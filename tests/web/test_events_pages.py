"""The page of the log of changes."""

import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.web.months import november


@pytest.fixture
async def log(make: Make, worker: Worker, sign_in: SignIn, browser: Browser) -> str:
    """A pairing and its events; the auditor signed in at the browser. Returns the pairing's id."""
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    caller = await sign_in(Role.auditor, region_code="610000")
    await worker.run_once()
    browser.become(caller.token)
    return str(pairing.id)


async def test_the_newest_change_stands_first_without_names(browser: Browser, log: str) -> None:
    page = await browser.get("/events")
    assert page.h1 == "操作记录"
    assert "结对：" in page.text
    assert "县实验小学" not in page.text
    assert "陈仓区" in page.text
    assert "610304" not in page.text
    assert page.text.index("结对：") < page.text.index("学校：")


async def test_it_is_narrowed_to_a_kind_and_to_one_record(browser: Browser, log: str) -> None:
    kind = await browser.get("/events?entity=pairing")
    assert "人事关系：" not in kind.text
    assert f"entity_id={log}" in kind.href("经过")
    one = await browser.get(kind.href("经过"))
    assert "只看一条记录的经过" in one.text
    assert one.href("看这条记录") == f"/pairings/{log}"
    assert f"entity_id={log}" not in one.href("不只看一条记录的经过")


async def test_the_steps_of_a_report_lead_to_its_page_where_the_reasons_stand(
    browser: Browser, make: Make, worker: Worker, sign_in: SignIn
) -> None:
    """Everything happens at one instant, so the order is that of the positions."""
    month = await november(make, sign_in, worker)
    version = int(str((await month.stored())["version"]))
    await month.reporter.post(f"/reports/{month.report_id}/submit", {"no_change": True}, version=version)
    version = int(str((await month.stored())["version"]))
    comments = {"comments": [{"section": "people", "text": "请假的日期不对"}]}
    await month.coordinator.post(f"/reports/{month.report_id}/return", comments, version=version)
    await worker.run_once()
    browser.become(month.coordinator.token)
    page = await browser.get(f"/events?entity_id={month.report_id}")
    assert page.text.index("月报：退回") < page.text.index("月报：报送") < page.text.index("月报：开放")
    assert "请假的日期不对" not in page.text
    assert "请假的日期不对" in (await browser.get(page.href("看这条记录"))).text


async def test_a_position_from_nowhere_shows_an_empty_stretch_not_an_error(browser: Browser, log: str) -> None:
    assert (await browser.get("/events?before=999999999")).status == 200
    assert (await browser.get("/events?before=nonsense&entity=nothing")).status == 200


async def test_a_school_has_no_log(browser: Browser, make: Make, sign_in: SignIn) -> None:
    school = await make.school()
    browser.become((await sign_in(Role.school_reporter, school=school)).token)
    assert (await browser.get("/events")).status == 403


async def test_codes_and_field_names_are_said_in_words(browser: Browser, log: str) -> None:
    page = await browser.get(f"/events?entity_id={log}")
    assert "状态进行中" in page.text.replace(" ", "")
    assert "记了" in page.text
    for code in ("active", "supporting_signed_on", "status"):
        assert code not in page.text


async def test_days_narrow_the_log(browser: Browser, log: str) -> None:
    assert "结对：" in (await browser.get("/events?entity=pairing&from_on=2026-12-03&to_on=2026-12-03")).text
    empty = await browser.get("/events?entity=pairing&to_on=2026-12-02")
    assert "没有符合条件的记录。" in empty.text


async def test_an_auditor_follows_who_did_it_to_the_account_and_may_only_look(
    browser: Browser, make: Make, worker: Worker, sign_in: SignIn
) -> None:
    school = await make.school()
    coordinator = await sign_in(Role.county_coordinator)
    body = {"username": "yunping.he", "name": "何晓兰", "role": "school_reporter", "school_id": str(school.id)}
    made = (await coordinator.post("/users", body)).json()
    await worker.run_once()
    browser.become((await sign_in(Role.auditor)).token)
    page = await browser.get("/events?entity=user_account")
    assert f"/users/{made['id']}" in [path for path, _ in page.links]
    own = await browser.get(f"/events?actor_id={coordinator.id}")
    assert "只看测试员办的" in own.text
    account = await browser.get(f"/users/{made['id']}")
    assert account.status == 200
    assert "陈仓区" in account.text
    assert "停用和重新给登录码由管它的协调人" in account.text
    assert "新建账号" not in (await browser.get("/users")).text


async def test_a_supervisor_reads_roles_and_finds_no_link_that_is_closed(
    browser: Browser, make: Make, worker: Worker, sign_in: SignIn
) -> None:
    school = await make.school()
    coordinator = await sign_in(Role.county_coordinator)
    body = {"username": "yunping.he", "name": "何晓兰", "role": "school_reporter", "school_id": str(school.id)}
    await coordinator.post("/users", body)
    await worker.run_once()
    browser.become((await sign_in(Role.city_supervisor, region_code="610300")).token)
    page = await browser.get("/events?entity=user_account")
    assert "区县协调人" in page.text
    assert not [path for path, _ in page.links if path.startswith("/users/") or "actor_id" in path]
