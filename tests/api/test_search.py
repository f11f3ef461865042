"""One box: schools, people, pairings and accounts, each as far as the caller may see it."""

import re
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.api.features.staff import queries_search
from services.api.kernel.ids import new_id
from services.api.kernel.pinyin import person_spelling
from services.api.kernel.scope import ROLE_PERMISSIONS, Principal
from services.contracts.codes import ClientScope, Role
from tests.factories.world import HOME, NEIGHBOUR, Make, World
from tests.support.callers import SignIn
from tests.support.counting import counted_reads

PEOPLE = 100_000


@pytest.fixture
async def world(make: Make) -> World:
    world = await make.county_world()
    await make.pairing(world.urban, world.neighbour, agreement_no="陈教结2026-7")
    return world


async def test_a_school_is_found_by_part_of_its_name_spelling_initials_and_code(world: World, sign_in: SignIn) -> None:
    county = await sign_in(Role.county_coordinator)
    for q in ("中心小学", "云坪", world.rural.pinyin[:4], world.rural.initials, world.rural.code):
        found = (await county.get("/search", params={"q": q})).json()
        assert world.rural.name in {school["name"] for school in found["schools"]}, q
    assert found["schools"][0]["county_name"]


async def test_a_person_is_found_by_name_spelling_initials_and_staff_number(
    world: World, make: Make, sign_in: SignIn
) -> None:
    spelled = person_spelling("单立群")
    await make.teacher(world.rural, name="单立群", staff_no="2016-031")
    county = await sign_in(Role.county_coordinator)
    people = (await county.get("/search", params={"q": "单立"})).json()["people"]
    assert [(each["name"], each["school"]["name"]) for each in people] == [("单立群", world.rural.name)]
    assert (await county.get("/search", params={"q": "2016-0"})).json()["people"] == people
    assert spelled.pinyin == "shanliqun"


async def test_a_person_is_found_by_the_surname_in_full_and_initials_in_the_box_lists_and_pickers(
    world: World, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator)
    body = {"sex": "2", "birth_on": "1985-05-20", "school_id": str(world.rural.id), "title": "first",
            "stage": "primary", "subject": "语文", "hired_on": "2010-09-01"}  # fmt: skip
    names = ("秦小莉", "庆小莉", "欧阳兰")
    made = {name: (await county.post("/staff", {**body, "name": name})).json() for name in names}
    for q in ("qinxl", "QinXL", "qinxiaoli", "qinx"):
        for path in ("/staff", "/persons"):
            found = [each["name"] for each in (await county.get(path, params={"q": q})).json()["items"]]
            assert found == ["秦小莉"], (path, q)
        people = (await county.get("/search", params={"q": q})).json()["people"]
        assert [each["staff_id"] for each in people] == [made["秦小莉"]["id"]], q
    renamed = {"name": "秦晓兰", "start_on": "2020-09-01", "reason": "派出所已改名"}
    path = f"/persons/{made['欧阳兰']['person_id']}"
    assert (await county.post(f"{path}/change", renamed, version=1)).status_code == 200
    for q, former in (("ouyangl", "欧阳兰"), ("oyl", "欧阳兰"), ("qinxlan", None)):
        people = (await county.get("/search", params={"q": q})).json()["people"]
        assert [each["former_name"] for each in people] == ([former] if former else []), q


async def test_a_pairing_is_found_by_either_school_and_by_the_number_of_its_agreement(
    world: World, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator)
    for q in ("县实验", "白果镇", "陈教结"):
        (pairing,) = (await county.get("/search", params={"q": q})).json()["pairings"]
        assert pairing["recipient_school"]["name"] == "白果镇小学"


async def test_accounts_are_found_by_those_who_manage_them_alone(world: World, sign_in: SignIn) -> None:
    reporter = await sign_in(Role.school_reporter, school=world.rural)
    county, city = await sign_in(Role.county_coordinator), await sign_in(Role.city_supervisor, "610300")
    assert reporter.id in {_id(each) for each in (await county.get("/search?q=测试")).json()["accounts"]}
    assert (await city.get("/search?q=测试")).json()["accounts"] == []
    assert (await reporter.get("/search?q=测试")).json()["accounts"] == []


def _id(row: dict[str, str]) -> object:
    return UUID(row["id"])


async def test_nothing_outside_the_scope_is_found(world: World, make: Make, sign_in: SignIn) -> None:
    await make.teacher(world.neighbour, name="单立群")
    county, school = await sign_in(Role.county_coordinator), await sign_in(Role.school_reporter, school=world.rural)
    nothing: dict[str, list[Any]] = {"schools": [], "people": [], "pairings": [], "accounts": [], "more": []}
    assert (await county.get("/search", params={"q": "单立群"})).json() == nothing
    assert (await county.get("/search", params={"q": "沙坝"})).json() == nothing
    assert (await school.get("/search", params={"q": "县实验"})).json() == nothing
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert [each["name"] for each in (await neighbour.get("/search?q=单立群")).json()["people"]] == ["单立群"]


