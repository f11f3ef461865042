"""Subscriptions: who may make them, where they may lead, and that no secret is shown twice."""

import json
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlmodel import col

from services.api.features.webhooks.calling import Call, deliver
from services.api.features.webhooks.models import Webhook, WebhookDelivery
from services.api.features.webhooks.service import forget
from services.api.kernel.clock import SetClock
from services.api.kernel.events import Event
from services.api.kernel.ids import new_id
from services.contracts.codes import ClientScope, DeliveryReason, Role
from tests.api.hooking import Hooks, act, logged
from tests.factories.world import HOME, PROVINCE, THIRD, Make
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.receiver import listening

ADDRESS = "https://example.invalid/hooks/changes"
READS = [ClientScope.changes_read]


@pytest.fixture
async def client(sign_in: SignIn) -> Caller:
    return await sign_in.client(READS, PROVINCE)


@pytest.fixture
async def administrator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, PROVINCE)


async def test_an_administrator_subscribes_for_a_system_of_the_region(
    administrator: Caller, client: Caller, sign_in: SignIn
) -> None:
    answer = await administrator.post("/webhooks", {"url": ADDRESS, "client_id": str(client.id)})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/v1/webhooks/{answer.json()['id']}"
    assert answer.headers["Cache-Control"] == "no-store"
    missing = await administrator.post("/webhooks", {"url": ADDRESS})
    assert (missing.status_code, missing.json()["code"]) == (422, "webhook.client_missing")
    stranger = await sign_in(Role.administrator, "440000")
    refused = await stranger.post("/webhooks", {"url": ADDRESS, "client_id": str(client.id)})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "client_id")
    assert (await stranger.get(f"/webhooks/{answer.json()['id']}")).status_code == 404
    assert (await stranger.get("/webhooks")).json()["items"] == []


async def test_a_system_subscribes_for_itself_alone_and_sees_its_own(client: Caller, sign_in: SignIn) -> None:
    made = (await client.post("/webhooks", {"url": ADDRESS, "description": "副本"})).json()
    other = await sign_in.client(READS, PROVINCE)
    refused = await client.post("/webhooks", {"url": ADDRESS, "client_id": str(other.id)})
    assert (refused.status_code, refused.json()["code"]) == (403, "webhook.client_other")
    assert [row["id"] for row in (await client.get("/webhooks")).json()["items"]] == [made["id"]]
    assert (await other.get("/webhooks")).json()["items"] == []
    assert (await other.get(f"/webhooks/{made['id']}/deliveries")).status_code == 404


async def test_a_system_that_may_not_read_changes_gets_none(administrator: Caller, sign_in: SignIn) -> None:
    poor = await sign_in.client([ClientScope.stats_read], PROVINCE)
    refused = await administrator.post("/webhooks", {"url": ADDRESS, "client_id": str(poor.id)})
    assert (refused.status_code, refused.json()["code"]) == (422, "webhook.scope_missing")
    assert (await poor.post("/webhooks", {"url": ADDRESS})).status_code == 403


async def test_the_secret_is_shown_once_and_is_nowhere_else(
    client: Caller, app: FastAPI, administrator: Caller
) -> None:
    key = new_id().hex
    body = {"url": ADDRESS}
    made = (await client.post("/webhooks", body, key=key)).json()
    secret = made["signing_secret"]
    assert secret.startswith("whsec_")
    assert (await client.post("/webhooks", body, key=key)).json()["signing_secret"] is None
    new = (await act(client, made, "rotate"))["signing_secret"]
    assert new != secret
    shown = [
        (await client.get("/webhooks")).text,
        (await client.get(f"/webhooks/{made['id']}")).text,
        (await administrator.get("/webhooks.csv")).text,
    ]
    async with app.state.database.reader() as db:
        events = (await db.scalars(select(Event).where(col(Event.entity) == "webhook"))).all()
        stored = (await db.scalars(select(Webhook))).one()
    shown += [json.dumps(event.changes) for event in events]
    shown += [stored.secret_sealed, stored.old_secret_sealed or ""]
    assert not [text for text in shown if secret in text or new in text]
    assert ADDRESS not in json.dumps([event.changes for event in events])
    assert [event.action for event in sorted(events, key=lambda each: each.entity_version)] == ["subscribe", "rotate"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.invalid/", "https"),
        ("https://user:word@example.invalid/", "用户名"),
        ("https://example.invalid/#part", "#"),
        ("https://localhost/hooks", "内网"),
        ("https://server.internal/hooks", "内网"),
        ("https://10.1.2.3/hooks", "内网"),
        ("https://[::ffff:127.0.0.1]/hooks", "内网"),
        ("https://[fe80::1]/hooks", "内网"),
        ("https://2130706433/hooks", "内网"),
        ("https://0x7f000001/hooks", "内网"),
        ("https://intranet/hooks", "域名要写完整"),
        ("https://example.invalid:22/hooks", "端口"),
        ("https://example.invalid:port/hooks", "端口"),
        ("https://推送.invalid/hooks", "xn--"),
        ("https:///hooks-without-host", "域名"),
    ],
)
async def test_an_address_that_may_not_be_called_is_refused_with_the_reason(
    client: Caller, url: str, words: str
) -> None:
    answer = await client.post("/webhooks", {"url": url})
    assert (answer.status_code, answer.json()["code"]) == (422, "webhook.url"), answer.text
    assert answer.json()["errors"][0]["field"] == "url"
    assert words in answer.json()["detail"]


