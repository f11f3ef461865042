"""The feed of changes: order, tombstones, who sees what, cursors (architecture §7)."""

from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import update

from services.api.features.changes import rules
from services.api.features.refusals.models import Refusal
from services.api.features.schools.models import School
from services.api.kernel.events import Event
from services.api.kernel.ids import new_id
from services.api.kernel.models import Entity
from services.api.kernel.positions import begin_epoch, first_broken_link
from services.api.wiring_feeds import LEFT_OUT
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

READS = [ClientScope.changes_read]
EVENT: Any = Event


async def told(caller: Caller, query: str = "", limit: int = 50, after: str = "") -> list[dict[str, Any]]:
    """Everything after a cursor, from the beginning without one, page by page."""
    items: list[dict[str, Any]] = []
    while True:
        page = (await caller.get(f"/changes?limit={limit}{query}{after and f'&after={after}'}")).json()
        items += page["items"]
        after = page["next_cursor"]
        if not page["more"]:
            return items


async def of(caller: Caller, row: Entity, query: str = "") -> list[tuple[int, bool]]:
    """Version and whether it has left, of each change of a row that the caller is told."""
    items = await told(caller, query)
    return [(item["version"], item["tombstone"]) for item in items if item["id"] == str(row.id)]


async def change(app: FastAPI, model: type[Entity], row_id: UUID, **values: Any) -> None:
    """Change a row as a service would."""
    async with app.state.database.writer(clock=app.state.clock) as session:
        found = await session.get(model, row_id)
        for name, value in values.items():
            setattr(found, name, value)


@pytest.fixture
async def province(sign_in: SignIn) -> Caller:
    return await sign_in.client(READS, "610000")


async def test_changes_come_in_the_order_of_their_positions_with_the_whole_row(
    world: World, worker: Worker, province: Caller
) -> None:
    await worker.run_once()
    items = await told(province, limit=3)
    positions = [item["position"] for item in items]
    assert positions == sorted(set(positions))
    school = next(item for item in items if item["id"] == str(world.urban.id))
    assert school["record"]["code"] == world.urban.code
    assert (school["entity"], school["action"], school["version"]) == ("school", "created", 1)
    assert not school["tombstone"]


async def test_a_change_tells_its_fields_and_the_whole_row_after_it(
    app: FastAPI, world: World, worker: Worker, province: Caller
) -> None:
    await change(app, School, world.urban.id, township="沙坪镇")
    await change(app, School, world.urban.id, township="河西镇")
    await worker.run_once()
    _, second, third = [item for item in await told(province) if item["id"] == str(world.urban.id)]
    assert second["changes"] == {"township": {"from": "云坪镇", "to": "沙坪镇"}}
    assert [second["record"]["township"], third["record"]["township"]] == ["沙坪镇", "河西镇"]
    assert second["record"]["code"] == world.urban.code
    assert [second["version"], third["version"]] == [2, 3]


async def test_who_sees_only_the_county_that_a_row_left_is_told_that_and_nothing_of_the_row(
    app: FastAPI, world: World, worker: Worker, sign_in: SignIn, province: Caller
) -> None:
    await change(app, School, world.urban.id, county_code=NEIGHBOUR, location_code=NEIGHBOUR)
    await worker.run_once()
    old, new = await sign_in.client(READS, HOME), await sign_in.client(READS, NEIGHBOUR)
    city, third = await sign_in.client(READS, CITY), await sign_in.client(READS, THIRD)
    assert await of(old, world.urban) == [(1, False), (2, True)]
    assert await of(new, world.urban) == [(2, False)]
    assert await of(city, world.urban) == await of(province, world.urban) == [(1, False), (2, False)]
    assert await of(third, world.urban) == []
    stone = next(item for item in await told(old) if item["tombstone"])
    assert (stone["changes"], stone["record"], stone["county_code"]) == ({}, None, None)
    assert stone["other_county_code"] is None
    came = next(item for item in await told(new) if item["id"] == str(world.urban.id))
    assert came["record"]["code"] == world.urban.code
    assert came["record"]["county_code"] == NEIGHBOUR


