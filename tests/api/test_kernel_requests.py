"""What every request meets: problems for every error, request ids, limits, metrics, health."""

import json
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from fastapi import FastAPI

from services.api.kernel.clock import SetClock
from services.api.main import equip
from services.contracts.codes import Role
from services.contracts.problems import ProblemOut
from tests.support.callers import Caller, SignIn
from tests.support.databases import settings_for, sqlite_database
from tests.support.probe import CRASH_WORDS, PROBE, probing_app

HUGE = 10 * 1024 * 1024


@pytest.fixture
def database_url() -> Iterator[str]:
    """SQLite alone: nothing here depends on the database."""
    with sqlite_database() as url:
        yield url


@pytest.fixture(scope="session")
def wired_app() -> FastAPI:
    """The routes of the product and the probe, built once."""
    return probing_app()


@pytest.fixture
async def app(
    wired_app: FastAPI, database_url: str, clock: SetClock, request: pytest.FixtureRequest
) -> AsyncIterator[FastAPI]:
    """Other settings by `parametrize("app", …, indirect=True)`."""
    equip(wired_app, settings_for(database_url, **getattr(request, "param", {})), clock)
    yield wired_app
    wired_app.state.passwords.close()
    await wired_app.state.database.close()


@pytest.fixture
async def user(sign_in: SignIn) -> Caller:
    return await sign_in(Role.administrator, "610000")


def problem(answer: httpx.Response, status: int, code: str) -> ProblemOut:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    found = ProblemOut.model_validate(answer.json())
    assert (found.status, found.code, found.type) == (status, code, f"urn:problem:{code}")
    assert found.request_id == answer.headers["x-request-id"]
    assert found.title
    assert found.detail
    return found


async def test_a_call_without_a_token_is_401_and_says_how(api: httpx.AsyncClient, user: Caller) -> None:
    answer = await api.get("/api/v1/probe/things")
    problem(answer, 401, "auth.missing")
    assert answer.headers["www-authenticate"] == "Bearer"
    for header in ("Bearer", "Bearer ", "Basic abc", user.token):
        problem(await api.get("/api/v1/probe/things", headers={"Authorization": header}), 401, "auth.missing")
    problem(await api.get("/api/v1/probe/things", headers={"Authorization": "Bearer x"}), 401, "auth.invalid_token")


@pytest.mark.parametrize("content", [b"{", b"", b"[1,", b'{"code": 1 "name"}', b"\xff\xfe", b"NaN,"])
async def test_a_body_that_is_no_json_is_400_or_names_the_missing_body(user: Caller, content: bytes) -> None:
    answer = await user.request("POST", PROBE, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code, "request.malformed" if content else "request.invalid")


async def test_a_wrong_type_of_each_field_is_named_and_the_value_is_not_repeated(user: Caller) -> None:
    answer = await user.post(PROBE, {"code": ["秘密"], "name": None, "zz": "秘密"})
    found = problem(answer, 422, "request.invalid")
    assert {error.field for error in found.errors} == {"code", "name", "zz"}
    assert all(error.detail for error in found.errors)
    assert "秘密" not in answer.text


@pytest.mark.parametrize("body", [[], "text", 1, None, True])
async def test_a_body_that_is_no_object_is_a_422(user: Caller, body: object) -> None:
    answer = await user.request("POST", PROBE, content=json.dumps(body), headers={"Content-Type": "application/json"})
    problem(answer, 422, "request.invalid")


