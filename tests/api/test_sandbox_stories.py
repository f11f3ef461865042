"""The sandbox's stories: each is told to its end, and what it says of itself comes in the feed and in the numbers."""

from typing import Any

import pytest
from fastapi import FastAPI

from services.api.worker import Worker
from tests.api.sandboxing import allow, integrator
from tests.support.callers import SignIn

OF_TIME = {("report", "open"), ("report_delegation", "created")}
"""What the running month brings to schools that are paired today, whatever a story tells."""


def balance(answer: dict[str, Any]) -> Any:
    total = answer["total"]
    return total["also"]["urban_to_rural"], total["also"]["rural_to_urban"], total["numerator"]


def people(answer: dict[str, Any]) -> Any:
    return answer["total"]["numerator"]


def titles(answer: dict[str, Any]) -> Any:
    return {row["group"]["title"]: row["numerator"] for row in answer["rows"]}


def reported(answer: dict[str, Any]) -> Any:
    total = answer["total"]
    return total["EXPECTED_REPORTS"], total["ACTUAL_REPORTS"], total["LATE_REPORTS"]


NUMBERS: dict[str, tuple[Any, list[Any]]] = {
    "two_way_team": (balance, [(0, 0, 0), (0, 0, 0), (0, 0, 0), (2, 2, 0), (1, 2, -1)]),
    "cross_county": (people, [0, 0, 0, 0, 0, 1, 1]),
    "merge": (people, [0, 1, 1, 1]),
    "late_month": (reported, [(0, 0, 0), (2, 0, 0), (2, 1, 0), (2, 2, 1), (2, 1, 0), (2, 2, 1), (2, 2, 1)]),
    "correction": (titles, [{"second": 1}, {"second": 1}, *[{"senior": 1}] * 4]),
}
"""What the first statistic that a story names says after each of its steps."""


@pytest.mark.parametrize("scenario", NUMBERS)
async def test_a_story_brings_the_changes_and_numbers_that_it_tells_of(
    app: FastAPI, sign_in: SignIn, worker: Worker, scenario: str
) -> None:
    allow(app)
    practising = await integrator(sign_in, worker, app)
    await practising.changes()
    read, numbers = NUMBERS[scenario]
    for number in numbers:
        story = await practising.next(scenario)
        step = [each for each in story["steps"] if each["done"]][-1]
        assert step["title_en"].isascii()
        expected = {(each["entity"], each["action"]): each["count"] for each in step["changes"]}
        found = dict(await practising.changes())
        brought = {kind: found.pop(kind) for kind in OF_TIME & found.keys()}
        assert found == {kind: count for kind, count in expected.items() if kind not in OF_TIME}, step["name"]
        assert all(brought[kind] >= expected[kind] for kind in OF_TIME & expected.keys()), step["name"]
        assert read(await practising.read(story["statistics"][0])) == number, step["name"]
    assert story["next_step"] is None
    for row in story["rows"]:
        assert (await practising.read(row["path"]))["id"] == row["id"]
    again = await practising.caller.post(f"/sandbox/scenarios/{scenario}/next")
    assert (again.status_code, again.json()["code"]) == (409, "sandbox.at_its_end")
