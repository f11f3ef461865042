"""Where a provincial system may come from, and how much it may call a day (E-68.2, E-68.4)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from services.api.features.clients.service_usage import flush
from services.api.kernel.clock import SetClock
from services.api.main import create_app
from services.contracts.codes import ClientScope, Role
from tests.factories.world import HOME, PROVINCE
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads
from tests.support.databases import settings_for
from tests.support.sign_ins import Accounts

BODY = {"name": "省教师发展平台", "region_code": PROVINCE, "scopes": ["stats:read"]}
QUOTA = 40


@pytest.fixture
async def administrator(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, PROVINCE)


@pytest.fixture
def accounts(app: FastAPI, api: httpx.AsyncClient) -> Accounts:
    return Accounts(app, api)


def at(app: FastAPI, address: str) -> httpx.AsyncClient:
    """An HTTP client at that address."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 50000))
    return httpx.AsyncClient(transport=transport, base_url="http://api.test")


async def made_by(administrator: Caller, **changes: Any) -> dict[str, Any]:
    answer = await administrator.post("/clients", BODY | changes)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def ask(http: httpx.AsyncClient, made: dict[str, Any], **changes: Any) -> httpx.Response:
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    return await http.post("/api/v1/auth/token", data=form | changes)


async def regions(http: httpx.AsyncClient, token: str) -> httpx.Response:
    return await http.get("/api/v1/regions?limit=1", headers={"Authorization": f"Bearer {token}"})


async def test_a_system_gets_in_from_its_addresses_alone(app: FastAPI, administrator: Caller) -> None:
    made = await made_by(administrator, addresses=["203.0.113.0/24", "2001:db8::/48"])
    for address, status in (
        ("203.0.113.7", 200), ("::ffff:203.0.113.8", 200), ("2001:db8::9", 200), ("203.0.114.7", 403),
        ("2001:db8:1::9", 403), ("127.0.0.1", 403),
    ):  # fmt: skip
        answer = await ask(at(app, address), made)
        assert answer.status_code == status, address
        if status == 403:
            assert answer.json()["code"] == "client.address"
            assert address in answer.json()["detail"]


async def test_a_token_is_no_use_elsewhere_and_a_change_holds_at_once(app: FastAPI, administrator: Caller) -> None:
    made = await made_by(administrator, addresses=["203.0.113.7"])
    token = (await ask(at(app, "203.0.113.7"), made)).json()["access_token"]
    here, there = at(app, "203.0.113.7"), at(app, "198.51.100.1")
    assert (await regions(here, token)).status_code == 200
    refused = await regions(there, token)
    assert (refused.status_code, refused.json()["code"]) == (403, "client.address")
    changed = await administrator.patch(f"/clients/{made['id']}", {"addresses": ["198.51.100.0/24"]}, version=1)
    assert changed.status_code == 200
    assert [(await regions(http, token)).status_code for http in (here, there)] == [403, 200]


async def test_the_browsers_address_that_anybody_can_write_is_not_believed(app: FastAPI, administrator: Caller) -> None:
    made = await made_by(administrator, addresses=["203.0.113.7"])
    http = at(app, "198.51.100.1")
    http.headers.update({"X-Client-Address": "203.0.113.7", "X-Forwarded-For": "203.0.113.7"})
    assert (await ask(http, made)).json()["code"] == "client.address"


async def test_where_a_system_may_come_from_is_not_told_to_who_has_no_secret(
    app: FastAPI, administrator: Caller
) -> None:
    made = await made_by(administrator, addresses=["203.0.113.7"])
    answer = await ask(at(app, "198.51.100.1"), made, client_secret="guessed")
    assert (answer.status_code, answer.json()["code"]) == (401, "auth.client")


@pytest.mark.parametrize("addresses", [["203.0.113.7/24"], ["x"], [""], None, "203.0.113.7", ["203.0.113.7"] * 51])
async def test_a_wrong_address_is_a_422(administrator: Caller, addresses: Any) -> None:
    answer = await administrator.post("/clients", {**BODY, "addresses": addresses})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"].startswith("addresses")


@pytest.fixture
async def second(app: FastAPI, clock: SetClock) -> AsyncIterator[FastAPI]:
    """Another process on the same database."""
    other = create_app(settings_for(app.state.settings.url), clock)
    yield other
    other.state.passwords.close()
    await other.state.database.close()


