"""The messy golden file: each planted mistake is named at its cell, all others land."""

from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.staff.models import Person, Staff
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.api.importing import applied, errors_of, xlsx_bytes
from tests.factories.golden import golden
from tests.factories.world import Make
from tests.support.callers import SignIn


async def test_three_hundred_mistakes_are_named_at_their_cells_and_seventeen_hundred_rows_land(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    made = golden([world.urban.code, "县实验小学", world.rural.code, " 云坪镇中心小学 "], world.neighbour.code)
    assert (len(made.faults), made.right) == (300, 1700)
    found = await applied(county, worker, "staff", xlsx_bytes(made.table))
    assert (found["state"], found["total"], found["counts"]["error"]) == ("done", 2000, 300), found
    assert await errors_of(county, found) == made.faults
    assert found["counts"]["create"] == 1700
    async with app.state.database.reader() as session:
        for model in (Person, Staff):
            assert await session.scalar(select(func.count()).select_from(model)) == 1700 + len(world.staff)
    assert sum(problem["count"] for problem in found["problems"]) == 300
    assert len(found["problems"]) == 20
    assert all(problem["heading"] and problem["cells"] for problem in found["problems"])
    again = await applied(county, worker, "staff", xlsx_bytes(made.table))
    assert (again["counts"]["unchanged"], again["counts"]["create"], again["counts"]["update"]) == (1700, 0, 0)
