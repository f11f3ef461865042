"""Pages of closed periods: closing one early, its frozen numbers beside the live ones, and what was corrected since."""

from datetime import date, timedelta

import pytest
from fastapi import FastAPI

from services.api.features.assignments.models import Assignment
from services.api.features.periods import service_closing, service_correcting
from services.api.kernel.clock import SetClock
from services.api.kernel.positions import give_positions
from services.contracts.codes import Direction, Role
from tests.factories.world import CITY, HOME, PROVINCE, THIRD, Make, World
from tests.support.browser import Browser
from tests.support.callers import SignIn

OCTOBER = "/statistics/periods/new?kind=month&key=2026-10"


@pytest.fixture
async def tasks(make: Make, world: World) -> list[Assignment]:
    """Six that began in October."""
    days = {"start_on": date(2026, 10, 5), "end_on": date(2027, 7, 10), "direction": Direction.urban_to_rural}
    return [await make.assignment(await make.teacher(world.urban), world.urban, world.rural, **days) for _ in range(6)]


async def work(app: FastAPI) -> None:
    """What the worker does for periods."""
    state = app.state
    async with state.database.writer(clock=state.clock) as db:
        await give_positions(db, state.clock.now())
    await service_closing.close_due(state.database, state.settings, state.clock.now())
    await service_correcting.correct_due(state.database, state.settings, state.clock.now())


async def closed(app: FastAPI, sign_in: SignIn) -> str:
    """October closed by its province."""
    province = await sign_in(Role.province_supervisor, PROVINCE)
    body = {"region_code": PROVINCE, "kind": "month", "key": "2026-10", "reason": "要报年度数据"}
    made = await province.insist("/periods", body)
    await work(app)
    return str(made.json()["id"])


async def test_a_province_closes_a_month_early_and_the_live_page_tells_what_was_frozen(
    app: FastAPI, browser: Browser, sign_in: SignIn, tasks: list[Assignment]
) -> None:
    browser.become((await sign_in(Role.province_supervisor, PROVINCE)).token)
    overview = await browser.get("/statistics")
    nothing = await browser.get(overview.href("封存的数"))
    assert (nothing.h1, "还没有封存过月份或学年。" in nothing.text) == ("封存的月份和学年", True)
    assert "2026年11月" in nothing.text
    ask = await browser.get(OCTOBER)
    assert ask.h1 == "提前封存2026年10月"
    for said in ("会封存陕西省和所有市、县区的全部指标", "也不能再打开", "月报都已报送"):
        assert said in ask.text, said
    refused = await browser.submit(ask, {"reason": ""}, action="/statistics/periods/new")
    assert (refused.status, "请填为什么提前封存" in refused.text) == (422, True)
    done = await browser.submit(refused, {"reason": "要报年度数据"}, action="/statistics/periods/new")
    assert "正在封存2026年10月" in done.text
    waiting = await browser.get(done.href("2026年10月"))
    assert "正在封存，还没有算好。" in waiting.text
    assert (await browser.get(OCTOBER)).status == 404
    await work(app)

    listed = await browser.get("/statistics/periods")
    assert ("提前封存：要报年度数据" in listed.text, "没有更正" in listed.text) == (True, True)
    one = await browser.get(listed.href("2026年10月"))
    assert one.h1 == "陕西省2026年10月封存的数"
    assert "6人次" in one.text
    live = await browser.get("/statistics/S-01?school_year=2026&month=2026-10")
    assert "封存的数是6人次，以后没有更正" in live.text
    assert "这个月已" not in (await browser.get("/statistics/S-01?school_year=2026&month=2026-11")).text
    assert "封存的数是" not in (await browser.get("/statistics/S-01?school_year=2026&month=2026-10&sex=1")).text


async def test_a_correction_is_told_before_and_after_with_what_did_it(
    app: FastAPI, browser: Browser, sign_in: SignIn, tasks: list[Assignment], clock: SetClock
) -> None:
    await closed(app, sign_in)
    county = await sign_in(Role.county_coordinator, HOME)
    clock.forward(timedelta(minutes=5))
    body = {"title": "senior", "reason": "登记时看错"}
    assert (await county.post(f"/assignments/{tasks[0].id}/correct-facts", body, version=1)).status_code == 200
    await work(app)
    browser.become(county.token)
    live = await browser.get("/statistics/S-01?school_year=2026&month=2026-10")
    assert "以后更正过1次" in live.text
    kept = await browser.get(live.href("看封存的数") + "&group=title")
    assert (kept.h1, "第2版" in kept.text) == ("交流总人数，按职称看", True)
    assert ("人次6人次" in kept.text, "人次5人次" in kept.text, "没有这一组" in kept.text) == (True, True, True)
    assert "交流任务：改正情况" in kept.text
    first = await browser.get(kept.href("看第1版"))
    assert ("第1版" in first.text, "高级教师" in first.html.split("明细表")[1].split("更正")[0]) == (True, False)
    assert (await browser.get(kept.href("交流任务：改正情况"))).status == 200
    back = await browser.get(kept.href("看现在的数"))
    assert back.h1 == "交流总人数，按职称看"
    told = await browser.get(kept.href("10月"))
    assert told.h1 == "陈仓区2026年10月封存的数"
    changed = await browser.get(told.href("看更正"))
    assert (changed.h1, "交流总人数" in changed.text) == ("陈仓区2026年10月封存以后的更正", True)
    for file in (changed, kept):
        answer = await browser.http.get(file.href("下载CSV").replace("&amp;", "&"))
        assert (answer.status_code, "合计" in answer.text or "职称" in answer.text) == (200, True)
    answer = await browser.http.get((await browser.get("/statistics/periods")).href("下载CSV"))
    assert "要报年度数据" in answer.text


async def test_others_see_what_is_closed_and_cannot_close(
    app: FastAPI, browser: Browser, sign_in: SignIn, tasks: list[Assignment], world: World
) -> None:
    path = f"/statistics/periods/{await closed(app, sign_in)}"
    browser.become((await sign_in(Role.city_supervisor, CITY)).token)
    listed = await browser.get("/statistics/periods")
    assert "/statistics/periods/new" not in listed.html
    assert (await browser.get("/statistics/periods/new?kind=month&key=2026-09")).status == 403
    assert (await browser.get(path)).h1.endswith("2026年10月封存的数")
    assert (await browser.get(f"{path}?region_code={THIRD}")).status == 403
    assert (await browser.get(f"{path}/corrections")).text.count("封存以后没有更正。") == 1
    assert (await browser.get(f"{path}/S-01?group=sending_school")).status == 422
    assert (await browser.get(f"{path}/nothing")).status == 404
    browser.become((await sign_in(Role.finance, HOME)).token)
    assert (await browser.get(f"{path}/S-01?region_code={HOME}&group=title")).status == 200
    assert "点开看" in (await browser.get(path)).text
    browser.become((await sign_in(Role.school_reporter, school=world.urban)).token)
    assert (await browser.get("/statistics/periods")).status == 403
    assert "封存的数是" not in (await browser.get("/statistics/S-01?school_year=2026&month=2026-10")).text
    browser.become((await sign_in(Role.province_supervisor, "440000")).token)
    assert (await browser.get(path)).status == 404
