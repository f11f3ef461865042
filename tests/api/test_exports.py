"""Lists as files: the same rows as the list, harmless in a spreadsheet, and always written down."""

import csv
import io
import json
import zipfile
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from services.api.features.accounts.service_sheet import USERS
from services.api.features.assignments.service_sheet import ASSIGNMENTS
from services.api.features.imports.kinds.catalog import KINDS
from services.api.features.imports.kinds.columns import matched
from services.api.features.pairings.service_sheet import PAIRINGS
from services.api.features.schools.service_sheet import SCHOOLS
from services.api.features.staff.service_sheet import STAFF
from services.api.kernel.events import Event
from services.api.kernel.export_log import ExportLog
from services.api.kernel.exporting import AT_ONCE
from services.api.main import equip
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Locality, Role
from tests.factories.world import HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for

LISTS = (
    "users", "schools", "staff", "persons", "pairings", "activities", "assignments", "reports", "events", "regions",
    "teams", "invitations", "delegations", "persons/duplicates", "person-merges", "imports",
)  # fmt: skip
WITHOUT_CACHE = "no-store"


def rows_of(answer: httpx.Response) -> list[dict[str, str]]:
    """A CSV answer as headings → cells."""
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def exports_noted(app: FastAPI) -> list[Any]:
    async with app.state.database.reader() as session:
        return list((await session.scalars(select(Event).where(col(Event.entity) == "export_log"))).all())


async def test_a_csv_has_the_rows_of_the_list_in_its_order_under_chinese_headings(
    world: World, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator)
    listed = (await county.get("/schools?limit=200")).json()["items"]
    answer = await county.get("/schools.csv")
    found = rows_of(answer)
    assert [row["学校代码"] for row in found] == [row["code"] for row in listed]
    assert {row["城乡"] for row in found} == {"城区", "农村"}
    assert {row["薄弱学校"] for row in found} == {"是", "否"}
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith('attachment; filename="schools-20261203.csv"; ')
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == "学校-陈仓区-20261203.csv"
    assert answer.headers["cache-control"] == WITHOUT_CACHE