async def test_a_row_of_two_counties_leaves_only_the_one_that_it_left(
    app: FastAPI, make: Make, world: World, worker: Worker, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.neighbour)
    await change(app, type(pairing), pairing.id, supporting_county_code=THIRD)
    await worker.run_once()
    seen = {region: await of(await sign_in.client(READS, region), pairing) for region in (HOME, NEIGHBOUR, THIRD, CITY)}
    assert seen == {
        HOME: [(1, False), (2, True)],
        NEIGHBOUR: [(1, False), (2, False)],
        THIRD: [(2, False)],
        CITY: [(1, False), (2, False)],
    }


async def test_counties_that_change_sides_are_not_left(
    app: FastAPI, make: Make, world: World, worker: Worker, sign_in: SignIn
) -> None:
    pairing = await make.pairing(world.urban, world.third)
    await change(app, type(pairing), pairing.id, supporting_county_code=THIRD, recipient_county_code=HOME)
    await worker.run_once()
    for region in (HOME, THIRD):
        assert await of(await sign_in.client(READS, region), pairing) == [(1, False), (2, False)]


async def test_a_row_that_went_and_came_back_in_one_transaction_never_left(
    app: FastAPI, world: World, worker: Worker, sign_in: SignIn
) -> None:
    async with app.state.database.writer(clock=app.state.clock) as session:
        school = await session.get(School, world.urban.id)
        for county in (NEIGHBOUR, THIRD):
            school.county_code = county
            await session.flush()
    async with app.state.database.writer(clock=app.state.clock) as session:
        school = await session.get(School, world.rural.id)
        for county in (NEIGHBOUR, HOME):
            school.county_code = county
            await session.flush()
    await worker.run_once()
    home, neighbour = await sign_in.client(READS, HOME), await sign_in.client(READS, NEIGHBOUR)
    assert await of(home, world.urban) == [(1, False), (3, True)]
    assert await of(neighbour, world.urban) == []
    assert await of(home, world.rural) == [(1, False), (3, False)]


async def test_a_move_undone_at_a_savepoint_is_not_told(
    app: FastAPI, world: World, worker: Worker, sign_in: SignIn
) -> None:
    async with app.state.database.writer(clock=app.state.clock) as session:
        school = await session.get(School, world.urban.id)
        inner = await session.begin_nested()
        school.county_code = NEIGHBOUR
        await session.flush()
        await inner.rollback()
        await session.refresh(school)
        school.township = "沙坪镇"
    await worker.run_once()
    assert await of(await sign_in.client(READS, HOME), world.urban) == [(1, False), (2, False)]
    assert await of(await sign_in.client(READS, NEIGHBOUR), world.urban) == []


async def test_a_county_asked_for_is_kept_like_a_scope_of_its_own(
    app: FastAPI, world: World, worker: Worker, province: Caller
) -> None:
    await change(app, School, world.urban.id, county_code=NEIGHBOUR)
    await worker.run_once()
    assert await of(province, world.urban, f"&county_code={HOME}") == [(1, False), (2, True)]
    assert await of(province, world.urban, f"&county_code={NEIGHBOUR}") == [(2, False)]
    assert await of(province, world.urban, f"&county_code={CITY}") == [(1, False), (2, False)]
    assert await told(province, f"&county_code={THIRD}") == []


async def test_kinds_of_rows_can_be_chosen_and_unknown_ones_are_refused(
    world: World, worker: Worker, province: Caller
) -> None:
    await worker.run_once()
    items = await told(province, "&entity=school&entity=staff", limit=2)
    assert {item["entity"] for item in items} == {"school", "staff"}
    assert len(items) == 3 + len(world.staff)  # the fourth school is in another province
    for name in ("user_account", "refusal", "nothing"):
        answer = await province.get(f"/changes?entity=school&entity={name}")
        assert (answer.status_code, answer.json()["code"]) == (422, "changes.entity")
        assert "assignment" in answer.json()["detail"]
    assert (await province.get("/changes?entities=school")).status_code == 422


