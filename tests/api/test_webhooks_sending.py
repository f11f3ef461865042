"""Messages to provincial systems: nothing lost, nothing twice that was confirmed, nobody held up by a slow one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from fastapi import FastAPI

from services.api.features.webhooks import rules
from services.api.features.webhooks.service_send import LEASE
from services.api.kernel.clock import SetClock
from services.api.kernel.positions import begin_epoch
from services.api.kernel.tokens import Tokens
from services.contracts.codes import ClientScope, Role
from tests.api.hooking import Hooks, act, logged, subscribed
from tests.factories.world import HOME, NEIGHBOUR, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.receiver import Receiver, listening, verified

LONG_SIGN_IN = 30 * 24 * 3600


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with listening() as found:
        yield found


@pytest.fixture
async def other() -> AsyncIterator[Receiver]:
    async with listening() as found:
        yield found


@pytest.fixture
async def hooks(app: FastAPI, make: Make) -> Hooks:
    """Messages may go to this machine; nobody has to sign in again while the clock moves on."""
    changes = {"webhook_allow_private": True, "access_token_seconds": LONG_SIGN_IN}
    app.state.settings = app.state.settings.model_copy(update=changes)
    app.state.tokens = Tokens(app.state.settings)
    return Hooks(app, make)


@pytest.fixture
async def client(sign_in: SignIn, hooks: Hooks) -> Caller:
    found = await sign_in.client([ClientScope.changes_read], PROVINCE)
    await hooks.numbered()
    return found


async def positions_of(client: Caller) -> list[int]:
    """The positions that the client sees in the feed."""
    page = (await client.get("/changes?limit=200")).json()
    return [item["position"] for item in page["items"]]


async def test_a_change_reaches_the_receiver_as_the_feed_tells_it_and_is_signed(
    hooks: Hooks, client: Caller, receiver: Receiver
) -> None:
    hook = await subscribed(client, receiver)
    await hooks.change(count=2)
    assert await hooks.send() == 1
    page = (await client.get(f"/changes?after_position={hook['confirmed_position']}")).json()
    [got] = receiver.taken
    assert got.json["type"] == "changes"
    assert got.json["data"] == {"epoch": page["epoch"], "items": page["items"], "cursor": page["next_cursor"]}
    assert got.headers[""] == "POST /hooks?key=1 HTTP/1.1"
    assert verified(got, hook["signing_secret"])
    assert not verified(got, "whsec_" + "A" * 44)
    [message] = await logged(client, hook)
    assert (message["webhook_id"], message["state"], message["http_status"]) == (got.id, "confirmed", 204)
    assert message["items"] == len(page["items"]) > 0
    assert await hooks.send() == 0


async def test_a_receiver_that_is_down_for_an_hour_loses_nothing_and_gets_nothing_twice_that_it_confirmed(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver, after_position=0)
    for minute in range(150):
        if minute % 10 == 0:
            await hooks.change()
        receiver.says(503 if 20 <= minute < 80 else 200)
        await hooks.send()
        clock.forward(timedelta(minutes=1))
    assert receiver.positions == await positions_of(client)
    assert len(receiver.got) > len(receiver.taken)
    assert len({each.id for each in receiver.taken}) == len(receiver.taken)
    found = (await client.get(f"/webhooks/{hook['id']}")).json()
    assert (found["status"], found["failed_tries"]) == ("active", 0)


async def test_each_try_sends_the_same_message_under_the_same_id(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver)
    receiver.says(500)
    await hooks.change()
    await hooks.send()
    await hooks.change()
    clock.forward(timedelta(seconds=6))
    await hooks.send()
    first, second = receiver.got
    assert (first.id, first.body) == (second.id, second.body)
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert all(verified(each, hook["signing_secret"]) for each in receiver.got)
    [message] = await logged(client, hook)
    assert (message["attempts"], message["reason"], message["http_status"]) == (2, "refused", 500)


async def test_who_is_killed_while_sending_is_followed_by_another_with_the_same_message(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    await subscribed(client, receiver)
    await hooks.change()
    receiver.delay = 30
    killed = asyncio.create_task(hooks.send("killed"))
    await asyncio.wait_for(receiver.came.wait(), 10)
    killed.cancel()
    with pytest.raises(asyncio.CancelledError):
        await killed
    receiver.delay = 0
    assert await hooks.send("heir") == 0, "the lease still runs"
    clock.forward(LEASE + timedelta(seconds=1))
    assert await hooks.send("heir") == 1
    assert receiver.got[0].id == receiver.got[1].id
    assert receiver.positions == sorted(set(receiver.positions))
    assert len(receiver.taken) == 1


async def test_two_processes_send_no_message_twice(hooks: Hooks, client: Caller, receiver: Receiver) -> None:
    await subscribed(client, receiver, after_position=0)
    await hooks.change(count=5)
    receiver.delay = 0.2
    await asyncio.gather(hooks.send("one"), hooks.send("two"))
    assert len(receiver.got) == 1
    assert receiver.positions == await positions_of(client)


async def test_a_slow_receiver_delays_no_other(
    hooks: Hooks, client: Caller, receiver: Receiver, other: Receiver
) -> None:
    await subscribed(client, receiver)
    await subscribed(client, other)
    receiver.delay = 30
    await hooks.change()
    running = asyncio.create_task(hooks.send())
    await asyncio.wait_for(receiver.came.wait(), 10)
    await asyncio.wait_for(other.came.wait(), 10)
    other.came.clear()
    await hooks.change()
    await asyncio.wait_for(other.came.wait(), 10)
    assert not running.done()
    assert other.positions == sorted(other.positions)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_county_s_system_gets_nothing_of_another_county(
    hooks: Hooks, sign_in: SignIn, receiver: Receiver, other: Receiver
) -> None:
    home = await sign_in.client([ClientScope.changes_read], HOME)
    third = await sign_in.client([ClientScope.changes_read], THIRD)
    await hooks.numbered()
    await subscribed(home, receiver)
    await subscribed(third, other)
    await hooks.change(HOME)
    await hooks.change(NEIGHBOUR)
    await hooks.send()
    counties = {item["county_code"] for got in receiver.taken for item in got.json["data"]["items"]}
    assert counties == {HOME}
    assert other.got == []


async def test_only_the_entities_asked_for_are_sent(hooks: Hooks, client: Caller, receiver: Receiver) -> None:
    await subscribed(client, receiver, entities=["school"])
    await hooks.change()
    await hooks.send()
    assert {item["entity"] for item in receiver.taken[0].json["data"]["items"]} == {"school"}


async def test_after_the_last_try_nothing_is_sent_until_it_is_resumed_and_nothing_is_lost(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver)
    receiver.says(500)
    await hooks.change()
    for _ in range(len(rules.DELAYS) + 1):
        await hooks.send()
        clock.forward(timedelta(hours=27))
    found = (await client.get(f"/webhooks/{hook['id']}")).json()
    assert (found["status"], found["stopped_by"]) == ("failing", "gave_up")
    [dead] = await logged(client, hook, state="dead")
    assert dead["attempts"] == len(rules.DELAYS) + 1
    receiver.says(200)
    await hooks.change()
    assert await hooks.send() == 0
    await act(client, hook, "resume")
    assert await hooks.send() == 2
    assert receiver.taken[0].id == dead["webhook_id"]
    page = (await client.get(f"/changes?after_position={hook['confirmed_position']}")).json()
    assert receiver.positions == [item["position"] for item in page["items"]]


async def test_a_receiver_that_is_gone_is_not_called_again(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver)
    receiver.says(410)
    await hooks.change()
    await hooks.send()
    clock.forward(timedelta(days=3))
    assert await hooks.send() == 0
    found = (await client.get(f"/webhooks/{hook['id']}")).json()
    assert (found["status"], found["stopped_by"]) == ("paused", "gone")
    receiver.says(200)
    await act(client, hook, "resume")
    assert await hooks.send() == 1


async def test_a_receiver_that_asks_to_wait_is_given_the_time(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver)
    receiver.says(429, **{"Retry-After": "600"})
    await hooks.change()
    await hooks.send()
    clock.forward(timedelta(seconds=590))
    assert await hooks.send() == 0
    clock.forward(timedelta(seconds=20))
    assert await hooks.send() == 1
    assert (await logged(client, hook))[0]["attempts"] == 2


async def test_a_redirect_is_not_followed(hooks: Hooks, client: Caller, receiver: Receiver, other: Receiver) -> None:
    hook = await subscribed(client, receiver)
    receiver.says(307, Location=other.url)
    await hooks.change()
    await hooks.send()
    assert other.got == []
    assert (await logged(client, hook))[0]["reason"] == "redirected"


async def test_a_receiver_that_is_not_there_is_told_as_unreachable(hooks: Hooks, client: Caller) -> None:
    async with listening() as gone:
        hook = await subscribed(client, gone)
    await hooks.change()
    await hooks.send()
    assert (await logged(client, hook))[0]["reason"] == "unreachable"


async def test_both_secrets_sign_for_a_day_after_a_change(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver)
    new = (await act(client, hook, "rotate"))["signing_secret"]
    assert new != hook["signing_secret"]
    await hooks.change()
    await hooks.send()
    assert verified(receiver.taken[0], new)
    assert verified(receiver.taken[0], hook["signing_secret"])
    clock.forward(timedelta(hours=25))
    await hooks.change()
    await hooks.send()
    assert verified(receiver.taken[1], new)
    assert not verified(receiver.taken[1], hook["signing_secret"])


async def test_a_revoked_system_gets_nothing_more(
    hooks: Hooks, client: Caller, receiver: Receiver, sign_in: SignIn
) -> None:
    hook = await subscribed(client, receiver)
    administrator = await sign_in(Role.administrator, PROVINCE)
    answer = await administrator.post(f"/clients/{client.id}/revoke", version=1)
    assert answer.status_code == 200, answer.text
    await hooks.change()
    assert await hooks.send() == 0
    assert receiver.got == []
    assert (await administrator.get(f"/webhooks/{hook['id']}")).json()["held_back"] == "client_revoked"


async def test_what_is_paused_waits_and_goes_on_without_a_gap(hooks: Hooks, client: Caller, receiver: Receiver) -> None:
    hook = await subscribed(client, receiver, after_position=0)
    await act(client, hook, "pause")
    await hooks.change()
    assert await hooks.send() == 0
    await act(client, hook, "resume")
    await hooks.send()
    assert receiver.positions == await positions_of(client)


async def test_a_replay_sends_again_from_a_position_or_since_a_message(
    hooks: Hooks, client: Caller, receiver: Receiver
) -> None:
    hook = await subscribed(client, receiver, after_position=0)
    await hooks.change()
    await hooks.send()
    await hooks.change()
    await hooks.send()
    every = await positions_of(client)
    assert receiver.positions == every
    await act(client, hook, "replay", after_position=0)
    await hooks.send()
    assert receiver.positions == every + every
    newest = (await logged(client, hook))[0]
    await act(client, hook, "replay", delivery_id=newest["id"])
    await hooks.send()
    assert receiver.positions == every * 3
    assert len({each.id for each in receiver.taken}) == len(receiver.taken)


async def test_a_message_on_its_way_when_a_replay_begins_does_not_move_the_position(
    hooks: Hooks, client: Caller, receiver: Receiver
) -> None:
    hook = await subscribed(client, receiver, after_position=0)
    await hooks.change()
    receiver.delay = 1
    running = asyncio.create_task(hooks.send())
    await asyncio.wait_for(receiver.came.wait(), 10)
    await act(client, hook, "replay", after_position=0)
    await running
    await hooks.send()
    assert receiver.positions == (await positions_of(client)) * 2


async def test_a_test_message_is_signed_tried_once_and_moves_nothing(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    hook = await subscribed(client, receiver)
    receiver.says(500)
    assert (await client.post(f"/webhooks/{hook['id']}/test")).status_code == 201
    again = await client.post(f"/webhooks/{hook['id']}/test")
    assert (again.status_code, again.json()["code"]) == (409, "webhook.test_waiting")
    assert await hooks.send() == 1
    clock.forward(timedelta(days=1))
    assert await hooks.send() == 0
    [message] = await logged(client, hook, kind="test")
    assert (message["state"], message["http_status"]) == ("dead", 500)
    [got] = receiver.got
    assert got.json["type"] == "test"
    assert verified(got, hook["signing_secret"])
    assert (await client.get(f"/webhooks/{hook['id']}")).json()["status"] == "active"


async def test_after_a_restore_the_receiver_is_told_to_take_a_snapshot_again(
    hooks: Hooks, client: Caller, receiver: Receiver, clock: SetClock
) -> None:
    await subscribed(client, receiver, after_position=0)
    await hooks.send()
    async with hooks.app.state.database.writer(clock=clock) as db:
        epoch = await begin_epoch(db, clock.now())
    await hooks.send()
    assert receiver.taken[-1].json["type"] == "resync"
    assert receiver.taken[-1].json["data"] == {"epoch": str(epoch), "items": [], "cursor": None}
    await hooks.change()
    await hooks.send()
    assert receiver.taken[-1].json["type"] == "changes"
    assert receiver.taken[-1].json["data"]["epoch"] == str(epoch)


async def test_many_changes_go_out_in_messages_of_a_hundred_in_order(
    hooks: Hooks, client: Caller, receiver: Receiver
) -> None:
    await hooks.change(count=60)
    await subscribed(client, receiver, after_position=0)
    assert await hooks.send() >= 2
    assert receiver.positions == await positions_of(client)
    assert [len(got.positions) <= rules.MOST_ITEMS for got in receiver.taken] == [True] * len(receiver.taken)
