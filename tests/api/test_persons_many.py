"""A hundred thousand people: lists, searches and pages find their rows by index."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from services.api.features.persons import queries
from services.api.features.persons.filters import PersonFilter
from services.api.kernel.scope import Principal
from services.contracts.codes import Role
from tests.factories.world import HOME, Make, World
from tests.support.databases import postgres_database

PEOPLE = 100_000
TODAY = date(2026, 12, 3)
_PERSONS = """
INSERT INTO person (id, version, created_at, county_code, name, pinyin, sort_key, initials, sex, birth_on)
SELECT gen_random_uuid(), 1, now(), p.county_code, '人' || n, 'ren' || n, 'ren' || n, 'r' || n, p.sex,
       p.birth_on + n % 9000
FROM (SELECT * FROM person LIMIT 1) p, generate_series(1, :people) n
"""
_STAFF = """
INSERT INTO staff (id, version, created_at, person_id, county_code, school_id, staff_no, post, title, stage, subject,
                   in_quota, full_time_teacher, hired_on, end_reason)
SELECT gen_random_uuid(), 1, now(), p.id, CASE WHEN p.n % 10 = 0 THEN s.county_code ELSE :other END,
       CASE WHEN p.n % 10 = 0 THEN s.school_id ELSE :school END, '' || p.n, s.post, s.title, s.stage, s.subject, true,
       true, s.hired_on, ''
FROM (SELECT * FROM staff LIMIT 1) s,
     (SELECT id, row_number() OVER (ORDER BY name) n FROM person WHERE name LIKE '人%') p
"""


@pytest.fixture
def database_url() -> Iterator[str]:
    """PostgreSQL alone: its planner is asked."""
    with postgres_database() as url:
        yield url


async def plan(app: FastAPI, statement: Any) -> str:
    """How the database would answer."""
    dialect: Any = postgresql.dialect
    sql = str(statement.compile(dialect=dialect(), compile_kwargs={"literal_binds": True}))
    async with app.state.database.reader() as session:
        rows = (await session.execute(text("EXPLAIN " + sql.replace(":", "\\:")))).scalars()
        return "\n".join(rows)


async def test_what_is_asked_of_people_is_found_by_index(app: FastAPI, make: Make) -> None:
    world: World = await make.county_world()
    async with app.state.database.write_engine.begin() as connection:
        await connection.execute(text(_PERSONS), {"people": PEOPLE})
        other = {"other": world.neighbour.county_code, "school": world.neighbour.id}
        await connection.execute(text(_STAFF), other)
        for table in ("person", "staff"):
            await connection.execute(text(f"ANALYZE {table}"))
    permissions: frozenset[Any] = frozenset()
    county = Principal("user", world.staff[0].id, Role.county_coordinator, HOME, permissions)
    school = Principal("user", world.staff[0].id, Role.school_reporter, HOME, permissions, school_id=world.rural.id)
    by_name = (queries.P.sort_key, queries.P.id)
    asked = {
        "a county's list": queries.listed(county.scope, PersonFilter(), TODAY).order_by(*by_name).limit(51),
        "a school's list": queries.listed(school.scope, PersonFilter(), TODAY).order_by(*by_name).limit(51),
        "a search": queries.listed(county.scope, PersonFilter(q="ren5000"), TODAY).order_by(*by_name).limit(51),
        "a school's search": queries.listed(school.scope, PersonFilter(q="人"), TODAY).order_by(*by_name).limit(51),
        "a page": queries.one(county.scope, world.staff[0].person_id),
    }
    walked = ("Seq Scan on person ", "Seq Scan on staff ")
    wrong = {what: found for what, statement in asked.items() if _any(walked, found := await plan(app, statement))}
    assert wrong == {}


def _any(words: tuple[str, ...], found: str) -> bool:
    return any(word in found for word in words)