async def test_another_media_type_is_a_415_that_names_the_right_one(user: Caller) -> None:
    answer = await user.request("POST", PROBE, content=b"<a/>", headers={"Content-Type": "application/xml"})
    assert "application/json" in problem(answer, 415, "request.media_type").detail


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_of_ten_megabytes_is_a_413_whether_its_length_is_declared_or_not(
    user: Caller, declared: bool
) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(10):
            yield b"x" * (HUGE // 10)

    content = b"x" * HUGE if declared else parts()
    answer = await user.request("POST", PROBE, content=content, headers={"Content-Type": "application/json"})
    assert "256KB" in problem(answer, 413, "request.body_too_large").detail


async def test_a_wrong_method_is_a_405_that_names_the_right_ones(user: Caller) -> None:
    answer = await user.request("DELETE", PROBE)
    problem(answer, 405, "route.method")
    assert answer.headers["allow"]


async def test_a_wrong_path_and_an_unreadable_id_are_404_and_422(user: Caller) -> None:
    problem(await user.get("/nowhere"), 404, "route.not_found")
    problem(await user.get(f"{PROBE}/not-an-id"), 422, "request.invalid")
    problem(await user.get(f"{PROBE}/00000000-0000-7000-8000-000000000000"), 404, "resource.not_found")


async def test_an_unknown_query_parameter_is_a_422_that_names_it(user: Caller) -> None:
    found = problem(await user.get(f"{PROBE}?limt=5&cursr=x"), 422, "query.unknown")
    assert [error.field for error in found.errors] == ["cursr", "limt"]


async def test_a_crash_answers_500_with_the_request_id_and_nothing_else(
    user: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = await user.post("/probe/crash", headers={"X-Request-ID": "crash-4711"})
    found = problem(answer, 500, "server.error")
    assert found.request_id == "crash-4711"
    assert found.errors == []
    assert "RuntimeError" not in answer.text
    assert CRASH_WORDS not in answer.text
    printed = "".join(capsys.readouterr())
    assert CRASH_WORDS not in printed


async def test_a_request_id_is_passed_on_when_it_is_harmless_and_replaced_otherwise(api: httpx.AsyncClient) -> None:
    for given in ("web-0001", "A" * 64, "0f8fad5b-d9cb-469f-a165-70867728950e"):
        assert (await api.get("/health/live", headers={"X-Request-ID": given})).headers["x-request-id"] == given
    for given in ("short", "A" * 65, "has space", "a;b=c;d=e", "<script>"):
        seen = (await api.get("/health/live", headers={"X-Request-ID": given})).headers["x-request-id"]
        assert seen != given
        assert len(seen) == 32


async def test_every_answer_forbids_sniffing_and_shared_caching(user: Caller) -> None:
    answer = await user.get(PROBE)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert {"Authorization", "Accept"} <= {part.strip() for part in answer.headers["vary"].split(",")}


@pytest.mark.parametrize("app", [{"rate_limit_per_minute": 5}], indirect=True)
async def test_the_sixth_call_of_five_a_minute_is_a_429_for_this_caller_alone(
    app: FastAPI, user: Caller, sign_in: SignIn
) -> None:
    left = [(await user.get(PROBE)).headers["ratelimit-remaining"] for _ in range(5)]
    assert left == ["4", "3", "2", "1", "0"]
    answer = await user.get(PROBE)
    found = problem(answer, 429, "rate.limited")
    assert answer.headers["ratelimit-limit"] == "5"
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert answer.headers["retry-after"] in found.detail
    other = await sign_in(Role.county_coordinator)
    assert (await other.get(PROBE)).status_code == 200


@pytest.mark.parametrize("app", [{"rate_limit_per_minute": 8, "workers": 4}], indirect=True)
async def test_each_of_four_processes_gives_a_quarter_of_the_limit(user: Caller) -> None:
    assert (await user.get(PROBE)).headers["ratelimit-limit"] == "2"


async def test_metrics_name_the_route_template_and_never_the_path(user: Caller, api: httpx.AsyncClient) -> None:
    secret = "00000000-0000-7000-8000-000000004711"
    await user.get(f"{PROBE}/{secret}")
    await user.get(f"/nowhere/{secret}?name={secret}")
    text = (await api.get("/metrics")).text
    assert 'http_requests_total{method="GET",route="/api/v1/probe/things/{thing_id}",status="404"} 1.0' in text
    assert 'route="unmatched"' in text
    assert secret not in text


async def test_metrics_are_for_loopback_only(app: FastAPI, api: httpx.AsyncClient) -> None:
    assert (await api.get("/metrics")).status_code == 200
    through_proxy = await api.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
    problem(through_proxy, 404, "route.not_found")
    far = httpx.ASGITransport(app, client=("192.0.2.7", 40000))
    async with httpx.AsyncClient(transport=far, base_url="http://api.test") as http:
        problem(await http.get("/metrics"), 404, "route.not_found")
        problem(await http.get("/metrics", headers={"Authorization": "Bearer "}), 404, "route.not_found")


@pytest.mark.parametrize("app", [{"metrics_token": "metrics-token-of-thirty-two-bytes!!"}], indirect=True)
async def test_metrics_from_elsewhere_need_the_token(app: FastAPI) -> None:
    far = httpx.ASGITransport(app, client=("192.0.2.7", 40000))
    async with httpx.AsyncClient(transport=far, base_url="http://api.test") as http:
        right = {"Authorization": "Bearer metrics-token-of-thirty-two-bytes!!"}
        assert (await http.get("/metrics", headers=right)).status_code == 200
        problem(await http.get("/metrics", headers={"Authorization": "Bearer wrong"}), 404, "route.not_found")


async def test_the_log_has_one_line_a_request_without_query_values_or_bodies(
    user: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    await user.post(PROBE, {"code": "t-何晓兰", "name": "何晓兰请假"})
    await user.get(f"{PROBE}?cursor=何晓兰")
    printed = "".join(capsys.readouterr())
    assert "何晓兰" not in printed
    assert "\\u4f55" not in printed
