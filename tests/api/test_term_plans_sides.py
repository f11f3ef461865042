"""Whose a plan is: which side a caller writes for, one plan of a term, what is listed for whom (W-21.1)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.pairings.models import Pairing
from services.api.features.term_plans.models import TermPlan
from services.contracts.codes import PairingStatus, Role
from tests.api.test_term_plans import REASON, agreed, body, draft, measure, step
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """A school of the next county helps a school of the home county."""
    return await make.pairing(world.neighbour, world.rural)


@pytest.fixture
async def helper(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.neighbour)


@pytest.fixture
async def helped(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.rural)


async def test_nobody_writes_for_the_other_side_and_who_stands_above_both_writes_for_none(
    helper: Caller, helped: Caller, sign_in: SignIn, pairing: Pairing
) -> None:
    for caller, side in ((helper, "recipient"), (helped, "supporting")):
        refused = await caller.post("/term-plans", body(pairing, drafted_by=side))
        assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    plan = await agreed(helper, helped, pairing)
    other = await helper.post(
        f"/term-plans/{plan['id']}/revise", {**REASON, "drafted_by": "recipient"}, version=plan["version"]
    )
    assert other.status_code == 403
    city = await sign_in(Role.city_supervisor, CITY)
    assert (await city.post("/term-plans", body(pairing, span="spring"))).status_code == 403
    assert (await city.post(f"/term-plans/{plan['id']}/revise", REASON, version=plan["version"])).status_code == 403
    assert (await city.get(f"/term-plans/{plan['id']}")).json()["allowed_actions"] == []
    revised = await step(helped, plan, "revise", REASON)
    assert (revised["drafted_by"], revised["revise_reason"]) == ("recipient", REASON["reason"])


async def test_a_term_that_has_an_agreed_plan_is_revised_and_not_begun_anew(
    helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    await agreed(helper, helped, pairing)
    second = await helped.post("/term-plans", body(pairing))
    assert (second.status_code, second.json()["code"]) == (409, "term_plan.duplicate")


async def test_a_commitment_that_was_taken_back_carries_no_measure(helper: Caller, pairing: Pairing) -> None:
    promised = {
        "pairing_id": str(pairing.id), "side": "supporting", "aid_area": "teaching", "item": "上示范课",
        "measure": "activities", "kinds": ["demo_lesson"], "minimum": 2, "period": "term", "start_on": "2026-09-01",
    }  # fmt: skip
    made = (await helper.post("/commitments", promised)).json()
    plan = await draft(helper, pairing, measures=[measure(commitment_id=made["id"])])
    gone = await helper.post(f"/commitments/{made['id']}/void", REASON, version=made["version"])
    assert gone.status_code == 200, gone.text
    refused = await helper.post(
        "/term-plans", body(pairing, span="year", measures=[measure(commitment_id=made["id"])])
    )  # fmt: skip
    assert (refused.status_code, refused.json()["code"]) == (422, "term_plan.commitment")
    kept = (await helper.get(f"/term-plans/{plan['id']}")).json()
    assert kept["measures"][0]["commitment"]["item"] == "上示范课"


async def test_the_end_of_a_pairing_voids_what_waits_for_an_answer_and_what_was_sent_back(
    helper: Caller, helped: Caller, sign_in: SignIn, pairing: Pairing
) -> None:
    waits = await step(helper, await draft(helper, pairing), "propose")
    back = await step(helper, await draft(helper, pairing, span="year"), "propose")
    back = await step(helped, back, "return", REASON)
    city = await sign_in(Role.city_supervisor, CITY)
    row = (await city.get(f"/pairings/{pairing.id}")).json()
    sent = {"end_on": "2026-12-03", "reason": "两校商定提前结束"}
    assert (await city.post(f"/pairings/{pairing.id}/end", sent, version=row["version"])).status_code == 200
    for plan in (waits, back):
        told = (await helper.get(f"/term-plans/{plan['id']}")).json()
        assert (told["status"], told["void_reason"]) == ("void", "结对结束，没有商定")


async def test_a_plan_may_reach_over_the_edges_of_the_pairing_but_not_lie_beside_it(
    helper: Caller, make: Make, world: World
) -> None:
    """The pairing begins and ends inside the terms of its first and last plan."""
    short = await make.pairing(world.neighbour, world.urban, start_on=date(2026, 10, 8), end_on=date(2027, 2, 1))
    for span in ("autumn", "spring"):
        await draft(helper, short, span=span)
    shorter = await make.pairing(world.neighbour, world.rural, start_on=date(2026, 10, 8), end_on=date(2027, 1, 31))
    beside = await helper.post("/term-plans", body(shorter, span="spring"))
    assert (beside.status_code, beside.json()["code"]) == (422, "term_plan.outside")


async def test_lists_show_each_side_its_plans_and_nobody_else_any(
    helper: Caller, helped: Caller, make: Make, world: World, sign_in: SignIn, pairing: Pairing
) -> None:
    now = await draft(helper, pairing)
    later = await draft(helper, pairing, span="spring")
    gone = await draft(helper, pairing, span="year")
    await step(helper, gone, "void", {"reason": "只定学期的"})
    city = await sign_in(Role.city_supervisor, CITY)

    async def listed(caller: Caller, query: str) -> set[str]:
        return {each["id"] for each in (await caller.get(f"/term-plans?{query}")).json()["items"]}

    both = {now["id"], later["id"]}
    for query, found in (
        ("", both), (f"school_id={world.neighbour.id}", both), (f"school_id={world.rural.id}", both),
        (f"school_id={world.urban.id}", set()), (f"county_code={HOME}", both), (f"county_code={NEIGHBOUR}", both),
        (f"county_code={THIRD}", set()), ("present=true", {now["id"]}), ("status=void", {gone["id"]}),
        ("school_year=2025", set()), ("span=spring", {later["id"]}),
    ):  # fmt: skip
        assert await listed(city, query) == found, query
    for stranger in (
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.county_coordinator, THIRD),
    ):
        assert await listed(stranger, "") == set()
        assert now["id"] not in (await stranger.get("/term-plans.csv")).text


async def test_a_suspended_pairing_keeps_its_plans_going_and_a_void_one_takes_none(
    helper: Caller, helped: Caller, make: Make, world: World
) -> None:
    rests = await make.pairing(world.neighbour, world.rural, status=PairingStatus.suspended)
    assert (await agreed(helper, helped, rests))["status"] == "agreed"
    void = await make.pairing(world.neighbour, world.urban, status=PairingStatus.void)
    refused = await helper.post("/term-plans", body(void))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "pairing.closed")


async def test_the_longest_texts_are_kept_whole(app: FastAPI, helper: Caller, pairing: Pairing) -> None:
    long: dict[str, Any] = {"goals": "标" * 2000, "supporting_responsible": "人" * 200}
    texts = [measure(what="做" * 200, responsible="人" * 200, when="月" * 200) for _ in range(40)]
    await draft(helper, pairing, measures=texts, **long)
    async with app.state.database.reader() as db:
        (row,) = (await db.scalars(select(TermPlan))).all()
    assert (len(row.goals), len(row.measures), len(row.measures[-1]["what"] or "")) == (2000, 40, 200)
    for wrong in ({"goals": "标" * 2001}, {"measures": [*texts, measure()]}):
        refused = await helper.post("/term-plans", body(pairing, span="year", **wrong))
        assert refused.status_code == 422
