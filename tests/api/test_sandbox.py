"""Systems that practise: their own invented regions, another day, beginning anew, and that nobody else sees it."""

from datetime import timedelta

import httpx
import pytest
import schemathesis
from fastapi import FastAPI

from services.api.demo.sandbox import open_sandbox
from services.api.kernel.clock import SetClock
from services.api.main import create_app, equip
from services.api.starting import reasons_not_to_start
from services.api.worker import Worker
from services.contracts.codes import ClientScope, Role
from tests.api.hooking import Hooks, subscribed
from tests.api.sandboxing import BODY, SCOPES, allow, integrator
from tests.factories.world import HOME, PROVINCE, Make
from tests.support.callers import SignIn
from tests.support.databases import settings_for
from tests.support.receiver import listening

NATION = "000000"
DAY = {"X-Sandbox-Date": "2026-10-07"}


async def test_where_sandboxes_are_off_there_are_none(app: FastAPI, sign_in: SignIn, worker: Worker) -> None:
    administrator = await sign_in(Role.administrator, PROVINCE)
    refused = await administrator.post("/clients", BODY)
    assert (refused.status_code, refused.json()["code"]) == (422, "sandbox.off")
    assert refused.json()["errors"][0]["field"] == "sandbox"
    allow(app)
    practising = await integrator(sign_in, worker, app)
    allow(app, sandbox=False)
    closed = await practising.caller.get("/me")
    assert (closed.status_code, closed.json()["code"]) == (403, "sandbox.closed")


