"""The log of changes over HTTP (architecture §7)."""

from typing import Any

import pytest

from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make
from tests.support.callers import Caller, SignIn


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
