"""Support classes of paired schools: applied for by both, decided by the county, staffed and run (W-25, JH-25 … 27)."""

import asyncio
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from services.api.features.pairings.models import Pairing
from services.api.features.staff.models import Staff
from services.api.features.support_classes import rules
from services.api.features.support_classes.models import SupportClass, SupportClassPost
from services.api.kernel.events import Event
from services.contracts.codes import ClassPost, ClientScope, PairingStatus, PairSide, Role, SupportClassStatus
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
REASON = {"reason": "招生人数请再核一下"}
NAME = "支援一班"
SIX = ("class_teacher", "chinese", "maths", "english", "physics", "chemistry")


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    """A school of the home county helps one of the next county, where the class is taught."""
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def supporter(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def recipient(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_leader, school=world.neighbour)


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    """The coordinator of the county where the class is taught."""
    return await sign_in(Role.county_coordinator, NEIGHBOUR)


def body(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "name": NAME, "grade": "高一", "school_year": 2026, "pupils_planned": 45,
        **changes,
    }  # fmt: skip


async def proposed(caller: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    made = await caller.post("/support-classes", body(pairing, **changes))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def step(caller: Caller, row: dict[str, Any], action: str, sent: Any = None) -> dict[str, Any]:
    done = await caller.post(f"/support-classes/{row['id']}/{action}", sent, version=row["version"])
    assert done.status_code == 200, done.text
    found: dict[str, Any] = done.json()
    return found


async def approved(writes: Caller, joins: Caller, county: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    row = await step(joins, await proposed(writes, pairing, **changes), "join")
    return await step(county, row, "approve")


async def test_both_schools_apply_the_county_approves_the_supporter_staffs_it_and_it_runs(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World
) -> None:
    row = await proposed(recipient, pairing)
    assert (row["status"], row["proposed_by"], row["place_school"]["name"]) == (
        "proposed", "recipient", world.neighbour.name,
    )  # fmt: skip
    assert row["allowed_actions"] == ["edit", "void"]
    alone = await recipient.post(f"/support-classes/{row['id']}/join", version=row["version"])
    assert (alone.status_code, alone.json()["code"]) == (403, "permission.denied")
    row = await step(supporter, row, "join")
    assert (row["status"], row["applied_on"]) == ("applied", "2026-12-03")
    seen = (await county.get(f"/support-classes/{row['id']}")).json()
    assert seen["allowed_actions"] == ["approve", "return", "void"]
    row = await step(county, row, "approve")
    row = await step(supporter, row, "assign", {"post": "class_teacher", "staff_id": str(world.staff[0].id)})
    row = await step(supporter, row, "assign", {"post": "chinese", "staff_id": str(world.staff[1].id)})
    assert (row["status"], row["post_count"]) == ("approved", 2)
    assert [each["text"] for each in row["checks"] if not each["ok"]] == [
        "还没有派任数学教师", "还没有派任英语教师", "还没有派任物理教师", "还没有派任化学教师", "还没有记招生宣传经费",
    ]  # fmt: skip
    assert all(each["source"] and not each["refuses"] for each in row["checks"])
    row = await step(supporter, row, "staff")
    row = await step(recipient, row, "start", {"started_on": "2026-11-10", "pupils_enrolled": 43})
    assert (row["status"], row["pupils_enrolled"]) == ("running", 43)
    row = await step(recipient, row, "end", {"ended_on": "2026-11-17", "reason": "学生并入其他班"})
    assert (row["status"], row["ended_on"], row["allowed_actions"]) == ("ended", "2026-11-17", [])
    told = (await county.get(f"/support-classes/{row['id']}")).json()["timeline"]
    assert [each["text"] for each in told][:3] == ["结束", "开班", "教师派任完毕"]


async def test_what_the_county_returns_is_put_right_and_joined_again(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing
) -> None:
    row = await step(recipient, await proposed(supporter, pairing), "join")
    row = await step(county, row, "return", REASON)
    assert (row["status"], row["return_reason"]) == ("returned", REASON["reason"])
    path = f"/support-classes/{row['id']}"
    assert (await recipient.patch(path, {"pupils_planned": 40}, version=row["version"])).status_code == 403
    changed = (await supporter.patch(path, {"pupils_planned": 40}, version=row["version"])).json()
    row = await step(supporter, changed, "propose")
    skipped = await county.post(f"{path}/approve", version=row["version"])
    assert (skipped.status_code, skipped.json()["code"]) == (409, "state.illegal")
    row = await step(county, await step(recipient, row, "join"), "approve")
    assert (row["status"], row["pupils_planned"], row["return_reason"]) == ("approved", 40, "")


async def test_only_the_county_where_the_class_is_taught_decides(
    supporter: Caller, recipient: Caller, sign_in: SignIn, pairing: Pairing
) -> None:
    row = await step(recipient, await proposed(supporter, pairing, place="supporting"), "join")
    path, version = f"/support-classes/{row['id']}/approve", row["version"]
    for role, region in ((Role.county_coordinator, NEIGHBOUR), (Role.city_supervisor, CITY)):
        other = await sign_in(role, region)
        assert (await other.post(path, version=version)).status_code == 403
    stranger = await sign_in(Role.county_coordinator, THIRD)
    assert (await stranger.post(path, version=version)).status_code == 404
    home = await sign_in(Role.county_coordinator, HOME)
    assert (await home.post(path, version=version)).json()["status"] == "approved"


async def test_a_post_is_for_people_of_the_supporting_school_or_sent_under_the_pairing(
    make: Make, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World
) -> None:
    row = await approved(supporter, recipient, county, pairing)
    theirs = await make.teacher(world.neighbour)
    path = f"/support-classes/{row['id']}"
    asked = {"post": "maths", "staff_id": str(theirs.id)}
    refused = await supporter.post(f"{path}/assign", asked, version=row["version"])
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "support_class.not_of_supporter")
    await make.assignment(theirs, world.neighbour, world.urban, pairing_id=pairing.id)
    row = await step(supporter, row, "assign", asked)
    assert row["posts"][0]["there"] is True
    assert (await recipient.post(f"{path}/assign", asked, version=row["version"])).status_code == 403
    name = (await supporter.get(f"/staff/{world.staff[0].id}")).json()["name"]
    found = (await supporter.get(f"{path}/people?q={name}")).json()["items"]
    assert str(world.staff[0].id) in [each["staff_id"] for each in found]
    assert (await recipient.get(f"{path}/people?q=li")).status_code == 403


async def test_who_leaves_the_supporting_school_is_missed_until_somebody_else_is_named(
    make: Make, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    row = await approved(supporter, recipient, county, pairing)
    leaver = await make.teacher(world.urban)
    row = await step(supporter, row, "assign", {"post": "english", "staff_id": str(leaver.id)})
    home = await sign_in(Role.county_coordinator, HOME)
    ended = await home.post(f"/staff/{leaver.id}/end", {"ended_on": "2026-11-17", "reason": "调出"}, version=1)
    assert ended.status_code == 200, ended.text
    row = (await supporter.get(f"/support-classes/{row['id']}")).json()
    assert [(each["post"], each["there"]) for each in row["posts"]] == [("english", False)]
    assert row["post_count"] == 0
    nobody = await supporter.post(f"/support-classes/{row['id']}/staff", version=row["version"])
    assert (nobody.status_code, nobody.json()["code"]) == (409, "support_class.nobody")
    row = await step(supporter, row, "assign", {"post": "english", "staff_id": str(world.staff[0].id)})
    assert [(each["staff_id"], each["there"]) for each in row["posts"]] == [(str(world.staff[0].id), True)]


async def test_a_region_may_refuse_a_class_without_a_post_and_turn_others_off(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World
) -> None:
    rule = {"effective_from": "2026-09-01", "source": "县教育局〔2026〕8号"}
    for post, effect in (("maths", "refuse"), ("physics", "off")):
        path = f"/policy-rules/{NEIGHBOUR}/support_class.{post}"
        assert (await county.put(path, {**rule, "effect": effect}, version=0)).status_code == 200
    row = await approved(supporter, recipient, county, pairing)
    row = await step(supporter, row, "assign", {"post": "chinese", "staff_id": str(world.staff[0].id)})
    said = {each["rule"]: each["source"] for each in row["checks"]}
    assert "support_class.physics" not in said
    assert said["support_class.maths"] == "县教育局〔2026〕8号"
    refused = await supporter.post(f"/support-classes/{row['id']}/staff", version=row["version"])
    assert (refused.status_code, refused.json()["code"]) == (422, "support_class.post_missing")
    assert "还没有派任数学教师" in refused.json()["detail"]
    row = await step(supporter, row, "assign", {"post": "maths", "staff_id": str(world.staff[0].id)})
    assert (await step(supporter, row, "staff"))["status"] == "staffed"


async def test_publicity_money_of_the_ledger_is_the_check_of_the_class(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing
) -> None:
    row = await approved(supporter, recipient, county, pairing)
    fund = {
        "pairing_id": str(pairing.id), "kind": "fund", "giver": "supporting", "purpose": "印招生简章",
        "fund_type": "enrolment", "school_year": 2025, "term": "spring", "amount": "8000",
    }  # fmt: skip
    other = {"fund_type": "equipment", "amount": "500"}
    for changes in ({}, other, {"giver": "recipient"}, {"term": "autumn"}):
        giver = recipient if changes.get("giver") else supporter
        assert (await giver.post("/supports", {**fund, **changes})).status_code == 201
    row = (await supporter.get(f"/support-classes/{row['id']}")).json()
    assert row["funds"] == {"count": 1, "planned": "8000.00", "given": "0.00"}
    check = next(each for each in row["checks"] if each["rule"] == "support_class.publicity")
    assert (check["ok"], check["text"]) == (True, "招生宣传经费：已安排8,000元，已拨付0元")


async def test_a_class_needs_a_running_pairing_and_a_year_of_it(
    make: Make, world: World, supporter: Caller, pairing: Pairing
) -> None:
    far = await supporter.post("/support-classes", body(pairing, school_year=2050))
    assert (far.status_code, far.json()["errors"][0]["code"]) == (422, "support_class.outside")
    signed = await make.pairing(world.urban, world.rural, status=PairingStatus.signed)
    early = await supporter.post("/support-classes", body(signed))
    assert (early.status_code, early.json()["code"]) == (409, "support_class.pairing_closed")


async def test_when_the_pairing_ends_a_running_class_ends_and_one_not_begun_is_void(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    waiting = await proposed(supporter, pairing, name="支援二班")
    row = await approved(supporter, recipient, county, pairing)
    row = await step(supporter, row, "assign", {"post": "chinese", "staff_id": str(world.staff[0].id)})
    row = await step(supporter, await step(supporter, row, "staff"), "start", _start())
    office = await sign_in(Role.city_supervisor, CITY)
    now = (await office.get(f"/pairings/{pairing.id}")).json()
    sent = {"end_on": "2026-12-03", "reason": "协议到期"}
    ended = await office.post(f"/pairings/{pairing.id}/end", sent, version=now["version"])
    assert ended.status_code == 200, ended.text
    states = [(await supporter.get(f"/support-classes/{each['id']}")).json() for each in (waiting, row)]
    assert [each["status"] for each in states] == ["void", "ended"]
    assert (states[1]["ended_on"], states[1]["allowed_actions"]) == ("2026-12-03", [])


def _start() -> dict[str, Any]:
    return {"started_on": "2026-11-10", "pupils_enrolled": 43}


async def test_systems_and_events_see_neither_names_nor_words(
    app: FastAPI, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, sign_in: SignIn
) -> None:
    row = await step(recipient, await proposed(supporter, pairing), "join")
    row = await step(county, row, "return", REASON)
    system = await sign_in.client([ClientScope.records_read])
    seen = (await system.get(f"/support-classes/{row['id']}")).json()
    assert (seen["name"], seen["grade"], seen["return_reason"], seen["allowed_actions"]) == (None, None, None, [])
    async with app.state.database.reader() as db:
        told = [str(each.changes) for each in await db.scalars(select(Event))]
    assert told
    assert not [each for each in told if NAME in each or REASON["reason"] in each]


async def test_fifty_who_propose_one_class_at_once_make_one(
    app: FastAPI, supporter: Caller, recipient: Caller, pairing: Pairing
) -> None:
    calls = [each.post("/support-classes", body(pairing)) for each in (supporter, recipient) for _ in range(25)]
    answers = await asyncio.gather(*calls)
    assert sorted(each.status_code for each in answers) == [201, *[409] * (AT_ONCE - 1)]
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"support_class.duplicate"}
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(SupportClass)) == 1


async def test_fifty_who_give_one_post_at_once_leave_one_person_there(
    app: FastAPI, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World
) -> None:
    row = await approved(supporter, recipient, county, pairing)
    path = f"/support-classes/{row['id']}/assign"
    calls = [
        supporter.post(
            path, {"post": "maths", "staff_id": str(world.staff[number % 2].id)}, version=row["version"]
        )
        for number in range(AT_ONCE)
    ]  # fmt: skip
    codes = sorted(each.status_code for each in await asyncio.gather(*calls))
    assert codes == [200, *[412] * (AT_ONCE - 1)]
    gone: Any = SupportClassPost.removed_on
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(SupportClassPost).where(gone.is_(None))) == 1


async def test_renaming_to_a_taken_name_is_refused(supporter: Caller, pairing: Pairing) -> None:
    await proposed(supporter, pairing)
    row = await proposed(supporter, pairing, name="支援二班")
    taken = await supporter.patch(f"/support-classes/{row['id']}", {"name": NAME}, version=row["version"])
    assert (taken.status_code, taken.json()["code"]) == (409, "support_class.duplicate")


async def test_the_list_is_narrowed_and_is_a_file_of_f60(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    row = await approved(supporter, recipient, county, pairing)
    row = await step(supporter, row, "assign", {"post": "maths", "staff_id": str(world.staff[0].id)})
    await proposed(supporter, pairing, name="支援二班", school_year=2027)
    for asked, count in (
        ("status=approved", 1), ("school_year=2027", 1), (f"county_code={HOME}", 2), (f"county_code={THIRD}", 0),
        (f"school_id={world.rural.id}", 0), (f"pairing_id={pairing.id}", 2), ("status=void", 0),
    ):  # fmt: skip
        assert (await supporter.get(f"/support-classes?{asked}&count=true")).json()["count"] == count, asked
    stranger = await sign_in(Role.school_reporter, school=world.rural)
    assert (await stranger.get("/support-classes?count=true")).json()["count"] == 0
    file = await county.get("/support-classes.csv?status=approved")
    head, line = file.content.decode("utf-8-sig").strip().splitlines()
    assert "科任教师" in head
    assert row["teachers"] in line
    assert row["teachers"].startswith("数学")


async def test_a_page_takes_the_same_queries_for_2000_classes(
    app: FastAPI, make: Make, sign_in: SignIn, pairing: Pairing, world: World
) -> None:
    caller = await sign_in(Role.city_supervisor, CITY)

    async def queries() -> int:
        with counted_reads(app) as statements:
            assert (await caller.get("/support-classes?count=true&limit=20")).status_code == 200
        return len(statements)

    await _fill(make, pairing, world.staff[0], range(20))
    few = await queries()
    await _fill(make, pairing, world.staff[0], range(20, 2000))
    assert await queries() == few


async def _fill(make: Make, pairing: Pairing, person: Staff, numbers: range) -> None:
    counties: dict[str, Any] = {"county_code": NEIGHBOUR, "other_county_code": HOME}
    classes = [
        SupportClass(
            pairing_id=pairing.id, name=f"{number}班", grade="高一", school_year=2026, place=PairSide.recipient,
            proposed_by=PairSide.recipient, pupils_planned=40, status=SupportClassStatus.approved, **counties,
        )
        for number in numbers
    ]  # fmt: skip
    await make.add(*classes)
    posts = [
        SupportClassPost(
            class_id=each.id, post=ClassPost.maths, staff_id=person.id, start_on=date(2026, 9, 1), **counties
        )
        for each in classes
    ]  # fmt: skip
    await make.add(*posts)


ACTORS = st.sampled_from(["supporting", "recipient", "office"])


@settings(max_examples=200)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(rules.TABLE.transitions)), ACTORS), max_size=30),
    st.sampled_from(list(PairSide)),
)
def test_no_class_is_approved_before_both_schools_have_asked(actions: list[tuple[str, str]], by: PairSide) -> None:
    status, asked = SupportClassStatus.proposed, {by}
    for action, actor in actions:
        side = None if actor == "office" else next(each for each in PairSide if each.value == actor)
        facts = rules.Facts(side, by, office=side is None)
        if action not in rules.TABLE.allowed(status, facts):
            continue
        after = rules.TABLE.take(status, action, facts)
        if after is SupportClassStatus.returned:
            asked = set()
        if action in {"join", "propose"} and side is not None:
            asked.add(side)
        if after is SupportClassStatus.approved and action == "approve":
            assert asked == set(PairSide)
            assert side is None
        status = after
