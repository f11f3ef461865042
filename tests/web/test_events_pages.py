"""The page of the log of changes."""

import pytest

from services.api.worker import Worker
from services.contracts.codes import Role
from tests.factories.world import Make
from tests.support.browser import Browser
from tests.support.callers import SignIn


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
    assert page.text.index("结对：") < page.text.index("学校：")


async def test_it_is_narrowed_to_a_kind_and_to_one_record(browser: Browser, log: str) -> None:
    kind = await browser.get("/events?entity=pairing")
    assert "人事关系：" not in kind.text
    assert f"entity_id={log}" in kind.href("经过")
    one = await browser.get(kind.href("经过"))
    assert "一条记录的经过" in one.text
    assert f"/pairings/{log}" in [path for path, _ in one.links]


async def test_a_position_from_nowhere_shows_an_empty_stretch_not_an_error(browser: Browser, log: str) -> None:
    assert (await browser.get("/events?until=999999999")).status == 200
    assert (await browser.get("/events?until=nonsense&entity=nothing")).status == 200


async def test_a_school_has_no_log(browser: Browser, make: Make, sign_in: SignIn) -> None:
    school = await make.school()
    browser.become((await sign_in(Role.school_reporter, school=school)).token)
    assert (await browser.get("/events")).status == 403
