"""The people pages: who comes and goes at a school, who is employed, one person."""

from datetime import date

import pytest

from services.contracts.codes import AssignmentStatus, Role, Sex
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn
from tests.support.id_numbers import id_number

NEW = {
    "name": "林晓雯", "sex": "2", "birth_on": "1990-05-20", "post": "teacher", "title": "first", "stage": "primary",
    "subject": "数学", "full_time_teacher": "true", "in_quota": "true", "hired_on": "2020-09-01",
}  # fmt: skip


@pytest.fixture
async def reporter(sign_in: SignIn, browser: Browser, world: World) -> Caller:
    """The rural school's reporter, signed in at the browser."""
    caller = await sign_in(Role.school_reporter, school=world.rural)
    browser.become(caller.token)
    return caller


async def test_a_school_sees_who_comes_and_goes_and_confirms_arrivals(
    browser: Browser, reporter: Caller, make: Make, world: World
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    waiting = await make.assignment(
        world.staff[1], world.urban, world.rural, status=AssignmentStatus.confirmed, arrived_on=None
    )
    await make.assignment(world.staff[3], world.rural, world.urban)
    page = await browser.get("/staff")
    assert "来校1人在岗，另1人还没到岗" in page.text
    assert "外出1人在岗" in page.text
    assert "从县实验小学来" in page.text
    assert page.href("确认到岗") == f"/assignments/{waiting.id}/arrive"


async def test_a_school_without_exchanges_finds_its_own_people_first(browser: Browser, reporter: Caller) -> None:
    own = await browser.get("/staff")
    assert own.h1 == "本校教职工"
    assert "共2人" in own.text
    page = await browser.get(own.href("交流人员"))
    assert page.h1 == "交流人员"
    assert "现在没有来校、外出交流的人员。县教育局安排交流后会出现在这里。" in page.text
    assert (await browser.get(page.href("本校教职工"))).h1 == "本校教职工"


async def test_a_new_school_is_told_how_its_people_come_in(browser: Browser, make: Make, sign_in: SignIn) -> None:
    school = await make.school(HOME, name="白云小学")
    browser.become((await sign_in(Role.school_reporter, school=school)).token)
    page = await browser.get("/staff")
    assert page.h1 == "本校教职工"
    assert "还没有登记人员。" in page.text
    assert page.href("登记人员") == "/staff/new"


async def test_a_school_that_looks_for_somebody_finds_them_while_others_come_and_go(
    browser: Browser, reporter: Caller, make: Make, world: World
) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    assert (await browser.get("/staff")).h1 == "交流人员"
    found = await browser.get("/staff?q=没有这个人")
    assert found.h1 == "本校教职工"
    assert "没有符合条件的结果" in found.text


async def test_a_person_is_registered_and_the_identity_number_is_shown_masked(
    browser: Browser, reporter: Caller
) -> None:
    number = id_number(date(1990, 5, 20), Sex.female)
    page = await browser.submit(await browser.get("/staff/new"), {**NEW, "id_number": number})
    assert page.h1 == "林晓雯"
    assert "已登记林晓雯。" in page.text
    assert number not in page.html
    again = await browser.submit(await browser.get("/staff/new"), {**NEW, "id_number": number})
    assert again.status == 409
    assert "已登记" in again.text
    assert dict(again.form("/staff/new").fields)["subject"] == "数学"


async def test_a_wrong_identity_number_is_told_at_its_field(browser: Browser, reporter: Caller) -> None:
    page = await browser.submit(await browser.get("/staff/new"), {**NEW, "id_number": "610304199005201111"})
    assert page.status == 422
    assert "f-id_number-error" in page.ids


async def test_numbers_are_changed_and_a_clash_shows_both_sides(
    browser: Browser, reporter: Caller, world: World
) -> None:
    path = f"/staff/{world.staff[3].id}"
    asked = await browser.get(f"{path}/edit")
    version = int(dict(asked.form("/edit").fields)["version"])
    await reporter.patch(path, {"staff_no": "A-1"}, version=version)
    clash = await browser.submit(asked, {"staff_no": "B-2"})
    assert clash.status == 412
    assert "A-1" in clash.text
    assert "B-2" in clash.text
    done = await browser.submit(clash, {"keep.staff_no": "typed"})
    assert "工号B-2" in done.text


async def test_an_employment_ends_unless_an_exchange_runs(
    browser: Browser, reporter: Caller, make: Make, world: World
) -> None:
    row = await make.assignment(world.staff[3], world.rural, world.urban)
    path = f"/staff/{world.staff[3].id}"
    page = await browser.get(f"/persons/{world.staff[3].person_id}?tab=exchange")
    assert page.href("到县实验小学") == f"/assignments/{row.id}"
    refused = await browser.submit(await browser.get(f"{path}/end"), {"ended_on": "2026-12-01", "reason": "调动"})
    assert refused.status == 409
    free = f"/staff/{world.staff[4].id}"
    asked = await browser.get((await browser.get(free)).href("结束人事关系"))
    done = await browser.submit(asked, {"ended_on": "2026-12-01", "reason": "调动"})
    assert "人事关系到12月1日" in done.text


async def test_an_office_searches_by_name_and_reads_a_schools_people(
    browser: Browser, world: World, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.county_coordinator)).token)
    page = await browser.get("/staff")
    assert "共5人" in page.text
    one = await browser.get(f"/staff?school_id={world.rural.id}")
    assert "共2人" in one.text
    assert "只看一所学校的" in one.text
    assert "没有符合条件的结果" in (await browser.get("/staff?q=没有这个人")).text


async def test_a_person_of_another_school_is_not_there_for_a_school(
    browser: Browser, reporter: Caller, world: World
) -> None:
    assert (await browser.get(f"/staff/{world.staff[0].id}")).status == 404
