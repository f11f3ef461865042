"""Leading groups: who leads a region, a school or a pairing on which day, and who reads it (E-34, QX-11, QX-12)."""

import asyncio
import itertools
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from services.api.features.leading_groups.models import LeadingGroup
from services.api.features.pairings.models import Pairing
from services.api.kernel.events import Event
from services.contracts.codes import ClientScope, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, PROVINCE, THIRD, Make, World
from tests.support.callers import Caller, SignIn
from tests.support.counting import counted_reads

AT_ONCE = 50
PEOPLE = [
    {"role": "member", "name": "何晓兰", "post": "教导主任"},
    {"role": "head", "name": "马文涛", "post": "校长"},
    {"role": "deputy", "name": "谢雯", "post": "副校长"},
]


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def school(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


def group(from_on: str = "2026-09-01", **owner: Any) -> dict[str, Any]:
    return {"from_on": from_on, "members": PEOPLE, "office": "教导处", **owner}


async def made(caller: Caller, body: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.post("/leading-groups", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_another_list_follows_from_its_day_and_the_one_before_is_kept(world: World, school: Caller) -> None:
    owner = {"school_id": str(world.urban.id)}
    first = await made(school, group(**owner))
    assert [each["name"] for each in first["members"]] == ["马文涛", "谢雯", "何晓兰"]
    second = await made(school, group("2026-11-10", **owner))
    listed = (await school.get(f"/leading-groups?school_id={world.urban.id}")).json()["items"]
    assert [(each["id"], each["until_on"]) for each in listed] == [(second["id"], None), (first["id"], "2026-11-09")]
    then = (await school.get(f"/leading-groups?school_id={world.urban.id}&on=2026-10-01")).json()["items"]
    assert [each["id"] for each in then] == [first["id"]]
    early = await school.post("/leading-groups", group("2026-10-01", **owner))
    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "from_on")
    gone = await school.post(f"/leading-groups/{second['id']}/void", {"reason": "抄错了人"}, version=second["version"])
    assert gone.status_code == 200, gone.text
    listed = (await school.get(f"/leading-groups?school_id={world.urban.id}")).json()["items"]
    assert [(each["id"], each["until_on"]) for each in listed] == [(first["id"], None)]


async def test_a_list_of_the_same_day_takes_the_place_of_the_one_that_was_typed_wrong(
    world: World, school: Caller
) -> None:
    owner = {"school_id": str(world.urban.id)}
    wrong = await made(school, group(**owner))
    right = await made(school, group(**owner))
    listed = (await school.get(f"/leading-groups?school_id={world.urban.id}")).json()["items"]
    assert [each["id"] for each in listed] == [right["id"]]
    assert (await school.get(f"/leading-groups/{wrong['id']}")).json()["voided"] is True


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"members": PEOPLE[:1]}, "leading_group.head"),
        ({"members": [PEOPLE[1], PEOPLE[1]]}, "leading_group.head"),
        ({"region_code": HOME}, "leading_group.owner"),
    ],
)
async def test_a_list_has_one_head_and_one_owner(
    world: World, school: Caller, changes: dict[str, Any], code: str
) -> None:
    answer = await school.post("/leading-groups", group(**{"school_id": str(world.urban.id), **changes}))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_a_school_a_county_and_an_office_write_their_own_and_nobody_elses(
    world: World, pairing: Pairing, school: Caller, sign_in: SignIn
) -> None:
    county, city = await sign_in(Role.county_coordinator, HOME), await sign_in(Role.city_supervisor, CITY)
    own = {"school_id": str(world.urban.id)}
    for caller, owner, status in (
        (school, own, 201),
        (county, own, 201),
        (county, {"region_code": HOME}, 201),
        (city, {"region_code": CITY}, 201),
        (city, {"pairing_id": str(pairing.id)}, 201),
        (city, own, 403),
        (county, {"region_code": CITY}, 403),
        (county, {"region_code": NEIGHBOUR}, 404),
        (school, {"region_code": HOME}, 403),
        (school, {"school_id": str(world.rural.id)}, 404),
        (await sign_in(Role.province_supervisor, PROVINCE), {"pairing_id": str(pairing.id)}, 403),
        (await sign_in(Role.county_coordinator, THIRD), {"pairing_id": str(pairing.id)}, 404),
    ):
        answer = await caller.post("/leading-groups", group("2026-12-01", **owner))
        assert answer.status_code == status, (owner, answer.text)


async def test_both_sides_of_a_pairing_read_its_groups_and_a_client_gets_no_names(
    app: FastAPI, world: World, pairing: Pairing, school: Caller, sign_in: SignIn
) -> None:
    await made(school, group(school_id=str(world.urban.id)))
    await made(school, group(pairing_id=str(pairing.id)))
    partner = await sign_in(Role.school_leader, school=world.neighbour)
    seen = (await partner.get(f"/pairings/{pairing.id}/agreement")).json()["groups"]
    assert [each["head"] for each in seen] == ["马文涛", "马文涛"]
    assert (await partner.get(f"/leading-groups?school_id={world.urban.id}")).json()["items"] == []
    province = await sign_in(Role.province_supervisor, PROVINCE)
    told = (await province.get(f"/pairings/{pairing.id}/agreement")).json()["groups"]
    assert [(each["head"], each["member_count"]) for each in told] == [(None, 3), (None, 3)]
    client = await sign_in.client([ClientScope.records_read])
    for each in (await client.get("/leading-groups")).json()["items"]:
        assert (each["members"], each["head"], each["phone"]) == (None, None, None)
    event: Any = Event
    async with app.state.database.reader() as session:
        said = [str(each) for each in (await session.scalars(select(event.changes))).all()]
    assert not any("马文涛" in each or "教导处" in each for each in said)


async def test_the_group_of_a_pairing_ends_with_it(world: World, make: Make, sign_in: SignIn) -> None:
    pairing = await make.pairing(world.urban, world.rural)
    county = await sign_in(Role.county_coordinator, HOME)
    led = await made(county, group(pairing_id=str(pairing.id)))
    ended = await county.post(f"/pairings/{pairing.id}/end", {"end_on": "2026-12-02", "reason": "两校合并"}, version=1)
    assert ended.status_code == 200, ended.text
    assert (await county.get(f"/leading-groups/{led['id']}")).json()["until_on"] == "2026-12-02"


async def test_of_fifty_lists_at_once_one_leads(app: FastAPI, world: World, school: Caller) -> None:
    bodies = [group(f"2026-11-{1 + each % 25:02}", school_id=str(world.urban.id)) for each in range(AT_ONCE)]
    answers = await asyncio.gather(*(school.insist("/leading-groups", body) for body in bodies))
    assert {answer.status_code for answer in answers} <= {201, 409, 422}
    leads: Any = LeadingGroup
    async with app.state.database.reader() as session:
        rows = select(func.count()).where(leads.until_on.is_(None), leads.voided_at.is_(None))
        assert await session.scalar(rows) == 1
        kept = (await session.execute(
            select(leads.from_on, leads.until_on).where(leads.voided_at.is_(None)).order_by(leads.from_on)
        )).all()  # fmt: skip
    assert all(one.until_on < other.from_on for one, other in itertools.pairwise(kept))


async def test_a_list_of_many_costs_as_many_reads_as_one_of_few(
    app: FastAPI, make: Make, world: World, sign_in: SignIn
) -> None:
    county = await sign_in(Role.county_coordinator, HOME)
    counts = []
    for _ in range(2):
        for _ in range(10):
            await made(county, group(school_id=str((await make.school(HOME)).id)))
        with counted_reads(app) as statements:
            assert (await county.get("/leading-groups?count=true")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