async def test_what_is_left_out_is_told_to_nobody(
    make: Make, world: World, worker: Worker, sign_in: SignIn, province: Caller
) -> None:
    teacher = world.staff[0]
    await make.add(
        Refusal(
            county_code=HOME, staff_id=teacher.id, school_year=2026,
            named_in="县教育局2026年第3号名单", refused_on=make.app.state.clock.today(),
        )
    )  # fmt: skip
    await worker.run_once()
    callers = [province, await sign_in(Role.auditor, "610000"), await sign_in(Role.administrator, HOME)]
    for caller in callers:
        items = await told(caller)
        assert items
        assert not {item["entity"] for item in items} & set(LEFT_OUT)


@pytest.mark.parametrize("role", [Role.county_coordinator, Role.city_supervisor, Role.province_supervisor, Role.hr])
async def test_users_who_keep_no_copy_are_refused(sign_in: SignIn, role: Role) -> None:
    answer = await (await sign_in(role, HOME)).get("/changes")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")
    other = await sign_in.client([ClientScope.records_read], HOME)
    assert (await other.get("/changes")).json()["code"] == "auth.scope"


async def test_a_cursor_comes_with_every_page_also_with_an_empty_one(
    make: Make, worker: Worker, sign_in: SignIn
) -> None:
    caller = await sign_in.client(READS, THIRD)
    empty = (await caller.get("/changes")).json()
    assert (empty["items"], empty["more"]) == ([], False)
    assert (await caller.get(f"/changes?after={empty['next_cursor']}")).status_code == 200
    await make.county_world()
    await worker.run_once()
    first = (await caller.get(f"/changes?after={empty['next_cursor']}&limit=1")).json()
    assert (len(first["items"]), first["more"]) == (1, True)
    rest = (await caller.get(f"/changes?after={first['next_cursor']}")).json()
    assert rest["items"]
    assert not rest["more"]
    assert rest["next_cursor"] == f"{rest['epoch']}.{rest['as_of_position']}"
    end = (await caller.get(f"/changes?after={rest['next_cursor']}")).json()
    assert (end["items"], end["more"], end["next_cursor"]) == ([], False, rest["next_cursor"])
    school = await make.school(THIRD)
    await worker.run_once()
    items = await told(caller, after=end["next_cursor"])
    assert str(school.id) in {item["id"] for item in items}


