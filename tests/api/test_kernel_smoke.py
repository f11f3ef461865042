"""The bare application answers."""

import httpx

from services.api.worker import Worker
from services.contracts.codes import Locality
from tests.factories.world import HOME, Make


async def test_an_unknown_address_is_a_problem_in_chinese(api: httpx.AsyncClient) -> None:
    answer = await api.get("/api/v1/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "route.not_found"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


async def test_the_worker_gives_positions_to_events_of_new_rows(
    make: Make, worker: Worker, api: httpx.AsyncClient
) -> None:
    await make.school(HOME, Locality.rural)
    await worker.run_once()
    ready = await api.get("/health/ready")
    assert ready.status_code == 200, ready.text
    assert ready.json()["checks"]["worker"]["waiting"] == 0
