"""Assignments: planning, the three confirmations, and what happens afterwards, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.api.kernel.clock import SetClock
from services.contracts.codes import AssignmentStatus, Locality, PairingStatus, Role, Title, Workload
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, STARTED, THIRD, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


def planned(world: World, person: int = 0, **changes: Any) -> dict[str, Any]:
    return {
        "staff_id": str(world.staff[person].id),
        "receiving_school_id": str(world.rural.id),
        "mode": "support_teaching",
        "workload": "full_time",
        "start_on": "2026-11-16",
        "end_on": "2027-08-31",
        **changes,
    }


async def act(caller: Caller, row: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    answer = await caller.post(f"/assignments/{row['id']}/{action}", body, version=row["version"])
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    return after


async def test_direction_age_and_year_are_derived(world: World, make: Make, county: Caller) -> None:
    person = await make.teacher(world.urban, birth_on=date(1985, 9, 2), title=Title.senior)
    made = await county.post("/assignments", planned(world, staff_id=str(person.id)))
    assert made.status_code == 201, made.text
    row = made.json()
    assert (row["direction"], row["school_year"], row["status"]) == ("urban_to_rural", 2026, "planned")
    assert (row["extended"], [part["confirmed_at"] for part in row["confirmations"]]) == (False, [None] * 3)
    detail = (await county.get(f"/assignments/{row['id']}")).json()
    assert detail["facts"] == {
        "post": "teacher", "title": "senior", "stage": "primary", "age": 40, "sending_locality": "urban",
        "receiving_locality": "rural",
    }  # fmt: skip
    assert (detail["subject"], detail["timeline"][0]["text"]) == ("语文", "安排了交流任务")


async def test_three_confirm_their_own_parts_and_then_the_person_comes(
    world: World, county: Caller, sign_in: SignIn
) -> None:
    sending = await sign_in(Role.school_leader, school=world.urban)
    receiving = await sign_in(Role.school_reporter, school=world.rural)
    row = (await county.post("/assignments", planned(world))).json()
    row = await act(receiving, row, "confirm")
    assert [part["confirmed_by"] for part in row["confirmations"]] == [None, "测试员", None]
    assert row["allowed_actions"] == ["disagree"]
    again = await receiving.post(f"/assignments/{row['id']}/confirm", version=row["version"])
    assert (again.status_code, again.json()["code"]) == (409, "assignment.already_confirmed")
    row = await act(sending, row, "confirm")
    assert row["status"] == "planned"
    row = await act(county, row, "confirm")
    assert row["status"] == "confirmed"
    row = await act(receiving, row, "arrive", arrived_on="2026-11-17")
    assert (row["status"], row["allowed_actions"]) == ("active", [])
    told = [item["text"] for item in (await county.get(f"/assignments/{row['id']}")).json()["timeline"]]
    assert told == ["已到岗", "县区确认了安排", "派出学校确认了安排", "接收学校确认了安排", "安排了交流任务"]


async def test_facts_are_frozen_at_the_last_confirmation(
    world: World, make: Make, county: Caller, sign_in: SignIn
) -> None:
    row = (await county.post("/assignments", planned(world))).json()
    for school in (world.urban, world.rural):
        row = await act(await sign_in(Role.school_leader, school=school), row, "confirm")
    staff = await county.get(f"/staff/{world.staff[0].id}")
    path = f"/staff/{world.staff[0].id}"
    assert (await county.patch(path, {"title": "senior"}, version=staff.json()["version"])).status_code == 200
    row = await act(county, row, "confirm")
    assert (await county.get(f"/assignments/{row['id']}")).json()["facts"]["title"] == "senior"
    row = await act(county, row, "arrive", arrived_on="2026-11-16")
    assert (await county.patch(path, {"title": "full_senior"}, version=staff.json()["version"] + 1)).status_code == 200
    assert (await county.get(f"/assignments/{row['id']}")).json()["facts"]["title"] == "senior"


async def test_changing_a_plan_asks_all_three_again(world: World, county: Caller, sign_in: SignIn) -> None:
    row = (await county.post("/assignments", planned(world))).json()
    row = await act(await sign_in(Role.school_leader, school=world.urban), row, "confirm")
    changed = await county.patch(
        f"/assignments/{row['id']}", {"end_on": "2027-01-31", "workload": "part_time"}, version=row["version"]
    )
    assert changed.status_code == 200, changed.text
    after = changed.json()
    assert (after["end_on"], after["workload"], after["extended"]) == ("2027-01-31", "part_time", False)
    assert [part["confirmed_at"] for part in after["confirmations"]] == [None] * 3


@pytest.mark.parametrize(
    ("role", "region", "receiving", "status"),
    [
        (Role.county_coordinator, HOME, "rural", 201),
        (Role.county_coordinator, HOME, "neighbour", 403),
        (Role.city_supervisor, CITY, "neighbour", 201),
        (Role.city_supervisor, CITY, "rural", 403),
        (Role.province_supervisor, PROVINCE, "neighbour", 403),
        (Role.county_coordinator, NEIGHBOUR, "rural", 422),
        (Role.hr, HOME, "rural", 403),
    ],
)
async def test_the_lowest_office_above_both_schools_plans(
    world: World, sign_in: SignIn, role: Role, region: str, receiving: str, status: int
) -> None:
    caller = await sign_in(role, region)
    body = planned(world, receiving_school_id=str(getattr(world, receiving).id))
    answer = await caller.post("/assignments", body)
    assert answer.status_code == status, answer.text


async def test_a_school_may_not_plan(world: World, sign_in: SignIn) -> None:
    leader = await sign_in(Role.school_leader, school=world.urban)
    answer = await leader.post("/assignments", planned(world))
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")


async def test_across_counties_the_home_county_confirms_and_the_receiving_one_sees(
    world: World, sign_in: SignIn, county: Caller
) -> None:
    city = await sign_in(Role.city_supervisor, CITY)
    body = planned(world, person=3, receiving_school_id=str(world.neighbour.id))
    row = (await city.post("/assignments", body)).json()
    assert row["direction"] == "out_of_area"
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    refused = await other.post(f"/assignments/{row['id']}/confirm", version=row["version"])
    assert (refused.status_code, refused.json()["code"]) == (403, "permission.denied")
    assert (await other.get(f"/assignments/{row['id']}")).json()["allowed_actions"] == ["disagree"]
    row = await act(county, row, "confirm")
    assert row["confirmations"][2]["confirmed_at"] is not None
    assert (await county.get(f"/assignments/{row['id']}")).json()["allowed_actions"] == ["disagree", "refuse"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"receiving_school_id": "own"}, "assignment.same_school", "receiving_school_id"),
        ({"end_on": "2026-11-15"}, "period.order", "end_on"),
        ({"staff_id": "0199a000-0000-7000-8000-000000000000"}, "request.invalid", "staff_id"),
        ({"pairing_id": "0199a000-0000-7000-8000-000000000000"}, "request.invalid", "pairing_id"),
        ({"team_id": "0199a000-0000-7000-8000-000000000000"}, "request.invalid", "team_id"),
        ({"direction": "peer"}, "request.invalid", "direction"),
        ({"start_on": "9999-12-31"}, "request.invalid", "start_on"),
        ({"workload": "many"}, "request.invalid", "workload"),
        ({"subject": "语文\u0000"}, "request.invalid", "subject"),
    ],
)
async def test_a_bad_plan_names_the_field(
    world: World, county: Caller, change: dict[str, Any], code: str, field: str
) -> None:
    change = {name: str(world.urban.id) if value == "own" else value for name, value in change.items()}
    answer = await county.post("/assignments", planned(world, **change))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_both_schools_must_be_the_sides_of_the_pairing(world: World, make: Make, county: Caller) -> None:
    foreign = await make.pairing(world.urban, world.neighbour)
    answer = await county.post("/assignments", planned(world, pairing_id=str(foreign.id)))
    assert (answer.status_code, answer.json()["code"]) == (422, "assignment.pairing_mismatch")
    others = await make.pairing(world.neighbour, world.rural)
    answer = await county.post("/assignments", planned(world, pairing_id=str(others.id)))
    assert (answer.status_code, answer.json()["code"]) == (422, "assignment.pairing_person")
    assert [error["field"] for error in answer.json()["errors"]] == ["staff_id"]
    ended = await make.pairing(world.urban, world.rural, status=PairingStatus.ended)
    over = await county.post("/assignments", planned(world, pairing_id=str(ended.id)))
    assert over.json()["errors"][0]["code"] == "pairing.closed"
    live = await make.pairing(world.rural, world.urban)
    assert (await county.post("/assignments", planned(world, pairing_id=str(live.id)))).status_code == 201


async def test_whoever_has_left_is_not_sent(world: World, make: Make, county: Caller) -> None:
    gone = await make.teacher(world.urban, ended_on=date(2026, 7, 31))
    answer = await county.post("/assignments", planned(world, staff_id=str(gone.id)))
    assert (answer.status_code, answer.json()["code"]) == (422, "assignment.staff_ended")
    assert answer.json()["detail"] == "这名教职工的人事关系在7月31日已结束。"


@pytest.mark.parametrize("day", ["2026-11-15", "2026-12-04"])
async def test_an_arrival_is_on_a_day_of_the_assignment_that_has_come(
    world: World, make: Make, county: Caller, day: str
) -> None:
    row = await make.assignment(
        world.staff[0], world.urban, world.rural, start_on=date(2026, 11, 16), status=AssignmentStatus.confirmed,
        arrived_on=None,
    )  # fmt: skip
    answer = await county.post(f"/assignments/{row.id}/arrive", {"arrived_on": day}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "assignment.too_early")
    assert answer.json()["detail"] == "到岗日期不能早于开始的11月16日，也不能晚于12月3日。"


async def test_an_arrival_is_offered_from_the_first_day_on_and_refused_before_in_words(
    world: World, make: Make, county: Caller
) -> None:
    row = await make.assignment(
        world.staff[0], world.urban, world.rural, start_on=date(2027, 2, 22), status=AssignmentStatus.confirmed,
        arrived_on=None,
    )  # fmt: skip
    assert "arrive" not in (await county.get(f"/assignments/{row.id}")).json()["allowed_actions"]
    answer = await county.post(f"/assignments/{row.id}/arrive", {"arrived_on": "2027-02-22"}, version=1)
    assert (answer.status_code, answer.json()["code"]) == (422, "assignment.not_begun")
    assert answer.json()["detail"] == "还没到2027年2月22日，到了那天再办。"


async def test_an_extension_keeps_the_planned_end(world: World, make: Make, county: Caller) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2027, 1, 31))
    row = {"id": str(made.id), "version": 1}
    earlier = await county.post(
        f"/assignments/{made.id}/extend", {"end_on": "2027-01-31", "reason": "接着教"}, version=1
    )
    assert (earlier.status_code, earlier.json()["code"]) == (422, "assignment.extend_later")
    row = await act(county, row, "extend", end_on="2027-08-31", reason="接着教完这一学年")
    assert (row["end_on"], row["extended"], row["status"]) == ("2027-08-31", True, "active")
    assert (await county.get(f"/assignments/{made.id}")).json()["planned_end_on"] == "2027-01-31"


async def test_every_extension_keeps_its_reason_and_an_early_end_has_its_own(
    world: World, make: Make, county: Caller
) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2027, 1, 31))
    row = {"id": str(made.id), "version": 1}
    row = await act(county, row, "extend", end_on="2027-08-31", reason="接着教完这一学年")
    row = await act(county, row, "extend", end_on="2028-01-31", reason="学校请求再留一学期")
    await act(county, row, "terminate", end_on="2026-12-01", reason="调回原校")
    found = (await county.get(f"/assignments/{made.id}")).json()
    assert [(each["from_end_on"], each["to_end_on"], each["reason"]) for each in found["extensions"]] == [
        ("2027-01-31", "2027-08-31", "接着教完这一学年"),
        ("2027-08-31", "2028-01-31", "学校请求再留一学期"),
    ]
    assert {each["extended_by"] for each in found["extensions"]} == {"测试员"}
    assert found["extensions"][0]["extended_at"] == "2026-12-03T01:40:00Z"
    assert found["closed_reason"] == "调回原校"


async def test_it_is_complete_on_its_last_day_and_not_before(
    world: World, make: Make, county: Caller, clock: SetClock, sign_in: SignIn
) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.rural, end_on=date(2026, 12, 4))
    early = await county.post(f"/assignments/{made.id}/complete", version=1)
    assert (early.status_code, early.json()["code"]) == (409, "assignment.not_over")
    assert "complete" not in (await county.get(f"/assignments/{made.id}")).json()["allowed_actions"]
    clock.put(datetime(2026, 12, 3, 16, 30, tzinfo=UTC))
    next_day = await sign_in(Role.county_coordinator, HOME)
    after = await act(next_day, {"id": str(made.id), "version": 1}, "complete")
    assert (after["status"], after["allowed_actions"]) == ("completed", ["correct-facts"])


@pytest.mark.parametrize(("action", "status"), [("terminate", "terminated"), ("incomplete", "incomplete")])
async def test_it_ends_early_with_a_reason(world: World, make: Make, county: Caller, action: str, status: str) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.rural)
    path = f"/assignments/{made.id}/{action}"
    future = await county.post(path, {"end_on": "2026-12-04", "reason": "调回原校"}, version=1)
    assert (future.status_code, future.json()["code"]) == (422, "assignment.end_outside")
    assert (await county.post(path, {"end_on": "2026-12-01"}, version=1)).status_code == 422
    row = {"id": str(made.id), "version": 1}
    row = await act(county, row, action, end_on="2026-11-30", reason="调回原校")
    assert (row["status"], row["end_on"]) == (status, "2026-11-30")
    assert (await county.get(f"/assignments/{made.id}")).json()["closed_reason"] == "调回原校"


async def test_refused_and_void_ones_free_the_time(world: World, county: Caller, sign_in: SignIn) -> None:
    first = (await county.post("/assignments", planned(world))).json()
    await act(county, first, "void", reason="录错了人")
    second = (await county.post("/assignments", planned(world))).json()
    sending = await sign_in(Role.school_reporter, school=world.urban)
    after = await act(sending, second, "refuse", reason="本人不参加")
    assert after["status"] == "refused"
    assert (await county.post("/assignments", planned(world))).status_code == 201


async def test_a_receiving_school_does_not_end_or_extend(world: World, make: Make, sign_in: SignIn) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.rural)
    receiving = await sign_in(Role.school_reporter, school=world.rural)
    body = {"end_on": "2026-12-01", "reason": "调回原校"}
    for action in ("extend", "terminate", "incomplete"):
        answer = await receiving.post(f"/assignments/{made.id}/{action}", body, version=1)
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied"), action


async def test_versions_are_asked_for_and_compared(world: World, make: Make, county: Caller) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.rural)
    body = {"reason": "录错了人"}
    assert (await county.post(f"/assignments/{made.id}/void", body)).status_code == 428
    assert (await county.post(f"/assignments/{made.id}/void", body, version=3)).status_code == 412
    assert (await county.patch(f"/assignments/{made.id}", {"subject": "数学"}, version=1)).status_code == 409


async def test_only_parties_and_the_offices_above_see_an_assignment(world: World, make: Make, sign_in: SignIn) -> None:
    made = await make.assignment(world.staff[0], world.urban, world.neighbour)
    path = f"/assignments/{made.id}"
    seeing = [
        await sign_in(Role.county_coordinator, HOME),
        await sign_in(Role.county_coordinator, NEIGHBOUR),
        await sign_in(Role.province_supervisor, PROVINCE),
        await sign_in(Role.school_reporter, school=world.urban),
        await sign_in(Role.school_reporter, school=world.neighbour),
        await sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id),
        await sign_in(Role.finance, HOME),
    ]
    blind = [
        await sign_in(Role.county_coordinator, THIRD),
        await sign_in(Role.school_reporter, school=world.rural),
        await sign_in(Role.teacher, HOME, person_id=world.staff[1].person_id),
    ]
    assert [(await caller.get(path)).status_code for caller in seeing] == [200] * 7
    assert [(await caller.get(path)).status_code for caller in blind] == [404] * 3


async def test_a_locality_decided_before_the_start_changes_the_direction(
    world: World, make: Make, county: Caller
) -> None:
    other = await make.school(HOME, Locality.urban)
    row = (await county.post("/assignments", planned(world, receiving_school_id=str(other.id)))).json()
    assert row["direction"] == "peer"
    school = (await county.get(f"/schools/{other.id}")).json()
    decision = {"locality": "rural", "start_on": "2026-11-01", "basis": "县教育局会议"}
    decided = await county.post(f"/schools/{other.id}/decide-locality", decision, version=school["version"])
    assert decided.status_code == 200, decided.text
    changed = await county.patch(f"/assignments/{row['id']}", {"subject": "数学"}, version=row["version"])
    assert changed.json()["direction"] == "urban_to_rural"


async def test_a_month_of_study_may_lie_inside_a_longer_assignment(world: World, make: Make, county: Caller) -> None:
    await make.assignment(world.staff[0], world.urban, world.rural)
    body = planned(world, workload=Workload.attached.value, mode="shadow_study", end_on="2026-12-15")
    assert (await county.post("/assignments", body)).status_code == 201
    assert STARTED.year == 2020
