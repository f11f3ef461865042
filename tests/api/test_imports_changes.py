"""What an import says before it is confirmed: which rows change, from what to what; and what stays out."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.imports.models import ImportRow
from services.api.worker import Worker
from services.contracts.codes import Role, Sex
from tests.api.importing import again, applied, checked, csv_bytes, errors_of, xlsx_bytes
from tests.factories.world import Make, World
from tests.support.callers import Caller, SignIn
from tests.support.id_numbers import id_number

ROW: Any = ImportRow
HEADINGS = ["姓名", "性别", "出生日期", "学校", "任教学段", "入职日期", "工号", "职称", "任教年级", "在编", "身份证号"]
BORN = date(1990, 2, 3)
NUMBER = id_number(BORN, Sex.female)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator)


def person(world: World, *rest: str, name: str = "秦望舒", staff_no: str = "A1") -> list[str]:
    """Somebody at the rural school, with these cells from 职称 on."""
    cells = [name, "女", str(BORN), world.rural.code, "小学", "2015-09-01", staff_no, *rest]
    return cells + [""] * (len(HEADINGS) - len(cells))


async def changes_of(caller: Caller, found: dict[str, Any]) -> dict[str, list[tuple[str, str, str]]]:
    """Label → heading, before and after of each updated row."""
    rows = (await caller.get(f"/imports/{found['id']}/rows?status=update")).json()["items"]
    told = [(row["label"], [(each["heading"], each["before"], each["after"]) for each in row["changes"]])
            for row in rows]  # fmt: skip
    return dict(told)


async def test_before_it_is_confirmed_each_changed_row_says_what_was_and_what_will_be(
    app: FastAPI, world: World, county: Caller, worker: Worker
) -> None:
    first = [person(world, "二级教师", "3、4", "是"), person(world, "二级教师", name="贺明明", staff_no="A2")]
    await applied(county, worker, "staff", csv_bytes([HEADINGS, *first]))
    then = [person(world, "一级教师", "5", "否", NUMBER), first[1], person(world, name="江晚", staff_no="A3")]
    found = await checked(county, worker, "staff", csv_bytes([HEADINGS, *then]))
    assert found["counts"] == {"create": 1, "update": 1, "unchanged": 1, "error": 0}, found
    shown = {"秦望舒": [
        ("职称", "二级教师", "一级教师"), ("在编", "是", "否"), ("任教年级", "3、4", "5"),
        ("身份证号", "", f"{NUMBER[:6]}**********{NUMBER[-2:]}"),
    ]}  # fmt: skip
    assert await changes_of(county, found) == shown
    table = (await county.get(f"/imports/{found['id']}/rows.csv")).text
    assert "秦望舒，职称：二级教师→一级教师；在编：是→否；任教年级：3、4→5；身份证号：（空）→" in table
    assert NUMBER not in table
    async with app.state.database.reader() as session:
        stored = (await session.scalars(select(ROW.said).where(ROW.said.is_not(None)))).all()
    assert len(stored) == 1
    assert "秦" not in stored[0]
    assert "\\u79e6" not in stored[0], "what is personal lies encrypted"
    answer = await county.post(f"/imports/{found['id']}/confirm", version=found["version"])
    await worker.run_once()
    assert (await again(county, answer.json()))["state"] == "done"
    assert await changes_of(county, found) == shown, "and afterwards it says what it changed"


async def test_changes_of_schools_accounts_pairings_and_assignments_are_told_in_words(
    make: Make, world: World, county: Caller, worker: Worker
) -> None:
    await make.pairing(world.urban, world.rural)
    await make.assignment(world.staff[0], world.urban, world.rural)
    headings = ["账号名", "姓名", "角色", "学校", "联系电话"]
    user = ["yunping.jw", "江晚", "学校报送员", world.rural.code]
    await applied(county, worker, "users", csv_bytes([headings, [*user, "6210 0123"]]))
    told = await checked(county, worker, "users", csv_bytes([headings, [*user, "6210 0199"]]))
    assert await changes_of(county, told) == {"江晚": [("联系电话", "62100123", "62100199")]}
    for path, name, cells in (
        ("schools", "县实验小学", {"薄弱学校": "是", "城乡": "农村", "乡镇（街道）": "石桥镇"}),
        ("pairings", "", {"批次": "第二批"}),
        ("assignments", "", {"在接收学校的岗位": "语文教师"}),
    ):
        sheet = (await county.get(f"/{path}.csv")).content.decode("utf-8-sig").splitlines()
        heading = sheet[0].split(",")
        row = next(line for line in sheet[1:] if name in line).split(",")
        for column, cell in cells.items():
            row[heading.index(column)] = cell
        found = await checked(county, worker, path, csv_bytes([heading, row]))
        assert found["counts"]["update"] == 1, (path, found)
        (changes,) = (await changes_of(county, found)).values()
        assert {(column, after) for column, _, after in changes} == set(cells.items()), changes


async def test_what_somebody_changed_meanwhile_is_told_as_it_was_when_it_was_written(
    world: World, county: Caller, worker: Worker
) -> None:
    await applied(county, worker, "staff", csv_bytes([HEADINGS, person(world, "二级教师", "3")]))
    first = await checked(county, worker, "staff", csv_bytes([HEADINGS, person(world, "一级教师", "4")]))
    await applied(county, worker, "staff", csv_bytes([HEADINGS, person(world, "三级教师", "3")]))
    await county.post(f"/imports/{first['id']}/confirm", version=first["version"])
    await worker.run_once()
    assert await changes_of(county, first) == {"秦望舒": [("职称", "三级教师", "一级教师"), ("任教年级", "3", "4")]}


TWICE = "import.shared"


async def test_two_new_people_under_one_staff_number_are_both_named_at_their_cells_and_stay_out(
    world: World, county: Caller, worker: Worker
) -> None:
    rows = [
        person(world, "", "", "", NUMBER),
        person(world, "", "", "", id_number(BORN, Sex.female, serial=7), name="贺明明"),
        person(world, name="江晚", staff_no="A2"),
        [*person(world, name="谢晓雯")[:3], world.urban.code, *person(world, name="谢晓雯")[4:]],
    ]
    found = await applied(county, worker, "staff", csv_bytes([HEADINGS, *rows]))
    assert found["counts"] == {"create": 2, "update": 0, "unchanged": 0, "error": 2}, "schools count by themselves"
    assert await errors_of(county, found) == {"G2": TWICE, "G3": TWICE}
    (problem,) = found["problems"]
    assert (problem["heading"], problem["count"]) == ("工号", 2)
    assert [(cell["cell"], cell["label"]) for cell in problem["cells"]] == [("G2", "秦望舒"), ("G3", "贺明明")]
    names = {row["name"] for row in (await county.get("/staff")).json()["items"]}
    assert {"江晚", "谢晓雯"} <= names
    assert names.isdisjoint({"秦望舒", "贺明明"})
    file = await county.get(f"/imports/{found['id']}/errors.xlsx")
    mended = await checked(county, worker, "staff", file.content)
    assert mended["counts"]["error"] == 2, "unmended it stays out again"


async def test_two_under_one_staff_number_far_apart_in_a_file_are_both_named(
    world: World, county: Caller, worker: Worker
) -> None:
    many = [person(world, name="众人", staff_no=f"B{number}") for number in range(2100)]
    rows = [person(world), *many, person(world, name="贺明明")]
    found = await checked(county, worker, "staff", csv_bytes([HEADINGS, *rows]))
    assert (found["counts"]["create"], found["counts"]["error"]) == (2100, 2)
    assert await errors_of(county, found) == {"G2": TWICE, f"G{len(rows) + 1}": TWICE}
    assert [cell["label"] for cell in found["problems"][0]["cells"]] == ["秦望舒", "贺明明"]


async def test_nobody_gets_the_staff_number_of_another_in_the_school(
    world: World, county: Caller, worker: Worker
) -> None:
    second = person(world, "", "", "", NUMBER, name="贺明明", staff_no="A2")
    await applied(county, worker, "staff", csv_bytes([HEADINGS, person(world), second]))
    second[6] = "A1"
    found = await applied(county, worker, "staff", csv_bytes([HEADINGS, second]))
    assert await errors_of(county, found) == {"G2": "staff.staff_no_taken"}


async def test_with_all_or_none_two_under_one_staff_number_keep_everything_out(
    world: World, county: Caller, worker: Worker
) -> None:
    rows = [person(world), person(world, name="贺明明"), person(world, name="江晚", staff_no="A2")]
    found = await checked(county, worker, "staff", csv_bytes([HEADINGS, *rows]), atomic="true", dry_run="false")
    assert (found["state"], found["counts"]["create"], found["counts"]["error"]) == ("checked", 1, 2)
    assert "confirm" not in found["allowed_actions"]


@pytest.mark.parametrize(("ended", "is_said"), [("2026-08-31", True), ("", False)])
async def test_a_column_of_last_days_is_said_not_to_be_read_when_something_stands_there(
    world: World, county: Caller, worker: Worker, ended: str, is_said: bool
) -> None:
    table = [[*HEADINGS, "结束日期"], [*person(world), ended], [*person(world, name="江晚", staff_no="A2"), ended]]
    found = await checked(county, worker, "staff", csv_bytes(table))
    said = [remark for remark in found["remarks"] if "结束日期" in remark]
    assert len(said) == is_said, found["remarks"]
    assert not said or "点“结束人事关系”" in said[0]


async def test_text_of_a_workbook_that_only_looks_like_a_formula_is_text(
    make: Make, county: Caller, worker: Worker
) -> None:
    await make.school(name="=1+2小学")
    workbook = (await county.get("/schools.xlsx")).content
    found = await checked(county, worker, "schools", workbook)
    assert found["counts"] == {"create": 0, "update": 0, "unchanged": 1, "error": 0}, found["problems"]


async def test_a_formula_of_a_workbook_without_a_result_stays_a_formula(
    world: World, county: Caller, worker: Worker
) -> None:
    row = person(world)
    row[0] = '=CONCATENATE("秦","望舒")'
    found = await checked(county, worker, "staff", xlsx_bytes([HEADINGS, row]))
    assert found["remarks"][0].startswith("有1格是公式（A2）")
