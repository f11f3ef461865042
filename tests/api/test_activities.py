"""Activities: recorded once by the host, shown to both."""

from datetime import date
from typing import Any

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ClientScope, PairingStatus, Role
from tests.factories.world import CITY, HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.rural)


@pytest.fixture
async def host(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.rural)


def record(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id),
        "host_school_id": str(pairing.recipient_school_id),
        "type": "demo_lesson",
        "held_on": "2026-11-18",
        "topic": "统编教材示范课",
        "supporting_count": 4,
        "recipient_count": 9,
        **changes,
    }


async def test_the_host_records_an_activity_that_both_see(
    world: World, pairing: Pairing, host: Caller, sign_in: SignIn
) -> None:
    made = await host.post("/activities", record(pairing))
    assert made.status_code == 201, made.text
    assert (made.json()["person_times"], made.json()["allowed_actions"]) == (13, ["edit", "void"])
    partner = await sign_in(Role.school_reporter, school=world.urban)
    seen = (await partner.get(f"/activities/{made.json()['id']}")).json()
    assert (seen["topic"], seen["allowed_actions"]) == ("统编教材示范课", [])


async def test_the_partner_reads_and_does_not_write(
    world: World, pairing: Pairing, host: Caller, sign_in: SignIn
) -> None:
    made = (await host.post("/activities", record(pairing))).json()
    partner = await sign_in(Role.school_reporter, school=world.urban)
    path = f"/activities/{made['id']}"
    for answer in (
        await partner.patch(path, {"topic": "另一个主题"}, version=1),
        await partner.post(f"{path}/void", {"reason": "记错了"}, version=1),
        await partner.post("/activities", record(pairing)),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "activity.not_host")
        assert answer.json()["detail"] == "这次活动由云坪镇中心小学记录，要改请联系他们。"


async def test_the_coordinator_of_the_hosts_county_may_correct(pairing: Pairing, host: Caller, sign_in: SignIn) -> None:
    made = (await host.post("/activities", record(pairing))).json()
    county = await sign_in(Role.county_coordinator, HOME)
    answer = await county.patch(f"/activities/{made['id']}", {"recipient_count": 10}, version=1)
    assert (answer.status_code, answer.json()["person_times"], answer.json()["version"]) == (200, 14, 2)
    city = await sign_in(Role.city_supervisor, CITY)
    assert (await city.patch(f"/activities/{made['id']}", {"recipient_count": 9}, version=2)).status_code == 403
    other = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await other.patch(f"/activities/{made['id']}", {"recipient_count": 9}, version=2)).status_code == 404


async def test_a_void_activity_leaves_lists_and_stays_readable(pairing: Pairing, host: Caller) -> None:
    made = (await host.post("/activities", record(pairing))).json()
    path = f"/activities/{made['id']}"
    gone = await host.post(f"{path}/void", {"reason": "记了两次"}, version=1)
    assert (gone.json()["voided"], gone.json()["allowed_actions"]) == (True, ["restore"])
    assert (await host.get("/activities")).json()["items"] == []
    assert len((await host.get("/activities?include_void=true")).json()["items"]) == 1
    again = await host.patch(path, {"topic": "改一改"}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "state.illegal")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"held_on": "2026-12-04"}, "held_on"),
        ({"held_on": "2026-08-31"}, "held_on"),
        ({"host_school_id": "0199a000-0000-7000-8000-000000000000"}, "host_school_id"),
        ({"type": "party"}, "type"),
        ({"topic": ""}, "topic"),
        ({"supporting_count": -1}, "supporting_count"),
        ({"recipient_count": "许多"}, "recipient_count"),
        ({"person_times": 9}, "person_times"),
    ],
)
async def test_a_bad_record_names_the_field(pairing: Pairing, host: Caller, change: dict[str, Any], field: str) -> None:
    answer = await host.post("/activities", record(pairing, **change))
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_pairing_that_has_not_begun_has_no_activities(world: World, make: Make, sign_in: SignIn) -> None:
    signed = await make.pairing(world.urban, world.neighbour, status=PairingStatus.signed)
    host = await sign_in(Role.school_reporter, school=world.neighbour)
    answer = await host.post("/activities", record(signed))
    assert (answer.status_code, answer.json()["code"]) == (409, "pairing.not_started")


async def test_on_its_first_day_the_pairing_is_said_to_have_just_begun(
    world: World, make: Make, sign_in: SignIn
) -> None:
    young = await make.pairing(world.urban, await make.school(), start_on=date(2026, 12, 3))
    host = await sign_in(Role.school_reporter, school=world.urban)
    answer = await host.post("/activities", record(young, held_on="2026-12-01", host_school_id=str(world.urban.id)))
    assert (answer.status_code, answer.json()["code"]) == (422, "activity.before_pairing")
    assert answer.json()["detail"] == "结对从12月3日开始，只能记当天和以后、已经办过的活动。"


async def test_another_pairings_id_is_not_found(world: World, make: Make, host: Caller) -> None:
    foreign = await make.pairing(world.urban, world.neighbour)
    answer = await host.post("/activities", record(foreign))
    assert (answer.status_code, answer.json()["code"]) == (404, "resource.not_found")


async def test_a_list_is_narrowed_by_month_pairing_and_school(world: World, pairing: Pairing, host: Caller) -> None:
    await host.post("/activities", record(pairing))
    await host.post("/activities", record(pairing, held_on="2026-10-31"))
    november = (await host.get("/activities?month=2026-11")).json()["items"]
    assert [row["held_on"] for row in november] == ["2026-11-18"]
    everything = (await host.get(f"/activities?pairing_id={pairing.id}&school_id={world.urban.id}")).json()["items"]
    assert [row["held_on"] for row in everything] == ["2026-11-18", "2026-10-31"]
    assert (await host.get("/activities?month=2026-13")).status_code == 422


async def test_a_system_sees_no_topic(pairing: Pairing, host: Caller, sign_in: SignIn) -> None:
    made = (await host.post("/activities", record(pairing))).json()
    client = await sign_in.client([ClientScope.records_read])
    seen = (await client.get(f"/activities/{made['id']}")).json()
    assert (seen["topic"], seen["person_times"], seen["allowed_actions"]) == (None, 13, [])


async def test_a_second_record_of_the_same_day_type_and_topic_is_told_until_one_is_void(
    host: Caller, pairing: Pairing
) -> None:
    first = (await host.post("/activities", record(pairing))).json()
    other = (await host.post("/activities", record(pairing, topic="另一次示范课"))).json()
    again = (await host.post("/activities", record(pairing, supporting_count=5))).json()
    assert (first["twin_id"], other["twin_id"], again["twin_id"]) == (None, None, first["id"])
    assert (await host.get(f"/activities/{first['id']}")).json()["twin_id"] == again["id"]
    gone = await host.post(f"/activities/{again['id']}/void", {"reason": "记重了"}, version=1)
    assert gone.json()["twin_id"] is None
    assert (await host.get(f"/activities/{first['id']}")).json()["twin_id"] is None
