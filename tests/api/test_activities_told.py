"""What an activity says besides the counts: cost and payer, mentor pair, names of those present, undoing a void."""

from typing import Any

import pytest

from services.api.features.pairings.models import Pairing
from services.contracts.codes import ClientScope, Role
from tests.factories.world import HOME, NEIGHBOUR, Make, World
from tests.support.callers import Caller, SignIn


@pytest.fixture
async def pairing(make: Make, world: World) -> Pairing:
    return await make.pairing(world.urban, world.neighbour)


@pytest.fixture
async def host(sign_in: SignIn, world: World) -> Caller:
    return await sign_in(Role.school_reporter, school=world.urban)


def record(pairing: Pairing, **changes: Any) -> dict[str, Any]:
    return {
        "pairing_id": str(pairing.id), "host_school_id": str(pairing.supporting_school_id), "type": "demo_lesson",
        "held_on": "2026-11-18", "topic": "统编教材示范课", "supporting_count": 2, "recipient_count": 9, **changes,
    }  # fmt: skip


async def recorded(host: Caller, pairing: Pairing, **changes: Any) -> dict[str, Any]:
    made = await host.post("/activities", record(pairing, **changes))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def test_what_is_told_besides_is_kept_and_corrected_and_taken_out_again(pairing: Pairing, host: Caller) -> None:
    told = {
        "speaker": "陈立群", "subject": "语文", "grade": "三年级", "lessons": 2, "place": "报告厅",
        "online_link": "https://example.cn/lesson", "cost": "800.50", "payer": "supporting", "outcome": "形成3份教案",
    }  # fmt: skip
    made = await recorded(host, pairing, **told)
    assert {name: made[name] for name in told} == told
    assert made["warnings"] == []
    path = f"/activities/{made['id']}"
    cleared = {"cost": None, "payer": None, "lessons": None, "outcome": "", "topic": None}
    changed = (await host.patch(path, cleared, version=made["version"])).json()
    assert [changed[name] for name in cleared] == [None, None, None, "", made["topic"]]
    assert changed["speaker"] == "陈立群"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cost": "100"}, "payer"),
        ({"cost": "0"}, "cost"),
        ({"cost": "1.234", "payer": "office"}, "cost"),
        ({"lessons": 0}, "lessons"),
        ({"online_link": "javascript:alert(1)"}, "online_link"),
        ({"mentor_pair_id": "0199a000-0000-7000-8000-000000000000"}, "mentor_pair_id"),
        ({"planned_activity_id": "0199a000-0000-7000-8000-000000000000"}, "planned_activity_id"),
    ],
)
async def test_what_does_not_fit_is_named(pairing: Pairing, host: Caller, changes: dict[str, Any], field: str) -> None:
    answer = await host.post("/activities", record(pairing, **changes))
    assert answer.status_code == 422, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_cost_on_the_school_that_is_helped_warns_with_its_source_or_is_refused_where_the_county_says_so(
    pairing: Pairing, host: Caller, sign_in: SignIn
) -> None:
    burden = {"cost": "300", "payer": "recipient"}
    made = await recorded(host, pairing, **burden)
    assert [each["source"] for each in made["warnings"]] == ["系统默认，参照某区第一批校校结对帮扶实施方案（QX-15）"]
    county = await sign_in(Role.county_coordinator, NEIGHBOUR)
    rule = {"effective_from": "2026-11-01", "effect": "refuse", "source": "县教发〔2026〕9号"}
    path = f"/policy-rules/{NEIGHBOUR}/activity.recipient_cost"
    said = await county.request("PUT", path, json=rule, version=0)
    assert said.status_code == 200, said.text
    refused = await host.post("/activities", record(pairing, **burden))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "payer")
    assert "县教发〔2026〕9号" in refused.text
    old = await host.post("/activities", record(pairing, held_on="2026-10-20", **burden))
    assert old.status_code == 201, "what was held before the rule is judged by what held then"


