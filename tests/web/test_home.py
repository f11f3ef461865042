"""Where each role lands, and what it finds there."""

from datetime import date

import pytest

from services.api.worker import Worker
from services.contracts.codes import AssignmentStatus, PairingStatus, Role
from tests.factories.world import CITY, PROVINCE, Make
from tests.support.browser import Browser
from tests.support.callers import SignIn
from tests.web.months import november


async def test_the_school_sees_what_else_is_to_do_with_a_button_each(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    coming = await make.assignment(
        month.world.staff[2], month.world.urban, month.world.rural,
        status=AssignmentStatus.confirmed, start_on=date(2026, 12, 1), arrived_on=None,
    )  # fmt: skip
    unsigned = await make.pairing(
        month.world.neighbour, month.world.rural, status=PairingStatus.negotiating, recipient_signed_on=None
    )
    browser.become(month.reporter.token)
    page = await browser.get("/")
    assert page.h1 == "今天有3件事要办"
    assert page.href("确认到岗") == f"/assignments/{coming.id}/arrive"
    assert page.href("查看协议") == f"/pairings/{unsigned.id}"
    assert "县实验小学 → 本校" in page.text
    assert "全部2人" in page.text
    assert browser.api_calls <= 3


async def test_every_count_of_the_workbench_equals_the_rows_behind_it(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    browser.become(month.coordinator.token)
    answer = await month.coordinator.get("/workbench")
    desk = await browser.get("/")
    for item in answer.json()["lists"]:
        path = item["query"].removeprefix("/api/v1")
        rows = (await month.coordinator.get(f"{path}&limit=200")).json()["items"]
        assert len(rows) == item["count"], item["key"]
    assert desk.text.count("查看") >= 3


@pytest.mark.parametrize(
    ("role", "title"), [(Role.city_supervisor, "宝鸡市总览"), (Role.province_supervisor, "陕西省总览")]
)
async def test_supervisors_see_the_rates_and_buttons_that_change_nothing(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker, role: Role, title: str
) -> None:
    await november(make, sign_in, worker)
    who = await sign_in(role, region_code=CITY if role is Role.city_supervisor else PROVINCE)
    browser.become(who.token)
    page = await browser.get("/")
    assert page.h1 == title
    assert "报送率" in page.text
    assert "怎么算的" in page.text
    assert "跨县区的结对和交流在这里办，其余只看" in page.text
    assert not [form for form in page.forms if form.method == "post"]


async def test_a_month_can_be_chosen_and_an_impossible_one_is_refused(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await november(make, sign_in, worker)
    browser.become(month.coordinator.token)
    page = await browser.get("/?month=2026-10")
    assert page.status == 200
    assert "没有数据，不是0。" in page.text
    assert (await browser.get("/?month=13")).status == 422


@pytest.mark.parametrize("role", [Role.administrator, Role.auditor, Role.finance, Role.hr])
async def test_every_other_role_lands_on_a_page_of_its_own(
    browser: Browser, make: Make, sign_in: SignIn, role: Role
) -> None:
    await make.county_world()
    who = await sign_in(role, region_code=PROVINCE)
    browser.become(who.token)
    answer = await browser.http.get("/", follow_redirects=False)
    assert answer.status_code == (200 if role is Role.administrator else 303)
