"""Every changed entity leaves its event, whatever way it is changed (architecture §7)."""

import contextlib
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.features.assignments.models import Assignment as AssignmentTable
from services.api.features.regions.models import Region as RegionTable
from services.api.features.reports.models import ReportDraft
from services.api.features.staff.models import Person as PersonTable
from services.api.kernel.bulk import insert_many
from services.api.kernel.events import EVENTLESS_TABLES, Event, name_action
from services.api.kernel.models import Base, Entity
from tests.support.rows import Keys, fill_every_table, row_for

EVENT: Any = Event
Region: Any = RegionTable
Person: Any = PersonTable
Assignment: Any = AssignmentTable
MODELS: list[Any] = sorted(
    (mapper.class_ for mapper in Base._sa_registry.mappers), key=lambda model: str(model.__tablename__)
)
ENTITIES = [
    model for model in MODELS if issubclass(model, Entity) and model.__tablename__ not in EVENTLESS_TABLES
]  # fmt: skip


@pytest.fixture
async def rows(app: FastAPI) -> Keys:
    """Two rows in every table and some regions, persons and assignments more, put there past the log."""
    async with app.state.database.write_engine.begin() as connection:
        made: Keys = await connection.run_sync(fill_every_table)
        for table in (Region.__table__, Person.__table__, Assignment.__table__):
            more = [row_for(table, number, made) for number in range(102, 112)]
            await connection.execute(insert(table), more)
            made[table.name] += more
        return made


async def events_of(app: FastAPI, entity: str, entity_id: Any) -> list[Any]:
    async with app.state.database.reader() as session:
        mine = (EVENT.entity == entity) & (EVENT.entity_id == entity_id)
        return list((await session.execute(select(EVENT).where(mine).order_by(EVENT.entity_version))).scalars())


async def test_every_entity_that_is_created_or_changed_through_the_orm_leaves_an_event(
    app: FastAPI, rows: Keys
) -> None:
    database, clock = app.state.database, app.state.clock
    for model in ENTITIES:
        name = model.__tablename__
        async with database.writer(clock=clock, actor_kind="user", request_id="r-1") as session:
            changed = await session.get(model, rows[name][0]["id"])
            changed.created_at = clock.now()
            before = changed.version
        created = model(**{**row_for(model.__table__, 7, rows), "version": 0})
        async with database.writer(clock=clock) as session:
            session.add(created)
            name_action(session, created, "tried")
        (change,) = await events_of(app, name, rows[name][0]["id"])
        assert (change.action, change.entity_version) == ("changed", before + 1), name
        assert (change.actor_kind, change.request_id, change.at) == ("user", "r-1", clock.now())
        (creation,) = await events_of(app, name, created.id)
        assert (creation.action, creation.entity_version, set(creation.changes)) == (
            "tried",
            1,
            set(model.event_fields),
        )
        assert creation.county_code == created.event_counties()[0]


async def test_every_entity_that_is_inserted_in_bulk_leaves_an_event(app: FastAPI, rows: Keys) -> None:
    for model in ENTITIES:
        made = [model(**row_for(model.__table__, number, rows)) for number in (8, 9)]
        async with app.state.database.writer(clock=app.state.clock) as session:
            await insert_many(session, made, "loaded")
        for row in made:
            (event,) = await events_of(app, model.__tablename__, row.id)
            assert (event.action, event.entity_version) == ("loaded", 1)


@pytest.mark.parametrize("model", ENTITIES, ids=lambda model: model.__tablename__)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_write_past_the_orm_is_refused(app: FastAPI, model: Any) -> None:
    table = model.__tablename__
    statements = {
        "update": update(model).values(version=9),
        "delete": delete(model),
        "bulk insert": insert(model),
        "update of the table": update(model.__table__).values(version=9),
        "text": text(f"UPDATE {table} SET version = 9"),  # noqa: S608 - a name of ours
        "text after a comment": text(f"-- tidy\nDELETE FROM {table}"),
        "text with a common table": text(f"WITH x AS (SELECT 1) UPDATE {table} SET version = 9"),  # noqa: S608 - same
        "text with capitals and space": text(f"\n  DeLeTe  FROM {table}"),  # noqa: S608 - a name of ours
    }
    accepted = [what for what, statement in statements.items() if await is_accepted(app, statement)]
    assert accepted == []


async def is_accepted(app: FastAPI, statement: Any) -> bool:
    try:
        async with app.state.database.writer() as session:
            await session.execute(statement)
    except RuntimeError as refusal:
        return "no event" not in str(refusal)
    return True


async def test_a_row_that_is_deleted_through_the_orm_is_refused(app: FastAPI, rows: Keys) -> None:
    for model in ENTITIES:
        with pytest.raises(RuntimeError, match="nothing is deleted"):
            async with app.state.database.writer() as session:
                await session.delete(await session.get(model, rows[model.__tablename__][1]["id"]))


async def test_a_write_that_is_rolled_back_leaves_neither_row_nor_event(app: FastAPI, rows: Keys) -> None:
    model = ENTITIES[0]
    created = model(**row_for(model.__table__, 7, rows))
    with contextlib.suppress(ZeroDivisionError):
        async with app.state.database.writer() as session:
            session.add(created)
            await session.flush()
            raise ZeroDivisionError
    assert await events_of(app, model.__tablename__, created.id) == []
    async with app.state.database.reader() as session:
        assert await session.get(model, created.id) is None


async def test_a_savepoint_that_is_rolled_back_takes_its_event_along_and_leaves_the_others(
    app: FastAPI, rows: Keys
) -> None:
    model = next(each for each in ENTITIES if each.__tablename__ == "api_client")
    kept, lost = (model(**{**row_for(model.__table__, number, rows), "version": 0}) for number in (7, 8))
    async with app.state.database.writer(clock=app.state.clock) as session:
        session.add(kept)
        await session.flush()
        inner = await session.begin_nested()
        session.add(lost)
        await session.flush()
        await inner.rollback()
        twin = model(**{**row_for(model.__table__, 9, rows), "version": 0, "client_id": kept.client_id})
        with pytest.raises(IntegrityError):
            await add_at_savepoint(session, twin)
    assert len(await events_of(app, "api_client", kept.id)) == 1
    assert await events_of(app, "api_client", lost.id) == []
    assert await events_of(app, "api_client", twin.id) == []


async def add_at_savepoint(session: AsyncSession, row: Any) -> None:
    async with session.begin_nested():
        session.add(row)
        await session.flush()


async def test_several_flushes_of_one_transaction_make_one_event_with_first_and_last_value(
    app: FastAPI, rows: Keys
) -> None:
    model = next(each for each in ENTITIES if each.__tablename__ == "staff")
    staff_id, other = rows["staff"][0]["id"], rows["school"][1]["id"]
    async with app.state.database.writer(clock=app.state.clock) as session:
        staff = await session.get(model, staff_id)
        first = staff.in_quota
        staff.in_quota = not first
        await session.flush()
        staff.in_quota, staff.school_id = first, other
        await session.flush()
        staff.in_quota = not first
    (event,) = await events_of(app, "staff", staff_id)
    assert event.changes["in_quota"] == {"from": first, "to": not first}
    assert "person_id" not in event.changes


async def test_a_table_without_events_may_be_written_in_any_way(app: FastAPI, rows: Keys) -> None:
    draft: Any = ReportDraft
    async with app.state.database.writer() as session:
        await session.execute(update(draft).values(version=5))
        before = await session.scalar(select(func.count()).select_from(EVENT))
    async with app.state.database.reader() as session:
        assert await session.scalar(select(func.count()).select_from(EVENT)) == before