async def test_who_sees_few_rows_is_led_past_those_of_others(
    world: World, worker: Worker, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await worker.run_once()
    caller = await sign_in.client(READS, THIRD)
    whole = await told(caller)
    monkeypatch.setattr("services.api.features.changes.service.SPAN", 2)
    first = (await caller.get("/changes")).json()
    assert (first["items"], first["more"]) == ([], True)
    assert await told(caller) == whole
    assert str(world.third.id) in {item["id"] for item in whole}


async def test_the_position_of_a_list_is_a_place_to_go_on_from(
    make: Make, world: World, worker: Worker, sign_in: SignIn
) -> None:
    caller = await sign_in.client([*READS, ClientScope.records_read], "610000")
    await worker.run_once()
    listed = (await caller.get("/schools")).json()
    school = await make.school(HOME)
    await worker.run_once()
    page = (await caller.get(f"/changes?after_position={listed['as_of_position']}&entity=school")).json()
    assert [item["id"] for item in page["items"]] == [str(school.id)]
    assert str(world.urban.id) in {item["id"] for item in listed["items"]}
    ahead = await caller.get(f"/changes?after_position={page['as_of_position'] + 1}")
    assert (ahead.status_code, ahead.json()["code"]) == (410, "changes.resync")
    both = await caller.get(f"/changes?after_position=0&after={page['next_cursor']}")
    assert (both.status_code, both.json()["code"]) == (422, "changes.two_places")


@pytest.mark.usefixtures("world")
async def test_after_a_restore_every_cursor_from_before_says_take_a_snapshot(
    app: FastAPI, worker: Worker, province: Caller
) -> None:
    await worker.run_once()
    page = (await province.get("/changes")).json()
    async with app.state.database.writer(clock=app.state.clock) as session:
        epoch = await begin_epoch(session, app.state.clock.now())
    answer = await province.get(f"/changes?after={page['next_cursor']}")
    assert (answer.status_code, answer.json()["code"]) == (410, "changes.resync")
    assert "全量快照" in answer.json()["detail"]
    again = (await province.get("/changes")).json()
    assert again["epoch"] == str(epoch) != page["epoch"]
    assert (await province.get(f"/changes?after={again['next_cursor']}")).status_code == 200


@pytest.mark.usefixtures("world")
async def test_a_position_that_is_not_there_yet_says_the_same(worker: Worker, province: Caller) -> None:
    await worker.run_once()
    page = (await province.get("/changes")).json()
    beyond = f"{page['epoch']}.{page['as_of_position'] + 1}"
    assert (await province.get(f"/changes?after={beyond}")).json()["code"] == "changes.resync"


@pytest.mark.parametrize(
    "cursor",
    ["", "0", "x.1", ".1", "019ac0de-0000-7000-8000-000000000001.", "019ac0de-0000-7000-8000-000000000001.-1",
     "019ac0de-0000-7000-8000-000000000001.²", "019AC0DE-0000-7000-8000-000000000001.1", "{019ac0de}.1",
     "019ac0de-0000-7000-8000-000000000001.0001", "019ac0de-0000-7000-8000-000000000001.99999999999999999999"],
)  # fmt: skip
async def test_what_is_no_cursor_is_a_422_that_says_so(province: Caller, cursor: str) -> None:
    answer = await province.get("/changes", params={"after": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "changes.cursor")
    assert answer.json()["errors"][0]["field"] == "after"


async def test_a_change_from_before_records_were_kept_tells_its_fields_alone(
    app: FastAPI, world: World, worker: Worker, province: Caller
) -> None:
    await change(app, School, world.urban.id, township="沙坪镇")
    async with app.state.database.writer(clock=app.state.clock) as session:
        old = update(EVENT).where(EVENT.entity_id == world.urban.id).values(record=None)
        await session.execute(old, execution_options={"writes_own_events": True})
    await worker.run_once()
    first, second = [item for item in await told(province) if item["id"] == str(world.urban.id)]
    assert first["record"]["code"] == world.urban.code
    assert second["record"] is None
    assert second["changes"] == {"township": {"from": "云坪镇", "to": "沙坪镇"}}


async def test_the_chain_guards_what_a_row_left_and_how_it_stood(app: FastAPI, world: World, worker: Worker) -> None:
    await change(app, School, world.urban.id, county_code=NEIGHBOUR)
    await worker.run_once()
    async with app.state.database.writer(clock=app.state.clock) as session:
        assert await first_broken_link(session) is None
        moved = update(EVENT).where(EVENT.left_county_code == HOME).values(left_county_code=THIRD)
        await session.execute(moved, execution_options={"writes_own_events": True})
        assert await first_broken_link(session) is not None
        await session.rollback()


@pytest.mark.usefixtures("world")
async def test_a_page_has_the_same_number_of_queries_however_long_it_is(
    app: FastAPI, make: Make, worker: Worker, province: Caller
) -> None:
    await worker.run_once()
    page = (await province.get("/changes?limit=1")).json()
    counts = []
    for rows in (1, 60):
        for _ in range(rows):
            await make.school(HOME)
        await worker.run_once()
        with counted_reads(app) as statements:
            found = (await province.get(f"/changes?limit=200&after={page['next_cursor']}")).json()
        assert len(found["items"]) > rows
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 5


def test_the_place_before_the_first_change_is_in_every_log() -> None:
    nowhere, log = rules.Place(UUID(int=0), 0), rules.Place(new_id(), 7)
    assert rules.in_log(nowhere, log)
    assert not rules.in_log(rules.Place(UUID(int=0), 1), log)
    assert rules.place_of(str(log)) == log
