"""Refusals in the browser: recording, hearing, deciding, and the grade that is capped."""

from datetime import date

import pytest

from services.contracts.codes import AssignmentStatus, Role
from tests.factories.world import CITY, HOME, Make, World
from tests.support.browser import Browser, Page
from tests.support.callers import Caller, SignIn

SOURCE = "区教发〔2026〕1号"


async def follow(browser: Browser, page: Page, words: str) -> Page:
    """The page that the link with these words leads to."""
    return await browser.get(page.href(words))


@pytest.fixture
async def people(sign_in: SignIn, world: World) -> dict[str, Caller]:
    """Everybody at the browser in turn."""
    found = {
        "teacher": await sign_in(Role.teacher, person_id=world.staff[0].person_id),
        "leader": await sign_in(Role.school_leader, school=world.urban),
        "reporter": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_reporter, school=world.rural),
        "county": await sign_in(Role.county_coordinator, HOME),
        "city": await sign_in(Role.city_supervisor, CITY),
    }
    for key, more in (
        ("refusal.appraisal_cap", {"effect": "warn"}),
        ("refusal.waiting", {"effect": "warn", "least": 5}),
    ):
        said = {"effective_from": "2026-09-01", "source": SOURCE, **more}
        answer = await found["county"].put(f"/policy-rules/{HOME}/{key}", said, version=0)
        assert answer.status_code == 200, answer.text
    return found


async def test_a_refused_assignment_leads_the_person_and_the_county_to_a_decision(
    browser: Browser, make: Make, world: World, people: dict[str, Caller]
) -> None:
    task = await make.assignment(
        world.staff[0], world.urban, world.rural, status=AssignmentStatus.confirmed, start_on=date(2027, 2, 1),
        arrived_on=None,
    )  # fmt: skip
    browser.become(people["reporter"].token)
    page = await browser.get(f"/assignments/{task.id}/refuse")
    await browser.submit(page, {"reason": "本人不愿意去"})
    assert "拒不参加处理" not in (await browser.get("/handovers")).text
    browser.become(people["teacher"].token)
    page = await follow(browser, await browser.get("/"), "写陈述")
    assert "批准暂缓交流" in page.text
    page = await browser.submit(page, {"words": "孩子要中考，请缓一年"})
    assert "陈述已交给区县和学校领导。" in page.text
    browser.become(people["county"].token)
    assert "拒不参加待处理" in (await browser.get("/")).text
    page = await follow(browser, await browser.get("/refusals?waiting=true"), "处理")
    assert "孩子要中考，请缓一年" in page.text
    page = await follow(browser, page, "作出处理")
    missing = await browser.submit(page, {"measures": [], "words": "做了三次工作"})
    assert (missing.status, "请填处理" in missing.text or "请选处理" in missing.text) == (422, True)
    page = await browser.submit(missing, {"measures": ["appraisal_capped", "waiting"], "words": "做了三次工作"})
    assert "处理已登记，本人和学校领导看得到。" in page.text
    assert "学年年度考核不得定为合格及以上" in page.text
    assert "到2031年8月31日为止不得再次申请交流" in page.text
    assert f"依据：{SOURCE}" in page.text
    person = await browser.get(f"/persons/{world.staff[0].person_id}?tab=exchange")
    assert "学年年度考核不得定为合格及以上" in person.text
    assert "已处理" in (await browser.get(f"/refusals/new?assignment={task.id}")).text
    browser.become(people["reporter"].token)
    person = await browser.get(f"/persons/{world.staff[0].person_id}?tab=exchange")
    assert "不得定为合格" not in person.text


async def test_a_leader_records_a_case_hears_the_person_and_takes_it_back(
    browser: Browser, world: World, people: dict[str, Caller]
) -> None:
    browser.become(people["leader"].token)
    assert "没有拒不参加的登记。" in (await browser.get("/refusals")).text
    page = await browser.get(f"/persons/{world.staff[0].person_id}?tab=exchange")
    page = await follow(browser, page, "登记拒不参加")
    missing = await browser.submit(page, {"facts": "本人当面表示不去"})
    assert (missing.status, "请填确定名单的文件" in missing.text, "本人当面表示不去" in missing.text) == (
        422,
        True,
        True,
    )
    page = await browser.submit(missing, {"named_in": "区教发〔2026〕12号"})
    assert "已登记。下一步：听取本人陈述。" in page.text
    page = await follow(browser, page, "修改情况")
    page = await browser.submit(page, {"facts": "本人来信表示不去"})
    assert "本人来信表示不去" in page.text
    assert "等听取陈述" in (await browser.get("/")).text
    page = await follow(browser, page, "登记听取陈述")
    page = await browser.submit(page, {"kind": "declined", "words": "两人在场，不愿说"})
    assert "本人不愿陈述，有记录：两人在场，不愿说" in page.text
    page = await browser.submit(await follow(browser, page, "撤回登记"), {"reason": "本人同意参加"})
    assert "已撤回，记录保留。" in page.text
    browser.become(people["county"].token)
    page = await browser.get("/refusals/new")
    page = await browser.submit(page, {"staff_id_q": "没有这个人", "named_in": "名单", "facts": "不去"})
    assert (page.status, "登记拒不参加交流" in page.text) == (422, True)


async def test_the_page_of_numbers_says_too_few_and_a_capped_grade_is_warned_of(
    browser: Browser, make: Make, world: World, people: dict[str, Caller]
) -> None:
    made = await people["county"].post(
        "/refusals",
        {"staff_id": str(world.staff[0].id), "refused_on": "2026-12-01", "named_in": "名单", "facts": "不去"},
    )
    case = made.json()
    for action, body in (
        ("hear", {"kind": "recorded", "heard_on": "2026-12-02", "words": "不去"}),
        ("decide", {"decided_on": "2026-12-03", "measures": ["appraisal_capped"], "words": "不去"}),
    ):
        answer = await people["county"].post(f"/refusals/{case['id']}/{action}", body, version=case["version"])
        case = answer.json()
        assert answer.status_code == 200, answer.text
    browser.become(people["city"].token)
    page = await browser.get("/statistics/S-37")
    assert ("数太小，不显示" in page.text, "1件" in page.text) == (True, False)
    browser.become(people["county"].token)
    assert "1件" in (await browser.get("/statistics/S-37")).text
    task = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 2))
    browser.become(people["receiving"].token)
    page = await browser.get(f"/handovers/{task.id}/hand-over")
    assert f"按《{SOURCE}》" in page.text
    typed: dict[str, str | list[str]] = {"items": ["lessons"], "grade": "qualified", "appraisal": "工作扎实。"}
    warned = await browser.submit(page, typed)
    assert (warned.status, "请改等次，或选" in warned.text) == (422, True)
    page = await browser.submit(warned, {**typed, "despite_cap": "true"})
    assert "交接和鉴定已登记。" in page.text
