"""People who move to another school for good: decided and filed by the school, or approved by an office (W-17)."""

from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from services.api.features.persons.models import PersonEducation, StaffHonour
from services.api.features.policy_rules.models import PolicyRule
from services.api.features.staff.models import Staff
from services.api.features.staff.models_dated import StaffTitle
from services.api.features.staff_moves.models import StaffMove
from services.api.kernel.events import Event
from services.contracts.codes import (
    ClientScope,
    Degree,
    EducationLevel,
    HonourLevel,
    HonourType,
    Locality,
    Role,
    RuleEffect,
    StaffMoveKind,
    StaffMoveReason,
    StaffMoveStatus,
    Title,
)
from tests.api.staff_moving import REASON, SECRET, TODAY, abroad, body, decided, posts, step
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, STARTED, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The reporter of the school that is left."""
    return await sign_in(Role.school_reporter, school=world.urban)


@pytest.fixture
async def county(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


@pytest.fixture
async def city(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.city_supervisor, CITY)


async def test_without_room_or_without_a_number_the_county_decides(
    make: Make, world: World, school: Caller, county: Caller
) -> None:
    row = await decided(school, body(world))
    assert (row["status"], row["why_approval"]) == ("proposed", "云坪镇中心小学还没有登记核定编制")
    assert row["to_side"]["approved"] is None
    assert (await school.post(f"/staff-moves/{row['id']}/approve", {}, version=row["version"])).status_code == 403
    row = await step(county, row, "reject", REASON)
    assert (row["status"], row["closed_reason"]) == ("rejected", REASON["reason"])
    await posts(make, world.rural, 2)
    row = await decided(school, body(world))
    assert row["why_approval"] == "云坪镇中心小学核定编制2名，实有2人，没有空编"
    row = await step(county, row, "approve", {})
    assert (row["status"], row["approved_on"], row["allowed_actions"]) == ("approved", TODAY, ["postpone", "void"])


async def test_the_county_returns_what_was_filed_before_its_day_and_no_later(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 9)
    row = await step(school, await decided(school, body(world)), "file")
    row = await step(county, row, "return", REASON)
    assert (row["status"], row["filed_on"], row["return_reason"]) == ("returned", None, REASON["reason"])
    path = f"/staff-moves/{row['id']}"
    row = (await school.patch(path, {"subject": "数学", "planned_on": "2026-12-10"}, version=row["version"])).json()
    assert (row["subject"], row["planned_on"]) == ("数学", "2026-12-10")
    row = await step(school, row, "file")
    async with app.state.database.writer(clock=app.state.clock) as db:
        (await db.scalars(select(StaffMove))).one().planned_on = date(2026, 12, 3)
    late = await county.get(path)
    refused = await county.post(f"{path}/return", REASON, version=late.json()["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "staff_move.too_late")


async def test_across_counties_the_lowest_office_above_both_decides(
    world: World, school: Caller, county: Caller, city: Caller, sign_in: SignIn
) -> None:
    row = await decided(school, abroad(world))
    assert (row["status"], row["why_approval"]) == ("proposed", "两所学校不在同一个区县")
    path = f"/staff-moves/{row['id']}"
    receiving = await sign_in(Role.county_coordinator, NEIGHBOUR)
    province = await sign_in(Role.province_supervisor, PROVINCE)
    for caller in (school, county, receiving, province):
        assert (await caller.post(f"{path}/approve", {}, version=row["version"])).status_code == 403
    stranger = await sign_in(Role.county_coordinator, THIRD)
    assert (await stranger.post(f"{path}/approve", {}, version=row["version"])).status_code == 404
    seen = (await city.get(path)).json()
    assert seen["from_side"]["subjects"] == [{"subject": "语文", "people": 3}]
    assert (seen["from_side"]["in_quota"], seen["to_side"]["in_quota"], seen["to_side"]["subjects"]) == (3, 0, [])
    assert (await city.get("/staff-moves?waiting=true")).json()["items"][0]["id"] == row["id"]
    assert (await county.get("/staff-moves?waiting=true")).json()["items"] == []
    assert (await province.get("/staff-moves?waiting=true")).json()["items"] == []
    assert (await step(city, row, "approve", {}))["status"] == "approved"


async def developed(make: Make, effect: RuleEffect = RuleEffect.refuse) -> None:
    """The next county counts as developed; the home county refuses or warns."""
    said: dict[str, Any] = {"effective_from": date(2026, 9, 1), "source": "区教委文件"}
    await make.add(
        PolicyRule(region_code=NEIGHBOUR, rule_key="staff_move.developed", effect=RuleEffect.warn, **said),
        PolicyRule(region_code=HOME, rule_key="staff_move.to_developed", effect=effect, **said),
    )


async def wanted(make: Make, staff: Staff) -> None:
    """With a degree, an honour and a term of office."""
    of: dict[str, Any] = {"person_id": staff.person_id, "county_code": staff.county_code}
    term: dict[str, Any] = {"term_start_on": date(2025, 9, 1), "term_end_on": date(2028, 8, 31)}
    await make.add(
        PersonEducation(
            **of, level=EducationLevel.bachelor, degree=Degree.bachelor, graduated_on=date(2008, 7, 1)
        ),
        StaffHonour(
            **of, type=HonourType.backbone_teacher, level=HonourLevel.county, awarded_on=date(2024, 9, 1)
        ),
        StaffTitle(**of, title=Title.first, start_on=STARTED, **term),
    )  # fmt: skip


async def test_whom_a_county_keeps_goes_to_a_developed_place_only_with_a_reason(
    make: Make, world: World, school: Caller, city: Caller
) -> None:
    await developed(make)
    await wanted(make, world.staff[0])
    row = await decided(school, abroad(world))
    control = row["control"]
    assert (control["ok"], control["unknown"], control["refuses"]) == (False, False, True)
    assert control["text"] == "本科以上学历、骨干教师，在任期内调往经济发达地区"
    refused = await city.post(f"/staff-moves/{row['id']}/approve", {}, version=row["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "staff_move.controlled")
    row = await step(city, row, "approve", {"override_reason": "对口援建急需"})
    assert (row["status"], row["override_reason"]) == ("approved", "对口援建急需")


@pytest.mark.parametrize(
    ("effect", "with_facts", "text"),
    [
        (RuleEffect.warn, True, "本科以上学历、骨干教师，在任期内调往经济发达地区"),
        (RuleEffect.refuse, False, "没有登记本科以上学历，也没有优秀教师、骨干教师的荣誉"),
    ],
)
async def test_a_rule_that_only_warns_or_does_not_fit_needs_no_reason(
    make: Make, world: World, school: Caller, city: Caller, effect: RuleEffect, with_facts: bool, text: str
) -> None:
    await developed(make, effect)
    if with_facts:
        await wanted(make, world.staff[0])
    row = await decided(school, abroad(world))
    assert row["control"]["text"] == text
    assert (await step(city, row, "approve", {}))["status"] == "approved"


async def test_a_surplus_goes_from_a_school_over_its_posts_to_one_that_lacks_people_or_is_weak(
    make: Make, world: World, school: Caller, county: Caller
) -> None:
    surplus = body(world, kind="surplus", reason="competition")
    refused = (await school.post("/staff-moves", surplus)).json()
    assert refused["code"] == "staff_move.kind"
    assert "没有登记核定编制" in refused["detail"]
    await posts(make, world.urban, 2)
    row = await decided(school, surplus)
    assert (row["to_side"]["weak"], row["from_side"]["state"], row["status"]) == (True, "over", "proposed")
    full = await make.school(HOME, Locality.rural)
    other = body(world, kind="surplus", staff_id=str(world.staff[1].id), to_school_id=str(full.id))
    assert "缺编或薄弱" in (await school.post("/staff-moves", other)).json()["detail"]
    await posts(make, full, 1)
    assert (await decided(county, other))["status"] == "decided"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"planned_on": "2026-12-02"}, "planned_on", "staff_move.day"),
        ({"planned_on": "2028-01-01"}, "planned_on", "staff_move.day"),
        ({"kind": "cross_county"}, "kind", "staff_move.kind"),
        ({"to_school_id": "00000000-0000-7000-8000-000000000000"}, "to_school_id", "school.unknown"),
    ],
)
async def test_what_does_not_fit_is_said_of_its_field(
    world: World, school: Caller, changes: dict[str, str], field: str, code: str
) -> None:
    refused = await school.post("/staff-moves", body(world, **changes))
    assert refused.status_code == 422
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [(field, code)]


async def test_only_the_school_that_is_left_and_its_county_decide(
    world: World, sign_in: SignIn, county: Caller
) -> None:
    other = await sign_in(Role.school_leader, school=world.rural)
    assert (await other.post("/staff-moves", body(world))).status_code == 404
    for role, region, status in (
        (Role.city_supervisor, CITY, 403),
        (Role.county_coordinator, NEIGHBOUR, 404),
        (Role.auditor, PROVINCE, 403),
    ):
        assert (await (await sign_in(role, region)).post("/staff-moves", body(world))).status_code == status
    assert (await decided(county, body(world)))["from_school"]["name"] == "县实验小学"


async def test_a_person_has_one_move_at_a_time(world: World, make: Make, school: Caller) -> None:
    row = await decided(school, body(world))
    again = await school.post("/staff-moves", abroad(world))
    assert (again.status_code, again.json()["code"]) == (409, "staff_move.open")
    assert "云坪镇中心小学" in again.json()["detail"]
    await step(school, row, "withdraw", REASON)
    assert (await decided(school, abroad(world)))["status"] == "proposed"


async def test_names_and_words_are_for_people_of_both_sides(
    world: World, school: Caller, sign_in: SignIn, make: Make
) -> None:
    row = await decided(school, abroad(world))
    path = f"/staff-moves/{row['id']}"
    for role, at in ((Role.school_leader, world.neighbour), (Role.school_leader, world.urban)):
        seen = (await (await sign_in(role, school=at)).get(path)).json()
        assert seen["name"]
        assert seen["note"] == SECRET
    teacher = await sign_in(Role.teacher, school=world.urban, person_id=world.staff[0].person_id)
    own = (await teacher.get(path)).json()
    assert own["name"]
    assert own["note"] is None
    assert own["control"] is None
    system = await sign_in.client([ClientScope.records_read], PROVINCE)
    seen = (await system.get(path)).json()
    assert (seen["name"], seen["note"]) == (None, None)
    assert (await system.get("/staff-moves?q=陈")).status_code == 422
    third = await sign_in(Role.school_leader, school=world.rural)
    assert (await third.get(path)).status_code == 404


async def test_events_hold_codes_and_days_but_no_typed_words(app: FastAPI, world: World, school: Caller) -> None:
    row = await decided(school, body(world))
    await step(school, row, "withdraw", {"reason": SECRET})
    async with app.state.database.reader() as db:
        told: Any = Event
        found = (await db.execute(select(told.action, told.changes).where(told.entity == "staff_move"))).all()
    assert [each.action for each in found] == ["propose", "withdraw"]
    assert SECRET not in str([each.changes for each in found])


async def test_a_list_takes_the_same_number_of_queries_for_few_and_for_many(
    app: FastAPI, make: Make, world: World, county: Caller
) -> None:
    async def reads(path: str) -> int:
        with counted_reads(app) as statements:
            assert (await county.get(path)).status_code == 200
        return len(statements)

    paths = ("/staff-moves?limit=200&count=true", "/headcounts?limit=200&count=true")
    before = [await reads(path) for path in paths]
    people = [await make.teacher(world.urban) for _ in range(30)]
    await make.add(*(_moved(each, world) for each in people))
    for _ in range(10):
        await make.school(HOME)
    assert [await reads(path) for path in paths] == before


def _moved(staff: Staff, world: World) -> StaffMove:
    return StaffMove(
        person_id=staff.person_id, staff_id=staff.id, county_code=HOME, other_county_code=HOME,
        from_school_id=world.urban.id, to_school_id=world.rural.id, kind=StaffMoveKind.within_quota,
        reason=StaffMoveReason.other,
        status=StaffMoveStatus.decided, needs_approval=False, planned_on=date(2026, 12, 20),
        decided_on=date(2026, 12, 1),
    )  # fmt: skip
