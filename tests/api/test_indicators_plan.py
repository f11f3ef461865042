"""How PostgreSQL counts an indicator: each source is read once, without a join (architecture §4)."""

from uuid import uuid4

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.dialects import postgresql

from services.api.features.assignments.models import Assignment
from services.api.features.statistics.indicators import REGISTRY
from services.api.features.statistics.queries_indicators import Question, numbers
from services.api.kernel.scope import Permission, Principal
from services.contracts.codes import Role, YearBasis
from tests.factories.many import Place, add_many, random_assignments
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, Make


async def plan_of(app: FastAPI, indicator_id: str, *group_by: str) -> list[str]:
    who = Principal("user", uuid4(), Role.province_supervisor, PROVINCE, frozenset(Permission))
    asked = Question(PROVINCE, 2025, 2025, None, YearBasis.started, group_by, ())
    indicator, plans = REGISTRY[indicator_id], []
    async with app.state.database.read_engine.connect() as connection:
        for source in dict.fromkeys(part.source for part in indicator.parts.values()):
            statement = numbers(indicator, source, who.scope, asked)
            compiled = statement.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})  # type: ignore[no-untyped-call] # of SQLAlchemy
            plans += list(await connection.scalars(text(f"EXPLAIN {compiled}".replace(":", r"\:"))))
    return plans


async def test_each_source_is_scanned_once(app: FastAPI, make: Make) -> None:
    if app.state.database.is_sqlite:
        return
    places = []
    for county in (HOME, NEIGHBOUR):
        school = await make.school(county)
        places.append(Place(school.id, county, [await make.teacher(school) for _ in range(4)]))
    await add_many(app, Assignment, random_assignments(3, 200, places))
    for group_by in ((), ("county", "mode"), ("month",)):
        plan = await plan_of(app, "S-01", *group_by)
        assert sum(" on assignment" in line for line in plan) == 1, plan
        assert not [line for line in plan if "Join" in line or "Nested Loop" in line], plan
    plan = await plan_of(app, "S-03", "county")
    assert sum(" on assignment" in line for line in plan) == 1, plan
    assert sum(" on staff_base_member" in line for line in plan) == 1, plan
