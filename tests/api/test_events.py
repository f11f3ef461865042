"""The log of changes over HTTP (architecture §7)."""

from typing import Any

import pytest
from fastapi import FastAPI

from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


async def read_all(caller: Caller, query: str = "", limit: int = 3) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    after = "0"
    while True:
        page = (await caller.get(f"/events?limit={limit}&after={after}{query}")).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        after = page["next_cursor"]


async def test_events_come_in_the_order_of_their_positions_without_gap_or_repeat(
    make: Make, worker: Worker, sign_in: SignIn
) -> None:
    nation = await sign_in(Role.auditor, "610000")
    await make.county_world()
    await worker.run_once()
    items = await read_all(nation)
    positions = [item["position"] for item in items]
    assert positions == sorted(set(positions))
    assert {item["county_code"] for item in items} >= {HOME, NEIGHBOUR}
    assert (await nation.get("/events")).json()["as_of_position"] >= positions[-1]


async def test_what_has_no_position_yet_comes_later(make: Make, worker: Worker, sign_in: SignIn) -> None:
    caller = await sign_in(Role.auditor, HOME)
    school = await make.school(HOME)
    query = f"/events?entity=school&entity_id={school.id}"
    assert (await caller.get(query)).json()["items"] == []
    await worker.run_once()
    items = (await caller.get(query)).json()["items"]
    assert [(item["entity"], item["action"], item["entity_version"]) for item in items] == [("school", "created", 1)]


@pytest.mark.parametrize(("region", "sees"), [(HOME, True), (CITY, True), (THIRD, True), (NEIGHBOUR, False)])
async def test_a_row_of_two_counties_is_seen_by_both_and_by_those_above(
    make: Make, worker: Worker, sign_in: SignIn, region: str, sees: bool
) -> None:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.third)
    await worker.run_once()
    caller = await sign_in(Role.auditor, region)
    assert bool((await caller.get(f"/events?entity_id={pairing.id}")).json()["items"]) is sees


async def test_a_client_needs_the_scope_and_sees_no_account(make: Make, worker: Worker, sign_in: SignIn) -> None:
    await make.county_world()
    client = await sign_in.client([ClientScope.changes_read])
    await worker.run_once()
    entities = {item["entity"] for item in await read_all(client, limit=200)}
    assert "school" in entities
    assert not entities & {"user_account", "api_client"}
    stranger = await sign_in.client([ClientScope.records_read])
    assert (await stranger.get("/events")).json()["code"] == "auth.scope"


async def test_no_event_of_a_person_holds_a_name(make: Make, worker: Worker, sign_in: SignIn) -> None:
    world = await make.county_world()
    await make.teacher(world.urban, name="欧阳一苇")
    await worker.run_once()
    caller = await sign_in(Role.auditor, HOME)
    answer = await caller.get("/events?limit=200")
    assert "欧阳" not in answer.text
    assert "小学" not in answer.text


@pytest.mark.parametrize(
    "query",
    ["after=-1", "after=x", f"after={2**70}", "limit=0", "limit=201", "entity=Dr%20op", "entity_id=7", "page=2"],
)
async def test_a_wrong_question_is_a_problem_that_names_it(sign_in: SignIn, query: str) -> None:
    caller = await sign_in(Role.auditor, HOME)
    answer = await caller.get(f"/events?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.parametrize("role", [Role.teacher, Role.finance, Role.hr])
async def test_other_roles_read_no_log(sign_in: SignIn, role: Role) -> None:
    caller = await sign_in(role, HOME)
    assert (await caller.get("/events")).status_code == 403


async def test_the_newest_come_first_when_asked_and_go_on_backwards(
    make: Make, worker: Worker, sign_in: SignIn
) -> None:
    caller = await sign_in(Role.auditor, "610000")
    await make.county_world()
    await worker.run_once()
    forward = [item["position"] for item in await read_all(caller)]
    backward: list[int] = []
    more: str | None = ""
    while more is not None:
        page = (await caller.get(f"/events?newest_first=true&limit=4{more and f'&before={more}'}")).json()
        backward += [item["position"] for item in page["items"]]
        more = page["next_cursor"]
    assert backward == forward[::-1]


async def test_who_acted_is_named_to_those_who_may_see_the_account(make: Make, worker: Worker, sign_in: SignIn) -> None:
    school = await make.school(HOME)
    coordinator = await sign_in(Role.county_coordinator, HOME)
    body = {"username": "yunping.he", "name": "何晓兰", "role": "school_reporter", "school_id": str(school.id)}
    assert (await coordinator.post("/users", body)).status_code == 201
    await worker.run_once()
    query = f"/events?entity=user_account&actor_id={coordinator.id}"
    auditor, city = await sign_in(Role.auditor, HOME), await sign_in(Role.city_supervisor, CITY)
    (seen,) = (await auditor.get(query)).json()["items"]
    assert (seen["actor_name"], seen["actor_role"]) == ("测试员", "county_coordinator")
    assert (seen["county_name"], seen["other_county_name"]) == ("陈仓区", "")
    (hidden,) = (await city.get(query)).json()["items"]
    assert (hidden["actor_name"], hidden["actor_role"]) == (None, "county_coordinator")


async def test_somebody_from_above_is_only_a_role_to_the_county(make: Make, worker: Worker, sign_in: SignIn) -> None:
    school = await make.school(HOME)
    above = await sign_in(Role.administrator, CITY)
    body = {"username": "yunping.he", "name": "何晓兰", "role": "school_reporter", "school_id": str(school.id)}
    await above.post("/users", body)
    await worker.run_once()
    caller = await sign_in(Role.county_coordinator, HOME)
    (seen,) = (await caller.get(f"/events?actor_id={above.id}")).json()["items"]
    assert (seen["actor_name"], seen["actor_role"]) == (None, "administrator")


async def test_the_log_is_narrowed_to_a_school_and_to_days(make: Make, worker: Worker, sign_in: SignIn) -> None:
    world = await make.county_world()
    pairing = await make.pairing(world.urban, world.rural)
    await worker.run_once()
    caller = await sign_in(Role.auditor, CITY)
    of_urban = await read_all(caller, f"&school_id={world.urban.id}", limit=200)
    assert {(item["entity"], item["entity_id"]) for item in of_urban} >= {
        ("school", str(world.urban.id)), ("pairing", str(pairing.id)), ("staff", str(world.staff[0].id)),
    }  # fmt: skip
    assert str(world.neighbour.id) not in {item["entity_id"] for item in of_urban}
    assert await read_all(caller, "&from_on=2026-12-03&to_on=2026-12-03", limit=200)
    assert not await read_all(caller, "&to_on=2026-12-02", limit=200)
    assert not await read_all(caller, "&from_on=2026-12-04", limit=200)


@pytest.mark.parametrize("path", ["/pairings", "/assignments", "/schools", "/commitments", "/commitments?state=behind"])
async def test_a_list_reads_its_position_before_its_rows_so_that_a_replica_loses_nothing(
    app: FastAPI, make: Make, worker: Worker, sign_in: SignIn, path: str
) -> None:
    caller = await sign_in(Role.county_coordinator, HOME)
    await make.county_world()
    await worker.run_once()
    with counted_reads(app) as statements:
        page = (await caller.get(path)).json()
    assert page["as_of_position"] > 0
    table = path.strip("/").split("?")[0].rstrip("s")
    position = next(n for n, each in enumerate(statements) if "FROM event_head" in each)
    rows = [n for n, each in enumerate(statements) if f"FROM {table}" in each]
    assert rows
    assert position < min(rows)
