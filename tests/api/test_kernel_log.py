"""Positions of the log and its hash chain; keyset pages while others write (architecture §7, §8)."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import insert, select, text

from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.kernel.history import history
from services.api.kernel.ids import new_id
from services.api.kernel.positions import first_broken_link, give_positions, head_position, waiting_events
from services.api.worker import Worker
from services.contracts.codes import Role
from tests.support.callers import Caller, SignIn
from tests.support.probe import PROBE, probing_app, thing

EVENT: Any = Event


@pytest.fixture(scope="session")
def wired_app() -> FastAPI:
    """The routes of the product and the probe, built once."""
    return probing_app()


@pytest.fixture
async def user(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, "610000")


async def events(app: FastAPI) -> list[Any]:
    async with app.state.database.reader() as session:
        return list((await session.execute(select(EVENT).order_by(EVENT.position))).scalars())


async def add(app: FastAPI, *codes: str) -> None:
    async with app.state.database.writer(clock=app.state.clock) as session:
        session.add_all([thing(code, "甲") for code in codes])


async def number(app: FastAPI, batch: int = 500) -> int:
    async with app.state.database.writer(clock=app.state.clock) as session:
        return await give_positions(session, app.state.clock.now(), batch)


async def broken(app: FastAPI) -> int | None:
    async with app.state.database.reader() as session:
        return await first_broken_link(session)


async def test_positions_are_given_without_gap_in_the_order_of_version_and_id(app: FastAPI) -> None:
    await add(app, "t1", "t2", "t3")
    assert [await number(app, 2), await number(app, 2), await number(app, 2)] == [2, 1, 0]
    found = await events(app)
    assert [event.position for event in found] == [1, 2, 3]
    assert found == sorted(found, key=lambda event: (event.entity_version, event.id))
    async with app.state.database.reader() as session:
        assert (await head_position(session), await waiting_events(session)) == (3, 0)


async def test_no_later_version_of_a_row_comes_before_an_earlier_one(app: FastAPI, user: Caller) -> None:
    made = (await user.post(PROBE, {"code": "t1", "name": "0"})).json()
    for _ in range(5):
        await user.post(f"{PROBE}/{made['id']}/count")
    await number(app)
    versions = [event.entity_version for event in await events(app) if str(event.entity_id) == made["id"]]
    assert versions == [1, 2, 3, 4, 5, 6]


async def test_workers_that_number_at_the_same_time_give_each_position_once(app: FastAPI) -> None:
    await add(app, "t-first")
    await number(app)
    await add(app, *(f"t{n:03}" for n in range(60)))
    given = await asyncio.gather(*(number(app, 20) for _ in range(5)))
    assert sum(given) == 60
    assert [event.position for event in await events(app)] == list(range(1, 62))
    assert await broken(app) is None


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_worker_that_begins_while_another_makes_the_head_row_waits_and_goes_on_from_there(app: FastAPI) -> None:
    await add(app, *(f"t{n:03}" for n in range(60)))
    async with app.state.database.writer(clock=app.state.clock) as first:
        given = await give_positions(first, app.state.clock.now(), 20)
        second = asyncio.create_task(number(app, 100))
        await asyncio.sleep(0.2)
        assert not second.done()
    assert (given, await second) == (20, 40)
    assert [event.position for event in await events(app)] == list(range(1, 61))
    assert await broken(app) is None


async def test_of_workers_that_start_at_once_on_an_empty_database_one_leads_and_none_fails(app: FastAPI) -> None:
    await add(app, *(f"t{n:03}" for n in range(60)))
    workers = [Worker(app.state.database, app.state.clock, app.state.settings) for _ in range(5)]
    await asyncio.gather(*(each.run_once() for each in workers))
    assert [event.position for event in await events(app)] == list(range(1, 61))
    assert await broken(app) is None


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_slow_transaction_is_numbered_after_it_commits_and_is_not_lost(app: FastAPI) -> None:
    async with app.state.database.writer(clock=app.state.clock) as slow:
        slow.add(thing("t-slow", "慢"))
        await slow.flush()
        await add(app, "t-quick")
        assert await number(app) == 1
    assert await number(app) == 1
    found = await events(app)
    assert [event.changes["client_id"]["to"] for event in found] == ["t-quick", "t-slow"]
    assert found[1].id < found[0].id or found[1].at <= found[0].at
    assert await broken(app) is None


TAMPERINGS = {
    "a changed fact": "UPDATE event SET changes = '{}' WHERE position = 3",
    "another actor": "UPDATE event SET actor_kind = 'user' WHERE position = 3",
    "another action": "UPDATE event SET action = 'accepted' WHERE position = 3",
    "another county": "UPDATE event SET county_code = '110101' WHERE position = 3",
    "a hash made up": "UPDATE event SET hash = 'abc' WHERE position = 3",
    "a removed row": "DELETE FROM event WHERE position = 3",
}


@pytest.mark.parametrize("statement", TAMPERINGS.values(), ids=TAMPERINGS)
async def test_tampering_with_the_log_breaks_the_chain_where_it_happened(app: FastAPI, statement: str) -> None:
    await add(app, "t1", "t2", "t3", "t4", "t5")
    await number(app)
    assert await broken(app) is None
    async with app.state.database.write_engine.begin() as connection:
        await connection.execute(text(statement))
    assert await broken(app) == 3


async def test_the_worker_numbers_everything_and_repeats_harmlessly(
    app: FastAPI, worker: Worker, clock: SetClock
) -> None:
    await add(app, *(f"t{n:04}" for n in range(1100)))
    await worker.run_once()
    before = [(event.position, event.hash) for event in await events(app)]
    assert [position for position, _ in before] == list(range(1, 1101))
    clock.forward(timedelta(minutes=5))
    await worker.run_once()
    assert [(event.position, event.hash) for event in await events(app)][:1100] == before


async def pages(user: Caller, **params: Any) -> list[dict[str, Any]]:
    found, cursor = [], None
    while True:
        answer = await user.get(PROBE, params={**params, **({"cursor": cursor} if cursor else {})})
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        cursor = answer.json()["next_cursor"]
        if cursor is None:
            return found


async def test_pages_hold_every_row_once_and_the_last_one_has_no_cursor(app: FastAPI, user: Caller) -> None:
    codes = [f"t{n:03}" for n in range(23)]
    await add(app, *codes)
    for limit in (1, 5, 22, 23, 24, 200):
        found = await pages(user, limit=limit)
        assert [row["client_id"] for page in found for row in page["items"]] == codes, limit
        assert all(len(page["items"]) == limit for page in found[:-1])
    assert (await user.get(PROBE, params={"count": "true", "limit": 5})).json()["count"] == 23
    assert (await user.get(PROBE)).json()["count"] is None


async def walk_back(user: Caller, path: str, last: dict[str, Any], **params: Any) -> list[dict[str, Any]]:
    found = [last]
    while cursor := found[0]["prev_cursor"]:
        answer = await user.get(path, params={**params, "cursor": cursor})
        assert answer.status_code == 200, answer.text
        found.insert(0, answer.json())
    return found


async def test_walking_on_and_then_back_shows_the_same_pages(app: FastAPI, user: Caller) -> None:
    await add(app, *(f"t{n:03}" for n in range(23)))
    for limit in (1, 5, 22, 23, 24):
        forward = await pages(user, limit=limit)
        back = await walk_back(user, PROBE, forward[-1], limit=limit)
        assert [page["items"] for page in back] == [page["items"] for page in forward], limit
        assert (forward[0]["prev_cursor"], back[0]["next_cursor"]) == (None, forward[0]["next_cursor"])


async def test_going_back_to_where_nothing_is_left_shows_the_first_page(app: FastAPI, user: Caller) -> None:
    await add(app, "t1", "t2", "t3")
    second = (await pages(user, limit=2))[1]
    async with app.state.database.write_engine.begin() as connection:
        await connection.execute(text("DELETE FROM api_client WHERE client_id IN ('t1', 't2')"))
    answer = (await user.get(PROBE, params={"limit": 2, "cursor": second["prev_cursor"]})).json()
    assert [row["client_id"] for row in answer["items"]] == ["t3"]
    assert (answer["prev_cursor"], answer["next_cursor"]) == (None, None)


async def test_the_link_header_leads_to_the_same_pages_as_the_cursors(app: FastAPI, user: Caller) -> None:
    await add(app, "t1", "t2", "t3")
    first = await user.get(PROBE, params={"limit": 1, "count": "true"})
    assert first.links.keys() == {"next"}
    second = await user.get(first.links["next"]["url"].removeprefix("/api/v1"))
    assert [row["client_id"] for row in second.json()["items"]] == ["t2"]
    assert second.json()["count"] == 3
    assert second.links.keys() == {"next", "prev"}
    assert (await user.get(second.links["prev"]["url"].removeprefix("/api/v1"))).json() == first.json()
    assert "Link" not in (await user.get(PROBE)).headers


async def test_rows_that_were_there_at_the_start_are_seen_once_while_others_are_written_around_them(
    app: FastAPI, user: Caller
) -> None:
    codes = [f"t{n:03}" for n in range(0, 40, 2)]
    await add(app, *codes)
    seen: list[str] = []
    cursor: str | None = None
    between: Iterator[int] = iter(range(1, 40, 2))
    while True:
        answer = (await user.get(PROBE, params={"limit": 3, **({"cursor": cursor} if cursor else {})})).json()
        seen += [row["client_id"] for row in answer["items"]]
        cursor = answer["next_cursor"]
        if cursor is None:
            break
        await add(app, f"t{next(between):03}", f"t{next(between):03}")
    assert [code for code in seen if code in codes] == codes
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "e30",
        "W10",
        "WzFd",
        "WyJhIiwiYiJd",
        "bnVsbA",
        "=" * 20,
        "😀",
        "W251bGwsbnVsbF0",
        "eyJiZWZvcmUiOltdfQ",
        "eyJiZWZvcmUiOjF9",
    ],
)
async def test_a_cursor_that_we_did_not_make_is_a_422(user: Caller, cursor: str) -> None:
    answer = await user.get(PROBE, params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "page.cursor")


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x" * 501}])
async def test_a_page_of_another_size_is_a_422(user: Caller, params: dict[str, Any]) -> None:
    answer = await user.get(PROBE, params=params)
    assert (answer.status_code, answer.json()["code"]) == (422, "request.invalid")


async def test_what_happened_in_one_instant_is_told_in_the_order_of_the_log_whatever_the_ids_are(app: FastAPI) -> None:
    """Ids of one millisecond are random; an event without a position yet is the newest."""
    entity_id, at = new_id(), app.state.clock.now()
    ids = [UUID(int=n) for n in (4, 3, 2, 1)]
    common = {"county_code": "610304", "entity": "thing", "entity_id": entity_id, "actor_kind": "system", "at": at}
    rows = [
        {**common, "id": each, "entity_version": version, "action": action, "changes": {}, "position": position}
        for each, version, action, position in zip(
            ids, (1, 1, 2, 3), ("first", "second", "third", "fourth"), (10, 11, None, None), strict=True
        )
    ]
    async with app.state.database.writer() as session:
        await session.execute(insert(EVENT), rows, execution_options={"writes_own_events": True})
    async with app.state.database.reader() as session:
        told = await history(session, [entity_id])
    assert [moment.action for moment in told] == ["fourth", "third", "second", "first"]