async def test_a_system_finds_schools_and_pairings_but_no_people(world: World, make: Make, sign_in: SignIn) -> None:
    await make.teacher(world.rural, name="云坪生")
    client = await sign_in.client([ClientScope.records_read], "610000")
    found = (await client.get("/search?q=云坪")).json()
    assert [each["name"] for each in found["schools"]] == ["云坪镇中心小学"]
    assert found["people"] == []


async def test_at_most_ten_of_a_kind_and_it_says_when_there_are_more(world: World, make: Make, sign_in: SignIn) -> None:
    for _ in range(11):
        await make.teacher(world.rural, name="单立群")
    county = await sign_in(Role.county_coordinator)
    found = (await county.get("/search?q=单立群")).json()
    assert (len(found["people"]), found["more"]) == (10, ["people"])


async def test_the_number_of_queries_does_not_grow_with_what_is_found(
    world: World, make: Make, sign_in: SignIn, app: FastAPI
) -> None:
    county = await sign_in(Role.county_coordinator)
    with counted_reads(app) as nothing:
        await county.get("/search?q=zz")
    for _ in range(8):
        await make.school(HOME, name="云坪小学")
        await make.teacher(world.rural, name="云立群")
    with counted_reads(app) as much:
        assert len((await county.get("/search?q=云")).json()["people"]) == 8
    assert len(much) <= len(nothing) + 2
    assert len(much) <= 12


@pytest.mark.parametrize("q", ["", "   ", "长" * 61, "坏\x00"])
async def test_nothing_typed_or_too_much_is_told(sign_in: SignIn, q: str) -> None:
    county = await sign_in(Role.county_coordinator)
    answer = await county.get("/search", params={"q": q})
    if q.strip():
        assert answer.status_code == 422
    else:
        assert answer.status_code in {200, 422}


async def test_signs_that_mean_something_in_a_pattern_are_taken_as_typed(
    world: World, make: Make, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator)
    for q in ("%", "_", "\\", "'", "%小学"):
        found = (await county.get("/search", params={"q": q})).json()
        assert found["schools"] == found["people"] == [], q


async def test_a_hundred_thousand_people_are_searched_through_indexes(
    world: World, app: FastAPI, database_url: str
) -> None:
    explain = "EXPLAIN QUERY PLAN"
    if database_url.startswith("postgresql"):
        explain = "EXPLAIN"
        await _crowd(app, world)
    principal = Principal("user", new_id(), Role.city_supervisor, "610300", ROLE_PERMISSIONS[Role.city_supervisor])
    async with app.state.database.read_engine.connect() as connection:
        for q in ("单立", "zhangw", "zhangwl", "ouyangxm", "zw", "2016-031"):
            statement = queries_search.found(principal.scope, q, date(2026, 12, 3)).limit(11)
            sql = str(statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
            rows = (await connection.execute(text(f"{explain} {sql}".replace(":", "\\:")))).all()
            plan = "\n".join(str(row[-1]) for row in rows)
            assert not re.search(r"\b(Seq Scan on|SCAN) (person|person_name|staff)\b", plan), plan


async def _crowd(app: FastAPI, world: World) -> None:
    """So many people with different names, all of them employed at one school, written past the log."""
    names = "chr(20000 + n % 5000) || chr(20000 + n / 20)"
    person = f"""
        INSERT INTO person (id, version, created_at, county_code, name, pinyin, sort_key, initials, sex, birth_on)
        SELECT md5('p' || n)\\:\\:uuid, 1, '2026-09-01', '{HOME}', {names}, md5('y' || n), md5('y' || n),
               substr(md5('i' || n), 1, 4), '1', '1985-05-20' FROM generate_series(1, {PEOPLE}) AS n"""  # noqa: S608
    staff = f"""
        INSERT INTO staff (id, version, created_at, person_id, county_code, school_id, staff_no, post, title, stage,
                           subject, in_quota, full_time_teacher, hired_on, end_reason)
        SELECT md5('s' || n)\\:\\:uuid, 1, '2026-09-01', md5('p' || n)\\:\\:uuid, '{HOME}', '{world.urban.id}',
               'N' || n, 'teacher', 'first', 'primary', '', true, true, '2020-09-01', ''
        FROM generate_series(1, {PEOPLE}) AS n"""  # noqa: S608 - own numbers
    former = f"""
        INSERT INTO person_name (id, version, created_at, county_code, person_id, name, pinyin, initials, end_on, basis,
                                 correction, void_reason)
        SELECT md5('f' || n)\\:\\:uuid, 1, '2026-09-01', '{HOME}', md5('p' || n)\\:\\:uuid, {names}, md5('z' || n),
               substr(md5('j' || n), 1, 4), '2020-09-01', '', '', '' FROM generate_series(1, {PEOPLE} / 5) AS n"""  # noqa: S608
    async with app.state.database.write_engine.begin() as connection:
        for sql in (person, staff, former, "ANALYZE person", "ANALYZE staff", "ANALYZE person_name"):
            await connection.execute(text(sql))
