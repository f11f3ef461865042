"""The pages of heard lessons: recorded on a phone, answered with a reflection, printed (F-30, F-31)."""

import pytest

from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.contracts.codes import Role
from tests.factories.world import CITY, HOME, Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def observer(make: Make, world: World) -> Staff:
    return await make.teacher(world.urban, name="陈立群")


@pytest.fixture
async def taught(make: Make, world: World) -> Staff:
    return await make.teacher(world.rural, name="罗晓雯")


TYPED = {
    "held_on": "2026-11-05", "lesson_no": "2", "class_name": "三年级2班", "subject": "语文", "topic": "古诗二首",
    "rating": "good", "suggestions": "多让学生读",
}  # fmt: skip


async def recorded(browser: Browser, page: Page) -> Page:
    """The form with the taught teacher found by name, filled and sent, without scripts."""
    page = await browser.submit(page, {"teacher_staff_id_q": "罗晓雯", "find": "teacher_staff_id"})
    return await browser.submit(page, TYPED)


async def test_a_teacher_records_a_lesson_and_the_taught_one_writes_the_reflection_from_the_start_page(
    browser: Browser, sign_in: SignIn, pairing: Pairing, observer: Staff, taught: Staff
) -> None:
    heard = await sign_in(Role.teacher, HOME, person_id=observer.person_id)
    browser.become(heard.token)
    start = await browser.get("/")
    assert start.href("记一次听课") == "/lesson-records/new"
    page = await recorded(browser, await browser.get("/lesson-records/new"))
    assert page.h1 == "陈立群听罗晓雯的语文课"
    for words in ("已记下陈立群听罗晓雯的语文课。", "三年级2班", "多让学生读", "待写反思", "罗晓雯还没有写。"):
        assert words in page.text
    path = page.path
    page = await browser.submit(await browser.get(f"{path}/edit"), {"strengths": "板书清楚"})
    assert "板书清楚" in page.text
    teacher = await sign_in(Role.teacher, HOME, person_id=taught.person_id)
    browser.become(teacher.token)
    start = await browser.get("/")
    assert "陈立群听了你的课，等你写反思" in start.text
    page = await browser.submit(await browser.get(f"{path}/reflect"), {"reflection": "下次留出朗读的时间。"})
    for words in ("反思已保存", "下次留出朗读的时间。", "已写反思"):
        assert words in page.text
    assert "陈立群听了你的课" not in (await browser.get("/")).text
    assert "陈立群听罗晓雯的语文课" in (await browser.get("/lesson-records")).text


async def test_the_reporter_records_from_the_pairings_page_and_what_is_wrong_is_said_beside_what_was_typed(
    browser: Browser, sign_in: SignIn, world: World, pairing: Pairing, observer: Staff, taught: Staff
) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.urban)
    browser.become(reporter.token)
    tab = await browser.get(f"/pairings/{pairing.id}?tab=lessons")
    assert "这对结对还没有听课记录。" in tab.text
    page = await browser.get(tab.href("记一次听课"))
    page = await browser.submit(page, {"observer_staff_id_q": "陈立群", "find": "observer_staff_id"})
    page = await browser.submit(page, {"teacher_staff_id_q": "罗晓雯", "find": "teacher_staff_id"})
    early = await browser.submit(page, {**TYPED, "held_on": "2026-08-01"})
    assert early.status == 422
    assert "日期要在" in early.text
    assert dict(early.form("/lesson-records/new").fields)["topic"] == "古诗二首"
    page = await browser.submit(early, {"held_on": "2026-11-05"})
    assert page.h1 == "陈立群听罗晓雯的语文课"
    again = await browser.get(f"/lesson-records/new?pairing={pairing.id}")
    again = await browser.submit(again, {"observer_staff_id_q": "陈立群", "find": "observer_staff_id"})
    again = await browser.submit(again, {"teacher_staff_id_q": "罗晓雯", "find": "teacher_staff_id"})
    again = await browser.submit(again, TYPED)
    assert (again.status, "这位听课人已有听课记录" in again.text) == (409, True)
    assert "陈立群听罗晓雯的语文课" in (await browser.get(f"/pairings/{pairing.id}?tab=lessons")).text
    gone = await browser.submit(await browser.get(f"{page.path}/void"), {"reason": "记错了课"})
    assert "作废原因：记错了课" in gone.text


async def test_offices_above_the_counties_read_that_a_lesson_was_heard_and_not_what_was_written(
    browser: Browser, sign_in: SignIn, make: Make, pairing: Pairing, observer: Staff, taught: Staff
) -> None:
    record = await make.lesson_record(pairing, taught, observer, reflection="下次留出朗读的时间。")
    browser.become((await sign_in(Role.city_supervisor, CITY)).token)
    page = await browser.get(f"/lesson-records/{record.id}")
    assert "评课和反思只给两位老师、两校和两边的教育局看。" in page.text
    assert "多让学生读" not in page.text
    assert "下次留出朗读的时间。" not in page.text


async def test_who_belongs_to_several_pairings_is_asked_which_one(
    browser: Browser, sign_in: SignIn, make: Make, world: World, pairing: Pairing
) -> None:
    await make.pairing(world.urban, world.neighbour)
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    page = await browser.get("/lesson-records/new")
    assert "先选是哪对结对的" in page.text
    assert page.href("县实验小学 ↔ 云坪镇中心小学") == f"/lesson-records/new?pairing={pairing.id}"