async def test_two_processes_share_the_calls_of_a_day(
    app: FastAPI, second: FastAPI, administrator: Caller, clock: SetClock
) -> None:
    made = await made_by(administrator, daily_quota=QUOTA)
    both = [at(app, "127.0.0.1"), at(second, "127.0.0.1")]
    token = (await ask(both[0], made)).json()["access_token"]
    answers = await asyncio.gather(*(regions(both[number % 2], token) for number in range(QUOTA + 20)))
    good = [answer for answer in answers if answer.status_code == 200]
    assert len(good) == QUOTA, "the sum is the quota: what one process holds is given out by the same calls"
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert (refused.json()["code"], refused.json()["detail"].count(str(QUOTA))) == ("rate.daily_quota", 1)
    seconds = (datetime(2026, 12, 3, 16, tzinfo=UTC) - clock.now()).total_seconds()
    headers = [refused.headers[name] for name in ("Retry-After", "RateLimit-Reset", "RateLimit-Limit")]
    assert headers == [str(int(seconds))] * 2 + [str(QUOTA)]
    assert refused.headers["RateLimit-Remaining"] == "0"
    other = await made_by(administrator)
    healthy = (await ask(both[0], other)).json()["access_token"]
    assert (await regions(both[0], healthy)).status_code == 200
    clock.put(datetime(2026, 12, 3, 16, 0, tzinfo=UTC))
    anew = (await ask(both[1], made)).json()["access_token"]
    assert [(await regions(http, anew)).status_code for http in both] == [200, 200]


async def test_what_a_process_holds_at_its_end_is_there_for_the_others(
    app: FastAPI, second: FastAPI, administrator: Caller
) -> None:
    made = await made_by(administrator, daily_quota=100)
    first, other = at(app, "127.0.0.1"), at(second, "127.0.0.1")
    token = (await ask(first, made)).json()["access_token"]
    await regions(other, token)
    await second.state.quotas.give_back()
    good = [await regions(first, token) for _ in range(101)]
    assert [answer.status_code for answer in good].count(200) == 99


async def test_a_raised_quota_holds_from_the_next_call(app: FastAPI, administrator: Caller) -> None:
    made = await made_by(administrator, daily_quota=2)
    http = at(app, "127.0.0.1")
    token = (await ask(http, made)).json()["access_token"]
    assert [(await regions(http, token)).status_code for _ in range(3)] == [200, 200, 429]
    for version, quota, status in ((1, 3, 200), (2, 0, 200), (3, 1, 429), (4, None, 200)):
        changed = await administrator.patch(f"/clients/{made['id']}", {"daily_quota": quota}, version=version)
        assert (changed.status_code, changed.json()["daily_quota"]) == (200, quota)
        assert (await regions(http, token)).status_code == status, quota


async def test_the_calls_left_are_told_when_they_are_fewer_than_those_of_the_minute(
    app: FastAPI, administrator: Caller
) -> None:
    made = await made_by(administrator, daily_quota=QUOTA)
    http = at(app, "127.0.0.1")
    token = (await ask(http, made)).json()["access_token"]
    told = [(await regions(http, token)).headers["RateLimit-Remaining"] for _ in range(5)]
    assert told == ["39", "38", "37", "36", "35"]
    own = (await http.get("/api/v1/clients/me", headers={"Authorization": f"Bearer {token}"})).json()
    assert (own["quota"], own["quota_left"], own["quota_resets_at"]) == (QUOTA, 34, "2026-12-03T16:00:00Z")


async def test_without_a_number_of_its_own_a_system_has_what_the_settings_say(
    app: FastAPI, administrator: Caller, clock: SetClock
) -> None:
    made = await made_by(administrator)
    other = create_app(settings_for(app.state.settings.url, client_daily_quota=2), clock)
    http = at(other, "127.0.0.1")
    token = (await ask(http, made)).json()["access_token"]
    assert [(await regions(http, token)).status_code for _ in range(3)] == [200, 200, 429]
    other.state.passwords.close()
    await other.state.database.close()


async def test_a_system_reads_what_it_may_and_a_person_does_not(
    app: FastAPI, administrator: Caller, sign_in: SignIn
) -> None:
    made = await made_by(administrator, expires_on="2027-08-31", addresses=["127.0.0.1"])
    http = at(app, "127.0.0.1")
    token = (await ask(http, made)).json()["access_token"]
    answer = await http.get("/api/v1/clients/me", headers={"Authorization": f"Bearer {token}"})
    own = answer.json()
    assert (own["client_id"], own["region_name"], own["scopes"]) == (made["client_id"], "陕西省", ["stats:read"])
    assert (own["expires_on"], own["addresses"], own["address"]) == ("2027-08-31", ["127.0.0.1"], "127.0.0.1")
    assert (own["quota"], own["quota_left"], len(own["secrets"])) == (0, None, 1)
    assert answer.headers["cache-control"] == "no-store"
    for caller in (administrator, await sign_in(Role.county_coordinator, HOME)):
        refused = await caller.get("/clients/me")
        assert (refused.status_code, refused.json()["code"]) == (403, "client.not_a_client")


async def written(app: FastAPI) -> int:
    state = app.state
    return await flush(state.database, state.clock, state.usage)


