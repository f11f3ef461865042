"""The plan of a pairing for a term: drafted by one side, agreed by the other, revised with a reason (W-21.1, F-24)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.api.features.pairings.models import Pairing
from services.api.features.term_plans import rules
from services.api.features.term_plans.models import TermPlan
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, PairingStatus, PairSide, PlanSpan, Role, TermPlanStatus
from tests.api.test_successions import plan as moving
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE, TODAY = 50, "2026-12-03"
REASON = {"reason": "措施写得太粗，请写到每个月"}
NAMED = ("刘明远", "何晓兰")
SECRET = "低段识字课例打磨"


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """A school of the next county helps a school of the home county."""
    return await make.pairing(world.neighbour, world.rural)


@pytest.fixture
async def helper(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the supporting school."""
    return await sign_in(Role.school_reporter, school=world.neighbour)


@pytest.fixture
async def helped(sign_in: SignIn, world: World) -> Caller:
    """The leader of the recipient school."""
    return await sign_in(Role.school_leader, school=world.rural)


def measure(**changes: Any) -> dict[str, Any]:
    return {"side": "supporting", "what": "每月送教一次", "responsible": "教导处刘明远", "when": "每月下旬", **changes}


def body(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "school_year": 2026, "span": "autumn", "goals": SECRET,
        "measures": [measure()], "supporting_responsible": NAMED[0], "recipient_responsible": NAMED[1], **changes,
    }  # fmt: skip


