"""Posts, titles and teaching follow each other: a day that is put right moves the row beside it. On both databases."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.staff.service_dated import facts_on
from services.api.kernel.events import Event
from services.contracts.codes import Role, Title
from tests.api.test_persons import shown
from tests.factories.world import World
from tests.support.callers import Caller, SignIn

WHY = {"reason": "证书上的日期"}
KINDS = {"positions": "position", "titles": "title", "teachings": "teaching"}
ASKED = {
    "positions": ("post", "leadership", "school_id"), "titles": ("title",), "teachings": ("stage", "subject", "grades"),
}  # fmt: skip


@pytest.fixture
async def reporter(sign_in: SignIn, world: World) -> Caller:
    """Of the urban school."""
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def person(world: World, reporter: Caller) -> dict[str, Any]:
    """Employed on the first of September 2010; promoted in every way as of the wrong day."""
    made = await reporter.post("/staff", {
        "name": "单立群", "sex": "2", "birth_on": "1985-05-20", "school_id": str(world.urban.id), "title": "second",
        "stage": "primary", "subject": "数学", "hired_on": "2010-09-01",
    })  # fmt: skip
    changed = await reporter.post(f"/persons/{made.json()['person_id']}/change", {
        "title": "first", "post": "vice_principal", "subject": "科学", "start_on": "2026-11-22", "reason": "批量导入",
    }, version=1)  # fmt: skip
    assert changed.status_code == 200, changed.text
    return await shown(reporter, made.json()["person_id"])


def as_it_stands(rows: str, row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The whole record for its correction."""
    values = {name: row["school"]["id"] if name == "school_id" else row[name] for name in ASKED[rows]}
    days = {name: row[name] for name in ("start_on", "end_on")}
    return {"record": {"kind": KINDS[rows], **values, **days, **changes}, **WHY}


async def put_right(reporter: Caller, person: dict[str, Any], rows: str, index: int = 0, **changes: Any) -> Any:
    row = person[rows][index]
    path = f"/persons/{person['id']}/records/{row['id']}/correct"
    return await reporter.post(path, as_it_stands(rows, row, **changes), version=row["version"])


def days(person: dict[str, Any], rows: str) -> list[tuple[str, str | None]]:
    return [(row["start_on"], row["end_on"]) for row in person[rows]]


@pytest.mark.parametrize("rows", KINDS)
async def test_the_first_day_of_what_is_so_now_moves_the_end_of_what_was(
    app: FastAPI, person: dict[str, Any], reporter: Caller, rows: str
) -> None:
    for start_on, last_day in (("2019-09-01", "2019-08-31"), ("2021-03-01", "2021-02-28")):
        right = await put_right(reporter, person, rows, start_on=start_on)
        assert right.status_code == 200, right.text
        person = right.json()
        assert days(person, rows) == [(start_on, None), ("2010-09-01", last_day)]
    assert person["positions"][0]["leadership"] is True
    async with app.state.database.reader() as session:
        then = await facts_on(session, UUID(person["id"]), date(2021, 2, 28))
    assert then.title is Title.second, "the day before belongs to what was, whichever row was put right"


async def test_both_days_of_a_row_between_two_move_both_neighbours(person: dict[str, Any], reporter: Caller) -> None:
    version = (await shown(reporter, person["id"]))["version"]
    body = {"title": "senior", "start_on": "2026-11-30", "reason": "评上高级"}
    person = (await reporter.post(f"/persons/{person['id']}/change", body, version=version)).json()
    person = (await put_right(reporter, person, "titles", 1, start_on="2015-09-01", end_on="2022-08-31")).json()
    assert days(person, "titles") == [("2022-09-01", None), ("2015-09-01", "2022-08-31"), ("2010-09-01", "2015-08-31")]
    assert person["employment"]["title"] == "senior", "the copy for today follows"


@pytest.mark.parametrize(
    ("index", "changes", "field", "code", "said"),
    [
        (0, {"start_on": "2010-09-01"}, "start_on", "record.swallows",
         "前一条是“二级教师”，从2010年9月1日起。这一条要比它晚开始；前一条登错了的，先改正或作废前一条。"),
        (0, {"start_on": "2028-01-01"}, "start_on", "person.change_far", "变化最多提前一年登记，请核对年份"),
        (1, {"end_on": "2028-01-01"}, "end_on", "person.change_far", "变化最多提前一年登记，请核对年份"),
        (1, {"end_on": "2010-08-31"}, "end_on", "period.order", None),
        (1, {"end_on": None}, "end_on", "record.running", None),
        (0, {"end_on": "2026-12-31"}, "end_on", "record.running", None),
    ],
)  # fmt: skip
async def test_a_day_that_would_leave_nothing_of_the_row_beside_is_refused(
    person: dict[str, Any],
    reporter: Caller,
    index: int,
    changes: dict[str, Any],
    field: str,
    code: str,
    said: str | None,
) -> None:
    refused = await put_right(reporter, person, "titles", index, **changes)
    (error,) = refused.json()["errors"]
    assert refused.status_code in {409, 422}
    assert (error["field"], error["code"]) == (field, code)
    assert said in {None, error["detail"]}
    assert days(await shown(reporter, person["id"]), "titles") == days(person, "titles")


