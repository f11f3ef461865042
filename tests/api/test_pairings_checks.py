"""Pairings are held against the rules of their region: warned of, or refused, with rule and source (W-20.5)."""

import asyncio
from typing import Any

import pytest

from services.contracts.codes import Role, RuleEffect
from tests.factories.world import HOME, Make, World
from tests.support.callers import Caller, SignIn

AT_ONCE = 20
SOURCE = "县教发〔2026〕18号"


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def rule(county: Caller, key: str, effect: RuleEffect, **bounds: Any) -> None:
    body = {"effective_from": "2026-12-01", "effect": effect.value, "source": SOURCE, **bounds}
    answer = await county.put(f"/policy-rules/{HOME}/{key}", body, version=0)
    assert answer.status_code == 200, answer.text


def proposal(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "supporting_school_id": str(world.urban.id), "recipient_school_id": str(world.rural.id),
        "category": "primary", "start_on": "2026-12-10", "end_on": "2029-08-31", **changes,
    }  # fmt: skip


async def test_where_no_region_says_anything_nothing_is_asked(world: World, county: Caller) -> None:
    made = await county.post("/pairings", proposal(world))
    assert made.status_code == 201
    assert (await county.get(f"/pairings/{made.json()['id']}/agreement")).json()["checks"] == []


@pytest.mark.parametrize(
    ("key", "changes", "field", "said"),
    [
        ("pairing.weak_recipient", {"swap": True}, "recipient_school_id", "县实验小学没有“薄弱”标记"),
        ("pairing.advantage", {}, "supporting_school_id", "县实验小学没有“优质”“重点”“龙头”标记"),
        ("pairing.category", {"category": "secondary"}, "category", "县实验小学和云坪镇中心小学没有中学学段"),
        ("pairing.end_date", {"end_on": None}, "end_on", "没有写结束日期"),
    ],
)
async def test_a_refusal_names_the_rule_and_its_source_on_the_input(
    world: World, county: Caller, key: str, changes: dict[str, Any], field: str, said: str
) -> None:
    await rule(county, key, RuleEffect.refuse)
    body = proposal(world, **{name: value for name, value in changes.items() if name != "swap"})
    if changes.get("swap"):
        sides = ("supporting_school_id", "recipient_school_id")
        body |= dict(zip(sides, [body[side] for side in reversed(sides)], strict=True))
    answer = await county.post("/pairings", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.check_refused")
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert said in error["detail"]
    assert SOURCE in error["detail"]


async def test_a_warning_asks_once_and_is_noted_when_it_is_wanted_all_the_same(world: World, county: Caller) -> None:
    await rule(county, "pairing.advantage", RuleEffect.warn)
    asked = await county.post("/pairings", proposal(world))
    assert (asked.status_code, asked.json()["code"]) == (422, "pairing.check_warned")
    assert asked.json()["errors"][0]["field"] == "despite_warnings"
    made = await county.post("/pairings", proposal(world, despite_warnings=True))
    assert made.status_code == 201, made.text
    (found,) = (await county.get(f"/pairings/{made.json()['id']}/agreement")).json()["checks"]
    assert (found["ok"], found["warned"], found["source"]) == (False, True, SOURCE)
    assert found["effect"] == "warn"


async def test_deciding_looks_again(world: World, county: Caller) -> None:
    made = (await county.post("/pairings", proposal(world))).json()
    await rule(county, "pairing.advantage", RuleEffect.refuse)
    answer = await county.post(f"/pairings/{made['id']}/decide", version=made["version"])
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.check_refused")


async def test_a_rule_of_a_later_day_does_not_bind_what_begins_before(world: World, county: Caller) -> None:
    body = {"effective_from": "2027-01-01", "effect": "refuse", "source": SOURCE}
    assert (await county.put(f"/policy-rules/{HOME}/pairing.advantage", body, version=0)).status_code == 200
    assert (await county.post("/pairings", proposal(world))).status_code == 201


async def test_of_many_proposals_at_once_no_more_pass_than_the_rule_lets(
    make: Make, world: World, county: Caller
) -> None:
    await rule(county, "pairing.recipients", RuleEffect.refuse, most=3)
    recipients = [await make.school(HOME) for _ in range(AT_ONCE)]
    bodies = [proposal(world, recipient_school_id=str(each.id)) for each in recipients]
    answers = await asyncio.gather(*(county.insist("/pairings", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * (AT_ONCE - 3)
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "同时帮扶4所学校，规定最多3所" in refused.json()["detail"]