async def test_every_list_comes_as_csv_xlsx_and_json_lines_with_as_many_rows_as_the_list_counts(
    world: World, sign_in: SignIn, make: Make
) -> None:
    await make.assignment(world.staff[0], world.urban, world.neighbour)
    await make.pairing(world.urban, world.rural)
    county = await sign_in(Role.county_coordinator)
    for name in LISTS:
        answer = await county.get(f"/{name}.ndjson")
        assert answer.status_code == 200, answer.text
        lines = [json.loads(line) for line in answer.text.splitlines()]
        if name != "events":
            page = (await county.get(f"/{name}?limit=200&count=true")).json()
            assert (lines[:200], len(lines)) == (page["items"], page["count"]), name
            assert len(rows_of(await county.get(f"/{name}.csv"))) == page["count"], name
        book = await county.get(f"/{name}.xlsx")
        with zipfile.ZipFile(io.BytesIO(book.content)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        assert sheet.count("<row ") >= len(lines), name
        assert "<f>" not in sheet


async def test_a_deadline_is_the_day_that_ends_with_it_as_on_the_pages(
    world: World, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    await make.pairing(world.urban, world.rural)
    await worker.run_once()
    county = await sign_in(Role.county_coordinator)
    due = {report["due_at"] for report in (await county.get("/reports")).json()["items"]}
    assert due == {"2026-12-05T16:00:00Z"}
    assert {row["截止日期"] for row in rows_of(await county.get("/reports.csv"))} == {"2026-12-05"}


async def test_filters_and_scope_are_those_of_the_list(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    assert [row["学校名称"] for row in rows_of(await county.get("/schools.csv?locality=rural"))] == ["云坪镇中心小学"]
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    of_school = {row["学校"] for row in rows_of(await reporter.get("/staff.csv"))}
    assert of_school == {f"{world.rural.code} 云坪镇中心小学"}
    unknown = await county.get("/schools.csv?color=red")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "query.unknown")
    assert (await county.get("/schools.csv?limit=3")).status_code == 422
    assert (await county.get("/schools.pdf")).status_code == 422


async def test_no_cell_can_be_taken_for_a_formula(make: Make, sign_in: SignIn) -> None:
    for name in ("=1+2小学", "+86小学", "-小学", "@小学", "＝小学", "小学=1"):
        await make.school(HOME, Locality.urban, name=name)
    county = await sign_in(Role.county_coordinator)
    names = {row["学校名称"] for row in rows_of(await county.get("/schools.csv"))}
    assert names == {"'=1+2小学", "'+86小学", "'-小学", "'@小学", "'＝小学", "小学=1"}


async def test_each_export_leaves_one_event_with_codes_and_count_but_without_typed_text(
    world: World, sign_in: SignIn, app: FastAPI
) -> None:
    county = await sign_in(Role.county_coordinator)
    answer = await county.get("/staff.csv", params={"q": "陈", "stage": "primary", "school_id": str(world.urban.id)})
    (event,) = await exports_noted(app)
    assert (event.action, event.actor_id, event.county_code) == ("export", county.id, HOME)
    assert event.request_id == answer.headers["x-request-id"]
    said = {name: change["to"] for name, change in event.changes.items()}
    assert said == {
        "list_name": "staff",
        "format": "csv",
        "filters": {"q": None, "stage": "primary", "school_id": str(world.urban.id)},
        "row_count": len(rows_of(answer)),
    }
    async with app.state.database.reader() as session:
        assert len((await session.scalars(select(ExportLog))).all()) == 1


async def test_a_system_gets_ids_instead_of_names_and_a_masked_number_nobody(
    world: World, sign_in: SignIn, app: FastAPI
) -> None:
    client = await sign_in.client([ClientScope.records_read], "610000")
    found = rows_of(await client.get("/staff.csv"))
    assert len(found) == len(world.staff)
    assert {row["姓名"] for row in found} == {""}
    assert {row["出生日期"] for row in found} == {""}
    assert {row["人员编号"] for row in found} == {str(each.person_id) for each in world.staff}
    lines = (await client.get("/staff.ndjson")).text.splitlines()
    assert {json.loads(line)["name"] for line in lines} == {None}
    refused = await client.get("/staff.csv", params={"q": "陈"})
    assert refused.json()["errors"][0]["code"] == "query.names_hidden"
    assert len(await exports_noted(app)) == 2


async def test_who_may_not_see_the_list_gets_no_file_and_leaves_no_event(
    world: World, sign_in: SignIn, app: FastAPI
) -> None:
    finance, teacher = await sign_in(Role.finance), await sign_in(Role.teacher)
    for caller, name in ((finance, "staff"), (finance, "reports"), (teacher, "schools"), (teacher, "users")):
        answer = await caller.get(f"/{name}.csv")
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")
    assert await exports_noted(app) == []


async def test_statistics_come_with_a_column_for_each_group(world: World, sign_in: SignIn, make: Make) -> None:
    await make.assignment(world.staff[0], world.urban, world.neighbour)
    city = await sign_in(Role.city_supervisor, "610300")
    row, total = rows_of(await city.get("/statistics/S-01.csv?group_by=county,mode"))
    assert (row["县区代码"], row["交流形式"], row["分子"], total["分子"]) == (HOME, "支教", "1", "1")
    assert (await city.get("/statistics/reporting.xlsx?group_by=county")).status_code == 200
    unknown = await city.get("/statistics/S-01.csv?group_by=moon")
    assert (unknown.status_code, unknown.json()["code"]) == (422, "statistics.dimension")


async def test_a_number_of_many_pages_comes_whole_and_in_order(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.api.kernel.exporting.BATCH", 2)
    county = await sign_in(Role.county_coordinator)
    listed = (await county.get("/staff?limit=200")).json()["items"]
    assert [row["系统编号"] for row in rows_of(await county.get("/staff.csv"))] == [row["id"] for row in listed]
    reader = await sign_in(Role.auditor, HOME)
    positions = [row["序号"] for row in rows_of(await reader.get("/events.csv?newest_first=true"))]
    assert positions == sorted(positions, reverse=True)


async def test_more_than_the_limit_of_a_minute_is_a_429(app: FastAPI, database_url: str, sign_in: SignIn) -> None:
    equip(app, settings_for(database_url, export_limit_per_minute=2), app.state.clock)
    county = await sign_in(Role.county_coordinator)
    assert [(await county.get("/schools.csv")).status_code for _ in range(3)] == [200, 200, 429]
    assert (await county.get("/schools")).status_code == 200
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.get("/schools.csv")).status_code == 200


async def test_when_all_places_are_taken_it_says_when_to_come_back(app: FastAPI, sign_in: SignIn) -> None:
    county: Caller = await sign_in(Role.county_coordinator)
    slots = [app.state.exports.slot() for _ in range(AT_ONCE)]
    for slot in slots:
        await slot.__aenter__()
    answer = await county.get("/schools.csv")
    assert (answer.status_code, answer.json()["code"]) == (503, "export.busy")
    assert int(answer.headers["retry-after"]) > 0
    for slot in slots:
        await slot.__aexit__(None, None, None)
    assert (await county.get("/schools.csv")).status_code == 200


def test_what_can_be_imported_has_the_headings_of_the_import() -> None:
    sheets = {"schools": SCHOOLS, "staff": STAFF, "users": USERS, "pairings": PAIRINGS, "assignments": ASSIGNMENTS}
    for kind, found in KINDS.items():
        headings = [column.heading for column in sheets[kind.value].columns]
        assert set(headings[: len(found.columns)]) == {column.heading for column in found.columns}, kind
        assert set(headings[len(found.columns) :]) == found.left_alone, kind
        places = matched(found.columns, headings)
        assert places == [headings.index(column.heading) for column in found.columns], kind
