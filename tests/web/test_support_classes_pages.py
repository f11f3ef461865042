"""The pages of support classes: applied for by two schools, decided, staffed and begun, without scripts (W-25)."""

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import Role
from tests.factories.world import HOME, Make, World
from tests.support.browser import Browser
from tests.support.callers import Caller, SignIn

TYPED = {"grade": "高一", "name": "支援一班", "pupils_planned": "45"}


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def supporter(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def recipient(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.rural)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def applied(browser: Browser, supporter: Caller, recipient: Caller, pairing: Pairing) -> str:
    """The address of a class that both schools have asked for."""
    browser.become(recipient.token)
    page = await browser.submit(await browser.get(f"/support-classes/new?pairing={pairing.id}"), TYPED)
    browser.become(supporter.token)
    await browser.submit(await browser.get(f"{page.path}/join"), {})
    return page.path


async def test_two_schools_apply_the_county_approves_and_the_supporter_names_teachers(
    browser: Browser, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, make: Make, world: World
) -> None:
    await make.teacher(world.urban, name="陈立群")
    browser.become(recipient.token)
    tab = await browser.get(f"/pairings/{pairing.id}?tab=support_classes")
    assert "还没有支援班。" in tab.text
    page = await browser.submit(await browser.get(tab.href("申请办班")), TYPED)
    assert (page.h1, "已提出。下一步：另一校一起申请。" in page.text) == ("高一支援一班", True)
    path = page.path
    browser.become(supporter.token)
    assert "支援班等本校一起申请" in (await browser.get("/")).text
    page = await browser.submit(await browser.get(f"{path}/join"), {})
    assert "两校已一起申请，等区县批。" in page.text
    browser.become(county.token)
    assert "支援班申请待批" in (await browser.get("/")).text
    assert "高一支援一班" in (await browser.get("/support-classes?waiting=true")).text
    assert "已批准" in (await browser.submit(await browser.get(f"{path}/approve"), {})).text
    browser.become(supporter.token)
    assert "支援班批准了，等本校派任教师" in (await browser.get("/")).text
    page = await browser.submit(await browser.get(f"{path}/assign"), {"post": "chinese", **_found()})
    page = await browser.submit(page, {"post": "chinese"})
    for words in ("语文已保存。", "语文 陈立群", "还没有派任班主任", "还没有记招生宣传经费", "依据："):
        assert words in page.text
    page = await browser.submit(await browser.get(f"{path}/staff"), {})
    assert "教师已派任完毕。" in page.text
    page = await browser.submit(await browser.get(f"{path}/start"), {"pupils_enrolled": "43"})
    assert "计划45人，实有43人" in page.text
    assert "语文陈立群" in (await browser.get(f"/pairings/{pairing.id}?tab=support_classes")).text


def _found() -> dict[str, str]:
    return {"staff_id_q": "陈立群", "find": "staff_id"}


async def test_a_returned_application_shows_why_and_is_put_right(
    browser: Browser, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing
) -> None:
    path = await applied(browser, supporter, recipient, pairing)
    browser.become(county.token)
    await browser.submit(await browser.get(f"{path}/return"), {"reason": "人数请核实"})
    browser.become(recipient.token)
    assert "支援班的申请退回了" in (await browser.get("/")).text
    assert "区县退回：人数请核实" in (await browser.get(path)).text
    page = await browser.submit(await browser.get(f"{path}/edit"), {"pupils_planned": "0"})
    assert page.status == 422
    assert dict(page.form().fields)["name"] == "支援一班"
    assert "计划40人" in (await browser.submit(page, {"pupils_planned": "40"})).text
    page = await browser.submit(await browser.get(f"{path}/propose"), {})
    assert "已提出，等另一校再一起申请。" in page.text


async def test_two_who_name_teachers_at_once_hear_of_each_other(
    browser: Browser, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World
) -> None:
    path = await applied(browser, supporter, recipient, pairing)
    version = (await county.get(path)).json()["version"]
    assert (await county.post(f"{path}/approve", version=version)).status_code == 200
    browser.become(supporter.token)
    page = await browser.get(f"{path}/assign")
    given = {"post": "maths", "staff_id": str(world.staff[0].id)}
    assert (await supporter.post(f"{path}/assign", given, version=version + 1)).status_code == 200
    page = await browser.submit(page, {"post": "chinese"})
    assert page.status == 412
    assert "刚" in page.text