async def test_a_system_that_practises_sees_invented_regions_and_its_administrator_sees_it(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    allow(app)
    await make.county_world()
    practising = await integrator(sign_in, worker, app)
    own = await practising.read("/clients/me")
    assert (own["sandbox"], own["region_code"]) == (True, "990100")
    assert (await practising.read("/schools"))["items"] == []
    assert (await practising.caller.get("/statistics/S-01?region_code=610000")).status_code == 403
    listed = [(await practising.read(f"/regions?{asked}"))["items"] for asked in ("q=沙箱", "parent_code=990100")]
    codes = [[each["code"] for each in found] for found in listed]
    assert codes == [["990000", "990100"], ["990101", "990102", "990103"]]
    administrator = await sign_in(Role.administrator, PROVINCE)
    [client] = (await administrator.get("/clients")).json()["items"]
    assert (client["sandbox"], client["region_code"]) == (True, PROVINCE)


async def test_nobody_else_sees_or_counts_what_is_in_a_sandbox(app: FastAPI, sign_in: SignIn, worker: Worker) -> None:
    allow(app)
    one, other = await integrator(sign_in, worker, app), await integrator(sign_in, worker, app)
    for _ in range(2):
        await one.next("merge")
    assert len((await one.read("/schools"))["items"]) == 3
    await worker.run_once()
    nation = await sign_in(Role.auditor, NATION)
    for caller in (other.caller, nation, await sign_in.client(SCOPES, NATION), await sign_in.client(SCOPES, PROVINCE)):
        assert (await caller.get("/schools")).json()["items"] == []
        assert (await caller.get("/assignments")).json()["items"] == []
        assert (await caller.get("/statistics/S-01?school_year=2026")).json()["total"]["numerator"] == 0
        changes = (await caller.get("/changes", params={"limit": 200})).json()["items"]
        assert {each["entity"] for each in changes} <= {"user_account"}
    assert (await nation.get("/regions/990101")).status_code == 404
    assert (await nation.get("/regions?q=沙箱")).json()["items"] == []
    assert (await other.caller.get("/regions/990101")).status_code == 404
    [school, *_] = (await one.read("/schools"))["items"]
    assert (await other.caller.get(f"/schools/{school['id']}")).status_code == 404


async def test_beginning_anew_gives_fresh_regions_and_leaves_the_old_rows_to_nobody(
    app: FastAPI, sign_in: SignIn, worker: Worker, clock: SetClock
) -> None:
    allow(app, sandbox_resets_per_day=1)
    practising = await integrator(sign_in, worker, app)
    await practising.next("cross_county")
    answer = await practising.caller.post("/sandbox/reset", key="reset-0001")
    made = answer.json()
    assert (made["run"], made["region_code"], made["resets_left"]) == (2, "990200", 0)
    assert {story["next_step"] for story in made["stories"]} == {"prepare"}
    again = await practising.caller.post("/sandbox/reset", key="reset-0001")
    assert again.json() == made
    assert (await practising.read("/schools"))["items"] == []
    await practising.next("cross_county")
    assert len((await practising.read("/schools"))["items"]) == 2
    refused = await practising.caller.post("/sandbox/reset")
    assert (refused.status_code, refused.json()["code"]) == (429, "sandbox.too_many_resets")
    clock.forward(timedelta(days=1))
    practising.caller = await sign_in.existing_client(practising.client)
    assert (await practising.look())["resets_left"] == 1


async def test_a_story_goes_on_after_a_new_start(app: FastAPI, sign_in: SignIn, worker: Worker) -> None:
    allow(app)
    practising = await integrator(sign_in, worker, app)
    await practising.next("cross_county")
    settings, clock = app.state.settings, app.state.clock
    await app.state.database.close()
    app.state.passwords.close()
    equip(app, settings, clock)
    story = await practising.next("cross_county")
    assert [step["done"] for step in story["steps"]] == [True, True, *[False] * 5]
    answer = await practising.caller.post("/sandbox/scenarios/cross_county/next", key="once-0001")
    repeated = await practising.caller.post("/sandbox/scenarios/cross_county/next", key="once-0001")
    assert repeated.json() == answer.json()
    assert [step["done"] for step in repeated.json()["steps"]] == [True, True, True, *[False] * 4]


async def test_a_read_may_be_as_of_another_day(app: FastAPI, sign_in: SignIn, worker: Worker) -> None:
    allow(app)
    practising = await integrator(sign_in, worker, app)
    for _ in range(3):
        await practising.next("late_month")
    path = "/statistics/reporting?month=2026-09"
    for day, overdue in (("2026-10-04", 0), ("2026-10-07", 1)):
        assert (await practising.read(path, day))["total"]["OVERDUE_REPORTS"] == overdue
    assert (await practising.read(path, "2026-10-04"))["as_of"] == "2026-10-04T01:40:00Z"
    days = {each["overdue_days"] for each in (await practising.read("/reports?month=2026-09", "2026-10-07"))["items"]}
    assert days == {0, 2}


@pytest.mark.parametrize("day", ["2026-13-01", "2026-02-30", "07.10.2026", "1999-12-31", "2100-01-01", "", "tomorrow"])
async def test_a_day_that_is_none_is_refused(app: FastAPI, sign_in: SignIn, worker: Worker, day: str) -> None:
    allow(app)
    practising = await integrator(sign_in, worker, app)
    answer = await practising.caller.get("/schools", headers={"X-Sandbox-Date": day})
    assert (answer.status_code, answer.json()["code"]) == (422, "sandbox.date_malformed")
    assert answer.json()["errors"][0]["field"] == "X-Sandbox-Date"


async def test_nothing_is_written_on_another_day(app: FastAPI, sign_in: SignIn, worker: Worker) -> None:
    allow(app)
    practising = await integrator(sign_in, worker, app)
    answer = await practising.caller.post("/sandbox/scenarios/merge/next", headers=DAY)
    assert (answer.status_code, answer.json()["code"]) == (422, "sandbox.date_reads_only")
    assert {story["next_step"] for story in (await practising.look())["stories"]} == {"prepare"}


async def test_the_day_of_whoever_does_not_practise_is_refused_and_never_overlooked(
    app: FastAPI, sign_in: SignIn
) -> None:
    allow(app)
    callers = [
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.administrator, PROVINCE),
        await sign_in.client([ClientScope.records_read], PROVINCE),
    ]
    for caller in callers:
        for path in ("/schools", "/me", "/regions"):
            answer = await caller.get(path, headers=DAY)
            assert (answer.status_code, answer.json()["code"]) == (422, "sandbox.date_not_allowed")
    asked = await sign_in.http.get("/api/v1/auth/ways", headers=DAY)
    assert (asked.status_code, asked.json()["code"]) == (422, "sandbox.date_not_allowed")


