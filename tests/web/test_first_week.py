"""A new county's checklist on the workbench, its calendar, and the schools that a centre reports for."""

from datetime import date

from services.api.features.schools.models import ReportDelegation
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.reporting import a_month
from tests.factories.world import HOME, Make
from tests.support.browser import Browser
from tests.support.callers import SignIn


async def test_each_line_of_the_first_week_leads_to_where_it_is_done_and_it_can_be_put_away(
    browser: Browser, sign_in: SignIn
) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    desk = await browser.get("/")
    assert "第一周要办的事，还差6件" in desk.text
    for words in ("登记学校", "认定城乡", "登记人员", "给学校开账号", "报送日历", "建第一个结对"):
        assert (await browser.get(desk.href(words))).status == 200, words
    done = await browser.submit(desk, action="/first-week/dismiss")
    assert "清单已收起。" in done.text
    assert "第一周" not in done.text


async def test_a_line_names_the_schools_it_is_about_and_leads_to_all_of_them(
    browser: Browser, make: Make, sign_in: SignIn
) -> None:
    world = await make.county_world()
    await sign_in(Role.school_reporter, school=world.urban)
    for number in range(3):
        await make.school(HOME, name=f"白云第{number + 1}小学")
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    desk = await browser.get("/")
    assert f"{world.rural.name}、白云第1小学、白云第2小学等4所学校还没有账号" in desk.text
    found = await browser.get(desk.href("看这4所"))
    assert "只看还没有账号的" in found.text
    assert "白云第3小学" in found.text
    assert world.urban.name not in found.text


async def test_the_county_sets_its_calendar_and_whom_schools_call(browser: Browser, sign_in: SignIn) -> None:
    browser.become((await sign_in(Role.county_coordinator, HOME)).token)
    asked = await browser.get("/calendar")
    typed = {
        "contact_office": "人事股",
        "contact_name": "周敏",
        "contact_phone": "6210 0123",
        "source": "区教发〔2026〕1号",
    }
    wrong = await browser.submit(asked, {**typed, "due_day": "40"})
    assert wrong.status == 422
    page = await browser.submit(wrong, {"due_day": "6"})
    assert "报送日历和联系人已保存。" in page.text
    assert "第一周要办的事，还差5件" in page.text
    assert dict((await browser.get("/calendar")).form("/calendar").fields)["due_day"] == "6"


async def test_a_centre_finds_the_months_of_the_schools_it_reports_for(
    browser: Browser, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    month = await a_month(make, sign_in, worker)
    centre = await make.school(HOME, name="白云中心小学")
    await make.add(
        ReportDelegation(
            county_code=HOME, school_id=month.world.rural.id, centre_school_id=centre.id, start_on=date(2026, 9, 1),
            basis="县里规定",
        )
    )  # fmt: skip
    browser.become((await sign_in(Role.school_reporter, school=centre)).token)
    for path in ("/", "/reports"):
        page = await browser.get(path)
        assert "代报的学校" in page.text, path
        assert page.href("云坪镇中心小学11月月报") == f"/reports/{month.id}"
    form = await browser.get(f"/reports/{month.id}")
    assert "云坪镇中心小学" in form.text