async def test_an_activity_names_the_mentor_pair_it_belongs_to_and_no_other_one(
    make: Make, world: World, pairing: Pairing, host: Caller
) -> None:
    mentee = await make.teacher(world.neighbour)
    pair = await make.mentor_pair(world.staff[0], mentee, pairing_id=pairing.id)
    foreign = await make.mentor_pair(world.staff[3], world.staff[4], subject="数学")
    made = await recorded(host, pairing, type="mentor_meeting", mentor_pair_id=str(pair.id))
    await recorded(host, pairing)
    listed = (await host.get(f"/activities?mentor_pair_id={pair.id}")).json()["items"]
    assert [row["id"] for row in listed] == [made["id"]]
    refused = await host.post("/activities", record(pairing, mentor_pair_id=str(foreign.id)))
    assert [error["code"] for error in refused.json()["errors"]] == ["activity.mentor_pair"]


async def test_names_of_those_present_raise_a_count_that_is_too_small_and_are_for_people_alone(
    make: Make, world: World, pairing: Pairing, host: Caller, sign_in: SignIn
) -> None:
    guest = await make.teacher(world.neighbour)
    made = await recorded(host, pairing)
    path = f"/activities/{made['id']}/people"
    offered = (await host.get(path)).json()
    assert {each["staff_id"] for each in offered["items"]} == {str(each.id) for each in (*world.staff[:3], guest)}
    ticked = [str(each.id) for each in (*world.staff[:3], guest)]
    saved = await host.request("PUT", path, json={"staff_ids": ticked}, version=made["version"])
    assert saved.status_code == 200, saved.text
    counts = (await host.get(f"/activities/{made['id']}")).json()
    assert (counts["supporting_count"], counts["recipient_count"]) == (3, 9)
    again = await host.request("PUT", path, json={"staff_ids": ticked[:1]}, version=saved.json()["version"])
    assert [each["staff_id"] for each in again.json()["items"] if each["present"]] == ticked[:1]
    stale = await host.request("PUT", path, json={"staff_ids": []}, version=made["version"])
    assert stale.status_code == 412
    partner = await sign_in(Role.school_reporter, school=world.neighbour)
    seen = (await partner.get(path)).json()["items"]
    assert [(each["staff_id"], each["present"]) for each in seen] == [(ticked[0], True)]
    client = await sign_in.client([ClientScope.records_read])
    assert (await client.get(path)).json()["items"] == []


async def test_nobody_of_a_third_school_was_there(world: World, pairing: Pairing, host: Caller) -> None:
    made = await recorded(host, pairing)
    path = f"/activities/{made['id']}/people"
    answer = await host.request("PUT", path, json={"staff_ids": [str(world.staff[4].id)]}, version=made["version"])
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "staff_ids")


async def test_a_void_is_undone_and_the_activity_counts_again(pairing: Pairing, host: Caller, sign_in: SignIn) -> None:
    made = await recorded(host, pairing)
    path = f"/activities/{made['id']}"
    gone = (await host.post(f"{path}/void", {"reason": "记错了"}, version=made["version"])).json()
    assert gone["allowed_actions"] == ["restore"]
    assert (await host.get("/activities?count=true")).json()["count"] == 0
    back = await host.post(f"{path}/restore", version=gone["version"])
    assert (back.status_code, back.json()["voided"], back.json()["allowed_actions"]) == (200, False, ["edit", "void"])
    assert (await host.get("/activities?count=true")).json()["count"] == 1
    twice = await host.post(f"{path}/restore", version=back.json()["version"])
    assert (twice.status_code, twice.json()["code"]) == (409, "state.illegal")
    partner = await sign_in(Role.county_coordinator, NEIGHBOUR)
    assert (await partner.post(f"{path}/void", {"reason": "记错了"}, version=3)).status_code == 403


async def test_what_people_typed_stays_with_people_and_out_of_the_log(
    pairing: Pairing, host: Caller, sign_in: SignIn
) -> None:
    made = await recorded(host, pairing, speaker="陈立群", outcome="形成3份教案")
    client = await sign_in.client([ClientScope.records_read])
    seen = (await client.get(f"/activities/{made['id']}")).json()
    assert (seen["speaker"], seen["outcome"], seen["agenda"]) == (None, None, None)
    county = await sign_in(Role.county_coordinator, HOME)
    log = await county.get(f"/events?entity_id={made['id']}")
    assert log.status_code == 200
    assert "陈立群" not in log.text
    assert "教案" not in log.text