async def test_the_sandbox_is_for_systems_that_practise(app: FastAPI, sign_in: SignIn) -> None:
    allow(app)
    for caller in (await sign_in(Role.administrator, PROVINCE), await sign_in.client(SCOPES, PROVINCE)):
        for answer in (
            await caller.get("/sandbox"),
            await caller.post("/sandbox/reset"),
            await caller.post("/sandbox/scenarios/merge/next"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (403, "sandbox.not_a_sandbox")


async def test_the_demo_opens_one_sandbox_however_often_it_is_asked(database_url: str, clock: SetClock) -> None:
    settings = settings_for(database_url)
    settings = settings.model_copy(update={"sandbox": True})
    first = await open_sandbox(settings, clock)
    assert await open_sandbox(settings, clock) == first
    assert (first[0]["client_id"], first[0]["region_code"]) == ("demo-sandbox", "990100")
    app = create_app(settings, clock)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api.test") as http:
            given = {name: first[0][name] for name in ("client_id", "client_secret")}
            token = await http.post("/api/v1/auth/token", data={"grant_type": "client_credentials", **given})
            bearer = {"Authorization": f"Bearer {token.json()['access_token']}"}
            assert (await http.get("/api/v1/sandbox", headers=bearer)).json()["region_code"] == "990100"
    finally:
        app.state.passwords.close()
        await app.state.database.close()


def test_production_does_not_start_with_sandboxes() -> None:
    settings = settings_for("sqlite+aiosqlite://").model_copy(update={"app_env": "production", "sandbox": True})
    assert any(reason.startswith("SANDBOX") for reason in reasons_not_to_start(settings))


async def test_the_webhook_of_a_system_that_practises_tells_of_its_own_regions_alone(
    app: FastAPI, make: Make, sign_in: SignIn, worker: Worker
) -> None:
    allow(app, webhook_allow_private=True)
    one, other = await integrator(sign_in, worker, app), await integrator(sign_in, worker, app)
    hooks = Hooks(app, make)
    async with listening() as receiver, listening() as elsewhere:
        await subscribed(one.caller, receiver)
        await subscribed(await sign_in.client(SCOPES, PROVINCE), elsewhere)
        await make.county_world()
        await other.next("merge")
        await one.next("cross_county")
        await hooks.numbered()
        while await hooks.send():
            pass
        told = [item for got in receiver.taken for item in got.json["data"]["items"]]
        sent = {item["position"] for got in elsewhere.taken for item in got.json["data"]["items"]}
    feed = (await one.caller.get("/changes", params={"limit": 200})).json()["items"]
    assert [each["position"] for each in told] == [each["position"] for each in feed]
    assert sum(each["entity"] == "school" for each in told) == 2
    assert {each["county_code"][:4] for each in told} == {"9901"}
    assert sent
    assert not sent & {each["position"] for each in told}


async def test_a_generated_client_finds_the_day_among_the_parameters_of_a_read(
    app: FastAPI, sign_in: SignIn, worker: Worker
) -> None:
    allow(app)
    practising = await integrator(sign_in, worker, app)
    schema = schemathesis.openapi.from_dict(app.openapi())
    read, log = schema["/api/v1/reports"]["GET"], schema["/api/v1/changes"]["GET"]
    [header] = [each for each in read.headers if each.name == next(iter(DAY))]
    assert next(iter(DAY)) not in {each.name for each in log.headers}
    assert next(iter(DAY)) not in {each.name for each in schema["/api/v1/schools"]["POST"].headers}
    day = header.definition["example"]
    assert (await practising.read("/statistics/S-23?month=2026-09", day))["as_of"].startswith(day)