async def test_plain_http_is_refused_in_production(client: Caller, app: FastAPI) -> None:
    url = "http://example.invalid/hooks"
    assert (await client.post("/webhooks", {"url": url})).status_code == 201
    app.state.settings = app.state.settings.model_copy(update={"app_env": "production"})
    assert (await client.post("/webhooks", {"url": url})).json()["code"] == "webhook.url"


async def test_a_name_that_leads_into_a_private_network_is_not_called(app: FastAPI) -> None:
    async with listening() as receiver:
        answers = [["127.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"]]
        for found in answers:

            async def resolve(_host: str, _port: int, found: list[str] = found) -> list[str]:
                return found

            call = Call(f"http://rebinding.invalid:{receiver.port}/", "{}", {})
            outcome = await deliver(call, app.state.settings, resolve)
            assert outcome.reason is DeliveryReason.address_refused, found
        assert receiver.got == []


async def test_a_name_is_resolved_once_and_the_call_goes_to_the_address_that_was_checked(app: FastAPI) -> None:
    settings = app.state.settings.model_copy(update={"webhook_allow_private": True})
    asked = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    async with listening() as receiver:
        call = Call(f"http://receiver.invalid:{receiver.port}/a?b=1", "{}", {})
        outcome = await deliver(call, settings, resolve)
        assert (outcome.status, outcome.reason) == (204, None)
        assert asked == [("receiver.invalid", receiver.port)]
        assert receiver.got[0].headers["host"] == f"receiver.invalid:{receiver.port}"


async def test_a_name_without_an_address_is_told(app: FastAPI) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        raise OSError

    outcome = await deliver(Call(ADDRESS, "{}", {}), app.state.settings, resolve)
    assert outcome.reason is DeliveryReason.name_unknown


async def test_a_change_of_the_address_needs_the_newest_version_and_is_checked(client: Caller) -> None:
    made = (await client.post("/webhooks", {"url": ADDRESS})).json()
    path = f"/webhooks/{made['id']}"
    assert (await client.patch(path, {"url": "https://10.0.0.1/"}, version=1)).json()["code"] == "webhook.url"
    found = await client.patch(path, {"url": f"{ADDRESS}/2", "entities": ["staff", "school", "staff"]}, version=1)
    assert (found.json()["url"], found.json()["entities"]) == (f"{ADDRESS}/2", ["school", "staff"])
    assert (await client.patch(path, {"description": "x"}, version=1)).status_code == 412
    unknown = await client.patch(path, {"entities": ["user_account"]}, version=2)
    assert (unknown.status_code, unknown.json()["code"]) == (422, "changes.entity")


async def test_each_step_is_possible_in_its_states_alone(client: Caller) -> None:
    made = (await client.post("/webhooks", {"url": ADDRESS})).json()
    assert made["allowed_actions"] == ["edit", "test", "pause", "replay", "rotate", "void"]
    paused = await act(client, made, "pause")
    assert (paused["status"], paused["stopped_by"]) == ("paused", "by_hand")
    assert paused["allowed_actions"] == ["edit", "test", "resume", "replay", "rotate", "void"]
    again = await client.post(f"/webhooks/{made['id']}/pause", version=paused["version"])
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")
    over = await act(client, made, "void", reason="系统下线")
    assert (over["status"], over["allowed_actions"]) == ("void", [])
    refused = await client.post(f"/webhooks/{made['id']}/test")
    assert (refused.status_code, refused.json()["code"]) == (409, "state.illegal")


