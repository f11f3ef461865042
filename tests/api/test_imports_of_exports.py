"""A list that was downloaded can be mended in a spreadsheet and imported again."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from services.api.features.accounts.models import User
from services.api.features.schools.models import School
from services.api.features.staff.models import Person, Staff
from services.api.features.staff.models_dated import StaffTeaching
from services.api.kernel.events import Event
from services.api.kernel.export_log import ExportLog
from services.api.kernel.personal import PersonalData, masked
from services.api.worker import Worker
from services.contracts.codes import (
    AssignmentStatus,
    ClientScope,
    Locality,
    PairingStatus,
    Post,
    Role,
    SchoolType,
    Sex,
    Stage,
    Title,
    Workload,
)
from tests.api.importing import applied, checked, csv_bytes, errors_of, upload, xlsx_bytes
from tests.factories.world import CITY, HOME, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.id_numbers import id_number
from tests.support.workbooks import cells_of

KINDS = ("schools", "staff", "users", "pairings", "assignments")
PERSON: Any = Person
BORN = date(1985, 5, 20)
Table = list[list[Any]]
LATER = datetime(2026, 10, 9, tzinfo=UTC)


def from_csv(content: bytes) -> Table:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def to_csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode()


FORMATS: dict[str, tuple[Callable[[bytes], Table], Callable[[Table], bytes]]] = {
    "csv": (from_csv, to_csv),
    "xlsx": (cells_of, xlsx_bytes),
}


async def _schools(make: Make, world: World) -> None:
    """Names that many have, that look like numbers, with brackets; every optional column filled somewhere."""
    await make.school(HOME, Locality.rural, name="县实验小学")
    await make.school(HOME, Locality.rural, name="+南关小学（东校区）")
    school = await make.school(HOME, Locality.urban, name="龙门 九年制学校")
    state = make.app.state
    async with state.database.writer(clock=state.clock) as session:
        row = await session.get(School, school.id)
        assert row is not None
        row.sqlmodel_update({
            "code": "3161000777", "kind": "nine_year", "type_code": SchoolType.nine_year, "grades": [1, 9],
            "stages": ["primary", "junior"], "aliases": "龙门学校", "urban_rural_code": "111",
        })  # fmt: skip


async def _people(make: Make, world: World) -> list[Staff]:
    """Two of one name and birthday, two of one number, somebody with everything, somebody without a number."""
    twins = [await make.teacher(world.urban, name="何婉", birth_on=BORN, sex=Sex.female, staff_no=no) for no in "89"]
    other = await make.teacher(world.rural, name="谢雨桐", staff_no="8", subject="", title=Title.none)
    whole = await make.teacher(world.urban, name="吴一鸣", sex=Sex.male, staff_no="00123", post=Post.vice_principal)
    state = make.app.state
    async with state.database.writer(clock=state.clock) as session:
        person = await session.get(Person, whole.person_id)
        assert person is not None
        number = id_number(BORN, Sex.male)
        personal = PersonalData(state.settings)
        person.career_start_on, person.confirmed_on = date(2008, 9, 1), date(2009, 9, 1)
        person.id_number_cipher, person.id_number_hash = personal.encrypt(number), personal.match_key(number)
        person.id_number_masked = masked(number)
        session.add(StaffTeaching(
            person_id=whole.person_id, county_code=HOME, stage=Stage.primary, subject="语文", grades=[4, 5],
            start_on=date(2020, 9, 1),
        ))  # fmt: skip
    return [*twins, other, whole]


async def _pairings(make: Make, world: World) -> None:
    said = {"basis": "县教〔2026〕18号（试行）", "supporting_leader": "贺小满", "supporting_phone": "6210 0101"}
    await make.pairing(world.urban, world.rural, **said)
    await make.pairing(world.neighbour, world.rural, end_on=None)
    await make.pairing(world.urban, world.third, status=PairingStatus.proposed, supporting_signed_on=None)
    for _ in range(2):
        await make.pairing(world.rural, world.neighbour, status=PairingStatus.void)
    await make.pairing(world.rural, world.urban, status=PairingStatus.ended, end_on=date(2026, 10, 1))


async def _assignments(make: Make, world: World, people: list[Staff]) -> None:
    await make.assignment(
        world.staff[0], world.urban, world.rural, basis="县教〔2026〕21号", receiving_post="四年级语文",
        sending_confirmed_at=LATER, receiving_confirmed_at=LATER, county_confirmed_at=LATER,
    )  # fmt: skip
    twin = {"workload": Workload.part_time, "exclusive": False, "subject": ""}
    for person in people[:2]:
        await make.assignment(person, world.urban, world.rural, **twin)
    planned = {"status": AssignmentStatus.planned, "arrived_on": None}
    await make.assignment(world.staff[1], world.urban, world.neighbour, **planned)
    await make.assignment(world.staff[2], world.urban, world.rural, status=AssignmentStatus.void)
    guest = await make.teacher(world.neighbour, name="郑小川")
    await make.assignment(guest, world.neighbour, world.rural)


async def _users(make: Make, world: World, sign_in: SignIn, people: list[Staff]) -> None:
    await sign_in(Role.school_reporter, school=world.rural)
    await sign_in(Role.finance, HOME)
    await sign_in(Role.teacher, school=world.urban, person_id=people[3].person_id)
    await make.add(User(
        username="bai.guan", name="邓清", role=Role.school_leader, region_code=HOME, school_id=world.urban.id,
        phone="0917 621 0123", password_hash="-", must_set_password=True,
    ))  # fmt: skip


@pytest.fixture
async def filled(make: Make, world: World, sign_in: SignIn) -> World:
    """A county with everything that makes a list hard to read back."""
    await _schools(make, world)
    people = await _people(make, world)
    await _pairings(make, world)
    await _assignments(make, world, people)
    await _users(make, world, sign_in, people)
    return world


@pytest.mark.parametrize("form", FORMATS)
async def test_each_list_comes_back_unchanged_and_says_that_nothing_is_to_be_done(
    filled: World, sign_in: SignIn, worker: Worker, form: str
) -> None:
    county = await sign_in(Role.county_coordinator)
    for kind in KINDS:
        answer = await county.get(f"/{kind}.{form}")
        rows = len(FORMATS[form][0](answer.content)) - 1
        found = await checked(county, worker, kind, answer.content)
        assert found["counts"] == {"create": 0, "update": 0, "unchanged": rows, "error": 0}, (
            kind, await errors_of(county, found), found["problems"],
        )  # fmt: skip
        assert rows >= 5, kind
        assert found["remarks"] == [], kind


CHANGES = {
    "schools": ("乡镇（街道）", "石桥镇"),
    "staff": ("职称", "高级教师"),
    "users": ("联系电话", "62109999"),
    "pairings": ("受援学校联络人", "谢晓雯"),
    "assignments": ("在接收学校的岗位", "五年级数学"),
}


OWN = {
    "schools": {"城乡": "农村"},
    "staff": {"姓名": "吴一鸣"},
    "users": {"姓名": "邓清"},
    "pairings": {"状态": "进行中", "依据文件": "县教〔2026〕18号（试行）"},
    "assignments": {"状态": "在岗", "依据文件": "县教〔2026〕21号"},
}
"""What tells a row apart that the county may change."""


def changed(table: Table, heading: str, value: str, row: int) -> Table:
    """The table with one cell of one row changed."""
    copy = [list(each) for each in table]
    copy[row][table[0].index(heading)] = value
    return copy


def row_of(table: Table, **cells: str) -> int:
    """The first row that has these cells."""
    places = {table[0].index(heading): value for heading, value in cells.items()}
    return next(at for at, row in enumerate(table) if all(row[place] == value for place, value in places.items()))


@pytest.mark.parametrize("form", FORMATS)
async def test_one_changed_cell_is_one_update_and_the_rest_stays(
    filled: World, sign_in: SignIn, worker: Worker, form: str
) -> None:
    county = await sign_in(Role.county_coordinator)
    for kind, (heading, value) in CHANGES.items():
        read, write = FORMATS[form]
        table = read((await county.get(f"/{kind}.{form}")).content)
        at = row_of(table, **OWN[kind])
        found = await applied(county, worker, kind, write(changed(table, heading, value, at)))
        assert found["counts"] == {"create": 0, "update": 1, "unchanged": len(table) - 2, "error": 0}, (
            kind, await errors_of(county, found),
        )  # fmt: skip
        after = read((await county.get(f"/{kind}.{form}")).content)
        assert after == changed(table, heading, value, at), kind


async def test_a_career_and_grades_that_are_mended_come_in(filled: World, sign_in: SignIn, worker: Worker) -> None:
    county = await sign_in(Role.county_coordinator)
    table = from_csv((await county.get("/staff.csv")).content)
    at = row_of(table, 姓名="吴一鸣")
    assert (table[at][table[0].index("任教年级")], table[at][table[0].index("参加工作日期")]) == ("4、5", "2008-09-01")
    for heading, value in (("任教年级", "6"), ("参加工作日期", "2007-09-01")):
        found = await applied(county, worker, "staff", to_csv(changed(table, heading, value, at)))
        assert (found["counts"]["update"], found["counts"]["error"]) == (1, 0), heading
        table = from_csv((await county.get("/staff.csv")).content)
        assert table[at][table[0].index(heading)] == value


async def test_a_state_is_never_changed_by_a_table_and_what_is_over_never_begins_again(
    filled: World, sign_in: SignIn, worker: Worker
) -> None:
    county = await sign_in(Role.county_coordinator)
    over = "已作废"
    for kind in ("pairings", "assignments"):
        table = from_csv((await county.get(f"/{kind}.csv")).content)
        running = row_of(table, **OWN[kind])
        found = await checked(county, worker, kind, to_csv(changed(table, "状态", over, running)))
        assert (found["counts"]["error"], found["problems"][0]["code"]) == (1, "import.not_running"), kind
        gone = row_of(table, 状态=over)
        found = await checked(county, worker, kind, to_csv(changed(table, "结束日期", "2030-08-31", gone)))
        assert (found["counts"]["error"], found["problems"][0]["code"]) == (1, "import.not_running"), kind


async def test_a_school_whose_code_and_name_differ_is_asked_about(
    filled: World, sign_in: SignIn, worker: Worker
) -> None:
    county = await sign_in(Role.county_coordinator)
    table = from_csv((await county.get("/pairings.csv")).content)
    at = row_of(table, **OWN["pairings"])
    mixed = f"{filled.urban.code} 云坪镇中心小学"
    found = await checked(county, worker, "pairings", to_csv(changed(table, "支援学校", mixed, at)))
    assert found["problems"][0]["code"] == "school.mismatch"
    found = await checked(county, worker, "pairings", to_csv(changed(table, "支援学校", filled.urban.code, at)))
    assert found["counts"]["error"] == 0


async def test_new_running_ones_still_need_their_basis_and_days(world: World, sign_in: SignIn, worker: Worker) -> None:
    county = await sign_in(Role.county_coordinator)
    headings = ["支援学校", "受援学校", "类别", "开始日期", "依据文件", "支援学校签字日期", "受援学校签字日期"]
    row = [world.urban.code, world.rural.code, "小学", "2026-09-01", "", "", ""]
    refused = await upload(county, "pairings", csv_bytes([headings[:-1], row[:-1]]))
    assert refused.json()["errors"][0]["code"] == "file.columns"
    found = await checked(county, worker, "pairings", csv_bytes([headings, row]))
    assert {each["field"] for each in found["problems"]} == {"basis", "supporting_signed_on", "recipient_signed_on"}
    headings = [
        "姓名",
        "接收学校",
        "交流形式",
        "工作量",
        "开始日期",
        "结束日期",
        "到岗日期",
        "三方确认日期",
    ]
    async with sign_in.app.state.database.reader() as session:
        name = await session.scalar(select(PERSON.name).where(PERSON.id == world.staff[0].person_id))
    row = [str(name), world.rural.code, "支教", "全职", "2026-09-01", "2027-08-31", "", ""]
    table = [[*headings, "依据文件"], [*row, ""]]
    found = await checked(county, worker, "assignments", csv_bytes(table))
    assert {each["field"] for each in found["problems"]} == {"arrived_on", "confirmed_on", "basis"}
    assert {each["code"] for each in found["problems"]} == {"missing"}


async def identified(caller: Caller, form: str = "csv", **body: Any) -> Any:
    return await caller.post(f"/staff/identified.{form}", body or {"reason": "核对编制"})


async def test_whole_identity_numbers_come_only_when_asked_for_with_a_reason_that_is_kept(
    filled: World, sign_in: SignIn, worker: Worker, app: FastAPI
) -> None:
    county = await sign_in(Role.county_coordinator)
    plain = from_csv((await county.get("/staff.csv")).content)
    assert {row[plain[0].index("身份证号")] for row in plain[1:]} == {""}
    answer = await identified(county)
    table = from_csv(answer.content)
    at = row_of(table, 姓名="吴一鸣")
    assert table[at][table[0].index("身份证号")] == id_number(BORN, Sex.male)
    assert answer.headers["cache-control"] == "no-store"
    async with app.state.database.reader() as session:
        kept = (await session.scalars(select(ExportLog).where(col(ExportLog.list_name) == "staff_identified"))).one()
        told = (await session.scalars(select(Event).where(col(Event.entity_id) == kept.id))).one()
    assert (kept.reason, kept.actor_id, kept.row_count) == ("核对编制", county.id, len(table) - 1)
    assert "核对编制" not in str(told.changes)
    found = await checked(county, worker, "staff", answer.content)
    assert (found["counts"]["error"], found["counts"]["update"]) == (0, 0)


async def test_who_may_not_see_whole_numbers_gets_no_such_table(filled: World, sign_in: SignIn) -> None:
    for role, region in ((Role.city_supervisor, CITY), (Role.administrator, HOME), (Role.hr, HOME)):
        assert (await identified(await sign_in(role, region))).status_code == 403
    client = await sign_in.client([ClientScope.records_read, ClientScope.records_identified])
    assert (await identified(client)).status_code == 403
    county = await sign_in(Role.county_coordinator)
    assert (await county.post("/staff/identified.csv", {"reason": ""})).status_code == 422
    assert (await county.post("/staff/identified.ndjson", {"reason": "核对"})).status_code == 422
    assert len(from_csv((await identified(await sign_in(Role.county_coordinator, "610302"))).content)) == 2


async def test_what_became_of_the_rows_is_a_table(filled: World, sign_in: SignIn, worker: Worker) -> None:
    county = await sign_in(Role.county_coordinator)
    table = from_csv((await county.get("/staff.csv")).content)
    found = await checked(county, worker, "staff", to_csv(changed(table, "性别", "不详", 1)))
    rows = from_csv((await county.get(f"/imports/{found['id']}/rows.csv")).content)
    assert [row[1] for row in rows] == ["结果", "有错", *["不变"] * (len(table) - 2)]
    assert rows[1][2].startswith("性别（B2）：请从这些里选一个")
    only = cells_of((await county.get(f"/imports/{found['id']}/rows.xlsx?status=error")).content)
    assert len(only) == 2
    stranger = await sign_in(Role.county_coordinator)
    assert (await stranger.get(f"/imports/{found['id']}/rows.ndjson")).status_code == 404