async def draft(caller: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    made = await caller.post("/term-plans", body(pairing, **changes))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def step(caller: Caller, plan: dict[str, Any], action: str, sent: Any = None) -> dict[str, Any]:
    done = await caller.post(f"/term-plans/{plan['id']}/{action}", sent, version=plan["version"])
    assert done.status_code in {200, 201}, done.text
    found: dict[str, Any] = done.json()
    return found


async def agreed(writes: Caller, agrees: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    plan = await draft(writes, pairing, **changes)
    return await step(agrees, await step(writes, plan, "propose"), "agree")


async def test_one_school_drafts_and_the_other_agrees(helper: Caller, helped: Caller, pairing: Pairing) -> None:
    plan = await draft(helper, pairing)
    assert (plan["status"], plan["drafted_by"], plan["revision"]) == ("draft", "supporting", 1)
    assert (plan["start_on"], plan["end_on"]) == ("2026-09-01", "2027-01-31")
    assert plan["allowed_actions"] == ["edit", "propose", "void"]
    seen = (await helped.get(f"/term-plans/{plan['id']}")).json()
    assert (seen["goals"], seen["allowed_actions"]) == (SECRET, [])
    plan = await step(helper, plan, "propose")
    assert plan["allowed_actions"] == ["withdraw", "void"]
    refused = await helper.post(f"/term-plans/{plan['id']}/agree", version=plan["version"])
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    plan = await step(helped, plan, "agree")
    assert (plan["status"], plan["agreed_on"], plan["allowed_actions"]) == ("agreed", TODAY, ["revise"])
    told = (await helped.get(f"/term-plans/{plan['id']}")).json()["timeline"]
    assert [each["text"] for each in told] == [
        "对方同意，计划商定", "送对方看，等对方同意", "开始起草计划",
    ]  # fmt: skip


async def test_the_other_side_sends_it_back_and_it_comes_again(
    helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    plan = await step(helped, await draft(helped, pairing), "propose")
    assert plan["drafted_by"] == "recipient"
    plan = await step(helper, plan, "return", REASON)
    assert (plan["status"], plan["return_reason"]) == ("returned", REASON["reason"])
    changed = await helped.patch(f"/term-plans/{plan['id']}", {"goals": "每月一课"}, version=plan["version"])
    assert (changed.status_code, changed.json()["measures"][0]["what"]) == (200, "每月送教一次")
    plan = await step(helper, await step(helped, changed.json(), "propose"), "agree")
    assert (plan["status"], plan["goals"]) == ("agreed", "每月一课")


async def test_a_plan_that_is_sent_is_taken_back_before_it_is_answered(
    helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    plan = await step(helper, await draft(helper, pairing), "propose")
    locked = await helper.patch(f"/term-plans/{plan['id']}", {"goals": "别的"}, version=plan["version"])
    assert (locked.status_code, locked.json()["code"]) == (409, "state.illegal")
    plan = await step(helper, plan, "withdraw")
    assert (plan["status"], plan["proposed_on"]) == ("draft", None)
    late = await helped.post(f"/term-plans/{plan['id']}/agree", version=plan["version"])
    assert (late.status_code, late.json()["code"]) == (409, "state.illegal")


async def test_what_is_missing_is_named_before_the_other_side_is_asked(helper: Caller, pairing: Pairing) -> None:
    plan = await draft(helper, pairing, goals="", measures=[], recipient_responsible="")
    early = await helper.post(f"/term-plans/{plan['id']}/propose", version=plan["version"])
    assert (early.status_code, early.json()["code"]) == (422, "term_plan.incomplete")
    assert early.json()["detail"] == "还差目标、措施、受援学校责任人，写好就能送对方。"
    assert [each["field"] for each in early.json()["errors"]] == ["goals", "measures", "recipient_responsible"]


async def test_a_measure_says_something_or_points_to_a_commitment_of_the_pairing(
    helper: Caller, make: Make, world: World, pairing: Pairing
) -> None:
    empty = await helper.post("/term-plans", body(pairing, measures=[measure(), measure(what=" ")]))
    assert (empty.status_code, empty.json()["errors"][0]["field"]) == (422, "measures.1.what")
    promised = {
        "side": "supporting", "aid_area": "teaching", "item": "上示范课", "measure": "activities",
        "kinds": ["demo_lesson"], "minimum": 2, "period": "term", "start_on": "2026-09-01",
    }  # fmt: skip
    own = await helper.post("/commitments", {**promised, "pairing_id": str(pairing.id)})
    assert own.status_code == 201, own.text
    plan = await draft(helper, pairing, measures=[measure(what="", commitment_id=own.json()["id"])])
    told = plan["measures"][0]["commitment"]
    assert (told["item"], told["minimum"], told["progress"]["done"]) == ("上示范课", 2, 0)
    other = await make.pairing(world.neighbour, world.urban)
    strange = await helper.post("/commitments", {**promised, "pairing_id": str(other.id)})
    wrong = [measure(commitment_id=strange.json()["id"])]
    refused = await helper.patch(f"/term-plans/{plan['id']}", {"measures": wrong}, version=plan["version"])
    assert (refused.status_code, refused.json()["code"]) == (422, "term_plan.commitment")


async def test_an_agreed_plan_is_amended_by_a_revision_that_both_agree_on(
    helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    first = await agreed(helper, helped, pairing)
    untold = await helped.post(f"/term-plans/{first['id']}/revise", {}, version=first["version"])
    assert untold.status_code == 422
    second = await step(helped, first, "revise", {"reason": "学校期中停课两周"})
    assert (second["revision"], second["status"], second["drafted_by"]) == (2, "draft", "recipient")
    assert (second["goals"], second["revises_id"]) == (SECRET, first["id"])
    assert (await helper.get(f"/term-plans/{first['id']}")).json()["status"] == "agreed"
    again = await helper.post(f"/term-plans/{first['id']}/revise", {"reason": "还想再改"}, version=first["version"])
    assert (again.status_code, again.json()["code"]) == (409, "term_plan.duplicate")
    second = await step(helper, await step(helped, second, "propose"), "agree")
    before = (await helper.get(f"/term-plans/{first['id']}")).json()
    assert (second["status"], before["status"], before["allowed_actions"]) == ("agreed", "replaced", [])
    listed = (await helper.get(f"/term-plans?pairing_id={pairing.id}")).json()["items"]
    assert [each["id"] for each in listed] == [second["id"]]


async def test_nobody_agrees_with_what_the_same_account_sent(sign_in: SignIn, make: Make, world: World) -> None:
    """The coordinator of a county speaks for both schools of a pairing inside it."""
    inside = await make.pairing(world.urban, world.rural)
    county = await sign_in(Role.county_coordinator, HOME)
    plan = await step(county, await draft(county, inside, drafted_by="recipient"), "propose")
    assert "agree" not in plan["allowed_actions"]
    refused = await county.post(f"/term-plans/{plan['id']}/agree", version=plan["version"])
    assert refused.status_code == 403
    colleague = await sign_in(Role.county_coordinator, HOME)
    assert (await step(colleague, plan, "agree"))["status"] == "agreed"


async def test_a_term_has_one_plan_and_the_school_year_another(
    helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    await draft(helper, pairing)
    second = await helped.post("/term-plans", body(pairing))
    assert (second.status_code, second.json()["code"]) == (409, "term_plan.duplicate")
    assert second.json()["detail"].startswith("2026-2027学年秋季学期已有计划。")
    whole = await draft(helped, pairing, span="year")
    assert (whole["start_on"], whole["end_on"]) == ("2026-09-01", "2027-08-31")
    gone = await step(helped, whole, "void", {"reason": "只定学期的"})
    assert gone["status"] == "void"
    assert (await draft(helped, pairing, span="year"))["revision"] == 2


async def test_a_plan_lies_inside_the_pairing_and_the_pairing_is_open(
    helper: Caller, make: Make, world: World, pairing: Pairing
) -> None:
    early = await helper.post("/term-plans", body(pairing, school_year=2025))
    assert (early.status_code, early.json()["code"]) == (422, "term_plan.outside")
    over = await make.pairing(world.neighbour, world.urban, status=PairingStatus.ended)
    closed = await helper.post("/term-plans", body(over))
    assert (closed.status_code, closed.json()["errors"][0]["code"]) == (422, "pairing.closed")


async def test_the_end_of_a_pairing_voids_what_is_not_agreed_and_keeps_what_is(
    helper: Caller, helped: Caller, sign_in: SignIn, pairing: Pairing
) -> None:
    kept = await agreed(helper, helped, pairing)
    loose = await draft(helper, pairing, span="year")
    city = await sign_in(Role.city_supervisor, CITY)
    row = (await city.get(f"/pairings/{pairing.id}")).json()
    sent = {"end_on": TODAY, "reason": "两校商定提前结束"}
    ended = await city.post(f"/pairings/{pairing.id}/end", sent, version=row["version"])
    assert ended.status_code == 200, ended.text
    plans = {each: (await helper.get(f"/term-plans/{each}")).json() for each in (kept["id"], loose["id"])}
    assert [each["status"] for each in plans.values()] == ["agreed", "void"]
    assert plans[kept["id"]]["allowed_actions"] == []
    refused = await helper.post(f"/term-plans/{kept['id']}/revise", REASON, version=plans[kept["id"]]["version"])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "pairing.closed")


async def test_a_merged_school_takes_its_plans_along(
    helper: Caller, sign_in: SignIn, make: Make, world: World, pairing: Pairing
) -> None:
    plan = await draft(helper, pairing)
    county = await sign_in(Role.county_coordinator, HOME)
    heir = await make.school(HOME, name="南坡镇中心小学")
    moved = await county.post("/successions", await moving(county, "merge", world.rural, to_school_id=str(heir.id)))
    assert moved.status_code == 201, moved.text
    told = (await helper.get(f"/term-plans/{plan['id']}")).json()
    assert told["recipient_school"]["name"] == "南坡镇中心小学"


async def test_running_pairings_without_a_plan_for_the_term_are_counted(
    helper: Caller, helped: Caller, sign_in: SignIn, make: Make, world: World, pairing: Pairing
) -> None:
    await make.pairing(world.urban, world.neighbour, status=PairingStatus.signed)
    city = await sign_in(Role.city_supervisor, CITY)

    async def lacking() -> tuple[int, int]:
        listed = (await city.get("/pairings?without_plan=true&count=true")).json()
        return len(listed["items"]), (await city.get("/pairings?count=true")).json()["sums"]["without_plan"]

    assert await lacking() == (1, 1)
    await agreed(helper, helped, pairing, span="spring")
    assert await lacking() == (1, 1), "the plan of the other term does not count"
    plan = await step(helper, await draft(helper, pairing, span="year"), "propose")
    assert await lacking() == (1, 1)
    await step(helped, plan, "agree")
    assert await lacking() == (0, 0)


async def test_the_paper_shows_what_was_agreed_for_the_term(helper: Caller, helped: Caller, pairing: Pairing) -> None:
    path = f"/pairings/{pairing.id}/plan"
    assert (await helper.get(path)).json()["term_plan"] is None
    whole = await agreed(helper, helped, pairing, span="year")
    assert (await helper.get(path)).json()["term_plan"]["id"] == whole["id"]
    of_term = await agreed(helped, helper, pairing)
    assert (await helper.get(path)).json()["term_plan"]["id"] == of_term["id"]


async def test_who_is_elsewhere_sees_nothing_and_a_system_no_words(
    helper: Caller, sign_in: SignIn, pairing: Pairing
) -> None:
    plan = await draft(helper, pairing)
    third = await sign_in(Role.county_coordinator, THIRD)
    assert (await third.get(f"/term-plans/{plan['id']}")).status_code == 404
    system = await sign_in.client([ClientScope.records_read])
    told = (await system.get(f"/term-plans/{plan['id']}")).json()
    assert [told[name] for name in ("goals", "supporting_responsible", "recipient_responsible")] == [None] * 3
    assert [told["measures"][0][name] for name in ("what", "responsible", "when")] == [None] * 3
    neighbour = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await neighbour.get("/term-plans")).json()["items"][0]["id"] == plan["id"]


async def test_events_tell_both_counties_and_carry_no_words(
    app: FastAPI, helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    plan = await step(helper, await draft(helper, pairing), "propose")
    await step(helped, plan, "return", REASON)
    event: Any = Event
    async with app.state.database.reader() as db:
        rows = (await db.scalars(select(Event).where(event.entity == "term_plan"))).all()
    assert sorted(row.action for row in rows) == ["create", "propose", "return"]
    assert {(row.county_code, row.other_county_code) for row in rows} == {(NEIGHBOUR, HOME)}
    told = str([row.changes for row in rows])
    assert not any(word in told for word in (SECRET, *NAMED, "送教", REASON["reason"]))


async def test_two_versions_do_not_overwrite_each_other(helper: Caller, pairing: Pairing) -> None:
    plan = await draft(helper, pairing)
    path = f"/term-plans/{plan['id']}"
    assert (await helper.patch(path, {"goals": "一"}, version=plan["version"])).status_code == 200
    stale = await helper.patch(path, {"goals": "二"}, version=plan["version"])
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition.stale")


async def test_fifty_who_begin_at_once_get_one_plan(
    app: FastAPI, helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    calls = [each.post("/term-plans", body(pairing)) for each in (helper, helped) for _ in range(AT_ONCE // 2)]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*calls))
    assert codes == [201, *[409] * (AT_ONCE - 1)]
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(TermPlan)) == 1


async def test_fifty_answers_at_once_are_one_answer(
    app: FastAPI, helper: Caller, helped: Caller, pairing: Pairing
) -> None:
    """Agreeing, sending back and taking back meet on one revision: one wins, and one plan at most holds."""
    first = await agreed(helper, helped, pairing)
    plan = await step(helper, await step(helper, first, "revise", REASON), "propose")
    path, version = f"/term-plans/{plan['id']}", plan["version"]
    ways = [(helped, "agree", None), (helped, "return", REASON), (helper, "withdraw", None)]
    calls = [
        caller.post(f"{path}/{action}", sent, version=version)
        for caller, action, sent in (ways[number % 3] for number in range(AT_ONCE))
    ]
    codes = [answer.status_code for answer in await asyncio.gather(*calls)]
    assert codes.count(200) == 1
    assert set(codes) <= {200, 409, 412}
    status: Any = TermPlan.status
    async with app.state.database.reader() as db:
        holds = await db.scalar(select(func.count()).where(status == TermPlanStatus.agreed))
    assert holds == 1


@pytest.mark.parametrize("path", ["/term-plans?limit=20", "/pairings?without_plan=true&count=true&limit=20"])
async def test_a_page_takes_the_same_queries_for_2000_plans(
    app: FastAPI, make: Make, sign_in: SignIn, world: World, path: str
) -> None:
    caller = await sign_in(Role.city_supervisor, CITY)
    other = await make.pairing(world.neighbour, world.rural)

    async def queries() -> int:
        with counted_reads(app) as statements:
            assert (await caller.get(path)).status_code == 200
        return len(statements)

    await _fill(make, other, 20)
    few = await queries()
    await _fill(make, other, 1980)
    assert await queries() == few


async def _fill(make: Make, pairing: Pairing, count: int) -> None:
    """Old revisions: as many rows as one pairing may have."""
    same: dict[str, Any] = {"county_code": NEIGHBOUR, "other_county_code": HOME, "drafted_by": PairSide.supporting}
    await make.add(
        *(
            TermPlan(
                pairing_id=pairing.id, school_year=2026, span=PlanSpan.spring, revision=number + 1,
                status=TermPlanStatus.replaced, agreed_on=date(2026, 9, 1), **same,
            )
            for number in range(count)
        )
    )  # fmt: skip


ACTIONS = st.lists(
    st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), st.sampled_from(list(PairSide))), max_size=30
)


@settings(max_examples=200)
@given(ACTIONS, st.sampled_from(list(PairSide)))
def test_no_history_gets_a_plan_agreed_without_the_other_side(
    actions: list[tuple[str, PairSide]], drafted_by: PairSide
) -> None:
    """Whatever is tried in whatever order, 已商定 follows 待对方同意 and an agreement of the other side alone."""
    status, asked = TermPlanStatus.draft, False
    for action, side in actions:
        facts = rules.Facts(frozenset({side}), drafted_by, has_sent=False)
        if action not in rules.TABLE.allowed(status, facts):
            continue
        after = rules.TABLE.take(status, action, facts)
        if after is TermPlanStatus.agreed and status is not TermPlanStatus.agreed:
            assert asked
            assert side is not drafted_by
        asked = after is TermPlanStatus.proposed
        status = after


@pytest.mark.parametrize(
    ("day", "year", "span"),
    [
        (date(2026, 9, 1), 2026, PlanSpan.autumn), (date(2027, 1, 31), 2026, PlanSpan.autumn),
        (date(2027, 2, 1), 2026, PlanSpan.spring), (date(2027, 8, 31), 2026, PlanSpan.spring),
    ],
)  # fmt: skip
def test_a_day_lies_in_its_term_and_its_school_year(day: date, year: int, span: PlanSpan) -> None:
    assert rules.spans_on(day) == (year, (span, PlanSpan.year))
    assert rules.period_of(year, span).contains(day)
    assert rules.period_of(year, PlanSpan.year).contains(day)
