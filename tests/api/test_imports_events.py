"""Who is imported leaves the same events as who is typed in."""

from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from services.api.kernel.events import Event
from services.api.worker import Worker
from services.contracts.codes import Post, Role, Sex, Stage, Title
from tests.api.importing import applied, csv_bytes
from tests.factories.world import HOME, Make
from tests.support.callers import Caller, SignIn

EVENT: Any = Event
HEADINGS = ["姓名", "性别", "出生日期", "学校", "任教学段", "任教学科", "任教年级", "职务", "职称", "入职日期",
            "参加工作日期"]  # fmt: skip
ROW = ["秦望舒", "女", "1990-03-04", "", "小学", "语文", "4", "副校长", "一级教师", "2020-09-01", "2012-09-01"]
TYPED = {
    "name": "秦望舒", "sex": Sex.female.value, "birth_on": "1990-03-04", "stage": Stage.primary.value,
    "subject": "语文", "grades": [4], "post": Post.vice_principal.value, "title": Title.first.value,
    "hired_on": "2020-09-01", "career_start_on": "2012-09-01",
}  # fmt: skip
IDS = {"person_id", "school_id"}


PARTS = ("person", "staff", "staff_position", "staff_title", "staff_teaching")


async def events_of(app: FastAPI, caller: Caller, action: str) -> dict[str, Any]:
    """Entity → what the caller's event of this action says, without ids."""
    async with app.state.database.reader() as session:
        mine = select(Event).where(EVENT.action == action, EVENT.actor_id == caller.id, EVENT.entity.in_(PARTS))
        rows = (await session.scalars(mine)).all()
    assert len(rows) == len(PARTS), action
    return {
        row.entity: (
            {name: change for name, change in row.changes.items() if name not in IDS},
            set(row.changes) & IDS, row.county_code, row.other_county_code, row.entity_version, row.actor_kind,
        )
        for row in rows
    }  # fmt: skip


async def test_an_imported_person_leaves_the_events_of_a_typed_one_row_by_row(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    world = await make.county_world()
    county = await sign_in(Role.county_coordinator)
    answer = await county.post("/staff", {**TYPED, "school_id": str(world.urban.id)})
    assert answer.status_code == 201, answer.text
    typed = await events_of(app, county, "created")
    row = [*ROW]
    row[0], row[3] = "秦望朔", world.urban.code
    found = await applied(county, worker, "staff", csv_bytes([HEADINGS, row]))
    assert found["counts"]["create"] == 1, found
    imported = await events_of(app, county, "import")
    assert imported == typed
    assert {event[2] for event in imported.values()} == {HOME}
