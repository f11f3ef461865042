"""Swaps, replacements and corrections: what goes where, what is asked again, and what statistics say afterwards."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.api.features.assignments.models import Assignment
from services.api.kernel.clock import SetClock
from services.contracts.codes import AssignmentStatus, Locality, Role, Title
from tests.factories.world import CITY, HOME, Make, World
from tests.support.callers import Caller, SignIn

AUTUMN = {"start_on": date(2026, 12, 7), "end_on": date(2027, 1, 31)}
SPRING = {"start_on": date(2027, 2, 20), "end_on": date(2027, 7, 10)}


@pytest.fixture
async def county(sign_in: SignIn) -> Caller:
    return await sign_in(Role.county_coordinator, HOME)


async def plan(make: Make, world: World, person: int, **more: Any) -> Assignment:
    """A plan of the urban school that all three have confirmed."""
    at = make.app.state.clock.now()
    confirmed = {f"{part}_confirmed_at": at for part in ("sending", "receiving", "county")}
    return await make.assignment(
        world.staff[person], world.urban, more.pop("at", world.rural),
        **{"status": AssignmentStatus.confirmed, "arrived_on": None, **confirmed, **AUTUMN, **more},
    )  # fmt: skip


async def read(caller: Caller, row_id: Any) -> dict[str, Any]:
    answer = await caller.get(f"/assignments/{row_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def swap(caller: Caller, one: Assignment, other: Assignment, **more: Any) -> Any:
    body = {"other_id": str(other.id), "other_version": 1, **more}
    return await caller.post(f"/assignments/{one.id}/swap", body, version=1)


async def test_two_people_take_each_others_task_and_everybody_is_asked_again(
    make: Make, world: World, county: Caller
) -> None:
    third = await make.school(HOME, Locality.urban)
    pairing = await make.pairing(world.urban, world.rural)
    one = await plan(make, world, 0, pairing_id=pairing.id, receiving_post="班主任")
    other = await plan(make, world, 1, at=third, **SPRING)
    assert (await swap(county, one, other)).status_code == 200
    first, second = await read(county, one.id), await read(county, other.id)
    for row, school, start, post, under in (
        (first, third, "2027-02-20", "", None), (second, world.rural, "2026-12-07", "班主任", str(pairing.id)),
    ):  # fmt: skip
        assert (row["receiving_school"]["id"], row["start_on"]) == (str(school.id), start)
        assert (row["receiving_post"], row["pairing_id"], row["status"]) == (post, under, "planned")
        assert [each["confirmed_at"] for each in row["confirmations"]] == [None] * 3
        assert row["timeline"][0]["text"] == "和另一项任务互换，三方要重新确认"
    assert (first["direction"], second["direction"]) == ("peer", "urban_to_rural")
    assert [each["assignment_id"] for each in first["links"]] == [str(other.id)]
    assert (first["person_id"], second["person_id"]) == (str(one.person_id), str(other.person_id))


async def test_only_the_schools_change_places_when_that_is_asked_for(make: Make, world: World, county: Caller) -> None:
    third = await make.school(HOME, Locality.urban)
    one, other = await plan(make, world, 0), await plan(make, world, 1, at=third, **SPRING)
    assert (await swap(county, one, other, of="schools")).status_code == 200
    first, second = await read(county, one.id), await read(county, other.id)
    assert (first["receiving_school"]["id"], first["start_on"]) == (str(third.id), "2026-12-07")
    assert (second["receiving_school"]["id"], second["start_on"]) == (str(world.rural.id), "2027-02-20")


async def test_a_swap_that_would_put_somebody_at_two_schools_changes_nothing(
    make: Make, world: World, county: Caller
) -> None:
    one, other = await plan(make, world, 0), await plan(make, world, 1, **SPRING)
    await make.assignment(world.staff[0], world.urban, world.rural, start_on=date(2027, 7, 1))
    answer = await swap(county, one, other)
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment.overlap")
    assert [(await read(county, row.id))["status"] for row in (one, other)] == ["confirmed"] * 2


@pytest.mark.parametrize("what", ["self", "same person", "stale", "begun", "pairing", "out of scope"])
async def test_a_swap_that_does_not_fit_says_why(make: Make, world: World, county: Caller, what: str) -> None:
    one = await plan(make, world, 0)
    expected = {
        "self": (422, "assignment.swap_self"), "same person": (422, "assignment.swap_self"),
        "stale": (409, "assignment.swap_stale"), "begun": (409, "state.illegal"),
        "pairing": (422, "assignment.pairing_mismatch"), "out of scope": (422, "request.invalid"),
    }[what]  # fmt: skip
    if what == "self":
        other = one
    elif what == "begun":
        other = await make.assignment(world.staff[1], world.urban, world.rural)
    elif what == "pairing":
        there = await make.school(HOME)
        pairing = await make.pairing(world.rural, there)
        other = await make.assignment(
            world.staff[3], world.rural, there, status=AssignmentStatus.planned, pairing_id=pairing.id, **SPRING
        )
        one = await plan(make, world, 1, at=await make.school(HOME))
    elif what == "out of scope":
        stranger = await make.teacher(world.neighbour)
        other = await make.assignment(stranger, world.neighbour, world.third, status=AssignmentStatus.planned)
    else:
        other = await plan(make, world, 0 if what == "same person" else 1, **SPRING)
    version = 7 if what == "stale" else 1
    answer = await swap(county, one, other, other_version=version)
    assert (answer.status_code, answer.json()["code"]) == expected, answer.text


async def test_a_school_and_a_county_beside_do_not_swap(make: Make, world: World, sign_in: SignIn) -> None:
    one, other = await plan(make, world, 0), await plan(make, world, 1, **SPRING)
    school = await sign_in(Role.school_leader, school=world.urban)
    assert (await swap(school, one, other)).status_code == 403
    city = await sign_in(Role.city_supervisor, CITY)
    assert (await swap(city, one, other)).status_code == 403


async def test_before_the_start_somebody_else_goes_and_both_pages_say_so(
    make: Make, world: World, county: Caller
) -> None:
    old = await plan(make, world, 0, receiving_post="班主任")
    body = {"staff_id": str(world.staff[1].id), "reason": "校内另有任务"}
    answer = await county.post(f"/assignments/{old.id}/substitute", body, version=1)
    assert answer.status_code == 200, answer.text
    new = await read(county, answer.json()["id"])
    before = await read(county, old.id)
    assert (before["status"], before["closed_reason"]) == ("void", "校内另有任务")
    assert (new["status"], new["start_on"], new["end_on"], new["receiving_post"]) == (
        "planned", "2026-12-07", "2027-01-31", "班主任",
    )  # fmt: skip
    assert [(each["how"], each["assignment_id"]) for each in new["links"]] == [("replaces", str(old.id))]
    assert [(each["how"], each["assignment_id"]) for each in before["links"]] == [("replaced_by", new["id"])]
    assert (before["timeline"][0]["text"], new["timeline"][0]["text"]) == (
        "换了人，这项任务不再办", "接替前一名人员，安排了交流任务",
    )  # fmt: skip


async def test_while_it_runs_the_rest_goes_to_somebody_else_without_a_gap(
    make: Make, world: World, county: Caller
) -> None:
    old = await make.assignment(world.staff[0], world.urban, world.rural)
    body = {"staff_id": str(world.staff[1].id), "start_on": "2026-12-01", "reason": "生病休养"}
    answer = await county.post(f"/assignments/{old.id}/relieve", body, version=1)
    assert answer.status_code == 200, answer.text
    new, before = answer.json(), await read(county, old.id)
    assert (before["status"], before["end_on"]) == ("terminated", "2026-11-30")
    assert (new["start_on"], new["end_on"], new["status"]) == ("2026-12-01", "2027-08-31", "planned")


@pytest.mark.parametrize(
    ("action", "change", "code"),
    [
        ("substitute", {"staff_id": "own"}, "assignment.replace_self"),
        ("substitute", {"staff_id": "rural"}, "assignment.replace_other_school"),
        ("substitute", {"staff_id": "left"}, "assignment.staff_ended"),
        ("relieve", {"start_on": "2026-09-01"}, "assignment.relieve_outside"),
        ("relieve", {"start_on": "2027-03-01"}, "assignment.relieve_outside"),
    ],
)
async def test_who_cannot_take_over_is_refused(
    make: Make, world: World, county: Caller, action: str, change: dict[str, str], code: str
) -> None:
    status = AssignmentStatus.active if action == "relieve" else AssignmentStatus.confirmed
    row = await make.assignment(world.staff[0], world.urban, world.rural, status=status)
    left = await make.teacher(world.urban, ended_on=date(2026, 10, 31))
    people = {"own": world.staff[0], "rural": world.staff[3], "left": left}
    body: dict[str, str] = {"staff_id": str(world.staff[1].id), "reason": "另有任务"}
    if action == "relieve":
        body["start_on"] = "2026-12-01"
    body |= {name: str(people[value].id) if value in people else value for name, value in change.items()}
    answer = await county.post(f"/assignments/{row.id}/{action}", body, version=1)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert (await read(county, row.id))["status"] == status.value


async def rotation(caller: Caller, **asked: str) -> int:
    query = "&".join(f"{name}={value}" for name, value in {"school_year": "2026", "basis": "started", **asked}.items())
    found = (await caller.get(f"/assignments?{query}&region_code={HOME}&outcome=counted&count=true")).json()
    return int(found["count"])


async def test_a_fact_that_was_wrong_is_put_right_and_the_statistics_follow(
    make: Make, world: World, county: Caller, sign_in: SignIn
) -> None:
    row = await make.assignment(
        world.staff[0], world.urban, world.rural, sending_locality=Locality.rural, receiving_locality=Locality.rural,
        direction="peer",
    )  # fmt: skip
    assert (await rotation(county, title="senior"), await rotation(county, direction="urban_to_rural")) == (0, 0)
    body = {"title": "senior", "sending_locality": "urban", "stage": "primary", "reason": "证书日期看错"}
    answer = await county.post(f"/assignments/{row.id}/correct-facts", body, version=1)
    assert answer.status_code == 200, answer.text
    assert (await rotation(county, title="senior"), await rotation(county, direction="urban_to_rural")) == (1, 1)
    seen = await read(county, row.id)
    assert (seen["facts"]["title"], seen["direction"]) == ("senior", "urban_to_rural")
    told = [(each["field"], each["was"], each["became"], each["reason"]) for each in seen["corrections"]]
    assert sorted(told) == [
        ("sending_locality", "rural", "urban", "证书日期看错"), ("title", "first", "senior", "证书日期看错"),
    ]  # fmt: skip
    again = await county.post(f"/assignments/{row.id}/correct-facts", body, version=seen["version"])
    assert (again.status_code, again.json()["code"]) == (422, "assignment.nothing_corrected")
    receiving = await read(await sign_in(Role.school_leader, school=world.rural), row.id)
    assert {(each["field"], each["was"], each["reason"]) for each in receiving["corrections"]} == {
        ("sending_locality", None, None), ("title", None, None),
    }  # fmt: skip


async def test_before_the_start_the_facts_follow_the_records_and_are_not_corrected(
    make: Make, world: World, county: Caller
) -> None:
    row = await plan(make, world, 0)
    assert "correct-facts" not in (await read(county, row.id))["allowed_actions"]
    body = {"title": "senior", "reason": "证书日期看错"}
    answer = await county.post(f"/assignments/{row.id}/correct-facts", body, version=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "assignment.facts_follow")


async def test_promotion_and_a_new_locality_after_the_start_change_nothing(
    make: Make, world: World, county: Caller, sign_in: SignIn, clock: SetClock
) -> None:
    row = await make.assignment(
        world.staff[0], world.urban, world.rural, sending_locality=Locality.urban, receiving_locality=Locality.rural
    )
    before = await read(county, row.id)
    version = (await county.get(f"/staff/{world.staff[0].id}")).json()["version"]
    promoted = {"title": Title.full_senior.value}
    assert (await county.patch(f"/staff/{world.staff[0].id}", promoted, version=version)).status_code == 200
    version = (await county.get(f"/schools/{world.rural.id}")).json()["version"]
    decided = {"locality": "urban", "start_on": "2026-12-01", "basis": "重新认定"}
    moved = await county.post(f"/schools/{world.rural.id}/decide-locality", decided, version=version)
    assert moved.status_code == 200, moved.text
    clock.forward(timedelta(days=40))
    after = await read(await sign_in(Role.county_coordinator, HOME), row.id)
    assert (after["facts"], after["direction"]) == (before["facts"], before["direction"])
