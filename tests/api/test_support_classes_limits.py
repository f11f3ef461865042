"""Support classes: days, a pairing that rests, whose county decides after a change, who is still there (W-25)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.pairings.models import Pairing
from services.api.features.support_classes.models import SupportClass
from services.contracts.codes import ClientScope, PairingStatus, PairSide, Role, Sex, SupportClassStatus
from tests.api.test_support_classes import NAME, REASON, approved, body, proposed, step
from tests.factories.world import CITY, HOME, NEIGHBOUR, THIRD, Make, World
from tests.support.callers import Caller, SignIn

TWIN: dict[str, Any] = {"name": "罗志强", "sex": Sex.male, "birth_on": date(1979, 3, 2)}


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


def started(**changes: Any) -> dict[str, Any]:
    return {"started_on": "2026-11-10", "pupils_enrolled": 43, **changes}


async def a_class(make: Make, pairing: Pairing, status: SupportClassStatus, **changes: Any) -> SupportClass:
    found = SupportClass(
        pairing_id=pairing.id, county_code=NEIGHBOUR, other_county_code=HOME, grade="高一", school_year=2026,
        place=PairSide.recipient, proposed_by=PairSide.supporting, pupils_planned=45, status=status,
        **{"name": NAME, **changes},
    )  # fmt: skip
    await make.add(found)
    return found


async def test_only_one_of_the_two_schools_proposes(county: Caller, sign_in: SignIn, pairing: Pairing) -> None:
    assert (await county.post("/support-classes", body(pairing))).status_code == 403
    third = await sign_in(Role.county_coordinator, THIRD)
    assert (await third.post("/support-classes", body(pairing))).status_code == 404
    assert (await third.get("/support-classes?count=true")).json()["count"] == 0


async def test_while_the_pairing_rests_a_class_can_only_be_ended_or_given_up(
    make: Make, world: World, supporter: Caller, recipient: Caller, county: Caller
) -> None:
    rests = await make.pairing(world.urban, world.neighbour, status=PairingStatus.suspended)
    waits = await a_class(make, rests, SupportClassStatus.applied)
    runs = await a_class(make, rests, SupportClassStatus.running, name="支援二班", started_on=date(2026, 11, 10))
    shown = (await county.get(f"/support-classes/{waits.id}")).json()
    assert shown["allowed_actions"] == ["void"]
    refused = await county.post(f"/support-classes/{waits.id}/approve", version=1)
    assert (refused.status_code, refused.json()["code"]) == (409, "support_class.pairing_closed")
    assert (await county.get("/support-classes?waiting=true")).json()["items"] == []
    assert (await supporter.get(f"/support-classes/{runs.id}")).json()["allowed_actions"] == ["end"]
    end = {"ended_on": "2026-12-01", "reason": "学生并入其他班"}
    assert (await recipient.post(f"/support-classes/{runs.id}/end", end, version=1)).json()["status"] == "ended"
    assert (await supporter.post(f"/support-classes/{waits.id}/void", REASON, version=1)).json()["status"] == "void"


async def test_who_moves_the_class_to_the_other_school_moves_the_decision_to_its_county(
    app: FastAPI, supporter: Caller, recipient: Caller, county: Caller, sign_in: SignIn, pairing: Pairing
) -> None:
    row = await proposed(supporter, pairing)
    path = f"/support-classes/{row['id']}"
    far = await supporter.patch(path, {"school_year": 2050}, version=row["version"])
    assert (far.status_code, far.json()["errors"][0]["code"]) == (422, "support_class.outside")
    moved = (await supporter.patch(path, {"place": "supporting"}, version=row["version"])).json()
    async with app.state.database.reader() as db:
        (stored,) = (await db.scalars(select(SupportClass))).all()
    assert (stored.county_code, stored.other_county_code) == (HOME, NEIGHBOUR)
    row = await step(recipient, moved, "join")
    home = await sign_in(Role.county_coordinator, HOME)
    for caller, count in ((home, 1), (county, 0)):
        assert (await caller.get("/support-classes?waiting=true&count=true")).json()["count"] == count
    assert (await county.post(f"{path}/approve", version=row["version"])).status_code == 403
    assert (await step(home, row, "approve"))["status"] == "approved"


async def test_a_class_begins_and_ends_on_days_that_have_come(
    make: Make, supporter: Caller, recipient: Caller, pairing: Pairing
) -> None:
    row = await a_class(make, pairing, SupportClassStatus.staffed)
    path = f"/support-classes/{row.id}"
    for day in ("2026-08-31", "2026-12-04"):
        wrong = await supporter.post(f"{path}/start", started(started_on=day), version=1)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "support_class.day")
    assert (await supporter.post(f"{path}/start", started(), version=2)).status_code == 412
    assert (await recipient.post(f"{path}/start", started(), version=1)).status_code == 200
    for day in ("2026-11-09", "2026-12-04"):
        wrong = await recipient.post(f"{path}/end", {"ended_on": day, "reason": "并班"}, version=2)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "support_class.day")
    assert (await recipient.post(f"{path}/end", {"ended_on": "2026-11-10", "reason": "并班"}, version=2)).is_success


async def test_a_running_class_may_get_another_teacher_and_keeps_who_was_there_when_it_ended(
    make: Make, supporter: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    runs = await a_class(make, pairing, SupportClassStatus.running, started_on=date(2026, 11, 10), pupils_enrolled=43)
    leaver = await make.teacher(world.urban, name="邓雨桐")
    asked = {"post": "class_teacher", "staff_id": str(leaver.id)}
    row = await step(supporter, {"id": runs.id, "version": 1}, "assign", asked)
    row = await step(supporter, row, "end", {"ended_on": "2026-12-01", "reason": "学年结束"})
    home = await sign_in(Role.county_coordinator, HOME)
    gone = await home.post(f"/staff/{leaver.id}/end", {"ended_on": "2026-12-02", "reason": "调出"}, version=1)
    assert gone.status_code == 200, gone.text
    row = (await supporter.get(f"/support-classes/{row['id']}")).json()
    assert (row["class_teacher"], row["posts"][0]["there"], row["post_count"]) == ("邓雨桐", True, 1)
    system = await sign_in.client([ClientScope.records_read])
    told = (await system.get(f"/support-classes/{row['id']}")).json()
    assert (told["class_teacher"], told["teachers"], told["posts"][0]["name"]) == (None, None, None)
    assert (told["closed_reason"], told["post_count"]) == (None, 1)
    assert "邓雨桐" not in (await system.get("/support-classes.csv")).text


async def test_only_who_is_sent_under_this_pairing_today_may_have_a_post(
    make: Make, supporter: Caller, pairing: Pairing, world: World
) -> None:
    row = await a_class(make, pairing, SupportClassStatus.approved)
    other = await make.pairing(world.urban, world.rural)
    sent = {"start_on": date(2026, 9, 1)}
    elsewhere, before, today = [await make.teacher(world.neighbour) for _ in range(3)]
    await make.assignment(elsewhere, world.neighbour, world.urban, pairing_id=other.id, **sent)
    await make.assignment(before, world.neighbour, world.urban, pairing_id=pairing.id, end_on=date(2026, 12, 2), **sent)
    await make.assignment(today, world.neighbour, world.urban, pairing_id=pairing.id, end_on=date(2026, 12, 3), **sent)
    path = f"/support-classes/{row.id}/assign"
    for person in (elsewhere, before):
        refused = await supporter.post(path, {"post": "maths", "staff_id": str(person.id)}, version=1)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "support_class.not_of_supporter")
    assert (await supporter.post(path, {"post": "maths", "staff_id": str(today.id)}, version=1)).status_code == 200


async def test_a_class_that_began_after_the_day_of_the_end_ends_on_its_first_day(
    make: Make, supporter: Caller, pairing: Pairing, sign_in: SignIn
) -> None:
    runs = await a_class(make, pairing, SupportClassStatus.running, started_on=date(2026, 11, 10), pupils_enrolled=43)
    city = await sign_in(Role.city_supervisor, CITY)
    version = (await city.get(f"/pairings/{pairing.id}")).json()["version"]
    ended = await city.post(
        f"/pairings/{pairing.id}/end", {"end_on": "2026-11-01", "reason": "协议到期"}, version=version
    )
    assert ended.status_code == 200, ended.text
    told = (await supporter.get(f"/support-classes/{runs.id}")).json()
    assert (told["status"], told["started_on"], told["ended_on"]) == ("ended", "2026-11-10", "2026-11-10")


async def test_what_was_returned_and_is_proposed_again_has_no_day_of_application(
    supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing
) -> None:
    row = await step(recipient, await proposed(supporter, pairing), "join")
    row = await step(supporter, await step(county, row, "return", REASON), "propose")
    assert (row["status"], row["applied_on"]) == ("proposed", None)


async def test_a_void_class_leaves_its_name_free(supporter: Caller, pairing: Pairing) -> None:
    row = await proposed(supporter, pairing)
    await step(supporter, row, "void", REASON)
    assert (await proposed(supporter, pairing))["status"] == "proposed"


async def test_a_post_goes_along_when_two_records_of_a_person_become_one(
    make: Make, supporter: Caller, recipient: Caller, county: Caller, pairing: Pairing, world: World, sign_in: SignIn
) -> None:
    kept, merged = [await make.teacher(world.urban, **TWIN) for _ in range(2)]
    row = await approved(supporter, recipient, county, pairing)
    row = await step(supporter, row, "assign", {"post": "maths", "staff_id": str(merged.id)})
    home = await sign_in(Role.county_coordinator, HOME)
    ids = {"kept_person_id": str(kept.person_id), "merged_person_id": str(merged.person_id)}
    assert (await home.post("/person-merges", {**ids, "reason": "同一个人登记了两次"})).status_code == 201
    (post,) = (await supporter.get(f"/support-classes/{row['id']}")).json()["posts"]
    assert (post["staff_id"], post["person_id"], post["there"]) == (str(kept.id), str(kept.person_id), True)
