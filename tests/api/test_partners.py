"""Partners: who helps a pairing or a school beside schools, for whom, until when, and who sees the contact."""

import asyncio

import pytest
from fastapi import FastAPI

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    """The supporting school's reporter."""
    return await sign_in(Role.school_reporter, school=world.urban)


def partner(pairing: Pairing, **changes: object) -> dict[str, object]:
    """A training school helps both schools of a pairing."""
    return {
        "name": "市教师进修学校", "kind": "training_school", "pairing_id": str(pairing.id), "start_on": "2026-09-01",
        "helps_with": "每学期送教两次", "contact": "萧俊平", "phone": "6210 0155", **changes,
    }  # fmt: skip


async def test_a_partner_is_recorded_put_right_ended_and_told(school: Caller, pairing: Pairing) -> None:
    made = await school.post("/partners", partner(pairing))
    assert (made.status_code, made.json()["allowed_actions"]) == (201, ["edit", "end", "void"])
    path = f"/partners/{made.json()['id']}"
    changed = await school.patch(path, {"contact": None, "helps_with": "每月送教一次"}, version=1)
    assert (changed.json()["contact"], changed.json()["helps_with"], changed.json()["version"]) == (
        "",
        "每月送教一次",
        2,
    )
    assert (await school.patch(path, {"phone": "62100001"}, version=1)).status_code == 412
    early = await school.post(f"{path}/end", {"end_on": "2026-08-01", "reason": "到期"}, version=2)
    assert (early.status_code, early.json()["code"]) == (422, "period.order")
    ended = await school.post(f"{path}/end", {"end_on": "2026-10-31", "reason": "到期"}, version=2)
    assert (ended.json()["is_over"], ended.json()["allowed_actions"]) == (True, ["edit", "void"])
    assert (await school.get("/partners?on=2026-10-31")).json()["items"] != []
    assert (await school.get("/partners?on=2026-11-01")).json()["items"] == []
    void = await school.post(f"{path}/void", {"reason": "登记错了"}, version=3)
    assert (void.json()["voided"], void.json()["allowed_actions"]) == (True, [])
    assert (await school.post(f"{path}/void", {"reason": "再来一次"}, version=4)).status_code == 409
    assert (await school.get("/partners")).json()["items"] == []


async def test_one_helps_either_a_pairing_or_a_school(school: Caller, pairing: Pairing, world: World) -> None:
    own = {"pairing_id": None, "school_id": str(world.urban.id)}
    assert (await school.post("/partners", partner(pairing, **own))).status_code == 201
    for wrong in ({"school_id": str(world.urban.id)}, {"pairing_id": None}):
        answer = await school.post("/partners", partner(pairing, **wrong))
        assert (answer.status_code, answer.json()["code"]) == (422, "partner.owner")
    other = {"pairing_id": None, "school_id": str(world.rural.id)}
    assert (await school.post("/partners", partner(pairing, **other))).status_code == 404


async def test_the_list_of_a_pairing_has_those_of_its_two_schools_too(
    school: Caller, pairing: Pairing, make: Make, world: World, sign_in: SignIn
) -> None:
    for_school = {"pairing_id": None, "school_id": str(world.urban.id), "name": "市第一师范学院"}
    rural = await sign_in(Role.school_reporter, school=world.rural)
    elsewhere = partner(pairing, pairing_id=None, school_id=str(world.rural.id), name="县印刷厂")
    for who, body in ((school, partner(pairing)), (school, partner(pairing, **for_school)), (rural, elsewhere)):
        assert (await who.post("/partners", body)).status_code == 201
    county = await sign_in(Role.county_coordinator, HOME)
    names = {row["name"] for row in (await county.get(f"/partners?pairing_id={pairing.id}")).json()["items"]}
    assert names == {"市教师进修学校", "市第一师范学院"}
    other = await make.pairing(world.urban, world.rural)
    both = {row["name"] for row in (await county.get(f"/partners?pairing_id={other.id}")).json()["items"]}
    assert both == {"市第一师范学院", "县印刷厂"}


async def test_of_fifty_who_record_the_same_partner_at_once_one_does(school: Caller, pairing: Pairing) -> None:
    answers = await asyncio.gather(*(school.insist("/partners", partner(pairing)) for _ in range(AT_ONCE)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (AT_ONCE - 1)
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"partner.duplicate"}
    assert len((await school.get("/partners")).json()["items"]) == 1


async def test_both_sides_and_their_offices_have_the_contact_and_nobody_else(
    school: Caller, pairing: Pairing, sign_in: SignIn
) -> None:
    made = (await school.post("/partners", partner(pairing))).json()
    path = f"/partners/{made['id']}"
    for role, region in (
        (Role.county_coordinator, HOME), (Role.county_coordinator, NEIGHBOUR), (Role.city_supervisor, CITY),
    ):  # fmt: skip
        seen = (await (await sign_in(role, region)).get(path)).json()
        assert (seen["contact"], seen["phone"]) == ("萧俊平", "6210 0155")
    system = await sign_in.client([ClientScope.records_read], "610000")
    told = (await system.get(path)).json()
    assert (told["name"], told["contact"], told["phone"], told["helps_with"]) == ("市教师进修学校", None, None, None)
    assert (await (await sign_in(Role.county_coordinator, THIRD)).get(path)).status_code == 404


async def test_an_office_that_only_reads_records_no_partner(
    make: Make, world: World, sign_in: SignIn, pairing: Pairing
) -> None:
    inside = await make.pairing(world.urban, world.rural)
    city, province = await sign_in(Role.city_supervisor, CITY), await sign_in(Role.province_supervisor, PROVINCE)
    for caller, seen in ((city, inside), (province, pairing)):
        answer = await caller.post("/partners", partner(seen))
        assert (answer.status_code, answer.json()["code"]) == (403, "permission.denied")
    assert (await city.post("/partners", partner(pairing))).status_code == 201
    third = await sign_in(Role.county_coordinator, THIRD)
    assert (await third.post("/partners", partner(pairing))).status_code == 404


async def test_a_partner_of_a_pairing_helps_no_longer_than_the_pairing(
    school: Caller, pairing: Pairing, sign_in: SignIn
) -> None:
    made = (await school.post("/partners", partner(pairing))).json()
    city = await sign_in(Role.city_supervisor, CITY)
    version = (await city.get(f"/pairings/{pairing.id}")).json()["version"]
    body = {"end_on": "2026-11-05", "reason": "协议到期"}
    ended = await city.post(f"/pairings/{pairing.id}/end", body, version=version)
    assert ended.status_code == 200, ended.text
    assert (await school.get(f"/partners/{made['id']}")).json()["end_on"] == "2026-11-05"


async def test_a_page_of_many_takes_as_many_queries_as_of_few(app: FastAPI, school: Caller, pairing: Pairing) -> None:
    counted = []
    for number in range(21):
        assert (await school.post("/partners", partner(pairing, name=f"第{number}培训中心"))).status_code == 201
        if number in {0, 20}:
            with counted_reads(app) as statements:
                assert (await school.get("/partners?count=true")).json()["count"] == number + 1
            counted.append(len(statements))
    assert counted[0] == counted[1]