async def test_calls_are_counted_by_day_and_area_and_added_up_over_processes(
    app: FastAPI, second: FastAPI, administrator: Caller, clock: SetClock, sign_in: SignIn
) -> None:
    made = await made_by(administrator)
    path = f"/clients/{made['id']}/usage"
    assert (await administrator.get(path)).json()["rows"] == []
    both = [at(app, "127.0.0.1"), at(second, "127.0.0.1")]
    token = (await ask(both[0], made)).json()["access_token"]
    bearer = {"Authorization": f"Bearer {token}"}
    size = 0
    for http in both:
        size += len((await http.get("/api/v1/regions?limit=2", headers=bearer)).content)
        await http.get("/api/v1/regions.csv", headers=bearer)
        assert (await http.get("/api/v1/schools", headers=bearer)).status_code == 403
    assert [await written(each) for each in (app, second)] == [3, 2]
    assert await written(app) == 0
    found = (await administrator.get(path)).json()
    areas = {row["area"]: (row["calls"], row["refused"]) for row in found["rows"]}
    assert areas == {"auth": (1, 0), "regions": (4, 0), "schools": (2, 2)}
    assert (found["calls"], found["refused"], found["last_call_at"]) == (7, 2, "2026-12-03T01:40:00Z")
    assert found["rows"][1]["bytes_sent"] > size
    clock.forward(timedelta(days=1))
    late = (await ask(both[0], made)).json()["access_token"]
    await regions(both[0], late)
    await written(app)
    administrator = await sign_in(Role.administrator, PROVINCE)
    days = [row["day"] for row in (await administrator.get(path)).json()["rows"]]
    assert days == ["2026-12-04"] * 2 + ["2026-12-03"] * 3
    one = (await administrator.get(f"{path}?from_on=2026-12-03&to_on=2026-12-03")).json()
    assert (one["calls"], len(one["rows"])) == (7, 3)


async def test_what_is_refused_by_address_quota_or_scope_is_counted_and_a_wrong_secret_is_not(
    app: FastAPI, administrator: Caller
) -> None:
    made = await made_by(administrator, addresses=["127.0.0.1"], daily_quota=1)
    here, there = at(app, "127.0.0.1"), at(app, "198.51.100.1")
    await ask(there, made)
    await ask(here, made, client_secret="guessed")
    await ask(here, made, scope="records:read")
    token = (await ask(here, made)).json()["access_token"]
    for http in (here, here, there):
        await regions(http, token)
    await written(app)
    found = (await administrator.get(f"/clients/{made['id']}/usage")).json()
    areas = {row["area"]: (row["calls"], row["refused"]) for row in found["rows"]}
    assert areas == {"auth": (3, 2), "regions": (3, 2)}


async def test_counts_that_cannot_be_written_wait_for_the_next_time(app: FastAPI, sign_in: SignIn) -> None:
    caller = await sign_in.client([ClientScope.stats_read])
    await caller.get("/regions")
    state = app.state
    nobody = UUID("00000000-0000-7000-8000-000000000000")
    state.usage.count(nobody, "regions", state.clock.now())
    with pytest.raises(Exception, match=r"(?i)foreign ?key"):
        await written(app)
    kept = state.usage.take()
    assert sorted(client_id for client_id, _, _ in kept) == sorted([nobody, caller.id])
    state.usage.put_back({key: tally for key, tally in kept.items() if key[0] == caller.id})
    assert await written(app) == 1


async def test_people_are_not_counted(app: FastAPI, administrator: Caller) -> None:
    await administrator.get("/regions")
    assert await written(app) == 0


@pytest.mark.parametrize(
    "query", ["from_on=2026-12-04&to_on=2026-12-03", "from_on=2025-01-01", "from_on=x", "from=2026-12-01"]
)
async def test_a_usage_of_wrong_days_is_a_422(administrator: Caller, query: str) -> None:
    made = await made_by(administrator)
    assert (await administrator.get(f"/clients/{made['id']}/usage?{query}")).status_code == 422


async def test_usage_and_detail_take_a_fixed_number_of_reads(app: FastAPI, administrator: Caller) -> None:
    made, counts = await made_by(administrator), []
    for days in (1, 30):
        now = app.state.clock.now()
        for back in range(days):
            for area in ("schools", "staff", "regions"):
                app.state.usage.count(UUID(made["id"]), area, now - timedelta(days=back))
        await written(app)
        with counted_reads(app) as usage:
            await administrator.get(f"/clients/{made['id']}/usage")
        with counted_reads(app) as listed:
            await administrator.get("/clients")
        with counted_reads(app) as detail:
            await administrator.get(f"/clients/{made['id']}")
        counts.append((len(usage), len(listed), len(detail)))
        for _ in range(days):
            await made_by(administrator)
    assert counts[0] == counts[1]