async def test_the_end_of_a_row_does_not_swallow_the_one_behind(person: dict[str, Any], reporter: Caller) -> None:
    body = {"title": "senior", "start_on": "2026-12-01", "reason": "评上高级"}
    person = (await reporter.post(f"/persons/{person['id']}/change", body, version=person["version"])).json()
    refused = await put_right(reporter, person, "titles", 2, end_on="2026-11-30")
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["field"], error["code"]) == (422, "end_on", "record.swallows")
    assert error["detail"].startswith("后一条是“一级教师”，到2026年11月30日为止。这一条要比它早结束；")


async def test_a_row_before_that_was_voided_stands_in_no_way(person: dict[str, Any], reporter: Caller) -> None:
    old = person["titles"][1]
    assert old["allowed_actions"] == ["correct", "void"]
    assert person["titles"][0]["allowed_actions"] == ["correct"]
    path = f"/persons/{person['id']}/records/{old['id']}/void"
    assert (await reporter.post(path, WHY, version=old["version"])).status_code == 200
    right = await put_right(reporter, person, "titles", start_on="2008-09-01")
    assert days(right.json(), "titles") == [("2008-09-01", None)], "a title may be older than the employment"


async def test_a_post_of_now_stays_at_its_school_and_begins_no_earlier_than_the_employment(
    person: dict[str, Any], reporter: Caller, world: World
) -> None:
    for rows in ("positions", "teachings"):
        old = person[rows][1]
        path = f"/persons/{person['id']}/records/{old['id']}/void"
        assert (await reporter.post(path, WHY, version=old["version"])).status_code == 200
        early = await put_right(reporter, person, rows, start_on="2010-08-31")
        (error,) = early.json()["errors"]
        assert (early.status_code, error["code"]) == (422, "record.before_hired")
        assert error["detail"].startswith("入职日期是2010年9月1日，现在的")
        assert (await put_right(reporter, person, rows, start_on="2010-09-01")).status_code == 200
    person = await shown(reporter, person["id"])
    moved = await put_right(reporter, person, "positions", school_id=str(world.rural.id))
    assert [each["code"] for each in moved.json()["errors"]] == ["record.school_now"]
    renamed = await put_right(reporter, person, "positions", post="principal")
    assert renamed.json()["employment"]["post"] == "principal"


async def test_a_post_that_began_with_the_employment_moves_nothing_of_the_employment_before(
    person: dict[str, Any], reporter: Caller
) -> None:
    before = {"kind": "position", "post": "teacher", "school_name": "青石小学", "start_on": "2005-09-01",
              "end_on": "2010-08-31"}  # fmt: skip
    made = await reporter.post(f"/persons/{person['id']}/records", {"record": before})
    person = (await put_right(reporter, made.json(), "positions", 1, start_on="2012-09-01")).json()
    assert days(person, "positions")[1:] == [("2012-09-01", "2026-11-21"), ("2005-09-01", "2010-08-31")]


async def test_the_story_tells_both_days_and_what_moved_along(
    app: FastAPI, person: dict[str, Any], reporter: Caller
) -> None:
    await put_right(reporter, person, "titles", start_on="2019-09-01", appointed_on="2019-10-01")
    person = await shown(reporter, person["id"])
    told = [each["text"] for each in person["timeline"]]
    assert "改正了职称“一级教师”：取得日期从2026年11月22日改为2019年9月1日，补上聘任日期2019年10月1日" in told
    assert "任教的学段、学科或年级变了（2026年11月22日起）" in told
    assert "职称“二级教师”跟着改为到2019年8月31日为止，原来到2026年11月21日为止" in told
    async with app.state.database.reader() as session:
        events = (await session.scalars(select(Event))).all()
    (moved,) = [event for event in events if event.action == "follow"]
    assert moved.changes == {"end_on": {"from": "2026-11-21", "to": "2019-08-31"}}


async def test_corrections_of_days_and_codes_are_told_with_what_was_before(
    person: dict[str, Any], reporter: Caller
) -> None:
    path, said = f"/persons/{person['id']}/correct", []
    for body in (
        {"hired_on": "2011-02-20"}, {"title": "senior"}, {"career_start_on": "2009-09-01"},
        {"career_start_on": "2008-09-01"}, {"name": "单立珺"},
    ):  # fmt: skip
        before = Counter(each["text"] for each in person["timeline"])
        answer = await reporter.post(path, {**body, **WHY}, version=person["version"])
        assert answer.status_code == 200, answer.text
        person = await shown(reporter, person["id"])
        said.append(list((Counter(each["text"] for each in person["timeline"]) - before).elements()))
    assert said == [
        ["改正了入职日期：从2010年9月1日改为2011年2月20日"],
        ["改正了职称：从一级教师改为高级教师"],
        ["改正了基本情况，补上参加工作日期2009年9月1日"],
        ["改正了基本情况，参加工作日期从2009年9月1日改为2008年9月1日"],
        ["改正了基本情况"],
    ]