async def test_a_replay_names_a_place_that_there_is(client: Caller, make: Make, app: FastAPI) -> None:
    await Hooks(app, make).change()
    made = (await client.post("/webhooks", {"url": ADDRESS})).json()
    path, version = f"/webhooks/{made['id']}/replay", made["version"]
    for body, code in (
        ({"after_position": made["head_position"] + 1}, "webhook.position"),
        ({"delivery_id": str(new_id())}, "webhook.delivery_unknown"),
        ({"delivery_id": str(new_id()), "after_position": 0}, "webhook.replay_both"),
    ):
        answer = await client.post(path, body, version=version)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    late = await client.post("/webhooks", {"url": ADDRESS, "after_position": made["head_position"] + 1})
    assert late.json()["code"] == "webhook.position"


async def test_a_system_has_ten_subscriptions_at_most(client: Caller) -> None:
    for _ in range(10):
        last = await client.post("/webhooks", {"url": ADDRESS})
        assert last.status_code == 201
    refused = await client.post("/webhooks", {"url": ADDRESS})
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook.too_many")
    await act(client, last.json(), "void", reason="不用了")
    assert (await client.post("/webhooks", {"url": ADDRESS})).status_code == 201


async def test_lists_ask_the_database_as_often_for_one_row_as_for_ten(
    client: Caller, app: FastAPI, administrator: Caller
) -> None:
    counts = []
    for rows in (1, 8):
        for _ in range(rows):
            await client.post("/webhooks", {"url": ADDRESS})
        with counted_reads(app) as statements:
            assert (await administrator.get("/webhooks?limit=200")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 5


async def test_the_log_is_narrowed_and_taken_away_and_forgets_what_was_confirmed(
    client: Caller, app: FastAPI, make: Make, clock: SetClock
) -> None:
    app.state.settings = app.state.settings.model_copy(update={"webhook_allow_private": True})
    hooks = Hooks(app, make)
    async with listening() as receiver:
        made = (await client.post("/webhooks", {"url": receiver.url})).json()
        await client.post(f"/webhooks/{made['id']}/test")
        await hooks.send()
    assert [row["kind"] for row in await logged(client, made, state="confirmed")] == ["test"]
    assert await logged(client, made, state="dead") == []
    table = await client.get(f"/webhooks/{made['id']}/deliveries.csv?kind=test")
    assert table.status_code == 200
    assert "已送达" in table.text
    async with app.state.database.reader() as db:
        assert (await db.scalars(select(col(WebhookDelivery.body)))).all() == [None]
    for days, left in ((29, 1), (2, 0)):
        clock.forward(timedelta(days=days))
        async with app.state.database.writer(clock=clock) as db:
            await forget(db, clock.now())
        async with app.state.database.reader() as db:
            assert len((await db.scalars(select(col(WebhookDelivery.id)))).all()) == left


async def test_the_secret_before_is_erased_when_it_signs_no_more(client: Caller, app: FastAPI, clock: SetClock) -> None:
    await act(client, (await client.post("/webhooks", {"url": ADDRESS})).json(), "rotate")
    for hours, kept in ((23, True), (2, False)):
        clock.forward(timedelta(hours=hours))
        async with app.state.database.writer(clock=clock) as db:
            await forget(db, clock.now())
        async with app.state.database.reader() as db:
            assert ((await db.scalars(select(Webhook))).one().old_secret_sealed is not None) is kept


async def test_a_county_s_office_subscribes_for_a_county_s_system(sign_in: SignIn) -> None:
    office = await sign_in(Role.administrator, HOME)
    own, far = await sign_in.client(READS, HOME), await sign_in.client(READS, THIRD)
    assert (await office.post("/webhooks", {"url": ADDRESS, "client_id": str(own.id)})).status_code == 201
    assert (await office.post("/webhooks", {"url": ADDRESS, "client_id": str(far.id)})).status_code == 422
