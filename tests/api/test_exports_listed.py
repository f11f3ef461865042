"""Who took which list: own downloads for everybody, those of their counties for administrators and auditors."""

from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.api.importing import applied, csv_bytes
from tests.factories.world import HOME, NEIGHBOUR, World
from tests.support.callers import Caller, SignIn

EVENT: Any = Event


async def listed(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = await caller.get(f"/exports{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def test_everybody_sees_the_own_downloads_with_filters_as_codes_and_no_name(
    world: World, sign_in: SignIn
) -> None:
    county, colleague = await sign_in(Role.county_coordinator), await sign_in(Role.county_coordinator)
    assert await listed(county) == []
    await county.get("/staff.csv", params={"q": "陈", "stage": "primary"})
    await county.get("/schools.xlsx")
    await colleague.get("/schools.csv")
    last, first = await listed(county)
    assert (last["list_name"], last["list_label"], last["format"], last["row_count"]) == ("schools", "学校", "xlsx", 2)
    assert (first["filters"], first["county_code"], first["county_name"]) == (
        {"q": None, "stage": "primary"}, HOME, "陈仓区",
    )  # fmt: skip
    assert first["own"] is True
    assert first["actor_id"] == str(county.id)
    assert "陈立" not in str(last) + str(first)
    assert [row["list_name"] for row in await listed(county, "?list_name=staff")] == ["staff"]
    assert await listed(county, "?list_name=reports") == []
    assert (await county.get("/exports?list_name=A;B")).status_code == 422


async def test_an_administrator_sees_those_of_the_counties_below_with_who_took_them(
    world: World, sign_in: SignIn
) -> None:
    county, neighbour = await sign_in(Role.county_coordinator), await sign_in(Role.county_coordinator, NEIGHBOUR)
    client = await sign_in.client([ClientScope.records_read], HOME)
    for caller in (county, neighbour, client):
        await caller.get("/schools.csv")
    found = await listed(await sign_in(Role.administrator, HOME))
    assert [(row["actor_kind"], row["actor_name"], row["own"]) for row in found] == [
        ("client", None, False), ("user", "测试员", False),
    ]  # fmt: skip
    assert len(await listed(await sign_in(Role.administrator, "610300"))) == 3
    assert await listed(await sign_in(Role.administrator, "440000")) == []
    assert [row["own"] for row in await listed(client)] == [True]


async def test_the_downloads_come_as_a_table_themselves_and_that_is_one_more(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    await county.get("/schools.xlsx")
    heading, row = (await county.get("/exports.csv")).text.splitlines()
    assert heading.lstrip("\ufeff").startswith("时间,表格,格式,行数")
    assert row.split(",")[1:4] == ["学校", "xlsx", "2"]
    assert [each["list_label"] for each in await listed(county)] == ["下载记录", "学校"]


async def test_the_list_goes_by_pages_the_newest_first(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    names = ["schools", "staff", "pairings", "users", "assignments"]
    for name in names:
        await county.get(f"/{name}.csv")
    seen: list[str] = []
    path = "/exports?limit=2&count=true"
    while path:
        page = (await county.get(path)).json()
        assert page["count"] == len(names)
        seen += [row["list_name"] for row in page["items"]]
        path = f"/exports?limit=2&count=true&cursor={page['next_cursor']}" if page["next_cursor"] else ""
    assert seen == names[::-1]


async def test_a_reason_is_shown_to_who_gave_it_and_to_administrators(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    await county.post("/staff/identified.csv", {"reason": "核对编制"})
    for caller in (county, await sign_in(Role.administrator, HOME), await sign_in(Role.auditor, HOME)):
        (row,) = await listed(caller)
        assert (row["list_name"], row["list_label"], row["reason"]) == (
            "staff_identified", "教职工（含身份证号）", "核对编制",
        )  # fmt: skip


async def test_an_auditor_sees_those_of_the_counties_below_and_no_others(world: World, sign_in: SignIn) -> None:
    await (await sign_in(Role.county_coordinator)).get("/schools.csv")
    await (await sign_in(Role.county_coordinator, NEIGHBOUR)).get("/staff.csv")
    assert [row["list_name"] for row in await listed(await sign_in(Role.auditor, HOME))] == ["schools"]
    assert len(await listed(await sign_in(Role.auditor, "610300"))) == 2
    assert await listed(await sign_in(Role.auditor, "440000")) == []


async def test_slips_and_files_of_mistakes_are_downloads_too(
    world: World, sign_in: SignIn, worker: Worker, app: FastAPI
) -> None:
    county = await sign_in(Role.county_coordinator)
    headings = ["账号名", "姓名", "角色", "学校"]
    rows = [["yunping.jw", "江晚", "学校报送员", world.rural.code], ["yunping.jx", "", "学校报送员", world.rural.code]]
    found = await applied(county, worker, "users", csv_bytes([headings, *rows]))
    assert (await county.get(f"/imports/{found['id']}/errors.xlsx")).status_code == 200
    for _ in range(2):
        await county.post("/invitations/batch", {"import_id": found["id"]})
    slips, mistakes = await listed(county)
    assert (slips["list_name"], slips["list_label"], slips["format"], slips["row_count"], slips["filters"]) == (
        "slips", "登录条", "print", 1, {"import_id": found["id"]},
    )  # fmt: skip
    assert (mistakes["list_name"], mistakes["list_label"], mistakes["format"], mistakes["row_count"]) == (
        "import_errors", "导入的错误文件", "xlsx", 1,
    )  # fmt: skip
    async with app.state.database.reader() as session:
        events = (await session.execute(
            select(EVENT.actor_id).where(EVENT.entity == "export_log", EVENT.action == "export")
        )).all()  # fmt: skip
    assert [actor for (actor,) in events] == [county.id, county.id]
