"""Imports from upload to the written rows."""

from datetime import date, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.schools.models import School
from services.api.features.staff.models import Person, Staff
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import Role, Sex
from tests.api.importing import again, applied, checked, csv_bytes, errors_of, xlsx_bytes
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn
from tests.support.id_numbers import id_number

EVENT: Any = Event
PERSON: Any = Person
SCHOOL_HEADINGS = ["学校代码", "学校名称", "学校类型", "学段", "城乡", "城乡起算日期"]
SCHOOLS = [
    SCHOOL_HEADINGS,
    ["2161000901", "石桥镇中心小学", "中心小学", "小学", "农村", "2020-09-01"],
    ["3161000902", "石桥中学", "初级中学", "初中", "农村", "2020.9.1"],
]
STAFF_HEADINGS = ["姓名", "性别", "出生日期", "学校", "任教学段", "入职日期", "工号", "职称"]


async def count(app: FastAPI, model: Any) -> int:
    async with app.state.database.reader() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def test_a_csv_of_schools_is_checked_confirmed_and_written(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    county = await sign_in(Role.county_coordinator)
    found = await checked(county, worker, "schools", csv_bytes(SCHOOLS), filename="schools.csv")
    assert (found["state"], found["total"], found["counts"]["create"]) == ("checked", 2, 2), found
    assert await count(app, School) == 0
    answer = await county.post(f"/imports/{found['id']}/confirm", version=found["version"])
    assert answer.json()["state"] == "applying"
    await worker.run_once()
    found = await again(county, found)
    assert (found["state"], found["done"]) == ("done", 2), found
    listed = (await county.get("/schools")).json()["items"]
    assert [(school["name"], school["locality"]) for school in listed] == [
        ("石桥镇中心小学", "rural"),
        ("石桥中学", "rural"),
    ] or len(listed) == 2
    rows = (await county.get(f"/imports/{found['id']}/rows")).json()["items"]
    assert {row["id"] for row in rows} == {school["id"] for school in listed}
    async with app.state.database.reader() as session:
        actions = (await session.execute(select(EVENT.entity, EVENT.action, EVENT.actor_id))).all()
    assert ("school", "import", county.id) in actions


async def test_the_same_file_again_changes_nothing(app: FastAPI, make: Make, sign_in: SignIn, worker: Worker) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    table: list[list[Any]] = [
        STAFF_HEADINGS, ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", "二级"],
             ["贺 明", "男", date(1988, 1, 2), "云坪镇中心小学", "小学", "2015年9月1日", "A2", "一级教师"]]  # fmt: skip
    first = await applied(county, worker, "staff", xlsx_bytes(table))
    assert (first["state"], first["counts"]["create"]) == ("done", 2), first
    before = [await count(app, model) for model in (Person, Staff)]
    second = await applied(county, worker, "staff", xlsx_bytes(table))
    assert (second["counts"]["unchanged"], second["allowed_actions"]) == (2, ["cancel"]), second
    assert [await count(app, model) for model in (Person, Staff)] == before
    async with app.state.database.reader() as session:
        names = (await session.scalars(select(PERSON.name))).all()
    assert "贺明" in names


async def test_a_difference_is_an_update_that_begins_today(make: Make, sign_in: SignIn, worker: Worker) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    row = ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", "二级教师"]
    await applied(county, worker, "staff", csv_bytes([STAFF_HEADINGS, row]))
    found = await applied(county, worker, "staff", csv_bytes([STAFF_HEADINGS, [*row[:-1], "一级教师"]]))
    assert (found["state"], found["counts"]["update"]) == ("done", 1), found
    (made,) = (await county.get("/staff?q=秦望舒")).json()["items"]
    assert made["title"] == "first"


CAREER = [*STAFF_HEADINGS, "任教年级", "参加工作日期", "转正定级日期"]


async def test_days_of_a_career_and_grades_that_differ_are_put_right_and_blank_cells_change_nothing(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    row = ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", "二级教师"]
    first = [*row, "3、4", "2014-09-01", "2016-09-01"]
    await applied(county, worker, "staff", csv_bytes([CAREER, first]))
    same = await checked(county, worker, "staff", csv_bytes([CAREER, [*row, "4、3", *first[-2:]]]))
    assert same["counts"]["unchanged"] == 1, same
    blank = await checked(county, worker, "staff", csv_bytes([CAREER, [*row[:-1], "", "", "", ""]]))
    assert blank["counts"]["unchanged"] == 1, "neither title nor grades nor days are taken away by blanks"
    hired = [*row[:5], "2015-09-02", *row[6:]]
    named = await checked(county, worker, "staff", csv_bytes([CAREER, [*hired, "4、3", *first[-2:]]]))
    assert [each["code"] for each in named["problems"]] == ["staff.hired_differs"], named
    other = [*row, "5", "2013-09-01", "2015-08-31"]
    found = await applied(county, worker, "staff", csv_bytes([CAREER, other]))
    assert (found["state"], found["counts"]["update"]) == ("done", 1), found
    (made,) = (await county.get("/staff?q=秦望舒")).json()["items"]
    person = (await county.get(f"/persons/{made['person_id']}")).json()
    assert (person["career_start_on"], person["confirmed_on"]) == ("2013-09-01", "2015-08-31")
    assert [taught["grades"] for taught in person["teachings"] if taught["end_on"] is None] == [[5]]
    assert [taught["grades"] for taught in person["teachings"] if taught["end_on"] is not None] == [[3, 4]]
    assert (await checked(county, worker, "staff", csv_bytes([CAREER, other])))["counts"]["unchanged"] == 1
    async with app.state.database.reader() as session:
        changes = (await session.scalars(select(EVENT.changes).where(EVENT.entity == "person"))).all()
    said = [change for change in changes if "from" in change.get("career_start_on", {})]
    assert [change["career_start_on"] for change in said] == [{"from": "2014-09-01", "to": "2013-09-01"}]


async def test_grades_of_a_day_to_come_are_no_difference_today(
    make: Make, sign_in: SignIn, worker: Worker, clock: SetClock
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    row = ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", "二级教师", "3", "", ""]
    await applied(county, worker, "staff", csv_bytes([CAREER, row]))
    (made,) = (await county.get("/staff?q=秦望舒")).json()["items"]
    person = (await county.get(f"/persons/{made['person_id']}")).json()
    day = (clock.today() + timedelta(days=30)).isoformat()
    changed = await county.post(
        f"/persons/{person['id']}/change", {"grades": [5], "start_on": day, "reason": "下学期换年级"},
        version=person["version"],
    )  # fmt: skip
    assert changed.status_code == 200, changed.text
    assert (await checked(county, worker, "staff", csv_bytes([CAREER, row])))["counts"]["unchanged"] == 1


@pytest.mark.parametrize(
    ("born", "hired", "code"),
    [("2012-02-03", "2026-09-01", "staff.hired_too_young"), ("1990-02-03", "2099-09-01", "staff.hired_far")],
)
async def test_a_table_is_held_to_the_days_of_hiring_that_the_form_takes(
    make: Make, sign_in: SignIn, worker: Worker, born: str, hired: str, code: str
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    row = ["秦望舒", "女", born, world.rural.code, "小学", hired, "A1", "二级教师"]
    found = await checked(county, worker, "staff", csv_bytes([STAFF_HEADINGS, row]))
    assert [each["code"] for each in found["problems"]] == [code], found


async def test_texts_that_only_look_like_formulas_come_back_from_a_downloaded_csv(
    make: Make, sign_in: SignIn, worker: Worker
) -> None:
    for name in ("=1+2小学", "+86小学", "-小学", "@小学", "＝小学"):
        await make.school(name=name)
    county = await sign_in(Role.county_coordinator)
    csv = (await county.get("/schools.csv")).content
    assert b",'=1+2" in csv
    found = await checked(county, worker, "schools", csv)
    assert found["counts"] == {"create": 0, "update": 0, "unchanged": 5, "error": 0}, found


async def test_faulty_rows_stay_out_and_are_named_at_their_cells(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    table: list[list[Any]] = [
        STAFF_HEADINGS, ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", ""],
             ["", "女", "9/1/2019", "没有的学校", "小小学", "2015-09-01", "A2", "一级教师"],
             ["贺小满", "男", "2030-02-30", world.rural.code, "小学", "2015-09-01", "A3", ""]]  # fmt: skip
    found = await applied(county, worker, "staff", csv_bytes(table))
    assert (found["counts"]["create"], found["counts"]["error"]) == (1, 2), found
    assert await errors_of(county, found) == {
        "A3": "missing", "C3": "cell.day", "E3": "cell.code", "C4": "cell.no_such_day",
    }  # fmt: skip
    assert found["problems"][0]["cells"][0]["row"] in {3, 4}
    assert await count(app, Staff) == 6
    file = await county.get(f"/imports/{found['id']}/errors.xlsx")
    assert file.status_code == 200
    mended = await checked(county, worker, "staff", file.content)
    assert mended["counts"]["error"] == 2, mended


async def test_users_and_running_pairings_come_in_and_change_nothing_the_second_time(
    make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    users = [
        ["账号名", "姓名", "角色", "学校", "联系电话"],
        ["yunping.jw", "江晚", "学校报送员", "云坪镇中心小学", "6210 0123"],
    ]
    found = await applied(county, worker, "users", xlsx_bytes(users))
    assert (found["state"], found["counts"]["create"]) == ("done", 1), found
    of_older_downloads = [["账号名", "姓名", "身份", "学校", "联系电话"], ["yunping.lm", "林木", *users[1][2:]]]
    found = await applied(county, worker, "users", xlsx_bytes(of_older_downloads))
    assert (found["state"], found["counts"]["create"]) == ("done", 1), found
    pairings = [["支援学校", "受援学校", "类别", "开始日期", "依据文件", "支援学校签字日期", "受援学校签字日期"],
                [world.urban.code, "云坪镇中心小学", "小学", "2026-09-01", "县教18号", "2026-08-24",
                 "2026-08-26"]]  # fmt: skip
    found = await applied(county, worker, "pairings", xlsx_bytes(pairings))
    assert (found["state"], found["counts"]["create"]) == ("done", 1), found
    (pairing,) = (await county.get("/pairings")).json()["items"]
    assert pairing["status"] == "active"
    for kind, table in (("users", users), ("pairings", pairings)):
        second = await applied(county, worker, kind, xlsx_bytes(table))
        assert second["counts"]["unchanged"] == 1, second


async def test_assignments_come_in_running_and_never_overlap(make: Make, sign_in: SignIn, worker: Worker) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    teacher = ["江晚", "女", "1990-02-03", world.urban.code, "小学", "2015-09-01", "T77", "一级教师"]
    await applied(county, worker, "staff", csv_bytes([STAFF_HEADINGS, teacher]))
    headings = ["姓名", "工号", "接收学校", "交流形式", "工作量", "开始日期", "结束日期", "到岗日期", "三方确认日期"]
    row = ["江晚", "T77", "云坪镇中心小学", "支教", "全职", "2026-09-01", "2027-08-31", "2026-09-01", "2026-08-28"]
    later = [*row[:5], "2026-10-01", "2027-08-31", "2026-10-01", "2026-08-28"]
    assignments = [[*headings, "依据文件"], [*row, "县教21号"], [*later, "县教21号"]]
    found = await applied(county, worker, "assignments", xlsx_bytes(assignments))
    assert (found["counts"]["create"], found["counts"]["error"]) == (1, 1), found
    assert await errors_of(county, found) == {"F3": "assignment.overlap"}
    (assignment,) = (await county.get("/assignments")).json()["items"]
    assert (assignment["status"], assignment["direction"]) == ("active", "urban_to_rural")


async def test_an_import_writes_the_same_events_as_it_names_and_no_name_gets_into_them(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    row = ["秦望舒", "女", "1990-02-03", world.rural.code, "小学", "2015-09-01", "A1", "二级教师"]
    found = await applied(county, worker, "staff", csv_bytes([STAFF_HEADINGS, row]))
    async with app.state.database.reader() as session:
        events = (await session.execute(select(EVENT.entity, EVENT.action, EVENT.changes, EVENT.request_id))).all()
    imported = [event for event in events if event.action == "import"]
    assert {event.entity for event in imported} == {
        "person",
        "staff",
        "staff_position",
        "staff_teaching",
        "staff_title",
    }
    assert {event.request_id for event in imported} == {f"import-{found['id'].replace('-', '')}"}
    assert "秦望舒" not in str(events)
    steps = {event.action for event in events if event.entity == "import_job"}
    assert steps == {"upload", "check", "checked", "confirm", "apply"}


BORN = date(1985, 5, 20)
OWN_NUMBER, SECOND_NUMBER = id_number(BORN, Sex.female), id_number(BORN, Sex.female, 7)
MISTYPED = OWN_NUMBER[:-1] + ("1" if OWN_NUMBER[-1] != "1" else "2")
Cells = dict[str, str]


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


def table_of(world: World, **cells: str) -> bytes:
    """Somebody in service at the rural school, with these cells otherwise."""
    row = {"姓名": "何婉", "性别": "女", "出生日期": str(BORN), "身份证号": "", "学校": world.rural.code,
           "任教学段": "小学", "入职日期": "2015-09-01", "工号": "006"} | cells  # fmt: skip
    return csv_bytes([list(row), list(row.values())])


async def found_after(world: World, county: Caller, worker: Worker, first: Cells, then: Cells) -> dict[str, Any]:
    """What is found in a table of the first person's row, with these cells changed."""
    made = await applied(county, worker, "staff", table_of(world, **first))
    assert made["counts"]["create"] == 1, made["problems"]
    same = await checked(county, worker, "staff", table_of(world, **first))
    assert same["counts"]["unchanged"] == 1, same["problems"]
    return await applied(county, worker, "staff", table_of(world, **first | then))


OTHER_HUMAN = (
    ({"姓名": "何晚"}, "name", "本校工号006登记的是另一个姓名。"),
    ({"性别": "男"}, "sex", "本校工号006登记的是另一个性别。"),
    ({"出生日期": "1985-05-21"}, "birth_on", "本校工号006登记的是另一个出生日期。"),
    ({"性别": "男", "出生日期": "1985-05-21"}, "sex", "本校工号006登记的是另一个性别。"),
    ({"姓名": "何晚", "出生日期": "1985-05-21"}, "staff_no", "本校工号006已是别人的。"),
    ({"姓名": "何晚", "身份证号": SECOND_NUMBER}, "name", "本校工号006登记的是另一个姓名。"),
)


@pytest.mark.parametrize(("then", "place", "said"), OTHER_HUMAN)
async def test_a_name_sex_or_birthday_that_is_corrected_in_a_table_makes_nobody_new(
    world: World, county: Caller, worker: Worker, then: Cells, place: str, said: str
) -> None:
    found = await found_after(world, county, worker, {}, then)
    assert found["counts"] == {"create": 0, "update": 0, "unchanged": 0, "error": 1}, found
    (problem,) = found["problems"]
    assert problem["field"] == place, problem
    assert problem["detail"].startswith(said), problem


@pytest.mark.parametrize("then", [{"工号": "007"}, {"学校": "云坪镇第一小学"}])
async def test_somebody_else_with_another_staff_number_or_at_another_school_is_new(
    make: Make, world: World, county: Caller, worker: Worker, then: Cells
) -> None:
    await make.school(name="云坪镇第一小学")
    found = await found_after(world, county, worker, {}, {"姓名": "何晚", **then})
    assert found["counts"]["create"] == 1, found["problems"]


OTHER_NUMBER: tuple[tuple[Cells, Cells, str], ...] = (
    ({"身份证号": OWN_NUMBER}, {"身份证号": MISTYPED}, "staff.id_number"),
    ({"身份证号": OWN_NUMBER}, {"身份证号": MISTYPED, "工号": ""}, "staff.id_number"),
    ({}, {"身份证号": MISTYPED}, "staff.id_number"),
    ({"工号": ""}, {"身份证号": MISTYPED}, "staff.id_number"),
    ({"身份证号": OWN_NUMBER}, {"身份证号": SECOND_NUMBER}, "staff.id_differs"),
    ({"身份证号": OWN_NUMBER, "工号": ""}, {"身份证号": SECOND_NUMBER}, "staff.id_differs"),
    ({"身份证号": OWN_NUMBER}, {"身份证号": id_number(date(1985, 5, 21), Sex.female)}, "staff.id_birth"),
)


@pytest.mark.parametrize(("first", "then", "code"), OTHER_NUMBER)
async def test_an_identity_number_that_is_none_or_another_is_named_at_its_cell(
    world: World, county: Caller, worker: Worker, first: Cells, then: Cells, code: str
) -> None:
    found = await found_after(world, county, worker, first, then)
    assert found["counts"] == {"create": 0, "update": 0, "unchanged": 0, "error": 1}, found
    assert [(each["field"], each["code"]) for each in found["problems"]] == [("id_number", code)]


@pytest.mark.parametrize("staff_no", ["006", ""])
async def test_an_identity_number_of_somebody_who_had_none_is_added_to_that_person(
    world: World, county: Caller, worker: Worker, staff_no: str
) -> None:
    found = await found_after(world, county, worker, {"工号": staff_no}, {"身份证号": OWN_NUMBER})
    assert (found["state"], found["counts"]["update"]) == ("done", 1), found["problems"]
    for number in (OWN_NUMBER, ""):
        same = await checked(county, worker, "staff", table_of(world, 工号=staff_no, 身份证号=number))
        assert same["counts"]["unchanged"] == 1, same["problems"]


async def test_two_of_one_name_and_birthday_with_their_own_numbers_are_two_people(
    world: World, county: Caller, worker: Worker
) -> None:
    then = {"身份证号": SECOND_NUMBER, "工号": "007"}
    found = await found_after(world, county, worker, {"身份证号": OWN_NUMBER}, then)
    assert found["counts"]["create"] == 1, found["problems"]
