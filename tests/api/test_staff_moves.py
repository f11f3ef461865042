"""People who move to another school for good: decided and filed by the school, or approved by an office (W-17)."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.persons.models import PersonEducation, StaffHonour
from services.api.features.policy_rules.models import PolicyRule
from services.api.features.schools.models import School, SchoolHeadcount
from services.api.features.staff.models import Staff
from services.api.features.staff.models_dated import StaffTitle
from services.api.features.staff_moves import service_due
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
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, STARTED, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
TODAY, LATER = "2026-12-03", "2026-12-20"
REASON = {"reason": "请先核对学科需求"}
SECRET = "家里只有一个人照顾"


@pytest.fixture
async def world(make: Make) -> World:
    return await make.county_world()


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


async def posts(make: Make, school: School, approved: int) -> None:
    """The county has set the approved posts of a school."""
    await make.add(
        SchoolHeadcount(
            school_id=school.id, county_code=school.county_code, approved=approved, senior_posts=0, middle_posts=0,
            junior_posts=0, start_on=STARTED, basis="编办〔2020〕3号",
        )
    )  # fmt: skip


def body(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "staff_id": str(world.staff[0].id), "to_school_id": str(world.rural.id), "kind": "within_quota",
        "reason": "subject_need", "planned_on": LATER, "note": SECRET, **changes,
    }  # fmt: skip


def abroad(world: World, **changes: Any) -> dict[str, Any]:
    """To the next county of the same city."""
    return body(world, to_school_id=str(world.neighbour.id), kind="cross_county", **changes)


async def decided(caller: Caller, sent: dict[str, Any]) -> dict[str, Any]:
    made = await caller.post("/staff-moves", sent)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def step(caller: Caller, row: dict[str, Any], action: str, sent: Any = None) -> dict[str, Any]:
    done = await caller.post(f"/staff-moves/{row['id']}/{action}", sent, version=row["version"])
    assert done.status_code == 200, done.text
    found: dict[str, Any] = done.json()
    return found


async def worker_on(app: FastAPI, day: date) -> int:
    """What the worker does on a day."""
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return await service_due.carry_out_due(app.state.database, app.state.settings, at)


async def employments(app: FastAPI, staff: Staff) -> list[Staff]:
    async with app.state.database.reader() as db:
        mine: Any = Staff
        rows = select(Staff).where(mine.person_id == staff.person_id).order_by(mine.hired_on)
        return list((await db.scalars(rows)).all())


async def test_inside_county_and_establishment_the_school_decides_files_and_the_person_moves_on_the_day(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await decided(school, body(world))
    assert (row["status"], row["needs_approval"]) == ("decided", False)
    assert row["allowed_actions"] == ["edit", "file", "propose", "withdraw"]
    row = await step(school, row, "file")
    assert (row["status"], row["filed_on"], row["allowed_actions"]) == ("filed", TODAY, ["withdraw"])
    assert row["to_side"]["coming"] == row["from_side"]["leaving"] == 1
    assert await worker_on(app, date(2026, 12, 19)) == 0
    assert await worker_on(app, date(2026, 12, 20)) == 1
    assert await worker_on(app, date(2026, 12, 20)) == 0, "a second run has nothing left to do"
    old, new = await employments(app, world.staff[0])
    assert (old.ended_on, old.school_id) == (date(2026, 12, 19), world.urban.id)
    assert (new.hired_on, new.ended_on, new.school_id) == (date(2026, 12, 20), None, world.rural.id)
    assert (new.title, new.subject, new.in_quota) == (Title.first, "语文", True)
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert (seen["status"], seen["moved_on"], seen["new_staff_id"]) == ("moved", LATER, str(new.id))
    assert [each["text"] for each in seen["timeline"]] == ["人员记录转到了新学校", "报了备案", "学校决定调动"]


async def test_a_move_of_today_is_done_when_it_is_filed(app: FastAPI, make: Make, world: World, school: Caller) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world, planned_on=TODAY)), "file")
    assert (row["status"], row["moved_on"]) == ("moved", TODAY)
    assert [each.ended_on for each in await employments(app, world.staff[0])] == [date(2026, 12, 2), None]


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


async def test_the_last_post_of_a_school_is_filed_for_one_person_alone(
    app: FastAPI, make: Make, world: World, school: Caller
) -> None:
    await posts(make, world.rural, 3)
    first = await decided(school, body(world))
    second = await decided(school, body(world, staff_id=str(world.staff[1].id)))
    answers = await asyncio.gather(
        *(school.post(f"/staff-moves/{row['id']}/file", version=row["version"]) for row in (first, second))
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    refused = next(each for each in answers if each.status_code == 409).json()
    assert refused["code"] == "staff_move.no_room"
    assert "还有1人要调入" in refused["detail"]


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


async def test_fifty_decide_about_one_person_at_once_and_one_wins(app: FastAPI, world: World, school: Caller) -> None:
    answers = await asyncio.gather(*(school.post("/staff-moves", body(world)) for _ in range(AT_ONCE)))
    assert sorted(each.status_code for each in answers) == [201, *[409] * (AT_ONCE - 1)]
    async with app.state.database.reader() as db:
        assert await db.scalar(select(func.count()).select_from(StaffMove)) == 1


async def test_worker_and_clerk_who_act_at_once_move_the_person_once(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world)), "file")
    async with app.state.database.writer(clock=app.state.clock) as db:
        (await db.scalars(select(StaffMove))).one().planned_on = date(2026, 12, 3)
    version = (await county.get(f"/staff-moves/{row['id']}")).json()["version"]
    clerks = [county.post(f"/staff-moves/{row['id']}/carry-out", version=version) for _ in range(5)]
    workers = [worker_on(app, date(2026, 12, 3)) for _ in range(5)]
    answers, moved = await asyncio.gather(asyncio.gather(*clerks), asyncio.gather(*workers))
    assert [each.status_code for each in answers].count(200) + sum(moved) == 1
    assert len(await employments(app, world.staff[0])) == 2


async def test_what_cannot_be_done_on_its_day_says_why_and_is_done_when_it_can(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world, planned_on="2026-12-04")), "file")
    task = await make.assignment(world.staff[0], world.urban, world.neighbour)
    assert await worker_on(app, date(2026, 12, 4)) == 0
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert (seen["status"], seen["held_on"]) == ("filed", "2026-12-04")
    assert seen["held_why"] == "这名教职工还有没结束的交流任务，要先办结束。"
    assert await worker_on(app, date(2026, 12, 5)) == 0
    told = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert told["version"] == seen["version"], "the same trouble leaves no further event"
    assert [each["id"] for each in (await county.get("/staff-moves?held=true")).json()["items"]] == [row["id"]]
    async with app.state.database.writer(clock=app.state.clock) as db:
        (await db.get_one(type(task), task.id)).end_on = date(2026, 12, 5)
    assert await worker_on(app, date(2026, 12, 8)) == 1
    assert [each.ended_on for each in await employments(app, world.staff[0])] == [date(2026, 12, 7), None]


async def test_a_person_who_has_left_is_not_moved(
    app: FastAPI, make: Make, world: World, school: Caller, county: Caller
) -> None:
    await posts(make, world.rural, 3)
    row = await step(school, await decided(school, body(world)), "file")
    left = {"ended_on": "2026-12-05", "reason": "退休"}
    assert (await school.post(f"/staff/{world.staff[0].id}/end", left, version=1)).status_code == 200
    assert await worker_on(app, date(2026, 12, 20)) == 0
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert "人事关系到12月5日" in seen["held_why"]
    assert len(await employments(app, world.staff[0])) == 1
    assert (await step(county, seen, "void", REASON))["status"] == "void"


async def test_two_records_of_a_person_take_the_move_along_and_two_moves_stand_in_the_way(
    make: Make, world: World, school: Caller, county: Caller
) -> None:
    gone = await make.teacher(world.urban, ended_on=date(2022, 7, 31), hired_on=date(2021, 9, 1))
    row = await decided(school, body(world))
    merge = {"kept_person_id": str(gone.person_id), "merged_person_id": row["person_id"], "reason": "登记了两次"}
    made = await county.post("/person-merges", merge)
    assert made.status_code == 201, made.text
    seen = (await county.get(f"/staff-moves/{row['id']}")).json()
    assert (seen["person_id"], seen["status"]) == (str(gone.person_id), "proposed")
    other = await decided(school, body(world, staff_id=str(world.staff[1].id)))
    both = {**merge, "kept_person_id": seen["person_id"], "merged_person_id": other["person_id"]}
    refused = await county.post("/person-merges", both)
    assert (refused.status_code, refused.json()["code"]) == (409, "person.merge_blocked")
    assert "两条记录各有一项没办完的调动，先办完或撤回其中一项。" in refused.json()["detail"]


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
