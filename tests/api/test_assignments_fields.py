"""Each side of an assignment that crosses borders is given exactly the fields that are declared for it."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.features.assignments.fields import FIELDS
from services.api.features.assignments.models import Assignment, AssignmentCorrection, AssignmentExtension
from services.contracts.assignments import AssignmentDetail, AssignmentRow
from services.contracts.codes import AssignmentStatus, ClientScope, FieldSet, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

Caught = Callable[[SignIn, World], Awaitable[Caller]]
SCHOOL_FIELDS = ("sending_school", "receiving_school")
IN_LIST = set(AssignmentRow.model_fields)


async def identified(sign_in: SignIn, _world: World) -> Caller:
    return await sign_in.client([ClientScope.records_read, ClientScope.records_identified], PROVINCE)


READERS: dict[str, tuple[Caught, FieldSet | None]] = {
    "home county": (lambda sign_in, _: sign_in(Role.county_coordinator, HOME), FieldSet.home),
    "receiving county": (lambda sign_in, _: sign_in(Role.county_coordinator, "610202"), FieldSet.receiving),
    "third county": (lambda sign_in, _: sign_in(Role.county_coordinator, NEIGHBOUR), None),
    "county far away": (lambda sign_in, _: sign_in(Role.county_coordinator, THIRD), None),
    "city over the home county": (lambda sign_in, _: sign_in(Role.city_supervisor, CITY), FieldSet.home),
    "city over the receiving county": (lambda sign_in, _: sign_in(Role.city_supervisor, "610200"), FieldSet.receiving),
    "province over both": (lambda sign_in, _: sign_in(Role.province_supervisor, PROVINCE), FieldSet.above),
    "auditor over both": (lambda sign_in, _: sign_in(Role.auditor, PROVINCE), FieldSet.above),
    "finance of the receiving county": (lambda sign_in, _: sign_in(Role.finance, "610202"), FieldSet.receiving),
    "sending school": (lambda sign_in, world: sign_in(Role.school_leader, school=world.urban), FieldSet.home),
    "receiving school": (lambda sign_in, world: sign_in(Role.school_reporter, school=world.third), FieldSet.receiving),
    "another school": (lambda sign_in, world: sign_in(Role.school_reporter, school=world.rural), None),
    "the person": (
        lambda sign_in, world: sign_in(Role.teacher, HOME, person_id=world.staff[0].person_id), FieldSet.own,
    ),
    "another person": (
        lambda sign_in, world: sign_in(Role.teacher, HOME, person_id=world.staff[1].person_id), None,
    ),
    "a system": (lambda sign_in, _: sign_in.client([ClientScope.records_read], PROVINCE), FieldSet.pseudonymous),
    "a system with a legal basis": (identified, FieldSet.identified),
}  # fmt: skip


@pytest.fixture
async def world(make: Make) -> World:
    """Its `third` school lies in another city of the province here."""
    found = await make.county_world()
    found.third = await make.school("610202")
    return found


@pytest.fixture
async def crossing(world: World, make: Make, sign_in: SignIn) -> Assignment:
    """Extended, ended early and confirmed: every field of it holds something."""
    by = (await sign_in(Role.province_supervisor, PROVINCE)).id
    confirmed = {f"{part}_confirmed_by": by for part in ("sending", "receiving", "county")}
    at = {f"{part}_confirmed_at": make.app.state.clock.now() for part in ("sending", "receiving", "county")}
    pairing = await make.pairing(world.urban, world.third)
    row = await make.assignment(
        world.staff[0], world.urban, world.third, status=AssignmentStatus.terminated, pairing_id=pairing.id,
        receiving_post="班主任", closed_reason="家人住院要陪护", sending_locality="urban", receiving_locality="urban",
        **confirmed, **at,
    )  # fmt: skip
    await make.add(
        AssignmentExtension(
            county_code=HOME, assignment_id=row.id, from_end_on=date(2027, 1, 31), to_end_on=date(2027, 8, 31),
            reason="接着教完这一学年", extended_at=make.app.state.clock.now(), extended_by=by,
        ),
        AssignmentCorrection(
            county_code=HOME, assignment_id=row.id, field="title", was="first", became="senior", reason="证书日期看错",
            corrected_at=make.app.state.clock.now(), corrected_by=by,
        ),
    )  # fmt: skip
    return row


def given(value: Any, path: str = "") -> set[str]:
    """The dotted paths of everything that is not null and no empty list; a school counts as one field."""
    if isinstance(value, dict) and path not in SCHOOL_FIELDS:
        return set().union(*(given(part, f"{path}.{name}".lstrip(".")) for name, part in value.items()))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return set().union(*(given(part, path) for part in value))
    return set() if value in (None, [], "") else {path}


SELDOM = {
    "allowed_actions", "team_id", "months.month", "months.state", "timeline.who", "links.how", "links.assignment_id",
    "links.name", "findings.rule_key", "findings.title", "findings.is_met", "findings.text", "findings.effect",
    "findings.source",
}  # fmt: skip
"""Empty for this row, or not for everybody of one set."""


@pytest.mark.parametrize("reader", READERS)
async def test_each_reader_is_given_exactly_the_fields_declared_for_its_side(
    world: World, crossing: Assignment, sign_in: SignIn, reader: str
) -> None:
    caught, expected = READERS[reader]
    caller = await caught(sign_in, world)
    found = await caller.get(f"/assignments/{crossing.id}")
    rows = (await caller.get("/assignments")).json()["items"]
    if expected is None:
        assert (found.status_code, rows) == (404, [])
        return
    detail = found.json()
    assert (detail["field_set"], [row["field_set"] for row in rows]) == (expected.value, [expected.value])
    assert given(detail) - SELDOM == FIELDS[expected] - SELDOM
    in_list = {path for path in FIELDS[expected] - SELDOM if path.split(".")[0] in IN_LIST}
    assert given(rows[0]) - SELDOM == in_list


def test_no_field_of_the_contract_is_forgotten_in_the_table() -> None:
    """A new field is given to nobody; here somebody decides to whom."""
    everything = FIELDS[FieldSet.home]
    assert all(fields <= everything for fields in FIELDS.values())
    assert set(FIELDS) == set(FieldSet)
    assert {path.split(".")[0] for path in everything} == set(AssignmentDetail.model_fields)


def test_what_may_touch_on_health_and_family_stays_with_the_home_side() -> None:
    for held in (FieldSet.receiving, FieldSet.identified, FieldSet.pseudonymous):
        assert not {"closed_reason", "facts.age"} & FIELDS[held]
    assert not {"name", "confirmations.confirmed_by", "timeline.who"} & FIELDS[FieldSet.pseudonymous]


async def test_who_takes_over_is_named_to_people_of_both_sides_and_never_to_a_system_without_names(
    world: World, make: Make, sign_in: SignIn
) -> None:
    old = await make.assignment(world.staff[0], world.urban, world.third, status=AssignmentStatus.void)
    new = await make.assignment(world.staff[1], world.urban, world.third, replaces_id=old.id)
    told = {}
    for reader in ("home county", "receiving county", "province over both", "a system", "another person"):
        row = (await (await READERS[reader][0](sign_in, world)).get(f"/assignments/{new.id}")).json()
        links = row["links"]
        told[reader] = [(each["how"], each["assignment_id"] == str(old.id), each["name"] is None) for each in links]
    assert told == {
        "home county": [("replaces", True, False)], "receiving county": [("replaces", True, False)],
        "province over both": [("replaces", True, False)], "a system": [("replaces", True, True)], "another person": [],
    }  # fmt: skip


async def test_inside_one_county_the_two_schools_read_as_their_sides_and_the_county_as_home(
    world: World, make: Make, sign_in: SignIn
) -> None:
    row = await make.assignment(world.staff[0], world.urban, world.rural, closed_reason="调回原校")
    callers = {
        "home": await sign_in(Role.school_reporter, school=world.urban),
        "receiving": await sign_in(Role.school_reporter, school=world.rural),
        "county": await sign_in(Role.county_coordinator, HOME),
    }
    found = {name: (await caller.get(f"/assignments/{row.id}")).json() for name, caller in callers.items()}
    assert {name: each["field_set"] for name, each in found.items()} == {
        "home": "home", "receiving": "receiving", "county": "home",
    }  # fmt: skip
    assert found["receiving"]["closed_reason"] is None
    assert found["county"]["closed_reason"] == "调回原校"


async def test_an_office_reads_one_page_with_rows_of_both_its_sides_and_the_same_queries(
    app: FastAPI, world: World, make: Make, sign_in: SignIn
) -> None:
    out = await make.assignment(world.staff[0], world.urban, world.third)
    coming = await make.teacher(world.third)
    inward = await make.assignment(coming, world.third, world.urban)
    city = await sign_in(Role.city_supervisor, CITY)
    with counted_reads(app) as statements:
        rows = (await city.get("/assignments")).json()["items"]
    assert {row["id"]: (row["field_set"], row["staff_id"] is None) for row in rows} == {
        str(out.id): ("home", False), str(inward.id): ("receiving", True),
    }  # fmt: skip
    assert len(statements) <= 4, statements
